"""A plan as the Gantt draws it: tasks and links as columns and rows."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import Any

import numpy as np

from zhongshu.access.models import Actor, User
from zhongshu.access.resources import present
from zhongshu.engines.clock import NONE
from zhongshu.kit import moments
from zhongshu.organisation.fields import PERSON
from zhongshu.organisation.models import Person
from zhongshu.organisation.queries import people_in_view
from zhongshu.planning.changes import COMPUTED_KINDS
from zhongshu.planning.models import Task
from zhongshu.planning.open_plan import LinkRow, OpenPlan, TaskRow
from zhongshu.planning.outline import Key
from zhongshu.planning.queries.baselines import Agreed
from zhongshu.planning.scheduling import Computed, computed
from zhongshu.planning.sighting import note_rows
from zhongshu.planning.task_sight import TaskSight

Table = dict[str, list[Any]]

_MOMENTS = (
    "start",
    "finish",
    "constraint_at",
    "second_constraint_at",
    "deadline",
    "actual_start",
    "actual_finish",
    "late_start",
    "late_finish",
)
_AS_STORED = (
    "number",
    "position",
    "name",
    "kind",
    "mode",
    "state",
    "checklist",
    "classification",
    "board_position",
    "duration_minutes",
    "is_elapsed",
    "constraint",
    "second_constraint",
    "is_recurring",
    "recurrence",
    "remaining_minutes",
    "total_float_minutes",
    "free_float_minutes",
    "is_critical",
    "driver",
    "conflict",
    "is_active",
    "priority",
    "effort_type",
    "is_effort_driven",
    "version",
)
LINK_COLUMNS = ["id", "before_id", "after_id", "type", "lag", "lag_unit", "is_driving"]


def task_table(
    plan: OpenPlan, keys: Sequence[Key], agreed: Mapping[Key, Agreed], seeing: TaskSight
) -> Table:
    """The named tasks with everything the Gantt shows of them, one list per task.

    ``locks`` names the fields that are locked of a task, where they are not those of the others.
    """
    rows = [plan.tasks[key] for key in keys]
    note_rows(plan, rows)
    held: dict[str, Sequence[Any]] = dict(
        zip(TaskRow._fields, zip(*rows, strict=True), strict=True)
        if rows
        else ((name, ()) for name in TaskRow._fields)
    )
    columns: dict[str, Iterable[Any]] = {"id": held["id"]}
    columns["parent_id"] = held["parent_id"]
    columns["calendar_id"] = held["calendar_id"]
    columns["wbs_code"] = (row.wbs_code or plan.outline.code[row.id] for row in rows)
    columns["level"] = (plan.outline.level[key] for key in keys)
    columns["percent_complete"] = (one / 100 for one in held["percent_complete"])
    columns |= {name: held[name] for name in _AS_STORED}
    columns |= {name: moments.iso_all(held[name]) for name in _MOMENTS}
    columns["is_near_critical"] = _near_critical(plan, rows)
    columns["splits"] = _pieces(plan, keys)
    columns["assignees"] = (_assignees(plan, key) for key in keys)
    columns |= _against(rows, agreed)
    locks = seeing.locks(rows)
    columns["locks"] = (locks.get(key) for key in keys)
    names = sorted(columns, key=lambda name: (name != "id", name))
    return {
        "columns": names,
        "rows": [list(row) for row in zip(*(columns[name] for name in names), strict=True)],
    }


def link_table(plan: OpenPlan, links: Iterable[LinkRow]) -> Table:
    """Links, and whether each one drives the date of its later task."""
    shown = list(links)
    driving = _driving_links(computed(plan)) if shown else set()
    return {
        "columns": LINK_COLUMNS,
        "rows": [
            [
                link.id,
                link.before_id,
                link.after_id,
                link.type,
                link.lag,
                link.lag_unit,
                link.id in driving,
            ]
            for link in shown
        ],
    }


def turned_links(before: OpenPlan, after: OpenPlan) -> set[Key]:
    """The links that hold their later task in one of two plans and not in the other."""
    one, other = computed(before), computed(after)
    if one.link_ids == other.link_ids:
        differs = one.schedule.is_driving_link != other.schedule.is_driving_link
        return {one.link_ids[n] for n in np.flatnonzero(differs).tolist()}
    return _driving_links(one) ^ _driving_links(other)


def _driving_links(result: Computed) -> set[Key]:
    """The links that hold their later task where it is."""
    return set(compress(result.link_ids, result.schedule.is_driving_link.tolist()))


def conflicts(plan: OpenPlan) -> list[dict[str, Any]]:
    """What in the plan cannot be met, and by how much."""
    result = computed(plan)
    found = []
    for conflict in result.schedule.conflicts:
        key = result.order[conflict.activity]
        link = result.link_ids[conflict.link] if conflict.link >= 0 else None
        found.append(
            {
                "task_id": key,
                "wbs_code": plan.outline.code[key],
                "name": plan.tasks[key].name,
                "code": conflict.code,
                "minutes": int(conflict.minutes),
                "at": moments.iso(int(conflict.at)) if conflict.at != NONE else None,
                "link_id": link,
            }
        )
    return found


def resource_cards(actor: Actor, plan: OpenPlan) -> list[dict[str, Any]]:
    """Who and what the plan counts on, with their units, and which of them the viewer is."""
    people = {row.person_id for row in plan.resources.values() if row.person_id}
    own, units = None, _units(actor, people)
    if isinstance(actor, User) and people:
        person = Person.objects.filter(user=actor).values_list("pk", flat=True).first()
        own = None if person is None else str(person)
    return [
        {
            "id": one.id,
            "name": one.name,
            "kind": one.kind,
            "max_units": one.max_units,
            "person_id": one.person_id,
            "unit": units.get(one.person_id or ""),
            "is_own": one.person_id is not None and one.person_id == own,
        }
        for one in plan.resources.values()
    ]


def _units(actor: Actor, people: set[Key]) -> dict[Key, Any]:
    """The units of people, as far as the viewer may see both."""
    if not people:
        return {}
    cards = present(actor, PERSON, people_in_view(actor).filter(pk__in=people), ("id", "unit"))
    return {card["id"]: card["unit"] for card in cards}


def _near_critical(plan: OpenPlan, rows: Sequence[TaskRow]) -> list[bool]:
    limit = plan.settings.near_critical_minutes
    return [
        row.is_active
        and row.kind != Task.Kind.HAMMOCK
        and not row.is_critical
        and row.actual_finish is None
        and row.total_float_minutes <= limit
        for row in rows
    ]


def _pieces(plan: OpenPlan, keys: Sequence[Key]) -> list[list[list[str | None]]]:
    """The worked pieces of each split task, as pairs of moments."""
    result = computed(plan)
    found = []
    for key in keys:
        if plan.tasks[key].splits:
            spans = result.schedule.spans(result.position[key])
            found.append([[moments.iso(int(a)), moments.iso(int(b))] for a, b in spans])
        else:
            found.append([])
    return found


def _assignees(plan: OpenPlan, key: Key) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "resource_id": one.resource_id,
            "person_id": plan.resources[one.resource_id].person_id,
            "name": plan.resources[one.resource_id].name,
            "units": one.units,
            "work_minutes": one.work_minutes,
        }
        for one in plan.assignments.get(key, ())
    ]


def _against(rows: Sequence[TaskRow], agreed: Mapping[Key, Agreed]) -> dict[str, list[Any]]:
    found = [agreed.get(row.id) for row in rows]
    return {
        "baseline_start": moments.iso_all([one.start if one else None for one in found]),
        "baseline_finish": moments.iso_all([one.finish if one else None for one in found]),
        "slip_minutes": [
            row.finish - one.finish if one and one.finish is not None else None
            for row, one in zip(rows, found, strict=True)
        ],
    }


def leaves(plan: OpenPlan) -> list[TaskRow]:
    """The tasks and milestones of the plan that count, in display order."""
    rows = (plan.tasks[key] for key in plan.outline.order)
    return [row for row in rows if row.kind not in COMPUTED_KINDS and row.is_active]
