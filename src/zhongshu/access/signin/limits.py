"""How often a proof may be tried: for one account, and from one address."""

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest

from zhongshu.kit.errors import DomainError


class TooManyAttempts(DomainError):
    """The account or the address failed too often of late."""

    code = "access.too_many_attempts"
    status = 429

    def __init__(self) -> None:
        super().__init__(
            "wait before the next attempt", seconds=settings.SIGN_IN_PROFILE.lock_seconds
        )


def count(request: HttpRequest, key: str, *, action: str = "proof") -> None:
    """Count an attempt before it is looked at.

    Raises
    ------
    TooManyAttempts
        If there were too many of late.
    """
    if not ratelimit.consume(request, action=action, key=key):
        raise TooManyAttempts


def forget(request: HttpRequest, key: str, *, action: str = "proof") -> None:
    """Let the attempts of an account not count any more, because one was right."""
    ratelimit.clear(request, action=action, key=key)
