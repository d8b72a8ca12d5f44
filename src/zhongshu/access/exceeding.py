"""What one account could do or see that another could not: permissions, authorities and roles."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from zhongshu.access.authorities.deciding import Amount, Way, ways
from zhongshu.access.authorities.models import Delegation, Holding, Member
from zhongshu.access.models import (
    Grant,
    GrantQuerySet,
    RolePermission,
    Scope,
    User,
    scopes_allowed,
)
from zhongshu.access.policy.comparing import adds_sight
from zhongshu.kit.origin import handing_on

_NOT_OVER = Q(valid_to=None) | Q(valid_to__gt=Now())
Names = dict[str, list[str]]


class _Held(NamedTuple):
    """An authority over a scope, up to a limit, by a seat in a body or in person."""

    authority: str
    scope: Scope
    limit: int | None = None
    currency: str = ""
    body: UUID | None = None


@handing_on()
def beyond(actor: User, user: User) -> Names:
    """What a user holds and an actor does not, by kind and name; empty if there is nothing.

    What begins later or is not confirmed yet counts as well, and so do grants that are over: a
    password outlives them. What the actor opened by breaking the glass counts for nothing. A role
    counts where the policy shows more to those who hold it.
    """
    found = {
        "permissions": sorted(_permissions(actor, user)),
        "authorities": sorted(_authorities(actor, user)),
        "roles": sorted(_roles(actor, user)),
    }
    return {kind: names for kind, names in found.items() if names}


def _permissions(actor: User, user: User) -> set[str]:
    missing = set()
    rows = RolePermission.objects.filter(role__grants__in=_grants(user))
    for permission in set(rows.values_list("permission", flat=True)):
        over = _grants(user).filter(role__permissions__permission=permission)
        if over.exclude(scope__in=scopes_allowed(actor, permission)).exists():
            missing.add(permission)
    for received in _received(user):
        over_it = Q(descendant=received.scope_id)
        missing |= {
            one
            for one in received.permissions
            if not scopes_allowed(actor, one).rows.filter(over_it).exists()
        }
    return missing


def _grants(user: User) -> GrantQuerySet:
    """The grants of somebody, those that are over as well, but for glass broken in the past."""
    past = Q(kind=Grant.Kind.BREAK_GLASS) & ~_NOT_OVER
    return Grant.objects.standing().filter(user=user).exclude(past)


def _authorities(actor: User, user: User) -> set[str]:
    return {one.authority for one in set(_held(user)) if not _is_matched(actor, one)}


def _held(user: User) -> Iterator[_Held]:
    """Every authority that somebody has or will have, in person, by a seat or as a deputy."""
    seats = Member.objects.filter(_NOT_OVER, user=user).exclude(role=Member.Role.NON_VOTING)
    bodies = seats.filter(body__dissolved_at=None).values("body")
    rows = Holding.objects.standing().filter(Q(user=user) | Q(body__in=bodies), _NOT_OVER)
    for one in rows.select_related("scope"):
        yield _Held(one.authority, one.scope, one.limit, one.currency, one.body_id)
    for received in _received(user):
        for authority in received.authorities:
            yield _Held(authority, received.scope)


def _received(user: User) -> QuerySet[Delegation]:
    rows = Delegation.objects.standing().filter(_NOT_OVER, deputy=user, revoked_at=None)
    return rows.select_related("scope")


def _is_matched(actor: User, held: _Held) -> bool:
    """Whether the actor has the same authority as far, in the same body or in person."""
    amount = Amount(held.limit, held.currency)
    found = ways(actor, held.authority, held.scope, amount, at=timezone.now())
    return any(way.counts and _is_as_far(way, held) for way in found)


def _is_as_far(way: Way, held: _Held) -> bool:
    if way.member is not None and way.holding.body_id != held.body:
        return False
    return held.limit is not None or way.holding.limit is None


def _roles(actor: User, user: User) -> set[str]:
    grants = _grants(user).select_related("role", "scope")
    return {one.role.code for one in grants if adds_sight(actor, one.role, one.scope)}
