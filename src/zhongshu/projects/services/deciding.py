"""Deciding on a project: admitted or turned down, halted, ended early, taken up again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from zhongshu.access.authorities import asking
from zhongshu.access.authorities.deciding import Amount, Way, deciding_bodies, exercise
from zhongshu.access.authorities.guarding import decides
from zhongshu.access.authorities.kinds import ADMISSION, STOP
from zhongshu.access.authorities.models import Body, Question, Vote
from zhongshu.access.guard import requires
from zhongshu.access.models import Actor, System, User
from zhongshu.access.opening import opening_nothing
from zhongshu.access.services import cast_vote
from zhongshu.access.versions import refuse_stale_row
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.origin import on_behalf_of
from zhongshu.projects.duties import refuse_own_project
from zhongshu.projects.fields import PROJECT, cost_of_plan
from zhongshu.projects.models import Project
from zhongshu.projects.queries import project_card
from zhongshu.projects.states import authority_for

_KIND = "projects.state."


class ProjectDecided(DomainError):
    """The project stands otherwise by now, so that this is no longer to be decided."""

    code = "projects.project_decided"


class NobodyDecides(DomainError):
    """No body has the authority over the project, as far as this."""

    code = "projects.nobody_decides"


class AnotherQuestion(DomainError):
    """The body is being asked something else about the project; that is decided first."""

    code = "projects.another_question"


@decides(ADMISSION, on="project")
@transaction.atomic
def admit_project(
    actor: Actor,
    *,
    project: Project,
    state: str,
    reason: str,
    at: datetime,
    expected_version: int | None,
) -> Project:
    """Admit a proposed project, or turn it down, and say why; a member of a body votes for it.

    Raises
    ------
    ProjectDecided
        If it is not proposed any more.
    """
    held = _held(actor, project, expected_version)
    return _decided(actor, held, ADMISSION, state, reason, at=at)


@decides(STOP, on="project")
@transaction.atomic
def stop_project(
    actor: Actor,
    *,
    project: Project,
    state: str,
    reason: str,
    at: datetime,
    expected_version: int | None,
) -> Project:
    """Halt a project, end it early or take it up again, and say why; a member of a body votes.

    Raises
    ------
    ProjectDecided
        If it stands so already.
    """
    held = _held(actor, project, expected_version)
    return _decided(actor, held, STOP, state, reason, at=at)


@requires("projects.edit", on="project")
@transaction.atomic
def ask_for_decision(
    actor: Actor, *, project: Project, state: str, reason: str, at: datetime
) -> Project:
    """Put it to the bodies that may decide whether the project shall stand so.

    Raises
    ------
    NobodyDecides
        If no body may, or each of them is being asked already.
    """
    held = _held(actor, project, None)
    authority = _authority(held, state)
    bodies = [
        body
        for body in deciding_bodies(authority, held.scope_id, _amount(held), at=at)
        if asking.open_question(body.pk, held.pk) is None
    ]
    if not bodies:
        raise NobodyDecides(held.key, authority=authority)
    asker = actor if isinstance(actor, User) else None
    for body in bodies:
        _put(asker, body, held, authority, state, _said(reason), at=at)
    events.record(
        "projects.decision_asked",
        actor=actor,
        subject=held,
        wanted=state,
        reason=reason.strip(),
        body_ids=[str(body.pk) for body in bodies],
    )
    return held


def _held(actor: Actor, project: Project, expected: int | None) -> Project:
    """The project as it is now, locked: of many decisions the second finds the first."""
    rows: QuerySet[Project] = Project.objects.select_for_update()
    held = rows.get(pk=project.pk)
    refuse_stale_row(
        actor, PROJECT, held, expected=expected, current=lambda: project_card(actor, held)
    )
    return held


def _authority(project: Project, state: str) -> str:
    authority = authority_for(project.state, state)
    if authority is None:
        raise ProjectDecided(project.key, state=project.state)
    return authority


def _said(reason: str) -> str:
    if not reason.strip():
        raise BadInput("say why", field="reason")
    return reason.strip()


def _amount(project: Project) -> Amount:
    """How much is decided on: what the work costs by the plan."""
    return Amount(cost_of_plan(project) or 0, project.currency)


def _decided(
    actor: Actor, project: Project, authority: str, state: str, reason: str, *, at: datetime
) -> Project:
    if _authority(project, state) != authority:
        raise ProjectDecided(project.key, state=project.state)
    said = _said(reason)
    if isinstance(actor, System):
        return _settle(actor, project, state, said, {})
    way = exercise(actor, authority, project, _amount(project))
    if way.member is not None:
        return _voted(actor, project, way, state, said, at=at)
    refuse_own_project({actor.pk} | way.people, authority, project)
    with on_behalf_of(way.on_behalf_of_id):
        _close_others(project, state, at=at)
        with opening_nothing(actor, project, field="state"):
            return _settle(actor, project, state, said, way.basis)


def _voted(
    actor: User, project: Project, way: Way, state: str, reason: str, *, at: datetime
) -> Project:
    """Cast the actor's vote for it on the question that the body has about the project."""
    body = way.holding.body
    assert body is not None  # noqa: S101 - a seat is in a body
    question = asking.open_question(body.pk, project.pk)
    if question is not None and question.subject_kind != _KIND + state:
        raise AnotherQuestion(question.title)
    question = question or _put(None, body, project, way.holding.authority, state, reason, at=at)
    cast_vote(actor, question=question, choice=Vote.Choice.FOR, at=at, note=reason)
    project.refresh_from_db()
    return project


def _put(
    asker: User | None,
    body: Body,
    project: Project,
    authority: str,
    state: str,
    reason: str,
    *,
    at: datetime,
) -> Question:
    """Put it to a body; where a member begins by voting, nobody asked."""
    return asking.put(
        body,
        scope_id=project.scope_id,
        at=at,
        authority=authority,
        title=f"{project.key} {project.name} · {reason}"[:300],
        asked_by=asker,
        subject_kind=_KIND + state,
        subject_id=project.pk,
    )


def _close_others(project: Project, state: str, *, at: datetime) -> None:
    """Close what bodies are asked about a project that was decided on without them."""
    answered = Question.objects.filter(
        subject_id=project.pk, subject_kind=_KIND + state, state=Question.State.OPEN
    )
    answered.update(state=Question.State.ADOPTED, outcome=asking.BY_HOLDER, decided_at=at)
    asking.close_about(project.pk, Question.State.WITHDRAWN, at=at)


def _settle(actor: Actor, project: Project, state: str, reason: str, by: dict[str, Any]) -> Project:
    before, project.state = project.state, Project.State(state)
    basis: dict[str, Any] = {"by": by} if by else {}
    project.version += 1
    project.save(update_fields=["state", "version", "updated_at"])
    events.record(
        "projects.project_decided",
        actor=actor,
        subject=project,
        before={"state": str(before)},
        after={"state": state},
        reason=reason,
        **basis,
    )
    return project


def _hold(actor: User, question: Question) -> None:
    """Hold the project of a question, still to be decided, and refuse whose own it is."""
    assert question.subject_id is not None  # noqa: S101 - it was put with the project's id
    held = Project.objects.select_for_update().get(pk=question.subject_id)
    if authority_for(held.state, _wanted(question)) != question.authority:
        raise ProjectDecided(held.key, state=held.state)
    refuse_own_project({actor.pk}, question.authority, held)


def _apply(actor: User, question: Question, at: datetime, note: str) -> None:
    """Carry out what a body decided on a project."""
    assert question.subject_id is not None  # noqa: S101 - it was put with the project's id
    project = Project.objects.get(pk=question.subject_id)
    basis = {
        "authority": question.authority,
        "question_id": str(question.pk),
        "body_id": str(question.body_id),
        "n_for": question.n_for,
        "n_against": question.n_against,
        "n_abstained": question.n_abstained,
    }
    if question.state == Question.State.ADOPTED:
        _close_others(project, _wanted(question), at=at)
        _settle(actor, project, _wanted(question), question.title, basis)
        return
    events.record(
        "projects.decision_rejected",
        actor=actor,
        subject=project,
        wanted=_wanted(question),
        reason=note,
        by=basis,
    )


def _wanted(question: Question) -> str:
    return question.subject_kind.removeprefix(_KIND)


for _state in Project.State.values:
    asking.register_effect(_KIND + _state, asking.Effect(_hold, _apply))
