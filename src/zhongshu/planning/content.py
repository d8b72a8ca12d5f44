"""A plan as something else made it (a plan file, a template, a generator), ready to be taken in.

Rows name each other by ``uid``, the identity they have where they come from; the platform
keeps it as ``external_uid``, so that the same source updates the same rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zhongshu.kit.ids import uuid7
from zhongshu.planning.changes import Draft
from zhongshu.planning.models import Assignment, Link, PlanResource, Task
from zhongshu.planning.open_plan import AssignmentRow, LinkRow, OpenPlan, ResourceRow, TaskRow
from zhongshu.planning.operations import BLANK
from zhongshu.planning.outline import GAP, Key

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BaselineContent:
    """A baseline.

    ``tasks`` holds by uid: start, finish, duration_minutes, work_minutes, cost_minor.
    """

    name: str
    slot: int | None
    set_at: datetime
    tasks: Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class PlanContent:
    """The rows of a plan.

    Each task is its columns and ``uid``, ``parent_uid`` (None at the top), in display order;
    each link ``before_uid``, ``after_uid``, ``type``, ``lag``, ``lag_unit``; each resource its
    columns and ``uid``; each assignment its columns, ``uid``, ``task_uid`` and
    ``resource_uid``. ``settings`` are columns of the project that scheduling depends on.
    """

    tasks: list[Given]
    links: list[Given] = field(default_factory=list)
    resources: list[Given] = field(default_factory=list)
    assignments: list[Given] = field(default_factory=list)
    baselines: list[BaselineContent] = field(default_factory=list)
    settings: Given = field(default_factory=dict)


def draft_with(plan: OpenPlan, content: PlanContent) -> tuple[Draft, dict[str, Key]]:
    """A draft in which the plan is what the content says, and the ids of its tasks by uid.

    What the platform knows by the same uid is updated, what came from the source before and
    is not in it any more is removed. What people added on the platform stays.
    """
    draft = Draft(plan)
    draft.settings.update(content.settings)
    tasks = _take_tasks(draft, content.tasks)
    _take_links(draft, content.links, tasks)
    resources = _take_resources(draft, content.resources)
    _take_assignments(draft, content.assignments, tasks, resources)
    return draft, tasks


def _take_tasks(draft: Draft, given: list[Given]) -> dict[str, Key]:
    known = _known(Task.objects.filter(project=draft.base.settings))
    ids = {str(one["uid"]): known.get(str(one["uid"])) or str(uuid7()) for one in given}
    came = set(known.values()) - set(ids.values())
    own = _own_rows_below(draft, came)
    draft.remove_tasks(came)
    rank: dict[Key | None, int] = {}
    numbers = {row.number for row in draft.tasks.values()}
    start = draft.settings["start"]
    rows: dict[Key, TaskRow] = {}
    for one in given:
        uid = str(one["uid"])
        key = ids[uid]
        parent_uid = one.get("parent_uid")
        parent = ids[str(parent_uid)] if parent_uid is not None else None
        rank[parent] = rank.get(parent, -1) + 1
        columns, texts = _split(one, TaskRow, {"uid", "parent_uid"})
        place: dict[str, Any] = {"parent_id": parent, "position": rank[parent] * GAP}
        draft.texts[key] = texts | {"external_uid": uid}
        if key in draft.tasks:
            rows[key] = draft.tasks[key]._replace(**columns, **place)
            continue
        draft.last_number += 1
        while draft.last_number in numbers:
            draft.last_number += 1
        dates = dict.fromkeys(("start", "finish", "late_start", "late_finish"), start)
        fresh = {**BLANK, "number": draft.last_number, **dates, **columns, **place, "id": key}
        rows[key] = TaskRow(**fresh)
    draft.tasks = rows | {key: row for key, row in draft.tasks.items() if key not in rows} | own
    draft.is_reshaped = True
    return ids


def _own_rows_below(draft: Draft, gone: set[Key]) -> dict[Key, TaskRow]:
    """Tasks that people put below one that goes: they move to the top of the outline."""
    below = [row for key in gone for row in draft.children_of(key) if row.id not in gone]
    for row in below:
        draft.put(row._replace(parent_id=None))
    return {row.id: draft.tasks[row.id] for row in below}


def _take_links(draft: Draft, given: list[Given], tasks: Mapping[str, Key]) -> None:
    known = {(link.before_id, link.after_id, link.type): link for link in draft.links.values()}
    came = Link.objects.filter(project=draft.base.settings).exclude(external_uid="")
    brought = {str(key) for key in came.values_list("pk", flat=True)}
    links = {key: link for key, link in draft.links.items() if key not in brought}
    for one in given:
        ends = tasks[str(one["before_uid"])], tasks[str(one["after_uid"])]
        kind = one.get("type", "fs")
        lag = {"lag": one.get("lag", 0), "lag_unit": one.get("lag_unit", "working")}
        found = known.get((*ends, kind))
        if found is None:
            found = LinkRow(str(uuid7()), *ends, kind, **lag, version=1)
        elif (found.lag, found.lag_unit) != (lag["lag"], lag["lag_unit"]):
            found = found._replace(**lag)
        links[found.id] = found
        draft.texts[found.id] = {"external_uid": f"{one['before_uid']}>{one['after_uid']}"}
    draft.links = links


def _take_resources(draft: Draft, given: list[Given]) -> dict[str, Key]:
    known = _known(PlanResource.objects.filter(project=draft.base.settings))
    ids: dict[str, Key] = {}
    brought = set(known.values())
    rows = {key: row for key, row in draft.resources.items() if key not in brought}
    for one in given:
        uid = str(one["uid"])
        key = ids[uid] = known.get(uid) or str(uuid7())
        columns, texts = _split(one, ResourceRow, {"uid"})
        blank = {"name": "", "kind": "work", "calendar_id": None, "max_units": 1.0}
        held = draft.resources.get(key)
        if held is not None and held.person_id is not None:
            columns.pop("person_id", None)
        rows[key] = held._replace(**columns) if held else ResourceRow(id=key, **(blank | columns))
        draft.texts[key] = texts | {"external_uid": uid}
    draft.resources = rows
    draft.is_restaffed = True
    return ids


def _take_assignments(
    draft: Draft, given: list[Given], tasks: Mapping[str, Key], resources: Mapping[str, Key]
) -> None:
    known = _known(Assignment.objects.filter(task__project=draft.base.settings))
    brought = set(known.values())
    rows = {key: row for key, row in draft.assignments.items() if key not in brought}
    for one in given:
        uid = str(one["uid"])
        key = known.get(uid) or str(uuid7())
        columns, texts = _split(one, AssignmentRow, {"uid", "task_uid", "resource_uid"})
        ends = {
            "task_id": tasks[str(one["task_uid"])],
            "resource_id": resources[str(one["resource_uid"])],
        }
        blank = {"units": 1.0, "work_minutes": 0, "delay_minutes": 0}
        rows[key] = AssignmentRow(id=key, **(blank | columns | ends))
        draft.texts[key] = texts | {"external_uid": uid}
    draft.assignments = rows


def _split(given: Given, shape: Any, identity: set[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns that the open plan holds, and the others."""
    columns = {name: value for name, value in given.items() if name in shape._fields}
    texts = {
        name: value for name, value in given.items() if name not in columns and name not in identity
    }
    return columns, texts


def _known(rows: QuerySet[Any]) -> dict[str, Key]:
    named = rows.exclude(external_uid="").values_list("external_uid", "pk")
    return {uid: str(key) for uid, key in named}
