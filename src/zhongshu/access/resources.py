"""The one way out: what each entity shows, to whom, and by what it may be asked for.

A `Resource` names the fields of an entity; `listing.page` and `present` are the only code
that turns rows into answers, so lists, exports and pickers obey the same rights.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from math import isfinite
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from zhongshu.access.models import Actor, System, scopes_allowed
from zhongshu.kit import moments
from zhongshu.kit.declarations import Classification, declarations
from zhongshu.kit.errors import BadInput
from zhongshu.kit.origin import note_sight


class Kind(Enum):
    """What a field's values are, on the wire and in a filter."""

    TEXT = "text"
    INTEGER = "integer"
    RATIO = "ratio"
    MOMENT = "moment"
    DATE = "date"
    INSTANT = "instant"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    ID = "id"
    REFERENCE = "reference"
    JSON = "json"


class Measure(Enum):
    """How the values of many rows become one; rows without a value do not count."""

    SUM = "sum"
    MEAN = "mean"
    LEAST = "least"
    GREATEST = "greatest"


class UnknownField(BadInput):
    """The entity has no such field that the viewer could ask for.

    A field that exists but may not be read is refused with exactly the same words.
    """

    code = "access.unknown_field"
    status = 400


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a resource.

    ``source`` is the path from the model; ``label`` (references only) the path of the text
    shown beside the id; ``needs`` the permission over the row without which it is locked;
    ``expression`` computes it in the query; ``inputs`` are the stored fields it is computed
    from, whose highest class it takes. ``order`` gives the codes of a choice in the order in
    which people read them; ``measure`` says how a group of rows is summed up in this field.
    """

    name: str
    kind: Kind
    source: str = ""
    label: str = ""
    needs: str = ""
    is_queryable: bool = True
    expression: Callable[[], Any] | None = None
    inputs: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    measure: Measure | None = None
    is_groupable: bool = False

    @property
    def path(self) -> str:
        """Where the query finds the value."""
        return f"_{self.name}" if self.expression else (self.source or self.name)


@dataclass(frozen=True)
class Resource:
    """An entity as the world may see it: ``permission`` opens its rows, the fields its columns.

    ``scope`` is the path from a row to the scope that governs it; empty where none does, and
    then no field can need a permission over it. ``actions`` are the permissions of which each
    row shown tells whether the viewer holds them over it, as ``_may``.
    """

    name: str
    model: type[models.Model]
    permission: str
    fields: tuple[Field, ...]
    default_sort: tuple[str, ...] = ("id",)
    scope: str = "scope"
    actions: tuple[str, ...] = ()
    by_name: dict[str, Field] = field(init=False, default_factory=dict)
    _high: dict[str, bool] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        if not self.scope and any(one.needs for one in self.fields):
            raise TypeError(f"{self.name}: no scope governs the rows of a field with needs")
        self.by_name.update({one.name: one for one in self.fields})
        RESOURCES[self.name] = self

    def classification(self, name: str) -> Classification:
        """The class of a field: that of its column, or the highest of its inputs."""
        one = self.by_name[name]
        sources = one.inputs or (one.source or one.name,)
        return max(_class_of(self.model, source) for source in sources)

    def is_high(self, name: str) -> bool:
        """Whether showing the field to somebody leaves a mark in the audit trail."""
        if name not in self._high:
            self._high[name] = self.classification(name) >= Classification.SENSITIVE
        return self._high[name]


RESOURCES: dict[str, Resource] = {}


def _class_of(model: type[models.Model], path: str) -> Classification:
    head, _, rest = path.partition("__")
    if rest:
        related = model._meta.get_field(head).related_model
        assert isinstance(related, type)  # noqa: S101 - paths are written in code
        return _class_of(related, rest)
    name = model._meta.get_field(head).name
    return declarations(model)[name].classification


def rights(
    actor: Actor, resource: Resource, names: Iterable[str] = ()
) -> dict[str, frozenset[UUID] | None]:
    """Per permission that some field needs: the scopes where the actor holds it (None: all)."""
    wanted = set(names) or set(resource.by_name)
    needed = {one.needs for one in resource.fields if one.needs and one.name in wanted}
    if isinstance(actor, System):
        return dict.fromkeys(needed)
    return {
        permission: frozenset(
            scopes_allowed(actor, permission).values_list("descendant", flat=True)
        )
        for permission in needed
    }


def queryable(resource: Resource, name: str, rows: QuerySet[Any], actor: Actor) -> Field:
    """The field, if the viewer may filter and sort by it on every row in view.

    Raises
    ------
    UnknownField
        If there is no such field, or a row in view would lock it.
    """
    one = resource.by_name.get(name)
    if one is None or not one.is_queryable or one.kind is Kind.JSON:
        raise UnknownField(name, field=name)
    if (
        one.needs
        and not isinstance(actor, System)
        and rows.exclude(**{f"{resource.scope}__in": scopes_allowed(actor, one.needs)}).exists()
    ):
        raise UnknownField(name, field=name)
    return one


def present(
    actor: Actor, resource: Resource, rows: QuerySet[Any], names: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The rows as dictionaries of the asked fields; locked fields are None and named.

    The number of queries does not depend on the number of rows.
    """
    shown = [_known(resource, name) for name in names] if names else list(resource.fields)
    held = rights(actor, resource, [one.name for one in shown])
    rows = annotate(rows, shown)
    columns = [f"{resource.scope}_id" if resource.scope else "pk", *_columns(shown)]
    at = {path: position for position, path in enumerate(columns)}
    found = list(rows.values_list(*columns))
    _note_sight(resource, shown, held, found, at)
    items = [_present_row(row, shown, at, held) for row in found]
    if resource.actions and not names:
        _tell_actions(actor, resource, [row[0] for row in found], items)
    return items


_NOTHING_TO_SEE: tuple[Any, ...] = (None, "", {}, [])


def _note_sight(
    resource: Resource,
    shown: list[Field],
    held: dict[str, frozenset[UUID] | None],
    found: list[tuple[Any, ...]],
    at: dict[str, int],
) -> None:
    """Note for the audit trail which sensitive fields are shown of which rows, values aside."""
    high = [one for one in shown if resource.is_high(one.name)]
    if not high:
        return
    key = at.get(resource.by_name["id"].path) if "id" in resource.by_name else None
    for one in high:
        scopes = held.get(one.needs) if one.needs else None
        rows = [
            row
            for row in found
            if row[at[one.path]] not in _NOTHING_TO_SEE and (scopes is None or row[0] in scopes)
        ]
        ids = [row[key] for row in rows] if key is not None else []
        over = [row[0] for row in rows] if resource.scope else []
        note_sight(resource.name, resource.model._meta.label_lower, {one.name}, ids, over)


def _tell_actions(
    actor: Actor, resource: Resource, scope_ids: list[UUID], items: list[dict[str, Any]]
) -> None:
    """Write into each item which actions the viewer may take on it."""
    allowed: dict[str, Collection[UUID]] = {
        action: set(scope_ids)
        if isinstance(actor, System)
        else set(
            scopes_allowed(actor, action)
            .filter(descendant__in=scope_ids)
            .values_list("descendant", flat=True)
        )
        for action in resource.actions
    }
    for scope_id, item in zip(scope_ids, items, strict=True):
        item["_may"] = [action for action in resource.actions if scope_id in allowed[action]]


def locked(actor: Actor, resource: Resource, scope_id: UUID) -> frozenset[str]:
    """The fields that the viewer may not read on rows governed by one scope."""
    held = rights(actor, resource)
    refused = {
        name for name, scopes in held.items() if scopes is not None and scope_id not in scopes
    }
    return frozenset(one.name for one in resource.fields if one.needs in refused)


def annotate(rows: QuerySet[Any], shown: Iterable[Field]) -> QuerySet[Any]:
    """Add the computed fields to the query."""
    computed = {one.path: one.expression() for one in shown if one.expression}
    return rows.annotate(**computed) if computed else rows


def _known(resource: Resource, name: str) -> Field:
    if name not in resource.by_name:
        raise UnknownField(name, field=name)
    return resource.by_name[name]


def _columns(shown: Iterable[Field]) -> list[str]:
    columns = []
    for one in shown:
        columns.append(one.path)
        if one.label:
            columns.append(one.label)
    return list(dict.fromkeys(columns))


def _present_row(
    row: tuple[Any, ...],
    shown: list[Field],
    at: dict[str, int],
    held: dict[str, frozenset[UUID] | None],
) -> dict[str, Any]:
    item: dict[str, Any] = {}
    locked = []
    for one in shown:
        scopes = held.get(one.needs) if one.needs else None
        if scopes is not None and row[0] not in scopes:
            item[one.name] = None
            locked.append(one.name)
        elif one.kind is Kind.REFERENCE:
            item[one.name] = _reference(row[at[one.path]], row[at[one.label]])
        else:
            item[one.name] = to_wire(one.kind, row[at[one.path]])
    if locked:
        item["_locked"] = locked
    return item


def _reference(key: Any, label: str) -> dict[str, Any] | None:
    return None if key is None else {"id": str(key), "name": label}


def to_wire(kind: Kind, value: Any) -> Any:
    """A stored value as JSON shows it."""
    if value is None:
        return None
    if kind is Kind.MOMENT:
        return moments.iso(value)
    if kind is Kind.ID:
        return str(value)
    if kind in {Kind.DATE, Kind.INSTANT}:
        return value.isoformat()
    return value


def from_wire(kind: Kind, text: str, *, field_name: str) -> Any:
    """A value typed into a filter or a cursor.

    Raises
    ------
    BadInput
        If the text is not a value of that kind.
    """
    try:
        return _READERS[kind](text)
    except (ValueError, KeyError) as error:
        raise BadInput(
            f"{text[:100]!r} is not a value of kind {kind.value}",
            field=field_name,
            expected=kind.value,
        ) from error


def _plain(text: str) -> str:
    if "\0" in text:
        raise ValueError("PostgreSQL stores no NUL")
    text.encode()  # half of a surrogate pair is no character
    return text


def _whole(text: str) -> int:
    number = int(text)
    if not -(2**63) <= number < 2**63:
        raise ValueError("no database counts so far")
    return number


def _ratio(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError("a ratio is a number")
    return number


_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.TEXT: _plain,
    Kind.CHOICE: _plain,
    Kind.INTEGER: _whole,
    Kind.RATIO: _ratio,
    Kind.MOMENT: moments.parse_moment,
    Kind.DATE: date.fromisoformat,
    Kind.INSTANT: moments.instant,
    Kind.BOOLEAN: {"true": True, "false": False}.__getitem__,
    Kind.ID: UUID,
    Kind.REFERENCE: UUID,
}
