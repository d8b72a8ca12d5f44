"""Which roles and permissions somebody holds over which scopes, as far as a policy names them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from zhongshu.access.guard import reach_of
from zhongshu.access.models import Actor, Grant, System, User
from zhongshu.access.policy.document import Subject
from zhongshu.kit.origin import here

Hat = tuple[Subject, str]
Worn = dict[Hat, frozenset[UUID]]


def hats_of(actor: Actor, hats: Collection[Hat]) -> Worn:
    """Over which scopes the viewer holds each of some roles and permissions."""
    if isinstance(actor, System):
        return {}
    held: dict[str, set[UUID]] = {name: set() for kind, name in hats if kind is Subject.PERMISSION}
    for name, scope in reach_of(actor, sorted(held)):
        held[name].add(scope)
    worn: Worn = {(Subject.PERMISSION, name): frozenset(found) for name, found in held.items()}
    roles = [UUID(name) for kind, name in hats if kind is Subject.ROLE]
    if roles:
        reached: dict[str, set[UUID]] = defaultdict(set)
        for role, scope in roles_held(actor, roles):
            reached[str(role)].add(scope)
        worn |= {(Subject.ROLE, role): frozenset(scopes) for role, scopes in reached.items()}
    return worn


def roles_held(actor: User, roles: Iterable[UUID]) -> Iterable[tuple[UUID, UUID]]:
    """The roles that somebody holds, each with a scope it reaches.

    A deputy has none of the giver's: permissions are passed on one by one, and a role is not.
    """
    acting = here().acting
    if acting is not None and acting.deputy_id == actor.pk:
        return ()
    grants = Grant.objects.used_by(actor.pk).filter(role__in=list(roles))
    return grants.values_list("role", "scope__reach__descendant")


def who_stands_behind(actor: User) -> User | None:
    """Whose rights a limited token or a deputy uses a part of; None for all others."""
    acting = here().acting
    if acting is not None and acting.deputy_id == actor.pk:
        return User(pk=acting.giver_id)
    return User(pk=actor.pk) if actor.limited_to is not None else None
