"""Record what happened, and hand it on after the commit. Nothing here decides anything."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import structlog
from django.db import connection, models, transaction

from zhongshu.kit.models import Event, OutboxCursor

Handler = Callable[[Event], None]
Listener = Callable[[Event], None]
Message = tuple[str, dict[str, Any]]
Telling = Callable[[Event], Message]

_log = structlog.get_logger(__name__)
_HANDLERS: dict[str, tuple[frozenset[str], Handler]] = {}
_LISTENERS: list[Listener] = []
_LIVE: dict[str, tuple[str, Telling]] = {}


class Actor(Protocol):
    """Whoever acts: a user, or the system itself (whose ``pk`` is None)."""

    @property
    def pk(self) -> Any:
        """The user's id, or None."""

    @property
    def name(self) -> str:
        """What the history calls the actor."""


def record(
    kind: str,
    *,
    actor: Actor,
    subject: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    **data: Any,
) -> Event:
    """Append one event inside the caller's transaction; it is handed on after the commit."""
    if connection.vendor == "postgresql":
        _take_transaction_id()
    event = Event.objects.create(
        kind=kind,
        actor_id=actor.pk,
        actor_name=actor.name,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        scope_id=_scope_of(subject),
        data=_payload(before, after, data),
    )
    transaction.on_commit(lambda: _announce(event))
    return event


def handler(name: str, *kinds: str) -> Callable[[Handler], Handler]:
    """Register a reaction to events of these kinds.

    It is called after the commit, at least once and in order, so it must be idempotent.
    ``name`` identifies the reader in the outbox and never changes.
    """

    def register(react: Handler) -> Handler:
        _HANDLERS[name] = (frozenset(kinds), react)
        return react

    return register


def live(*kinds: str, permission: str) -> Callable[[Telling], Telling]:
    """Register what open pages are told of events of these kinds: ``(name, data)``.

    Only viewers with ``permission`` over the event's scope are told.
    """

    def register(tell: Telling) -> Telling:
        _LIVE.update(dict.fromkeys(kinds, (permission, tell)))
        return tell

    return register


def told_live(event: Event) -> tuple[str, Message] | None:
    """The permission needed to hear of an event, and what is told; None if nothing is."""
    if event.kind not in _LIVE:
        return None
    permission, tell = _LIVE[event.kind]
    return permission, tell(event)


def listen(listener: Listener) -> None:
    """Call ``listener`` in this process right after each commit (live pages; may be missed)."""
    _LISTENERS.append(listener)


@dataclass(slots=True)
class Outbox:
    """Feeds the handlers of one process; several processes may each have one.

    Numbers are given out before the commit, so on a database with several writers a lower
    number can appear after a higher one. A number counts as settled once every transaction
    that was open when it had been given out is over.
    """

    settled: int = 0
    _given: int = 0
    _open: frozenset[str] = frozenset()

    def deliver(self, *, limit: int = 500) -> int:
        """Feed each handler the settled events it has not seen; return how many were handled.

        A handler that fails gets the same event again; the other handlers go on.
        """
        self._settle()
        n_handled = 0
        for name, (kinds, react) in _HANDLERS.items():
            try:
                while n_handled < limit and self._deliver_one(name, kinds, react):
                    n_handled += 1
            except Exception:
                _log.exception("handler_failed", handler=name)
        return n_handled

    def _deliver_one(self, name: str, kinds: frozenset[str], react: Handler) -> bool:
        with transaction.atomic():
            cursor = _locked_cursor(name)
            if cursor is None:
                return False
            waiting = Event.objects.filter(
                seq__gt=cursor.seq, seq__lte=self.settled, kind__in=kinds
            )
            event = waiting.order_by("seq").first()
            if event is None:
                return False
            react(event)
            OutboxCursor.objects.filter(consumer=name).update(seq=event.seq)
        return True

    def _settle(self) -> None:
        if connection.vendor != "postgresql":
            # One writer at a time: what is visible is complete.
            self.settled = Event.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
            return
        given, now_open = _horizon()
        if not self._open & now_open:
            self.settled = max(self.settled, self._given)
            self._given, self._open = given, now_open
        if not now_open:
            self.settled = max(self.settled, given)


def deliver_pending() -> int:
    """Feed the handlers once, when no transaction is open elsewhere: tests and commands."""
    return Outbox().deliver()


def _locked_cursor(name: str) -> OutboxCursor | None:
    """The consumer's place, or None while another process is feeding the same consumer."""
    OutboxCursor.objects.get_or_create(consumer=name)
    rows = OutboxCursor.objects.filter(consumer=name)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return rows.first()


def _horizon() -> tuple[int, frozenset[str]]:
    """The highest number given out, and the transactions that others have open.

    The number is read first: whoever took it had its transaction's id by then. Only clients of
    our own database count; neither its clean-up nor a long transaction elsewhere delays anything.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM kit_event_seq_seq")
        given = cursor.fetchone()[0]
        cursor.execute(
            "SELECT backend_xid::text FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND backend_xid IS NOT NULL"
            " AND pid <> pg_backend_pid()"
        )
        return given, frozenset(row[0] for row in cursor.fetchall())


def _take_transaction_id() -> None:
    """Make the open transaction visible to `_horizon` before it takes a number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")


def _announce(event: Event) -> None:
    for listener in _LISTENERS:
        try:
            listener(event)
        except Exception:
            _log.exception("listener_failed", kind=event.kind, seq=event.seq)


def _payload(
    before: dict[str, Any] | None, after: dict[str, Any] | None, data: dict[str, Any]
) -> dict[str, Any]:
    payload = dict(data)
    if before is not None:
        payload["before"] = before
    if after is not None:
        payload["after"] = after
    return payload


def _scope_of(subject: models.Model) -> UUID | None:
    return getattr(subject, "scope_id", None)
