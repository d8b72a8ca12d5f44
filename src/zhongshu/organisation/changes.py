"""Change one versioned row, and tell what was different before."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import models

from zhongshu.access.event_fields import named
from zhongshu.access.lowering.checking import check_lowering
from zhongshu.access.lowering.kinds import Asked
from zhongshu.access.models import Actor
from zhongshu.access.opening import opening_nothing
from zhongshu.access.resources import Resource, present
from zhongshu.access.versioned import FieldVersioned
from zhongshu.access.versions import raise_version, refuse_stale_row
from zhongshu.kit import events
from zhongshu.kit.http import refuse_stale
from zhongshu.kit.models import Model
from zhongshu.organisation.fields import LOWER_CLASS

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Change:
    """The fields of a row that differ, before and after, as an event tells them."""

    before: dict[str, Any]
    after: dict[str, Any]


def locked_row(actor: Actor, resource: Resource, row: M, expected_version: int | None) -> M:
    """The row as it stands, held until the transaction ends.

    Raises
    ------
    Stale
        If the row has another version than the caller read.
    """
    rows = type(row)._default_manager.filter(pk=row.pk)
    current: M = rows.select_for_update().get()

    def shown() -> Any:
        return present(actor, resource, rows)[0]

    if isinstance(current, FieldVersioned):
        refuse_stale_row(actor, resource, current, expected=expected_version, current=shown)
    else:
        refuse_stale(
            current.version,
            expected=expected_version,
            current=shown,
            subject=current,
            named=named(actor),
        )
    return current


def check_class(actor: Actor, row: Any, fields: Mapping[str, Any]) -> None:
    """Raise unless the actor may give a row this class: raising it is part of editing it.

    Raises
    ------
    Forbidden
        If the class would be lowered, and the actor may not do that.
    LoweredByTwo
        If it takes another person to lower it.
    ProofNeeded
        If it would be lowered, and the actor did not prove who they are of late.
    """
    if fields.get("classification", row.classification) < row.classification:
        check_lowering(actor, LOWER_CLASS, row)


def lower(actor: Actor, resource: Resource, row: Model, classification: int, asked: Asked) -> None:
    """Give a row a lower class, as another person asked."""
    held = locked_row(actor, resource, row, None)
    with opening_nothing(actor, held, field="classification"):
        change = store(resource, held, {"classification": classification})
    if change is not None:
        events.record(
            f"organisation.{resource.name}_updated",
            actor=actor,
            subject=held,
            before=change.before,
            after=change.after,
            lowering=asked,
        )


def store(
    resource: Resource, row: Model, fields: Mapping[str, Any], *, unread: Collection[str] = ()
) -> Change | None:
    """Write the fields that differ and raise the version; None if nothing differs.

    What the writer may not read always counts as different, or the version would tell a guess.
    """
    before = {name: getattr(row, name) for name in fields}
    changed = [name for name, value in fields.items() if name in unread or before[name] != value]
    if not changed:
        return None
    for name in changed:
        setattr(row, name, fields[name])
    counted = _counted(resource, row, changed)
    row.save(update_fields=[*changed, *counted])
    return Change(
        {name: told(before[name]) for name in changed},
        {name: told(fields[name]) for name in changed},
    )


def _counted(resource: Resource, row: Model, changed: Collection[str]) -> Iterable[str]:
    if isinstance(row, FieldVersioned):
        return raise_version(resource, row, changed)
    row.version += 1
    return ("version", "updated_at")


def told(value: Any) -> Any:
    """A value as an event tells it."""
    if isinstance(value, models.Model):
        return str(value.pk)
    return value.isoformat() if isinstance(value, date) else value


def told_all(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Several values as an event tells them."""
    return {name: told(value) for name, value in fields.items()}
