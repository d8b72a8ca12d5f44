"""What a report of progress means for the fields of a task."""

from typing import Any

from zhongshu.kit.errors import BadInput
from zhongshu.planning import checklists, staffing, task_fields
from zhongshu.planning.changes import Draft
from zhongshu.planning.models import Task
from zhongshu.planning.open_plan import TaskRow
from zhongshu.planning.outline import Key

Report = dict[str, Any]

_EXTENTS = ("is_done", "percent_complete", "remaining_minutes", "remaining_work_minutes")
_PLAIN = ("actual_start", "actual_finish", "blocked_because")
_DONE = 100


def take_report(draft: Draft, key: Key, report: Report, *, at: int, person_id: Key | None) -> None:
    """Set what a report says of a task, as of a moment.

    Work that is left goes on no earlier than the report. ``remaining_work_minutes`` is the
    work that the reporter still has, from which the duration left follows. ``ticks`` are
    items of the checklist to be ticked, or to lose their tick.

    Raises
    ------
    BadInput
        If the report says nothing, contradicts itself, or says of a summary or a hammock how far
        it is.
    """
    if ticks := report.get("ticks"):
        checklists.tick(draft, key, ticks)
    told = {name: one for name, one in report.items() if name != "ticks" and one is not None}
    if told or not ticks:
        _take_progress(draft, key, told, at=at, person_id=person_id)


def _take_progress(
    draft: Draft, key: Key, report: Report, *, at: int, person_id: Key | None
) -> None:
    row = draft.tasks[key]
    if row.kind in (Task.Kind.SUMMARY, Task.Kind.HAMMOCK):
        raise BadInput("its progress follows from other tasks", field="task_id")
    fields = _fields(draft, row, _one_extent(report), at, person_id)
    if not fields:
        raise BadInput("the report says nothing", field="percent_complete")
    task_fields.update(draft, key, fields)
    told = draft.tasks[key]
    if told.actual_finish is not None:
        draft.set_task(key, stop=None, resume=None)
    elif _goes_on(told, fields):
        draft.set_task(key, resume=at)


def _one_extent(report: Report) -> Report:
    """The report with the only way in which it may say how far the task is."""
    given = {name: value for name, value in report.items() if value is not None}
    given = {name: value for name, value in given.items() if value is not False}
    extents = [name for name in _EXTENTS if name in given]
    if len(extents) > 1:
        raise BadInput("say in one way how far the task is", field=extents[-1])
    return given


def _fields(
    draft: Draft, row: TaskRow, report: Report, at: int, person_id: Key | None
) -> dict[str, Any]:
    fields = {name: value for name, value in report.items() if name in _PLAIN}
    if "is_started" in report and row.actual_start is None:
        fields = {"actual_start": at} | fields
    extent = {name: report[name] for name in _EXTENTS[1:3] if name in report}
    if "remaining_work_minutes" in report:
        extent = {"remaining_minutes": _duration_left(draft, row, report, person_id)}
    is_done = (
        "is_done" in report
        or extent.get("percent_complete") == _DONE
        or extent.get("remaining_minutes") == 0
    )
    if is_done or "actual_finish" in fields:
        return {"actual_finish": at, "blocked_because": ""} | fields
    if any(extent.values()) and row.actual_start is None and row.kind != Task.Kind.MILESTONE:
        extent = {"actual_start": min(row.start, at)} | extent
    return extent | fields


def _duration_left(draft: Draft, row: TaskRow, report: Report, person_id: Key | None) -> int:
    """How long the work of the reporter will take, or that of all if they are not put to it."""
    working = [
        one
        for one in staffing.assigned(draft, row.id)
        if draft.resources[one.resource_id].kind == "work"
    ]
    own = [one for one in working if draft.resources[one.resource_id].person_id == person_id]
    units = sum(one.units for one in (own if person_id is not None and own else working))
    left: int = report["remaining_work_minutes"]
    minutes = round(left / (units or 1.0))
    if minutes > staffing.MAX_MINUTES:
        raise BadInput("the task would last longer than a century", field="remaining_work_minutes")
    return minutes


def _goes_on(row: TaskRow, fields: dict[str, Any]) -> bool:
    is_told = {"percent_complete", "remaining_minutes"} & set(fields)
    return bool(is_told) and row.actual_start is not None
