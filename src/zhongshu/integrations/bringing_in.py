"""A plan file becomes the rows of a project, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from zhongshu.access.models import Actor
from zhongshu.integrations.matching import known_people, known_resources, known_tasks
from zhongshu.integrations.opening import settings_of
from zhongshu.integrations.plan_rows import PlanRows, external_uid, lasting_calendars, rows_of
from zhongshu.integrations.planfiles.calendars import wire
from zhongshu.integrations.planfiles.plan import Plan, PlanCalendar
from zhongshu.kit.ids import uuid7
from zhongshu.organisation.models import Calendar
from zhongshu.planning.changes import PROJECT_FIELDS, PlanEdit
from zhongshu.planning.content import BaselineContent, PlanContent
from zhongshu.planning.open_plan import (
    COMPUTED,
    AssignmentRow,
    LinkRow,
    ResourceRow,
    TaskRow,
    shelf,
)
from zhongshu.planning.outline import Key
from zhongshu.planning.queries.imports import Tally, tally
from zhongshu.planning.services.importing import import_plan
from zhongshu.projects.models import Project

_MINOR = 100
_FROM_FILE = (
    "minutes_per_day", "minutes_per_week", "days_per_month", "honours_constraints", "source_id",
    "source_format", "options", "currency",
)  # fmt: skip
_NOT_GIVEN = {*COMPUTED, "id", "number", "parent_id", "position", "version", "task_id",
              "resource_id", "person_id"}  # fmt: skip
_OF_TASK = tuple(name for name in TaskRow._fields if name not in _NOT_GIVEN)
_OF_RESOURCE = tuple(name for name in ResourceRow._fields if name not in _NOT_GIVEN)
_OF_ASSIGNMENT = tuple(name for name in AssignmentRow._fields if name not in _NOT_GIVEN)


def bring_in(actor: Actor, project: Project, plan: Plan, *, at: datetime) -> PlanEdit:
    """Make the plan of a project that of the file: one reschedule, one event.

    What the file knew before is updated and what it no longer has is removed.
    """
    settings = settings_of(plan)
    calendar_keys = _store_calendars(project, plan)
    # The rest of the settings is part of the plan and changes with it.
    Project.objects.filter(pk=project.pk).update(**{name: settings[name] for name in _FROM_FILE})
    content = _content(actor, project, plan, calendar_keys, at)
    source = {"format": plan.format, "file_name": plan.file_name}
    return import_plan(actor, project=project, content=content, source=source)


def changes_of(actor: Actor, project: Project, plan: Plan, *, at: datetime) -> Tally:
    """What a file would do to the tasks of a project, and what it may not set."""
    known = _known_calendars(project)
    keys = {
        each.uid: str(known[name].pk) if (name := external_uid(each)) in known else str(uuid7())
        for each in lasting_calendars(plan)
    }
    return tally(actor, project, _content(actor, project, plan, keys, at))


def _known_calendars(project: Project) -> dict[str, Calendar]:
    rows = Calendar.objects.filter(scope=project.scope).exclude(external_uid="")
    return {row.external_uid: row for row in rows}


def _store_calendars(project: Project, plan: Plan) -> dict[int, Key]:
    """Rows for the calendars that say something; bases before those that inherit from them."""
    known = _known_calendars(project)
    keys: dict[int, Key] = {}
    is_changed = False
    for each in _bases_first(lasting_calendars(plan)):
        name = external_uid(each)
        row = known.get(name) or Calendar(scope=project.scope, external_uid=name, version=0)
        wanted = _columns(each, keys)
        if any(getattr(row, column) != value for column, value in wanted.items()):
            for column, value in wanted.items():
                setattr(row, column, value)
            row.version += 1
            row.save()
            is_changed = is_changed or name in known
        keys[each.uid] = str(row.pk)
    if is_changed:
        # Plans held in memory were computed with the calendars as they were.
        shelf.clear()
    return keys


def _columns(calendar: PlanCalendar, keys: Mapping[int, Key]) -> dict[str, Any]:
    kind = Calendar.Kind.PROJECT if calendar.is_base else Calendar.Kind.PERSON
    has_parent = calendar.base_uid is not None and calendar.base_uid in keys
    return {
        "name": calendar.name[:200],
        "kind": kind.value,
        "parent_id": UUID(keys[calendar.base_uid or 0]) if has_parent else None,
        "week": [None if day is None else [list(shift) for shift in day] for day in calendar.week],
        "exceptions": wire(calendar.exceptions),
    }


def _bases_first(calendars: list[PlanCalendar]) -> list[PlanCalendar]:
    ordered: list[PlanCalendar] = []
    done: set[int] = set()
    waiting = list(calendars)
    known = {each.uid for each in calendars}
    while waiting:
        ready = [
            each for each in waiting if each.base_uid not in known or each.base_uid in done
        ] or waiting[:1]  # a loop of bases is cut where it is met first
        ordered += ready
        done |= {each.uid for each in ready}
        waiting = [each for each in waiting if each.uid not in done]
    return ordered


def _content(
    actor: Actor, project: Project, plan: Plan, calendar_keys: Mapping[int, Key], at: datetime
) -> PlanContent:
    """The file's rows under the names that the project knows them by."""
    rows = rows_of(plan, calendar_keys)
    known_task, known_resource = known_tasks(project), known_resources(project)
    tasks = {rows.task_keys[task.uid]: known_task.name(task) for task in plan.tasks}
    resources = {rows.resource_keys[each.uid]: known_resource.name(each) for each in plan.resources}
    people = {
        rows.resource_keys[uid]: {"person_id": key}
        for uid, key in known_people(actor, plan.resources).items()
    }
    settings = {name: value for name, value in settings_of(plan).items() if name in PROJECT_FIELDS}
    if plan.calendar_uid is not None and plan.calendar_uid in calendar_keys:
        settings["calendar_id"] = calendar_keys[plan.calendar_uid]
    return PlanContent(
        tasks=[
            _given(row, rows, _OF_TASK)
            | {"uid": tasks[key], "parent_uid": tasks.get(row.parent_id or "")}
            for key, row in rows.tasks.items()
        ],
        links=[_link(link, tasks) for link in rows.links.values()],
        resources=[
            _given(row, rows, _OF_RESOURCE) | {"uid": resources[key]} | people.get(key, {})
            for key, row in rows.resources.items()
        ],
        assignments=[
            _given(row, rows, _OF_ASSIGNMENT)
            | {
                "uid": rows.texts[row.id]["external_uid"],
                "task_uid": tasks[row.task_id],
                "resource_uid": resources[row.resource_id],
            }
            for row in rows.assignments.values()
        ],
        baselines=_baselines(plan, {uid: tasks[key] for uid, key in rows.task_keys.items()}, at),
        settings=settings,
    )


def _link(link: LinkRow, tasks: Mapping[Key, str]) -> dict[str, Any]:
    return {
        "before_uid": tasks[link.before_id],
        "after_uid": tasks[link.after_id],
        "type": link.type,
        "lag": link.lag,
        "lag_unit": link.lag_unit,
    }


def _given(row: Any, rows: PlanRows, names: tuple[str, ...]) -> dict[str, Any]:
    """The columns that the file decides."""
    texts = {name: value for name, value in rows.texts[row.id].items() if name != "external_uid"}
    return {name: getattr(row, name) for name in names} | texts


def _baselines(plan: Plan, names: Mapping[int, str], at: datetime) -> list[BaselineContent]:
    """The file's baselines; the first is the one in force, so it is set last."""
    by_number: dict[int, dict[str, dict[str, Any]]] = {}
    for task in plan.tasks:
        for each in task.baselines:
            by_number.setdefault(each.number, {})[names[task.uid]] = {
                "start": each.start,
                "finish": each.finish,
                "duration_minutes": each.duration_minutes,
                "work_minutes": each.work_minutes,
                "cost_minor": None if each.cost is None else round(each.cost * _MINOR),
            }
    return [
        BaselineContent(
            name=f"Baseline {number}" if number else "Baseline",
            slot=number,
            set_at=at - timedelta(minutes=number),
            tasks=tasks,
        )
        for number, tasks in by_number.items()
    ]
