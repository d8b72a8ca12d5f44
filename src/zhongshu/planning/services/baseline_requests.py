"""Deciding on a request for another baseline: somebody else agrees, or it does not come to be."""

from datetime import datetime

from django.db import transaction
from django.shortcuts import get_object_or_404

from zhongshu.access.guard import requires
from zhongshu.access.models import Actor, User
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.planning.models import Baseline
from zhongshu.planning.services.baselines import measure
from zhongshu.planning.services.edits import locked_project
from zhongshu.projects.models import Project


class RequestDecided(DomainError):
    """The baseline is not, or no longer, a request that waits for a decision."""

    code = "planning.request_decided"


class OwnRequest(DomainError):
    """Whoever asked for a baseline cannot be the one who agrees to it or turns it down."""

    code = "planning.own_request"
    status = 403


class RequestOfAnother(DomainError):
    """Only whoever made a request takes it back; others may approve or reject it."""

    code = "planning.request_of_another"
    status = 403


@requires("planning.approve_baseline", on="project")
@transaction.atomic
def approve_baseline(
    actor: Actor, *, project: Project, baseline: Baseline, at: datetime, note: str = ""
) -> Baseline:
    """Agree to a requested baseline: from now on the project is measured against it.

    Raises
    ------
    RequestDecided
        If it does not wait for a decision.
    OwnRequest
        If the actor asked for it.
    """
    request = _waiting(project, baseline)
    _refuse_own(actor, request)
    request.in_force_at = at
    _decide(actor, request, Baseline.State.APPROVED, at=at, note=note)
    measure(request.project)
    _record("planning.baseline_approved", actor, request)
    return request


@requires("planning.approve_baseline", on="project")
@transaction.atomic
def reject_baseline(
    actor: Actor, *, project: Project, baseline: Baseline, at: datetime, note: str
) -> Baseline:
    """Turn a requested baseline down, and say why.

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
    request = _waiting(project, baseline)
    _refuse_own(actor, request)
    _decide(actor, request, Baseline.State.REJECTED, at=at, note=note)
    _record("planning.baseline_rejected", actor, request)
    return request


@requires("planning.set_baseline", on="project")
@transaction.atomic
def withdraw_baseline(
    actor: Actor, *, project: Project, baseline: Baseline, at: datetime
) -> Baseline:
    """Take one's own request for another baseline back.

    Raises
    ------
    RequestDecided
        If it does not wait for a decision.
    RequestOfAnother
        If somebody else made it.
    """
    request = _waiting(project, baseline)
    if request.set_by_id != actor.pk:
        raise RequestOfAnother(request.name)
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


def _refuse_own(actor: Actor, request: Baseline) -> None:
    if request.set_by_id is not None and request.set_by_id == actor.pk:
        raise OwnRequest(request.name)


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


def _record(kind: str, actor: Actor, request: Baseline) -> None:
    events.record(
        kind,
        actor=actor,
        subject=request.project,
        baseline=str(request.pk),
        name=request.name,
        before={"state": Baseline.State.PROPOSED.value},
        after={"state": str(request.state)},
    )
