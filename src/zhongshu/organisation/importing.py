"""Between a table's texts and the rows of the organisation, in bulk."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhongshu.access.guard import company
from zhongshu.access.models import Actor, Scope
from zhongshu.access.scopes import make_scopes
from zhongshu.access.versions import raise_version
from zhongshu.kit.derived import derive
from zhongshu.organisation import placements
from zhongshu.organisation.fields import PERSON, UNIT
from zhongshu.organisation.import_plan import (
    ImportPlan,
    Line,
    Snapshot,
    Values,
    aliases_of,
    make_plan,
)
from zhongshu.organisation.import_rights import rights_of
from zhongshu.organisation.models import (
    Calendar,
    OrganisationImport,
    Person,
    Transfer,
    Unit,
    UnitPlacement,
)

_SHARED = (Calendar.Kind.NATIONAL, Calendar.Kind.COMPANY, Calendar.Kind.SITE)
_PERSON_COLUMNS = (
    "name", "email", "unit__code", "manager__employee_number", "position", "location",
    "calendar__name", "joins_on", "leaves_on",
)  # fmt: skip
_UNIT_COLUMNS = (
    "name", "parent__code", "head__employee_number", "calendar__name", "valid_from",
)  # fmt: skip
_STORED = {
    "people": ("scope", "name", "search_key", "sort_key", "email", "unit", "manager", "position",
               "location", "calendar", "joins_on", "leaves_on", "version", "field_edits"),
    "units": ("name", "sort_key", "head", "calendar", "version", "field_edits"),
}  # fmt: skip


@dataclass(frozen=True)
class _Targets:
    """What the keys in a table stand for."""

    units: dict[str, Unit]
    people: dict[str, Person]
    calendars: dict[str, Calendar]

    def value(self, field: str, text: str | None) -> Any:
        """The value that a field takes for a text of the plan."""
        if field in {"unit", "parent"}:
            return self.units[text] if text else None
        if field in {"manager", "head"}:
            return self.people[text] if text else None
        if field == "calendar":
            return self.calendars[text] if text else None
        if field in {"joins_on", "leaves_on", "valid_from"}:
            return date.fromisoformat(text) if text else None
        return text or ""


def import_plan(actor: Actor, uploaded: OrganisationImport) -> ImportPlan:
    """What an uploaded table would change now, as far as its importer may change and see it."""
    rights = rights_of(actor, uploaded.kind, uploaded.columns)
    return make_plan(uploaded.kind, uploaded.rows, snapshot(uploaded.kind), rights)


def snapshot(kind: str) -> Snapshot:
    """The present organisation as texts, in four queries."""
    units = aliases_of(Unit.objects.values_list("code", "name"))
    people = aliases_of(Person.objects.values_list("employee_number", "name"))
    named = Counter(_shared_calendars().values_list("name", flat=True))
    if kind == OrganisationImport.Kind.PEOPLE:
        rows = _texts(
            Person.objects.values_list("employee_number", *_PERSON_COLUMNS), _PERSON_COLUMNS
        )
    else:
        rows = _texts(Unit.objects.values_list("code", *_UNIT_COLUMNS), _UNIT_COLUMNS)
    return Snapshot(
        rows=rows,
        aliases={
            "unit": units[0],
            "person": people[0],
            "calendar": {name: name for name, n in named.items() if n == 1},
        },
        ambiguous={
            "unit": units[1],
            "person": people[1],
            "calendar": frozenset(name for name, n in named.items() if n > 1),
        },
    )


def import_people(lines: list[Line], *, on: date) -> None:
    """Add and change people; managers are set last, since they may come from the same table."""
    targets = _targets()
    found = [(line, targets.people.get(line.key or "")) for line in lines]
    people = [
        (line, person or Person(employee_number=line.key or ""), person is None)
        for line, person in found
    ]
    targets.people.update({person.employee_number: person for _, person, _ in people})
    before = {person.pk: person.unit_id for _, person, is_new in people if not is_new}
    for line, person, is_new in people:
        for field, (_, text) in line.changes.items():
            if field not in {"employee_number", "manager"}:
                setattr(person, field, targets.value(field, text))
        person.scope_id = person.unit.scope_id
        if not is_new:
            raise_version(PERSON, person, line.changes)
        derive(person)
    Person.objects.bulk_create([person for _, person, is_new in people if is_new], batch_size=500)
    for line, person, _ in people:
        if "manager" in line.changes:
            person.manager = targets.value("manager", line.changes["manager"][1])
    Person.objects.bulk_update(
        [person for _, person, _ in people], _STORED["people"], batch_size=200
    )
    moved = [one for _, one, _ in people if before.get(one.pk, one.unit_id) != one.unit_id]
    Transfer.objects.bulk_create(
        Transfer(person=one, from_unit_id=before[one.pk], to_unit_id=one.unit_id, on=on)
        for one in moved
    )


def import_units(lines: list[Line], *, on: date) -> None:
    """Add and change units; those whose parent changes move on the day of the table."""
    targets = _targets()
    added = _parents_first([line for line in lines if line.outcome == "added"])
    for line in added:
        targets.units[line.key or ""] = Unit(code=line.key or "", valid_from=on)
    for line in lines:
        unit = targets.units[line.key or ""]
        for field, (_, text) in line.changes.items():
            is_moved = field == "parent" and line.outcome == "changed"
            if not is_moved and field != "code" and (text or field != "valid_from"):
                setattr(unit, field, targets.value(field, text))
    _add_units([targets.units[line.key or ""] for line in added])
    changed = [(line, targets.units[line.key or ""]) for line in lines if line.outcome == "changed"]
    for line, unit in changed:
        raise_version(UNIT, unit, line.changes)
        derive(unit)
    Unit.objects.bulk_update([unit for _, unit in changed], _STORED["units"], batch_size=200)
    _relabel([unit for line, unit in changed if "name" in line.changes])
    for line, unit in changed:
        if "parent" in line.changes:
            parent = targets.value("parent", line.changes["parent"][1])
            placements.place(unit, parent, from_date=max(on, unit.valid_from), today=on)


IMPORTERS: dict[str, Callable[..., None]] = {"people": import_people, "units": import_units}


def _add_units(units: list[Unit]) -> None:
    root = company()
    nodes = []
    for unit in units:
        unit.scope = Scope(kind=Scope.Kind.UNIT, label=unit.name)
        nodes.append((unit.scope, [unit.parent.scope if unit.parent else root]))
    make_scopes(nodes)
    Unit.objects.bulk_create(units)
    UnitPlacement.objects.bulk_create(
        UnitPlacement(unit=unit, parent=unit.parent, from_date=unit.valid_from) for unit in units
    )


def _parents_first(lines: list[Line]) -> list[Line]:
    """The lines in an order in which each parent of the same table comes before its children."""
    waiting = {line.key: line for line in lines}
    ordered: list[Line] = []

    while waiting:
        ready = [
            line
            for line in waiting.values()
            if line.changes.get("parent", [None, None])[1] not in waiting
        ]
        for line in ready:
            del waiting[line.key]
        ordered += ready
    return ordered


def _relabel(units: list[Unit]) -> None:
    for unit in units:
        unit.scope.label = unit.name
        derive(unit.scope)
    Scope.objects.bulk_update([unit.scope for unit in units], ["label", "sort_key"])


def _targets() -> _Targets:
    return _Targets(
        {unit.code: unit for unit in Unit.objects.select_related("scope")},
        {person.employee_number: person for person in Person.objects.select_related("unit")},
        {calendar.name: calendar for calendar in _shared_calendars()},
    )


def _shared_calendars() -> Any:
    return Calendar.objects.filter(kind__in=_SHARED)


def _texts(rows: Iterable[tuple[Any, ...]], columns: tuple[str, ...]) -> dict[str, Values]:
    """Rows by their key, each value as a table would write it; what is empty is None."""
    fields = [column.partition("__")[0] for column in columns]
    return {
        row[0]: {
            field: str(value) if value else None
            for field, value in zip(fields, row[1:], strict=True)
        }
        for row in rows
    }
