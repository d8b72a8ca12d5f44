"""Record what happened, and hand it on after the commit. Nothing here decides anything."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

import structlog
from django.db import connection, models, transaction

from zhongshu.kit.audit.witness import WITNESS
from zhongshu.kit.declarations import (
    RaisedFields,
    classification_of,
    names_of_free_texts,
    personal_values,
    subject_of,
)
from zhongshu.kit.errors import BadInput
from zhongshu.kit.horizon import Horizon, take_transaction_id
from zhongshu.kit.models import NOTHING, Event, OutboxCursor
from zhongshu.kit.origin import here
from zhongshu.kit.personal.columns import subject_of_texts
from zhongshu.kit.personal.keys import sealing_keys
from zhongshu.kit.personal.sealing import marked, seal_payload, subjects_in
from zhongshu.kit.personal.texts import Kept

Handler = Callable[[Event], None]
Listener = Callable[[Event], None]
Message = tuple[str, dict[str, Any]]
Marking = Callable[[dict[str, Any]], dict[str, Any]]
Telling = Callable[[Event], Message]
Hearers = Callable[[Event, Collection[UUID]], Collection[UUID]]
Addressing = Callable[[Event, Collection[UUID]], tuple[set[UUID], Message]]

_AT_ONCE = 500
_log = structlog.get_logger(__name__)
_HANDLERS: dict[str, tuple[frozenset[str], Handler]] = {}
_LISTENERS: list[Listener] = []
_CLASSES: list[tuple[Callable[[models.Model], int], Callable[[], RaisedFields]]] = []
_LIVE: dict[str, tuple[str, Telling, Hearers]] = {}
_ADDRESSED: dict[str, Addressing] = {}


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
    subject: models.Model | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    outcome: Event.Outcome = Event.Outcome.SUCCESS,
    concerning: Collection[UUID] = (),
    marking: Marking | None = None,
    at_least: int = 0,
    typed: Collection[str] = (),
    **data: Any,
) -> Event:
    """Append one event inside the caller's transaction; it is handed on after the commit.

    The request or job that runs now is kept with it: see `zhongshu.kit.origin`. Values of
    declared personal fields of the subject are sealed for whom the subject is about, and for
    those whom they also concern, by id; ``marking`` marks what is personal deeper in the payload.
    The class of the event is the highest of the fields it tells and of its subject, and
    ``at_least`` that of what else it tells of.
    What stands under the ``typed`` names is free text, though no table has a field of that name.
    """
    take_transaction_id()
    payload = _payload(before, after, data)
    # Of a lazy object, the class is not that of the row.
    model = subject._meta.model if subject is not None else None
    domain = kind.partition(".")[0]
    event = Event(
        kind=kind,
        outcome=outcome,
        classification=max(_class_of(subject, payload, domain), at_least),
        actor_id=actor.pk,
        actor_name=actor.name,
        subject_type=model._meta.label_lower if model else "",
        subject_id=subject.pk if subject is not None else NOTHING,
        scope_id=getattr(subject, "scope_id", None),
        data=payload,
        **_whence(),
    )
    seal(event, subject, concerning=concerning, marking=marking, typed=typed)
    event.save(force_insert=True)
    _let_witness(event)
    transaction.on_commit(lambda: _announce(event))
    return event


def classed_by(
    of_record: Callable[[models.Model], int], fields_raised: Callable[[], RaisedFields]
) -> None:
    """Ask these for the class to which a subject is raised, and for fields that a policy raises."""
    _CLASSES[:] = [(of_record, fields_raised)]


def _class_of(subject: models.Model | None, payload: dict[str, Any], domain: str) -> int:
    model = subject._meta.model if subject is not None else None
    of_record, fields_raised = _CLASSES[0] if _CLASSES else (_no_class, dict)
    told = classification_of(model, payload, domain=domain, raised=fields_raised())
    return max(told, of_record(subject) if subject is not None else 0)


def _no_class(_: models.Model) -> int:
    return 0


def add_told(events: list[Event]) -> None:
    """Append many events at once that somebody made and sealed: what a demo tells of its past."""
    with transaction.atomic():
        for event in Event.objects.bulk_create(events, batch_size=_AT_ONCE):
            _let_witness(event)


def _let_witness(event: Event) -> None:
    """Have it noted outside of the database what was written, and after the commit that it was."""
    leaf = WITNESS.wrote(event)
    transaction.on_commit(lambda: WITNESS.committed(event, leaf))


def seal(
    event: Event,
    subject: models.Model | None,
    *,
    concerning: Collection[UUID] = (),
    marking: Marking | None = None,
    typed: Collection[str] = (),
) -> None:
    """Let an event that is not written yet keep what is personal sealed, and free texts apart."""
    payload = event.data
    if subject is not None and (about := subject_of(subject)) is not None:
        names = personal_values(subject._meta.model)
        payload = marked(payload, names, tuple({about: None} | dict.fromkeys(concerning)))
    if marking is not None:
        payload = marking(payload)
    wanted = set(subjects_in(payload))
    if (acting := subject_of_texts(event, "actor_id")) is not None:
        wanted.add(acting)
    held = sealing_keys(wanted)
    event.__dict__["sealing_keys"] = held
    kept = Kept(names_of_free_texts().union(typed))
    event.__dict__["sealed_data"] = seal_payload(payload, held, kept)
    event.texts = kept.as_column()


def handler(name: str, *kinds: str) -> Callable[[Handler], Handler]:
    """Register a reaction to events of these kinds.

    It is called after the commit, at least once and in order, so it must be idempotent.
    ``name`` identifies the reader in the outbox and never changes.
    """

    def register(react: Handler) -> Handler:
        _HANDLERS[name] = (frozenset(kinds), react)
        return react

    return register


def live(
    *kinds: str, permission: str, hearers: Hearers = lambda _, among: among
) -> Callable[[Telling], Telling]:
    """Register what open pages are told of events of these kinds: ``(name, data)``.

    Only viewers with ``permission`` over the event's scope are told, and of these ``hearers``
    finds those who may know of this event.
    """

    def register(tell: Telling) -> Telling:
        _LIVE.update(dict.fromkeys(kinds, (permission, tell, hearers)))
        return tell

    return register


def told_live(event: Event) -> tuple[str, Message] | None:
    """The permission needed to hear of an event, and what is told; None if nothing is."""
    if event.kind not in _LIVE:
        return None
    permission, tell, _ = _LIVE[event.kind]
    return permission, tell(event)


def hearers_of(event: Event, among: Collection[UUID]) -> Collection[UUID]:
    """Those of the users over its scope who may be told that an event happened."""
    return _LIVE[event.kind][2](event, among)


def live_to(*kinds: str) -> Callable[[Addressing], Addressing]:
    """Register what some users are told of events of these kinds, and who they are.

    The function gets the event and the users who have a page open, by id.
    """

    def register(address: Addressing) -> Addressing:
        _ADDRESSED.update(dict.fromkeys(kinds, address))
        return address

    return register


def told_to(event: Event, among: Collection[UUID]) -> tuple[set[UUID], Message] | None:
    """Which users are told of an event, and what; None if nothing is addressed to anybody."""
    address = _ADDRESSED.get(event.kind)
    return address(event, among) if address else None


def seq_of(event_id: UUID, among: models.QuerySet[Event]) -> int:
    """The number of an event among those of one subject.

    Cursors carry ids: numbers would tell how much happens elsewhere.

    Raises
    ------
    BadInput
        If there is no such event among them.
    """
    seq: int | None = among.filter(id=event_id).values_list("seq", flat=True).first()
    if seq is None:
        raise BadInput("the cursor does not fit this list", field="cursor")
    return seq


def listen(listener: Listener) -> None:
    """Call ``listener`` in this process right after each commit (live pages; may be missed)."""
    _LISTENERS.append(listener)


@dataclass(slots=True)
class Outbox:
    """Feeds the handlers of one process; several processes may each have one.

    Only settled events are handed on: see `Horizon`.
    """

    horizon: Horizon = field(default_factory=Horizon)

    def deliver(self, *, limit: int = 500) -> int:
        """Feed each handler the settled events it has not seen; return how many were handled.

        A handler that fails gets the same event again; the other handlers go on.
        """
        self.horizon.advance()
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
                seq__gt=cursor.seq, seq__lte=self.horizon.settled, kind__in=kinds
            )
            event = waiting.order_by("seq").first()
            if event is None:
                return False
            react(event)
            OutboxCursor.objects.filter(consumer=name).update(seq=event.seq)
        return True


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


def _whence() -> dict[str, Any]:
    origin = here()
    return {
        "on_behalf_of_id": origin.on_behalf_of_id,
        "token_id": origin.token_id,
        "automation": origin.automation,
        "request_id": origin.request_id,
        "ip": origin.ip,
        "user_agent": origin.user_agent,
    }
