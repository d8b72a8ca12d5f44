"""Every question that the API can be asked: operations × ids × fields × operators × formats."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.apps import apps

from tests.secrecy.operations import OPERATIONS, Operation
from tests.secrecy.twins.coming import Way
from tests.secrecy.twins.company import ABSENT, Ids
from tests.secrecy.twins.policy import Viewer, turn_of
from tests.secrecy.twins.secrets import HIGH, LOW
from tests.secrecy.twins.working import WORKING
from zhongshu.access.recalling import RECALLED
from zhongshu.access.resources import RESOURCES
from zhongshu.access.values import Kind
from zhongshu.kit.declarations import declarations

# Asked for by the trace in ways of their own, or without an answer to compare.
UNASKED = {"access.sign_in", "access.sign_out", "access.change_password"}

_GUESSES: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: (HIGH.word("number VIS0"), LOW.word("project 0")[:6]),
    Kind.CHOICE: ("active",),
    Kind.INTEGER: (str(HIGH.amount("cost 0")), "400000000"),
    Kind.RATIO: ("0.5",),
    Kind.MOMENT: ("2026-01-06T08:00",),
    Kind.DATE: ("2000-01-01", HIGH.day("joins VIS0").isoformat()),
    Kind.INSTANT: ("2026-03-02T00:00:00Z",),
    Kind.BOOLEAN: ("true",),
    Kind.ID: (str(ABSENT),),
    Kind.REFERENCE: (str(ABSENT),),
    Kind.JSON: ("x",),
}
_TEXTUAL = ("eq", "ne", "lt", "ge", "contains", "in")
_ORDERED = ("eq", "gt", "le", "in")
# Ways into the query language of the database layer that no client may find.
_PATHS = (
    "pk", "id__in", "_connector", "_negated", "user__password", "manager__email",
    "manager__user__password", "project__tasks__cost_minor", "unit__people__email",
    "uploaded_by__email", "owner__password", "__class__", "delete", "scope__grants__user__name",
)  # fmt: skip


class Reach(Enum):
    """By how many names the lists are asked.

    On a merge one viewer asks each list by all of its own fields and by those of its part that
    lock; the others ask by those of its own that lock, each half of the filters in turns, so that
    all are asked by several. Every night all ask by any field of any list, and some by any column
    of any table, by every operator.
    """

    MERGE = "merge"
    FIELDS = "fields"
    EVERYTHING = "everything"


@dataclass(frozen=True)
class Probe:
    """One request: an operation with ids, query, and the body it carries.

    ``by`` is the name of a field by which a list is asked; ``locks`` says whether the list has a
    field of that name that can be locked.
    """

    operation: Operation
    ids: Ids
    query: tuple[tuple[str, str], ...] = ()
    body: Any = None
    way: str = "plain"
    file: tuple[str, bytes] | None = None
    by: str = ""
    locks: bool = False

    def __str__(self) -> str:
        asked = "&".join(f"{name}={value}" for name, value in self.query)
        return f"{self.operation.name} [{self.way}] {asked} {self.body or ''}".strip()


@dataclass
class Sight:
    """The ids that a trace may use: what the viewer sees, and what is there but hidden."""

    visible: Ids
    hidden: Ids
    mixed: list[tuple[str, Ids]] = field(init=False)

    def __post_init__(self) -> None:
        self.mixed = [("own", self.visible)]
        for name in sorted(self.hidden):
            if name in self.visible:
                self.mixed.append((f"hidden {name}", {**self.visible, name: self.hidden[name]}))
        self.mixed.append(("all hidden", {**self.visible, **self.hidden}))


def field_names() -> list[str]:
    """The name of every field of every resource and of every column of every table."""
    names = {name for resource in RESOURCES.values() for name in resource.by_name}
    for model in apps.get_models():
        names |= set(declarations(model))
    return sorted(names)


def probes(sight: Sight, viewer: Viewer, *, reach: Reach) -> Iterator[Probe]:
    """Every request of the trace, in a fixed order."""
    only_reads = reach is Reach.MERGE and viewer.comes_by is not Way.SESSION
    for operation in OPERATIONS:
        if operation.name in UNASKED or (only_reads and operation.method != "get"):
            continue
        yield from _places(operation, sight)
        if operation.method == "get":
            yield from _formats(operation, sight)
            yield from _pages(operation, sight)
            yield from _baselines(operation, sight)
            if "filter" in operation.parameters("query") and not only_reads:
                yield from by_names(operation, sight, viewer, reach)
        elif operation.media_type == "application/json":
            yield from _assignments(operation, sight)
        if operation.name == SHOWING:
            yield from _values(operation, sight)
        if operation.name == RECALLING:
            yield from _histories(operation, sight)


# The one operation that shows what is shown on request only.
SHOWING = "access.show_value"


def _values(operation: Operation, sight: Sight) -> Iterator[Probe]:
    """Each field that can be closed, asked for of a row in sight, a hidden and an absent one."""
    for resource in RESOURCES.values():
        names = sorted(one.name for one in resource.fields if one.is_closable)
        key = f"{resource.name}_id"
        ways = [(f"{way} {resource.name}", ids[key])
                for way, ids in (("own", sight.visible), ("hidden", sight.hidden))
                if key in ids]  # fmt: skip
        for way, row in [*ways, (f"absent {resource.name}", ABSENT)]:
            ids = {**sight.visible, "record_kind": resource.name, "record_id": row}
            # Of what is not there it does not matter which field is asked for.
            for name in names[:1] if row == ABSENT else names:
                yield Probe(operation, ids, (), {"field": name, "purpose": "x"}, f"{way} {name}")


# The one operation that tells the history of any kind of record.
RECALLING = "access.list_record_history"
# Where the ids of rows are called otherwise than their kind.
ID_OF = {"account": "user_id", "attachment": "file_id", "saved_view": "view_id"}


def _histories(operation: Operation, sight: Sight) -> Iterator[Probe]:
    """The history of each kind of record: of a row in sight, a hidden and an absent one."""
    for name in sorted(RECALLED):
        key = ID_OF.get(name, f"{name}_id")
        ways = [("own", sight.visible), ("hidden", sight.hidden), ("absent", {key: ABSENT})]
        for way, ids in ways:
            if key in ids:
                asked = {**sight.visible, "record_kind": name, "record_id": ids[key]}
                yield Probe(operation, asked, (), None, f"{way} {name}")


def _named_in(operation: Operation) -> set[str]:
    """The ids that an operation names, in its path or in its body."""
    named = {part[1:-1] for part in operation.path.split("/") if part.startswith("{")}
    named |= {name for name in operation.query() if name.endswith("_id")}
    if operation.media_type == "application/json":
        named |= {name for name in operation.properties() if name.endswith("_id")}
    return named


def _places(operation: Operation, sight: Sight) -> Iterator[Probe]:
    """The operation on what is in sight, and with each of its ids hidden or absent in turn."""
    named = _named_in(operation)
    if operation.name in WORKING:
        case = WORKING[operation.name]
        ids = sight.visible | {name: sight.visible[key] for name, key in case.ids.items()}
        body = None if case.body is None else case.body(ids)
        query = case.query or tuple(operation.query(ids).items())
        yield Probe(operation, ids, query, body, "working", case.file)
    for way, ids in sight.mixed:
        target = way.removeprefix("hidden ")
        if way == "own" or (way == "all hidden" and len(named) > 1) or target in named:
            yield _probe(operation, ids, way=way)
    for name in sorted(named & set(sight.hidden)):
        yield _probe(operation, {**sight.visible, name: ABSENT}, way=f"absent {name}")


def _probe(operation: Operation, ids: Ids, *, way: str, query: Any = (), **extra: Any) -> Probe:
    body = None
    if operation.media_type == "application/json":
        body = operation.full_body(ids) | extra
    return Probe(operation, ids, (*operation.query(ids).items(), *query), body, way)


def _pages(operation: Operation, sight: Sight) -> Iterator[Probe]:
    """The first row alone: what its cursor carries must tell nothing either."""
    if "limit" in operation.parameters("query"):
        query = (*operation.query(sight.visible).items(), ("limit", "1"))
        yield Probe(operation, sight.visible, query, way="page")
    if "q" in operation.parameters("query"):
        for guess in (HIGH.word("number VIS0")[:6], LOW.word("mail VIS1")[:6]):
            yield Probe(operation, sight.visible, (("q", guess),), way="search")


def _formats(operation: Operation, sight: Sight) -> Iterator[Probe]:
    for one in operation.formats:
        yield Probe(operation, sight.visible, (("format", one),), way="format")


def _baselines(operation: Operation, sight: Sight) -> Iterator[Probe]:
    if "baseline_id" in operation.parameters("query"):
        for way, key in (("hidden", sight.hidden["baseline_id"]), ("absent", ABSENT)):
            query = (*operation.query(sight.visible).items(), ("baseline_id", str(key)))
            yield Probe(operation, sight.visible, query, way=f"{way} baseline_id")


def _names(operation: Operation, reach: Reach, *, is_whole: bool) -> list[str]:
    """The names that a list is asked by: its own fields, those that lock, and the rest."""
    if reach is Reach.MERGE and not is_whole:
        return sorted(_NEEDY & operation.columns)
    if reach is Reach.MERGE:
        return [*sorted(_needy_in(operation) | operation.columns), *_PATHS]
    own = {one for resource in RESOURCES.values() for one in resource.by_name}
    asked = own | operation.columns | (set() if reach is Reach.FIELDS else set(field_names()))
    return [*sorted(asked), *_PATHS]


def by_names(operation: Operation, sight: Sight, viewer: Viewer, reach: Reach) -> Iterator[Probe]:
    """A list filtered, ordered and grouped by names."""
    is_whole = reach is not Reach.MERGE or viewer.asks_all_of(operation.name)
    names = _names(operation, reach, is_whole=is_whole)
    yield from _filters(operation, sight, names, reach, None if is_whole else viewer)
    yield from _orders(operation, sight, names, reach)


def _filters(
    operation: Operation, sight: Sight, names: list[str], reach: Reach, sharing: Viewer | None
) -> Iterator[Probe]:
    for position, name in enumerate(names):
        kind = _KINDS.get(name, Kind.TEXT)
        operators = _TEXTUAL if kind in {Kind.TEXT, Kind.CHOICE} else _ORDERED
        guesses = _GUESSES[kind]
        # What is no field of the list is refused by its name, whatever is asked of it.
        is_whole = _locks(operation, name) or reach is Reach.EVERYTHING
        if not is_whole:
            operators, guesses = operators[:1], guesses[:1]
        asked = [f"{name}:{operator}:{guess}" for operator in operators for guess in guesses]
        asked += [f"{name}:is_null:true"] if is_whole else []
        for one in turn_of(sharing, asked, position) if sharing else asked:
            yield _by_name(operation, sight, name, "filter", ("filter", one))


def _orders(operation: Operation, sight: Sight, names: list[str], reach: Reach) -> Iterator[Probe]:
    if "group" in operation.parameters("query"):
        yield from _groups(operation, sight, {*names, *(_GROUPABLE & operation.columns)})
    for name in names:
        first_only = () if name in _NEEDY else (("limit", "1"),)
        yield _by_name(operation, sight, name, "sort", ("sort", name), *first_only)
        if reach is Reach.EVERYTHING:
            yield _by_name(operation, sight, name, "sort", ("sort", f"-{name}"))


def _groups(operation: Operation, sight: Sight, names: set[str]) -> Iterator[Probe]:
    for name in sorted(names):
        yield _by_name(operation, sight, name, "group", ("group", name))
        if name in _GROUPABLE:
            asked = (("group", name), ("filter", "key:contains:1"))
            yield _by_name(operation, sight, name, "group of some", *asked)


def _needy_in(operation: Operation) -> set[str]:
    """What locks in the part of the product to which an operation belongs."""
    return _NEEDY_IN.get(operation.name.partition(".")[0], set())


def _locks(operation: Operation, name: str) -> bool:
    return name in _NEEDY and name in operation.columns


def _by_name(
    operation: Operation, sight: Sight, name: str, way: str, *query: tuple[str, str]
) -> Probe:
    locks = _locks(operation, name)
    return Probe(operation, sight.visible, query, way=way, by=name, locks=locks)


_KINDS = {name: one.kind for found in RESOURCES.values() for name, one in found.by_name.items()}
_NEEDY_IN: dict[str, set[str]] = {}
for _found in RESOURCES.values():
    _of_part = _NEEDY_IN.setdefault(_found.model._meta.app_label, set())
    _of_part |= {one.name for one in _found.fields if one.is_closable}
_NEEDY = set().union(*_NEEDY_IN.values())

_GROUPABLE = {one.name for found in RESOURCES.values() for one in found.fields if one.is_groupable}
_UNASKED_FIELDS = ("scope_id", "cost_minor", "password", "created_at")


def _assignments(operation: Operation, sight: Sight) -> Iterator[Probe]:
    """A write that carries fields which it was not asked for."""
    if operation.method not in {"patch", "post", "put"}:
        return
    for name in _UNASKED_FIELDS:
        if name not in operation.properties():
            body = operation.full_body(sight.visible) | {name: HIGH.word("assigned")}
            yield Probe(operation, sight.visible, (), body, "assignment")
