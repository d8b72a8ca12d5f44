"""Edits that meet newer ones: what they would overwrite, who wrote it, and the values at stake."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from zhongshu.access.models import Actor
from zhongshu.access.resources import said_of
from zhongshu.kit import moments
from zhongshu.kit.declarations import Classification, declarations
from zhongshu.kit.errors import DomainError, Stale
from zhongshu.kit.models import Model
from zhongshu.planning import applying, checklists
from zhongshu.planning.changes import (
    ASSIGNMENT,
    CROSS_LINK,
    LINK,
    PROJECT,
    RESOURCE,
    TASK,
    Change,
    Draft,
    plain,
)
from zhongshu.planning.fields import TASK as TASK_RESOURCE
from zhongshu.planning.models import Assignment, CrossLink, Link, PlanResource, Task
from zhongshu.planning.open_plan import OpenPlan
from zhongshu.planning.outline import Key
from zhongshu.planning.reading import reading_of
from zhongshu.planning.sighting import note_task
from zhongshu.planning.since import Since, Touch, touched_since
from zhongshu.planning.task_sight import TaskSight
from zhongshu.projects.fields import PROJECT as PROJECT_RESOURCE
from zhongshu.projects.models import Project

Values = Mapping[str, Any]
Operation = dict[str, Any]

_MODELS: dict[str, type[Model]] = {
    TASK: Task,
    LINK: Link,
    CROSS_LINK: CrossLink,
    RESOURCE: PlanResource,
    ASSIGNMENT: Assignment,
    PROJECT: Project,
}
_MOMENTS = frozenset(
    {
        "start",
        "finish",
        "constraint_at",
        "second_constraint_at",
        "deadline",
        "manual_start",
        "manual_finish",
        "actual_start",
        "actual_finish",
        "stop",
        "resume",
        "required_finish",
        "status_date",
    }
)
# What the plan keeps of a task elsewhere, brought up to date by every edit of anybody.
_COPIED = frozenset({"before_start", "before_finish", "before_minutes", "before_is_elapsed"})
# Fields of an operation that only together say what is wanted.
_PAIRS = (
    ("constraint", "constraint_at"),
    ("second_constraint", "second_constraint_at"),
    ("start", "finish"),
)


def refuse_overwriting(
    actor: Actor,
    draft: Draft,
    fresh: Draft,
    operations: list[Operation],
    changes: list[Change],
    since: Since,
) -> None:
    """Refuse an edit of what somebody changed after the version it was made on.

    ``fresh`` is the same plan with nothing applied yet: on it is found out which operation
    leads to which conflict.

    Raises
    ------
    Stale
        With every conflict: what it was, what it is now, and what was wanted.
    """
    met = _all_met(actor, draft, changes, since)
    wanted = {(one["entity"], one["id"], one["field"]) for one in met}
    causes = _causes(fresh, operations, wanted) if met else {}
    # Siblings are spaced out by whoever moves one of them; only the one moved was meant.
    meant = [one for one in met if _is_meant(one, causes, operations)]
    if meant:
        _refuse(actor, draft.base, [{**one, **_cause(causes, one)} for one in meant])


def refuse_meeting(actor: Actor, draft: Draft, changes: list[Change], since: Since) -> None:
    """Refuse a change that meets newer ones, whatever it was asked by: a report of progress.

    Raises
    ------
    Stale
        As in an edit; what was asked is the report as a whole.
    """
    met = _all_met(actor, draft, changes, since)
    if met:
        _refuse(actor, draft.base, [{**one, "operation": 0, "asked": []} for one in met])


def refuse_removed(
    actor: Actor, plan: OpenPlan, operations: list[Operation], error: DomainError, since: Since
) -> None:
    """Refuse an edit of a row that somebody removed after the version it was made on.

    Anything else that speaks against the edit is left to the caller.

    Raises
    ------
    Stale
        If ``error`` names a row that was removed since.
    """
    key = error.params.get("id")
    if key is None:
        return
    for (entity, one), touch in touched_since(actor, plan, since).items():
        if one == str(key) and touch.is_removed:
            number = error.params.get("operation", 0)
            conflict = {
                **_conflict("they_removed", entity, one, "", touch),
                "name": _removed_name(actor, plan, touch),
                "operation": number,
                "asked": [],
            }
            asked = dict(operations[number].get("fields") or {})
            _refuse(actor, plan, [{**conflict, "mine": plain(asked) or None}])


def _removed_name(actor: Actor, plan: OpenPlan, touch: Touch) -> str:
    hidden = TaskSight(actor, plan.settings).hidden_as(touch.base.get("classification") or 0)
    return "" if "name" in hidden else str(touch.base.get("name") or "")


def _all_met(
    actor: Actor, draft: Draft, changes: list[Change], since: Since
) -> list[dict[str, Any]]:
    touched = touched_since(actor, draft.base, since)
    return [
        one
        for change in changes
        if (touch := touched.get((change.entity, change.id)))
        for one in _met(change, touch)
    ]


def _met(change: Change, touch: Touch) -> Iterator[dict[str, Any]]:
    """What one change of a row and the newer changes of others have in common."""
    if change.before is None:
        return
    before = {name: plain(value) for name, value in change.before.items()}
    if change.after is None:
        if touch.is_added:
            yield _conflict("you_remove", change.entity, change.id, "", touch)
            return
        names = [name for name in touch.base if name in before and name not in _COPIED]
        for name in names:
            if before[name] != touch.base[name] and name != "position":
                one = _conflict("you_remove", change.entity, change.id, name, touch)
                yield {**one, "base": touch.base[name], "theirs": before[name]}
        return
    for name, value in change.after.items():
        if name in touch.base and _is_met(name, touch.base[name], before[name], plain(value)):
            one = _conflict("both_changed", change.entity, change.id, name, touch)
            yield {**one, "base": touch.base[name], "theirs": before[name], "mine": plain(value)}


def _is_met(name: str, base: Any, theirs: Any, mine: Any) -> bool:
    """Whether a value that others changed is the one that is wanted otherwise now."""
    # Who changed it and changed it back left what the edit was made on.
    if name in _COPIED or theirs == base:
        return False
    if name == "checklist":
        return bool(checklists.touched(base, theirs) & checklists.touched(theirs, mine))
    return True


def _conflict(kind: str, entity: str, key: Key, name: str, touch: Touch) -> dict[str, Any]:
    by, at = touch.who.get(name, (touch.by, touch.at))
    return {
        "kind": kind,
        "entity": entity,
        "id": key,
        "field": name,
        "base": None,
        "theirs": None,
        "mine": None,
        "by": by,
        "at": at.isoformat(),
    }


Cause = tuple[int, list[str]]
Causes = dict[tuple[str, Key, str], Cause]


def _causes(draft: Draft, operations: list[Operation], wanted: set[tuple[str, Key, str]]) -> Causes:
    """The operation, and the fields of it, by which each of these columns changes."""
    found: Causes = {}
    for number, operation in enumerate(operations):
        for part, names in _parts(operation):
            before = {one: _value(draft, *one) for one in wanted}
            try:
                applying.apply(draft, [part])
            except DomainError:
                # Only all its fields together can be applied.
                names = []
                with suppress(DomainError):
                    applying.apply(draft, [operation])
            after = {one: _value(draft, *one) for one in wanted}
            found |= {one: (number, names) for one in wanted if before[one] != after[one]}
            if not names:
                break
    return found


def _parts(operation: Operation) -> Iterator[tuple[Operation, list[str]]]:
    """An operation field by field, as far as the fields stand for themselves."""
    fields = operation.get("fields")
    if not operation["op"].startswith("update_") or not fields:
        yield operation, []
        return
    left = dict(fields)
    for pair in _PAIRS:
        both = {name: left.pop(name) for name in pair if name in left}
        if both:
            yield {**operation, "fields": both}, list(both)
    for name, value in left.items():
        yield {**operation, "fields": {name: value}}, [name]


def _value(draft: Draft, entity: str, key: Key, name: str) -> Any:
    if entity == PROJECT:
        return draft.settings.get(name)
    rows: dict[str, Mapping[Key, Any]] = {
        TASK: draft.tasks,
        LINK: draft.links,
        CROSS_LINK: draft.cross_links,
        RESOURCE: draft.resources,
        ASSIGNMENT: draft.assignments,
    }
    row = rows[entity].get(key)
    if row is None:
        return None
    if name in draft.texts.get(key, {}):
        return draft.texts[key][name]
    return getattr(row, name, None) if name else row


def _is_meant(one: dict[str, Any], causes: Causes, operations: list[Operation]) -> bool:
    if one["field"] != "position":
        return True
    number, _ = causes.get((one["entity"], one["id"], "position"), (0, []))
    return bool(operations[number].get("id") == one["id"])


def _cause(causes: Causes, one: dict[str, Any]) -> dict[str, Any]:
    number, names = causes.get((one["entity"], one["id"], one["field"]), (0, []))
    return {"operation": number, "asked": names}


def _refuse(actor: Actor, plan: OpenPlan, conflicts: list[dict[str, Any]]) -> None:
    said = said_of(actor, PROJECT_RESOURCE, plan.settings)
    unread = frozenset(name for name, one in said.items() if not one.is_readable)
    seeing = TaskSight(actor, plan.settings, plan)
    seen = seeing.seen(plan)
    shown = []
    for one in conflicts:
        row = plan.tasks.get(one["id"])
        of_task = seeing.everywhere if row is None else seeing.hidden(row)
        hidden = {TASK: of_task, PROJECT: unread}.get(one["entity"], frozenset())
        if row is not None:
            told = {"name", one["field"]} - hidden
            note_task(plan.settings, row.id, told, row.classification)
        shown.append(_shown(seen, one, hidden))
    first = shown[0]
    raise Stale(
        "somebody changed this since it was read",
        field=first["field"] or None,
        entity=first["entity"],
        id=first["id"],
        by=first["by"],
        plan_version=reading_of(actor, plan, seeing).version(),
        conflicts=shown,
    )


def _shown(plan: OpenPlan, one: dict[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    """A conflict as the viewer may see it, its values as they are written on the wire."""
    entity, name = one["entity"], one["field"]
    is_locked = bool(name) and (name in hidden or not _is_open(entity, name))
    values = {
        part: None if is_locked else _wire(entity, name, one[part])
        for part in ("base", "theirs", "mine")
    }
    return {"name": _name_of(plan, entity, one["id"]), **one, **values, "is_locked": is_locked}


def _is_open(entity: str, name: str) -> bool:
    """Whether a column is of a class that everybody who sees the row may see."""
    if entity == TASK and name in TASK_RESOURCE.by_name:
        return True
    said = declarations(_MODELS[entity])
    declared = said.get(name) or said.get(name.removesuffix("_id"))
    return declared is not None and declared.classification <= Classification.INTERNAL


def _wire(entity: str, name: str, value: Any) -> Any:
    if name in _MOMENTS and isinstance(value, int):
        return moments.iso(value)
    if entity == TASK and name == "percent_complete" and value is not None:
        return value / 100
    return value


def _name_of(plan: OpenPlan, entity: str, key: Key) -> str:
    """What people call a row; a task whose name is locked has its number alone."""
    if entity == TASK:
        return _task_name(plan, key)
    if entity == LINK and key in plan.links:
        link = plan.links[key]
        return f"{_task_name(plan, link.before_id)} → {_task_name(plan, link.after_id)}"
    if entity == CROSS_LINK and key in plan.cross_links:
        return _task_name(plan, plan.cross_links[key].after_id)
    if entity == RESOURCE and key in plan.resources:
        return plan.resources[key].name
    if entity == ASSIGNMENT:
        rows = (row for staff in plan.assignments.values() for row in staff if row.id == key)
        return "".join(_task_name(plan, row.task_id) for row in rows)
    return plan.settings.name if entity == PROJECT else ""


def _task_name(plan: OpenPlan, key: Key) -> str:
    row = plan.tasks.get(key)
    return "" if row is None else row.name or f"#{row.number}"
