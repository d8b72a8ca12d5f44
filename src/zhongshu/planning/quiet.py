"""Edits of what a policy can close: who may read none of it is told of no edit.

A row is *quietly* changed where nothing but closable fields of it differ, and an edit is quiet
that changed all its rows so and moved nothing. A plan keeps the version of its newest edit of
each closable field since the last edit that was not quiet, so that what each viewer is told as
its version is found without a look at the events.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from zhongshu.access.resources import Field
from zhongshu.access.versions import told_by
from zhongshu.kit.ids import stamp
from zhongshu.planning.changes import PROJECT, RESOURCE, TASK, Change
from zhongshu.planning.fields import PLAN_RESOURCE
from zhongshu.planning.fields import TASK as TASK_RESOURCE
from zhongshu.planning.open_plan import OpenPlan, TaskRow
from zhongshu.planning.outline import Key
from zhongshu.projects.fields import PROJECT as PROJECT_RESOURCE

# Entity, id, the class to which a task was raised, and the closable fields that changed.
QuietRow = list[Any]
# The version of the last edit of which every viewer is told stands under this.
TOLD_TO_ALL = ""

_RESOURCES = {TASK: TASK_RESOURCE, PROJECT: PROJECT_RESOURCE, RESOURCE: PLAN_RESOURCE}
# What of a project row an edit of its plan brings up to date, and everybody who sees it may read.
_SUMMED = ("start", "finish", "health", "percent_complete", "n_tasks", "last_task_number")


@cache
def _fields(entity: str) -> Mapping[str, Field]:
    return told_by(_RESOURCES[entity])


def field_of(entity: str, column: str) -> str:
    """The field over which a policy decides that a column of a row is; empty where none is."""
    one = _fields(entity).get(column) if entity in _RESOURCES else None
    return one.name if one is not None and one.is_closable else ""


def quiet_rows(changes: Iterable[Change], after: OpenPlan) -> list[QuietRow]:
    """Those rows of which an edit changed nothing but closable fields."""
    found = []
    for one in changes:
        if one.before is None or one.after is None:
            continue
        fields = {field_of(one.entity, column) for column in one.after}
        if fields and "" not in fields:
            label = after.tasks[one.id].classification if one.entity == TASK else 0
            found.append([one.entity, one.id, label, sorted(fields)])
    return found


def quiet_operations(
    operations: Iterable[Mapping[str, Any]], class_of: Callable[[Key], int | None]
) -> list[list[Any]]:
    """The places of operations that speak of closable fields only, each with its quiet row."""
    found = []
    for place, one in enumerate(operations):
        key = str(one.get("task_id") or one.get("id"))
        if "checklist" in one["op"]:
            asked: Iterable[str] = ("checklist",)
        else:
            asked = one.get("fields") or () if one["op"] == "update_task" else ()
        fields = {field_of(TASK, name) for name in asked}
        if fields and "" not in fields:
            found.append([place, [TASK, key, class_of(key) or 0, sorted(fields)]])
    return found


def mark(entity: str, name: str, classification: int) -> str:
    """Under what the version of the newest edit of a field is kept."""
    return f"{entity} {name} {classification}"


def is_seen_by_all(before: OpenPlan, after: OpenPlan, rows: Iterable[QuietRow]) -> bool:
    """Whether an edit changed more than these rows quietly, though it be only computed."""
    was, now = before.settings, after.settings
    if any(getattr(was, name) != getattr(now, name) for name in _SUMMED):
        return True
    quiet = {key for entity, key, *_ in rows if entity == TASK}
    return any(
        key not in quiet or is_openly_changed(old, new)
        for key, new in after.tasks.items()
        if (old := before.tasks.get(key)) is not None and old is not new and old != new
    )


def number_edit(
    before: OpenPlan, after: OpenPlan, rows: Iterable[QuietRow], *, is_quiet: bool
) -> None:
    """Give a plan its next version, and note of which fields it is where not all are told."""
    project, held = after.settings, before.settings.plan_field_versions
    project.plan_version = stamp(before.version)
    project.plan_field_versions = {}
    if is_quiet:
        marks = [mark(entity, name, label) for entity, _, label, names in rows for name in names]
        project.plan_field_versions = {
            **(held or {TOLD_TO_ALL: before.version}),
            **dict.fromkeys(marks, project.plan_version),
        }


def class_in(plan: OpenPlan) -> Callable[[Key], int | None]:
    """To what class each task of a plan is raised; None where there is no such task."""

    def found(key: Key) -> int | None:
        row = plan.tasks.get(key)
        return None if row is None else row.classification

    return found


_OPEN = [
    n for n, name in enumerate(TaskRow._fields) if name != "version" and not field_of(TASK, name)
]


def is_openly_changed(before: TaskRow, after: TaskRow) -> bool:
    """Whether anything of a task differs that no policy closes."""
    return any(before[n] != after[n] for n in _OPEN)
