"""Services that do much harm in the wrong hands: who calls one must just have proved who they are.

The declaration is on the service, so it holds for every route that leads there. Jobs and
commands have no session and are not asked; a token is no person, and is refused.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings

from zhongshu.access.guard import TokenLimited
from zhongshu.access.models import System
from zhongshu.access.signin.records import is_fresh
from zhongshu.kit.errors import DomainError
from zhongshu.kit.origin import here

Service = TypeVar("Service", bound=Callable[..., Any])

_DECLARED: set[str] = set()


class ProofNeeded(DomainError):
    """The act is dangerous, and the last proof of identity is too long ago."""

    code = "access.proof_needed"
    status = 403


def dangerous(service: Service) -> Service:
    """Refuse the call from a session whose owner did not prove who they are of late.

    Stands below `requires` or `own`: nobody is asked for a proof for what they may not do.
    """
    _DECLARED.add(f"{service.__module__}.{service.__qualname__}")

    @wraps(service)
    def guarded(actor: Any, /, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(actor, System):
            refuse_without_proof()
        return service(actor, *args, **kwargs)

    return cast("Service", guarded)


def refuse_without_proof() -> None:
    """Refuse what runs now unless the one who asks for it proved who they are of late."""
    origin = here()
    if origin.token_id is not None:
        raise TokenLimited("sign in as a person to do this")
    if origin.request_id and not is_fresh(origin.proved_at):
        minutes = int(settings.STEP_UP_AFTER.total_seconds() // 60)
        raise ProofNeeded("prove again who you are", minutes=minutes)


def prove(actor: Any) -> None:
    """Refuse a dangerous turn of an act that is harmless otherwise; the platform is not asked.

    Raises
    ------
    ProofNeeded
        If the actor did not prove who they are of late.
    """
    if not isinstance(actor, System):
        refuse_without_proof()


def declared_dangers() -> frozenset[str]:
    """The full name of every service that asks for a fresh proof."""
    return frozenset(_DECLARED)
