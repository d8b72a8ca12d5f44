"""An authenticator app between its secret and its first code."""

from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.utils import timezone

from zhongshu.access.models import User
from zhongshu.access.signin import entering, factors, sessions
from zhongshu.kit import sealed

_KEY = "new_totp"
_ISSUER = "Zhongshu"


def new_app(request: HttpRequest) -> dict[str, Any]:
    """A new secret, kept with the session until its first code comes."""
    secret = factors.new_totp_secret()
    request.session[_KEY] = sealed.seal(secret, purpose=factors.PURPOSE)
    name = quote(f"{_ISSUER}:{getattr(request.user, 'username', '')}")
    query = urlencode({"secret": secret, "issuer": _ISSUER}, quote_via=quote)
    return {"secret": secret, "address": f"otpauth://totp/{name}?{query}"}


def secret_of(request: HttpRequest) -> str | None:
    """The secret that waits for its first code."""
    kept = request.session.get(_KEY)
    return None if kept is None else factors.opened_secret(kept)


def done(request: HttpRequest, kind: str, *, is_first: bool) -> None:
    """Let the session count as proved by the factor that was just set up.

    With the first one the other sessions end: none of them proved more than the password, and
    one of them may be the reason why it was set up.
    """
    request.session.pop(_KEY, None)
    entering.renew(request, kind, at=timezone.now())
    if is_first and isinstance(request.user, User):
        sessions.end_all(request.user, but=request.session.session_key)
