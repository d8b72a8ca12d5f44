"""How often a proof may be tried: for one account, and from one address."""

from allauth.core.internal import ratelimit
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


def count(request: HttpRequest, key: str, *, action: str = "proof") -> ratelimit.RateLimitUsage:
    """Count an attempt before it is looked at.

    Raises
    ------
    TooManyAttempts
        If there were too many of late.
    """
    usage = ratelimit.consume(
        request, app="allauth.account", action=action, config=settings.ACCOUNT_RATE_LIMITS, key=key
    )
    if not usage:
        raise TooManyAttempts
    return usage


def take_back(usage: ratelimit.RateLimitUsage) -> None:
    """Let an attempt that was right not count; those before it do, of the account and the address.

    Who knows one account's secrets could otherwise clear the way to guess those of others.
    """
    usage.rollback()
