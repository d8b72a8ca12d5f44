"""The order of a list, and the groups into which its rows fall."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Aggregate,
    Avg,
    Case,
    Count,
    F,
    IntegerField,
    Max,
    Min,
    OrderBy,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)

from zhongshu.access import sums
from zhongshu.access.models import Actor
from zhongshu.access.policy.document import LEAST_K, Effect
from zhongshu.access.resources import (
    Field,
    Measure,
    Resource,
    UnknownField,
    decided_on,
    queryable,
)
from zhongshu.access.sighting import note_groups
from zhongshu.access.values import Kind, from_wire, to_wire
from zhongshu.kit.errors import BadInput

MAX_GROUPS = 1000
# The key of the rows whose viewer may not read what is grouped by: no code or text begins like it.
LOCKED = "_locked"
_AGGREGATES: dict[Measure, type[Aggregate]] = {
    Measure.SUM: Sum,
    Measure.MEAN: Avg,
    Measure.LEAST: Min,
    Measure.GREATEST: Max,
}
_TEXTUAL = {Kind.TEXT, Kind.CHOICE}


class TooManyGroups(BadInput):
    """The field has so many values that groups would not help anybody."""

    code = "access.too_many_groups"


@dataclass(frozen=True, slots=True)
class Key:
    """One sort key: where the query finds it, and what its values are in a cursor."""

    field: Field
    path: str
    kind: Kind
    is_descending: bool = False

    @property
    def order(self) -> OrderBy:
        """The order by this key, rows without a value last."""
        path = F(self.path)
        return path.desc(nulls_last=True) if self.is_descending else path.asc(nulls_last=True)


def key_of(one: Field, *, is_descending: bool = False) -> Key:
    """How a field is sorted by: names and references by sort keys, choices in their own order."""
    if one.kind is Kind.REFERENCE:
        return Key(one, one.sorted_path, Kind.TEXT, is_descending)
    if one.order:
        return Key(one, _rank(one), Kind.INTEGER, is_descending)
    path = one.sorted_path if one.kind is Kind.TEXT else one.asked_path
    return Key(one, path, one.kind, is_descending)


def with_ranks(rows: QuerySet[Any], keys: Iterable[Key]) -> QuerySet[Any]:
    """Add the place of each choice that is sorted by; codes without a place come last."""
    known = rows.query.annotations
    ranks = {
        _rank(one): Case(
            *(
                When(**{one.asked_path: code}, then=Value(place))
                for place, code in enumerate(one.order)
            ),
            default=Value(len(one.order)),
            output_field=IntegerField(),
        )
        for one in (key.field for key in keys)
        if one.order and _rank(one) not in known
    }
    return rows.annotate(**ranks) if ranks else rows


def groupable(resource: Resource, name: str, rows: QuerySet[Any], actor: Actor) -> Field:
    """The field, if the viewer may group by it.

    Raises
    ------
    UnknownField
        If there is no such field, it has no groups, or a row in view would lock it.
    """
    one = queryable(resource, name, rows, actor)
    if not one.is_groupable:
        raise UnknownField(name, field=name)
    return one


def group_keys(one: Field) -> list[Key]:
    """The sort keys that keep a group together: two units of one name are two groups.

    Choices in their own order have one place for what is none of them: what is empty comes before
    what is locked.
    """
    keys = [key_of(one)]
    if one.kind is Kind.REFERENCE or one.order:
        keys.append(Key(one, one.asked_path, _kind(one)))
    return keys


def groups(
    actor: Actor,
    resource: Resource,
    rows: QuerySet[Any],
    found: QuerySet[Any],
    one: Field,
    *,
    is_filtered: bool,
) -> list[dict[str, Any]]:
    """Each group among the found rows: its key, label, count and measures.

    A measure over a field that some row in view locks is not taken; ``_locked`` names it. One
    of which the viewer may read sums only is taken where `sums` tells it, and ``_coarse`` names
    it.
    """
    measured, refused, least = _measures(actor, resource, rows)
    if least and (is_filtered or not sums.may_have_sums(actor, resource, rows, one)):
        measured = [field for field in measured if field.name not in least]
        refused, least = [*refused, *least], {}
    keys = group_keys(one)
    shown = [one.asked_path, *([one.asked_label] if one.label else [])]
    paths = list(dict.fromkeys([*shown, *(key.path for key in keys)]))
    taken = _taken(measured)
    if least:
        taken |= sums.hidden_parts(
            actor, resource, rows, [resource.by_name[name] for name in least]
        )
    counted = found.order_by().values(*paths).annotate(_count=Count("pk"), **taken)
    told = list(counted.order_by(*(key.order for key in keys))[: MAX_GROUPS + 1])
    if len(told) > MAX_GROUPS:
        raise TooManyGroups(one.name, field="group", most=MAX_GROUPS)
    sums.make_coarse(told, least)
    note_groups(actor, resource, one, found)
    return [_group(row, one, measured, refused) for row in told]


def _taken(measured: Iterable[Field]) -> dict[str, Aggregate]:
    """What the query computes of a group: each measure, of how many values, in what money."""
    taken: dict[str, Aggregate] = {}
    for field in measured:
        assert field.measure is not None  # noqa: S101 - the measured fields have one
        taken[f"_measured_{field.name}"] = _AGGREGATES[field.measure](field.path)
        if field.currency:
            taken[f"_currencies_{field.name}"] = Count(field.currency, distinct=True)
    return taken


def open_groups(found: QuerySet[Any], one: Field, closed: Sequence[str]) -> QuerySet[Any]:
    """Leave out the rows of closed groups."""
    if not closed:
        return found
    values = [from_wire(_kind(one), key, field_name="closed") for key in closed if key]
    # What has no value is in no list of values, and neither out of one.
    shut = Q(**{f"{one.asked_path}__in": values, f"{one.asked_path}__isnull": False})
    none = LOCKED if one.kind in _TEXTUAL else ""
    if none in closed:
        shut |= Q(**{f"{one.asked_path}__isnull": True})
    if "" in closed and one.kind in _TEXTUAL:
        shut |= Q(**{one.asked_path: ""})
    return found.exclude(shut)


def _measures(
    actor: Actor, resource: Resource, rows: QuerySet[Any]
) -> tuple[list[Field], list[str], dict[str, int]]:
    """The fields that can be summed up for this viewer, and the names of those that cannot.

    Then, by name, the least number of values of those of which only sums may be read.
    """
    measured: list[Field] = []
    refused: list[str] = []
    least: dict[str, int] = {}
    for one in resource.fields:
        if one.measure is None:
            continue
        said = decided_on(actor, resource, one.name, rows)
        if all(decided.is_readable for decided in said):
            measured.append(one)
        elif one.measure is Measure.SUM and all(
            decided.is_readable or decided.effect is Effect.AGGREGATE for decided in said
        ):
            measured.append(one)
            asked = [decided.cell.k for decided in said if decided.cell is not None]
            least[one.name] = max([LEAST_K, *asked])
        else:
            refused.append(one.name)
    return measured, refused, least


def _group(
    row: dict[str, Any], one: Field, measured: list[Field], refused: list[str]
) -> dict[str, Any]:
    value = row[one.asked_path]
    withheld = [field.name for field in measured if row.get(f"_withheld_{field.name}")]
    coarse = [field.name for field in measured if row.get(f"_coarse_{field.name}")]
    mixed = [field.name for field in measured if row.get(f"_currencies_{field.name}", 1) > 1]
    told: dict[str, Any] = {
        "key": _token(one, value),
        "label": row[one.asked_label] if one.kind is Kind.REFERENCE else None,
        "count": row["_count"],
        "measures": {
            field.name: None
            if field.name in {*withheld, *mixed}
            else to_wire(field.kind, row[f"_measured_{field.name}"])
            for field in measured
        },
    }
    if refused or withheld:
        told["_locked"] = [*refused, *withheld]
    if coarse:
        told["_coarse"] = coarse
    return told | {"_mixed": mixed} if mixed else told


def _token(one: Field, value: Any) -> str:
    """The key of a group, as ``closed`` and filters write it.

    A text is empty where there is none, so that it is absent only where it is closed.
    """
    if value is None:
        return LOCKED if one.kind in _TEXTUAL else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _kind(one: Field) -> Kind:
    return Kind.ID if one.kind is Kind.REFERENCE else one.kind


def _rank(one: Field) -> str:
    return f"_rank_of_{one.name}"
