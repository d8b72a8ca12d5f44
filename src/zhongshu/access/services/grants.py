"""Who is given which role over what."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from zhongshu.access import queries
from zhongshu.access.authorities.separating import refuse_role_conflict
from zhongshu.access.danger import dangerous
from zhongshu.access.guard import is_allowed, requires
from zhongshu.access.models import Actor, Grant, Role, Scope, User
from zhongshu.access.policy.comparing import adds_sight
from zhongshu.access.services.remaining import (
    GRANT_ANY,
    BeyondOwnRights,
    has_lasting_administrator,
    refuse_outlasting,
    refuse_to_lock_everyone_out,
)
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.http import refuse_stale


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
    as the right lasts by which it is given, and no longer.
    """
    _refuse_turned_round(valid_from, valid_to)
    _refuse_beyond_own(actor, user, role, scope)
    _refuse_outlasting(actor, user, role, scope, valid_to)
    refuse_role_conflict(user, role)
    try:
        with transaction.atomic():
            grant = Grant.objects.create(
                user=user, role=role, scope=scope, valid_from=valid_from, valid_to=valid_to
            )
    except IntegrityError as error:
        raise AlreadyGranted(f"{user.username} {role.code}", field="role_id") from error
    events.record("access.role_granted", actor=actor, subject=grant, after=_grant_state(grant))
    return grant


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

    Raises
    ------
    OutlastsAuthority
        If it would last longer than the right to give it.
    LastAdministrator
        If no one would be left, now or once the grant ends, who can manage access.
    """
    grant = (
        Grant.objects.select_for_update(of=("self",))
        .select_related("role", "user")
        .get(pk=grant.pk)
    )
    refuse_stale(
        grant.version, expected=expected_version, current=lambda: queries.grant_card(actor, grant)
    )
    _refuse_turned_round(valid_from, valid_to)
    _refuse_beyond_own(actor, grant.user, grant.role, grant.scope)
    if (grant.valid_from, grant.valid_to) == (valid_from, valid_to):
        return grant
    _refuse_outlasting(actor, grant.user, grant.role, grant.scope, valid_to)
    refuse_role_conflict(grant.user, grant.role)
    before, lasted = _grant_state(grant), has_lasting_administrator()
    grant.valid_from, grant.valid_to = valid_from, valid_to
    grant.version += 1
    grant.save(update_fields=["valid_from", "valid_to", "version", "updated_at"])
    refuse_to_lock_everyone_out(also_later=lasted)
    after = _grant_state(grant)
    events.record("access.grant_changed", actor=actor, subject=grant, before=before, after=after)
    return grant


@requires("access.manage", on="grant")
@dangerous
@transaction.atomic
def revoke_grant(actor: Actor, *, grant: Grant) -> None:
    """Take a role over a scope away from a user, at once."""
    _refuse_beyond_own(actor, grant.user, grant.role, grant.scope)
    before = _grant_state(grant)
    Grant.objects.filter(pk=grant.pk).delete()
    refuse_to_lock_everyone_out()
    events.record("access.grant_revoked", actor=actor, subject=grant, before=before)


def _refuse_turned_round(valid_from: datetime | None, valid_to: datetime | None) -> None:
    if valid_from and valid_to and valid_to <= valid_from:
        raise BadInput("the grant ends before it begins", field="valid_to")


def _refuse_beyond_own(actor: Actor, user: User, role: Role, scope: Scope) -> None:
    if _gives_any(actor, user, scope):
        return
    missing = [one for one in _carried(role) if not is_allowed(actor, one, scope)]
    if missing:
        raise BeyondOwnRights(", ".join(missing), permissions=missing)
    if adds_sight(actor, role, scope):
        raise BeyondOwnRights(role.code, roles=[role.code])


def _refuse_outlasting(
    actor: Actor, user: User, role: Role, scope: Scope, until: datetime | None
) -> None:
    by = {GRANT_ANY} if _gives_any(actor, user, scope) else set(_carried(role))
    refuse_outlasting(actor, {"access.manage", *by}, scope, until, field="valid_to")


def _gives_any(actor: Actor, user: User, scope: Scope) -> bool:
    """Whether the actor may give the user what the actor does not hold."""
    return user.pk != actor.pk and is_allowed(actor, GRANT_ANY, scope)


def _carried(role: Role) -> list[str]:
    found = role.permissions.order_by("permission")
    return list(found.values_list("permission", flat=True))


def _grant_state(grant: Grant) -> dict[str, Any]:
    return {
        "user_id": str(grant.user_id),
        "role": grant.role.code,
        "scope_id": str(grant.scope_id),
        "valid_from": grant.valid_from.isoformat() if grant.valid_from else None,
        "valid_to": grant.valid_to.isoformat() if grant.valid_to else None,
    }
