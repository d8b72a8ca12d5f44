"""The history of a record: who changed what, when, from what to what, by the rights of today.

Each domain registers the kinds of records that have a history. Reading the history of a record
takes the same right as reading the record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from zhongshu.access.event_fields import doing
from zhongshu.access.models import Actor
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.resources import Field, Resource, said_of
from zhongshu.access.trail import NOT_CHANGES
from zhongshu.access.values import Kind
from zhongshu.access.versions import changed_in, hidden_in, state_in, tells, told_by
from zhongshu.kit import moments
from zhongshu.kit.events import seq_of
from zhongshu.kit.models import Event
from zhongshu.kit.origin import note_sight

Rows = Callable[[Actor], QuerySet[Any]]
Told = dict[str, Any]
_LONGEST = 1000


@dataclass(frozen=True)
class Recalled:
    """A kind of record that has a history.

    ``rows`` are those in view of an actor. ``kinds`` begin the kinds of the events that count;
    ``condition`` finds those events of which the record is not the subject itself.
    """

    resource: Resource
    rows: Rows
    kinds: str
    condition: Callable[[Any], Q] | None = None


RECALLED: dict[str, Recalled] = {}


def recall(
    resource: Resource,
    rows: Rows,
    *,
    kinds: str = "",
    condition: Callable[[Any], Q] | None = None,
) -> None:
    """Let the records of a resource have a history; called by its domain when it starts."""
    begins = kinds or f"{resource.model._meta.app_label}."
    RECALLED[resource.name] = Recalled(resource, rows, begins, condition)


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
    row = get_object_or_404(one.rows(actor), pk=key)
    events = _events(one, row)
    if before is not None:
        events = events.filter(seq__lt=seq_of(before, events))
    reading = _Reading(actor, one.resource, row)
    told = filter(reading.is_told, events.order_by("-seq").iterator(50))
    found = list(islice(told, limit + 1))
    items = [reading.item(event) for event in found[:limit]]
    reading.resolve()
    more = len(found) > limit
    return {"items": items, "next_cursor": items[-1]["id"] if more else None}


def _events(one: Recalled, row: Any) -> QuerySet[Event]:
    events = Event.objects.exclude(kind__in=NOT_CHANGES).filter(kind__startswith=one.kinds)
    if one.condition is not None:
        return events.filter(one.condition(row))
    label = one.resource.model._meta.label_lower
    return events.filter(subject_id=row.pk, subject_type=label)


class _Reading:
    """The events of one record as one viewer may read them."""

    def __init__(self, actor: Actor, resource: Resource, row: Any) -> None:
        self.actor, self.resource, self.row = actor, resource, row
        scope = _scope_of(resource, row)
        self.scope = scope
        self.by = doing(actor)
        self.hidden = hidden_in(said_of(actor, resource, row))
        self.fields = told_by(resource)
        self.waiting: list[tuple[type[models.Model], Told, str, str]] = []

    def is_told(self, event: Event) -> bool:
        """Whether there is anything in an event that the viewer may be told of."""
        return tells(event, self.fields, self.hidden)

    def item(self, event: Event) -> Told:
        """One event, as the answer has it."""
        before, after = (state_in(event, side) for side in ("before", "after"))
        told = [
            self._change(field, before.get(name), after.get(name))
            for name, field in changed_in(event, self.fields).items()
            if field.name not in self.hidden
        ]
        self._note({one["name"] for one in told})
        return {
            "id": str(event.id),
            "kind": event.kind,
            "at": _iso(event.recorded_at),
            **self.by(event.actor_name),
            "is_account": event.actor_id is not None,
            "fields": told,
        }

    def resolve(self) -> None:
        """Put the names of what is in view in the place of ids; anything else stays unnamed."""
        for model in {one for one, *_ in self.waiting}:
            keys = {key for one, _, _, key in self.waiting if one is model}
            names = _names(self.actor, model, keys)
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

    def _note(self, names: set[str]) -> None:
        classes = policy_in_force().classes
        high = {name for name in names if self.resource.is_high(name, classes)}
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
    if one is None:
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
