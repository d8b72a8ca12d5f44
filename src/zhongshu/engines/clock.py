"""Compiled arithmetic of working time, on which every pass of the schedule engine stands.

A *working instant* is twice the number of working minutes since the tables begin, plus one on
the starting side: the instant ``2 w`` is the end of working minute ``w - 1`` (Friday 17:00),
``2 w + 1`` the beginning of minute ``w`` (Monday 8:00). Both are the same place in working
time, two moments on the wall, and one integer keeps them apart while plain addition works.

The tables of all calendars are one array, so that a kernel passes a single argument. It begins
with the first minute covered and the number of days; then, for each calendar, where its
cumulative working minutes, its days and its index stand and how many minutes it works. A day
points to its pattern: working minutes before each minute of the day (1441 values), then the
minute of the day at which each working minute begins. The index names the day of every 256th
working minute.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhongshu.engines.compiling import compiled, lean

NONE = -(2**62)
"""No moment."""

BLOCK_SHIFT = 8
HEADER, PER_CALENDAR = 2, 4
BEGINS_OF = 1441


def pack(days: NDArray[Any], works: NDArray[np.bool_], first_day: int) -> NDArray[np.int32]:
    """Lay calendars out as one array.

    Parameters
    ----------
    days : ndarray of int, shape (n_calendars, n_days)
        Which pattern each day follows.
    works : ndarray of bool, shape (n_patterns, 1440)
        Whether each minute of a pattern is worked.
    first_day : int
        Day since 1970-01-01 with which ``days`` begins.

    Returns
    -------
    ndarray of int32
        What the kernels look up.
    """
    n_calendars, n_days = days.shape
    patterns = np.zeros((len(works), BEGINS_OF + 1440), dtype=np.int32)
    np.cumsum(works, axis=1, out=patterns[:, 1:BEGINS_OF])
    for pattern, working in zip(patterns, works, strict=True):
        begins = np.flatnonzero(working)
        pattern[BEGINS_OF : BEGINS_OF + begins.size] = begins
    worked = np.zeros((n_calendars, n_days + 1), dtype=np.int32)
    np.cumsum(patterns[days, 1440], axis=1, out=worked[:, 1:])
    blocks = np.arange((int(worked.max(initial=0)) >> BLOCK_SHIFT) + 2) << BLOCK_SHIFT
    near = [np.searchsorted(row, blocks, side="right") - 1 for row in worked]
    at_patterns = HEADER + PER_CALENDAR * n_calendars
    at_rows = at_patterns + patterns.size
    width = worked.shape[1] + n_days + blocks.size
    head = [first_day * 1440, n_days]
    for row in range(n_calendars):
        at = at_rows + row * width
        head += [at, at + n_days + 1, at + 2 * n_days + 1, int(worked[row, -1])]
    rows = (
        np.concatenate((worked[row], at_patterns + days[row] * patterns.shape[1], near[row]))
        for row in range(n_calendars)
    )
    return np.concatenate((np.array(head), patterns.ravel(), *rows)).astype(np.int32)


@lean
def worked_before(tables: Any, calendar: int, at: int) -> int:
    """Working minutes of a calendar before a moment; the tables' edge beyond them."""
    minute = at - tables[0]
    if minute < 0:
        return 0
    row = HEADER + PER_CALENDAR * calendar
    day = minute // 1440
    if day >= tables[1]:
        return int(tables[row + 3])
    pattern = tables[tables[row + 1] + day]
    worked = tables[tables[row] + day] + tables[pattern + (minute - day * 1440)]
    return int(worked)


@lean
def minute_start(tables: Any, calendar: int, worked: int) -> int:
    """The moment at which a working minute begins, or NONE outside the tables."""
    row = HEADER + PER_CALENDAR * calendar
    if worked < 0 or worked >= tables[row + 3]:
        return NONE
    cumulative = tables[row]
    day = np.int64(tables[tables[row + 2] + (worked >> BLOCK_SHIFT)])
    while tables[cumulative + day + 1] <= worked:
        day += 1
    pattern = tables[tables[row + 1] + day]
    within = worked - tables[cumulative + day]
    return tables[0] + day * 1440 + np.int64(tables[pattern + BEGINS_OF + within])


@lean
def moment(tables: Any, calendar: int, instant: int) -> int:
    """The moment of a working instant, or NONE outside the tables."""
    begins = minute_start(tables, calendar, (instant - 1) >> 1)
    if begins == NONE:
        return NONE
    return begins + 1 - (instant & 1)


@lean
def after(tables: Any, calendar: int, at: int) -> int:
    """The first working instant whose moment is not before ``at``."""
    minute = at - tables[0]
    day = minute // 1440
    within = minute - day * 1440
    if within == 0 or minute < 0 or day >= tables[1]:
        worked = worked_before(tables, calendar, at)
        return 2 * worked + (worked_before(tables, calendar, at - 1) == worked)
    row = HEADER + PER_CALENDAR * calendar
    pattern = tables[tables[row + 1] + day]
    done = tables[pattern + within]
    # Where the minute before ``at`` is worked, its end is the instant itself.
    pauses = tables[pattern + within - 1] == done
    return 2 * (np.int64(tables[tables[row] + day]) + done) + pauses


@lean
def before(tables: Any, calendar: int, at: int) -> int:
    """The last working instant whose moment is not after ``at``."""
    minute = at - tables[0]
    day = minute // 1440
    if minute < 0 or day >= tables[1]:
        return 2 * worked_before(tables, calendar, at)
    row = HEADER + PER_CALENDAR * calendar
    pattern = tables[tables[row + 1] + day] + (minute - day * 1440)
    done = tables[pattern]
    goes_on = tables[pattern + 1] != done
    return 2 * (np.int64(tables[tables[row] + day]) + done) + goes_on


@lean
def plus(instant: int, minutes: int) -> int:
    """A working instant so many working minutes later (ending) or earlier (beginning)."""
    if minutes == 0:
        return instant
    return 2 * ((instant >> 1) + minutes) + (minutes < 0)


@compiled
def add_all(
    tables: Any, calendar: NDArray[np.int64], at: NDArray[np.int64], minutes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Moments so many working minutes away; NONE outside the tables."""
    reached = np.empty(at.shape[0], dtype=np.int64)
    for position in range(at.shape[0]):
        if minutes[position] == 0:
            reached[position] = at[position]
        else:
            instant = plus(after(tables, calendar[position], at[position]), minutes[position])
            reached[position] = moment(tables, calendar[position], instant)
    return reached


@compiled
def between_all(
    tables: Any, calendar: NDArray[np.int64], start: NDArray[np.int64], finish: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Working minutes between pairs of moments."""
    minutes = np.empty(start.shape[0], dtype=np.int64)
    for position in range(start.shape[0]):
        row = calendar[position]
        minutes[position] = worked_before(tables, row, finish[position]) - worked_before(
            tables, row, start[position]
        )
    return minutes
