"""The rules of working calendars, and the pattern that each day follows by them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MINUTES_PER_DAY = 1440
_THURSDAY = 3  # 1970-01-01

Shift = tuple[int, int]


class UnusableCalendar(ValueError):
    """The rules of a calendar contradict themselves or leave no working time at all."""


class DatedShifts(NamedTuple):
    """Shifts that replace the week's from one day to another, both included.

    Days are counted from 1970-01-01; no shifts means a day off.
    """

    from_day: int
    to_day: int
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """When work may happen, before it is laid over days.

    Attributes
    ----------
    week : sequence of 7 sequences of (int, int)
        Monday first: the shifts of each weekday in minutes of the day, end excluded.
    exceptions : sequence of DatedShifts
        Where days differ; a later one beats an earlier one.
    only_within : sequence of CalendarRules
        Work happens only where each of these works, too.
    or_within : sequence of CalendarRules
        Work also happens where any of these works; taken before ``only_within``.
    """

    week: Sequence[Sequence[Shift]]
    exceptions: Sequence[DatedShifts] = ()
    only_within: Sequence["CalendarRules"] = ()
    or_within: Sequence["CalendarRules"] = ()

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise UnusableCalendar(f"week: expected 7 days, Monday first, got {len(self.week)}")


ROUND_THE_CLOCK = CalendarRules(week=(((0, MINUTES_PER_DAY),),) * 7)


class Patterns:
    """The distinct working days, so that equal days share one table."""

    def __init__(self) -> None:
        self.shifts: list[tuple[Shift, ...]] = []
        self._position: dict[tuple[Shift, ...], int] = {}

    def position(self, shifts: Iterable[Shift]) -> int:
        """The number of a day with these shifts.

        Parameters
        ----------
        shifts : iterable of (int, int)
            Minutes of the day, end excluded.

        Returns
        -------
        int
            Equal days have equal numbers.

        Raises
        ------
        UnusableCalendar
            If shifts overlap or lie outside the day.
        """
        ordered = tuple(sorted((int(start), int(end)) for start, end in shifts if start != end))
        end_before = 0
        for start, end in ordered:
            if not end_before <= start < end <= MINUTES_PER_DAY:
                raise UnusableCalendar(
                    f"shift ({start}, {end}): shifts must not overlap and must lie in 0 to 1440"
                )
            end_before = end
        if ordered not in self._position:
            self._position[ordered] = len(self.shifts)
            self.shifts.append(ordered)
        return self._position[ordered]

    def worked_minutes(self) -> NDArray[np.bool_]:
        """Whether each minute of each pattern is worked.

        Returns
        -------
        ndarray of bool, shape (n_patterns, 1440)
            One row for each pattern.
        """
        works = np.zeros((len(self.shifts), MINUTES_PER_DAY), dtype=bool)
        for row, shifts in enumerate(self.shifts):
            for start, end in shifts:
                works[row, start:end] = True
        return works

    def common(self, one: int, other: int) -> int:
        """The number of the day on which two others both work.

        Parameters
        ----------
        one, other : int
            Numbers of patterns.

        Returns
        -------
        int
            The number of what they share.
        """
        shifts = (
            (max(a[0], b[0]), min(a[1], b[1])) for a in self.shifts[one] for b in self.shifts[other]
        )
        return self.position(shift for shift in shifts if shift[0] < shift[1])

    def either(self, one: int, other: int) -> int:
        """The number of the day on which one of two others works.

        Parameters
        ----------
        one, other : int
            Numbers of patterns.

        Returns
        -------
        int
            The number of what they cover together.
        """
        joined: list[Shift] = []
        for start, end in sorted((*self.shifts[one], *self.shifts[other])):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], end))
            else:
                joined.append((start, end))
        return self.position(joined)


def day_patterns(
    rules: CalendarRules, first_day: int, last_day: int, patterns: Patterns
) -> NDArray[np.int64]:
    """The pattern of each day of a range.

    Parameters
    ----------
    rules : CalendarRules
        The calendar.
    first_day, last_day : int
        Days since 1970-01-01, both included.
    patterns : Patterns
        Receives the patterns that are new.

    Returns
    -------
    ndarray of int64, shape (n_days,)
        Numbers of patterns.

    Raises
    ------
    UnusableCalendar
        If an exception runs backwards or its shifts contradict each other.
    """
    week = np.array([patterns.position(day) for day in rules.week])
    days = week[(np.arange(first_day, last_day + 1) + _THURSDAY) % 7]
    for from_day, to_day, shifts in rules.exceptions:
        if to_day < from_day:
            raise UnusableCalendar(f"exception: to_day {to_day} lies before from_day {from_day}")
        start, end = max(0, from_day - first_day), max(0, to_day - first_day + 1)
        days[start:end] = patterns.position(shifts)
    combinations = [(other, patterns.either) for other in rules.or_within]
    combinations += [(other, patterns.common) for other in rules.only_within]
    for other, combined in combinations:
        within = day_patterns(other, first_day, last_day, patterns)
        for one_pattern, other_pattern in np.unique(np.stack((days, within)), axis=1).T:
            both = (days == one_pattern) & (within == other_pattern)
            # Negative marks a day as already combined, so that no pair is taken twice.
            days[both] = -1 - combined(int(one_pattern), int(other_pattern))
        days = -1 - days
    return days
