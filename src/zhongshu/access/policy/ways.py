"""By what ways accounts see rows of a scope today: by grants, as deputies, and as another."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F

from zhongshu.access.authorities.acting import NEVER_DELEGATED
from zhongshu.access.authorities.models import Delegation
from zhongshu.access.models import Grant, RolePermission, Scope
from zhongshu.access.policy.document import Effect, Subject
from zhongshu.access.policy.hats import Hat
from zhongshu.access.roles import VIEW_AS

# Over one scope: the roles that each account holds there.
Holders = dict[UUID, dict[UUID, frozenset[UUID]]]
_NOBODY: dict[UUID, frozenset[UUID]] = {}
# Who sees as another writes nothing, and asks for nothing to be shown.
_LOOKED_AT = {
    Effect.ON_REQUEST: Effect.MASKED,
    Effect.WRITE_ONCE: Effect.READ,
    Effect.WRITE: Effect.READ,
}


class Way(NamedTuple):
    """One way in which an account sees rows: the least of what its ``hats`` show counts.

    ``through`` is in whose place a deputy sees them, by a ``delegation``.
    """

    user: UUID
    hats: tuple[frozenset[Hat], ...]
    through: UUID | None = None
    delegation: Delegation | None = None


@dataclass
class Company:
    """Who holds which role where today, over some scopes or all, and what the roles carry."""

    scopes: list[UUID] | None
    _hats: dict[frozenset[UUID], frozenset[Hat]] = field(init=False, default_factory=dict)
    _ways: dict[tuple[UUID, str], list[Way]] = field(init=False, default_factory=dict)

    def ways(self, scope: UUID, permission: str) -> list[Way]:
        """Every way to rows of a scope that a permission shows: first those by grants."""
        key = scope, permission
        if key not in self._ways:
            self._ways[key] = [*self._own(scope, permission), *self._deputed(scope, permission)]
        return self._ways[key]

    def _own(self, scope: UUID, permission: str) -> Iterable[Way]:
        for user, roles in self._holders.get(scope, _NOBODY).items():
            hats = self._hats_of(roles)
            if (Subject.PERMISSION, permission) in hats:
                yield Way(user, (hats,))

    def _deputed(self, scope: UUID, permission: str) -> Iterable[Way]:
        """Those to whom the sight was passed on, by somebody who has it today."""
        for one in self._delegations.get(scope, ()):
            passed = {(Subject.PERMISSION, name) for name in {*one.permissions} - NEVER_DELEGATED}
            behind = self._hats_of(self._givers.get(scope, _NOBODY).get(one.giver_id, frozenset()))
            worn = behind & passed
            if (Subject.PERMISSION, permission) in worn:
                yield Way(one.deputy_id, (worn, behind), one.giver_id, one)

    def _hats_of(self, roles: frozenset[UUID]) -> frozenset[Hat]:
        if roles not in self._hats:
            carried = {one for role in roles for one in self._permissions.get(role, ())}
            self._hats[roles] = frozenset(
                [(Subject.ROLE, str(role)) for role in roles]
                + [(Subject.PERMISSION, one) for one in carried]
            )
        return self._hats[roles]

    @cached_property
    def lookers(self) -> list[UUID]:
        """Those who may see as anybody of the company."""
        company = Scope.objects.filter(kind=Scope.Kind.COMPANY)
        rows = Grant.objects.in_force().filter(
            scope__in=company, role__permissions__permission=VIEW_AS
        )
        return sorted(set(rows.values_list("user", flat=True)))

    @cached_property
    def _holders(self) -> Holders:
        return self._held()

    @cached_property
    def _givers(self) -> Holders:
        # What somebody opened in an emergency serves no deputy.
        givers = {one.giver_id for found in self._delegations.values() for one in found}
        return self._held(kind=Grant.Kind.ORDINARY, user__in=givers)

    @cached_property
    def _permissions(self) -> Mapping[UUID, set[str]]:
        carried: dict[UUID, set[str]] = defaultdict(set)
        for role, permission in RolePermission.objects.values_list("role", "permission"):
            carried[role].add(permission)
        return carried

    @cached_property
    def _delegations(self) -> Mapping[UUID, list[Delegation]]:
        rows = Delegation.objects.in_force().filter(
            revoked_at=None, deputy__is_active=True, **self._within()
        )
        found: dict[UUID, list[Delegation]] = defaultdict(list)
        reached = rows.annotate(reached=F("scope__reach__descendant"))
        for one in reached.order_by("created_at", "pk"):
            found[one.reached].append(one)
        return found

    def _held(self, **only: Any) -> Holders:
        grants = Grant.objects.in_force().filter(**self._within(), **only)
        held: dict[UUID, dict[UUID, set[UUID]]] = defaultdict(lambda: defaultdict(set))
        rows = grants.values_list("user", "role", "scope__reach__descendant")
        for user, role, scope in rows.distinct().iterator(2000):
            held[scope][user].add(role)
        return {
            scope: {user: frozenset(roles) for user, roles in users.items()}
            for scope, users in held.items()
        }

    def _within(self) -> dict[str, Any]:
        return {} if self.scopes is None else {"scope__reach__descendant__in": self.scopes}


def looked_at(effect: Effect) -> Effect:
    """What is left of what somebody may do to who sees as that one."""
    return _LOOKED_AT.get(effect, effect)
