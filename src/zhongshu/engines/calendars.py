"""Working calendars, compiled into tables that answer every question of working time at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zhongshu.engines import clock
from zhongshu.engines.calendar_rules import (
    MINUTES_PER_DAY,
    ROUND_THE_CLOCK,
    CalendarRules,
    DatedShifts,
    Patterns,
    UnusableCalendar,
    day_patterns,
)

__all__ = [
    "MINUTES_PER_DAY",
    "ROUND_THE_CLOCK",
    "CalendarRules",
    "DatedShifts",
    "OutsideCalendar",
    "UnusableCalendar",
    "WorkingCalendars",
    "intersection",
    "union",
]

Moments = NDArray[np.int64]


class OutsideCalendar(ValueError):
    """The work asked for does not fit between the first and the last day of the calendars."""


def intersection(one: CalendarRules, other: CalendarRules) -> CalendarRules:
    """The working time that two calendars share, such as a task's and its resource's.

    Parameters
    ----------
    one, other : CalendarRules
        The calendars to combine.

    Returns
    -------
    CalendarRules
        A calendar that works only where both do.

    Examples
    --------
    >>> early = CalendarRules(week=(((480, 720),),) * 7)
    >>> late = CalendarRules(week=(((600, 900),),) * 7)
    >>> both = WorkingCalendars.compile([intersection(early, late)], 0, 10)
    >>> both.next_start(0, 0), both.add(0, 0, 120)
    (600, 720)
    """
    return replace(one, only_within=(*one.only_within, other))


def union(one: CalendarRules, other: CalendarRules) -> CalendarRules:
    """The working time of several resources that share a task: whenever one of them works.

    Parameters
    ----------
    one, other : CalendarRules
        The calendars to join; the first must not be narrowed by a third one.

    Returns
    -------
    CalendarRules
        A calendar that works where either does.

    Examples
    --------
    >>> early = CalendarRules(week=(((480, 720),),) * 7)
    >>> late = CalendarRules(week=(((600, 900),),) * 7)
    >>> either = WorkingCalendars.compile([union(early, late)], 0, 10)
    >>> either.next_start(0, 0), either.add(0, 0, 420)
    (480, 900)
    """
    return replace(one, or_within=(*one.or_within, other))


@dataclass(frozen=True)
class WorkingCalendars:
    """Several calendars over one range of days, ready for the kernels.

    The calendar that works round the clock is always the last one, at ``elapsed``.

    Attributes
    ----------
    rules : tuple of CalendarRules
        The calendars, without the one that is added for elapsed time.
    first_day, last_day : int
        Days the tables cover, both included, counted from 1970-01-01.
    days : ndarray of int64, shape (n_calendars, n_days)
        The pattern that each day follows.
    patterns : ndarray of bool, shape (n_patterns, 1440)
        Whether each minute of such a day is worked.
    tables : ndarray of int32
        The same, as the kernels look it up.
    """

    rules: tuple[CalendarRules, ...]
    first_day: int
    last_day: int
    days: NDArray[np.int64] = field(repr=False, compare=False)
    patterns: NDArray[np.bool_] = field(repr=False, compare=False)
    tables: NDArray[np.int32] = field(repr=False, compare=False)

    @classmethod
    def compile(
        cls, rules: Iterable[CalendarRules], first_day: int, last_day: int
    ) -> "WorkingCalendars":
        """Lay calendars over a range of days.

        Parameters
        ----------
        rules : iterable of CalendarRules
            The calendars; their order gives their positions.
        first_day, last_day : int
            Days since 1970-01-01, both included.

        Returns
        -------
        WorkingCalendars
            The same calendars as tables.

        Raises
        ------
        UnusableCalendar
            If shifts overlap or lie outside the day, or the range of days is empty.
        """
        kept = tuple(rules)
        if last_day < first_day:
            raise UnusableCalendar(f"last_day {last_day} lies before first_day {first_day}")
        patterns = Patterns()
        days = [day_patterns(rule, first_day, last_day, patterns) for rule in kept]
        days.append(day_patterns(ROUND_THE_CLOCK, first_day, last_day, patterns))
        return cls._laid(kept, first_day, np.array(days), patterns.worked_minutes())

    @classmethod
    def _laid(
        cls,
        rules: tuple[CalendarRules, ...],
        first_day: int,
        days: NDArray[np.int64],
        works: NDArray[np.bool_],
    ) -> "WorkingCalendars":
        last_day = first_day + days.shape[1] - 1
        return cls(rules, first_day, last_day, days, works, clock.pack(days, works, first_day))

    def mirrored(self) -> "WorkingCalendars":
        """The same calendars in a time that runs backwards: moment ``t`` becomes ``-t``.

        Returns
        -------
        WorkingCalendars
            Calendars in which what was the end of work is its beginning.
        """
        return self._laid(
            self.rules, -self.last_day - 1, self.days[:, ::-1], self.patterns[:, ::-1]
        )

    @property
    def elapsed(self) -> int:
        """Position of the calendar that works round the clock."""
        return len(self.rules)

    @property
    def n_calendars(self) -> int:
        """Number of calendars, the one for elapsed time included."""
        return len(self.rules) + 1

    @cached_property
    def works(self) -> NDArray[np.bool_]:
        """Whether each calendar has any working time in the range of days."""
        works: NDArray[np.bool_] = np.any(self.patterns, axis=1)
        return np.any(works[self.days], axis=1)

    def extended(self, days: int) -> "WorkingCalendars":
        """The same calendars over a longer range.

        Parameters
        ----------
        days : int
            How many days to add on each side.

        Returns
        -------
        WorkingCalendars
            New tables; positions do not change.
        """
        return self.compile(self.rules, self.first_day - days, self.last_day + days)

    def reaches(self, at: int) -> bool:
        """Whether the tables cover a moment.

        Parameters
        ----------
        at : int
            A moment, or ``NONE``, which needs no covering.

        Returns
        -------
        bool
            False if it lies outside.
        """
        return at == clock.NONE or self.first_day <= at // MINUTES_PER_DAY <= self.last_day

    def next_start(self, calendar: int, at: int) -> int:
        """First moment at or after ``at`` at which a working minute begins.

        Parameters
        ----------
        calendar : int
            Position of the calendar.
        at : int
            A moment, in minutes.

        Returns
        -------
        int
            ``at`` itself while work goes on.

        Raises
        ------
        OutsideCalendar
            If the calendars do not reach that far.
        """
        return int(self._at(calendar, clock.after(self.tables, calendar, at) | 1, at))

    def previous_finish(self, calendar: int, at: int) -> int:
        """Last moment at or before ``at`` at which a working minute ends.

        Parameters
        ----------
        calendar : int
            Position of the calendar.
        at : int
            A moment, in minutes.

        Returns
        -------
        int
            ``at`` itself while work goes on.

        Raises
        ------
        OutsideCalendar
            If the calendars do not reach that far.
        """
        return int(self._at(calendar, clock.after(self.tables, calendar, at) & ~1, at))

    def add(self, calendar: int, at: int, minutes: int) -> int:
        """The moment at which so many working minutes after ``at`` have passed.

        Parameters
        ----------
        calendar : int
            Position of the calendar.
        at : int
            A moment, in minutes.
        minutes : int
            Working minutes; negative counts back to where they begin.

        Returns
        -------
        int
            The end of the last minute, or going back the beginning of the first.

        Raises
        ------
        OutsideCalendar
            If the calendars do not reach that far.

        Examples
        --------
        Monday 8:00 plus one day of eight hours is Monday 17:00:

        >>> office = CalendarRules(week=(((480, 720), (780, 1020)),) * 5 + ((),) * 2)
        >>> calendars = WorkingCalendars.compile([office], 20000, 20100)
        >>> monday = 20003 * 1440
        >>> calendars.add(0, monday + 480, 480) - monday
        1020
        """
        instant = clock.plus(clock.after(self.tables, calendar, at), minutes)
        return int(at if minutes == 0 else self._at(calendar, instant, at))

    def between(self, calendar: int, start: int, finish: int) -> int:
        """Working minutes from one moment to another.

        Parameters
        ----------
        calendar : int
            Position of the calendar.
        start, finish : int
            Moments, in minutes.

        Returns
        -------
        int
            Negative where ``finish`` lies before ``start``.

        Raises
        ------
        OutsideCalendar
            If the calendars do not cover the two moments.
        """
        self._cover(start)
        self._cover(finish)
        before = clock.worked_before(self.tables, calendar, start)
        return int(clock.worked_before(self.tables, calendar, finish) - before)

    def add_all(self, calendar: NDArray[np.int64], at: Moments, minutes: Moments) -> Moments:
        """``add`` for arrays.

        Parameters
        ----------
        calendar : ndarray of int64, shape (n,)
            Positions of the calendars.
        at, minutes : ndarray of int64, shape (n,)
            Moments, and working minutes to add to them.

        Returns
        -------
        ndarray of int64, shape (n,)
            The moments reached.

        Raises
        ------
        OutsideCalendar
            If the calendars do not reach that far.
        """
        reached = clock.add_all(self.tables, calendar, at, minutes)
        if (reached == clock.NONE).any():
            raise OutsideCalendar(self._range())
        return reached

    def between_all(self, calendar: NDArray[np.int64], start: Moments, finish: Moments) -> Moments:
        """``between`` for arrays.

        Parameters
        ----------
        calendar : ndarray of int64, shape (n,)
            Positions of the calendars.
        start, finish : ndarray of int64, shape (n,)
            Moments, in minutes.

        Returns
        -------
        ndarray of int64, shape (n,)
            Working minutes.

        Raises
        ------
        OutsideCalendar
            If the calendars do not cover all moments.
        """
        for moments in (start, finish):
            if moments.size:
                self._cover(int(moments.min()))
                self._cover(int(moments.max()))
        return clock.between_all(self.tables, calendar, start, finish)

    def _at(self, calendar: int, instant: int, at: int) -> int:
        self._cover(at)
        moment = clock.moment(self.tables, calendar, instant)
        if moment == clock.NONE:
            raise OutsideCalendar(self._range())
        return int(moment)

    def _cover(self, at: int) -> None:
        if not self.reaches(at):
            raise OutsideCalendar(f"moment {at}: {self._range()}")

    def _range(self) -> str:
        return f"the calendars cover only day {self.first_day} to {self.last_day}"
