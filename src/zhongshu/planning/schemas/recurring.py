"""What can be asked of recurring tasks."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field

from zhongshu.planning.schemas.strict import GivenId, Strict
from zhongshu.planning.staffing import MAX_MINUTES


class RecurrenceIn(Strict):
    """When something recurs: until a last day, or so many times.

    Weekdays count from Monday, which is 0. A month is named by a `day` (its last one where it
    is shorter) or by the `nth` of a `weekday`, -1 being the last.
    """

    frequency: Literal["daily", "weekly", "monthly", "yearly"]
    interval: int = Field(1, ge=1, le=999)
    counts_working_days: bool = False
    weekdays: list[Annotated[int, Field(ge=0, le=6)]] = Field([], max_length=7)
    day: int | None = Field(None, ge=1, le=31)
    nth: int | None = Field(None, ge=-1, le=4)
    weekday: int | None = Field(None, ge=0, le=6)
    month: int | None = Field(None, ge=1, le=12)
    from_date: date
    until: date | None = None
    count: int | None = Field(None, ge=1)
    start_minute: int | None = Field(None, ge=0, le=1439)
    on_days_off: Literal["shift", "skip"] = "shift"


class OccurrencesQuery(RecurrenceIn):
    """The pattern of a recurring task, and how long each occurrence lasts.

    Without a last day or a number, the first ten are told.
    """

    duration_minutes: int = Field(480, ge=0, le=MAX_MINUTES)
    calendar_id: UUID | None = None


class AddRecurringTask(Strict):
    """Put a summary with one task for each moment that a pattern names."""

    op: Literal["add_recurring_task"]
    id: GivenId = None
    name: str = Field(min_length=1, max_length=480)
    parent_id: UUID | None = None
    after_id: UUID | None = None
    duration_minutes: int = Field(ge=0, le=MAX_MINUTES)
    calendar_id: UUID | None = None
    recurrence: RecurrenceIn


class UpdateRecurrence(Strict):
    """Change a recurring task; occurrences with progress stay, the others are renewed."""

    op: Literal["update_recurrence"]
    id: UUID
    duration_minutes: int | None = Field(None, ge=0, le=MAX_MINUTES)
    calendar_id: UUID | None = None
    recurrence: RecurrenceIn | None = None
