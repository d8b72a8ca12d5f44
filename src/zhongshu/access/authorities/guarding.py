"""The guard on services that carry a decision out: which authority they need, and over what."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.utils import timezone

from zhongshu.access.authorities.deciding import Amount, best_way, ways
from zhongshu.access.authorities.kinds import authority_kind
from zhongshu.access.guard import Forbidden
from zhongshu.access.models import Actor, System

Service = TypeVar("Service", bound=Callable[..., Any])


def decides(authority: str, *, on: str) -> Callable[[Service], Service]:
    """Refuse the call unless the actor has ``authority`` over argument ``on`` in any way.

    How far it reaches, and whether alone or by a vote, the service asks with `exercise`.
    """
    authority_kind(authority)

    def decorate(service: Service) -> Service:
        signature = inspect.signature(service)
        if on not in signature.parameters:
            raise TypeError(f"{service.__qualname__} has no argument {on!r} to guard")

        @wraps(service)
        def guarded(actor: Actor, /, *args: Any, **kwargs: Any) -> Any:
            arguments = signature.bind(actor, *args, **kwargs).arguments
            found = ways(actor, authority, arguments[on], Amount(), at=timezone.now())
            if best_way(found) is None and not isinstance(actor, System):
                raise Forbidden(authority)
            return service(actor, *args, **kwargs)

        return cast("Service", guarded)

    return decorate
