"""Deciding on a request for another baseline: somebody else agrees, or it does not come to be."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404

from zhongshu.access.authorities import asking
from zhongshu.access.authorities.deciding import Way, exercise
from zhongshu.access.authorities.guarding import decides
from zhongshu.access.authorities.kinds import BASELINE_APPROVAL
from zhongshu.access.authorities.models import Question, Vote
from zhongshu.access.authorities.separating import (
    DECIDE_BASELINE,
    EDIT_PLAN,
    LEAD_PROJECT,
    Doers,
    refuse_conflict,
)
from zhongshu.access.guard import requires
from zhongshu.access.models import Actor, System, User
from zhongshu.access.services import cast_vote
from zhongshu.access.writing import check_writes_over, given
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.origin import on_behalf_of
from zhongshu.planning.approval import (
    BASELINE_KIND,
    editors_since_agreed,
    put_to_body,
    requesters,
    slip_of,
)
from zhongshu.planning.fields import BASELINE
from zhongshu.planning.models import Baseline
from zhongshu.planning.services.baselines import measure
from zhongshu.planning.services.edits import locked_project
from zhongshu.projects.duties import leads_of
from zhongshu.projects.models import Project


class RequestDecided(DomainError):
    """The baseline is not, or no longer, a request that waits for a decision."""

    code = "planning.request_decided"


class OwnRequest(DomainError):
    """Whoever asked for a baseline, or had a deputy ask, cannot agree to it or turn it down."""

    code = "planning.own_request"
    status = 403


class RequestOfAnother(DomainError):
    """Only whoever made a request takes it back; others may approve or reject it."""

    code = "planning.request_of_another"
    status = 403


@decides(BASELINE_APPROVAL, on="project")
@transaction.atomic
def approve_baseline(
    actor: Actor, *, project: Project, baseline: Baseline, at: datetime, note: str = ""
) -> Baseline:
    """Agree to a requested baseline: from now on the project is measured against it.

    Where a body holds the authority, a member of it votes for; the vote that settles it counts
    as the approval.

    Raises
    ------
    RequestDecided
        If it does not wait for a decision.
    OwnRequest
        If the actor asked for it, or acts in the place of who did; or a deputy asked in theirs.
    """
    return _decided(actor, project, baseline, Baseline.State.APPROVED, at=at, note=note)


@decides(BASELINE_APPROVAL, on="project")
@transaction.atomic
def reject_baseline(
    actor: Actor, *, project: Project, baseline: Baseline, at: datetime, note: str
) -> Baseline:
    """Turn a requested baseline down, and say why; where a body decides, vote against.

    Raises
    ------
    BadInput
        If the reason is missing.
    RequestDecided
        If it does not wait for a decision.
    OwnRequest
        If the actor asked for it: that is a withdrawal.
    """
    if not note.strip():
        raise BadInput("say why the request is turned down", field="note")
    return _decided(actor, project, baseline, Baseline.State.REJECTED, at=at, note=note)


@requires("planning.set_baseline", on="project")
@transaction.atomic
def withdraw_baseline(
    actor: Actor, *, project: Project, baseline: Baseline, at: datetime
) -> Baseline:
    """Take back a request for another baseline that one made, or that a deputy made for one.

    Raises
    ------
    RequestDecided
        If it does not wait for a decision.
    RequestOfAnother
        If somebody else made it.
    """
    request = _waiting(project, baseline)
    if actor.pk not in requesters(request):
        raise RequestOfAnother(request.name)
    asking.close_about(request.pk, Question.State.WITHDRAWN, at=at)
    _decide(actor, request, Baseline.State.WITHDRAWN, at=at, note="")
    _record("planning.baseline_withdrawn", actor, request)
    return request


def _waiting(project: Project, baseline: Baseline) -> Baseline:
    """The request as it is now, its project locked: of two decisions the second finds the first."""
    held = locked_project(project)
    request = get_object_or_404(Baseline, project=held, pk=baseline.pk)
    if request.state != Baseline.State.PROPOSED:
        raise RequestDecided(request.name, state=request.state)
    request.project = held
    return request


def _decided(
    actor: Actor,
    project: Project,
    baseline: Baseline,
    state: Baseline.State,
    *,
    at: datetime,
    note: str,
) -> Baseline:
    request = _waiting(project, baseline)
    check_writes_over(actor, BASELINE, project.scope_id, given(decision=note.strip()))
    if isinstance(actor, System):
        return _settle(actor, request, state, at=at, note=note)
    way = exercise(actor, BASELINE_APPROVAL, request.project, slip_of(request))
    if way.member is not None:
        return _voted(actor, request, way, state, at=at, note=note)
    _refuse_conflicting({actor.pk} | way.people, request)
    with on_behalf_of(way.on_behalf_of_id):
        asking.close_about(request.pk, Question.State(_ANSWERS[state]), at=at)
        return _settle(actor, request, state, at=at, note=note, by=way.basis)


_ANSWERS = {
    Baseline.State.APPROVED: Question.State.ADOPTED,
    Baseline.State.REJECTED: Question.State.REJECTED,
    Baseline.State.WITHDRAWN: Question.State.WITHDRAWN,
}


def _voted(
    actor: User, request: Baseline, way: Way, state: Baseline.State, *, at: datetime, note: str
) -> Baseline:
    """Cast the actor's vote on the question that the body has about the request."""
    body = way.holding.body
    assert body is not None  # noqa: S101 - a seat is in a body
    question = asking.open_question(body.pk, request.pk) or put_to_body(body, request, at=at)
    choice = Vote.Choice.FOR if state == Baseline.State.APPROVED else Vote.Choice.AGAINST
    cast_vote(actor, question=question, choice=choice, at=at, note=note)
    request.refresh_from_db()
    return request


def _asked_about(question: Question) -> Baseline:
    assert question.subject_id is not None  # noqa: S101 - it was put with the request's id
    return Baseline.objects.select_related("project").get(pk=question.subject_id)


def _hold(actor: User, question: Question) -> None:
    """Hold the project of a question, and refuse who must not vote on its request."""
    request = _asked_about(question)
    _refuse_conflicting({actor.pk}, _waiting(request.project, request))


def _apply(actor: User, question: Question, at: datetime, note: str) -> None:
    """Carry out what a body decided on a request."""
    request = _asked_about(question)
    is_adopted = question.state == Question.State.ADOPTED
    state = Baseline.State.APPROVED if is_adopted else Baseline.State.REJECTED
    basis = {
        "authority": question.authority,
        "question_id": str(question.pk),
        "body_id": str(question.body_id),
        "n_for": question.n_for,
        "n_against": question.n_against,
        "n_abstained": question.n_abstained,
    }
    others = Question.objects.filter(subject_id=request.pk).exclude(pk=question.pk)
    if others.exists():
        asking.close_about(request.pk, Question.State(question.state), at=at)
    _settle(actor, request, state, at=at, note=note, by=basis)


asking.register_effect(BASELINE_KIND, asking.Effect(_hold, _apply))


def _settle(
    actor: Actor,
    request: Baseline,
    state: Baseline.State,
    *,
    at: datetime,
    note: str,
    by: dict[str, Any] | None = None,
) -> Baseline:
    if state == Baseline.State.APPROVED:
        request.in_force_at = at
    _decide(actor, request, state, at=at, note=note)
    if state == Baseline.State.APPROVED:
        measure(request.project)
    _record(f"planning.baseline_{state}", actor, request, **({"by": by} if by else {}))
    return request


def _refuse_conflicting(people: set[Any], request: Baseline) -> None:
    """Refuse a decision by who asked for it, or has another duty that is kept apart from it."""
    if people & requesters(request):
        raise OwnRequest(request.name)
    doers: Doers = {
        LEAD_PROJECT: lambda: leads_of(request.project),
        EDIT_PLAN: lambda: editors_since_agreed(request.project),
    }
    refuse_conflict(people, DECIDE_BASELINE, doers)


def _decide(
    actor: Actor, request: Baseline, state: Baseline.State, *, at: datetime, note: str
) -> None:
    request.state = state
    request.decided_at = at
    request.decided_by = actor if isinstance(actor, User) else None
    request.decision = note.strip()
    request.version += 1
    request.save(
        update_fields=[
            "state", "decided_at", "decided_by", "decision", "in_force_at", "version",
            "updated_at",
        ]
    )  # fmt: skip


def _record(kind: str, actor: Actor, request: Baseline, **basis: Any) -> None:
    events.record(
        kind,
        actor=actor,
        subject=request.project,
        baseline=str(request.pk),
        name=request.name,
        before={"state": Baseline.State.PROPOSED.value},
        after={"state": str(request.state)},
        **basis,
    )
