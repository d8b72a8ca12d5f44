"""Where one activity falls: what links, constraints, progress and given dates ask of it."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhongshu.engines.clock import NONE, after, before, moment, plus, worked_before
from zhongshu.engines.compiling import lean
from zhongshu.engines.network import (
    ACTUAL_DATES,
    ALAP,
    FNET,
    FNLT,
    MFO,
    MSO,
    PROGRESS_OVERRIDE,
    SNET,
    SNLT,
    Network,
    for_kernels,
)
from zhongshu.engines.wiring import FLAGS, IS_GATE, IS_SUMMARY, SPECIAL

DRIVER_KINDS = (
    "project_start",
    "link",
    "constraint",
    "calendar",
    "actual",
    "status_date",
    "manual",
    "summary",
    "children",
    "project_finish",
    "resource_calendar",
    "delay",
)
(
    BY_PROJECT_START,
    BY_LINK,
    BY_CONSTRAINT,
    BY_CALENDAR,
    BY_ACTUAL,
    BY_STATUS_DATE,
    BY_MANUAL,
    BY_SUMMARY,
    BY_CHILDREN,
    BY_PROJECT_FINISH,
    BY_RESOURCE_CALENDAR,
    BY_DELAY,
) = range(len(DRIVER_KINDS))

# Columns of the rules of an activity.
(
    CONSTRAINT,
    CONSTRAINT_AT,
    SECOND,
    SECOND_AT,
    DEADLINE,
    DELAY,
    IS_MANUAL,
    MANUAL_START,
    MANUAL_FINISH,
    ACTUAL_START,
    ACTUAL_FINISH,
    REMAINING,
    RESUME,
    N_RULES,
) = range(14)

# Positions of the rules of the whole network.
PROJECT_START, STATUS_DATE, PROGRESS_MODE, HONOURS, N_ACTIVITIES, KEEPS_SUCCESSORS = range(6)


class Rules(NamedTuple):
    """The rules of a network, as its kernels take them.

    ``own`` holds one row for each activity, or none if no activity has rules of its own;
    ``all`` what holds for the whole network; ``lag_calendar`` the code of the calendar of each lag.
    """

    own: NDArray[np.int64]
    all: NDArray[np.int64]
    lag_calendar: NDArray[np.int8]


def rules_of(network: Network, nodes: NDArray[np.int32], for_all: bool = False) -> Rules:
    """The rules of a network.

    Parameters
    ----------
    network : Network
        The activities.
    nodes : ndarray of int32
        The nodes of its wiring, whose flags tell which activities have rules.
    for_all : bool
        Whether to keep a row for each activity even if none has rules yet.

    Returns
    -------
    Rules
        The rules in rows.
    """
    has_rules = (np.bitwise_or.reduce(nodes[:, FLAGS]) & (SPECIAL | IS_SUMMARY | IS_GATE)) != 0
    has_rules = has_rules or for_all
    own = np.empty((network.n_activities if has_rules else 0, N_RULES), dtype=np.int64)
    if has_rules:
        columns: tuple[NDArray[Any], ...] = (
            network.constraint,
            network.constraint_at,
            network.second_constraint,
            network.second_constraint_at,
            network.deadline,
            network.delay,
            network.is_manual,
            network.manual_start,
            network.manual_finish,
            network.actual_start,
            network.actual_finish,
            network.remaining,
            network.resume,
        )
        for column, values in enumerate(columns):
            own[:, column] = values
    scalars = (
        network.project_start,
        network.status_date,
        network.progress_mode,
        network.honours_constraints,
        network.n_activities,
        network.alap_keeps_successors,
    )
    return Rules(own, np.array(scalars, dtype=np.int64), for_kernels(network.lag_calendar))


@lean
def constrained_start(
    tables: Any, calendar: int, span: int, kind: int, at: int, start: int, honours: bool
) -> int:
    """The starting instant that one constraint makes of the one the links allow."""
    twice = span + (span & 1)
    if kind in (SNET, MSO, SNLT):
        wanted = after(tables, calendar, at)
    elif kind in (FNET, MFO, FNLT):
        # Work that ends in a pause has ended before it: no minute is lost by waiting.
        wanted = (
            2 * worked_before(tables, calendar, at) - twice
            if twice
            else after(tables, calendar, at)
        )
    else:
        return start
    if kind in (SNET, FNET):
        return max(start, wanted)
    if kind in (SNLT, FNLT):
        return min(start, wanted) if honours else start
    return wanted if honours else max(start, wanted)


@lean
def constrained_finish(
    tables: Any, calendar: int, span: int, kind: int, at: int, finish: int, honours: bool
) -> int:
    """The latest finishing instant that one constraint leaves of the one the links allow."""
    if kind in (SNLT, MSO):
        limit = after(tables, calendar, at) + span + (span & 1)
    elif kind in (FNLT, MFO):
        limit = before(tables, calendar, at)
    else:
        return finish
    if honours and kind in (MSO, MFO):
        return limit
    return min(finish, limit)


@lean
def place_started(
    tables: Any,
    own: Any,
    everywhere: Any,
    calendar: int,
    span: int,
    activity: int,
    logic: int,
    out: Any,
) -> int:
    """Date an activity that has begun; fills ``out`` with start, finish and their moments."""
    begun = own[activity, ACTUAL_START]
    if begun == NONE:
        begun = own[activity, ACTUAL_FINISH]
    start = after(tables, calendar, begun) | (span & 1)
    out[0], out[2] = start, begun
    if own[activity, ACTUAL_FINISH] != NONE:
        out[3] = own[activity, ACTUAL_FINISH]
        out[1] = max(start, before(tables, calendar, out[3]))
        return BY_ACTUAL
    whole = (span + (span & 1)) >> 1
    remaining = own[activity, REMAINING]
    if remaining < 0:
        remaining = whole
    go_on = plus(start, max(0, whole - remaining))
    if own[activity, RESUME] != NONE:
        go_on = after(tables, calendar, own[activity, RESUME])
    driver = BY_ACTUAL
    if everywhere[STATUS_DATE] != NONE and everywhere[PROGRESS_MODE] != ACTUAL_DATES:
        status = after(tables, calendar, everywhere[STATUS_DATE])
        if status > go_on:
            go_on, driver = status, BY_STATUS_DATE
        if everywhere[PROGRESS_MODE] != PROGRESS_OVERRIDE and logic > go_on:
            go_on, driver = logic, BY_LINK
    out[1] = 2 * ((go_on >> 1) + remaining) if remaining else go_on
    out[3] = moment(tables, calendar, out[1])
    return driver


@lean
def place_manual(
    tables: Any, own: Any, everywhere: Any, calendar: int, span: int, activity: int, out: Any
) -> int:
    """Date an activity whose dates are given."""
    begins, ends = own[activity, MANUAL_START], own[activity, MANUAL_FINISH]
    minutes = (span + (span & 1)) >> 1
    if begins == NONE:
        finish = before(tables, calendar, ends)
        begins = ends if minutes == 0 else moment(tables, calendar, plus(finish, -minutes))
    start = after(tables, calendar, begins) | (span & 1)
    if ends == NONE:
        ends = begins if minutes == 0 else moment(tables, calendar, plus(start, minutes))
    out[0], out[2], out[3] = start, begins, ends
    out[1] = max(start - (span & 1), before(tables, calendar, ends))
    return BY_MANUAL


@lean
def place(
    tables: Any,
    own: Any,
    everywhere: Any,
    calendar: int,
    span: int,
    activity: int,
    start: int,
    late_as_possible: int,
    out: Any,
) -> int:
    """Date an activity with constraints of its own, from the instant its links allow."""
    driver = -1
    if own[activity, DELAY] > 0:
        begins = moment(tables, calendar, start | (span & 1)) + own[activity, DELAY]
        start = after(tables, calendar, begins)
        driver = BY_DELAY
    # Where no late date is known, it is NONE, which is less than any instant.
    if own[activity, CONSTRAINT] == ALAP and late_as_possible > start:
        start, driver = late_as_possible, BY_CONSTRAINT
    free = start
    honours = everywhere[HONOURS] != 0
    kind, at = own[activity, SECOND], own[activity, SECOND_AT]
    if at != NONE:
        start = constrained_start(tables, calendar, span, kind, at, start, honours)
    kind, at = own[activity, CONSTRAINT], own[activity, CONSTRAINT_AT]
    if at != NONE:
        start = constrained_start(tables, calendar, span, kind, at, start, honours)
    if start != free:
        driver = BY_CONSTRAINT
    out[0] = start | (span & 1)
    out[1] = out[0] + span
    out[2] = moment(tables, calendar, out[0])
    out[3] = moment(tables, calendar, out[1])
    return driver
