"""Live events: each open page is told what changed in what its viewer may see."""

import asyncio
import threading
from collections.abc import AsyncIterator, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest
from django.utils import timezone

from zhongshu.access import view_as
from zhongshu.access.models import Grant, User
from zhongshu.access.signin import records
from zhongshu.collaboration.presence import here
from zhongshu.config import rights
from zhongshu.kit import events
from zhongshu.kit.http import problem, to_json
from zhongshu.kit.models import Event

_log = structlog.get_logger(__name__)
# A stream ends after a while, and the browser opens the next one: so nobody hears more than
# this long after their session ended.
_LONGEST_STREAM_SECONDS = 600
_QUIET_SECONDS = 20
_BACKLOG = 200
_RECENT = 1000
# A page tells what changed rights while it was opened, too.
_OPENED_WITHIN = timedelta(seconds=30)
# Who was away for longer asks for everything anew, whatever happened.
_LOOKED_BACK = timedelta(hours=1)
_RIGHTS_CHANGED = b"event: rights_changed\ndata: {}\n\n"
_ENDS_SESSIONS = {
    "access.account_closed",
    "access.factors_reset",
    "access.password_changed",
    "access.password_reset",
    "access.session_ended",
    "access.sessions_ended",
    "access.signed_out",
}


@dataclass(eq=False, slots=True)
class Listener:
    """One open page; ``sees_as`` is the other account as which its session sees."""

    user_id: UUID
    loop: asyncio.AbstractEventLoop
    sees_as: UUID | None = None
    queue: asyncio.Queue[bytes | None] = field(
        default_factory=lambda: asyncio.Queue(maxsize=_BACKLOG)
    )

    def hear(self, message: bytes | None) -> None:
        """Queue a message from any thread; None ends the stream."""
        self.loop.call_soon_threadsafe(self._put, message)

    def _put(self, message: bytes | None) -> None:
        # A page that does not keep up is cut off, and reads afresh when it reconnects.
        while self.queue.full():
            self.queue.get_nowait()
            message = None
        self.queue.put_nowait(message)


class Hub:
    """Everyone who listens to this process."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._lock = threading.Lock()

    def join(self, listener: Listener) -> None:
        """Begin to tell a page."""
        with self._lock:
            self._listeners.add(listener)

    def leave(self, listener: Listener) -> None:
        """Stop telling a page."""
        with self._lock:
            self._listeners.discard(listener)

    def close(self) -> None:
        """End every stream."""
        for listener in self._present():
            listener.hear(None)

    def publish(self, event: Event) -> None:
        """Tell those who hold the permission over the event's scope."""
        listeners = self._present()
        if event.kind in _ENDS_SESSIONS:
            self._cut(event.subject_id, listeners)
        self._address(event, listeners)
        told = events.told_live(event) if listeners else None
        if told is None or event.scope_id is None:
            return
        permission, (name, data) = told
        message = b"event: %s\ndata: %s\n\n" % (name.encode(), to_json(data))
        allowed = _users_with(permission, event.scope_id, {one.user_id for one in listeners})
        hearers = events.hearers_of(event, allowed)
        for listener in listeners:
            if listener.user_id in hearers:
                listener.hear(message)

    def tell(self, users: Collection[UUID], name: str, data: dict[str, Any]) -> None:
        """Tell users something that no event stands behind, and that is not told again."""
        message = b"event: %s\ndata: %s\n\n" % (name.encode(), to_json(data))
        for listener in self._present():
            if listener.user_id in users:
                listener.hear(message)

    def tell_rights(self, since: datetime, until: datetime, found: Collection[Event]) -> None:
        """Tell those whose sight time or some events may have changed that it did, and no more."""
        listeners = self._present()
        told = _whose_rights(listeners, since, until, found)
        for listener in listeners:
            if told & _accounts(listener):
                listener.hear(_RIGHTS_CHANGED)

    def _cut(self, user_id: UUID, listeners: list[Listener]) -> None:
        """End the streams of a user; those whose session lives on come back at once."""
        for listener in listeners:
            if listener.user_id == user_id:
                listener.hear(None)

    def is_heard(self) -> bool:
        """Whether anybody listens."""
        with self._lock:
            return bool(self._listeners)

    def _address(self, event: Event, listeners: list[Listener]) -> None:
        """Tell those to whom a message is addressed."""
        addressed = events.told_to(event, {one.user_id for one in listeners}) if listeners else None
        if addressed is None:
            return
        users, (name, data) = addressed
        message = b"event: %s\ndata: %s\n\n" % (name.encode(), to_json(data))
        for listener in listeners:
            if listener.user_id in users:
                listener.hear(message)

    def _present(self) -> list[Listener]:
        with self._lock:
            return list(self._listeners)


HUB = Hub()
_readers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")


def _users_with(permission: str, scope_id: UUID, among: Iterable[UUID]) -> set[UUID]:
    held = Grant.objects.in_force().filter(
        user__in=list(among),
        scope__reach__descendant=scope_id,
        role__permissions__permission=permission,
    )
    return set(held.values_list("user_id", flat=True))


def _accounts(listener: Listener) -> set[UUID]:
    return {one for one in (listener.user_id, listener.sees_as) if one is not None}


def _whose_rights(
    listeners: Iterable[Listener], since: datetime, until: datetime, found: Collection[Event]
) -> set[UUID]:
    among = {one for listener in listeners for one in _accounts(listener)}
    if not among:
        return set()
    by_time = rights.concerned_by_time(since, until, among)
    return by_time | rights.concerned_by(found, among)


def watch_table(*, stop: threading.Event, idle_seconds: float = 0.5) -> None:
    """Publish what any process wrote: for databases with several of them.

    Numbers are given out before the commit, so the last ones are read again and again.
    """
    seen: dict[int, None] = {}
    newest = Event.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    seen.update(dict.fromkeys(range(max(0, newest - _RECENT), newest + 1)))
    while not stop.wait(idle_seconds):
        try:
            floor = max(seen, default=0) - _RECENT
            recent = Event.objects.filter(seq__gt=floor).order_by("seq")
            for event in [event for event in recent.defer("data") if event.seq not in seen]:
                seen[event.seq] = None
                HUB.publish(event)
            for seq in [seq for seq in seen if seq < floor]:
                del seen[seq]
        except Exception:
            _log.exception("live_events_not_read")
        close_old_connections()


def watch_rights(*, stop: threading.Event, idle_seconds: float = 2.0) -> None:
    """Tell those whose sight changes, by what any process wrote or by time alone."""
    since = timezone.now()
    seen = {event.id for event in rights.events_between(since - rights.LATE, since)}
    while not stop.wait(idle_seconds):
        try:
            now = timezone.now()
            if HUB.is_heard():
                found = rights.events_between(now - rights.LATE, now)
                HUB.tell_rights(since, now, [event for event in found if event.id not in seen])
                seen = {event.id for event in found}
            since = now
        except Exception:
            _log.exception("rights_not_read")
        close_old_connections()


def watch_presence(*, stop: threading.Event, idle_seconds: float = 0.5) -> None:
    """Tell those who are in one place whenever somebody comes, goes or moves there.

    The table is compared with what it was: so a change is seen whichever process wrote it, and
    whoever stopped without a word is seen to be gone.
    """
    shown: dict[UUID, here.Whereabouts] = {}
    while not stop.wait(idle_seconds):
        try:
            now = timezone.now()
            found = here.whereabouts(at=now) if HUB.is_heard() else {}
            for scope_id, there in found.items():
                if shown.get(scope_id) != there:
                    people = here.told(scope_id, at=now)
                    allowed = {UUID(one["user"]["id"]) for one in people}
                    HUB.tell(allowed, "presence", {"scope_id": str(scope_id), "items": people})
            shown = found
        except Exception:
            _log.exception("presence_not_read")
        close_old_connections()


def viewer_of(headers: Iterable[tuple[bytes, bytes]]) -> tuple[User, UUID | None] | None:
    """The user whose session cookie a request carries, and as whom else that session sees."""
    cookies: SimpleCookie = SimpleCookie()
    for name, value in headers:
        if name == b"cookie":
            cookies.load(value.decode("latin-1"))
    cookie = cookies.get(settings.SESSION_COOKIE_NAME)
    if cookie is None:
        return None
    request = HttpRequest()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(session_key=cookie.value)
    try:
        user = get_user(request)
        record = records.record_of(request.session)
        sees_as = view_as.seen_as_by(request.session)
    finally:
        close_old_connections()
    is_alive = (
        record is not None and not record.step and not records.is_over(record, at=timezone.now())
    )
    return (user, sees_as) if isinstance(user, User) and is_alive else None


def missed_rights(listener: Listener, headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Tell a page what changed its rights since its last stream, or while it was opened."""
    now = timezone.now()
    since = _last_heard(headers) or now - _OPENED_WITHIN
    try:
        is_long = now - since > _LOOKED_BACK
        found = [] if is_long else rights.events_between(since - rights.LATE, now)
        if is_long or _whose_rights([listener], since, now, found):
            listener.hear(_RIGHTS_CHANGED)
    finally:
        close_old_connections()


def _last_heard(headers: Iterable[tuple[bytes, bytes]]) -> datetime | None:
    """When the browser last heard the stream that it opens again."""
    told = next((value for name, value in headers if name == b"last-event-id"), b"")
    # More digits than these are no moment of ours.
    is_moment = told.isdigit() and len(told) <= 13
    return datetime.fromtimestamp(int(told) / 1000, UTC) if is_moment else None


def _moment() -> bytes:
    """What the browser tells when it opens the stream again: until when it heard this one."""
    return b"id: %d\n" % (timezone.now().timestamp() * 1000)


async def stream(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer ``GET /api/v1/events/stream`` with server-sent events."""
    loop = asyncio.get_running_loop()
    viewer = await loop.run_in_executor(_readers, viewer_of, scope["headers"])
    if viewer is None:
        await _refuse(send)
        return
    listener = Listener(viewer[0].pk, loop, viewer[1])
    HUB.join(listener)
    gone = asyncio.ensure_future(_until_gone(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await loop.run_in_executor(_readers, missed_rights, listener, scope["headers"])
        async for chunk in _messages(listener, gone):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        gone.cancel()
        HUB.leave(listener)


_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


async def _refuse(send: Any) -> None:
    refusal = problem(401, "access.not_signed_in")
    headers = [(b"content-type", refusal["Content-Type"].encode()), *_HEADERS[1:]]
    await send({"type": "http.response.start", "status": 401, "headers": headers})
    await send({"type": "http.response.body", "body": refusal.content})


async def _until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _messages(listener: Listener, gone: "asyncio.Future[None]") -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    end = loop.time() + _LONGEST_STREAM_SECONDS
    yield b"retry: 2000\n" + _moment() + b"\n"
    while loop.time() < end:
        heard = asyncio.ensure_future(listener.queue.get())
        both: set[asyncio.Future[Any]] = {heard, gone}
        await asyncio.wait(both, timeout=_QUIET_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if gone.done():
            heard.cancel()
            return
        if not heard.done():
            heard.cancel()
            yield b": quiet\n" + _moment() + b"\n"
            continue
        message = heard.result()
        if message is None:
            return
        yield message
