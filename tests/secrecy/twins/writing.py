"""Each field that a write can set, with values to try: derived from the schema of the API alone."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any, NamedTuple

from tests.secrecy.operations import OPERATIONS, Operation, resolved
from tests.secrecy.operations import example as smallest
from tests.secrecy.twins.clockwork import PRESENT
from tests.secrecy.twins.company import Ids
from tests.secrecy.twins.probes import UNASKED
from tests.secrecy.twins.working import WORKING
from zhongshu.access.resources import RESOURCES

TEXT = "zqwritten"
_CLOSABLE: dict[str, set[str]] = {}
for _resource in RESOURCES.values():
    _names = _CLOSABLE.setdefault(_resource.model._meta.app_label, set())
    _names |= {one.name for one in _resource.fields if one.is_closable}
# How many values of a field are tried until one is taken.
_MOST = 8
_SOON = PRESENT + timedelta(days=20)
_TEXTS = (
    TEXT, f"{TEXT}@example.com", "EUR", _SOON.date().isoformat(),
    _SOON.strftime("%Y-%m-%dT%H:%M"), _SOON.strftime("%Y-%m-%dT%H:%M:%SZ"),
)  # fmt: skip
# What an operation of a plan speaks of, where its name does not say so.
_SPOKEN_OF = {"unassign": "assignment", "update_recurrence": "recurring_task"}
# What an operation of a plan needs beside what its schema asks for.
_RECURRENCE = {"frequency": "daily", "from_date": "2026-01-05", "count": 3}
_WHOLE: Mapping[str, dict[str, Any]] = {
    "add_recurring_task": {"recurrence": _RECURRENCE, "duration_minutes": 60},
    "update_recurrence": {"recurrence": _RECURRENCE},
    "add_resource": {"name": TEXT},
}
# Whom an id names that is called by the part somebody has.
_PARTS = {"head": "mover", "manager": "mover", "deputy": "boss", "account": "clerk"}


@dataclass(frozen=True)
class Write:
    """A field of a write: the request without it, or with some value, and others with a value."""

    operation: Operation
    ids: Ids
    name: str
    without: Any
    bodies: tuple[Any, ...]

    def __str__(self) -> str:
        return f"{self.operation.name} {self.name}"

    @property
    def is_closable(self) -> bool:
        """Whether its part of the product has a field of this name that can be closed."""
        part, last = self.operation.name.partition(".")[0], self.name.rpartition(".")[2]
        return last.removesuffix("_id") in _CLOSABLE.get(part, ())


class _Leaf(NamedTuple):
    """A field within a schema: its path, the smallest value, and values that have it."""

    path: str
    without: Any
    bodies: tuple[Any, ...]


def writes(ids: Ids) -> Iterator[Write]:
    """Every field of every write that carries JSON, those nested in others included."""
    for operation in OPERATIONS:
        is_json = operation.media_type == "application/json"
        if not (operation.is_unsafe and is_json) or operation.name in UNASKED:
            continue
        case = WORKING.get(operation.name)
        own = ids | {name: ids[key] for name, key in case.ids.items()} if case else ids
        start = case.body(own) if case and case.body else None
        # A change of one field needs no other, unless its schema asks for it.
        if operation.method == "patch" and not operation.body(own):
            start = None
        for leaf in _leaves(operation.body_schema(), own, "", start):
            yield Write(operation, own, leaf.path, leaf.without, leaf.bodies)


def _leaves(schema: Mapping[str, Any], ids: Ids, name: str, start: Any = None) -> Iterator[_Leaf]:
    """The fields of a schema, each beside the smallest value of all the others."""
    for choice in _choices(schema):
        if "properties" in choice:
            yield from _of_object(choice, _ids_of(choice, ids), start)
        elif "properties" in next(iter(_choices(choice.get("items", {}))), {}):
            for leaf in _leaves(choice["items"], ids, name):
                bodies = tuple([one] for one in leaf.bodies)
                yield _Leaf(f"[]{leaf.path}", [leaf.without], bodies)
        else:
            values = list(islice(_values(choice, ids, name), _MOST))
            yield _Leaf("", smallest(choice, ids, name), tuple(values))


def _of_object(schema: Mapping[str, Any], ids: Ids, start: Any) -> Iterator[_Leaf]:
    base = smallest(schema, ids)
    kind = base.get("op", "")
    base |= start or _WHOLE.get(kind, {})
    for name, one in schema["properties"].items():
        # What it speaks of is no field of it.
        if "const" in one or name == "id":
            continue
        for leaf in _leaves(one, ids, name):
            without = base | {name: leaf.without} if name in base and not start else base
            bodies = tuple(base | {name: value} for value in leaf.bodies)
            yield _Leaf(f"{kind}.{name}{leaf.path}", without, bodies)


def _choices(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a value may be, other than nothing."""
    schema = resolved(schema)
    for way in ("anyOf", "oneOf"):
        if way in schema:
            found = [one for each in schema[way] for one in _choices(each)]
            return [one for one in found if one.get("type") != "null"]
    return [schema]


def _ids_of(schema: Mapping[str, Any], ids: Ids) -> Ids:
    """The ids as an operation of a plan calls them: what it speaks of is its `id`."""
    kind = schema["properties"].get("op", {}).get("const", "")
    noun = _SPOKEN_OF.get(kind) or kind.partition("_")[2]
    own = {"id": ids[f"{noun}_id"]} if f"{noun}_id" in ids else {}
    return ids | own


def _values(schema: Mapping[str, Any], ids: Ids, name: str) -> Iterator[Any]:
    if "enum" in schema:
        yield from reversed(schema["enum"])
    elif schema.get("format") == "uuid":
        yield from _named(ids, name)
    else:
        yield from _BY_TYPE.get(schema.get("type", "string"), _none)(schema)


def _named(ids: Ids, name: str) -> Iterator[str]:
    """Ids of what a field could name, the likeliest first."""
    noun = name.removesuffix("_id")
    wanted = [_PARTS.get(noun, ""), f"spare_{noun}", f"second_{noun}", "team", noun]
    yield from (str(ids[f"{one}_id"]) for one in wanted if f"{one}_id" in ids)


def _texts(schema: Mapping[str, Any]) -> Iterator[str]:
    most = schema.get("maxLength", 100)
    yield from (one for one in _TEXTS if len(one) <= most)


def _numbers(schema: Mapping[str, Any]) -> Iterator[int]:
    least, most = schema.get("minimum", -(10**6)), schema.get("maximum", 10**6)
    yield from (one for one in (3, 2, 1, 7777, 0) if least <= one <= most)


def _lists(schema: Mapping[str, Any]) -> Iterator[list[Any]]:
    yield [smallest(schema.get("items", {}), {})]
    yield []


def _none(schema: Mapping[str, Any]) -> Iterator[Any]:
    yield {}


_BY_TYPE: dict[str, Callable[[Mapping[str, Any]], Iterator[Any]]] = {
    "string": _texts,
    "integer": _numbers,
    "number": lambda schema: iter((0.5, 1)),
    "boolean": lambda schema: iter((True, False)),
    "array": _lists,
    "object": lambda schema: iter(({TEXT: TEXT}, {})),
}
