"""The special days of a working calendar as an iCalendar that any calendar program reads."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from icalendar import Calendar as ICalendar
from icalendar import Event

from zhongshu.organisation.models import Calendar
from zhongshu.organisation.queries import calendar_year

_SPECIAL = {"holiday", "makeup", "exception"}


def year_as_ical(calendar: Calendar, year: int, *, stamped_at: datetime) -> bytes:
    """Holidays, make-up working days and exceptions of a year, each run of days as one event."""
    feed = ICalendar()
    feed.add("prodid", "-//Zhongshu//Calendar//EN")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", f"{calendar.name} {year}")
    for run in _runs(calendar_year(calendar, year)["days"]):
        feed.add_component(_event(calendar, run, stamped_at))
    return bytes(feed.to_ical())


def _runs(days: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Special days in a row that are alike."""
    special = [day for day in days if day["kind"] in _SPECIAL]
    runs = [special[:1]] if special else []
    for before, day in pairwise(special):
        if before["date"] + timedelta(days=1) == day["date"] and _mark(before) == _mark(day):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _mark(day: dict[str, Any]) -> tuple[Any, ...]:
    return day["kind"], day["name"], day["shifts"]


def _event(calendar: Calendar, run: list[dict[str, Any]], stamped_at: datetime) -> Event:
    first: date = run[0]["date"]
    event = Event()
    event.add("uid", f"{calendar.pk}-{first.isoformat()}@zhongshu")
    event.add("dtstamp", stamped_at)
    event.add("summary", run[0]["name"] or calendar.name)
    event.add("dtstart", first)
    event.add("dtend", run[-1]["date"] + timedelta(days=1))
    event.add("transp", "OPAQUE" if run[0]["is_working"] else "TRANSPARENT")
    event.add("categories", [run[0]["kind"]])
    return event
