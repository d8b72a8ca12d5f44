"""Who saw what: the sights that the trail keeps, asked by whose they were or of what."""

from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from zhongshu.access.auditing import closed_events, events_in_view
from zhongshu.access.event_fields import AUDIT_EVENT, is_readable, knows_who
from zhongshu.access.models import Actor, ScopeClosure
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.resources import RESOURCES, UnknownField, present
from zhongshu.access.trail import EXPORTED, READ, SHOWN
from zhongshu.kit.errors import BadInput
from zhongshu.kit.models import Event

MOST_SIGHTS = 200
_AT_ONCE = 500
# By more rows than these the database is not asked.
_MOST_WORDS = 100
_SHOWN = ("id", "recorded_at", "actor_id", "actor_name", "token_id", "request_id", "ip")


def readable(actor: Actor) -> list[dict[str, Any]]:
    """The resources with a field whose reading is recorded, and these fields.

    Raises
    ------
    Forbidden
        If the actor reads the audit of nothing.
    """
    events_in_view(actor)
    classes = policy_in_force().classes
    found = []
    for one in sorted(RESOURCES.values(), key=lambda one: one.name):
        if fields := {
            one.noted_as(field.name)
            for field in one.fields
            if one.is_high(field.name, classes) or (one.record_class and field.is_closable)
        }:
            found.append({"resource": one.name, "fields": sorted(fields)})
    return found


def sights(
    actor: Actor,
    *,
    since: datetime,
    until: datetime,
    resource: str | None = None,
    field: str | None = None,
    row_id: UUID | None = None,
    account_id: UUID | None = None,
) -> dict[str, Any]:
    """Who was shown what from one moment until another, the newest first.

    A sight that names scopes instead of its many rows counts for every row of those scopes. Where
    rows stand for a record of another kind, its id asks of all of them. At most
    `MOST_SIGHTS` are told; ``is_complete`` says whether there were more.

    Raises
    ------
    BadInput
        If neither an account nor a resource is named, there is no such resource or field, or the
        time ends before it begins.
    UnknownField
        If the policy closes what is asked by: what events tell, or who did something.
    """
    in_view = events_in_view(actor)
    _refuse_closed(actor, account_id)
    _refuse_vague(resource, field, account_id)
    if until < since:
        raise BadInput("until is before since", field="until")
    found = in_view.filter(
        kind__in=[READ, EXPORTED, SHOWN], recorded_at__gte=since, recorded_at__lt=until
    )
    if account_id is not None:
        found = found.filter(actor_id=account_id)
    rows = _rows_meant(resource, row_id)
    scopes = _scopes_of(resource, rows)
    found = _naming(found, resource, field, rows)
    met = (
        (event, read)
        for event in found.order_by("-seq").iterator(_AT_ONCE)
        for read in _matching(event, resource, field, rows, scopes)
    )
    first = list(islice(met, MOST_SIGHTS + 1))
    return {
        "items": _told(actor, in_view, first[:MOST_SIGHTS]),
        "is_complete": len(first) <= MOST_SIGHTS,
    }


def _refuse_closed(actor: Actor, account_id: UUID | None) -> None:
    if not is_readable(actor, "data"):
        raise UnknownField("data", field="data")
    if account_id is not None and not knows_who(actor):
        raise UnknownField("account_id", field="account_id")


def _rows_meant(resource: str | None, row_id: UUID | None) -> frozenset[str]:
    """The rows that one asks of by an id: its own, and those that stand for the record of it."""
    if row_id is None:
        return frozenset()
    path = RESOURCES[resource].stands_for if resource is not None else ""
    if resource is None or not path:
        return frozenset({str(row_id)})
    standing = RESOURCES[resource].model._default_manager.filter(**{path: row_id})
    return frozenset({str(row_id), *map(str, standing.values_list("pk", flat=True))})


def _naming(
    found: QuerySet[Event], resource: str | None, field: str | None, rows: frozenset[str]
) -> QuerySet[Event]:
    """The events that may answer: the database looks for the words, so few are unpacked."""
    found = found.alias(words=Cast("data", TextField()))
    if resource is not None:
        found = found.filter(words__contains=f'"resource": "{resource}"')
    if field is not None:
        found = found.filter(words__contains=f'"{field}"')
    if 0 < len(rows) <= _MOST_WORDS:
        named = (Q(words__contains=row) for row in sorted(rows))
        found = found.filter(reduce(or_, named, Q(words__contains='"scopes": ["')))
    return found


def _refuse_vague(resource: str | None, field: str | None, account_id: UUID | None) -> None:
    if resource is None and account_id is None:
        raise BadInput("name an account or a resource", field="resource")
    if resource is not None and resource not in RESOURCES:
        raise BadInput(f"there is no resource {resource!r}", field="resource")
    if field is not None and (resource is None or field not in RESOURCES[resource].by_name):
        raise BadInput(f"the resource has no field {field!r}", field="field")


def _scopes_of(resource: str | None, rows: frozenset[str]) -> frozenset[str]:
    """The scopes that govern rows, and all above them."""
    if resource is None or not rows or not RESOURCES[resource].scope:
        return frozenset()
    one = RESOURCES[resource]
    governing = one.model._default_manager.filter(pk__in=rows).values(f"{one.scope}_id")
    above = ScopeClosure.objects.filter(descendant__in=governing).values_list("ancestor", flat=True)
    return frozenset(map(str, above))


def _matching(
    event: Event,
    resource: str | None,
    field: str | None,
    rows: frozenset[str],
    scopes: frozenset[str],
) -> Iterator[dict[str, Any]]:
    for read in event.data.get("reads", []):
        is_named = not rows or not rows.isdisjoint(read.get("rows", ()))
        if (
            (resource is None or read["resource"] == resource)
            and (field is None or field in read["fields"])
            and (is_named or scopes & set(read.get("scopes", ())))
        ):
            yield read


def _told(
    actor: Actor, in_view: QuerySet[Event], found: list[tuple[Event, dict[str, Any]]]
) -> list[dict[str, Any]]:
    """Sights as the API answers them: of each event what its reader may read.

    Those of what is closed to the reader as a whole are left out: they would tell how much it is.
    """
    events = {str(event.id): event for event, _ in found}
    closed = closed_events(actor, events.values())
    rows = in_view.filter(id__in=events.keys() - closed)
    shown = {one["id"]: one for one in present(actor, AUDIT_EVENT, rows, _SHOWN)}
    return [
        _sight(shown[str(event.id)], event, read) for event, read in found if str(event.id) in shown
    ]


def _sight(item: dict[str, Any], event: Event, read: dict[str, Any]) -> dict[str, Any]:
    told = {name: item[name] for name in ("token_id", "request_id", "ip")}
    locked, classes = list(item.get("_locked", ())), dict(item.get("_classes", {}))
    account = item["actor_id"] and {"id": item["actor_id"], "name": item["actor_name"]}
    if who := {"actor_id", "actor_name"} & {*locked, *item.get("_masked", ())}:
        locked.append("account")
        classes["account"] = max(classes[name] for name in who)
        account = None
    if locked:
        told |= {"_locked": [one for one in locked if one in (*told, "account")]}
        told |= {"_classes": {name: classes[name] for name in told["_locked"]}}
    return told | {
        "event_id": item["id"],
        "at": item["recorded_at"],
        "account": account,
        "is_export": event.kind == EXPORTED,
        "is_on_request": event.kind == SHOWN,
        "is_under_glass": "break_glass" in event.data,
        "resource": read["resource"],
        "fields": read["fields"],
        "n_rows": read["n_rows"],
    }
