"""From the rows of a project to a plan that any writer takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from zhongshu.integrations.extras import custom_from_json, derive, restore
from zhongshu.integrations.pieces import worked_pieces
from zhongshu.integrations.plan_rows import EFFORT_TYPES
from zhongshu.integrations.planfiles.plan import (
    LEVEL_OF_EFFORT,
    Plan,
    PlanAssignment,
    PlanBaseline,
    PlanCalendar,
    PlanCalendarException,
    PlanField,
    PlanLink,
    PlanResource,
    PlanTask,
)
from zhongshu.integrations.rates import keep_to_columns, take_from_columns
from zhongshu.organisation.models import Calendar
from zhongshu.organisation.working_time import effective
from zhongshu.planning.models import (
    Assignment,
    Baseline,
    BaselineTask,
    Task,
)
from zhongshu.planning.models import (
    PlanResource as ResourceOfPlan,
)
from zhongshu.planning.open_plan import OpenPlan, TaskRow, open_plan
from zhongshu.planning.outline import Key
from zhongshu.projects.models import Project

_MINOR = 100
_MOST_BASELINES = 11
_SAME = (
    "name", "mode", "is_active", "duration_minutes", "is_elapsed", "is_estimated", "constraint",
    "constraint_at", "second_constraint_at", "is_recurring", "deadline",
    "ignores_resource_calendars", "levelling_delay_minutes",
    "priority", "percent_complete", "actual_start", "actual_finish", "stop", "resume",
    "manual_start", "manual_finish", "start", "finish", "late_start", "late_finish", "is_critical",
)  # fmt: skip


def plan_of(project: Project) -> Plan:
    """The present plan of a project, in outline order."""
    return _Reader(project, open_plan(project)).read()


class _Reader:
    def __init__(self, project: Project, rows: OpenPlan) -> None:
        self.project = project
        self.rows = rows
        self.source: dict[str, Any] = project.options.get("plan_file", {})
        self.plan = Plan(format="zhongshu")
        self.task_uids: dict[Key, int] = {}
        self.resource_uids: dict[Key, int] = {}
        self.calendar_uids: dict[Key, int] = {}

    def read(self) -> Plan:
        self._read_project()
        self._read_calendars()
        stored = {str(t.pk): t for t in Task.objects.filter(project=self.project).iterator(2000)}
        self.task_uids = _numbered(self.rows.outline.order, stored)
        for key in self.rows.outline.order:
            self._add_task(self.rows.tasks[key], stored[key])
        self._add_links()
        self._add_resources()
        self._add_assignments()
        self._add_baselines()
        return self.plan

    def _read_project(self) -> None:
        plan, project = self.plan, self.project
        source = dict(self.source)
        fields, root = source.pop("custom_fields", []), source.pop("root", None)
        restore(plan, source)
        plan.format = "zhongshu"
        plan.name = project.name
        plan.title = plan.title or project.name
        plan.code = plan.code or project.key
        plan.guid = plan.guid or str(project.pk).upper()
        for name in ("start", "finish", "status_date", "minutes_per_day", "minutes_per_week",
                     "days_per_month", "lag_calendar", "progress_mode", "honours_constraints",
                     "required_finish"):  # fmt: skip
            setattr(plan, name, getattr(project, name))
        plan.is_scheduled_from_start = project.scheduled_from == "start" and source.get(
            "is_scheduled_from_start", True
        )
        if not source:
            plan.currency_code = plan.currency_symbol = project.currency
        for each in fields:
            field = PlanField(entity="task", name="", kind="text")
            restore(field, each)
            plan.custom_fields.append(field)
        if root is not None:
            plan.root = PlanTask(uid=root["uid"])
            restore(plan.root, root)
            plan.root.start, plan.root.finish = project.start, project.finish

    def _read_calendars(self) -> None:
        used = {str(self.project.calendar_id)} | set(self.rows.calendars)
        own = {
            str(row.pk): row
            for row in Calendar.objects.filter(scope=self.project.scope).order_by(
                "created_at", "id"
            )
        }
        others = Calendar.objects.filter(pk__in=used - set(own)).order_by("created_at", "id")
        self.calendar_uids = _calendar_numbers([*own.values(), *others])
        for row in own.values():
            self.plan.calendars.append(self._calendar(row))
        for row in others:
            self.plan.calendars.append(_flat_calendar(row, self.calendar_uids[str(row.pk)]))
        self.plan.calendar_uid = self.calendar_uids[str(self.project.calendar_id)]
        is_untouched = str(self.project.calendar_id) in own
        if is_untouched and self.source.get("calendar_uid") is None and self.source:
            self.plan.calendar_uid = None

    def _calendar(self, row: Calendar) -> PlanCalendar:
        _, _, guid = row.external_uid.partition(":")
        base = self.calendar_uids.get(str(row.parent_id)) if row.parent_id else None
        return PlanCalendar(
            uid=self.calendar_uids[str(row.pk)],
            name=row.name,
            guid=guid,
            base_uid=base,
            is_base=row.kind != Calendar.Kind.PERSON,
            week=[None if day is None else [(a, b) for a, b in day] for day in row.week],
            exceptions=[
                PlanCalendarException(
                    from_date=date.fromisoformat(each["from_date"]),
                    to_date=date.fromisoformat(each["to_date"]),
                    name=each.get("name", ""),
                    shifts=[(a, b) for a, b in each["shifts"]],
                )
                for each in row.exceptions
            ],
        )

    def _add_task(self, row: TaskRow, stored: Task) -> None:
        extra = dict(stored.extra)
        task = PlanTask(uid=self.task_uids[row.id])
        for name in _SAME:
            setattr(task, name, getattr(row, name))
        kinds = {each.name: each.kind for each in self.plan.custom_fields if each.entity == "task"}
        if row.kind not in ("summary", "hammock"):
            task.state = cast("Any", row.state)
        task.number = row.number if extra.get("number", 0) is not None else None
        task.parent_uid = None if row.parent_id is None else self.task_uids[row.parent_id]
        task.outline_level = self.rows.outline.level[row.id]
        task.wbs_code = row.wbs_code or self.rows.outline.code[row.id]
        task.is_summary, task.is_milestone = row.kind == "summary", row.kind == "milestone"
        if row.second_constraint != Task.Constraint.ASAP:
            task.second_constraint = cast("Any", row.second_constraint)
        task.task_type = EFFORT_TYPES.index(row.effort_type)
        task.calendar_uid = self.calendar_uids.get(row.calendar_id or "")
        task.duration_format = 8 if row.is_elapsed else 7
        task.early_start, task.early_finish = row.start, row.finish
        task.total_slack_minutes = row.total_float_minutes
        task.free_slack_minutes = row.free_float_minutes
        task.splits = worked_pieces(self.rows, row)
        task.notes = stored.notes
        task.is_effort_driven = stored.is_effort_driven
        task.physical_percent_complete = stored.physical_percent_complete
        task.work_minutes, task.actual_work_minutes = (
            stored.work_minutes,
            stored.actual_work_minutes,
        )
        task.fixed_cost = _money(stored.fixed_cost_minor, extra, "fixed_cost")
        task.cost = _money(stored.cost_minor, extra, "cost")
        task.actual_cost = _money(stored.actual_cost_minor, extra, "actual_cost")
        task.fields = custom_from_json(stored.custom, kinds)
        task.remaining_minutes = row.remaining_minutes
        if row.remaining_minutes is None:
            task.remaining_minutes = row.duration_minutes if row.actual_start is None else None
        _clear_absent(task, extra)
        derive(task, extra)
        for name in ("uid", "number", "absent", "cost", "actual_cost", "fixed_cost"):
            extra.pop(name, None)
        restore(task, extra)
        if task.is_hammock or row.kind == Task.Kind.HAMMOCK:
            is_hammock = row.kind == Task.Kind.HAMMOCK
            task.activity_type = LEVEL_OF_EFFORT if is_hammock else "task_dependent"
        self.plan.tasks.append(task)

    def _add_links(self) -> None:
        for row in self.rows.links.values():
            self.plan.links.append(
                PlanLink(
                    before_uid=self.task_uids[row.before_id],
                    after_uid=self.task_uids[row.after_id],
                    type=cast("Any", row.type),
                    lag=row.lag,
                    lag_unit=cast("Any", row.lag_unit),
                )
            )

    def _add_resources(self) -> None:
        rows = ResourceOfPlan.objects.filter(project=self.project).order_by("created_at", "id")
        stored = {str(row.pk): row for row in rows}
        self.resource_uids = _numbered(stored, stored)
        kinds = {
            each.name: each.kind for each in self.plan.custom_fields if each.entity == "resource"
        }
        for key, row in stored.items():
            extra = dict(row.extra)
            is_of_a_file = "uid" in extra
            resource = PlanResource(uid=self.resource_uids[key], name=row.name, email=row.email)
            resource.kind = cast("Any", row.kind)
            resource.max_units = _number(row.max_units, extra.pop("max_units", None), is_of_a_file)
            resource.calendar_uid = self.calendar_uids.get(str(row.calendar_id or ""))
            resource.fields = custom_from_json(row.custom, kinds)
            resource.number = resource.uid
            if not is_of_a_file:
                take_from_columns(resource, row)
            own = extra.pop("calendar", None)
            if own is not None:
                self._add_own_calendar(resource, own)
            extra.pop("uid", None)
            restore(resource, extra | row.rates | row.details)
            keep_to_columns(resource, row)
            self.plan.resources.append(resource)

    def _add_own_calendar(self, resource: PlanResource, own: Mapping[str, Any]) -> None:
        """A resource calendar that only repeats its base, for which the platform keeps no row."""
        taken = {calendar.uid for calendar in self.plan.calendars}
        if own["uid"] not in taken:
            calendar = PlanCalendar(base_uid=resource.calendar_uid, **own)
            self.plan.calendars.append(calendar)
        resource.calendar_uid = own["uid"]

    def _add_assignments(self) -> None:
        stored = Assignment.objects.filter(task__project=self.project).order_by("id")
        rows = {str(row.pk): row for row in stored.iterator(2000)}
        uids = _numbered(rows, rows)
        kinds = {
            each.name: each.kind for each in self.plan.custom_fields if each.entity == "assignment"
        }
        for key, row in rows.items():
            extra = dict(row.extra)
            one = PlanAssignment(
                uid=uids[key],
                task_uid=self.task_uids[str(row.task_id)],
                resource_uid=self.resource_uids[str(row.resource_id)],
                units=_number(row.units, extra.pop("units", None), False),
                work_minutes=row.work_minutes,
                actual_work_minutes=row.actual_work_minutes,
                remaining_work_minutes=row.remaining_work_minutes,
                cost=_money(row.cost_minor, extra, "cost"),
                actual_cost=_money(row.actual_cost_minor, extra, "actual_cost"),
                start=row.start,
                finish=row.finish,
                delay_minutes=row.delay_minutes,
            )
            one.fields = custom_from_json(extra.pop("fields", {}), kinds)
            _clear_absent(one, extra)
            derive(one, extra)
            for name in ("uid", "absent", "cost", "actual_cost"):
                extra.pop(name, None)
            restore(one, extra)
            self.plan.assignments.append(one)

    def _add_baselines(self) -> None:
        """Each baseline under its number; newer ones of the platform come before older ones."""
        tasks = {self.task_uids[key]: key for key in self.rows.outline.order}
        by_key = {key: task for task in self.plan.tasks for key in (tasks[task.uid],)}
        kept = {task.uid: {b.number: b for b in task.baselines} for task in self.plan.tasks}
        for task in self.plan.tasks:
            task.baselines = []
        for number, baseline in _numbered_baselines(self.project):
            values = BaselineTask.objects.filter(baseline=baseline)
            for row in values.iterator(2000):
                found = by_key.get(str(row.task_id))
                if found is None:
                    continue
                known = kept[found.uid].get(baseline.slot if baseline.slot is not None else -1)
                found.baselines.append(
                    PlanBaseline(
                        number=number,
                        start=row.start,
                        finish=row.finish,
                        duration_minutes=row.duration_minutes,
                        work_minutes=row.work_minutes,
                        cost=_exact(row.cost_minor, known.cost if known else None),
                        fixed_cost=known.fixed_cost if known else None,
                    )
                )
        for task in self.plan.tasks:
            task.baselines.sort(key=lambda each: each.number)


def _numbered_baselines(project: Project) -> list[tuple[int, Baseline]]:
    """Baselines with the number they get in a file; the newest of the platform's own is 0."""
    rows = list(Baseline.objects.filter(project=project).order_by("-set_at", "-id"))
    numbered: dict[int, Baseline] = {}
    rest: list[Baseline] = []
    for row in rows:
        is_first_own = row.slot is None and not numbered and not rest
        wanted = 0 if is_first_own else row.slot
        if wanted is not None and wanted not in numbered:
            numbered[wanted] = row
        else:
            rest.append(row)
    free = (number for number in range(_MOST_BASELINES) if number not in numbered)
    return sorted({**numbered, **dict(zip(free, rest, strict=False))}.items())


def _numbered(keys: Iterable[Key], stored: Mapping[Key, Any]) -> dict[Key, int]:
    """A whole number for every row: the one it has in its file, else the next free one."""
    found: dict[Key, int] = {}
    taken: set[int] = set()
    for key in keys:
        uid = stored[key].extra.get("uid")
        if uid is not None and uid not in taken:
            found[key] = uid
            taken.add(uid)
    highest = max(taken, default=0)
    for key in keys:
        if key not in found:
            highest += 1
            found[key] = highest
    return found


def _calendar_numbers(rows: Iterable[Calendar]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    taken: set[int] = set()
    rest: list[Key] = []
    for row in rows:
        uid = row.external_uid.partition(":")[0]
        if uid.isdecimal() and int(uid) not in taken:
            found[str(row.pk)] = int(uid)
            taken.add(int(uid))
        else:
            rest.append(str(row.pk))
    highest = max(taken, default=0)
    for number, key in enumerate(rest, highest + 1):
        found[key] = number
    return found


def _flat_calendar(row: Calendar, uid: int) -> PlanCalendar:
    """A calendar of the organisation with everything it inherits laid into it."""
    resolved = effective(row)
    wire = resolved.wire()
    return PlanCalendar(
        uid=uid,
        name=row.name,
        week=[[(a, b) for a, b in day] for day in wire["week"]],
        exceptions=[
            PlanCalendarException(
                from_date=date.fromisoformat(each["from_date"]),
                to_date=date.fromisoformat(each["to_date"]),
                name=each["name"],
                shifts=[(a, b) for a, b in each["shifts"]],
            )
            for each in wire["exceptions"]
        ],
    )


def _money(minor: int, extra: Mapping[str, Any], name: str) -> Decimal | None:
    """An amount, to the last digit of the file as long as the column still says the same."""
    return _exact(minor, Decimal(extra[name]) if name in extra else None)


def _exact(minor: int | None, exact: Decimal | None) -> Decimal | None:
    if minor is None:
        return None
    if exact is not None and round(exact * _MINOR) == minor:
        return exact
    return Decimal(minor) / _MINOR


def _number(value: float, exact: str | None, is_absent: bool) -> Decimal | None:
    if exact is not None and float(exact) == value:
        return Decimal(exact)
    return None if is_absent and value == 1.0 else Decimal(str(value))


def _clear_absent(target: PlanTask | PlanAssignment, extra: Mapping[str, Any]) -> None:
    """Unset the numbers that the file did not give, as long as they are still zero."""
    for name in extra.get("absent", ()):
        value = getattr(target, name)
        if not value or name in ("remaining_minutes", "units"):
            setattr(target, name, None)
