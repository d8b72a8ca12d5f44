"""Why somebody may do something somewhere: the grants, and the way from each down to the place."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from zhongshu.access.authorities.acting import NEVER_DELEGATED
from zhongshu.access.authorities.deciding import IN_FORCE, delegation_state
from zhongshu.access.authorities.fields import DELEGATION
from zhongshu.access.authorities.models import Delegation
from zhongshu.access.authorities.proving import PERIOD, cards, dated, veil_of
from zhongshu.access.fields import GRANT, ROLE
from zhongshu.access.guard import company, declared_permissions
from zhongshu.access.models import (
    Actor,
    Grant,
    Role,
    Scope,
    User,
)
from zhongshu.access.paths import paths_down, told_scope
from zhongshu.access.resources import RESOURCES, locked, said_of
from zhongshu.access.roles import READY_ROLES, VIEW_AS


def known_permissions() -> frozenset[str]:
    """Every permission that opens something: a service, the rows of a list, or a field."""
    opened = {one.permission for one in RESOURCES.values()}
    opened |= {field.needs for one in RESOURCES.values() for field in one.fields}
    ready = set().union(*(role.permissions for role in READY_ROLES))
    return frozenset((opened | ready | declared_permissions().keys()) - {""})


def carrying(permission: str, scope: Scope) -> QuerySet[Grant]:
    """The grants, in force or not, that give a permission over a scope."""
    return Grant.objects.standing().filter(
        role__permissions__permission=permission, scope__reach__descendant=scope.pk
    )


def holders(permission: str, scope: Scope) -> QuerySet[Grant]:
    """The grants by which somebody holds a permission over a scope today."""
    in_force = Grant.objects.in_force().values("pk")
    return carrying(permission, scope).filter(pk__in=in_force)


def explanation(
    actor: Actor, user: User, permission: str, scope: Scope, *, at: datetime
) -> dict[str, Any]:
    """Whether a user holds a permission over a scope, and by which grants.

    Each grant tells its way: the scopes from the one it was given over down to the asked one.
    Grants that would carry the permission but do not count today tell why not. So do
    delegations, with the grants of the giver; ``view_grants`` let the user see, and no more than
    that, as anybody of the company who holds it. Grants stay
    untold where the actor may not read who holds them.
    """
    ways = _Ways(actor, paths_down(scope), at)
    grants = ways.granted(user, permission, scope)
    delegations = ways.passed_on(user, permission, scope)
    views = ways.granted(user, VIEW_AS, company())
    is_hidden = are_holders_hidden(actor, scope)
    is_told = actor.pk == user.pk or not is_hidden
    return {
        "is_allowed": any(one["state"] == IN_FORCE for one in (*grants, *delegations)),
        "permission": permission,
        "user": {"id": str(user.pk), "name": user.name},
        "scope": told_scope(scope),
        "grants": grants if is_told else [],
        "delegations": [one | {"grants": []} if is_hidden else one for one in delegations],
        "view_grants": [one for one in views if one["state"] == IN_FORCE and is_told],
    }


_ALL = Q()


class _Ways:
    """The ways to a permission at a moment, as one reader may know their terms."""

    def __init__(self, actor: Actor, above: dict[UUID, list[Scope]], at: datetime) -> None:
        self.actor, self.above, self.at = actor, above, at

    def granted(
        self, user: User, permission: str, scope: Scope, among: Q = _ALL
    ) -> list[dict[str, Any]]:
        """The grants by which a user has, or would have, a permission."""
        rows = carrying(permission, scope).filter(among, user=user)
        known = cards(self.actor, GRANT, rows, PERIOD)
        found = rows.select_related("role", "scope").order_by("created_at", "pk")
        return [
            grant_told(one, self.above) | self._dated(known[one.pk], _state(one, user, self.at))
            for one in found
        ]

    def passed_on(self, user: User, permission: str, scope: Scope) -> list[dict[str, Any]]:
        """The delegations by which a user has, or would have, a permission for another."""
        if permission in NEVER_DELEGATED:
            return []
        rows = (
            Delegation.objects.standing()
            .filter(deputy=user, revoked_at=None, scope__reach__descendant=scope.pk)
            .select_related("giver", "deputy")
        )
        found = [one for one in rows.order_by("created_at", "pk") if permission in one.permissions]
        known = cards(self.actor, DELEGATION, rows, PERIOD)
        # What the giver opened in an emergency serves no deputy.
        given = Q(kind=Grant.Kind.ORDINARY)
        return [
            self._passed(one, self.granted(one.giver, permission, scope, given), known[one.pk])
            for one in found
        ]

    def _passed(
        self, one: Delegation, grants: list[dict[str, Any]], card: dict[str, Any]
    ) -> dict[str, Any]:
        state = delegation_state(one, at=self.at)
        if state == IN_FORCE and all(grant["state"] != IN_FORCE for grant in grants):
            state = "giver_lacks_it"
        told = {
            "id": str(one.pk),
            "giver": {"id": str(one.giver_id), "name": one.giver.name},
            "grants": grants,
        }
        return told | self._dated(card, state)

    def _dated(self, card: dict[str, Any], state: str) -> dict[str, Any]:
        """From when and until when, and whether it counts now, as far as it may be known."""
        told = {name: card[name] for name in PERIOD} | veil_of(card)
        return told | {"state": dated(state, [card])}


def are_holders_hidden(actor: Actor, scope: Scope) -> bool:
    """Whether the actor may not read who holds a grant over a scope."""
    return "user" in locked(actor, GRANT, scope.pk)


def grant_told(grant: Grant, above: dict[UUID, list[Scope]]) -> dict[str, Any]:
    """A grant, and the way from the scope it was given over down to the asked one."""
    return {
        "id": str(grant.pk),
        "role": {"id": str(grant.role_id), "name": grant.role.name, "name_en": grant.role.name_en},
        "role_code": grant.role.code,
        "kind": grant.kind,
        "path": [told_scope(one) for one in above[grant.scope_id]],
    }


def _state(grant: Grant, user: User, at: datetime) -> str:
    if grant.is_waiting:
        return "proposed"
    if not user.is_active:
        return "account_closed"
    if grant.valid_from and grant.valid_from > at:
        return "not_yet"
    return "over" if grant.valid_to and grant.valid_to <= at else "in_force"


def role_effect(actor: Actor, role: Role, wanted: frozenset[str]) -> list[dict[str, Any]]:
    """What other permissions of a role would mean: how many newly gain each, and lose it.

    An account counts only where no other role of its own gives it the permission. Whoever may
    not read how many grants name the role is told no numbers.
    """
    said = said_of(actor, ROLE, role, ["n_grants"])
    is_counted = all(one.is_readable for one in said.values())
    held = frozenset(role.permissions.values_list("permission", flat=True))
    changes = [(one, "gained") for one in wanted - held] + [(one, "lost") for one in held - wanted]
    return [
        {
            "permission": permission,
            "change": change,
            **(_reached_only_by(role, permission) if is_counted else _UNTOLD),
        }
        for permission, change in sorted(changes)
    ]


_UNTOLD = {"n_accounts": None, "n_scopes": None}


def _reached_only_by(role: Role, permission: str) -> dict[str, int]:
    elsewhere = (
        Grant.objects.in_force()
        .filter(
            user=OuterRef("user"),
            role__permissions__permission=permission,
            scope__reach__descendant=OuterRef("reached"),
        )
        .exclude(role=role)
    )
    by_role = Grant.objects.in_force().filter(role=role)
    alone = by_role.annotate(reached=F("scope__reach__descendant")).exclude(Exists(elsewhere))
    counts: dict[str, int] = alone.aggregate(
        n_accounts=Count("user", distinct=True), n_scopes=Count("reached", distinct=True)
    )
    return counts
