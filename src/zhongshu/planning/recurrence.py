"""When something recurs: a pattern, and the days and moments that it names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dateutil import rrule

from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.moments import MINUTES_PER_DAY, moment_of
from zhongshu.organisation.working_time import EffectiveCalendar, days_between
from zhongshu.planning.staffing import MAX_MINUTES

# As many as Microsoft Project makes; more is a calendar, not a plan.
MAX_OCCURRENCES = 999
_YEARS_AHEAD = 50
_WEEKDAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
_FREQUENCIES = {
    "daily": rrule.DAILY,
    "weekly": rrule.WEEKLY,
    "monthly": rrule.MONTHLY,
    "yearly": rrule.YEARLY,
}
# What each frequency reads of a pattern, beside what all do.
_COMMON = {"frequency", "interval", "from_date", "until", "count", "start_minute", "on_days_off"}
_READS = {
    "daily": {"counts_working_days"},
    "weekly": {"weekdays"},
    "monthly": {"day", "nth", "weekday"},
    "yearly": {"month", "day", "nth", "weekday"},
}
_SHORTEST_MONTH = 28


class TooManyOccurrences(DomainError):
    """The pattern names more days than a recurring task may have."""

    code = "planning.too_many_occurrences"
    status = 422


class NoOccurrence(DomainError):
    """The pattern names no day at all."""

    code = "planning.no_occurrence"
    status = 422


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A pattern of days.

    Attributes
    ----------
    frequency : str
        ``daily``, ``weekly``, ``monthly`` or ``yearly``.
    from_date : date
        The first day that may be an occurrence.
    until, count : date or None, int or None
        The last day that the pattern names, or how many occurrences there are; one of the two.
    interval : int
        Every how many days, weeks, months or years.
    counts_working_days : bool
        Daily: every so many working days, not days.
    weekdays : tuple of int
        Weekly: the days of the week, Monday is 0.
    day : int or None
        Monthly and yearly: the day of the month; a shorter month's last day stands for it.
    nth, weekday : int or None
        Monthly and yearly: the first to fourth (-1: last) of a weekday instead.
    month : int or None
        Yearly: the month, January is 1.
    start_minute : int or None
        The minute of the day at which occurrences begin; None: when work begins that day.
    on_days_off : str
        What becomes of an occurrence on a day without work: ``shift`` to the next day with
        work, or ``skip``.
    """

    frequency: str
    from_date: date
    until: date | None = None
    count: int | None = None
    interval: int = 1
    counts_working_days: bool = False
    weekdays: tuple[int, ...] = ()
    day: int | None = None
    nth: int | None = None
    weekday: int | None = None
    month: int | None = None
    start_minute: int | None = None
    on_days_off: str = "shift"

    def __post_init__(self) -> None:
        _refuse_beside_the_point(self)
        _refuse_incomplete(self)


def recurrence_of(given: dict[str, Any]) -> Recurrence:
    """A recurrence from its JSON form.

    Raises
    ------
    BadInput
        If something is missing, or contradicts something else.
    """
    values = dict(given)
    for name in ("from_date", "until"):
        if isinstance(values.get(name), str):
            values[name] = date.fromisoformat(values[name])
    values["weekdays"] = tuple(sorted(set(values.get("weekdays") or ())))
    return Recurrence(**values)


def as_json(recurrence: Recurrence) -> dict[str, Any]:
    """The JSON form of a recurrence: what its frequency reads and what all do."""
    found: dict[str, Any] = {}
    for name in sorted(_COMMON | _READS[recurrence.frequency]):
        value = getattr(recurrence, name)
        if isinstance(value, date):
            value = value.isoformat()
        found[name] = list(value) if isinstance(value, tuple) else value
    return found


def starts_of(recurrence: Recurrence, calendar: EffectiveCalendar) -> list[int]:
    """The moments at which the occurrences begin, each on a day of its own.

    Raises
    ------
    NoOccurrence, TooManyOccurrences
        If there are none, or more than ``MAX_OCCURRENCES``.
    """
    last = _horizon(recurrence)
    first = recurrence.from_date
    shifts = [day.shifts for day in days_between(calendar, first, last)]
    found: list[int] = []
    before = -1
    for number in _occurring(recurrence, [bool(one) for one in shifts], (last - first).days):
        if number <= before:
            continue  # two days off that move to one day of work
        before = number
        begins = recurrence.start_minute
        if begins is None:
            begins = shifts[number][0][0] if shifts[number] else 0
        found.append(moment_of(first) + number * MINUTES_PER_DAY + begins)
        if len(found) > MAX_OCCURRENCES:
            raise TooManyOccurrences(field="recurrence", limit=MAX_OCCURRENCES)
        if len(found) == recurrence.count:
            return found
    if not found:
        raise NoOccurrence(field="recurrence")
    return found


def _occurring(recurrence: Recurrence, works: list[bool], n_days: int) -> Iterator[int]:
    """The days of the occurrences, counted from the first day of the pattern."""
    for day in _named(recurrence, works, n_days):
        number = day
        if not works[number]:
            if recurrence.on_days_off == "skip":
                continue
            while number < n_days and not works[number]:
                number += 1
            if not works[number]:
                return
        yield number


def _named(recurrence: Recurrence, works: list[bool], n_days: int) -> Iterator[int]:
    """The days that the pattern names, whether anybody works on them or not."""
    ends = n_days if recurrence.until is None else (recurrence.until - recurrence.from_date).days
    if recurrence.counts_working_days:
        working = (number for number in range(ends + 1) if works[number])
        yield from (one for n, one in enumerate(working) if n % recurrence.interval == 0)
        return
    first = datetime.combine(recurrence.from_date, datetime.min.time())
    rule = rrule.rrule(
        _FREQUENCIES[recurrence.frequency],
        dtstart=first,
        interval=recurrence.interval,
        until=first + timedelta(days=ends),
        wkst=rrule.MO,
        **_parts(recurrence),
    )
    for at in rule:
        yield (at - first).days


def _parts(recurrence: Recurrence) -> dict[str, Any]:
    """What a rule says of the days within a week, a month or a year."""
    parts: dict[str, Any] = {}
    if recurrence.weekdays:
        parts["byweekday"] = [_WEEKDAYS[one] for one in recurrence.weekdays]
    if recurrence.month is not None:
        parts["bymonth"] = recurrence.month
    if recurrence.day is not None:
        # The last of the days up to the wanted one that the month has.
        parts["bymonthday"] = range(min(_SHORTEST_MONTH, recurrence.day), recurrence.day + 1)
        parts["bysetpos"] = -1
    elif recurrence.nth is not None and recurrence.weekday is not None:
        parts["byweekday"] = _WEEKDAYS[recurrence.weekday](recurrence.nth)
    return parts


def _horizon(recurrence: Recurrence) -> date:
    """The last day that is looked at; a day off before it may move past the pattern's end."""
    latest = _years_later(recurrence.from_date, _YEARS_AHEAD)
    if recurrence.until is None:
        return latest
    if recurrence.until > latest:
        raise BadInput(
            f"a recurring task goes on for {_YEARS_AHEAD} years at most", field="recurrence.until"
        )
    return min(latest, recurrence.until + timedelta(days=366))


def _years_later(day: date, years: int) -> date:
    return date(min(day.year + years, date.max.year - 1), day.month, min(day.day, _SHORTEST_MONTH))


def _refuse_beside_the_point(given: Recurrence) -> None:
    """Refuse what the frequency does not read: it would be lost without a word."""
    if given.frequency not in _READS:
        raise BadInput("daily, weekly, monthly or yearly", field="recurrence.frequency")
    for name in sorted(set().union(*_READS.values()) - _READS[given.frequency]):
        if getattr(given, name) not in (None, False, ()):
            raise BadInput(f"a {given.frequency} pattern has no {name}", field=f"recurrence.{name}")


def _refuse_incomplete(given: Recurrence) -> None:
    if (given.until is None) == (given.count is None):
        raise BadInput("give either the last day or a number", field="recurrence.until")
    if given.until is not None and given.until < given.from_date:
        raise BadInput("the last day lies before the first", field="recurrence.until")
    if given.count is not None and given.count > MAX_OCCURRENCES:
        raise TooManyOccurrences(field="recurrence.count", limit=MAX_OCCURRENCES)
    if given.frequency == "weekly" and not given.weekdays:
        raise BadInput("name a day of the week", field="recurrence.weekdays")
    if given.frequency in ("monthly", "yearly"):
        _refuse_no_day(given)


def _refuse_no_day(given: Recurrence) -> None:
    """Refuse a pattern of months that does not say which of their days."""
    if given.frequency == "yearly" and given.month is None:
        raise BadInput("name the month", field="recurrence.month")
    if given.nth == 0:
        raise BadInput("the first to the fourth, or the last (-1)", field="recurrence.nth")
    by_weekday = given.nth is not None and given.weekday is not None
    if (given.day is not None) == by_weekday:
        raise BadInput(
            "name either the day of the month or which of its weekdays", field="recurrence.day"
        )


def refuse_duration(minutes: int) -> None:
    """Refuse a duration that no occurrence can have.

    Raises
    ------
    BadInput
        If it is negative, or longer than a century.
    """
    if not 0 <= minutes <= MAX_MINUTES:
        raise BadInput("a duration lies between nothing and a century", field="duration_minutes")
