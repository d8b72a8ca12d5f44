"""Moments as whole local minutes since 1970 and durations as working minutes, to and from text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

MINUTES_PER_DAY = 1440
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?")
_DURATION = re.compile(
    r"(-)?P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)D)?"
    r"(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$"
)
_MINUTES_OF = (525_600.0, 43_200.0, 1440.0, 60.0, 1.0, 1 / 60)


def moment(text: str) -> int:
    """The minute nearest to an ISO date and time without zone; raises ``ValueError`` otherwise."""
    found = _ISO.match(text.strip())
    if not found:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    at = datetime(year, month, day, hour % 24, minute, tzinfo=UTC) + timedelta(days=hour // 24)
    return int((at - _EPOCH).total_seconds()) // 60 + (1 if second >= 30 else 0)


def moment_of(at: datetime) -> int:
    """The minute of a naive local date and time, seconds rounded."""
    return int((at.replace(tzinfo=UTC) - _EPOCH).total_seconds() + 30) // 60


def day_start(day: date) -> int:
    """The minute at which a day begins."""
    return (day - _EPOCH_DAY).days * MINUTES_PER_DAY


def day_of(at: int) -> date:
    """The day a minute lies in."""
    return _EPOCH_DAY + timedelta(days=at // MINUTES_PER_DAY)


def datetime_of(at: int) -> datetime:
    """The local date and time of a minute, naive because plans have no time zone."""
    return datetime.combine(day_of(at), time(at % 1440 // 60, at % 60))


def iso(at: int) -> str:
    """ISO text to the second, as plan files want it, e.g. ``2026-03-02T08:00:00``."""
    return datetime_of(at).isoformat(timespec="seconds")


def iso_minute(at: int) -> str:
    """ISO text to the minute, as the API wants it, e.g. ``2026-03-02T08:00``."""
    return datetime_of(at).isoformat(timespec="minutes")


def duration(text: str) -> int:
    """Whole minutes of an ISO 8601 duration such as ``PT16H30M0S``; raises ``ValueError``."""
    return round(exact_duration(text))


def exact_duration(text: str) -> float:
    """Minutes of an ISO 8601 duration with their fraction; raises ``ValueError``."""
    found = _DURATION.match(text.strip())
    if not found or text.strip() in ("P", "-P"):
        raise ValueError(text)
    sign, *parts = found.groups()
    total = sum(float(part) * size for part, size in zip(parts, _MINUTES_OF, strict=True) if part)
    return -total if sign else total


def iso_duration(minutes: int) -> str:
    """ISO 8601 duration in hours and minutes as Microsoft Project writes it."""
    sign, size = ("-", -minutes) if minutes < 0 else ("", minutes)
    return f"{sign}PT{size // 60}H{size % 60}M0S"
