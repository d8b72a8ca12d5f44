"""From arrays, through the schedule engine, and back to rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from operator import ne
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhongshu.engines.calendars import OutsideCalendar
from zhongshu.engines.loops import CyclicNetwork
from zhongshu.engines.network import Network
from zhongshu.engines.schedule import DRIVER_KINDS, Schedule, schedule
from zhongshu.engines.wiring import effective_calendar
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.moments import MINUTES_PER_DAY, moment_of
from zhongshu.planning.arranging import (
    Arranged,
    arranged,
    network_of,
    work_between_all,
    working,
)
from zhongshu.planning.open_plan import OpenPlan, TaskRow
from zhongshu.planning.outline import Key
from zhongshu.planning.outside import holding
from zhongshu.planning.states import states_of

# A finish this much later than the baseline's is no longer amber.
AMBER_UNTIL = 10 * MINUTES_PER_DAY
_FIRST, _END = moment_of(date.min), moment_of(date.max)


class OutOfReach(DomainError):
    """The work does not fit into the centuries that a plan may span, or a calendar never works."""

    code = "planning.out_of_reach"
    status = 422


class FinishBeforeStart(DomainError):
    """Something that is done would be finished before it began."""

    code = "planning.finish_before_start"
    status = 422


class Cycle(DomainError):
    """The links form a loop, so no order of work exists; ``loop`` names its tasks in order."""

    code = "planning.cycle"


@dataclass(frozen=True)
class Computed:
    """A plan's network and what the engine made of it; positions follow the outline.

    Behind the tasks in ``order``, and the plan's own links, stand those of other projects that
    the plan waits for, by the id of the link.
    """

    order: tuple[Key, ...]
    position: Mapping[Key, int]
    link_ids: tuple[Key, ...]
    network: Network
    schedule: Schedule


def computed(plan: OpenPlan) -> Computed:
    """The schedule of a plan, computed once and remembered with it.

    Raises
    ------
    Cycle
        If the links form a loop.
    """
    found: Computed | None = plan.memory.get("computed")
    if found is None:
        found = plan.memory["computed"] = _compute(plan)
    return found


def reschedule(plan: OpenPlan) -> OpenPlan:
    """The plan with the dates and floats that follow from its tasks and links.

    Rows that come out as they were stay the same objects.

    Raises
    ------
    Cycle
        If the links form a loop.
    """
    result = computed(plan)
    arrays = arranged(plan)
    outputs = _outputs(plan, arrays, result)
    tasks = dict(plan.tasks)
    positions = _differing(arrays.rows, outputs)
    rows = [arrays.rows[n] for n in positions]
    news = {name: [values[n] for n in positions] for name, values in outputs.items()}
    tasks |= {row.id: row for row in _with_outputs(rows, news)}
    return replace(plan, tasks=tasks, settings=_rolled_up(plan, arrays, result))


def health_of(finish: int | None, baseline_finish: int | None) -> str:
    """Green on or before the baseline's finish, amber up to ten calendar days later, then red.

    Without a baseline there is no health, and the answer is empty.
    """
    if finish is None or baseline_finish is None:
        return ""
    slip = finish - baseline_finish
    if slip <= 0:
        return "green"
    return "amber" if slip <= AMBER_UNTIL else "red"


def _compute(plan: OpenPlan) -> Computed:
    project = plan.settings
    if project.scheduled_from == project.ScheduledFrom.FINISH and project.required_finish is None:
        raise BadInput("scheduling from the finish needs a finish", field="required_finish")
    network = network_of(plan)
    arrays = arranged(plan)
    order = plan.outline.order
    try:
        result = schedule(network)
    except CyclicNetwork as error:
        raise _refusal(plan, [plan.tasks[order[n]] for n in error.loop]) from error
    except OutsideCalendar as error:
        raise OutOfReach(str(error)) from error
    _refuse_impossible(plan, result)
    outside = tuple(row.id for row in holding(plan))
    links = tuple(link.id for link in arrays.link_rows)
    return Computed(order + outside, arrays.position, links + outside, network, result)


def _refuse_impossible(plan: OpenPlan, found: Schedule) -> None:
    """Refuse dates that no calendar shows, and work that ends before it begins."""
    for dates in (found.start, found.finish, found.late_start, found.late_finish):
        if dates.size and not _FIRST <= int(dates.min()) <= int(dates.max()) < _END:
            raise OutOfReach("the plan would reach beyond the years that can be shown")
    wrong = np.flatnonzero(found.finish < found.start)
    if wrong.size:
        row = plan.tasks[plan.outline.order[int(wrong[0])]]
        raise FinishBeforeStart(plan.outline.code[row.id], field="finish", id=row.id)


def _refusal(plan: OpenPlan, loop: list[TaskRow]) -> Cycle:
    return Cycle(
        " → ".join(plan.outline.code[row.id] for row in [*loop, loop[0]]),
        field="after_id",
        loop=[
            {"id": row.id, "name": row.name, "wbs_code": plan.outline.code[row.id]} for row in loop
        ],
    )


def _outputs(plan: OpenPlan, arrays: Arranged, result: Computed) -> dict[str, list[Any]]:
    """The computed columns of every task, in the order of the outline."""
    found, n = result.schedule, len(arrays.rows)
    conflicts = [""] * n
    for conflict in found.conflicts:
        conflicts[conflict.activity] = conflicts[conflict.activity] or conflict.code
    duration, percent = _rolled_up_columns(plan, arrays, found)
    return {
        "start": found.start[:n].tolist(),
        "finish": found.finish[:n].tolist(),
        "late_start": found.late_start[:n].tolist(),
        "late_finish": found.late_finish[:n].tolist(),
        "total_float_minutes": found.total_float[:n].tolist(),
        "free_float_minutes": found.free_float[:n].tolist(),
        "is_critical": _critical(arrays, found).tolist(),
        "driver": [DRIVER_KINDS[kind] for kind in found.driver[:n].tolist()],
        "conflict": conflicts,
        "duration_minutes": duration.tolist(),
        "percent_complete": percent.tolist(),
        "state": states_of(arrays.rows, arrays.ends, percent, _counting(arrays)),
    }


def _differing(rows: list[TaskRow], outputs: dict[str, list[Any]]) -> list[int]:
    """The positions whose row does not hold the outputs yet."""
    differs = np.zeros(len(rows), dtype=bool)
    for name, values in outputs.items():
        column = TaskRow._fields.index(name)
        was = [row[column] for row in rows]
        if was != values:
            differs |= np.fromiter(map(ne, was, values), np.bool_, len(rows))
    return np.flatnonzero(differs).tolist()


def _with_outputs(rows: list[TaskRow], outputs: dict[str, list[Any]]) -> Iterator[TaskRow]:
    """The rows with their computed columns; whole columns are quicker than one row at a time."""
    held: dict[str, Any] = dict(zip(TaskRow._fields, zip(*rows, strict=True), strict=False))
    return map(TaskRow._make, zip(*(held | outputs).values(), strict=True))


def _rolled_up_columns(
    plan: OpenPlan, arrays: Arranged, found: Schedule
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Duration and per cent complete of every task: given, or computed.

    A summary lasts the working time of the project from its start to its finish; its per
    cent complete is that of the work below it, weighted by duration. A hammock lasts the
    working time of its own calendar, and is complete as far as the status date has reached it.
    """
    duration = arrays.tasks["planned_minutes"].copy()
    percent = arrays.tasks["percent_complete"].copy()
    hammocks = found.hammocks.activity
    if hammocks.size:
        _, calendars = working(plan)
        rows = effective_calendar(found.network)[hammocks]
        start, finish = found.start[hammocks], found.finish[hammocks]
        lasts = work_between_all(calendars, rows, start, finish)
        reached = start if plan.settings.status_date is None else plan.settings.status_date
        passed = work_between_all(calendars, rows, start, np.clip(reached, start, finish))
        duration[hammocks] = lasts
        percent[hammocks] = _whole_percents(100 * passed, lasts)
    summaries = np.flatnonzero(arrays.tasks["is_summary"])
    if summaries.size:
        _, calendars = working(plan)
        project_calendar = np.zeros(summaries.size, dtype=np.int64)
        duration[summaries] = work_between_all(
            calendars, project_calendar, found.start[summaries], found.finish[summaries]
        )
        planned, done = _work(arrays)
        ends = arrays.ends[summaries]
        below_planned = planned[ends] - planned[summaries]
        below_done = done[ends] - done[summaries]
        percent[summaries] = _whole_percents(below_done, below_planned)
    return duration, percent


def _critical(arrays: Arranged, found: Schedule) -> NDArray[np.bool_]:
    """Whether each task is critical; a summary is where some work below it is."""
    summaries = arrays.tasks["is_summary"]
    is_critical = found.is_critical[: len(arrays.rows)]
    below = np.concatenate(([0], np.cumsum(is_critical & ~summaries)))
    of_summary = below[arrays.ends] > below[:-1]
    return np.where(summaries, of_summary, is_critical)


def _counting(arrays: Arranged) -> NDArray[np.bool_]:
    """Whether each task is work of its own that counts."""
    tasks = arrays.tasks
    counts: NDArray[np.bool_] = ~tasks["is_summary"] & ~tasks["is_inactive"] & ~tasks["is_hammock"]
    return counts


def _work(arrays: Arranged) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Planned minutes, and hundredths of minutes done, before each position."""
    tasks = arrays.tasks
    counts = _counting(arrays)
    planned = np.where(counts, tasks["planned_minutes"], 0)
    done = planned * tasks["percent_complete"]
    return np.concatenate(([0], np.cumsum(planned))), np.concatenate(([0], np.cumsum(done)))


def _whole_percents(done: NDArray[np.int64], planned: NDArray[np.int64]) -> NDArray[np.int64]:
    """Whole per cent; only work without remainder is complete."""
    ratio = np.divide(done, planned, out=np.zeros(len(done)), where=planned > 0)
    rounded = np.round(ratio).astype(np.int64)
    return np.where((done < 100 * planned) & (rounded > 99), 99, rounded)


def _rolled_up(plan: OpenPlan, arrays: Arranged, result: Computed) -> Any:
    """The project row with its finish, size and progress."""
    project = plan.settings
    planned, done = _work(arrays)
    counts = _counting(arrays)
    project.n_tasks = n = len(arrays.rows)
    start, finish = result.schedule.start[:n], result.schedule.finish[:n]
    project.percent_complete = float(done[-1] / planned[-1] / 100) if planned[-1] else None
    project.finish = int(finish[counts].max()) if counts.any() else project.start
    if project.scheduled_from == project.ScheduledFrom.FINISH and counts.any():
        project.start = int(start[counts].min())
    project.health = health_of(project.finish, project.baseline_finish)
    return project
