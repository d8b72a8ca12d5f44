"""Which fields of which tasks an editor of a plan may set."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from zhongshu.access.models import Actor, System
from zhongshu.access.resources import UnknownField
from zhongshu.access.writing import EMPTY, check_writes, check_writes_as
from zhongshu.planning.changes import TASK as TASK_ENTITY
from zhongshu.planning.changes import Change, Draft, settings_of
from zhongshu.planning.fields import TASK
from zhongshu.planning.open_plan import OpenPlan
from zhongshu.planning.outline import Key
from zhongshu.planning.quiet import field_of
from zhongshu.planning.reading import reading_of
from zhongshu.planning.task_sight import TaskSight
from zhongshu.projects.closed_plans import SCHEDULE
from zhongshu.projects.fields import PROJECT

# The columns of an open plan over which a policy decides.
_RULED = ("name", "checklist")


def refuse_unreadable(
    actor: Actor, plan: OpenPlan, operations: Iterable[Mapping[str, Any]]
) -> None:
    """Refuse fields that the actor may not even read, before anything is told of their values.

    Raises
    ------
    UnknownField
        In the words for a field that there is not.
    """
    asked = [(one, names) for one in operations if (names := _named(one))]
    if not asked or isinstance(actor, System):
        return
    seeing = TaskSight(actor, plan.settings, plan)
    for one, names in asked:
        row = plan.tasks.get(str(one.get("id") or one.get("task_id")))
        hidden = names & (seeing.everywhere if row is None else seeing.hidden(row))
        # A new task has a name, whoever may read it later.
        if hidden := hidden - ({"name"} if row is None else set()):
            raise UnknownField(min(hidden), field=min(hidden))


def refuse_unread_report(actor: Actor, plan: OpenPlan, key: Key, report: Mapping[str, Any]) -> None:
    """Refuse a report on a task that says something of what its reporter may not read.

    Raises
    ------
    UnknownField
        In the words for a field that there is not.
    """
    told = {name: value for name, value in report.items() if value is not None}
    operations: list[dict[str, Any]] = [{"op": "update_task", "id": key, "fields": told}]
    if told.get("ticks"):
        operations.append({"op": "update_checklist_item", "task_id": key})
    refuse_unreadable(actor, plan, operations)


def refuse_unread_changes(actor: Actor, plan: OpenPlan, changes: Iterable[Sequence[Any]]) -> None:
    """Refuse to take back what the actor may no longer read, before it is compared with anything.

    Raises
    ------
    UnknownField
        In the words for a field that there is not.
    """
    if isinstance(actor, System):
        return
    reading = reading_of(actor, plan)
    for entity, key, before, after in changes:
        for name in sorted(after or ()) if before is not None else ():
            field = field_of(entity, name)
            if field and field in reading.hidden(entity, key):
                raise UnknownField(field, field=field)


def _named(operation: Mapping[str, Any]) -> set[str]:
    """The fields of a task over which a policy decides that an operation speaks of."""
    if "checklist" in operation["op"]:
        return {"checklist"}
    if operation["op"] not in ("add_task", "update_task"):
        return set()
    fields = operation.get("fields") or {}
    return {name for name in fields if name in TASK.by_name and TASK.by_name[name].is_closable}


def refuse_unwritable(actor: Actor, draft: Draft, rewritten: Iterable[Change]) -> None:
    """Refuse what the policy does not let the actor set of some task, or of the schedule.

    ``rewritten`` are the changes of columns beside the open plan.
    """
    settings = draft.base.settings
    if draft.settings != settings_of(settings):
        check_writes(actor, PROJECT, settings, [SCHEDULE], is_new=not draft.base.tasks)
    touched = dict(_touched(draft, rewritten))
    if not touched or isinstance(actor, System):
        return
    seeing = TaskSight(actor, draft.base.settings, draft.base)
    for key, is_empty in touched.items():
        row = draft.base.tasks.get(key) or draft.tasks[key]
        check_writes_as(TASK, seeing.said(row), is_empty)


def _touched(draft: Draft, rewritten: Iterable[Change]) -> Iterable[tuple[Key, dict[str, bool]]]:
    """The fields that are set, by task; true are those with no value so far."""
    found: dict[Key, dict[str, bool]] = {}
    for key, columns in draft.texts.items():
        if key not in draft.base.tasks and key in draft.tasks:
            found[key] = {name: True for name, value in columns.items() if value not in EMPTY}
    for change in (one for one in rewritten if one.entity == TASK_ENTITY):
        before = change.before or {}
        found.setdefault(change.id, {}).update({name: was in EMPTY for name, was in before.items()})
    for key, row in draft.tasks.items():
        was = draft.base.tasks.get(key)
        if was is None or was is row:
            continue
        for name in _RULED:
            held = getattr(was, name)
            if held != getattr(row, name):
                found.setdefault(key, {})[name] = held in EMPTY
    return found.items()
