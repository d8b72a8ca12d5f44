"""From a plan file's plan to the rows of the platform, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from zhongshu.integrations.extras import custom_as_json, kept, underived
from zhongshu.integrations.planfiles.calendars import TaskTime, effective
from zhongshu.integrations.planfiles.moments import MINUTES_PER_DAY, day_start
from zhongshu.integrations.planfiles.plan import (
    Plan,
    PlanAssignment,
    PlanCalendar,
    PlanLink,
    PlanResource,
    PlanTask,
)
from zhongshu.integrations.rates import DETAILS_OF_FILES, RATES_OF_FILES, rate_in_minor
from zhongshu.kit.ids import uuid7
from zhongshu.organisation.working_time import EffectiveCalendar, ExceptionDays
from zhongshu.planning.models import Task
from zhongshu.planning.open_plan import AssignmentRow, LinkRow, ResourceRow, TaskRow
from zhongshu.planning.operations import BLANK
from zhongshu.planning.outline import GAP, Key
from zhongshu.planning.task_fields import HAMMOCK

EFFORT_TYPES = ("fixed_units", "fixed_duration", "fixed_work")
_MINOR = 100
_LAST_NUMBER = 2**63 - 1
Texts = dict[Key, dict[str, Any]]

# Attributes that have a column, an edge, or are computed anew from the rest.
_TASK_COLUMNS = frozenset({
    "uid", "number", "parent_uid", "outline_level", "name", "wbs_code", "mode", "is_active",
    "priority", "notes", "duration_minutes", "is_elapsed", "is_estimated", "constraint",
    "constraint_at", "second_constraint", "second_constraint_at", "is_recurring", "deadline",
    "calendar_uid", "ignores_resource_calendars", "is_effort_driven",
    "task_type", "levelling_delay_minutes", "splits", "state", "percent_complete",
    "physical_percent_complete", "actual_start", "actual_finish", "remaining_minutes", "stop",
    "resume", "work_minutes", "actual_work_minutes", "cost", "actual_cost", "fixed_cost",
    "manual_start", "manual_finish", "start", "finish", "early_start", "early_finish",
    "late_start", "late_finish", "total_slack_minutes", "free_slack_minutes", "is_critical",
    "is_summary", "is_milestone", "fields", "actual_duration_minutes", "remaining_work_minutes",
    "remaining_cost", "percent_work_complete",
})  # fmt: skip
_RESOURCE_COLUMNS = frozenset({
    "uid", "name", "kind", "email", "max_units", "calendar_uid", "fields",
})  # fmt: skip
_ASSIGNMENT_COLUMNS = frozenset({
    "uid", "task_uid", "resource_uid", "work_minutes", "actual_work_minutes",
    "remaining_work_minutes", "cost", "actual_cost", "start", "finish", "delay_minutes", "fields",
    "remaining_cost", "percent_work_complete",
})  # fmt: skip
# A column holds a number; these say whether the file had one.
_OPTIONAL_TASK = (
    "duration_minutes", "remaining_minutes", "work_minutes", "actual_work_minutes", "cost",
    "actual_cost", "fixed_cost",
)  # fmt: skip
_OPTIONAL_ASSIGNMENT = (
    "units", "work_minutes", "actual_work_minutes", "remaining_work_minutes", "cost", "actual_cost",
)  # fmt: skip


@dataclass(slots=True)
class PlanRows:
    """The rows of a plan, by key; ``texts`` are the columns that an open plan does not hold."""

    tasks: dict[Key, TaskRow] = field(default_factory=dict)
    links: dict[Key, LinkRow] = field(default_factory=dict)
    resources: dict[Key, ResourceRow] = field(default_factory=dict)
    assignments: dict[Key, AssignmentRow] = field(default_factory=dict)
    texts: Texts = field(default_factory=dict)
    task_keys: dict[int, Key] = field(default_factory=dict)
    resource_keys: dict[int, Key] = field(default_factory=dict)


def lasting_calendars(plan: Plan) -> list[PlanCalendar]:
    """The calendars that say something; a resource's own one may only repeat its base."""
    used = {task.calendar_uid for task in plan.tasks} | {plan.calendar_uid}
    used |= {calendar.base_uid for calendar in plan.calendars}
    return [
        calendar
        for calendar in plan.calendars
        if calendar.uid in used
        or calendar.base_uid is None
        or calendar.exceptions
        or any(shifts is not None for shifts in calendar.week)
    ]


def effective_calendar(plan: Plan, uid: int | None, key: UUID) -> EffectiveCalendar:
    """A calendar of the file as planning uses it."""
    week, exceptions = effective(plan, uid)
    name = next((each.name for each in plan.calendars if each.uid == uid), "")
    days = tuple(
        ExceptionDays(
            day_start(each.from_date) // MINUTES_PER_DAY,
            day_start(each.to_date) // MINUTES_PER_DAY,
            tuple(each.shifts),
            each.name,
            "",
            "exception",
        )
        for each in exceptions
    )
    return EffectiveCalendar(key, name, "", tuple(tuple(shifts) for shifts in week), days)


def rows_of(plan: Plan, calendar_keys: Mapping[int, Key]) -> PlanRows:
    """The rows of a plan, with ids of their own; its calendars have the given ones.

    What no plan can hold is left out: links to nowhere, to themselves or within a branch, and
    assignments to nothing. The preview has told of them.
    """
    maker = _Maker(plan, calendar_keys)
    maker.make()
    return maker.rows


class _Maker:
    def __init__(self, plan: Plan, calendar_keys: Mapping[int, Key]) -> None:
        self.plan = plan
        self.rows = PlanRows()
        self.bases = {each.uid: each for each in plan.calendars}
        self.calendar_keys = calendar_keys
        self.times = TaskTime(plan)
        self.start = plan.start if plan.start is not None else first_start(plan)

    def make(self) -> None:
        for task in self.plan.tasks:
            self.rows.task_keys[task.uid] = str(uuid7())
        parents = {task.parent_uid for task in self.plan.tasks}
        for position, task in enumerate(self.plan.tasks, 1):
            self._add_task(task, position * GAP, is_parent=task.uid in parents)
        self._add_links()
        for resource in self.plan.resources:
            self._add_resource(resource)
        for assignment in self.plan.assignments:
            self._add_assignment(assignment)

    def _calendar_key(self, uid: int | None) -> Key | None:
        """The key of a calendar, or of the nearest base that has a row."""
        while uid is not None and uid not in self.calendar_keys:
            calendar = self.bases.get(uid)
            uid = calendar.base_uid if calendar else None
        return None if uid is None else self.calendar_keys[uid]

    def _add_task(self, task: PlanTask, position: int, *, is_parent: bool) -> None:
        key = self.rows.task_keys[task.uid]
        duration = max(task.duration_minutes or 0, 0)
        kind = Task.Kind.SUMMARY if is_parent else Task.Kind.TASK
        if not is_parent and duration == 0:
            kind = Task.Kind.MILESTONE
        if not is_parent and task.is_hammock:
            kind = Task.Kind.HAMMOCK
        parent = None if task.parent_uid is None else self.rows.task_keys[task.parent_uid]
        needs_date = task.constraint not in ("asap", "alap")
        values: dict[str, Any] = {
            "id": key,
            "number": position // GAP,
            "parent_id": parent,
            "position": position,
            "wbs_code": task.wbs_code[:255],
            "name": task.name[:500],
            "kind": kind.value,
            "is_active": task.is_active,
            "duration_minutes": duration,
            "is_elapsed": task.is_elapsed,
            "is_estimated": task.is_estimated,
            "calendar_id": self._calendar_key(task.calendar_uid),
            "ignores_resource_calendars": task.ignores_resource_calendars,
            "constraint": task.constraint,
            "constraint_at": task.constraint_at if needs_date else None,
            "deadline": task.deadline,
            "levelling_delay_minutes": task.levelling_delay_minutes,
            "is_recurring": task.is_recurring,
            "priority": min(max(task.priority, 0), 1000),
            "effort_type": EFFORT_TYPES[task.task_type % 3],
            "start": self.start,
            "finish": self.start,
            "late_start": self.start,
            "late_finish": self.start,
        }
        if needs_date and task.constraint_at is None:
            values["constraint"] = "asap"
        if task.second_constraint is not None and task.second_constraint_at is not None:
            values["second_constraint"] = task.second_constraint
            values["second_constraint_at"] = task.second_constraint_at
        if kind == Task.Kind.HAMMOCK:
            values |= HAMMOCK
        elif not is_parent:
            values |= self._mode(task) | self._progress(task)
        self.rows.tasks[key] = TaskRow(**{**BLANK, **values})
        self.rows.texts[key] = self._task_texts(task, kind.value)

    @staticmethod
    def _mode(task: PlanTask) -> dict[str, Any]:
        if task.mode != "manual":
            return {}
        start = task.manual_start if task.manual_start is not None else task.start
        finish = task.manual_finish if task.manual_finish is not None else task.finish
        return {"mode": "manual", "manual_start": start, "manual_finish": finish}

    def _progress(self, task: PlanTask) -> dict[str, Any]:
        told = {} if task.state is None else {"state": task.state}
        is_untouched = task.actual_start is None and task.remaining_minutes == task.duration_minutes
        return told | {
            "percent_complete": min(max(task.percent_complete, 0), 100),
            "actual_start": task.actual_start,
            "actual_finish": task.actual_finish,
            "remaining_minutes": None if is_untouched else task.remaining_minutes,
            "stop": task.stop,
            "resume": task.resume,
            "splits": self._gaps(task),
        }

    def _gaps(self, task: PlanTask) -> list[list[int]]:
        """Pauses as worked minutes before each and its length, both in working minutes."""
        if not task.splits:
            return []
        working = self.times.of(task)
        gaps, done = [], 0
        for (start, finish), (next_start, _) in zip(task.splits, task.splits[1:], strict=False):
            done += working.minutes_between(start, finish)
            gaps.append([done, working.minutes_between(finish, next_start)])
        return gaps

    def _task_texts(self, task: PlanTask, kind: str) -> dict[str, Any]:
        extra = kept(task, besides=_TASK_COLUMNS) | underived(task)
        extra |= {"uid": task.uid, "number": task.number}
        for name in ("is_summary", "is_milestone"):
            if getattr(task, name) != (kind == name.removeprefix("is_")):
                extra[name] = getattr(task, name)
        if kind == Task.Kind.SUMMARY and task.mode == "manual":
            extra |= kept(task, besides=_TASK_COLUMNS - {"mode", "manual_start", "manual_finish"})
        extra["absent"] = [name for name in _OPTIONAL_TASK if getattr(task, name) is None]
        return {
            "notes": task.notes,
            "physical_percent_complete": task.physical_percent_complete,
            "is_effort_driven": task.is_effort_driven,
            "work_minutes": task.work_minutes or 0,
            "actual_work_minutes": task.actual_work_minutes or 0,
            "fixed_cost_minor": _minor(task.fixed_cost, "fixed_cost", extra),
            "cost_minor": _minor(task.cost, "cost", extra),
            "actual_cost_minor": _minor(task.actual_cost, "actual_cost", extra),
            "custom": custom_as_json(task.fields),
            "external_uid": external_uid(task),
            "extra": extra,
        }

    def _add_links(self) -> None:
        parents = {task.uid: task.parent_uid for task in self.plan.tasks}
        seen = set()
        for link in self.plan.links:
            pair = (link.before_uid, link.after_uid, link.type)
            if pair in seen or not _is_possible(link, parents):
                continue
            seen.add(pair)
            before = self.rows.task_keys[link.before_uid]
            after = self.rows.task_keys[link.after_uid]
            key = str(uuid7())
            self.rows.links[key] = LinkRow(
                key, before, after, link.type, link.lag, link.lag_unit, 1
            )

    def _add_resource(self, resource: PlanResource) -> None:
        key = str(uuid7())
        self.rows.resource_keys[resource.uid] = key
        units = float(resource.max_units) if resource.max_units is not None else 1.0
        calendar = self._calendar_key(resource.calendar_uid)
        self.rows.resources[key] = ResourceRow(
            key, resource.name[:255], resource.kind, calendar, units
        )
        extra = kept(resource, besides=_RESOURCE_COLUMNS) | {"uid": resource.uid}
        rates = {name: extra.pop(name) for name in RATES_OF_FILES if name in extra}
        details = {name: extra.pop(name) for name in DETAILS_OF_FILES if name in extra}
        if resource.max_units is not None:
            extra["max_units"] = str(resource.max_units)
        own = self.bases.get(resource.calendar_uid or -1)
        if own is not None and own.uid not in self.calendar_keys:
            extra["calendar"] = {
                "uid": own.uid, "name": own.name, "guid": own.guid, "is_base": own.is_base,
            }  # fmt: skip
        self.rows.texts[key] = {
            "rate_minor": rate_in_minor(resource.standard_rate, resource.standard_rate_format),
            "overtime_rate_minor": rate_in_minor(
                resource.overtime_rate, resource.overtime_rate_format
            ),
            "cost_per_use_minor": _minor(resource.cost_per_use, "cost_per_use", {}),
            "rates": rates,
            "email": resource.email[:254],
            "details": details,
            "custom": custom_as_json(resource.fields),
            "external_uid": external_uid(resource),
            "extra": extra,
        }

    def _add_assignment(self, one: PlanAssignment) -> None:
        task = self.rows.task_keys.get(one.task_uid)
        resource = self.rows.resource_keys.get(one.resource_uid)
        if task is None or resource is None:
            return
        key = str(uuid7())
        units = float(one.units) if one.units is not None else 1.0
        self.rows.assignments[key] = AssignmentRow(
            key, task, resource, units, one.work_minutes or 0, one.delay_minutes
        )
        extra = kept(one, besides=_ASSIGNMENT_COLUMNS) | underived(one) | {"uid": one.uid}
        extra["absent"] = [name for name in _OPTIONAL_ASSIGNMENT if getattr(one, name) is None]
        if one.fields:
            extra["fields"] = custom_as_json(one.fields)
        self.rows.texts[key] = {
            "actual_work_minutes": one.actual_work_minutes or 0,
            "remaining_work_minutes": one.remaining_work_minutes or 0,
            "cost_minor": _minor(one.cost, "cost", extra),
            "actual_cost_minor": _minor(one.actual_cost, "actual_cost", extra),
            "start": one.start,
            "finish": one.finish,
            "external_uid": str(one.uid),
            "extra": extra,
        }


def first_start(plan: Plan) -> int:
    """The earliest moment the file names; the epoch for a file without any."""
    starts = [task.start for task in plan.tasks if task.start is not None]
    return min(starts, default=0)


def external_uid(source: PlanTask | PlanResource | PlanCalendar) -> str:
    """What names a thing in its file: the number it keeps for life, and its GUID if it has one."""
    return f"{source.uid}:{source.guid}"[:100]


def _is_possible(link: PlanLink, parents: Mapping[int, int | None]) -> bool:
    ends = (link.before_uid, link.after_uid)
    if ends[0] == ends[1] or any(uid not in parents for uid in ends):
        return False
    return not (_is_above(ends[0], ends[1], parents) or _is_above(ends[1], ends[0], parents))


def _is_above(upper: int, lower: int, parents: Mapping[int, int | None]) -> bool:
    above = parents[lower]
    while above is not None:
        if above == upper:
            return True
        above = parents[above]
    return False


def _minor(amount: Decimal | None, name: str, extra: dict[str, Any]) -> int:
    """An amount in hundredths; what does not fit them stays in ``extra`` to the last digit."""
    if amount is None:
        return 0
    minor = round(amount * _MINOR)
    if Decimal(minor) != amount * _MINOR:
        extra[name] = str(amount)
    return min(minor, _LAST_NUMBER)
