"""Why somebody may do something somewhere: the grants, and the way from each down to the place."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from zhongshu.access.guard import declared_permissions
from zhongshu.access.models import (
    Grant,
    Role,
    Scope,
    User,
)
from zhongshu.access.paths import paths_down, told_scope
from zhongshu.access.resources import RESOURCES
from zhongshu.access.roles import READY_ROLES


def known_permissions() -> frozenset[str]:
    """Every permission that opens something: a service, the rows of a list, or a field."""
    opened = {one.permission for one in RESOURCES.values()}
    opened |= {field.needs for one in RESOURCES.values() for field in one.fields}
    ready = set().union(*(role.permissions for role in READY_ROLES))
    return frozenset((opened | ready | declared_permissions().keys()) - {""})


def carrying(permission: str, scope: Scope) -> QuerySet[Grant]:
    """The grants, in force or not, that give a permission over a scope."""
    return Grant.objects.filter(
        role__permissions__permission=permission, scope__reach__descendant=scope.pk
    )


def holders(permission: str, scope: Scope) -> QuerySet[Grant]:
    """The grants by which somebody holds a permission over a scope today."""
    in_force = Grant.objects.in_force().values("pk")
    return carrying(permission, scope).filter(pk__in=in_force)


def explanation(user: User, permission: str, scope: Scope, *, at: datetime) -> dict[str, Any]:
    """Whether a user holds a permission over a scope, and by which grants.

    Each grant tells its way: the scopes from the one it was given over down to the asked one.
    Grants that would carry the permission but do not count today tell why not.
    """
    found = carrying(permission, scope).filter(user=user).select_related("role", "scope")
    above = paths_down(scope)
    grants = [_reason(grant, user, above, at) for grant in found.order_by("created_at", "pk")]
    return {
        "is_allowed": any(one["state"] == "in_force" for one in grants),
        "permission": permission,
        "user": {"id": str(user.pk), "name": user.name},
        "scope": told_scope(scope),
        "grants": grants,
    }


def _reason(
    grant: Grant, user: User, above: dict[UUID, list[Scope]], at: datetime
) -> dict[str, Any]:
    return grant_told(grant, above) | {
        "valid_from": grant.valid_from,
        "valid_to": grant.valid_to,
        "state": _state(grant, user, at),
    }


def grant_told(grant: Grant, above: dict[UUID, list[Scope]]) -> dict[str, Any]:
    """A grant, and the way from the scope it was given over down to the asked one."""
    return {
        "id": str(grant.pk),
        "role": {"id": str(grant.role_id), "name": grant.role.name, "name_en": grant.role.name_en},
        "role_code": grant.role.code,
        "path": [told_scope(one) for one in above[grant.scope_id]],
    }


def _state(grant: Grant, user: User, at: datetime) -> str:
    if not user.is_active:
        return "account_closed"
    if grant.valid_from and grant.valid_from > at:
        return "not_yet"
    return "over" if grant.valid_to and grant.valid_to <= at else "in_force"


def role_effect(role: Role, wanted: frozenset[str]) -> list[dict[str, Any]]:
    """What other permissions of a role would mean: who newly gains each, who loses it.

    An account counts only where no other role of its own gives it the permission.
    """
    held = frozenset(role.permissions.values_list("permission", flat=True))
    changes = [(one, "gained") for one in wanted - held] + [(one, "lost") for one in held - wanted]
    return [
        {"permission": permission, "change": change, **_reached_only_by(role, permission)}
        for permission, change in sorted(changes)
    ]


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
