"""From a proof to a session: what was proved is enough, or the second factor is asked for first."""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest
from django.utils import timezone

from zhongshu.access.models import User
from zhongshu.access.signin import factors, records

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_PENDING = "sign_in_pending"
_PENDING_SECONDS = 600
IDLE_HEADER = "X-Zhongshu-Idle"


def needs_more(user: User, by: list[str]) -> bool:
    """Whether the account has a second factor, and what was proved holds none."""
    return not records.SECOND & set(by) and factors.has_any(user)


def hold(request: HttpRequest, user: User, by: list[str], *, at: datetime) -> None:
    """Remember that a first proof was given; it lets nobody in."""
    request.session.flush()
    request.session[_PENDING] = {
        "user": str(user.pk),
        "password": user.get_session_auth_hash(),
        "by": by,
        "at": at.timestamp(),
    }


def held(request: HttpRequest, *, at: datetime) -> tuple[User, list[str]] | None:
    """Who gave a first proof a short while ago, and which."""
    kept: dict[str, Any] | None = request.session.get(_PENDING)
    if kept is None or at.timestamp() - kept["at"] > _PENDING_SECONDS:
        return None
    user = User.objects.filter(pk=UUID(kept["user"]), is_active=True).first()
    if user is None or user.get_session_auth_hash() != kept["password"]:
        return None
    return user, list(kept["by"])


def let_in(
    request: HttpRequest,
    user: User,
    by: list[str],
    *,
    at: datetime,
    proved: float | None = None,
) -> None:
    """Begin a session with a key of its own.

    ``proved`` is when its owner proved who they are, in seconds since 1970, if not just now: a
    provider lets in whoever comes with a session that began there long ago.
    """
    request.session.pop(_PENDING, None)
    login(request, user, backend=_BACKEND)
    now = at.timestamp()
    record = records.Record(
        now, now, now if proved is None else proved, by, records.owed(user, by, at=at)
    )
    records.write(request.session, record)
    request.sign_in = record  # type: ignore[attr-defined]
    UserSession.objects.create_from_request(request)


def begin_record(sender: object, *, request: HttpRequest, **_: object) -> None:
    """Write the record of a session that Django has just begun."""
    records.begin(request.session, at=timezone.now())


def renew(request: HttpRequest, by: str, *, at: datetime) -> None:
    """Note that the one who is signed in proved it again; the session gets another key."""
    record = records.record_of(request.session)
    if record is None or not isinstance(request.user, User):
        return
    before = request.session.session_key
    request.session.cycle_key()
    follow_key(request, before)
    record.proved = at.timestamp()
    record.by = list(dict.fromkeys([*record.by, by]))
    record.owes = records.owed(request.user, record.by, at=at)
    records.write(request.session, record)
    request.sign_in = record  # type: ignore[attr-defined]


def follow_key(request: HttpRequest, before: str | None) -> None:
    """Let the list of sessions know the session by its new key."""
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def owe_again(request: HttpRequest, *, at: datetime) -> None:
    """Ask anew what the session owes, after something was done about it."""
    record = records.record_of(request.session)
    if record is not None and isinstance(request.user, User):
        record.owes = records.owed(request.user, record.by, at=at)
        records.write(request.session, record)
        request.sign_in = record  # type: ignore[attr-defined]


def keep(request: HttpRequest) -> None:
    """End a session that is over; note once a minute that its owner is there, and what is owed."""
    if (
        settings.SESSION_COOKIE_NAME not in request.COOKIES
        or "_auth_user_id" not in request.session
    ):
        return
    now = timezone.now()
    record = records.record_of(request.session)
    if record is None or records.is_over(record, at=now):
        _end(request)
        return
    request.sign_in = record  # type: ignore[attr-defined]
    is_idle = request.headers.get(IDLE_HEADER) == "1"
    if not is_idle and records.is_due(record, at=now) and isinstance(request.user, User):
        _touch(request, record, now)


def _touch(request: HttpRequest, record: records.Record, now: datetime) -> None:
    assert isinstance(request.user, User)  # noqa: S101 - the caller looked
    record.seen = now.timestamp()
    record.owes = records.owed(request.user, record.by, at=now)
    records.write(request.session, record)
    try:
        request.session.save()
    except UpdateError:
        _end(request)
        return
    request.session.modified = False
    UserSession.objects.create_from_request(request)


def _end(request: HttpRequest) -> None:
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.session.flush()
    request.user = AnonymousUser()
    request.sign_in = None  # type: ignore[attr-defined]
