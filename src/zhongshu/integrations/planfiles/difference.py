"""Semantic comparison of two plans: by key, never by order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from zhongshu.integrations.planfiles.plan import Plan

# What names the file or the reading of it, not the plan.
_NOT_COMPARED = frozenset(
    {"format", "file_name", "findings", "saved_at", "current_date", "knows_days_only"}
)
_KEYS: dict[str, Callable[[Any], Any]] = {
    "tasks": lambda task: task.uid,
    "calendars": lambda calendar: calendar.uid,
    "resources": lambda resource: resource.uid,
    "assignments": lambda each: (each.task_uid, each.resource_uid),
    "custom_fields": lambda each: (each.entity, each.name),
    "links": lambda link: (link.before_uid, link.after_uid, link.type),
    "baselines": lambda baseline: baseline.number,
    "rates": lambda rate: (rate.table, rate.from_at or 0),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs; a missing side is ``None``."""

    where: str
    before: Any
    after: Any


def differences(before: Plan, after: Plan) -> list[Difference]:
    """Everything in which two plans differ in meaning."""
    return list(_compared("plan", before, after))


def _compared(where: str, before: Any, after: Any) -> Iterable[Difference]:
    if is_dataclass(before) and type(before) is type(after):
        for each in fields(before):
            if each.name not in _NOT_COMPARED:
                left, right = getattr(before, each.name), getattr(after, each.name)
                if each.name in _KEYS:
                    yield from _keyed(f"{where}.{each.name}", left, right, _KEYS[each.name])
                else:
                    yield from _compared(f"{where}.{each.name}", left, right)
    elif before != after:
        yield Difference(where, before, after)


def _keyed(
    where: str, before: list[Any], after: list[Any], key: Callable[[Any], Any]
) -> Iterable[Difference]:
    left, right = _by_key(before, key), _by_key(after, key)
    for name in dict.fromkeys([*left, *right]):
        yield from _compared(f"{where}[{name}]", left.get(name), right.get(name))


def _by_key(rows: list[Any], key: Callable[[Any], Any]) -> dict[str, Any]:
    """Rows by key; the second row of the same key is ``key#2``, so none hides another."""
    seen: Counter[Any] = Counter()
    keyed = {}
    for row in rows:
        name = key(row)
        seen[name] += 1
        keyed[f"{name}" if seen[name] == 1 else f"{name}#{seen[name]}"] = row
    return keyed
