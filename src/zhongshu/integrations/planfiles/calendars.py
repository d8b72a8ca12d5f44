"""Working time of a plan's calendars with the inheritance resolved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from zhongshu.integrations.planfiles.moments import MINUTES_PER_DAY, day_of, day_start
from zhongshu.integrations.planfiles.plan import (
    Plan,
    PlanCalendar,
    PlanCalendarException,
    PlanTask,
    Shift,
)

STANDARD_WEEK: list[list[Shift]] = [[(480, 720), (780, 1020)] for _ in range(5)] + [[], []]
_MAX_DAYS = 3660  # ten years without a working minute: the calendar has none


def lineage(plan: Plan, uid: int | None) -> list[PlanCalendar]:
    """The calendar and its bases, the outermost base first; a loop or a missing base ends it."""
    by_uid = {calendar.uid: calendar for calendar in plan.calendars}
    chain: list[PlanCalendar] = []
    seen: set[int] = set()
    while uid is not None and uid in by_uid and uid not in seen:
        seen.add(uid)
        chain.append(by_uid[uid])
        uid = by_uid[uid].base_uid
    return chain[::-1]


def effective(plan: Plan, uid: int | None) -> tuple[list[list[Shift]], list[PlanCalendarException]]:
    """Week without gaps and all exceptions of a calendar, a base's before its own."""
    week: list[list[Shift]] = [list(day) for day in STANDARD_WEEK]
    exceptions: list[PlanCalendarException] = []
    for calendar in lineage(plan, uid):
        for weekday, shifts in enumerate(calendar.week):
            if shifts is not None:
                week[weekday] = list(shifts)
        exceptions.extend(calendar.exceptions)
    return week, exceptions


def wire(exceptions: list[PlanCalendarException]) -> list[dict[str, Any]]:
    """Exceptions in the form of the API and of the calendar rows."""
    return [
        {
            "from_date": exception.from_date.isoformat(),
            "to_date": exception.to_date.isoformat(),
            "name": exception.name,
            "shifts": [list(shift) for shift in exception.shifts],
        }
        for exception in exceptions
    ]


class WorkingTime:
    """Looks up the working shifts of single days of one calendar, or of several together.

    Several calendars together work whenever one of them does.
    """

    def __init__(self, plan: Plan, *uids: int | None) -> None:
        self._calendars = [effective(plan, uid) for uid in uids]
        self._days: dict[date, list[Shift]] = {}

    def shifts(self, day: date) -> list[Shift]:
        """The shifts worked on a day in minutes of the day."""
        if day not in self._days:
            found = [_shifts_of(week, exceptions, day) for week, exceptions in self._calendars]
            self._days[day] = found[0] if len(found) == 1 else _union(found)
        return self._days[day]

    def next_start(self, at: int) -> int:
        """The first minute at or after a moment at which work can start; itself if none."""
        day = day_of(at)
        for _ in range(_MAX_DAYS):
            base = day_start(day)
            for begin, end in self.shifts(day):
                if base + end > at:
                    return max(at, base + begin)
            day += timedelta(days=1)
        return at

    def last_finish(self, at: int) -> int:
        """The last minute at or before a moment at which work can end; itself if none."""
        day = day_of(at - 1)
        for _ in range(_MAX_DAYS):
            base = day_start(day)
            for begin, end in reversed(self.shifts(day)):
                if base + begin < at:
                    return min(at, base + end)
            day -= timedelta(days=1)
        return at

    def is_start(self, at: int) -> bool:
        """Whether work can start at this very minute."""
        return self.next_start(at) == at

    def is_finish(self, at: int) -> bool:
        """Whether work can end at this very minute."""
        return self.last_finish(at) == at

    def has_any(self) -> bool:
        """Whether any week day works at all."""
        return any(any(week) for week, _ in self._calendars)

    def minutes_between(self, start: int, finish: int) -> int:
        """Working minutes between two moments, which are at most some decades apart."""
        total, day = 0, day_of(start)
        while day_start(day) < finish:
            base = day_start(day)
            total += sum(
                max(0, min(finish, base + end) - max(start, base + begin))
                for begin, end in self.shifts(day)
            )
            day += timedelta(days=1)
        return total


def _shifts_of(
    week: list[list[Shift]], exceptions: list[PlanCalendarException], day: date
) -> list[Shift]:
    for exception in reversed(exceptions):
        if exception.from_date <= day <= exception.to_date:
            return exception.shifts
    return week[day.weekday()]


def _union(groups: list[list[Shift]]) -> list[Shift]:
    """Shifts in which any of several groups works."""
    union: list[Shift] = []
    for begin, end in sorted(shift for group in groups for shift in group):
        if union and begin <= union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], end))
        else:
            union.append((begin, end))
    return union


class TaskTime:
    """The working time by which each task of a plan is done.

    That is the task's own calendar if it ignores those of its resources; else the calendars of
    its resources together; else the task's, else the project's.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._found: dict[tuple[int | None, ...], WorkingTime] = {}
        self._resources: dict[int, list[int]] = {}
        calendars = {each.uid: each.calendar_uid for each in plan.resources if each.kind == "work"}
        for each in plan.assignments:
            uid = calendars.get(each.resource_uid)
            if uid is not None:
                self._resources.setdefault(each.task_uid, []).append(uid)

    def of(self, task: PlanTask) -> WorkingTime:
        """The working time of one task."""
        uids: tuple[int | None, ...] = (task.calendar_uid,)
        if task.calendar_uid is None or not task.ignores_resource_calendars:
            uids = tuple(sorted(set(self._resources.get(task.uid, ())))) or uids
        if uids == (None,):
            uids = (self._plan.calendar_uid,)
        if uids not in self._found:
            self._found[uids] = WorkingTime(self._plan, *uids)
        return self._found[uids]


def as_exceptions(days: dict[date, list[Shift]], name: str) -> list[PlanCalendarException]:
    """Runs of equal consecutive days as exceptions, in order of date."""
    runs: list[PlanCalendarException] = []
    for day in sorted(days):
        last = runs[-1] if runs else None
        if last and last.to_date + timedelta(days=1) == day and last.shifts == days[day]:
            last.to_date = day
        else:
            runs.append(
                PlanCalendarException(from_date=day, to_date=day, name=name, shifts=days[day])
            )
    return runs


def minutes_of_day(at: int) -> int:
    """The minute of the day of a moment."""
    return at % MINUTES_PER_DAY
