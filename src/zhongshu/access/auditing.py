"""The audit trail as its readers may have it: which events, and which fields of what they tell."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from zhongshu.access.authorities.fields import QUESTION
from zhongshu.access.event_fields import (
    AUDIT_EVENT,
    READ_AUDIT,
    closed_fields,
    is_readable,
    knows_who,
)
from zhongshu.access.guard import Forbidden, check, is_allowed
from zhongshu.access.keeping import closed_rows
from zhongshu.access.lowering.fields import LOWERING
from zhongshu.access.models import (
    Actor,
    Scope,
    ScopeClosure,
    System,
    User,
    scopes_allowed,
)
from zhongshu.access.policy.document import Effect
from zhongshu.access.policy.seeing import Sight
from zhongshu.access.resources import RESOURCES, Field, UnknownField, sight
from zhongshu.kit.audit import proving
from zhongshu.kit.audit.looks import last_looks
from zhongshu.kit.audit.merkle import leaf_hash
from zhongshu.kit.audit.sealing import last_block
from zhongshu.kit.declarations import Classification, class_of_name
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.models import Event


class ProvesUnread(DomainError):
    """A proof is the hash of all that an event tells: whoever may not read all gets none.

    What is guessed could else be held against it, off line and as often as one likes.
    """

    code = "access.proves_unread"
    status = 403


def events_in_view(actor: Actor) -> QuerySet[Event]:
    """Every event for those who read the audit of the company; else those over their scopes.

    Raises
    ------
    Forbidden
        If the actor reads the audit of nothing.
    """
    if isinstance(actor, System) or is_allowed(actor, READ_AUDIT, None):
        return Event.objects.all()
    allowed = scopes_allowed(actor, READ_AUDIT)
    if not allowed.rows.exists():
        raise Forbidden(READ_AUDIT)
    return Event.objects.filter(scope_id__in=allowed)


def audited_scopes(actor: Actor) -> QuerySet[Scope]:
    """The scopes whose audit the actor reads.

    Raises
    ------
    Forbidden
        If the actor reads the audit of nothing.
    """
    events_in_view(actor)
    if isinstance(actor, System) or is_allowed(actor, READ_AUDIT, None):
        return Scope.objects.all()
    return Scope.objects.filter(pk__in=scopes_allowed(actor, READ_AUDIT))


def happened_in(scope_id: UUID) -> Q:
    """The condition that an event is over a scope or anything below it."""
    below = ScopeClosure.objects.filter(ancestor=scope_id).values("descendant")
    return Q(scope_id__in=below)


def telling_of(actor: Actor, field: str) -> Q:
    """The condition that an event tells of a change to a field.

    Raises
    ------
    UnknownField
        If the actor may not know what events tell.
    """
    if not is_readable(actor, "data"):
        raise UnknownField("field", field="field")
    return Q(data__before__has_key=field) | Q(data__after__has_key=field)


def done_by(actor: Actor, text: str) -> Q:
    """The condition that somebody did it whose name holds a text: as they are called today.

    Raises
    ------
    UnknownField
        If the actor may not know who did something.
    """
    if not knows_who(actor):
        raise UnknownField("who", field="who")
    if "\0" in text:
        raise BadInput("a name holds no NUL", field="who")
    return Q(actor_id__in=User.objects.filter(name__icontains=text).values("pk"))


def complete(actor: Actor, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events as the API answers them: of what each tells, only what its reader may read.

    What an event tells may name rows anywhere, such as the far end of a link. So those who read
    the audit of some scopes only are told no more than that there is something. Where a policy
    closes who did it, what the event tells names them neither.
    """
    _name_givers(actor, items)
    told = [item for item in items if isinstance(item["data"], dict)]
    for item in items:
        item["withheld"] = []
    if not is_allowed(actor, READ_AUDIT, None):
        for item in told:
            item["data"], item["withheld"] = {}, sorted(item["data"])
        return items
    known: dict[str, Sight] = {}
    closed = _about_closed(actor, told)
    actors = {} if knows_who(actor) else _who_did(told)
    for item in told:
        domains = {_domain_of_subject(item), _domain_of_kind(item)}
        resources = [one for one in RESOURCES.values() if one.model._meta.app_label in domains]
        # By what right something was decided elsewhere may be the vote of a body.
        resources += [QUESTION] if "by" in item["data"] and QUESTION not in resources else []
        # By whose request a class was lowered is told with the record.
        is_lowered = "lowering" in item["data"] and LOWERING not in resources
        resources += [LOWERING] if is_lowered else []
        for one in resources:
            if one.name not in known:
                known[one.name] = sight(actor, one)
        sights = [known[one.name] for one in resources]
        unnamed = actors.get(item["id"], ())
        judge = _Judge(item, sights, is_closed=item["id"] in closed, unnamed=unnamed)
        item["data"] = judge.shown(item["data"])
        item["withheld"] = sorted(judge.withheld)
    return items


def payload(actor: Actor, event: Event) -> dict[str, Any]:
    """What one event tells, as far as its reader may have it."""
    told: dict[str, Any] = complete(actor, [_item(event)])[0]["data"]
    return told


def closed_events(actor: Actor, events: Iterable[Event]) -> set[str]:
    """Those of some events, by their ids, that are about what is closed to a reader as a whole."""
    return _about_closed(actor, [_item(one) for one in events])


def _item(event: Event) -> dict[str, Any]:
    return {
        "id": str(event.id),
        "kind": event.kind,
        "subject_type": event.subject_type,
        "subject_id": str(event.subject_id),
        "scope_id": event.scope_id and str(event.scope_id),
        "on_behalf_of_id": None,
        "data": event.data,
    }


def _who_did(items: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    """By event, the words that name who did it, or in whose place."""
    found = {}
    for event in Event.objects.filter(id__in=[item["id"] for item in items]):
        ids = (event.actor_id, event.on_behalf_of_id, event.token_id)
        words = (*(str(one) for one in ids if one), event.actor_name if event.actor_id else "")
        found[str(event.id)] = tuple(one for one in words if one)
    return found


Closing = Callable[[Actor, list[dict[str, Any]]], set[str]]
_CLOSING: list[Closing] = []


def register_closing(find: Closing) -> None:
    """Tell which of some events are about what is closed to a reader as a whole, by their ids."""
    _CLOSING.append(find)


def _about_closed(actor: Actor, items: list[dict[str, Any]]) -> set[str]:
    """The events about records that are secret whole and closed to the reader.

    Of one that is gone nobody knows how high it was: where a class is closed, so is what was.
    """
    found = {key for find in _CLOSING for key in find(actor, items)}
    for one in (one for one in RESOURCES.values() if one.is_secret_whole):
        label = one.model._meta.label_lower
        about = {item["id"]: item["subject_id"] for item in items if item["subject_type"] == label}
        if about and sight(actor, one, ["id"]).rules:
            rows = one.model._default_manager.filter(pk__in=about.values())
            there = {str(pk) for pk in rows.values_list("pk", flat=True)}
            open_ones = there - {str(pk) for pk in closed_rows(actor, one, rows)}
            found |= {key for key, subject in about.items() if subject not in open_ones}
    return found


def _name_givers(actor: Actor, items: list[dict[str, Any]]) -> None:
    """Tell by name in whose place somebody acted, and lock what would say it another way."""
    if not knows_who(actor):
        for item in items:
            is_own = item["subject_id"] is None and item["subject_type"]
            for name in ("on_behalf_of_name", *(["subject_id"] if is_own else [])):
                _lock(item, name)
        return
    ids = {item["on_behalf_of_id"] for item in items} - {None}
    rows = User.objects.filter(pk__in=ids).values_list("pk", "name") if ids else ()
    names = {str(pk): name for pk, name in rows}
    for item in items:
        item["on_behalf_of_name"] = names.get(item["on_behalf_of_id"], "")


def _lock(item: dict[str, Any], name: str) -> None:
    """Lock a field that follows who did it, with the class of that."""
    item[name] = None
    locked = item.setdefault("_locked", [])
    if name not in locked:
        locked.append(name)
        label = AUDIT_EVENT.classification("actor_name")
        item.setdefault("_classes", {})[name] = int(label)


def _domain_of_subject(item: dict[str, Any]) -> str:
    domain: str = item["subject_type"].partition(".")[0]
    return domain


def _domain_of_kind(item: dict[str, Any]) -> str:
    """Whose records an event tells of beside its subject, as planning does of tasks.

    What the platform itself notes of anything tells of none of its own.
    """
    domain: str = item["kind"].partition(".")[0]
    return _domain_of_subject(item) if domain == "access" else domain


class _Judge:
    """Decides, name by name, what of one event's payload its reader may read."""

    def __init__(
        self,
        item: dict[str, Any],
        sights: list[Sight],
        *,
        is_closed: bool,
        unnamed: Sequence[str] = (),
    ) -> None:
        self.scope = UUID(item["scope_id"]) if item["scope_id"] else None
        self.sights = sights
        self.model = _model_called(item["subject_type"])
        self.domain = _domain_of_kind(item)
        self.withheld: set[str] = set()
        self.is_closed = is_closed
        self.unnamed = unnamed

    def shown(self, value: Any) -> Any:
        """The value without what the reader may not read."""
        if isinstance(value, dict):
            return {name: self._one(name, inner) for name, inner in value.items()}
        if isinstance(value, list):
            if value and all(isinstance(one, list) and _is_nameless(one) for one in value):
                # Values in a row name no field, so nobody can tell which of them may be read.
                return {"n_rows": len(value)}
            return [self.shown(one) for one in value]
        return None if self._names_them(value) else value

    def _one(self, name: str, value: Any) -> Any:
        if self._may_read(name) and not self._names_them(value):
            return self.shown(value)
        self.withheld.add(name)
        return None

    def _names_them(self, value: Any) -> bool:
        """Whether a value says who did it, who is to stay unnamed."""
        return isinstance(value, str) and any(one in value for one in self.unnamed)

    def _may_read(self, name: str) -> bool:
        if self.is_closed:
            return False
        if self.model is None:
            return not self.sights
        named = [
            (seeing, one)
            for seeing in self.sights
            for one in seeing.resource.fields
            if name in {one.name, one.source, f"{one.name}_id"}
        ]
        label = class_of_name(self.model, name, domain=self.domain)
        if label < Classification.SENSITIVE:
            named = [(seeing, one) for seeing, one in named if not one.needs]
        elif not named:
            return False
        return all(self._is_readable(seeing, one) for seeing, one in named)

    def _is_readable(self, seeing: Sight, one: Field) -> bool:
        """Whether a field is readable in the event's scope, whatever became of the row."""
        if one.name not in seeing.rules:
            return True
        over = seeing.company or self.scope
        return over is not None and seeing.least(one.name, over) >= Effect.READ


def _is_nameless(values: list[Any]) -> bool:
    return not any(isinstance(one, dict) for one in values)


def _model_called(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label) if label else None
    except LookupError:
        # The table is gone, and its events stay.
        return None


def refuse_proofs_of_unread(actor: Actor) -> None:
    """Raise `ProvesUnread` unless every field of events is open to the actor."""
    if closed := closed_fields(actor):
        raise ProvesUnread(", ".join(closed), fields=closed)


def proof(actor: Actor, event_id: UUID) -> dict[str, Any]:
    """The path from the hash of an event to the root of the newest block.

    What the event says is left out, as the reader may not be allowed to read all of it.

    Raises
    ------
    ProvesUnread
        If the policy closes any field of events to the actor.
    Http404
        If there is no such event, or it waits to be sealed.
    """
    check(actor, READ_AUDIT, None)
    refuse_proofs_of_unread(actor)
    try:
        proved = proving.prove_event(event_id)
    except proving.NotSealed as error:
        raise Http404 from error
    leaf = leaf_hash(proved.pop("event").encode("ascii"))
    return proved | {"leaf": leaf.hex()}


def state(actor: Actor) -> dict[str, Any]:
    """What is wrong with the trail, and for those who read all of it, how far it is sealed.

    Raises
    ------
    Forbidden
        If the actor reads the audit of nothing.
    """
    events_in_view(actor)
    looks = last_looks(now=timezone.now())
    told = asdict(looks)
    if not is_allowed(actor, READ_AUDIT, None):
        # Where it is broken would tell how much happens in the rest.
        told["alarms"] = [one | {"about": ""} for one in looks.alarms]
        return told | {"is_whole": False, "block": None, "n_waiting": None}
    block = last_block()
    floor = block.settled_seq if block else 0
    return told | {
        "is_whole": True,
        "block": block and proving.block_line(block),
        "n_waiting": Event.objects.filter(seq__gt=floor).count(),
    }
