"""Calendars as Microsoft Project's XML wants them."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from zhongshu.integrations.planfiles.moments import day_start, iso
from zhongshu.integrations.planfiles.mspdi_fields import CALENDAR, CLOCK, FLAG
from zhongshu.integrations.planfiles.plan import Plan, PlanCalendar, PlanCalendarException, Shift
from zhongshu.integrations.planfiles.writers.xml_output import add


def add_calendars(root: Element, plan: Plan) -> None:
    """All calendars of the plan, base calendars first because resource calendars refer to them."""
    parent = SubElement(root, "Calendars")
    for calendar in sorted(plan.calendars, key=lambda each: not each.is_base):
        element = SubElement(parent, "Calendar")
        add(element, "UID", str(calendar.uid))
        if calendar.guid:
            add(element, "GUID", calendar.guid)
        add(element, "Name", calendar.name)
        add(element, "IsBaseCalendar", FLAG.write(calendar.is_base))
        add(element, "BaseCalendarUID", CALENDAR.write(calendar.base_uid))
        _add_week(element, calendar)
        if calendar.exceptions:
            exceptions = SubElement(element, "Exceptions")
            for exception in calendar.exceptions:
                _add_exception(exceptions, exception)


def _add_week(parent: Element, calendar: PlanCalendar) -> None:
    if not calendar.exceptions and all(shifts is None for shifts in calendar.week):
        return
    days = SubElement(parent, "WeekDays")
    for day_type in range(1, 8):
        shifts = calendar.week[(day_type + 5) % 7]
        if shifts is not None:
            day = SubElement(days, "WeekDay")
            add(day, "DayType", str(day_type))
            _add_times(day, shifts)
    for exception in calendar.exceptions:
        day = SubElement(days, "WeekDay")
        add(day, "DayType", "0")
        add(day, "DayWorking", FLAG.write(exception.shifts))
        _add_period(day, exception)
        _add_shifts(day, exception.shifts)


def _add_exception(parent: Element, exception: PlanCalendarException) -> None:
    element = SubElement(parent, "Exception")
    add(element, "EnteredByOccurrences", "0")
    _add_period(element, exception)
    days = (exception.to_date - exception.from_date).days + 1
    add(element, "Occurrences", str(days))
    if exception.name:
        add(element, "Name", exception.name)
    add(element, "Type", "1")
    _add_times(element, exception.shifts)


def _add_period(parent: Element, exception: PlanCalendarException) -> None:
    period = SubElement(parent, "TimePeriod")
    add(period, "FromDate", iso(day_start(exception.from_date)))
    add(period, "ToDate", iso(day_start(exception.to_date) + 1439))


def _add_times(parent: Element, shifts: list[Shift]) -> None:
    add(parent, "DayWorking", FLAG.write(shifts))
    _add_shifts(parent, shifts)


def _add_shifts(parent: Element, shifts: list[Shift]) -> None:
    if not shifts:
        return
    times = SubElement(parent, "WorkingTimes")
    for begin, end in shifts:
        time = SubElement(times, "WorkingTime")
        add(time, "FromTime", CLOCK.write(begin))
        add(time, "ToTime", CLOCK.write(end % 1440))
