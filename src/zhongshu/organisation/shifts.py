"""Read the shifts and exceptions that somebody wrote, and refuse what no calendar can hold."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from zhongshu.kit.errors import BadInput

DAY = 1440
MAX_SHIFTS = 12
MAX_EXCEPTIONS = 1000
MAX_EXCEPTION_DAYS = 1830

Week = list[list[list[int]] | None]


class BadShifts(BadInput):
    """Working hours that contradict themselves."""

    code = "organisation.bad_shifts"


def read_week(week: Sequence[Any], *, is_root: bool) -> Week:
    """Seven weekdays, Monday first; each a list of shifts, or None to inherit the parent's.

    A night shift, written with an end not after its start (22:00 to 06:00) or beyond
    24:00, is split at midnight: its second half belongs to the next weekday.

    Raises
    ------
    BadShifts
        If shifts overlap, leave the day, or a night shift runs into an inherited day.
    """
    if len(week) not in (0, 7):
        raise BadShifts("a week has seven days, Monday first", field="week")
    days: Week = [None] * 7 if not week else [_day(day, f"week.{n}") for n, day in enumerate(week)]
    if is_root and any(day is None for day in days):
        raise BadShifts("a calendar without a parent gives every weekday", field="week")
    tails = [_split_night(day) for day in days]
    for n, tail in enumerate(tails):
        if not tail:
            continue
        following = days[(n + 1) % 7]
        if following is None:
            raise BadShifts(
                "the night shift ends on a day that is inherited; give that day its shifts",
                field=f"week.{(n + 1) % 7}",
            )
        following += tail
    return [None if day is None else _in_order(day, f"week.{n}") for n, day in enumerate(days)]


def read_exceptions(exceptions: Sequence[Any]) -> list[dict[str, Any]]:
    """Dated exceptions as they are stored, in the order in which they were given.

    Raises
    ------
    BadInput
        If a date is not one, a range is turned round, or a shift crosses midnight.
    """
    if len(exceptions) > MAX_EXCEPTIONS:
        raise BadInput("too many exceptions", field="exceptions", limit=MAX_EXCEPTIONS)
    return [_exception(one, f"exceptions.{n}") for n, one in enumerate(exceptions)]


def _exception(one: Any, field: str) -> dict[str, Any]:
    if not isinstance(one, dict):
        raise BadInput("an exception has from_date, to_date, name and shifts", field=field)
    first = _date(one.get("from_date"), f"{field}.from_date")
    last = _date(one.get("to_date", one.get("from_date")), f"{field}.to_date")
    if last < first:
        raise BadInput("the last day lies before the first", field=f"{field}.to_date")
    if (last - first).days >= MAX_EXCEPTION_DAYS:
        raise BadInput("too many days", field=f"{field}.to_date", limit=MAX_EXCEPTION_DAYS)
    shifts = _day(one.get("shifts", []), f"{field}.shifts") or []
    if _split_night(shifts):
        raise BadShifts(
            "an exception ends at midnight; give the next day an exception of its own",
            field=f"{field}.shifts",
        )
    read = {
        "from_date": first.isoformat(),
        "to_date": last.isoformat(),
        "name": _name(one.get("name", ""), f"{field}.name"),
        "shifts": _in_order(shifts, f"{field}.shifts"),
    }
    if one.get("name_en"):
        read["name_en"] = _name(one["name_en"], f"{field}.name_en")
    return read


def _name(value: Any, field: str) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise BadInput("a name is a text of at most 200 characters", field=field)
    return value.strip()


def _date(value: Any, field: str) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadInput(f"{value!r} is not a date such as 2026-10-01", field=field) from error


def _day(day: Any, field: str) -> list[list[int]] | None:
    if day is None:
        return None
    if not isinstance(day, list | tuple) or len(day) > MAX_SHIFTS:
        raise BadShifts(f"a day is a list of at most {MAX_SHIFTS} shifts", field=field)
    return [_shift(shift, field) for shift in day]


def _shift(shift: Any, field: str) -> list[int]:
    is_pair = isinstance(shift, list | tuple) and len(shift) == 2
    if not is_pair or any(type(minute) is not int for minute in shift):
        raise BadShifts("a shift is [from_minute, to_minute] of the day", field=field)
    start, end = shift
    if end <= start:
        end += DAY
    if not (0 <= start < DAY and end - start <= DAY):
        raise BadShifts(f"the shift {list(shift)} does not start within one day", field=field)
    return [start, end]


def _split_night(day: list[list[int]] | None) -> list[list[int]]:
    """Cut what runs past midnight off the shifts of a day, and return it."""
    tails = []
    for shift in day or ():
        if shift[1] > DAY:
            tails.append([0, shift[1] - DAY])
            shift[1] = DAY
    return tails


def _in_order(day: list[list[int]], field: str) -> list[list[int]]:
    """The shifts by time, those that touch joined."""
    joined: list[list[int]] = []
    for start, end in sorted(day):
        if joined and start < joined[-1][1]:
            raise BadShifts("shifts overlap", field=field)
        if joined and start == joined[-1][1]:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    return joined
