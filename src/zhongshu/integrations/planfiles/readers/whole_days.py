"""Files that give days without a time: when on the day a task starts and finishes."""

from __future__ import annotations

from zhongshu.integrations.planfiles.calendars import TaskTime, WorkingTime
from zhongshu.integrations.planfiles.moments import MINUTES_PER_DAY
from zhongshu.integrations.planfiles.plan import Plan, PlanTask

# In these formats the user places every task; only links move it further.
_PLACED_BY_HAND = ("ganttproject",)


def give_times(plan: Plan) -> None:
    """Move midnights to working time where the file knows days only, and keep placed tasks there.

    A day without a time means its first working minute for a start and its last for a finish.
    """
    starts = [task.start for task in plan.leaves if task.start is not None]
    plan.knows_days_only = bool(starts) and not any(_minute(start) for start in starts)
    if not plan.knows_days_only:
        return
    if plan.start is not None and not _minute(plan.start):
        plan.start = WorkingTime(plan, plan.calendar_uid).next_start(plan.start)
    times = TaskTime(plan)
    for task in plan.tasks:
        _give_times(task, times.of(task))
        is_free = task.constraint in ("asap", "snet") and not task.is_summary
        if plan.format in _PLACED_BY_HAND and is_free and task.start is not None:
            task.constraint, task.constraint_at = "snet", task.start


def _minute(at: int) -> int:
    return at % MINUTES_PER_DAY


def _give_times(task: PlanTask, working: WorkingTime) -> None:
    for name in ("start", "early_start", "late_start", "actual_start", "constraint_at"):
        at = getattr(task, name)
        if at is not None and not _minute(at):
            setattr(task, name, working.next_start(at))
    for name in ("finish", "early_finish", "late_finish", "actual_finish", "deadline"):
        at = getattr(task, name)
        if at is None or _minute(at):
            continue
        is_end = task.duration_minutes or name == "deadline"
        day_end = working.last_finish(at + MINUTES_PER_DAY)
        setattr(task, name, day_end if is_end else working.next_start(at))
