"""What a calendar comes to once its inheritance is resolved: a week and dated exceptions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from zhongshu.organisation.models import Calendar
from zhongshu.organisation.public_holidays import public_days

Shift = tuple[int, int]
Shifts = tuple[Shift, ...]

_EPOCH = date(1970, 1, 1)
_CHAIN = """
WITH RECURSIVE chain (id, parent_id) AS (
    SELECT id, parent_id FROM organisation_calendar WHERE id IN ({asked})
    UNION
    SELECT above.id, above.parent_id
    FROM organisation_calendar above JOIN chain ON chain.parent_id = above.id
)
SELECT id FROM chain
"""


class ExceptionDays(NamedTuple):
    """Shifts that replace the week's over days counted from 1970-01-01, both ends included.

    No shifts means days off. ``kind`` is ``holiday``, ``makeup`` or ``exception``.
    """

    from_day: int
    to_day: int
    shifts: Shifts
    name: str
    name_en: str
    kind: str


@dataclass(frozen=True, slots=True)
class EffectiveCalendar:
    """A calendar with everything it inherits.

    ``week`` is Monday first: the shifts of each weekday in minutes of the day. A later
    exception beats an earlier one.
    """

    id: UUID
    name: str
    country: str
    week: tuple[Shifts, ...]
    exceptions: tuple[ExceptionDays, ...]

    def wire(self) -> dict[str, Any]:
        """The calendar as JSON shows it, exceptions as inclusive dates."""
        return {
            "id": str(self.id),
            "name": self.name,
            "week": [[list(shift) for shift in shifts] for shifts in self.week],
            "exceptions": [
                {
                    "from_date": day_date(days.from_day).isoformat(),
                    "to_date": day_date(days.to_day).isoformat(),
                    "name": days.name,
                    "shifts": [list(shift) for shift in days.shifts],
                }
                for days in self.exceptions
            ],
        }


class Resolved(NamedTuple):
    """How one day comes out: its shifts, and the exception that decided, if one did."""

    shifts: Shifts
    by: ExceptionDays | None


def effective_calendars(ids: Iterable[UUID]) -> dict[UUID, EffectiveCalendar]:
    """The asked calendars with their inheritance resolved; unknown ids are left out.

    Two queries, whatever the number of calendars and the depth of their inheritance.
    """
    asked = set(ids)
    if not asked:
        return {}
    rows = Calendar.objects.filter(pk__in=_with_ancestors(asked))
    by_id = {row.pk: row for row in rows}
    return {pk: resolve(_chain(by_id[pk], by_id)) for pk in sorted(asked & by_id.keys())}


def effective(calendar: Calendar) -> EffectiveCalendar:
    """One calendar with its inheritance resolved."""
    return effective_calendars([calendar.pk])[calendar.pk]


def resolve(chain: Sequence[Calendar]) -> EffectiveCalendar:
    """Lay calendars over one another, the highest ancestor first.

    A weekday comes from the lowest calendar that gives one. The country nearest to the
    bottom gives the public holidays; every written exception beats these, and the lower
    calendar's exceptions beat those above it.
    """
    last = chain[-1]
    week = tuple(_weekday(chain, day) for day in range(7))
    country = next((one.country for one in reversed(chain) if one.country), "")
    written = [_written(one) for calendar in chain for one in calendar.exceptions]
    exceptions = (*_public(country, week), *written)
    return EffectiveCalendar(last.pk, last.name, country, week, exceptions)


def day_number(day: date) -> int:
    """A day as the number of days since 1970-01-01."""
    return (day - _EPOCH).days


def day_date(number: int) -> date:
    """The date of a day counted from 1970-01-01."""
    return _EPOCH + timedelta(days=number)


def days_between(calendar: EffectiveCalendar, first: date, last: date) -> list[Resolved]:
    """How each day of a range comes out, both ends included."""
    start, end = day_number(first), day_number(last)
    days = [
        Resolved(calendar.week[day_date(number).weekday()], None)
        for number in range(start, end + 1)
    ]
    for exception in calendar.exceptions:
        for number in range(max(start, exception.from_day), min(end, exception.to_day) + 1):
            days[number - start] = Resolved(exception.shifts, exception)
    return days


def minutes_of(shifts: Shifts) -> int:
    """The working minutes of a day's shifts."""
    return sum(to_minute - from_minute for from_minute, to_minute in shifts)


def _with_ancestors(ids: set[UUID]) -> list[UUID]:
    key = Calendar._meta.pk
    values = [key.get_db_prep_value(pk, connection) for pk in ids]
    query = _CHAIN.format(asked=", ".join(["%s"] * len(values)))
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [key.to_python(row[0]) for row in cursor.fetchall()]


def _chain(calendar: Calendar, by_id: dict[UUID, Calendar]) -> list[Calendar]:
    """From the highest ancestor down to the calendar itself."""
    chain = [calendar]
    while chain[-1].parent_id is not None:
        chain.append(by_id[chain[-1].parent_id])
    return chain[::-1]


def _weekday(chain: Sequence[Calendar], day: int) -> Shifts:
    given = (one.week[day] for one in reversed(chain) if len(one.week) == 7)
    return next((_shifts(shifts) for shifts in given if shifts is not None), ())


def _shifts(rows: Iterable[Sequence[int]]) -> Shifts:
    return tuple((int(row[0]), int(row[1])) for row in rows)


def _written(one: dict[str, Any]) -> ExceptionDays:
    name = one.get("name", "")
    return ExceptionDays(
        day_number(date.fromisoformat(one["from_date"])),
        day_number(date.fromisoformat(one["to_date"])),
        _shifts(one.get("shifts", ())),
        name,
        one.get("name_en") or name,
        "exception",
    )


def _public(country: str, week: tuple[Shifts, ...]) -> Iterable[ExceptionDays]:
    for days in public_days(country):
        first, last = day_number(days.from_date), day_number(days.to_date)
        if not days.is_makeup:
            yield ExceptionDays(first, last, (), days.name, days.name_en, "holiday")
            continue
        for number in range(first, last + 1):
            shifts = _made_up(week, day_date(number).weekday())
            yield ExceptionDays(number, number, shifts, days.name, days.name_en, "makeup")


def _made_up(week: tuple[Shifts, ...], weekday: int) -> Shifts:
    """The shifts of a make-up day: the weekday's own if it works anyhow, else Monday's."""
    return week[weekday] or week[0] or next((shifts for shifts in week if shifts), ())
