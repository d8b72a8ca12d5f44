"""The guard on every service: who may call it, and on what."""

import inspect
from collections.abc import Callable, Collection, Iterable
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Q

from zhongshu.access.models import Actor, Grant, Scope, System, User, scopes_allowed
from zhongshu.kit.errors import DomainError
from zhongshu.kit.origin import here

Service = TypeVar("Service", bound=Callable[..., Any])

_DECLARED: dict[str, str] = {}


class Forbidden(Exception):
    """The actor sees the object but may not do this to it."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


def requires(permission: str, *, on: str | None) -> Callable[[Service], Service]:
    """Refuse the call unless the actor holds ``permission`` over argument ``on``.

    The argument is an object with a scope (or a scope). ``None`` asks for the permission
    over the whole company. The declaration is also data: the role editor and the
    documentation read it from `declared_permissions`.
    """

    def decorate(service: Service) -> Service:
        signature = inspect.signature(service)
        if on is not None and on not in signature.parameters:
            raise TypeError(f"{service.__qualname__} has no argument {on!r} to guard")
        _DECLARED[permission] = f"{service.__module__}.{service.__qualname__}"

        @wraps(service)
        def guarded(actor: Actor, /, *args: Any, **kwargs: Any) -> Any:
            arguments = signature.bind(actor, *args, **kwargs).arguments
            check(actor, permission, None if on is None else arguments[on])
            return service(actor, *args, **kwargs)

        return cast("Service", guarded)

    return decorate


class TokenLimited(DomainError):
    """The token with which the account is used was not made for this."""

    code = "access.token_limited"
    status = 403


def own(service: Service) -> Service:
    """Mark a service that touches only what belongs to the actor, so it needs no permission.

    A token that is limited to some permissions does not open it.
    """

    @wraps(service)
    def guarded(actor: Actor, /, *args: Any, **kwargs: Any) -> Any:
        if isinstance(actor, User) and actor.limited_to is not None:
            raise TokenLimited(service.__name__)
        return service(actor, *args, **kwargs)

    return cast("Service", guarded)


def check(actor: Actor, permission: str, governed: Any) -> None:
    """Raise `Forbidden` unless the actor holds the permission over the object."""
    if not is_allowed(actor, permission, governed):
        raise Forbidden(permission)


def is_allowed(actor: Actor, permission: str, governed: Any) -> bool:
    """Whether a grant at or above the object's scope (None: the company's) carries it."""
    if isinstance(actor, System):
        return True
    allowed = scopes_allowed(actor, permission).rows
    if governed is None:
        company_scopes = Scope.objects.filter(kind=Scope.Kind.COMPANY)
        return allowed.filter(descendant__in=company_scopes).exists()
    scope_id = governed.pk if isinstance(governed, Scope) else governed.scope_id
    return allowed.filter(descendant=scope_id).exists()


def permissions_over(actor: Actor, scope_id: UUID) -> list[str]:
    """Every permission the actor holds over a scope, sorted."""
    if isinstance(actor, System):
        return sorted(_DECLARED)
    if (received := _received(actor)) is not None:
        return [one for one in received if is_allowed(actor, one, Scope(pk=scope_id))]
    held = Grant.objects.used_by(actor.pk).filter(
        scope__reach__descendant=scope_id, role__permissions__permission__isnull=False
    )
    return _within_limits(actor, held.values_list("role__permissions__permission", flat=True))


def permissions_held(actor: User) -> list[str]:
    """Every permission the user holds over anything, sorted."""
    if (received := _received(actor)) is not None:
        return [one for one in received if scopes_allowed(actor, one).rows.exists()]
    held = Grant.objects.used_by(actor.pk).filter(role__permissions__permission__isnull=False)
    return _within_limits(actor, held.values_list("role__permissions__permission", flat=True))


def reach_of(
    actor: User, permissions: Collection[str], among: Collection[UUID] | None = None
) -> Iterable[tuple[str, UUID]]:
    """Over which scopes somebody holds each permission, in one query but for a deputy.

    Only ``among`` these scopes, if any are given.
    """
    if _received(actor) is not None:
        for name in permissions:
            reached = scopes_allowed(actor, name).rows
            within = reached if among is None else reached.filter(descendant__in=among)
            yield from ((name, scope) for scope in within.values_list("descendant", flat=True))
        return
    names = _within_limits(actor, permissions)
    if names:
        held = Grant.objects.used_by(actor.pk).filter(
            Q() if among is None else Q(scope__reach__descendant__in=among),
            role__permissions__permission__in=names,
        )
        yield from held.values_list("role__permissions__permission", "scope__reach__descendant")


def _within_limits(actor: User, held: Iterable[str]) -> list[str]:
    return sorted(set(held) if actor.limited_to is None else actor.limited_to.intersection(held))


def _received(actor: User) -> list[str] | None:
    """The permissions delegated to who acts in the place of another; None for everybody else."""
    acting = here().acting
    if acting is None or acting.deputy_id != actor.pk:
        return None
    return sorted(acting.permissions)


def company() -> Scope:
    """The scope of the whole company."""
    return Scope.objects.get(kind=Scope.Kind.COMPANY)


def declared_permissions() -> dict[str, str]:
    """Every permission in the product, with the service it guards."""
    return dict(sorted(_DECLARED.items()))
