"""The history of a record: who changed what, when, from what to what, by the rights of today.

Each domain registers the kinds of records that have a history. Reading the history of a record
takes the same right as reading the record.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial, reduce
from itertools import islice
from operator import or_
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from zhongshu.access.event_fields import as_told, doing
from zhongshu.access.models import SYSTEM, Actor
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.record_classes import class_of_record
from zhongshu.access.resources import Field, Resource, present, said_of
from zhongshu.access.sighting import is_high_class
from zhongshu.access.trail import NOT_CHANGES
from zhongshu.access.values import Kind
from zhongshu.access.versions import changed_in, hidden_in, state_in, tells, told_by
from zhongshu.kit import moments
from zhongshu.kit.events import seq_of
from zhongshu.kit.models import Event
from zhongshu.kit.origin import note_sight

Rows = Callable[[Actor], QuerySet[Any]]
Narrowed = Callable[[Actor, Any, QuerySet[Event]], QuerySet[Event]]
Told = dict[str, Any]
_LONGEST = 1000


@dataclass(frozen=True)
class Recalled:
    """A kind of record that has a history.

    ``find`` gives a record in view of an actor, and ``rows`` all of them where one query can.
    ``kinds`` begin the kinds of the events that count; ``condition`` finds those events of which
    the record is not the subject itself, and ``narrowed`` those that the actor may be told of.
    Of what an event tells by its doer and its moment alone, ``doers`` and ``moments`` name the
    field, by the kind of the event: it is closed where the field is. ``named`` are the references
    of which whoever sees the record is told the name. Where ``tells_only_changes``, an event that
    changed no field is left out: what it changed may be hidden.
    """

    resource: Resource
    find: Callable[[Actor, UUID], Any]
    kinds: tuple[str, ...]
    rows: Rows | None = None
    condition: Callable[[Any], Q] | None = None
    narrowed: Narrowed = lambda actor, row, events: events
    doers: Mapping[str, str] = field(default_factory=dict)
    moments: Mapping[str, str] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    tells_only_changes: bool = False


RECALLED: dict[str, Recalled] = {}


def recall(resource: Resource, rows: Rows, *, kinds: str = "", **more: Any) -> None:
    """Let the records of a resource have a history; called by its domain when it starts."""
    begins = kinds or f"{resource.model._meta.app_label}."
    recall_one(resource, partial(_found, rows), *begins.split(), rows=rows, **more)


def recall_one(
    resource: Resource, find: Callable[[Actor, UUID], Any], *kinds: str, **more: Any
) -> None:
    """The same, of records which no one query finds or whose values are shown nowhere else."""
    RECALLED[resource.name] = Recalled(resource, find, kinds, **more)


def _found(rows: Rows, actor: Actor, key: UUID) -> Any:
    return get_object_or_404(rows(actor), pk=key)


def record_history(
    actor: Actor, name: str, key: UUID, *, before: UUID | None, limit: int
) -> dict[str, Any]:
    """A page of what happened to a record, the newest first.

    Of each event it tells the fields that the viewer may read today. What changed nothing else is
    left out, as it is not told that a field changed which may not be read.

    Raises
    ------
    Http404
        If there is no such kind of record, or no such record in view.
    """
    if name not in RECALLED:
        raise Http404
    one = RECALLED[name]
    row = one.find(actor, key)
    events = one.narrowed(actor, row, _events(one, row))
    if before is not None:
        events = events.filter(seq__lt=seq_of(before, events))
    reading = _Reading(actor, one, row)
    told = filter(reading.is_told, events.order_by("-seq").iterator(50))
    found = list(islice(told, limit + 1))
    items = [reading.item(event) for event in found[:limit]]
    reading.resolve()
    more = len(found) > limit
    return {"items": items, "next_cursor": items[-1]["id"] if more else None}


def _events(one: Recalled, row: Any) -> QuerySet[Event]:
    begun = reduce(or_, (Q(kind__startswith=begins) for begins in one.kinds))
    events = Event.objects.exclude(kind__in=NOT_CHANGES).filter(begun)
    if one.condition is not None:
        return events.filter(one.condition(row))
    label = one.resource.model._meta.label_lower
    return events.filter(subject_id=row.pk, subject_type=label)


class _Reading:
    """The events of one record as one viewer may read them."""

    def __init__(self, actor: Actor, one: Recalled, row: Any) -> None:
        resource = one.resource
        self.actor, self.one, self.resource, self.row = actor, one, resource, row
        self.scope = _scope_of(resource, row)
        self.by = doing(actor)
        self.said = said_of(actor, resource, row)
        self.hidden = hidden_in(self.said)
        self.fields = told_by(resource)
        self.waiting: list[tuple[type[models.Model], Told, str, str]] = []

    def is_told(self, event: Event) -> bool:
        """Whether there is anything in an event that the viewer may be told of."""
        if self.one.moments.get(event.kind) in self.hidden:
            return False
        if self.one.tells_only_changes and not changed_in(event, self.fields):
            return False
        return tells(event, self.fields, self.hidden)

    def item(self, event: Event) -> Told:
        """One event, as the answer has it."""
        before, after = (state_in(event, side) for side in ("before", "after"))
        # What was ended tells no more than what it was.
        changed = changed_in(event, self.fields) if after else {}
        told = [
            self._change(field, before.get(name), after.get(name))
            for name, field in changed.items()
            if field.name not in self.hidden
        ]
        self._note({one["name"] for one in told})
        return {
            "id": str(event.id),
            "kind": event.kind,
            "at": _iso(event.recorded_at),
            **self._by(event),
            "is_account": event.actor_id is not None,
            "fields": told,
        }

    def _by(self, event: Event) -> Told:
        decided = self.said.get(self.one.doers.get(event.kind, ""))
        return as_told(self.by, event.actor_name, decided)

    def resolve(self) -> None:
        """Put the names of what is in view in the place of ids; anything else stays unnamed."""
        for model in {one for one, *_ in self.waiting}:
            keys = {key for one, _, _, key in self.waiting if one is model}
            names = _names(self.actor, model, keys) | self._names_shown(keys)
            for one, change, side, key in self.waiting:
                if one is model:
                    change[side] = names.get(key)
                    change["is_hidden"] = change["is_hidden"] or key not in names

    def _change(self, field: Field, before: Any, after: Any) -> Told:
        change: Told = {"name": field.name, "is_hidden": False}
        for side, value in (("before", before), ("after", after)):
            change[side] = _wire(field, value)
            model = _referred(self.resource, field)
            # A code, such as that of a role, is its own name.
            if model is not None and _is_id(value):
                change[side] = None
                self.waiting.append((model, change, side, str(value)))
        return change

    def _names_shown(self, keys: set[str]) -> dict[str, str]:
        """What those are called whom the record names to the viewer today."""
        if not self.one.named:
            return {}
        [item] = present(self.actor, self.resource, self._rows(), self.one.named)
        shown = [item[name] for name in self.one.named if isinstance(item[name], dict)]
        return {one["id"]: one["name"] for one in shown if one["id"] in keys}

    def _rows(self) -> QuerySet[Any]:
        return self.resource.model._default_manager.filter(pk=self.row.pk)

    def _is_raised(self) -> bool:
        """Whether the record as a whole is of a class of which each look is kept."""
        if not self.resource.is_secret_whole:
            return is_high_class(class_of_record(self.row))
        [item] = present(SYSTEM, self.resource, self._rows(), ["label"])
        return is_high_class(item["label"])

    def _note(self, names: set[str]) -> None:
        classes = policy_in_force().classes
        is_raised = self._is_raised()
        counted = {name for name in names if self.resource.by_name[name].is_raised_with_record}
        high = {name for name in names if self.resource.is_high(name, classes)}
        high |= {self.resource.noted_as(name) for name in counted} if is_raised else set()
        label = self.resource.model._meta.label_lower
        note_sight(self.resource.name, label, high, [self.row.pk], [self.scope])


def _iso(at: datetime) -> str:
    return at.isoformat()


def _scope_of(resource: Resource, row: Any) -> UUID | None:
    found = row
    for step in resource.scope.split("__") if resource.scope else ():
        found = getattr(found, step)
    return None if found is row else found.pk


def _referred(resource: Resource, field: Field) -> type[models.Model] | None:
    if field.kind is not Kind.REFERENCE:
        return None
    column = resource.model._meta.get_field((field.source or field.name).removesuffix("_id"))
    related = column.related_model
    return related if isinstance(related, type) else None


def _names(actor: Actor, model: type[models.Model], keys: set[str]) -> dict[str, str]:
    """What those of the rows are called that are in view."""
    one = next((one for one in RECALLED.values() if one.resource.model is model), None)
    if one is None or one.rows is None:
        return {}
    label = "name" if "name" in one.resource.by_name else one.resource.default_sort[0]
    rows = one.rows(actor).filter(pk__in=keys).values_list("pk", label)
    return {str(key): str(name) for key, name in rows}


def _is_id(value: Any) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


def _wire(field: Field, value: Any) -> Any:
    if field.kind is Kind.MOMENT and isinstance(value, int):
        return moments.iso(value)
    if isinstance(value, str) and len(value) > _LONGEST:
        return value[:_LONGEST] + "…"
    return value
