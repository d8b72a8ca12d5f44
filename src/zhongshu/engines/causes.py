"""Causes: why an activity is where it is, back to what cannot be moved by moving another."""

from dataclasses import dataclass

from zhongshu.engines.clock import NONE
from zhongshu.engines.network import (
    ASAP,
    ELAPSED,
    ELAPSED_PERCENT,
    FF,
    FS,
    MSO,
    PERCENT,
    PREDECESSOR,
    PROJECT,
    SF,
    SNET,
    SNLT,
    SUCCESSOR,
    Network,
)
from zhongshu.engines.placing import BY_CHILDREN, BY_CONSTRAINT, BY_LINK, BY_SUMMARY, DRIVER_KINDS
from zhongshu.engines.schedule import Schedule
from zhongshu.engines.wiring import effective_calendar

START, FINISH = "start", "finish"


@dataclass(frozen=True, slots=True)
class Cause:
    """One step from an activity's date back to where it comes from.

    Attributes
    ----------
    activity : int
        Position of the activity.
    side : str
        The date that is passed on: ``start`` or ``finish``.
    at : int
        That date.
    kind : str
        One of ``DRIVER_KINDS``.
    link : int
        The link that holds the activity, or -1.
    constraint : int
        Position in ``CONSTRAINTS`` of the constraint that holds it, or -1.
    calendar_from, calendar_to : int
        The time without work that lies before its start, or ``NONE``.
    """

    activity: int
    side: str
    at: int
    kind: str
    link: int = -1
    constraint: int = -1
    calendar_from: int = NONE
    calendar_to: int = NONE


def causes(network: Network, schedule: Schedule, activity: int) -> list[Cause]:
    """The chain of causes of an activity's start, the nearest first.

    Parameters
    ----------
    network : Network
        The network that was scheduled.
    schedule : Schedule
        Its schedule.
    activity : int
        Position of the activity asked about.

    Returns
    -------
    list of Cause
        From the activity back to a date that no other activity holds.

    Examples
    --------
    >>> import numpy as np
    >>> from zhongshu.engines.calendars import CalendarRules, WorkingCalendars
    >>> from zhongshu.engines.schedule import schedule
    >>> office = CalendarRules(week=(((480, 1020),),) * 5 + ((),) * 2)
    >>> friday = 20000 * 1440
    >>> network = Network(
    ...     calendars=WorkingCalendars.compile([office], 19990, 20020),
    ...     project_start=friday, duration=np.array([540, 540]),
    ...     before=np.array([0]), after=np.array([1]),
    ... )
    >>> [(cause.activity, cause.kind) for cause in causes(network, schedule(network), 1)]
    [(1, 'link'), (0, 'project_start')]
    """
    chain: list[Cause] = []
    seen: set[tuple[int, bool]] = set()
    step: tuple[int, str, bool] | None = (activity, START, False)
    while step is not None and (step[0], step[2]) not in seen:
        position, side, as_gate = step
        seen.add((position, as_gate))
        if as_gate:
            cause, step = _of_gate(network, schedule, position)
        else:
            cause, step = _of_activity(network, schedule, position, side)
        chain.append(cause)
    return chain


def _of_activity(
    network: Network, schedule: Schedule, activity: int, side: str
) -> tuple[Cause, tuple[int, str, bool] | None]:
    drivers = schedule.drivers
    kind, link = int(drivers.kind[activity]), int(drivers.link[activity])
    at = int((schedule.start if side == START else schedule.finish)[activity])
    following = _next(network, schedule, activity, side)
    constraint = _constraint(network, schedule, activity) if kind == BY_CONSTRAINT else -1
    gap = (NONE, NONE)
    if kind != BY_CHILDREN and not network.is_hammock[activity]:
        gap = _pause_before(network, schedule, activity, link)
    return Cause(activity, side, at, DRIVER_KINDS[kind], link, constraint, *gap), following


def _next(
    network: Network, schedule: Schedule, activity: int, side: str
) -> tuple[int, str, bool] | None:
    drivers = schedule.drivers
    kind, link = int(drivers.kind[activity]), int(drivers.link[activity])
    if network.is_hammock[activity] and link >= 0:
        return int(drivers.activity[activity]), _side_of_driver(network, activity, link), False
    if kind == BY_CHILDREN:
        return _child(network, schedule, activity, side)
    if kind == BY_SUMMARY:
        return int(drivers.activity[activity]), START, True
    if link < 0:
        return None
    return _other_end(network, schedule, link)


def _side_of_driver(network: Network, hammock: int, link: int) -> str:
    """Which date of the activity at the other end of a link a hammock hangs on."""
    leaves_finish = (FS, FF) if network.after[link] == hammock else (FF, SF)
    return FINISH if network.link_type[link] in leaves_finish else START


def _other_end(network: Network, schedule: Schedule, link: int) -> tuple[int, str, bool]:
    kind = network.link_type[link]
    if network.is_from_finish:
        return int(network.after[link]), FINISH if kind >= FF else START, False
    return int(network.before[link]), FINISH if kind in (FS, FF) else START, False


def _child(
    network: Network, schedule: Schedule, summary: int, side: str
) -> tuple[int, str, bool] | None:
    children = (network.parent == summary).nonzero()[0]
    dates = (schedule.start if side == START else schedule.finish)[children]
    wanted = schedule.start[summary] if side == START else schedule.finish[summary]
    found = children[dates == wanted]
    return (int(found[0]), side, False) if found.size else None


def _of_gate(
    network: Network, schedule: Schedule, summary: int
) -> tuple[Cause, tuple[int, str, bool] | None]:
    drivers = schedule.drivers
    kind, link = int(drivers.gate_kind[summary]), int(drivers.gate_link[summary])
    following = None
    if kind == BY_LINK:
        following = _other_end(network, schedule, link)
    elif kind == BY_SUMMARY:
        following = int(drivers.gate_above[summary]), START, True
    constraint = int(network.constraint[summary]) if kind == BY_CONSTRAINT else -1
    at = int(schedule.start[summary])
    return Cause(summary, START, at, DRIVER_KINDS[kind], link, constraint), following


def _constraint(network: Network, schedule: Schedule, activity: int) -> int:
    """The constraint that holds an activity; of two, the one whose moment it stands on."""
    first, second = network.constraint[activity], network.second_constraint[activity]
    if second == ASAP or first == ASAP:
        return int(second if first == ASAP else first)
    calendars, row = network.calendars, int(effective_calendar(network)[activity])
    at = int(network.second_constraint_at[activity])
    if second in (SNET, SNLT, MSO):
        is_second = calendars.between(row, at, int(schedule.start[activity])) == 0
    else:
        is_second = calendars.between(row, at, int(schedule.finish[activity])) == 0
    return int(second if is_second else first)


def _pause_before(
    network: Network, schedule: Schedule, activity: int, link: int
) -> tuple[int, int]:
    """The time without work between what is asked of a start and the start itself."""
    start = int(schedule.start[activity])
    asked = network.project_start
    if link >= 0:
        if network.link_type[link] >= FF or network.is_from_finish:
            return NONE, NONE
        asked = _asked(network, schedule, link)
    calendar = int(effective_calendar(network)[activity])
    ended = network.calendars.previous_finish(calendar, start)
    pause = max(asked, ended)
    return (pause, start) if pause < start else (NONE, NONE)


def _asked(network: Network, schedule: Schedule, link: int) -> int:
    predecessor, successor = int(network.before[link]), int(network.after[link])
    at_finish = network.link_type[link] == FS
    at = int((schedule.finish if at_finish else schedule.start)[predecessor])
    lag, unit = int(network.lag[link]), network.lag_unit[link]
    if unit >= PERCENT:
        lag = round(int(network.duration[predecessor]) * lag / 100)
    rows = effective_calendar(network)
    choices = {PREDECESSOR: rows[predecessor], SUCCESSOR: rows[successor]}
    choices[PROJECT] = network.project_calendar
    calendar = choices.get(int(network.lag_calendar[link]), network.calendars.elapsed)
    if unit in (ELAPSED, ELAPSED_PERCENT):
        calendar = network.calendars.elapsed
    return network.calendars.add(int(calendar), at, lag)
