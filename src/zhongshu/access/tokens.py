"""Personal API tokens: secrets of which only the digest is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from zhongshu.access.models import ApiToken

PREFIX = "zs_"
# Enough to tell one token from another in a list.
SHOWN_LENGTH = 8
LONGEST = timedelta(days=366)
_USE_IS_NOTED_EVERY = timedelta(minutes=5)


def new_secret() -> str:
    """A new secret: the prefix lets scanners find a leaked one, 32 random bytes keep it one."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a secret. 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str, *, at: datetime) -> ApiToken | None:
    """The unexpired token with this secret, if its owner is active.

    When it was last used is noted, to five minutes: it tells an unused token from a used one.
    """
    if not secret.startswith(PREFIX):
        return None
    token = (
        ApiToken.objects.filter(
            digest=digest(secret), revoked_at=None, expires_at__gt=at, user__is_active=True
        )
        .select_related("user")
        .first()
    )
    if token is None:
        return None
    if token.last_used_at is None or at - token.last_used_at > _USE_IS_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token
