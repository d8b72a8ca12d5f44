"""The audit trail as its readers may have it: which events, and which fields of what they tell."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import Http404

from zhongshu.access.fields import READ_AUDIT
from zhongshu.access.guard import Forbidden, check, is_allowed
from zhongshu.access.keeping import closed_rows
from zhongshu.access.models import Actor, ScopeClosure, System, User, scopes_allowed
from zhongshu.access.policy.document import Effect
from zhongshu.access.policy.seeing import Sight
from zhongshu.access.resources import RESOURCES, Field, sight
from zhongshu.access.trail import EXPORTED, READ, SHOWN
from zhongshu.kit.audit import proving
from zhongshu.kit.audit.merkle import leaf_hash
from zhongshu.kit.audit.sealing import last_block
from zhongshu.kit.declarations import Classification, class_of_name
from zhongshu.kit.errors import BadInput
from zhongshu.kit.models import Event

MOST_SIGHTS = 200
_AT_ONCE = 500


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
    if not allowed.exists():
        raise Forbidden(READ_AUDIT)
    return Event.objects.filter(scope_id__in=allowed)


def telling_of(field: str) -> Q:
    """The condition that an event tells of a change to a field."""
    return Q(data__before__has_key=field) | Q(data__after__has_key=field)


def done_by(text: str) -> Q:
    """The condition that somebody did it whose name holds a text: as they are called today."""
    if "\0" in text:
        raise BadInput("a name holds no NUL", field="who")
    return Q(actor_id__in=User.objects.filter(name__icontains=text).values("pk"))


def complete(actor: Actor, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events as the API answers them: of what each tells, only what its reader may read.

    What an event tells may name rows anywhere, such as the far end of a link. So those who read
    the audit of some scopes only are told no more than that there is something.
    """
    _name_givers(items)
    if not is_allowed(actor, READ_AUDIT, None):
        return [item | {"data": {}, "withheld": sorted(item["data"])} for item in items]
    known: dict[str, Sight] = {}
    closed = _about_closed(actor, items)
    for item in items:
        domain = item["subject_type"].partition(".")[0]
        resources = [one for one in RESOURCES.values() if one.model._meta.app_label == domain]
        for one in resources:
            if one.name not in known:
                known[one.name] = sight(actor, one)
        sights = [known[one.name] for one in resources]
        judge = _Judge(item, sights, is_closed=item["id"] in closed)
        item["data"] = judge.shown(item["data"])
        item["withheld"] = sorted(judge.withheld)
    return items


def _about_closed(actor: Actor, items: list[dict[str, Any]]) -> set[str]:
    """The events about records that are secret whole and closed to the reader.

    Of one that is gone nobody knows how high it was: where a class is closed, so is what was.
    """
    found = set()
    for one in (one for one in RESOURCES.values() if one.is_secret_whole):
        label = one.model._meta.label_lower
        about = {item["id"]: item["subject_id"] for item in items if item["subject_type"] == label}
        if about and sight(actor, one, ["id"]).rules:
            rows = one.model._default_manager.filter(pk__in=about.values())
            there = {str(pk) for pk in rows.values_list("pk", flat=True)}
            open_ones = there - {str(pk) for pk in closed_rows(actor, one, rows)}
            found |= {key for key, subject in about.items() if subject not in open_ones}
    return found


def _name_givers(items: list[dict[str, Any]]) -> None:
    """Tell by name in whose place somebody acted."""
    ids = {item["on_behalf_of_id"] for item in items} - {None}
    rows = User.objects.filter(pk__in=ids).values_list("pk", "name") if ids else ()
    names = {str(pk): name for pk, name in rows}
    for item in items:
        item["on_behalf_of_name"] = names.get(item["on_behalf_of_id"], "")


class _Judge:
    """Decides, name by name, what of one event's payload its reader may read."""

    def __init__(self, item: dict[str, Any], sights: list[Sight], *, is_closed: bool) -> None:
        self.scope = UUID(item["scope_id"]) if item["scope_id"] else None
        self.sights = sights
        self.model = _model_called(item["subject_type"])
        self.withheld: set[str] = set()
        self.is_closed = is_closed

    def shown(self, value: Any) -> Any:
        """The value without what the reader may not read."""
        if isinstance(value, dict):
            return {name: self._one(name, inner) for name, inner in value.items()}
        if isinstance(value, list):
            if value and all(isinstance(one, list) and _is_nameless(one) for one in value):
                # Values in a row name no field, so nobody can tell which of them may be read.
                return {"n_rows": len(value)}
            return [self.shown(one) for one in value]
        return value

    def _one(self, name: str, value: Any) -> Any:
        if self._may_read(name):
            return self.shown(value)
        self.withheld.add(name)
        return None

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
        if class_of_name(self.model, name) < Classification.SENSITIVE:
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


def readable(actor: Actor) -> list[dict[str, Any]]:
    """The resources with a field whose reading is recorded, and these fields.

    Raises
    ------
    Forbidden
        If the actor reads the audit of nothing.
    """
    events_in_view(actor)
    found = []
    for one in sorted(RESOURCES.values(), key=lambda one: one.name):
        if fields := sorted(
            field.name
            for field in one.fields
            if one.is_high(field.name) or (one.is_secret_whole and field.is_closable)
        ):
            found.append({"resource": one.name, "fields": fields})
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

    A sight that names scopes instead of its many rows counts for every row of those scopes. At
    most `MOST_SIGHTS` are told; ``is_complete`` says whether there were more.

    Raises
    ------
    BadInput
        If neither an account nor a resource is named, or there is no such resource or field.
    """
    in_view = events_in_view(actor)
    _refuse_vague(resource, field, account_id)
    found = in_view.filter(
        kind__in=[READ, EXPORTED, SHOWN], recorded_at__gte=since, recorded_at__lt=until
    )
    if account_id is not None:
        found = found.filter(actor_id=account_id)
    scopes = _scopes_of(resource, row_id)
    found = _naming(found, resource, field, row_id)
    told: list[dict[str, Any]] = []
    for event in found.order_by("-seq").iterator(_AT_ONCE):
        for read in _matching(event, resource, field, row_id, scopes):
            if len(told) == MOST_SIGHTS:
                return {"items": told, "is_complete": False}
            told.append(_sight(event, read))
    return {"items": told, "is_complete": True}


def _naming(
    found: QuerySet[Event], resource: str | None, field: str | None, row_id: UUID | None
) -> QuerySet[Event]:
    """The events that may answer: the database looks for the words, so few are unpacked."""
    found = found.alias(words=Cast("data", TextField()))
    if resource is not None:
        found = found.filter(words__contains=f'"resource": "{resource}"')
    if field is not None:
        found = found.filter(words__contains=f'"{field}"')
    if row_id is not None:
        found = found.filter(Q(words__contains=str(row_id)) | Q(words__contains='"scopes": ["'))
    return found


def _refuse_vague(resource: str | None, field: str | None, account_id: UUID | None) -> None:
    if resource is None and account_id is None:
        raise BadInput("name an account or a resource", field="resource")
    if resource is not None and resource not in RESOURCES:
        raise BadInput(f"there is no resource {resource!r}", field="resource")
    if field is not None and (resource is None or field not in RESOURCES[resource].by_name):
        raise BadInput(f"the resource has no field {field!r}", field="field")


def _scopes_of(resource: str | None, row_id: UUID | None) -> frozenset[str]:
    """The scope that governs a row, and all above it."""
    if resource is None or row_id is None or not RESOURCES[resource].scope:
        return frozenset()
    one = RESOURCES[resource]
    governing = one.model._default_manager.filter(pk=row_id).values(f"{one.scope}_id")
    above = ScopeClosure.objects.filter(descendant__in=governing).values_list("ancestor", flat=True)
    return frozenset(map(str, above))


def _matching(
    event: Event,
    resource: str | None,
    field: str | None,
    row_id: UUID | None,
    scopes: frozenset[str],
) -> Iterator[dict[str, Any]]:
    for read in event.data.get("reads", []):
        is_named = row_id is None or str(row_id) in read.get("rows", ())
        if (
            (resource is None or read["resource"] == resource)
            and (field is None or field in read["fields"])
            and (is_named or scopes & set(read.get("scopes", ())))
        ):
            yield read


def _sight(event: Event, read: dict[str, Any]) -> dict[str, Any]:
    return {
        "event_id": str(event.id),
        "at": event.recorded_at.isoformat(),
        "account": event.actor_id and {"id": str(event.actor_id), "name": event.actor_name},
        "token_id": event.token_id and str(event.token_id),
        "request_id": event.request_id,
        "ip": event.ip,
        "is_export": event.kind == EXPORTED,
        "is_on_request": event.kind == SHOWN,
        "resource": read["resource"],
        "fields": read["fields"],
        "n_rows": read["n_rows"],
    }


def proof(actor: Actor, event_id: UUID) -> dict[str, Any]:
    """The path from the hash of an event to the root of the newest block.

    What the event says is left out, as the reader may not be allowed to read all of it.

    Raises
    ------
    Http404
        If there is no such event, or it waits to be sealed.
    """
    check(actor, READ_AUDIT, None)
    try:
        proved = proving.prove_event(event_id)
    except proving.NotSealed as error:
        raise Http404 from error
    leaf = leaf_hash(proved.pop("event").encode("ascii"))
    return proved | {"leaf": leaf.hex()}


def state(actor: Actor) -> dict[str, Any]:
    """How far the trail is sealed, for those who read all of it.

    Raises
    ------
    Forbidden
        If the actor reads the audit of nothing.
    """
    events_in_view(actor)
    if not is_allowed(actor, READ_AUDIT, None):
        return {"is_whole": False, "block": None, "n_waiting": None}
    block = last_block()
    floor = block.settled_seq if block else 0
    return {
        "is_whole": True,
        "block": block and proving.block_line(block),
        "n_waiting": Event.objects.filter(seq__gt=floor).count(),
    }
