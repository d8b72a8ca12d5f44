"""A plan as a file of each format that can be written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhongshu.integrations.planfiles.plan import Plan
from zhongshu.integrations.planfiles.writers.comma_separated import write_csv
from zhongshu.integrations.planfiles.writers.ical import write_ical
from zhongshu.integrations.planfiles.writers.mspdi import write_mspdi
from zhongshu.integrations.planfiles.writers.xlsx import write_xlsx

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Exported:
    """A written file."""

    content: bytes
    suffix: str
    media_type: str


def export(plan: Plan, file_format: str, *, now: datetime, sequence: int) -> Exported:
    """The plan in a format: ``mspdi``, ``xlsx``, ``csv`` or ``ical``."""
    if file_format == "mspdi":
        return Exported(write_mspdi(plan), ".xml", "application/xml")
    if file_format == "xlsx":
        return Exported(write_xlsx(plan), ".xlsx", _WORKBOOK)
    if file_format == "csv":
        return Exported(write_csv(plan), ".csv", "text/csv; charset=utf-8")
    feed = write_ical(plan, stamped_at=now, sequence=sequence)
    return Exported(feed, ".ics", "text/calendar; charset=utf-8")
