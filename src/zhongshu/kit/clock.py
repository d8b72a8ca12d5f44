"""The present, as the interface reads it; services and engines are told it."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from zhongshu.kit.moments import moment_of


def now() -> datetime:
    """The present instant; where the installation fixes its day, the same time of that day."""
    present = timezone.now()
    fixed: date | None = settings.TODAY
    if fixed is None:
        return present
    local = timezone.localtime(present)
    return local.replace(year=fixed.year, month=fixed.month, day=fixed.day)


def today() -> date:
    """The day in the installation's time zone."""
    return timezone.localdate(now())


def local_moment() -> int:
    """The present as a plan counts it: local minutes."""
    return moment_of(timezone.localtime(now()))
