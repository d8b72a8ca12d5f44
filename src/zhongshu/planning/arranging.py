"""From the rows of a plan to the arrays that the schedule engine takes.

Building every array anew costs more than scheduling does, so the arrays of the plan before
an edit are kept, and only the positions of changed rows are filled in again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhongshu.engines.calendars import (
    CalendarRules,
    DatedShifts,
    WorkingCalendars,
    intersection,
    union,
)
from zhongshu.engines.clock import NONE
from zhongshu.engines.network import (
    LAG_CALENDARS,
    LAG_UNITS,
    LINK_TYPES,
    PROGRESS_MODES,
    Network,
)
from zhongshu.kit.moments import MINUTES_PER_DAY
from zhongshu.organisation.working_time import EffectiveCalendar
from zhongshu.planning.columns import NETWORK_COLUMNS, Arrays, codes, columns_of, numbers
from zhongshu.planning.models import PlanResource
from zhongshu.planning.open_plan import (
    AssignmentRow,
    LinkRow,
    OpenPlan,
    ResourceRow,
    TaskRow,
)
from zhongshu.planning.outline import Key, Outline
from zhongshu.planning.outside import holding, with_outside

# The calendars are laid over these days around the start; the engine extends them on demand.
_DAYS_BEFORE, _DAYS_AFTER = 400, 4000

# All groups must work, each of them where any of its calendars does.
Calendars = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True)
class Arranged:
    """The rows of a plan as arrays; positions follow the outline.

    ``rows`` and ``links`` are the rows that the arrays were filled from, ``ends`` the
    position after the last task below each one.
    """

    outline: Outline
    position: Mapping[Key, int]
    ends: NDArray[np.int64]
    rows: list[TaskRow]
    link_rows: list[LinkRow]
    staff: Mapping[Key, Any]
    calendars: Mapping[Calendars, int]
    tasks: Arrays
    links: Arrays
    splits: Arrays


def arranged(plan: OpenPlan) -> Arranged:
    """The arrays of a plan, filled in from those of the plan it was made from."""
    kept: tuple[Any, Any, Arranged] | None = plan.memory.get("arrays")
    if kept is not None and kept[0] is plan.tasks and kept[1] is plan.links:
        return kept[2]
    held = kept[2] if kept is not None else None
    if held is None or held.outline is not plan.outline or held.staff is not plan.assignments:
        found = _arrange(plan)
    else:
        found = _rearranged(held, plan)
    plan.memory["arrays"] = plan.tasks, plan.links, found
    return found


def network_of(plan: OpenPlan) -> Network:
    """The network of a plan."""
    arrays = arranged(plan)
    _, calendars = working(plan)
    project = plan.settings
    columns: dict[str, Any] = {
        name: arrays.tasks[name] for name in (*NETWORK_COLUMNS, "calendar", "parent")
    }
    columns |= arrays.splits | arrays.links
    if outside := holding(plan):
        columns |= with_outside(columns, outside, arrays.position, project.lag_calendar)
    return Network(
        calendars=calendars,
        project_start=project.start,
        **columns,
        project_calendar=0,
        project_finish=NONE if project.required_finish is None else project.required_finish,
        is_from_finish=project.scheduled_from == project.ScheduledFrom.FINISH,
        status_date=_status_date(plan),
        progress_mode=PROGRESS_MODES.index(project.progress_mode),
        honours_constraints=project.honours_constraints,
        alap_keeps_successors=bool(project.options.get("alap_keeps_successors", False)),
        critical_float=project.critical_float_minutes,
        near_critical_float=project.near_critical_minutes,
    )


def working(plan: OpenPlan) -> tuple[Mapping[Calendars, int], WorkingCalendars]:
    """The compiled calendars of a plan, and where each combination of calendars stands."""
    positions = arranged(plan).calendars
    first = plan.settings.start // MINUTES_PER_DAY
    keys = tuple(positions)
    used = [plan.calendars[one] for key in keys for any_of in key for one in any_of]
    identity = keys, first, used
    held: tuple[Any, WorkingCalendars] | None = plan.memory.get("compiled")
    if held is None or held[0] != identity:
        rules = [rules_within(plan.calendars, key) for key in keys]
        compiled = WorkingCalendars.compile(rules, first - _DAYS_BEFORE, first + _DAYS_AFTER)
        held = plan.memory["compiled"] = (identity, compiled)
    return positions, held[1]


def calendar_of(plan: OpenPlan, row: TaskRow) -> int:
    """The position of the calendar by which a task is done, in `working`'s set."""
    return working(plan)[0][keys_of(plan, row)]


def work_between(plan: OpenPlan, calendar: int, start: int, finish: int) -> int:
    """Working minutes between two moments on one of the plan's calendars."""
    return int(
        work_between_all(
            working(plan)[1], np.array([calendar]), np.array([start]), np.array([finish])
        )[0]
    )


def work_between_all(
    calendars: WorkingCalendars,
    calendar: NDArray[np.int64],
    start: NDArray[np.int64],
    finish: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Working minutes between pairs of moments, wherever they lie."""
    if start.size:
        first, last = int(start.min()) // MINUTES_PER_DAY, int(finish.max()) // MINUTES_PER_DAY
        missing = max(calendars.first_day - first, last - calendars.last_day)
        if missing > 0:
            calendars = calendars.extended(missing + 31)
    return calendars.between_all(calendar, start, finish)


def rules_of(calendar: EffectiveCalendar) -> CalendarRules:
    """A calendar of the organisation as the engine takes it."""
    return CalendarRules(
        week=calendar.week,
        exceptions=[
            DatedShifts(one.from_day, one.to_day, tuple(one.shifts)) for one in calendar.exceptions
        ],
    )


def keys_of(plan: OpenPlan, row: TaskRow) -> Calendars:
    """The calendars that must all work: the task's own and its resources', or the project's.

    A task without a calendar of its own is done whenever one of its resources works. A task
    calendar is crossed with those of the resources unless the task ignores them.
    """
    staff = plan.assignments.get(row.id, ())
    return combined_keys(row, staff, plan.resources, str(plan.settings.calendar_id))


def combined_keys(
    row: TaskRow,
    staff: Iterable[AssignmentRow],
    known: Mapping[Key, ResourceRow],
    project_calendar: Key,
) -> Calendars:
    """The same for a task with these assignments of the known resources."""
    own = row.calendar_id
    if own is not None and row.ignores_resource_calendars:
        return ((own,),)
    resources = _resource_calendars(known[one.resource_id] for one in staff)
    if own is not None:
        return ((own,), resources) if resources and resources != (own,) else ((own,),)
    return (resources,) if resources else ((project_calendar,),)


def _resource_calendars(resources: Iterable[ResourceRow]) -> tuple[Key, ...]:
    """The different calendars of a task's resources, the first one's first."""
    found: dict[Key, None] = {}
    for resource in resources:
        if resource.kind == PlanResource.Kind.WORK and resource.calendar_id is not None:
            found[resource.calendar_id] = None
    return tuple(found)


def rules_within(calendars: Mapping[Key, EffectiveCalendar], key: Calendars) -> CalendarRules:
    """The rules of a combination of calendars."""
    groups = [reduce(union, (rules_of(calendars[one]) for one in any_of)) for any_of in key]
    return reduce(intersection, groups)


def _arrange(plan: OpenPlan) -> Arranged:
    order = plan.outline.order
    position = {key: n for n, key in enumerate(order)}
    rows = [plan.tasks[key] for key in order]
    project_calendar = ((str(plan.settings.calendar_id),),)
    calendars: dict[Calendars, int] = {project_calendar: 0}
    calendar = np.empty(len(rows), dtype=np.int64)
    for n, row in enumerate(rows):
        is_plain = row.calendar_id is None and row.id not in plan.assignments
        calendar[n] = 0 if is_plain else calendars.setdefault(keys_of(plan, row), len(calendars))
    parent = numbers(-1 if row.parent_id is None else position[row.parent_id] for row in rows)
    tasks = columns_of(rows)
    tasks |= {"calendar": calendar, "parent": parent}
    link_rows = list(plan.links.values())
    return Arranged(
        plan.outline,
        position,
        _ends(parent),
        rows,
        link_rows,
        plan.assignments,
        calendars,
        tasks,
        _link_arrays(plan, link_rows, position),
        _split_arrays(rows),
    )


def _rearranged(held: Arranged, plan: OpenPlan) -> Arranged:
    """The arrays with the changed rows filled in again."""
    rows = [plan.tasks[key] for key in plan.outline.order]
    changed = [
        n for n, (old, new) in enumerate(zip(held.rows, rows, strict=True)) if old is not new
    ]
    links, link_rows = held.links, held.link_rows
    now = list(plan.links.values())
    lag_calendar = LAG_CALENDARS.index(plan.settings.lag_calendar)
    if now != link_rows or (links["lag_calendar"] != lag_calendar).any():
        links, link_rows = _link_arrays(plan, now, held.position), now
    tasks, calendars = held.tasks, held.calendars
    if changed:
        tasks = _filled_in(tasks, rows, changed)
        calendars = _calendars_filled_in(plan, tasks, calendars, rows, changed)
    if next(iter(calendars)) != ((str(plan.settings.calendar_id),),):
        return _arrange(plan)
    resplit = any(held.rows[n].splits != rows[n].splits for n in changed)
    return replace(
        held,
        rows=rows,
        link_rows=link_rows,
        links=links,
        tasks=tasks,
        calendars=calendars,
        splits=_split_arrays(rows) if resplit else held.splits,
    )


def _filled_in(tasks: Arrays, rows: Sequence[TaskRow], changed: Sequence[int]) -> Arrays:
    at = np.array(changed)
    found = dict(tasks)
    for name, values in columns_of([rows[n] for n in changed]).items():
        if not np.array_equal(tasks[name][at], values):
            found[name] = tasks[name].copy()
            found[name][at] = values
    return found


def _calendars_filled_in(
    plan: OpenPlan,
    tasks: Arrays,
    calendars: Mapping[Calendars, int],
    rows: Sequence[TaskRow],
    changed: Sequence[int],
) -> Mapping[Calendars, int]:
    known = dict(calendars)
    wanted = [known.setdefault(keys_of(plan, rows[n]), len(known)) for n in changed]
    at = np.array(changed)
    if not np.array_equal(tasks["calendar"][at], wanted):
        tasks["calendar"] = tasks["calendar"].copy()
        tasks["calendar"][at] = wanted
    return known


def _link_arrays(plan: OpenPlan, links: Sequence[LinkRow], position: Mapping[Key, int]) -> Arrays:
    lag_calendar = LAG_CALENDARS.index(plan.settings.lag_calendar)
    return {
        "before": numbers(position[link.before_id] for link in links),
        "after": numbers(position[link.after_id] for link in links),
        "link_type": codes(LINK_TYPES)(link.type for link in links),
        "lag": numbers(link.lag for link in links),
        "lag_unit": codes(LAG_UNITS)(link.lag_unit for link in links),
        "lag_calendar": np.full(len(links), lag_calendar, np.int8),
    }


def _split_arrays(rows: Sequence[TaskRow]) -> Arrays:
    gaps = [gap for row in rows for gap in row.splits]
    if not gaps:
        return {}
    counts = [len(row.splits) for row in rows]
    return {
        "split_bounds": np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        "split_after": numbers(gap[0] for gap in gaps),
        "split_gap": numbers(gap[1] for gap in gaps),
    }


def _ends(parent: NDArray[np.int64]) -> NDArray[np.int64]:
    """The position after the last task below each one; the outline keeps them together."""
    ends = np.arange(1, len(parent) + 1)
    above = parent.tolist()
    for n in range(len(above) - 1, -1, -1):
        if above[n] >= 0 and ends[n] > ends[above[n]]:
            ends[above[n]] = ends[n]
    return ends


def _status_date(plan: OpenPlan) -> int:
    """The status date, where the project moves unfinished work behind it."""
    project = plan.settings
    moves_work = project.options.get("moves_remaining_work", True)
    return project.status_date if moves_work and project.status_date is not None else NONE
