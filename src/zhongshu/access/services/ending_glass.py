"""The end of what was opened by breaking the glass: by itself, early, or with the right to it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhongshu.access.authorities.acting import NEVER_DELEGATED
from zhongshu.access.authority import holders
from zhongshu.access.guard import is_allowed, own, requires
from zhongshu.access.models import Actor, Grant, User
from zhongshu.access.roles import BREAK_GLASS
from zhongshu.access.services.confirming import carried
from zhongshu.kit import events
from zhongshu.kit.errors import DomainError


class GlassOfOthers(DomainError):
    """Only who broke the glass, or who manages access there, ends it."""

    code = "access.glass_of_others"
    status = 403


@own
@transaction.atomic
def end_glass(actor: User, *, grant: Grant, at: datetime) -> Grant:
    """End at once what was opened by breaking the glass: by who did, or who manages access there.

    What ended before stays as it is.
    """
    row = hold_glass(grant)
    if actor.pk != row.user_id and not is_allowed(actor, "access.manage", row):
        raise GlassOfOthers
    _end(actor, row, at)
    return row


@requires("access.manage", on="grant")
@transaction.atomic
def note_end_of_glass(actor: Actor, *, grant: Grant, at: datetime) -> Grant:
    """Record that what was opened by breaking the glass has ended by itself."""
    row = hold_glass(grant)
    if row.ended_at is not None or row.valid_to is None or row.valid_to > at:
        return row
    row.ended_at = row.valid_to
    save_glass(row)
    events.record("access.glass_ended", actor=actor, subject=row, after=glass_state(row))
    return row


@requires("access.manage", on=None)
@transaction.atomic
def end_all_lost_glass(actor: Actor) -> None:
    """End at once what is open and could no longer be opened."""
    end_lost_glass(actor)


def end_lost_glass(actor: Actor) -> None:
    """End at once what its opener could no longer open, there or with what the role carries now.

    Called by what changes rights; what else does, as moving a unit, is found within a minute.
    """
    at = timezone.now()
    rows = Grant.objects.not_over().filter(kind=Grant.Kind.BREAK_GLASS, ended_at=None)
    for one in rows.select_related("role", "scope"):
        given = holders(BREAK_GLASS, one.scope).filter(user=one.user_id, kind=Grant.Kind.ORDINARY)
        if NEVER_DELEGATED.intersection(carried(one.role)) or not given.exists():
            _end(actor, hold_glass(one), at)


def _end(actor: Actor, row: Grant, at: datetime) -> None:
    """End it, unless it has ended."""
    if row.ended_at is not None or row.valid_to is None or row.valid_to <= at:
        return
    before = glass_state(row)
    row.valid_to = row.ended_at = at
    save_glass(row)
    after = glass_state(row)
    events.record("access.glass_ended", actor=actor, subject=row, before=before, after=after)


def hold_glass(grant: Grant) -> Grant:
    """What was opened, locked until the transaction ends."""
    rows = Grant.objects.select_for_update(of=("self",)).select_related("role")
    row: Grant = rows.get(pk=grant.pk, kind=Grant.Kind.BREAK_GLASS)
    return row


def save_glass(grant: Grant) -> None:
    """Save it as its next version."""
    grant.version += 1
    grant.save()


def glass_state(grant: Grant) -> dict[str, Any]:
    """What its events tell of it."""
    return {
        "user_id": str(grant.user_id),
        "role": grant.role.code,
        "scope_id": str(grant.scope_id),
        "reason": grant.reason,
        "valid_from": grant.valid_from.isoformat() if grant.valid_from else None,
        "valid_to": grant.valid_to.isoformat() if grant.valid_to else None,
    }
