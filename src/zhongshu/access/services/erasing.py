"""What can be done about data of a person: erase them, hold their data, and let go of it again."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from zhongshu.access.danger import dangerous
from zhongshu.access.guard import requires
from zhongshu.access.models import Actor, Scope
from zhongshu.access.privacy import erasing, erasures
from zhongshu.access.privacy.models import LegalHold
from zhongshu.access.privacy.subjects import Somebody, called_now_and_before, somebody_called
from zhongshu.kit import events
from zhongshu.kit.audit.erasures import ERASED
from zhongshu.kit.errors import BadInput, DomainError


class ErasureBlocked(DomainError):
    """Something must be settled before somebody can be erased; ``blocked_by`` names it."""

    code = "access.erasure_blocked"


class ErasedAlready(DomainError):
    """What was erased cannot be erased again."""

    code = "access.erased_already"


class NotYourself(DomainError):
    """Nobody erases the account with which they act."""

    code = "access.not_yourself"


class HoldReleased(DomainError):
    """A hold that was released stays so."""

    code = "access.hold_released"


@requires("access.erase", on=None)
@dangerous
@transaction.atomic
def erase_somebody(
    actor: Actor,
    /,
    *,
    somebody: Somebody,
    reason: str,
    at: datetime,
    on: date,
    choice: erasing.Choice,
    is_again: bool = False,
) -> dict[str, int]:
    """Erase a person and their account: what is left names a former member, for good.

    The keys with which events keep what is personal about them are destroyed, so nobody reads
    it again, in no copy of the database that is made from now on. The list of erasures outside
    of the database makes older copies forget as well.
    """
    _lock(somebody)
    if erasing.is_erased(somebody):
        raise ErasedAlready(str(somebody.row.pk))
    if actor.pk in somebody.ids:
        raise NotYourself(str(actor.pk))
    # What was decided once is done again whatever stands in an older copy.
    blocked = [] if is_again else erasing.blocked_by(actor, somebody, on=on)
    if blocked:
        raise ErasureBlocked(", ".join(one["code"] for one in blocked), blocked_by=blocked)
    if called_now_and_before(somebody).in_prose.stands_in(reason):
        raise BadInput("the reason is kept: name nobody in it", field="reason")
    done = erasing.erase(somebody, at=at, on=on, choice=choice)
    events.record(
        ERASED,
        actor=actor,
        subject=somebody.row,
        reason=reason,
        rows={name: n_rows for name, n_rows in done.rows.items() if n_rows},
        keys=[str(one) for one in done.keys],
        former=somebody.label,
        erased_texts=done.texts,
        with_contributions=choice.with_contributions,
        replaces_in_texts=choice.replaces_in_texts,
    )
    transaction.on_commit(lambda: erasures.note(somebody, at=at, choice=choice))
    return done.rows


@requires("access.erase", on=None)
def erase_again(actor: Actor, /, *, at: datetime, on: date) -> int:
    """Erase whom the list of erasures names and a restored backup brought back; count them."""
    n_erased = 0
    for key, choice in erasures.undone():
        somebody = somebody_called(key)
        if not erasing.is_erased(somebody):
            reason = "the list of erasures was applied to a restored backup"
            erase_somebody(
                actor, somebody=somebody, reason=reason, at=at, on=on, choice=choice, is_again=True
            )
            n_erased += 1
    return n_erased


def _lock(somebody: Somebody) -> None:
    for row in somebody.rows:
        row._meta.model._default_manager.select_for_update().get(pk=row.pk)


@requires("access.hold", on=None)
@transaction.atomic
def place_hold(
    actor: Actor,
    /,
    *,
    reason: str,
    since: date,
    until: date | None,
    somebody_id: UUID | None = None,
    scope: Scope | None = None,
) -> LegalHold:
    """Keep data of somebody, or of all below a scope, from being erased or removed for a time."""
    if (somebody_id is None) == (scope is None):
        raise BadInput("name either somebody or a scope", field="somebody_id")
    if until is not None and until <= since:
        raise BadInput("a hold ends after it begins", field="until")
    if somebody_id is not None:
        somebody_called(somebody_id)
    hold = LegalHold.objects.create(
        somebody_id=somebody_id,
        held_scope=scope,
        reason=reason,
        since=since,
        until=until,
        placed_by_id=actor.pk,
    )
    after = {
        "somebody_id": str(somebody_id) if somebody_id else None,
        "scope": str(scope.pk) if scope else None,
        "since": since.isoformat(),
        "until": until.isoformat() if until else None,
        "reason": reason,
    }
    events.record("access.hold_placed", actor=actor, subject=hold, after=after)
    return hold


@requires("access.hold", on=None)
@dangerous
@transaction.atomic
def release_hold(actor: Actor, /, *, hold: LegalHold, at: datetime) -> LegalHold:
    """End a hold before its time, or where it has none."""
    row = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if row.released_at is not None:
        raise HoldReleased(str(row.pk))
    row.released_at, row.released_by_id = at, actor.pk
    row.version += 1
    row.save(update_fields=["released_at", "released_by", "version", "updated_at"])
    events.record(
        "access.hold_released", actor=actor, subject=row, after={"released_at": at.isoformat()}
    )
    return row
