"""From arrays, through the schedule engine, and back to rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhongshu.engines.calendars import OutsideCalendar
from zhongshu.engines.loops import CyclicNetwork
from zhongshu.engines.network import Network
from zhongshu.engines.schedule import DRIVER_KINDS, Schedule, schedule
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
    """A plan's network and what the engine made of it; positions follow the outline."""

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
    for position in _differing(arrays.rows, outputs):
        row = arrays.rows[position]
        tasks[row.id] = row._replace(**{name: values[position] for name, values in outputs.items()})
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
    links = tuple(link.id for link in arrays.link_rows)
    return Computed(order, arrays.position, links, network, result)


def _refuse_impossible(plan: OpenPlan, found: Schedule) -> None:
    """Refuse dates that no calendar shows, and work that ends before it begins."""
    for dates in (found.start, found.finish, found.late_start, found.late_finish):
        if dates.size and not _FIRST <= int(dates.min()) <= int(dates.max()) < _END:
            raise OutOfReach("the plan would reach beyond the years that can be shown")
    wrong = np.flatnonzero(found.finish < found.start)
    if wrong.size:
        row = plan.tasks[plan.outline.order[int(wrong[0])]]
        raise FinishBeforeStart(row.name, field="finish", id=row.id)


def _refusal(plan: OpenPlan, loop: list[TaskRow]) -> Cycle:
    return Cycle(
        " → ".join(row.name for row in [*loop, loop[0]]),
        field="after_id",
        loop=[
            {"id": row.id, "name": row.name, "wbs_code": plan.outline.code[row.id]} for row in loop
        ],
    )


def _outputs(plan: OpenPlan, arrays: Arranged, result: Computed) -> dict[str, list[Any]]:
    """The computed columns of every task, in the order of the outline."""
    found = result.schedule
    conflicts = [""] * len(result.order)
    for conflict in found.conflicts:
        conflicts[conflict.activity] = conflicts[conflict.activity] or conflict.code
    duration, percent = _rolled_up_columns(plan, arrays, found)
    return {
        "start": found.start.tolist(),
        "finish": found.finish.tolist(),
        "late_start": found.late_start.tolist(),
        "late_finish": found.late_finish.tolist(),
        "total_float_minutes": found.total_float.tolist(),
        "free_float_minutes": found.free_float.tolist(),
        "is_critical": _critical(arrays, found).tolist(),
        "driver": [DRIVER_KINDS[kind] for kind in found.driver.tolist()],
        "conflict": conflicts,
        "duration_minutes": duration.tolist(),
        "percent_complete": percent.tolist(),
    }


def _differing(rows: list[TaskRow], outputs: dict[str, list[Any]]) -> list[int]:
    """The positions whose row does not hold the outputs yet."""
    if not rows:
        return []
    held = list(zip(*rows, strict=True))
    differs = np.zeros(len(rows), dtype=bool)
    for name, values in outputs.items():
        was = held[TaskRow._fields.index(name)]
        if was != tuple(values):
            differs |= np.fromiter(
                (a != b for a, b in zip(was, values, strict=True)), np.bool_, len(rows)
            )
    return np.flatnonzero(differs).tolist()


def _rolled_up_columns(
    plan: OpenPlan, arrays: Arranged, found: Schedule
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Duration and per cent complete of every task: given, or rolled up on a summary.

    A summary lasts the working time of the project from its start to its finish; its per
    cent complete is that of the work below it, weighted by duration.
    """
    duration = arrays.tasks["planned_minutes"].copy()
    percent = arrays.tasks["percent_complete"].copy()
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
    below = np.concatenate(([0], np.cumsum(found.is_critical & ~summaries)))
    of_summary = below[arrays.ends] > below[:-1]
    return np.where(summaries, of_summary, found.is_critical)


def _work(arrays: Arranged) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Planned minutes, and hundredths of minutes done, before each position."""
    tasks = arrays.tasks
    counts = ~tasks["is_summary"] & ~tasks["is_inactive"]
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
    counts = ~arrays.tasks["is_summary"] & ~arrays.tasks["is_inactive"]
    found = result.schedule
    project.n_tasks = len(arrays.rows)
    project.percent_complete = float(done[-1] / planned[-1] / 100) if planned[-1] else None
    project.finish = int(found.finish[counts].max()) if counts.any() else project.start
    if project.scheduled_from == project.ScheduledFrom.FINISH and counts.any():
        project.start = int(found.start[counts].min())
    project.health = health_of(project.finish, project.baseline_finish)
    return project
