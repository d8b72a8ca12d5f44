"""Values of a plan file that the platform has no column for, kept as JSON so none is lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, Field, fields
from decimal import Decimal
from typing import Any

from zhongshu.integrations.planfiles.plan import (
    FieldValue,
    PlanAssignment,
    PlanBaseline,
    PlanRate,
    PlanResource,
    PlanTask,
)

_SHAPES: dict[str, Any] = {"baselines": PlanBaseline, "rates": PlanRate}
Derivation = Callable[[Any], Any]


def kept(source: Any, *, besides: Collection[str]) -> dict[str, Any]:
    """The attributes of a plan's object that differ from their default, as JSON."""
    found = {}
    for one in fields(source):
        value = getattr(source, one.name)
        if one.name not in besides and value != _default(one):
            found[one.name] = _encoded(one.name, value)
    return found


def restore(target: Any, values: Mapping[str, Any]) -> None:
    """Set the attributes that `kept` took from an object of the same class."""
    for one in fields(target):
        if one.name in values:
            setattr(target, one.name, _decoded(one, values[one.name]))


def custom_as_json(values: Mapping[str, FieldValue]) -> dict[str, Any]:
    """Custom values as JSON; amounts as text, so that none is rounded."""
    return {name: str(v) if isinstance(v, Decimal) else v for name, v in values.items()}


def custom_from_json(values: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, FieldValue]:
    """Custom values by the kinds of their fields."""
    is_amount = {"number", "cost"}
    return {
        name: Decimal(str(value)) if kinds.get(name) in is_amount else value
        for name, value in values.items()
    }


def _default(one: Field[Any]) -> Any:
    if one.default is not MISSING:
        return one.default
    return one.default_factory() if one.default_factory is not MISSING else MISSING


def _encoded(name: str, value: Any) -> Any:
    if name in _SHAPES:
        return [kept(each, besides=()) | {"number": each.number} if name == "baselines"
                else kept(each, besides=()) for each in value]  # fmt: skip
    return str(value) if isinstance(value, Decimal) else value


def _decoded(one: Field[Any], value: Any) -> Any:
    if one.name in _SHAPES:
        shape = _SHAPES[one.name]
        restored = []
        for each in value:
            made = shape(number=each["number"]) if shape is PlanBaseline else shape()
            restore(made, each)
            restored.append(made)
        return restored
    is_money = "Decimal" in str(one.type) and isinstance(value, str)
    return Decimal(value) if is_money else value


def _spent(task: PlanTask) -> int | None:
    if task.duration_minutes is None or task.remaining_minutes is None:
        return None
    return task.duration_minutes - task.remaining_minutes


def _work_left(source: PlanTask | PlanAssignment) -> int | None:
    if source.work_minutes is None or source.actual_work_minutes is None:
        return source.work_minutes
    return source.work_minutes - source.actual_work_minutes


def _cost_left(source: PlanTask | PlanAssignment) -> Decimal | None:
    if source.cost is None or source.actual_cost is None:
        return source.cost
    return source.cost - source.actual_cost


def _work_done(source: PlanTask | PlanAssignment) -> int | None:
    if not source.work_minutes:
        return None
    return round(100 * (source.actual_work_minutes or 0) / source.work_minutes)


# What follows from other values as long as the file's own tool computes as everybody does.
DERIVED: dict[type[Any], dict[str, Derivation]] = {
    PlanTask: {
        "actual_duration_minutes": _spent,
        "remaining_work_minutes": _work_left,
        "remaining_cost": _cost_left,
        "percent_work_complete": _work_done,
    },
    PlanAssignment: {
        "remaining_cost": _cost_left,
        "percent_work_complete": _work_done,
    },
    PlanResource: {},
}


def underived(source: Any) -> dict[str, Any]:
    """The derivable values that are not what they should be, None included."""
    found = {}
    for name, derive in DERIVED[type(source)].items():
        value = getattr(source, name)
        if value != derive(source):
            found[name] = _encoded(name, value)
    return found


def derive(target: Any, values: Mapping[str, Any]) -> None:
    """Set the derivable values, except those that `underived` kept."""
    for name, derivation in DERIVED[type(target)].items():
        if name not in values:
            setattr(target, name, derivation(target))
