"""Rows that are out of sight of everybody to whom a field of another row is closed.

Both are governed by one scope, which the other row owns.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from zhongshu.access.resources import RESOURCES, Resource


@dataclass(frozen=True)
class Gate:
    """A ``field`` of the rows of a ``resource``, and which rows of another stand behind it."""

    resource: Resource
    field: str
    rows: Q


_GATES: dict[str, tuple[str, str, Q]] = {}


def put_behind(resource: str, rows: Q, *, other: str, field: str) -> None:
    """Put some rows of a resource of a lower domain behind a field of another."""
    _GATES[resource] = (other, field, rows)


def gate_of(resource: Resource) -> Gate | None:
    """What rows of a resource stand behind."""
    found = (*resource.behind, Q()) if resource.behind else _GATES.get(resource.name)
    return Gate(RESOURCES[found[0]], *found[1:]) if found else None


def rows_by_gate(resource: Resource) -> list[tuple[QuerySet[Any], Gate | None]]:
    """The rows of a resource: those behind its gate, and those that stand behind none."""
    rows, gate = resource.model._default_manager.order_by(), gate_of(resource)
    if gate is None:
        return [(rows, None)]
    if not gate.rows:
        return [(rows, gate)]
    return [(rows.filter(gate.rows), gate), (rows.exclude(gate.rows), None)]
