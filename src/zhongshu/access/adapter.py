"""How allauth meets our accounts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from zhongshu.access.models import User
from zhongshu.access.signin.limits import TooManyAttempts


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by administrators; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def get_login_attempts_key(self, username: str) -> str:
        """The name under which the failures of one account are counted."""
        return username.casefold()

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return self.get_login_attempts_key(str(credentials.get("username", "")))


def authenticated(request: HttpRequest, *, username: str, password: str) -> User | None:
    """The active user with this name and password; every failure looks and takes the same.

    Raises
    ------
    TooManyAttempts
        After 5 failures of one account in a while, or 20 of one address in a minute.
    """
    adapter = Adapter(request)
    try:
        user = adapter.authenticate(request, username=username, password=password)
    except ValidationError as error:
        raise TooManyAttempts from error
    return user if isinstance(user, User) and user.is_active else None
