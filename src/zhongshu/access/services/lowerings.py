"""Lowering the class of a record: one person asks for it, another confirms."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404

from zhongshu.access.authorities.acting import behind
from zhongshu.access.authorities.separating import (
    ASK_LOWERING,
    CONFIRM_LOWERING,
    DutiesConflict,
)
from zhongshu.access.danger import dangerous
from zhongshu.access.guard import check, own
from zhongshu.access.lowering.fields import LOWERING
from zhongshu.access.lowering.kinds import LOWERABLE
from zhongshu.access.lowering.models import Lowering
from zhongshu.access.lowering.reading import open_requests, who_may_confirm_lowering
from zhongshu.access.models import User
from zhongshu.access.services.confirming import NothingWaits, refuse_if_nobody, told_id
from zhongshu.access.waiting import register_confirmers
from zhongshu.access.writing import check_writes_over, given
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.origin import here

State = Lowering.State


class LoweringWaits(DomainError):
    """Somebody asked for it before; that is confirmed, declined or withdrawn first."""

    code = "access.lowering_waits"


class ClosedToAsker(DomainError):
    """Requests about records of this class are closed to who would ask, whose record it may be."""

    code = "access.closed_to_asker"
    status = 403


class ClassChanged(DomainError):
    """The class of the record is another by now than when it was asked for."""

    code = "access.class_changed"


class LoweringOfAnother(DomainError):
    """Only whoever asked for it takes it back."""

    code = "access.lowering_of_another"
    status = 403


@own
@transaction.atomic
def ask_to_lower(
    actor: User,
    *,
    record_kind: str,
    record_id: UUID,
    classification: int,
    reason: str,
    at: datetime,
) -> Lowering:
    """Ask that a record in view be of a lower class; whoever may lower it is told.

    Raises
    ------
    Http404
        If records of this kind have no class of their own, or there is none in view.
    NobodyConfirms
        If nobody else may lower it.
    LoweringWaits
        If somebody asked for it already.
    ClosedToAsker
        If the actor sees the record and could not see the request.
    """
    if record_kind not in LOWERABLE:
        raise Http404
    kind = LOWERABLE[record_kind]
    row = kind.find(actor, record_id)
    over = kind.over(row)
    check(actor, kind.resource.permission, over)
    if not reason.strip():
        raise BadInput("say why", field="reason")
    if not 0 <= classification < row.classification:
        raise BadInput("ask for a lower class", field="classification", was=row.classification)
    check_writes_over(actor, LOWERING, over.scope_id, given(reason=reason))
    lowering = Lowering(
        scope_id=over.scope_id, record_kind=record_kind, record_id=row.pk, was=row.classification,
        classification=classification, label=kind.label(row), reason=reason.strip(), asked_by=actor,
        on_behalf_of_id=here().on_behalf_of_id, asked_at=at,
    )  # fmt: skip
    refuse_if_nobody(who_may_confirm_lowering(lowering), record_kind)
    # Whether one waits already is told to those alone who could see it.
    lowering.state = State.WITHDRAWN
    lowering.save(force_insert=True)
    if not open_requests(actor, Lowering.objects.filter(pk=lowering.pk)).exists():
        raise ClosedToAsker(record_kind, field="record_id")
    lowering.state = State.WAITING
    try:
        with transaction.atomic():
            lowering.save(update_fields=["state"])
    except IntegrityError as error:
        raise LoweringWaits(record_kind, field="record_id") from error
    _record("access.lowering_asked", actor, lowering)
    return lowering


@own
@dangerous
@transaction.atomic
def confirm_lowering(actor: User, *, lowering: Lowering, at: datetime) -> Lowering:
    """Lower the class of a record as another person asked; the event is that of the record.

    Raises
    ------
    NothingWaits
        If it was confirmed, declined or withdrawn meanwhile.
    DutiesConflict
        If the actor asked for it, or in whose place the actor acts, did.
    ClassChanged
        If the record is of another class by now.
    """
    row = _held(lowering)
    kind = LOWERABLE[row.record_kind]
    record = kind.find(actor, row.record_id)
    check(actor, kind.permission, row)
    if behind(actor) & row.askers:
        raise DutiesConflict(
            f"{ASK_LOWERING} | {CONFIRM_LOWERING}", first=ASK_LOWERING, second=CONFIRM_LOWERING
        )
    if kind.class_held(record) != row.was:
        raise ClassChanged(row.record_kind)
    asked = {"id": str(row.pk), "asked_by": told_id(row.asked_by_id)}
    kind.lower(actor, record, row.classification, asked)
    _decide(actor, row, State.CONFIRMED, at)
    return row


@own
@transaction.atomic
def decline_lowering(actor: User, *, lowering: Lowering, at: datetime) -> Lowering:
    """Leave the record of its class; who asked is told.

    Raises
    ------
    NothingWaits
        If it was confirmed, declined or withdrawn meanwhile.
    """
    row = _held(lowering)
    check(actor, LOWERABLE[row.record_kind].permission, row)
    _decide(actor, row, State.DECLINED, at)
    _record("access.lowering_declined", actor, row, asked_by=told_id(row.asked_by_id))
    return row


@own
@transaction.atomic
def withdraw_lowering(actor: User, *, lowering: Lowering, at: datetime) -> Lowering:
    """Take back what one asked for.

    Raises
    ------
    NothingWaits
        If it was confirmed, declined or withdrawn meanwhile.
    LoweringOfAnother
        If somebody else asked for it.
    """
    row = _held(lowering)
    if not behind(actor) & row.askers:
        raise LoweringOfAnother(row.record_kind)
    _decide(actor, row, State.WITHDRAWN, at)
    _record("access.lowering_withdrawn", actor, row)
    return row


def _held(lowering: Lowering) -> Lowering:
    """The request, locked and still waiting."""
    rows = Lowering.objects.select_for_update(of=("self",))
    row = rows.filter(pk=lowering.pk, state=State.WAITING).select_related("scope").first()
    if row is None:
        raise NothingWaits(lowering.record_kind)
    return row


def _decide(actor: User, row: Lowering, state: State, at: datetime) -> None:
    row.state, row.decided_by, row.decided_at = state, actor, at
    row.version += 1
    row.save(update_fields=["state", "decided_by", "decided_at", "version", "updated_at"])


def _record(kind: str, actor: User, row: Lowering, **told: Any) -> None:
    after = {
        "record_kind": row.record_kind,
        "record_id": str(row.record_id),
        "was": row.was,
        "classification": row.classification,
        "state": str(row.state),
        **({"reason": row.reason} if row.state == State.WAITING else {}),
    }
    events.record(kind, actor=actor, subject=row, after=after, **told)


register_confirmers(Lowering, who_may_confirm_lowering)
