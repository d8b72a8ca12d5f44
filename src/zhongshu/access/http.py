"""The request every route receives, and how a write proves that it comes from our pages."""

from datetime import datetime

from django.http import HttpRequest
from ninja.utils import check_csrf

from zhongshu.access.models import User
from zhongshu.kit.errors import BadInput, DomainError

SAFE = {"GET", "HEAD", "OPTIONS"}


class Request(HttpRequest):
    """An `HttpRequest` that passed authentication."""

    user: User


class ForeignRequest(DomainError):
    """A write that carries the cookie but not the token of our own pages."""

    code = "access.csrf"
    status = 403


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
