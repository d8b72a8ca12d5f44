"""Durations and dates of a task that is being edited, by the calendars it has in the draft."""

from zhongshu.engines.calendars import OutsideCalendar, WorkingCalendars
from zhongshu.kit.moments import MINUTES_PER_DAY
from zhongshu.planning import staffing
from zhongshu.planning.arranging import combined_keys, rules_within
from zhongshu.planning.changes import Draft
from zhongshu.planning.open_plan import TaskRow
from zhongshu.planning.scheduling import OutOfReach

# A calendar that works half an hour a week is followed that far.
_DAYS_PER_WORKED_DAY = 16


def duration_between(draft: Draft, row: TaskRow, start: int, finish: int) -> int:
    """How long a task lasts that begins and ends at these moments."""
    if row.is_elapsed:
        return finish - start
    calendars = _calendars(draft, row, start, finish - start)
    return calendars.between(0, start, finish)


def finish_of_work(draft: Draft, row: TaskRow, start: int) -> int:
    """The moment at which a task ends that begins at a moment and goes on without a break.

    Raises
    ------
    OutOfReach
        If its calendar hardly ever works.
    """
    minutes = row.duration_minutes
    if row.is_elapsed:
        return start + minutes
    worked_days = 60 + minutes // 480
    calendars = _calendars(draft, row, start, _DAYS_PER_WORKED_DAY * worked_days * MINUTES_PER_DAY)
    try:
        return calendars.add(0, start, minutes)
    except OutsideCalendar as error:
        raise OutOfReach(str(error), field="duration_minutes") from error


def _calendars(draft: Draft, row: TaskRow, start: int, span: int) -> WorkingCalendars:
    """The calendars by which a task is done, as one, over a span of time."""
    staff = staffing.assigned(draft, row.id)
    keys = combined_keys(row, staff, draft.resources, draft.settings["calendar_id"])
    draft.know_calendars({one for any_of in keys for one in any_of})
    rules = rules_within(draft.calendars, keys)
    first = start // MINUTES_PER_DAY
    return WorkingCalendars.compile([rules], first, first + span // MINUTES_PER_DAY + 1)
