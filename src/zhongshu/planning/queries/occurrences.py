"""When the occurrences of a recurring task would be, before it is made."""

from typing import Any
from uuid import UUID

from zhongshu.access.models import Actor
from zhongshu.engines.calendars import OutsideCalendar, WorkingCalendars
from zhongshu.kit import moments
from zhongshu.kit.moments import MINUTES_PER_DAY
from zhongshu.organisation.queries import calendars_in_view
from zhongshu.organisation.working_time import EffectiveCalendar
from zhongshu.planning.arranging import rules_of
from zhongshu.planning.changes import UnknownCalendar
from zhongshu.planning.open_plan import calendars_of, open_plan
from zhongshu.planning.recurrence import recurrence_of, starts_of
from zhongshu.planning.scheduling import OutOfReach
from zhongshu.projects.models import Project

# A day's work is looked for in as many days; a calendar that works less is out of reach.
_DAYS_PER_DAY_OF_WORK = 16


def occurrences(
    actor: Actor,
    project: Project,
    pattern: dict[str, Any],
    duration_minutes: int,
    calendar_id: UUID | None,
) -> dict[str, Any]:
    """Start and finish of each occurrence, by the calendar it is done by.

    Raises
    ------
    UnknownCalendar
        If the calendar is neither used by the plan nor in the actor's view.
    OutOfReach
        If its work does not fit into the years that can be shown.
    """
    calendar = _calendar(actor, project, calendar_id)
    starts = starts_of(recurrence_of(pattern), calendar)
    days = _DAYS_PER_DAY_OF_WORK * (60 + duration_minutes // 480)
    first, last = starts[0] // MINUTES_PER_DAY, starts[-1] // MINUTES_PER_DAY
    working = WorkingCalendars.compile([rules_of(calendar)], first, last + days)
    try:
        begun = [working.next_start(0, at) for at in starts]
        spans = [(at, working.add(0, at, duration_minutes)) for at in begun]
    except OutsideCalendar as error:
        raise OutOfReach(str(error), field="calendar_id") from error
    return {
        "occurrences": [
            {"start": moments.iso(start), "finish": moments.iso(finish)} for start, finish in spans
        ]
    }


def _calendar(actor: Actor, project: Project, calendar_id: UUID | None) -> EffectiveCalendar:
    plan = open_plan(project)
    key = str(calendar_id or project.calendar_id)
    if key in plan.calendars:
        return plan.calendars[key]
    if not calendars_in_view(actor).filter(pk=key).exists():
        raise UnknownCalendar("there is no such calendar", field="calendar_id", id=key)
    return calendars_of({key})[key]
