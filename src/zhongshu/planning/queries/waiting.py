"""What tasks wait for, and what waits for them, as far as the viewer may see it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from zhongshu.access.models import Actor
from zhongshu.kit import moments
from zhongshu.planning.models import Assignment, CrossLink, Link, Task
from zhongshu.planning.queries.tasks import names_of, tasks_in_view

# The links that hold the start of the later task.
_HOLDS_START = (Link.Type.FINISH_START, Link.Type.START_START)
_SHOWN = (
    "id", "name", "kind", "project_id", "start", "finish", "percent_complete", "actual_start",
    "actual_finish", "is_active",
)  # fmt: skip

Row = dict[str, Any]


@dataclass
class Waiting:
    """By task: what it still waits for, and what is not done yet that waits for it.

    ``names`` are those that were looked up for it, and besides.
    """

    for_others: dict[UUID, list[Row]] = field(default_factory=dict)
    held_up: dict[UUID, list[Row]] = field(default_factory=dict)
    names: dict[UUID, str | None] = field(default_factory=dict)


def waiting(
    actor: Actor,
    keys: Collection[UUID],
    own: Collection[UUID],
    *,
    now: int,
    besides: Collection[UUID],
) -> Waiting:
    """What holds the starts of these tasks and what they hold; ``own`` are the viewer's tasks.

    The tasks ``besides`` are named in the same query.
    """
    found = Waiting()
    links: list[Link | CrossLink] = [
        *Link.objects.filter(Q(after__in=keys) | Q(before__in=keys), type__in=_HOLDS_START),
        *CrossLink.objects.filter(Q(after__in=keys) | Q(before_id__in=keys), type__in=_HOLDS_START),
    ]
    ends = {end for link in links for end in (link.before_id, link.after_id)}
    tasks = {row["id"]: row for row in tasks_in_view(actor).filter(pk__in=ends).values(*_SHOWN)}
    found.names = names_of(actor, {*tasks, *besides})
    for key, row in tasks.items():
        row["name"] = found.names[key]
    people = _people(tasks)
    for link in links:
        if link.after_id in keys and _is_open(link, tasks.get(link.before_id), now):
            row = tasks.get(link.before_id)
            told = _HIDDEN if row is None else _told(row, people, own)
            found.for_others.setdefault(link.after_id, []).append(told)
        later = tasks.get(link.after_id)
        if link.before_id in keys and later is not None and _is_unbegun(later):
            told = _told(later, people, own)
            found.held_up.setdefault(link.before_id, []).append(told)
    for rows in (*found.for_others.values(), *found.held_up.values()):
        rows.sort(key=lambda row: (row["kind"] != Task.Kind.MILESTONE, row["finish"] or ""))
    return found


_HIDDEN: Row = {
    "task_id": None, "name": None, "kind": None, "project_id": None, "finish": None,
    "people": [], "is_mine": False,
}  # fmt: skip


def _is_open(link: Link | CrossLink, before: Row | None, now: int) -> bool:
    """Whether the earlier task has not got so far that the later one may begin.

    Of one out of sight only the dates count by which the viewer's own plan was computed.
    """
    if before is None:
        known = getattr(link, "before_finish", None)
        return known is not None and known > now
    if not before["is_active"] or before["actual_finish"] is not None:
        return False
    if link.type == Link.Type.START_START:
        return before["actual_start"] is None
    return bool(before["percent_complete"] < 100)


def _is_unbegun(later: Row) -> bool:
    return bool(later["is_active"] and later["actual_start"] is None)


def _people(keys: Iterable[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = Assignment.objects.filter(task__in=list(keys)).order_by("id")
    for key, name in rows.values_list("task_id", "resource__name"):
        found.setdefault(key, []).append(name)
    return found


def _told(row: Row, people: dict[UUID, list[str]], own: Collection[UUID]) -> Row:
    return {
        "task_id": str(row["id"]),
        "name": row["name"],
        "kind": row["kind"],
        "project_id": str(row["project_id"]),
        "finish": moments.iso(row["finish"]),
        "people": people.get(row["id"], []),
        "is_mine": row["id"] in own,
    }
