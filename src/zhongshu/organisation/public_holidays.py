"""Public holidays and make-up working days of a country, as its government announced them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import chinese_calendar

COUNTRIES = frozenset({"CN"})

# Where the library's Chinese name differs from that of the official notices.
_CHINESE_NAMES = {
    "Tomb-sweeping Day": "清明节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
}


@dataclass(frozen=True, slots=True)
class PublicDays:
    """Days in a row, both ends included, that the same notice makes off or working days."""

    from_date: date
    to_date: date
    is_makeup: bool
    name: str
    name_en: str


def is_announced(country: str, year: int) -> bool:
    """Whether the government's notice for a year is known; without one only weeks count.

    The State Council announces a year's holidays in the November before it.
    """
    return country not in COUNTRIES or year in _announced_years()


@cache
def public_days(country: str) -> tuple[PublicDays, ...]:
    """All known holidays and make-up working days of a country, by date; none if unknown."""
    if country not in COUNTRIES:
        return ()
    marked = {
        **{day: (False, name) for day, name in chinese_calendar.holidays.items()},
        **{day: (True, name) for day, name in chinese_calendar.workdays.items()},
    }
    found: list[PublicDays] = []
    for day, (is_makeup, name) in sorted(marked.items()):
        named = _named(day, day, name, is_makeup=is_makeup)
        if found and _continues(found[-1], named):
            named = _named(found.pop().from_date, day, name, is_makeup=is_makeup)
        found.append(named)
    return tuple(found)


@cache
def _announced_years() -> frozenset[int]:
    return frozenset(day.year for day in chinese_calendar.holidays)


def _continues(before: PublicDays, after: PublicDays) -> bool:
    return before.to_date + timedelta(days=1) == after.from_date and (
        before.is_makeup,
        before.name_en,
    ) == (after.is_makeup, after.name_en)


def _named(from_date: date, to_date: date, name: str, *, is_makeup: bool) -> PublicDays:
    chinese = _CHINESE_NAMES.get(name) or chinese_calendar.Holiday(name).chinese
    if is_makeup:
        return PublicDays(from_date, to_date, True, f"{chinese}调休", f"{name} (make-up day)")
    return PublicDays(from_date, to_date, False, chinese, name)
