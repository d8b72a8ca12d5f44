"""Moments of a plan: local wall-clock minutes, counted from 1970-01-01T00:00.

A plan speaks of "08:00 on Monday" where the work is done, without a time zone; whole
minutes compare, subtract and index arrays without conversion.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np
from django.db import models

MINUTES_PER_DAY = 1440
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a local wall clock has no zone
_EPOCH_DATE = date(1970, 1, 1)


class NotAMoment(ValueError):
    """The text is not a local date and time to the minute."""


class MomentField(models.BigIntegerField):  # type: ignore[type-arg]
    """A moment of a plan, as whole minutes since 1970-01-01T00:00 local."""


def moment_of(value: datetime | date) -> int:
    """The moment of a local date and time (seconds are cut), or of a day's midnight."""
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) - _EPOCH) // timedelta(minutes=1)
    return (value - _EPOCH_DATE).days * MINUTES_PER_DAY


def datetime_of(moment: int) -> datetime:
    """The local date and time of a moment, without a zone."""
    return _EPOCH + timedelta(minutes=moment)


def date_of(moment: int) -> date:
    """The day on which a moment lies."""
    return _EPOCH_DATE + timedelta(days=moment // MINUTES_PER_DAY)


def iso(moment: int | None) -> str | None:
    """``2026-03-02T08:00``, or None."""
    return None if moment is None else datetime_of(moment).isoformat(timespec="minutes")


def iso_all(moments: Sequence[int | None]) -> list[str | None]:
    """The same for many moments, in one pass."""
    if not moments:
        return []
    absent = np.iinfo(np.int64).min  # what NumPy reads as "not a time"
    numbers = np.array([absent if one is None else one for one in moments], dtype=np.int64)
    texts = np.datetime_as_string(numbers.astype("datetime64[m]")).tolist()
    return [None if text == "NaT" else text for text in texts]


def parse_moment(text: str) -> int:
    """Read ``2026-03-02T08:00`` (or a day, meaning its midnight).

    Raises
    ------
    NotAMoment
        If the text is anything else, or carries a zone.
    """
    try:
        value = datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise NotAMoment(text) from error
    if value.tzinfo is not None:
        raise NotAMoment(text)
    return moment_of(value)


def instant(text: str) -> datetime:
    """Read an instant (with a zone; UTC where none is written), as UTC.

    Raises
    ------
    NotAMoment
        If the text is anything else, or UTC has no such day.
    """
    try:
        value = datetime.fromisoformat(text)
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise NotAMoment(text) from error
