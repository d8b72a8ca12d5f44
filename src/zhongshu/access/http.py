"""The request every route receives, and how a write proves that it comes from our pages."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja.security import APIKeyCookie
from ninja.utils import check_csrf

from zhongshu.access.models import User
from zhongshu.access.view_as import ViewingOnly, seen_as, viewed
from zhongshu.kit.errors import BadInput, DomainError

SAFE = {"GET", "HEAD", "OPTIONS"}


class Request(HttpRequest):
    """An `HttpRequest` that passed authentication."""

    user: User


class ForeignRequest(DomainError):
    """A write that carries the cookie but not the token of our own pages."""

    code = "access.csrf"
    status = 403


class StepFirst(DomainError):
    """The session owes something before it opens anything: ``step`` says what."""

    code = "access.step_first"
    status = 403


class SessionAuth(APIKeyCookie):
    """The session of a browser; a write must also carry the header ``X-CSRFToken``.

    Who sees as another account is that account to the route, except for what is private. A
    session that owes a second factor or another password opens only what is needed to give it.
    """

    param_name = "__Host-zhongshu_session"

    def __init__(self, *, is_for_steps: bool = False, is_private: bool = False) -> None:
        super().__init__()
        self.is_for_steps, self.is_private = is_for_steps, is_private

    def __call__(self, request: HttpRequest) -> Any:
        """Return the user who is signed in."""
        return self.authenticate(request, None)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Return the user of the session, if the request comes from our own pages."""
        if not isinstance(request.user, User):
            return None
        refuse_foreign(request)
        record = getattr(request, "sign_in", None)
        if record is not None and record.step and not self.is_for_steps:
            raise StepFirst("finish signing in first", step=record.step)
        if self.is_for_steps:
            return request.user
        if self.is_private and viewed(request) is not None:
            raise ViewingOnly
        return seen_as(request)


# For what somebody does about their own sign-in: a browser's session only, whatever it owes.
one_signing_in = SessionAuth(is_for_steps=True)
# For what somebody does about their own sign-in once it is complete; no token will do.
one_signed_in = SessionAuth(is_private=True)


def anyone(request: HttpRequest) -> bool:
    """Accept a caller who is not signed in, but no write from a foreign page."""
    refuse_foreign(request)
    return True


def refuse_foreign(request: HttpRequest) -> None:
    """Refuse a write without our CSRF token, or from a foreign origin."""
    if request.method not in SAFE and check_csrf(request) is not None:
        raise ForeignRequest("the request lacks the token of a page of this server")


def aware(moment: datetime) -> datetime:
    """The instant, if its time zone was written.

    Raises
    ------
    BadInput
        If it was not.
    """
    if moment.tzinfo is None:
        raise BadInput("write the time zone, as in 2026-12-31T00:00:00Z")
    return moment
