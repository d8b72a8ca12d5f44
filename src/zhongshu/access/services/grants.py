"""Who is given which role over what."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from zhongshu.access import queries
from zhongshu.access.authorities.separating import refuse_role_conflict
from zhongshu.access.danger import dangerous
from zhongshu.access.fields import GRANT
from zhongshu.access.guard import requires
from zhongshu.access.models import Actor, Grant, Role, Scope, User
from zhongshu.access.scopes import refuse_gone
from zhongshu.access.services.confirming import (
    NothingWaits,
    is_confirmed_by_another,
    refuse_beyond_grant,
    refuse_beyond_role,
    refuse_if_nobody,
    refuse_own,
    told_id,
    who_may_confirm_grant,
)
from zhongshu.access.services.ending_glass import end_lost_glass
from zhongshu.access.services.remaining import (
    has_lasting_administrator,
    refuse_to_lock_everyone_out,
)
from zhongshu.access.waiting import register_confirmers
from zhongshu.access.writing import check_writes, check_writes_over, given
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.http import refuse_stale


class OpenedInEmergency(DomainError):
    """What somebody opened by breaking the glass is ended and reviewed, not changed or removed."""

    code = "access.opened_in_emergency"


class AlreadyGranted(DomainError):
    """The user holds this role over this scope already."""

    code = "access.already_granted"


@requires("access.manage", on="scope")
@dangerous
@transaction.atomic
def grant_role(
    actor: Actor,
    *,
    user: User,
    role: Role,
    scope: Scope,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
) -> Grant:
    """Let a user hold a role over a scope and all below it, for a time or for good.

    What is handed out must be held: else whoever manages one unit could make themselves more.
    With `GRANT_ANY` others may be given what one does not hold oneself. It is given for as long
    as the right lasts by which it is given, and no longer. A role that opens sensitive fields
    waits until another person has confirmed it.

    Raises
    ------
    NobodyConfirms
        If it would have to wait, and nobody else may confirm it.
    """
    refuse_gone(scope)
    _refuse_turned_round(valid_from, valid_to)
    check_writes_over(actor, GRANT, scope.pk, given(valid_from=valid_from, valid_to=valid_to))
    role = Role.objects.select_for_update().get(pk=role.pk)
    refuse_beyond_grant(actor, user, role, scope, valid_to)
    refuse_role_conflict(user, role)
    grant = Grant(user=user, role=role, scope=scope, valid_from=valid_from, valid_to=valid_to)
    _ask_another(actor, grant)
    try:
        with transaction.atomic():
            grant.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyGranted(f"{user.username} {role.code}", field="role_id") from error
    kind = "access.grant_proposed" if grant.is_waiting else "access.role_granted"
    events.record(kind, actor=actor, subject=grant, after=_grant_state(grant))
    return grant


@requires("access.manage", on="grant")
@dangerous
@transaction.atomic
def confirm_grant(actor: Actor, *, grant: Grant, at: datetime) -> Grant:
    """Let a role that another person gave count from now on.

    Raises
    ------
    NothingWaits
        If it was confirmed or taken back meanwhile.
    DutiesConflict
        If the actor gave it, or would receive it.
    BeyondOwnRights
        If the actor could not give it.
    """
    rows = Grant.objects.select_for_update(of=("self",)).select_related("role", "user", "scope")
    row = rows.filter(pk=grant.pk, is_waiting=True).first()
    if row is None:
        raise NothingWaits(grant.role.code)
    refuse_own(actor, row.proposed_by_id, {row.user_id})
    refuse_beyond_grant(actor, row.user, row.role, row.scope, row.valid_to)
    refuse_role_conflict(row.user, row.role)
    row.is_waiting, row.confirmed_at = False, at
    row.confirmed_by = actor if isinstance(actor, User) else None
    row.version += 1
    row.save()
    events.record(
        "access.grant_confirmed", actor=actor, subject=row, after=_grant_state(row),
        asked_by=told_id(row.proposed_by_id),
    )  # fmt: skip
    return row


@requires("access.manage", on="grant")
@dangerous
@transaction.atomic
def change_grant(
    actor: Actor,
    *,
    grant: Grant,
    valid_from: datetime | None,
    valid_to: datetime | None,
    expected_version: int | None,
) -> Grant:
    """Let a grant begin or end at other moments; None is for good on that side.

    Where it opens sensitive fields and would last longer, it waits again for another person and
    counts for nothing until then.

    Raises
    ------
    OutlastsAuthority
        If it would last longer than the right to give it.
    LastAdministrator
        If no one would be left, now or once the grant ends, who can manage access.
    """
    grant = (
        Grant.objects.select_for_update(of=("self",))
        .select_related("role", "user", "scope")
        .get(pk=grant.pk)
    )
    refuse_stale(
        grant.version, expected=expected_version, current=lambda: queries.grant_card(actor, grant)
    )
    _refuse_broken_glass(grant)
    check_writes(actor, GRANT, grant, ["valid_from", "valid_to"])
    _refuse_turned_round(valid_from, valid_to)
    refuse_beyond_role(actor, grant.user, grant.role, grant.scope)
    if (grant.valid_from, grant.valid_to) == (valid_from, valid_to):
        return grant
    refuse_beyond_grant(actor, grant.user, grant.role, grant.scope, valid_to)
    refuse_role_conflict(grant.user, grant.role)
    before, lasted = _grant_state(grant), has_lasting_administrator()
    widens = grant.is_waiting or _widens(grant, valid_from, valid_to)
    grant.valid_from, grant.valid_to = valid_from, valid_to
    if widens:
        _ask_another(actor, grant)
    grant.version += 1
    grant.save()
    refuse_to_lock_everyone_out(also_later=lasted)
    after = _grant_state(grant)
    events.record("access.grant_changed", actor=actor, subject=grant, before=before, after=after)
    end_lost_glass(actor)
    return grant


@requires("access.manage", on="grant")
@dangerous
@transaction.atomic
def revoke_grant(actor: Actor, *, grant: Grant) -> None:
    """Take a role over a scope away from a user, at once, or decline one that waits."""
    _refuse_broken_glass(grant)
    refuse_beyond_role(actor, grant.user, grant.role, grant.scope)
    before = _grant_state(grant)
    asked: dict[str, Any] = {}
    if grant.is_waiting:
        asked["asked_by"] = told_id(grant.proposed_by_id)
    Grant.objects.filter(pk=grant.pk).delete()
    refuse_to_lock_everyone_out()
    events.record("access.grant_revoked", actor=actor, subject=grant, before=before, **asked)
    end_lost_glass(actor)


def _refuse_broken_glass(grant: Grant) -> None:
    if grant.kind == Grant.Kind.BREAK_GLASS:
        raise OpenedInEmergency(grant.role.code)


def _ask_another(actor: Actor, grant: Grant) -> None:
    """Let a grant wait for another person, if its role opens sensitive fields."""
    grant.is_waiting = is_confirmed_by_another(actor, grant.role)
    grant.proposed_by = actor if isinstance(actor, User) else None
    grant.confirmed_by, grant.confirmed_at = None, None
    if grant.is_waiting:
        refuse_if_nobody(who_may_confirm_grant(grant), grant.role.code)


def _refuse_turned_round(valid_from: datetime | None, valid_to: datetime | None) -> None:
    if valid_from and valid_to and valid_to <= valid_from:
        raise BadInput("the grant ends before it begins", field="valid_to")


def _widens(grant: Grant, valid_from: datetime | None, valid_to: datetime | None) -> bool:
    """Whether a grant would count at a moment at which it does not by its dates of now."""
    is_earlier = grant.valid_from is not None and (
        valid_from is None or valid_from < grant.valid_from
    )
    is_later = grant.valid_to is not None and (valid_to is None or valid_to > grant.valid_to)
    return is_earlier or is_later


def _grant_state(grant: Grant) -> dict[str, Any]:
    return {
        "user_id": str(grant.user_id),
        "role": grant.role.code,
        "scope_id": str(grant.scope_id),
        "valid_from": grant.valid_from.isoformat() if grant.valid_from else None,
        "valid_to": grant.valid_to.isoformat() if grant.valid_to else None,
        "is_waiting": grant.is_waiting,
    }


register_confirmers(Grant, who_may_confirm_grant)
