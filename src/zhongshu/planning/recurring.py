"""Recurring tasks: a summary with one task for each moment that a pattern names."""

from typing import Any

from zhongshu.kit.errors import BadInput
from zhongshu.kit.ids import uuid7
from zhongshu.kit.moments import MINUTES_PER_DAY
from zhongshu.planning.changes import Draft
from zhongshu.planning.models import Task
from zhongshu.planning.open_plan import TaskRow
from zhongshu.planning.operations import BLANK, Operation, add_task
from zhongshu.planning.outline import GAP, Key
from zhongshu.planning.recurrence import as_json, recurrence_of, refuse_duration, starts_of
from zhongshu.planning.refusals import UnknownTask

# What stands beside the pattern in the stored form of a recurrence.
BESIDE = ("duration_minutes", "calendar_id")


def add_recurring_task(draft: Draft, operation: Operation) -> None:
    """Put a summary of occurrences below a parent, after a sibling (or last)."""
    key = operation.get("id") or str(uuid7())
    named = ("name", "parent_id", "after_id")
    add_task(draft, {"id": key} | {one: operation[one] for one in named if one in operation})
    draft.set_task(key, kind=Task.Kind.SUMMARY.value, is_recurring=True)
    _recur(
        draft,
        key,
        operation["recurrence"],
        operation["duration_minutes"],
        operation.get("calendar_id"),
    )


def update_recurrence(draft: Draft, operation: Operation) -> None:
    """Give a recurring task another pattern, duration or calendar.

    Occurrences with progress stay as they are. Of the others, those that the pattern still
    names keep their links and people, and the rest make way for new ones.
    """
    row = draft.tasks.get(operation["id"])
    if row is None:
        raise UnknownTask(str(operation["id"]), field="id", id=str(operation["id"]))
    if row.kind != Task.Kind.SUMMARY or not row.is_recurring:
        raise BadInput("this is not a recurring task", field="id", id=row.id)
    held = dict(row.recurrence or {})
    minutes = operation.get("duration_minutes", held.pop("duration_minutes", None))
    calendar_id = operation.get("calendar_id", held.pop("calendar_id", None))
    pattern = operation.get("recurrence")
    if pattern is None:
        pattern = {name: held[name] for name in held if name not in BESIDE}
    if not pattern or minutes is None:
        raise BadInput("give a pattern and a duration", field="recurrence")
    _recur(draft, row.id, pattern, minutes, calendar_id)


def _recur(
    draft: Draft, key: Key, pattern: dict[str, Any], minutes: int, calendar_id: Key | None
) -> None:
    recurrence = recurrence_of(pattern)
    refuse_duration(minutes)
    used = calendar_id or draft.settings["calendar_id"]
    draft.know_calendars({used})
    starts = starts_of(recurrence, draft.calendars[used])
    held = {"duration_minutes": minutes, "calendar_id": calendar_id}
    draft.set_task(key, recurrence=as_json(recurrence) | held)
    children = [row for row in draft.children_of(key) if row.is_recurring]
    kept = [row for row in children if _is_settled(row)]
    days = {day for row in kept for day in _days(row)}
    wanted = [start for start in starts if start // MINUTES_PER_DAY not in days]
    standing = {row.constraint_at: row for row in children if not _is_settled(row)}
    staying = {row.id for row in kept} | {standing[at].id for at in wanted if at in standing}
    gone = [row.id for row in children if row.id not in staying]
    draft.remove_tasks({below for one in gone for below in draft.subtree(one)})
    fresh = []
    for start in wanted:
        one = standing.get(start) or _blank(draft, key, start)
        kind = Task.Kind.TASK if minutes else Task.Kind.MILESTONE
        fresh.append(
            one._replace(
                kind=kind.value,
                duration_minutes=minutes,
                calendar_id=calendar_id,
                constraint=Task.Constraint.SNET.value,
                constraint_at=start,
            )
        )
    _put_in_order(draft, key, [*kept, *fresh], {row.id for row in kept})


def _is_settled(row: TaskRow) -> bool:
    """Whether an occurrence has begun, or has been made a summary by hand."""
    has_begun = row.percent_complete > 0 or row.actual_start is not None
    return has_begun or row.kind == Task.Kind.SUMMARY


def _days(row: TaskRow) -> set[int]:
    """The days that an occurrence stands for: the one it was meant for and the one it began."""
    moments = {row.start, row.constraint_at, row.actual_start} - {None}
    return {moment // MINUTES_PER_DAY for moment in moments if moment is not None}


def _blank(draft: Draft, parent_id: Key, start: int) -> TaskRow:
    draft.last_number += 1
    dates = dict.fromkeys(("start", "finish", "late_start", "late_finish"), start)
    given: dict[str, Any] = {
        "id": str(uuid7()),
        "number": draft.last_number,
        "parent_id": parent_id,
        "position": 0,
        "name": "",
        "is_recurring": True,
    }
    return TaskRow(**{**BLANK, **dates, **given})


def _put_in_order(draft: Draft, key: Key, occurrences: list[TaskRow], kept: set[Key]) -> None:
    """Put occurrences below their summary by their moments, before what else is there."""
    known = {row.id for row in occurrences}
    others = [row for row in draft.children_of(key) if row.id not in known]
    occurrences.sort(key=lambda row: row.start if row.id in kept else row.constraint_at or 0)
    summary = draft.tasks[key].name
    for number, row in enumerate(occurrences, 1):
        name = row.name if row.id in kept else f"{summary} {number}"[:500]
        draft.put(row._replace(name=name, position=number * GAP))
    for number, row in enumerate(others, len(occurrences) + 1):
        draft.put(row._replace(position=number * GAP))
