"""Small networks for the tests: names for positions, texts for moments, days for durations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from zhongshu.engines.calendars import CalendarRules, DatedShifts, WorkingCalendars
from zhongshu.engines.network import CONSTRAINTS, LAG_CALENDARS, LAG_UNITS, LINK_TYPES, Network
from zhongshu.engines.schedule import Schedule

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a local wall clock has no zone
OFFICE = CalendarRules(week=(((480, 720), (780, 1020)),) * 5 + ((),) * 2)
SIX_DAYS = CalendarRules(week=(((480, 720), (780, 1020)),) * 6 + ((),))
NIGHTS = CalendarRules(week=(((0, 360), (1320, 1440)),) * 5 + ((), ()))
DAY = 480


def at(text: str) -> int:
    """``2026-03-02 08:00`` as a moment."""
    return int((datetime.fromisoformat(text) - _EPOCH).total_seconds()) // 60


def day(text: str) -> int:
    return at(text) // 1440


def text(moment: int) -> str:
    return str(np.datetime64(int(moment), "m")).replace("T", " ")


def holiday(first: str, last: str) -> CalendarRules:
    """The office with days off, both included."""
    return CalendarRules(OFFICE.week, (DatedShifts(day(first), day(last)),))


def calendars(*rules: CalendarRules) -> WorkingCalendars:
    return WorkingCalendars.compile(rules or (OFFICE,), day("2025-01-01"), day("2028-12-31"))


def links(*rows: Sequence[Any]) -> dict[str, Any]:
    """Rows of (before, after, type, lag in days, unit, lag calendar), from the left as needed."""
    full = [(*row, *("fs", 0, "working", "successor")[len(row) - 2 :]) for row in rows]
    days = [lag if "percent" in unit else round(lag * 480) for *_, lag, unit, _ in full]
    days = [
        lag * 3 if unit == "elapsed" else lag for lag, (*_, unit, _) in zip(days, full, strict=True)
    ]
    return {
        "before": np.array([row[0] for row in full], dtype=np.int64),
        "after": np.array([row[1] for row in full], dtype=np.int64),
        "link_type": np.array([LINK_TYPES.index(row[2]) for row in full], dtype=np.int8),
        "lag": np.array(days, dtype=np.int64),
        "lag_unit": np.array([LAG_UNITS.index(row[4]) for row in full], dtype=np.int8),
        "lag_calendar": np.array([LAG_CALENDARS.index(row[5]) for row in full], dtype=np.int8),
    }


def network(days: Sequence[float], start: str = "2026-03-02 08:00", **fields: Any) -> Network:
    """A network on the office's calendar that begins on Monday 2 March 2026."""
    fields.setdefault("calendars", calendars())
    duration = np.array([round(one * 480) for one in days], dtype=np.int64)
    return Network(project_start=at(start), duration=duration, **fields)


def constrained(size: int, **by_position: Any) -> dict[str, Any]:
    """``constrained(3, _1=("snet", "2026-03-05 08:00"))`` as arrays."""
    kind, moment = np.zeros(size, np.int8), no_moments(size)
    for name, (code, when) in by_position.items():
        kind[int(name[1:])] = CONSTRAINTS.index(code)
        if when is not None:
            moment[int(name[1:])] = at(when)
    return {"constraint": kind, "constraint_at": moment}


def moments(size: int, **by_position: str) -> np.ndarray:
    """``moments(3, _1="2026-03-05 08:00")``: a moment for activity 1, none for others."""
    found = no_moments(size)
    for name, when in by_position.items():
        found[int(name[1:])] = at(when)
    return found


def no_moments(size: int) -> np.ndarray:
    return np.full(size, -(2**62), dtype=np.int64)


def dates(plan: Schedule, activity: int) -> tuple[str, str]:
    return text(plan.start[activity]), text(plan.finish[activity])


def late_dates(plan: Schedule, activity: int) -> tuple[str, str]:
    return text(plan.late_start[activity]), text(plan.late_finish[activity])


def days_of(minutes: np.ndarray) -> list[float]:
    return (minutes / DAY).tolist()


def codes(plan: Schedule) -> list[tuple[int, str]]:
    return [(conflict.activity, conflict.code) for conflict in plan.conflicts]
