"""Milestones and tasks as an iCalendar that any calendar program reads."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from zhongshu.integrations.planfiles.moments import datetime_of, day_of
from zhongshu.integrations.planfiles.plan import Plan, PlanTask


def write_ical(plan: Plan, *, stamped_at: datetime, sequence: int = 0) -> bytes:
    """The plan's active tasks in local time, milestones as whole days.

    ``sequence`` must rise with every change of the plan, so that subscribers take the new dates.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Zhongshu//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plan.title or plan.name)
    if plan.mark:
        calendar.add("x-wr-caldesc", plan.mark)
    for task in plan.leaves:
        if task.is_active and task.start is not None and task.finish is not None:
            calendar.add_component(_event(plan, task, stamped_at, sequence))
    return bytes(calendar.to_ical())


def _event(plan: Plan, task: PlanTask, stamped_at: datetime, sequence: int) -> Event:
    event = Event()
    event.add("uid", _identity(plan, task))
    event.add("dtstamp", stamped_at)
    event.add("sequence", sequence)
    event.add("summary", task.name)
    if task.is_milestone:
        day = day_of(task.finish or 0)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
    else:
        event.add("dtstart", datetime_of(task.start or 0))
        event.add("dtend", datetime_of(task.finish or 0))
    lines = [part for part in (task.wbs_code, task.notes) if part]
    if lines:
        event.add("description", "\n".join(lines))
    event.add("categories", ["MILESTONE" if task.is_milestone else "TASK"])
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _identity(plan: Plan, task: PlanTask) -> str:
    """Stable over exports, because calendar programs recognise an event by it."""
    project = plan.guid or plan.code or plan.name
    key = f"{project}/{task.guid or task.uid}"
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@zhongshu"
