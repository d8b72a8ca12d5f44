"""Calendars of Microsoft Project's XML: weeks, exceptions, repeating exceptions and work weeks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from xml.etree.ElementTree import Element

from zhongshu.integrations.planfiles.calendars import as_exceptions
from zhongshu.integrations.planfiles.moments import day_of, moment
from zhongshu.integrations.planfiles.mspdi_fields import CALENDAR, CLOCK, DAY_SHIFTS, FLAG
from zhongshu.integrations.planfiles.plan import PlanCalendar, PlanCalendarException, Shift
from zhongshu.integrations.planfiles.readers.xml_values import child, children, integer, text

_MAX_REPEATS = 20_000
_LEGACY_EXCEPTION = 0


def calendar(element: Element) -> PlanCalendar:
    """One ``Calendar`` element."""
    read = PlanCalendar(
        uid=integer(element, "UID"),
        name=text(element, "Name"),
        guid=text(element, "GUID"),
        base_uid=CALENDAR.read(text(element, "BaseCalendarUID") or "-1"),
        is_base=FLAG.read(text(element, "IsBaseCalendar") or "1"),
    )
    legacy: list[PlanCalendarException] = []
    for weekday in children(child(element, "WeekDays"), "WeekDay"):
        day_type = integer(weekday, "DayType")
        if day_type == _LEGACY_EXCEPTION:
            legacy.append(_exception_days(weekday, ""))
        elif 1 <= day_type <= 7:
            read.week[(day_type + 5) % 7] = _shifts(weekday)
    for work_week in children(child(element, "WorkWeeks"), "WorkWeek"):
        read.exceptions.extend(_work_week(work_week))
    modern = children(child(element, "Exceptions"), "Exception")
    if modern:
        for exception in modern:
            read.exceptions.extend(_exceptions(exception))
    else:
        # Files up to Project 2003 list exceptions among the week days only; later ones list both.
        read.exceptions.extend(legacy)
    return read


def _shifts(element: Element) -> list[Shift]:
    if not FLAG.read(text(element, "DayWorking") or "0"):
        return []
    times = children(child(element, "WorkingTimes"), "WorkingTime")
    if not times:
        return list(DAY_SHIFTS)
    shifts = []
    for time in times:
        if not text(time, "FromTime"):
            continue
        begin, end = CLOCK.read(text(time, "FromTime")), CLOCK.read(text(time, "ToTime") or "0:0")
        shifts.append((begin, end if end > begin else 1440))  # midnight is the end of the day
    return sorted(shifts)


def _period(element: Element) -> tuple[date, date]:
    period = child(element, "TimePeriod")
    if period is None:
        raise ValueError("TimePeriod")
    return day_of(moment(text(period, "FromDate"))), day_of(moment(text(period, "ToDate")))


def _exception_days(element: Element, name: str) -> PlanCalendarException:
    first, last = _period(element)
    return PlanCalendarException(from_date=first, to_date=last, name=name, shifts=_shifts(element))


def _work_week(element: Element) -> list[PlanCalendarException]:
    """The days on which another week is worked for a while, as plain exceptions."""
    if child(element, "TimePeriod") is None:
        return []
    first, last = _period(element)
    week = {
        (integer(weekday, "DayType") + 5) % 7: _shifts(weekday)
        for weekday in children(child(element, "WeekDays"), "WeekDay")
    }
    days = {day: week[day.weekday()] for day in _every_day(first, last) if day.weekday() in week}
    return as_exceptions(days, text(element, "Name"))


def _exceptions(element: Element) -> list[PlanCalendarException]:
    kind = integer(element, "Type") or 1
    name = text(element, "Name")
    single = _exception_days(element, name)
    period = max(integer(element, "Period"), 1)
    if kind in _REPEATS and not (kind in (1, 7) and period == 1):
        days = list(_REPEATS[kind](element, single.from_date, single.to_date, period))
        occurrences = integer(element, "Occurrences")
        if FLAG.read(text(element, "EnteredByOccurrences") or "0") and occurrences:
            days = days[:occurrences]
        return as_exceptions({day: list(single.shifts) for day in days}, name)
    return [single]


def _every_day(first: date, last: date) -> Iterator[date]:
    for offset in range(min((last - first).days + 1, _MAX_REPEATS)):
        yield first + timedelta(days=offset)


def _daily(_element: Element, first: date, last: date, period: int) -> Iterator[date]:
    for offset, day in enumerate(_every_day(first, last)):
        if offset % period == 0:
            yield day


def _yearly_by_day(element: Element, first: date, last: date, period: int) -> Iterator[date]:
    month, month_day = integer(element, "Month") + 1, integer(element, "MonthDay") or first.day
    for day in _every_day(first, last):
        if day.month == month and day.day == month_day and (day.year - first.year) % period == 0:
            yield day


def _yearly_by_position(element: Element, first: date, last: date, period: int) -> Iterator[date]:
    month = integer(element, "Month") + 1
    for day in _every_day(first, last):
        fits = day.month == month and (day.year - first.year) % period == 0
        if fits and _is_position(element, day):
            yield day


def _months_since(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month


def _monthly_by_day(element: Element, first: date, last: date, period: int) -> Iterator[date]:
    month_day = integer(element, "MonthDay") or first.day
    for day in _every_day(first, last):
        if day.day == month_day and _months_since(first, day) % period == 0:
            yield day


def _monthly_by_position(element: Element, first: date, last: date, period: int) -> Iterator[date]:
    for day in _every_day(first, last):
        if _months_since(first, day) % period == 0 and _is_position(element, day):
            yield day


def _weekly(element: Element, first: date, last: date, period: int) -> Iterator[date]:
    mask = integer(element, "DaysOfWeek")  # bit 0 is Sunday
    sunday = first - timedelta(days=(first.weekday() + 1) % 7)
    for day in _every_day(first, last):
        is_listed = mask >> ((day.weekday() + 1) % 7) & 1
        if is_listed and ((day - sunday).days // 7) % period == 0:
            yield day


def _is_position(element: Element, day: date) -> bool:
    """Whether a day is e.g. the second Tuesday or the last week day of its month."""
    item, position = integer(element, "MonthItem"), integer(element, "MonthPosition")
    alike = [
        other
        for number in range(1, 32)
        if (other := _in_month(day, number)) is not None and _is_item(item, other)
    ]
    index = -1 if position == 4 else position
    return bool(alike) and index < len(alike) and alike[index] == day


def _in_month(day: date, number: int) -> date | None:
    try:
        return day.replace(day=number)
    except ValueError:
        return None


def _is_item(item: int, day: date) -> bool:
    if item == 0:
        return True
    if item == 1:
        return day.weekday() < 5
    if item == 2:
        return day.weekday() >= 5
    return (day.weekday() + 1) % 7 == item - 3


_REPEATS: dict[int, Callable[[Element, date, date, int], Iterator[date]]] = {
    1: _daily,
    2: _yearly_by_day,
    3: _yearly_by_position,
    4: _monthly_by_day,
    5: _monthly_by_position,
    6: _weekly,
    7: _daily,
}
