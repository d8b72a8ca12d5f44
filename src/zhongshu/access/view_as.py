"""Seeing the pages as another account would: for a while, read only, and on the record."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from zhongshu.access.authorities.powers import EVERY_POWER
from zhongshu.access.exceeding import beyond
from zhongshu.access.guard import Forbidden, is_allowed, permissions_held
from zhongshu.access.models import User, scopes_allowed
from zhongshu.access.roles import VIEW_AS
from zhongshu.kit.errors import DomainError
from zhongshu.kit.origin import here

LASTS = timedelta(minutes=30)
_USER, _UNTIL = "viewing_as", "viewing_as_until"
_SAFE = {"GET", "HEAD", "OPTIONS"}
# What ends it must work while it lasts.
_ENDINGS = {("DELETE", "/api/v1/view-as"), ("DELETE", "/api/v1/session")}
# What is somebody's own and no page of theirs.
_PRIVATE = ("/api/v1/tokens", "/api/v1/sessions", "/api/v1/factors", "/api/v1/notices")


class ViewingOnly(DomainError):
    """Who sees as another account changes nothing, takes nothing out, and sees no secret of it."""

    code = "access.viewing_only"
    status = 403


class BeyondOwnSight(DomainError):
    """The other account sees what the viewer does not, by permissions, authorities and roles."""

    code = "access.beyond_own_sight"


def refuse_beyond(actor: User, user: User) -> None:
    """Refuse a view that shows more than one's own, unless one may view as all of the company.

    Nobody views as an administrator of another kind: what those look after stays theirs.

    Raises
    ------
    Forbidden
        If the actor may view as nobody.
    BeyondOwnSight
        If the account holds anything that the actor does not.
    """
    if is_allowed(actor, VIEW_AS, None):
        powers = EVERY_POWER & set(permissions_held(user)) - set(permissions_held(actor))
        if powers:
            raise BeyondOwnSight(user.username, field=None, permissions=sorted(powers))
        return
    if not scopes_allowed(actor, VIEW_AS).rows.exists():
        raise Forbidden(VIEW_AS)
    if missing := beyond(actor, user):
        raise BeyondOwnSight(user.username, field=None, **missing)


def begin(request: Any, user: User, *, at: datetime) -> None:
    """Let this session see as another account from now on."""
    request.session[_USER] = str(user.pk)
    request.session[_UNTIL] = (at + LASTS).isoformat()


def end(request: Any) -> None:
    """Let this session see as itself again."""
    request.session.pop(_USER, None)
    request.session.pop(_UNTIL, None)


def seen_as(request: HttpRequest) -> User:
    """The account as which a signed-in request sees: usually its own.

    Raises
    ------
    ViewingOnly
        If somebody who sees as another account writes, or asks for what is private.
    """
    own = request.user
    assert isinstance(own, User)  # noqa: S101 - the caller is signed in
    user = viewed(request)
    if user is None or (request.method, request.path) in _ENDINGS:
        return own
    if request.method not in _SAFE or request.path.startswith(_PRIVATE):
        raise ViewingOnly
    request.own_user = own  # type: ignore[attr-defined]
    request.user = user
    origin = here()
    origin.on_behalf_of_id, origin.memo[_USER] = user.pk, True
    return user


def viewed(request: HttpRequest) -> User | None:
    """The other account as which a session sees now, if it still may."""
    told = request.session.get(_USER)
    if told is None:
        return None
    own = getattr(request, "own_user", request.user)
    user = User.objects.filter(pk=UUID(told), is_active=True).first()
    is_over = datetime.fromisoformat(request.session[_UNTIL]) <= timezone.now()
    may = isinstance(own, User) and user is not None and _may(own, user)
    if user is None or is_over or not may:
        end(request)
        return None
    return user


def seen_as_by(session: Any) -> UUID | None:
    """The id of the other account as which a session was last told to see."""
    told = session.get(_USER)
    return UUID(told) if told else None


def is_viewing() -> bool:
    """Whether what runs now is seen as another account."""
    return _USER in here().memo


def until(request: HttpRequest) -> str:
    """When seeing as another account ends by itself."""
    return str(request.session[_UNTIL])


def _may(own: User, user: User) -> bool:
    try:
        refuse_beyond(own, user)
    except (Forbidden, BeyondOwnSight):
        return False
    return True
