"""Versions as each viewer counts them: an edit of what one may not read is none.

The version of a row goes up with every edit. Beside it the row counts the edits that changed
nothing but fields which a policy can close, by these fields; whoever may read none of them is
told the version without these edits, and is never refused for one.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from zhongshu.access.event_fields import named
from zhongshu.access.models import Actor
from zhongshu.access.policy.seeing import Decision
from zhongshu.access.resources import Field, Resource, said_of
from zhongshu.access.rows import unseen_edits
from zhongshu.access.versioned import FieldVersioned
from zhongshu.kit.http import refuse_stale
from zhongshu.kit.models import Event

Hidden = frozenset[str]


def raise_version(resource: Resource, row: FieldVersioned, names: Iterable[str]) -> tuple[str, ...]:
    """Count an edit of these attributes of a row; return the columns to be saved with them.

    When the row was changed last orders what is found, so an edit that not all may see leaves it.
    """
    row.version += 1
    by_name = told_by(resource)
    fields = {by_name[name] for name in names if name in by_name}
    if not fields or not all(one.is_closable for one in fields):
        return ("version", "updated_at")
    key = ",".join(sorted(one.name for one in fields))
    row.field_edits = {**row.field_edits, key: row.field_edits.get(key, 0) + 1}
    return ("version", "field_edits")


def hidden_in(said: Mapping[str, Decision]) -> Hidden:
    """The fields that may not be read."""
    return frozenset(name for name, one in said.items() if not one.is_readable)


def refuse_stale_row(
    actor: Actor,
    resource: Resource,
    row: FieldVersioned,
    *,
    expected: int | None,
    current: Callable[[], Any],
) -> None:
    """Refuse a change made from another version than the one that the actor sees now.

    Call it inside the transaction of the change, after the row was locked.

    Raises
    ------
    Stale
        With ``current``, and who last changed what the actor may read, and when.
    """
    if expected is None:
        return
    said = said_of(actor, resource, row)
    hidden, by_name = hidden_in(said), told_by(resource)
    refuse_stale(
        row.version - unseen_edits(row.field_edits, said),
        expected=expected,
        current=current,
        subject=row,
        is_told=lambda event: tells(event, by_name, hidden),
        named=named(actor),
    )


def told_by(resource: Resource) -> Mapping[str, Field]:
    """The fields by each name under which an event or a row may tell of them."""
    named: dict[str, Field] = {}
    for one in resource.fields:
        if one.expression or one.name in {"id", "version"}:
            continue
        stored = (one.source or one.name).partition("__")[0]
        for name in (one.name, stored, stored.removesuffix("_id"), f"{one.name}_id"):
            named.setdefault(name, one)
    return named


def changed_in(event: Event, by_name: Mapping[str, Field]) -> dict[str, Field]:
    """The fields that an event tells the change of, by the names under which it does."""
    before, after = (state_in(event, side) for side in ("before", "after"))
    return {
        name: by_name[name]
        for name in sorted({*before, *after})
        if name in by_name and before.get(name) != after.get(name)
    }


def tells(event: Event, by_name: Mapping[str, Field], hidden: Hidden) -> bool:
    """Whether an event tells of anything but fields that may not be read."""
    changed = changed_in(event, by_name).values()
    return not changed or any(one.name not in hidden for one in changed)


def state_in(event: Event, side: str) -> dict[str, Any]:
    """What an event says of a record before or after it."""
    state = event.data.get(side)
    return state if isinstance(state, dict) else {}
