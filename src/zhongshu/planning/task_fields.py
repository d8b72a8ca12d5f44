"""Setting the fields of a task, with what a planner expects to follow from each."""

from collections.abc import Callable
from typing import Any

from zhongshu.kit.errors import BadInput
from zhongshu.planning import constraints, staffing, states
from zhongshu.planning.changes import Draft
from zhongshu.planning.durations import duration_between, finish_of_work
from zhongshu.planning.models import Task
from zhongshu.planning.open_plan import TaskRow
from zhongshu.planning.outline import Key

Kind = Task.Kind
Mode = Task.Mode
Constraint = Task.Constraint

# Applied in this order, whatever the order on the wire: what an effect reads is set before it.
_PLAIN = (
    "name",
    "wbs_code",
    "is_active",
    "is_elapsed",
    "is_estimated",
    "calendar_id",
    "ignores_resource_calendars",
    "deadline",
    "priority",
    "levelling_delay_minutes",
    "effort_type",
    "is_effort_driven",
    "board_position",
)
_TEXTS = ("notes", "blocked_because")
_COSTS = ("cost_minor", "fixed_cost_minor", "actual_cost_minor")
# What the dates of a task that its links do not move follow from.
_TIMING = (
    "duration_minutes",
    "is_elapsed",
    "calendar_id",
    "mode",
    "manual_start",
    "manual_finish",
    "actual_start",
    "constraint",
    "constraint_at",
    "second_constraint",
    "second_constraint_at",
)
_STARTS = {Constraint.SNET.value, Constraint.MSO.value}
# What a task loses that becomes a hammock: its dates come from its links alone.
HAMMOCK: dict[str, Any] = {
    "mode": Mode.AUTO.value,
    "constraint": Constraint.ASAP.value,
    "constraint_at": None,
    "second_constraint": Constraint.ASAP.value,
    "second_constraint_at": None,
    "levelling_delay_minutes": 0,
    "splits": [],
    **dict.fromkeys(
        (
            "manual_start",
            "manual_finish",
            "actual_start",
            "actual_finish",
            "remaining_minutes",
            "stop",
            "resume",
        )
    ),
}


def update(draft: Draft, key: Key, fields: dict[str, Any]) -> None:
    """Set the fields of one task.

    Raises
    ------
    BadInput
        If a field is unknown, computed for this kind of task, or contradicts another.
    """
    unknown = (
        set(fields)
        - set(_PLAIN)
        - set(_TEXTS)
        - set(_COSTS)
        - set(_EFFECTS)
        - set(constraints.MOMENTS)
    )
    if unknown:
        name = sorted(unknown)[0]
        raise BadInput(f"{name} cannot be set", field=name)
    plain = {name: fields[name] for name in _PLAIN if name in fields}
    if plain:
        draft.set_task(key, **plain)
    texts = {name: fields[name] for name in (*_TEXTS, *_COSTS) if name in fields}
    _refuse_costs(draft.tasks[key], texts)
    if texts:
        draft.texts.setdefault(key, {}).update(texts)
    for kind, at in zip(constraints.KINDS, constraints.MOMENTS, strict=True):
        if at in fields and kind not in fields:
            fields = {kind: getattr(draft.tasks[key], kind), **fields}
    for name, effect in _EFFECTS.items():
        if name in fields:
            effect(draft, draft.tasks[key], fields)


def _refuse_costs(row: TaskRow, fields: dict[str, Any]) -> None:
    if row.kind == Kind.SUMMARY and (costs := fields.keys() & set(_COSTS)):
        raise BadInput("a summary costs what the tasks below it do", field=min(costs))


def _set_kind(draft: Draft, row: TaskRow, fields: dict[str, Any]) -> None:
    kind = fields["kind"]
    if row.kind == kind:
        return
    if Kind.SUMMARY in (kind, row.kind):
        raise BadInput("a summary is made by putting tasks below it", field="kind")
    draft.set_task(row.id, kind=kind, **(HAMMOCK if kind == Kind.HAMMOCK else {}))
    if row.kind == Kind.HAMMOCK:
        draft.set_task(row.id, percent_complete=0)
    if kind == Kind.MILESTONE:
        _set_duration(draft, draft.tasks[row.id], {"duration_minutes": 0})


def _set_mode(draft: Draft, row: TaskRow, fields: dict[str, Any]) -> None:
    if fields["mode"] == row.mode:
        return
    if row.kind == Kind.SUMMARY:
        raise BadInput("a summary is scheduled by its tasks", field="mode")
    _refuse_on_hammock(row, "mode")
    if fields["mode"] == Mode.MANUAL:
        draft.set_task(
            row.id, mode=Mode.MANUAL.value, manual_start=row.start, manual_finish=row.finish
        )
    else:
        draft.set_task(row.id, mode=Mode.AUTO.value, manual_start=None, manual_finish=None)


def _set_duration(draft: Draft, row: TaskRow, fields: dict[str, Any]) -> None:
    duration = fields["duration_minutes"]
    _refuse_on_summary(row, "duration_minutes")
    if not 0 <= duration <= staffing.MAX_MINUTES:
        raise BadInput("a duration lies between nothing and a century", field="duration_minutes")
    changes: dict[str, Any] = {**staffing.lasting(row, duration), "splits": []}
    if row.mode == Mode.MANUAL:
        changes["manual_finish"] = None
    draft.set_task(row.id, **changes)
    staffing.duration_changed(draft, row.id)


def _set_constraint(draft: Draft, row: TaskRow, fields: dict[str, Any]) -> None:
    _refuse_on_hammock(row, "constraint")
    at = fields.get("constraint_at", row.constraint_at)
    draft.set_task(row.id, **constraints.first(row, fields["constraint"], at))


def _set_second_constraint(draft: Draft, row: TaskRow, fields: dict[str, Any]) -> None:
    _refuse_on_hammock(row, "second_constraint")
    _refuse_on_summary(row, "second_constraint")
    at = fields.get("second_constraint_at", row.second_constraint_at)
    draft.set_task(row.id, **constraints.second(row, fields["second_constraint"], at))


def _set_start(draft: Draft, row: TaskRow, fields: dict[str, Any]) -> None:
    start = fields["start"]
    _refuse_on_hammock(row, "start")
    if row.actual_start is not None:
        _refuse_on_summary(row, "start")
        draft.set_task(row.id, **_begun(row, start, fields, "start"))
    elif row.mode == Mode.MANUAL:
        draft.set_task(row.id, manual_start=start, manual_finish=None)
    else:
        draft.set_task(row.id, **constraints.first(row, Constraint.SNET.value, start))


def _set_finish(draft: Draft, row: TaskRow, fields: dict[str, Any]) -> None:
    _refuse_on_summary(row, "finish")
    start, finish = fields.get("start", _start_of(draft, row)), fields["finish"]
    if finish < start:
        raise BadInput("a task cannot finish before it starts", field="finish")
    if row.actual_finish is not None:
        draft.set_task(row.id, actual_finish=finish)
    if row.mode == Mode.MANUAL:
        draft.set_task(row.id, manual_start=start, manual_finish=finish)
    duration = duration_between(draft, row, start, finish)
    is_held = row.mode == Mode.MANUAL or row.actual_finish is not None
    if is_held and duration == 0 and start < finish:
        # It spans time in which nobody works, and is not a moment.
        draft.set_task(row.id, duration_minutes=0, kind=Kind.TASK.value)
    elif row.actual_finish is not None:
        draft.set_task(row.id, **staffing.lasting(draft.tasks[row.id], duration))
    else:
        _set_duration(draft, draft.tasks[row.id], {"duration_minutes": duration})
        if row.mode == Mode.MANUAL:
            draft.set_task(row.id, manual_start=start, manual_finish=finish)


def _set_percent(draft: Draft, row: TaskRow, fields: dict[str, Any]) -> None:
    _refuse_on_summary(row, "percent_complete")
    percent = fields["percent_complete"]
    if not 0 <= percent <= 100:
        raise BadInput("per cent complete lies between 0 and 100", field="percent_complete")
    if row.kind == Kind.MILESTONE and 0 < percent < 100:
        raise BadInput("a milestone is reached or it is not", field="percent_complete")
    changes: dict[str, Any] = {"percent_complete": percent, "actual_finish": None}
    if percent == 0:
        changes |= {"actual_start": None, "remaining_minutes": None, "stop": None, "resume": None}
    else:
        changes["actual_start"] = _start_of(draft, row)
        changes["remaining_minutes"] = round(row.duration_minutes * (100 - percent) / 100)
    if percent == 100:
        changes["actual_finish"] = _finish_of(draft, row)
    draft.set_task(row.id, **changes)


def _set_actual_start(draft: Draft, row: TaskRow, fields: dict[str, Any]) -> None:
    _refuse_on_summary(row, "actual_start")
    start = fields["actual_start"]
    if start is None:
        _set_percent(draft, row, {"percent_complete": 0})
        return
    remaining = row.remaining_minutes
    if remaining is None:
        remaining = row.duration_minutes
    if row.kind == Kind.MILESTONE:
        _set_actual_finish(draft, row, {"actual_finish": start})
        return
    begun = _begun(row, start, fields, "actual_start")
    draft.set_task(row.id, **begun, remaining_minutes=remaining)


def _set_actual_finish(draft: Draft, row: TaskRow, fields: dict[str, Any]) -> None:
    _refuse_on_summary(row, "actual_finish")
    finish = fields["actual_finish"]
    if finish is None:
        if row.kind == Kind.MILESTONE:
            _set_percent(draft, row, {"percent_complete": 0})
        elif row.actual_finish is not None:
            percent = min(row.percent_complete, 99)
            remaining = round(row.duration_minutes * (100 - percent) / 100)
            draft.set_task(
                row.id, actual_finish=None, percent_complete=percent, remaining_minutes=remaining
            )
        return
    start = row.actual_start if row.actual_start is not None else min(row.start, finish)
    if row.kind == Kind.MILESTONE:
        start = finish
    if finish < start:
        raise BadInput("a task cannot finish before it starts", field="actual_finish")
    draft.set_task(
        row.id,
        actual_start=start,
        actual_finish=finish,
        percent_complete=100,
        remaining_minutes=0,
    )


def _set_remaining(draft: Draft, row: TaskRow, fields: dict[str, Any]) -> None:
    _refuse_on_summary(row, "remaining_minutes")
    remaining = fields["remaining_minutes"]
    if remaining is None or remaining < 0:
        raise BadInput("remaining work cannot be negative", field="remaining_minutes")
    if remaining == 0:
        _set_percent(draft, row, {"percent_complete": 100})
        return
    if row.kind == Kind.MILESTONE:
        _set_duration(draft, row, {"duration_minutes": remaining})
        row = draft.tasks[row.id]
    done = round(row.duration_minutes * row.percent_complete / 100)
    duration = done + remaining
    draft.set_task(
        row.id,
        remaining_minutes=remaining,
        duration_minutes=duration,
        percent_complete=staffing.percent_done(done, duration),
        actual_start=_start_of(draft, row),
        actual_finish=None,
    )


def _set_state(draft: Draft, row: TaskRow, fields: dict[str, Any]) -> None:
    """Give a task a state, and the progress that agrees with it.

    What begins or ends with it does so on the status date, or now where there is none.
    """
    _refuse_on_summary(row, "state")
    state = fields["state"]
    is_done = state == Task.State.DONE
    if "percent_complete" in fields and is_done != (fields["percent_complete"] == 100):
        raise BadInput("done is what is complete, and nothing else", field="state")
    if is_done and row.actual_finish is None:
        at = _at(draft, row.finish)
        begun = at if row.actual_start is None else max(at, row.actual_start)
        _set_actual_finish(draft, row, {"actual_finish": begun})
    elif not is_done and states.progress_of(row) is states.Progress.FINISHED:
        _reopen(draft, row)
    row = draft.tasks[row.id]
    if state not in states.agreeing(row):
        if state == Task.State.TODO:
            _set_percent(draft, row, {"percent_complete": 0})
        else:
            _set_actual_start(draft, row, {"actual_start": _at(draft, row.start)})
    draft.set_task(row.id, state=state)


def _set_class(draft: Draft, row: TaskRow, fields: dict[str, Any]) -> None:
    above = 0 if row.parent_id is None else draft.tasks[row.parent_id].classification
    if fields["classification"] < above:
        raise BadInput(
            "a task is of no lower class than what it is part of", field="classification"
        )
    draft.set_task(row.id, classification=fields["classification"])


def _reopen(draft: Draft, row: TaskRow) -> None:
    if row.actual_finish is None:
        draft.set_task(row.id, actual_finish=row.finish)
    _set_actual_finish(draft, draft.tasks[row.id], {"actual_finish": None})


def _at(draft: Draft, planned: int) -> int:
    """When something happens that is reported in this edit: by the status date, else now."""
    status_date: int | None = draft.settings["status_date"]
    if status_date is not None:
        return status_date
    return planned if draft.now is None else draft.now


_EFFECTS: dict[str, Callable[[Draft, TaskRow, dict[str, Any]], None]] = {
    "kind": _set_kind,
    "mode": _set_mode,
    "duration_minutes": _set_duration,
    "constraint": _set_constraint,
    "second_constraint": _set_second_constraint,
    "actual_start": _set_actual_start,
    "actual_finish": _set_actual_finish,
    "percent_complete": _set_percent,
    "remaining_minutes": _set_remaining,
    "start": _set_start,
    "finish": _set_finish,
    "state": _set_state,
    "classification": _set_class,
}


def _start_of(draft: Draft, row: TaskRow) -> int:
    """When a task starts, as far as it can be told before the plan is rescheduled."""
    if row.actual_start is not None:
        return row.actual_start
    if row.mode == Mode.MANUAL and row.manual_start is not None:
        return row.manual_start
    was = draft.base.tasks.get(row.id)
    asked = row.constraint_at if row.constraint in _STARTS else None
    if asked is not None and (was is None or was.constraint_at != asked):
        return asked
    return row.start


def _finish_of(draft: Draft, row: TaskRow) -> int:
    """When a task ends, as far as it can be told before the plan is rescheduled."""
    was = draft.base.tasks.get(row.id)
    if was is not None and all(getattr(row, name) == getattr(was, name) for name in _TIMING):
        return row.finish
    return finish_of_work(draft, row, _start_of(draft, row))


def _begun(row: TaskRow, start: int, fields: dict[str, Any], field: str) -> dict[str, Any]:
    """The actual dates of a task that began then; a milestone is reached as it begins.

    Finished work cannot begin later than it ended, unless its end is set too.
    """
    if row.actual_finish is None or {"finish", "actual_finish"} & set(fields):
        return {"actual_start": start}
    if row.kind == Kind.MILESTONE:
        return {"actual_start": start, "actual_finish": start}
    if start > row.actual_finish:
        raise BadInput("a task cannot start after it was finished", field=field)
    return {"actual_start": start}


def _refuse_on_summary(row: TaskRow, field: str) -> None:
    if row.kind == Kind.SUMMARY:
        raise BadInput("a summary takes this from the tasks below it", field=field)
    _refuse_on_hammock(row, field)


def _refuse_on_hammock(row: TaskRow, field: str) -> None:
    if row.kind == Kind.HAMMOCK:
        raise BadInput("a hammock takes this from the tasks it is linked to", field=field)
