"""Who calls, where it is a program with its token; browsers are in `zhongshu.access.http`."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from zhongshu.access.guard import TokenLimited
from zhongshu.access.http import SAFE, StepFirst
from zhongshu.access.signin import records
from zhongshu.access.tokens import token_of
from zhongshu.kit.origin import here


class TokenAuth(HttpBearer):
    """A personal API token: ``Authorization: Bearer zs_…``."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the owner of the token.

        A token that does not count ends the matter: the request does not fall back to a cookie.
        Nor does one open anything whose owner has still to set up a second factor.
        """
        row = getattr(request, "token", None) or token_of(token, at=timezone.now())
        if row is None:
            raise AuthenticationError
        request.token = row  # type: ignore[attr-defined]
        request.user = row.user
        here().token_id = row.pk
        if records.owes_setting_up(row.user):
            raise StepFirst("set up a second factor first", step=records.SET_UP)
        if row.is_read_only and request.method not in SAFE:
            raise TokenLimited(row.name)
        if row.permissions is not None:
            row.user.limited_to = frozenset(row.permissions)
        return row.user
