"""What one person asks for and another confirms: roles that open sensitive fields."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhongshu.access import authority
from zhongshu.access.authorities.acting import behind
from zhongshu.access.authorities.separating import (
    CONFIRM_GRANT,
    GRANT_ROLE,
    RECEIVE_ROLE,
    DutiesConflict,
    are_grants_confirmed,
)
from zhongshu.access.guard import company, is_allowed
from zhongshu.access.models import Actor, Grant, Role, Scope, System, User
from zhongshu.access.policy.comparing import adds_sight
from zhongshu.access.policy.opened import opens_sensitive
from zhongshu.access.services.remaining import (
    GRANT_ANY,
    BeyondOwnRights,
    OutlastsAuthority,
    refuse_outlasting,
)
from zhongshu.kit.errors import DomainError
from zhongshu.kit.origin import handing_on


class NobodyConfirms(DomainError):
    """It would wait for another person, and nobody else may confirm it."""

    code = "access.nobody_confirms"


class RoleWaits(DomainError):
    """What was added to the role before is confirmed or declined first."""

    code = "access.role_waits"


class NothingWaits(DomainError):
    """There is nothing to confirm: somebody was faster, or it was taken back."""

    code = "access.nothing_waits"


def is_confirmed_by_another(actor: Actor, role: Role) -> bool:
    """Whether a grant of a role waits for another person; the platform itself waits for nobody."""
    if isinstance(actor, System) or not are_grants_confirmed():
        return False
    return opens_sensitive(carried(role), role)


def waiting_among(actor: Actor, role: Role, added: frozenset[str]) -> frozenset[str]:
    """Which permissions that are added to a role wait for another person, as somebody holds it."""
    if isinstance(actor, System) or not added or not role.grants.not_over().exists():
        return frozenset()
    if not are_grants_confirmed():
        return frozenset()
    return frozenset(one for one in added if opens_sensitive({one}))


def refuse_own(actor: Actor, proposer: UUID | None, receivers: set[UUID]) -> None:
    """Refuse to confirm what one asked for or would receive, whatever rule is switched off.

    Raises
    ------
    DutiesConflict
        If the actor, or in whose place the actor acts, did or would.
    """
    for first, doers in ((GRANT_ROLE, {proposer}), (RECEIVE_ROLE, receivers)):
        if behind(actor) & doers:
            raise DutiesConflict(f"{first} | {CONFIRM_GRANT}", first=first, second=CONFIRM_GRANT)


def refuse_beyond_grant(
    actor: Actor, user: User, role: Role, scope: Scope, until: datetime | None
) -> None:
    """Refuse to give a user a role for longer, or further, than the actor may."""
    refuse_beyond_role(actor, user, role, scope)
    by = {GRANT_ANY} if gives_any(actor, user, scope) else set(carried(role))
    refuse_outlasting(actor, {"access.manage", *by}, scope, until, field="valid_to")


def refuse_beyond_role(actor: Actor, user: User, role: Role, scope: Scope) -> None:
    """Refuse to give or take a role that opens more to a user than the actor was given."""
    with handing_on():
        if gives_any(actor, user, scope):
            return
        missing = [one for one in carried(role) if not is_allowed(actor, one, scope)]
        if missing:
            raise BeyondOwnRights(", ".join(missing), permissions=missing)
        if adds_sight(actor, role, scope):
            raise BeyondOwnRights(role.code, roles=[role.code])


def gives_any(actor: Actor, user: User, scope: Scope) -> bool:
    """Whether the actor may give the user what the actor does not hold."""
    return user.pk != actor.pk and is_allowed(actor, GRANT_ANY, scope)


def carried(role: Role) -> list[str]:
    """The permissions that a role carries, in order."""
    found = role.permissions.order_by("permission")
    return list(found.values_list("permission", flat=True))


def told_id(key: UUID | None) -> str | None:
    """An id as an event keeps it."""
    return str(key) if key else None


def who_may_confirm_grant(grant: Grant) -> QuerySet[User]:
    """Who manages access over a scope and may give the role, but for who asked and who receives."""
    user, role, scope, until = grant.user, grant.role, grant.scope, grant.valid_to
    return _able(
        managers_but({grant.proposed_by_id, grant.user_id}, scope),
        lambda one: refuse_beyond_grant(one, user, role, scope, until),
    )


def who_may_confirm_role(
    proposer: UUID | None, role: Role, refuse: Callable[[User], None]
) -> QuerySet[User]:
    """Who manages access and may add to a role, but for who asked and who holds the role."""
    holders = set(role.grants.not_over().values_list("user", flat=True))
    return _able(managers_but({proposer, *holders}), refuse)


def refuse_if_nobody(able: QuerySet[User], what: str) -> None:
    """Raise `NobodyConfirms` where a request would wait for ever."""
    if not able.exists():
        raise NobodyConfirms(what)


def managers_but(
    but: set[Any], scope: Scope | None = None, by: str = "access.manage"
) -> QuerySet[User]:
    """Who manages access, or what ``by`` opens, over a scope or the company, but for some."""
    held = authority.holders(by, scope or company()).values("user")
    return User.objects.filter(pk__in=held).exclude(pk__in=but - {None}).order_by("pk")


def _able(people: QuerySet[User], refuse: Callable[[User], None]) -> QuerySet[User]:
    def may(one: User) -> bool:
        try:
            refuse(one)
        except (BeyondOwnRights, OutlastsAuthority):
            return False
        return True

    return User.objects.filter(pk__in=[one.pk for one in people if may(one)])
