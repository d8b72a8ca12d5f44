"""Who calls: a browser by its session cookie, or a program by its token."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer

from zhongshu.access.guard import TokenLimited
from zhongshu.access.http import SAFE, refuse_foreign
from zhongshu.access.models import User
from zhongshu.access.tokens import token_of
from zhongshu.kit.origin import here


class SessionAuth(APIKeyCookie):
    """The session of a browser; a write must also carry the header ``X-CSRFToken``."""

    param_name = "__Host-zhongshu_session"

    def __call__(self, request: HttpRequest) -> Any:
        """Return the user who is signed in."""
        return self.authenticate(request, None)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Return the user of the session, if the request comes from our own pages."""
        if not isinstance(request.user, User):
            return None
        refuse_foreign(request)
        return request.user


class TokenAuth(HttpBearer):
    """A personal API token: ``Authorization: Bearer zs_…``."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the owner of the token.

        A token that does not count ends the matter: the request does not fall back to a cookie.
        """
        row = getattr(request, "token", None) or token_of(token, at=timezone.now())
        if row is None:
            raise AuthenticationError
        request.token = row  # type: ignore[attr-defined]
        request.user = row.user
        here().token_id = row.pk
        if row.is_read_only and request.method not in SAFE:
            raise TokenLimited(row.name)
        if row.permissions is not None:
            row.user.limited_to = frozenset(row.permissions)
        return row.user
