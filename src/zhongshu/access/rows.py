"""From the row of a query to what its viewer is shown of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from zhongshu.access.policy.seeing import Decision
from zhongshu.access.values import Kind, to_wire
from zhongshu.access.veiling import veil
from zhongshu.kit.standing import Standing

if TYPE_CHECKING:
    from zhongshu.access.models import Actor
    from zhongshu.access.resources import Field


def asked_as(one: Field, actor: Actor) -> dict[str, Any]:
    """What lists are asked by, where it is not the stored value of a field."""
    if one.seen:
        return as_seen(one, one.seen(actor))
    return as_none(one, one.hidden(actor)) if one.hidden else {}


def as_none(one: Field, hidden: Q) -> dict[str, Any]:
    """The value of a field, and none on the rows that hide it."""
    value = F(one.path)
    return {
        one.asked_path: Case(When(hidden, then=Value(None)), default=value) if hidden else value
    }


def as_seen(one: Field, seen: QuerySet[Any]) -> dict[str, Any]:
    """Whether a reference leads to what is seen; only then its id, label and sort key."""
    leads_there = Q(**{f"{one.path}__in": Standing(seen.values("pk"))})
    return {
        sees(one): Case(When(leads_there, then=Value(True)), default=Value(False)),
        one.asked_path: Case(When(leads_there, then=F(one.path))),
        one.asked_label: Case(When(leads_there, then=F(one.label))),
        one.sorted_path: Case(When(leads_there, then=F(one.stored_sort))),
    }


def sees(one: Field) -> str:
    """What the query calls whether a reference leads to something in sight."""
    return f"_sees_{one.name}"


# The name and the kind of a field, and where its value, its label and whether it is seen stand.
Writer = tuple[str, Kind, int, int, int]


def writer_of(one: Field, at: Mapping[str, int]) -> Writer:
    """Where the parts of a field stand in a row whose columns stand at these places."""
    label = at[one.label] if one.label else -1
    return (one.name, one.kind, at[one.path], label, at[sees(one)] if one.seen else -1)


Closed = tuple[Mapping[str, Decision], tuple[tuple[str, int], ...]]


def closed_to(said: Mapping[str, Decision], writers: Sequence[Writer]) -> Closed:
    """What of the shown fields is not simply shown, and where its values stand in a row."""
    shown = {name: position for name, _, position, *_ in writers}
    closed = {
        name: decided for name, decided in said.items() if name in shown and not decided.is_readable
    }
    return closed, tuple((name, shown[name]) for name in closed)


def as_item(
    row: tuple[Any, ...],
    writers: Sequence[Writer],
    closed: Mapping[str, Decision],
    positions: Sequence[tuple[str, int]] = (),
) -> dict[str, Any]:
    """One row as JSON, without what the viewer may not read of it."""
    item: dict[str, Any] = {}
    unseen: list[str] = []
    for name, kind, position, label, is_seen in writers:
        if kind is Kind.REFERENCE:
            key = row[position]
            item[name] = None if key is None else {"id": str(key), "name": row[label]}
            if is_seen >= 0 and key is not None and not row[is_seen]:
                unseen.append(name)
        else:
            item[name] = to_wire(kind, row[position])
    if closed:
        veil(item, closed, {name: row[position] for name, position in positions})
    if unseen:
        item |= dict.fromkeys(unseen)
        # Where a policy closes the field as well, it is not told that it leads anywhere.
        if told := [name for name in unseen if name not in closed]:
            item["_unseen"] = told
    return item


def tell_versions(
    items: Sequence[dict[str, Any]],
    rows: Sequence[tuple[Any, ...]],
    decisions: Sequence[Mapping[str, Decision]],
    at: Mapping[str, int],
    newest: Mapping[str, str],
    kind: str,
) -> None:
    """Tell the versions of rows as their viewer counts them: an edit of what is hidden is none."""
    for item, row, said in zip(items, rows, decisions, strict=True):
        if "field_edits" in at:
            item["version"] -= unseen_edits(row[at["field_edits"]], said)
        for name, path in newest.items():
            told = newest_told(row[at[path]], kind, said)
            if told is not None and (name not in said or said[name].is_readable):
                item[name] = told


def newest_told(versions: Mapping[str, int], kind: str, said: Mapping[str, Decision]) -> int | None:
    """The version of the newest edit of a row of which its viewer is told; None: of the last one.

    ``versions`` are those of the newest edit of each field since one of which all were told, as
    ``kind field class``; of other kinds than the row is none is meant.
    """
    told = [version for name, version in versions.items() if _is_read(name, kind, said)]
    return max(told, default=None)


def _is_read(name: str, kind: str, said: Mapping[str, Decision]) -> bool:
    if not name:
        return True
    of, one, _ = name.split()
    return of == kind and (one not in said or said[one].is_readable)


def unseen_edits(field_edits: Mapping[str, int], said: Mapping[str, Decision]) -> int:
    """How many edits of a row changed nothing that its viewer may read."""
    return sum(
        n
        for names, n in field_edits.items()
        if not any(name not in said or said[name].is_readable for name in names.split(","))
    )
