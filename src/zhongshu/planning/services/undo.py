"""Undo and redo over the history of a plan: each person takes back what they did last."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from zhongshu.access.guard import requires
from zhongshu.access.models import Actor
from zhongshu.kit.errors import DomainError
from zhongshu.kit.models import Event
from zhongshu.kit.personal.texts import ERASED
from zhongshu.planning.changes import (
    ASSIGNMENT,
    COMPUTED_KINDS,
    CROSS_LINK,
    LINK,
    PROJECT,
    REDONE,
    RESOURCE,
    ROLLED_UP,
    TASK,
    UNDONE,
    Draft,
    PlanEdit,
    plain,
)
from zhongshu.planning.checklists import ItemChanged, turned_back
from zhongshu.planning.mending import mend
from zhongshu.planning.models import Task
from zhongshu.planning.open_plan import AssignmentRow, CrossLinkRow, LinkRow, ResourceRow, TaskRow
from zhongshu.planning.operations import BLANK
from zhongshu.planning.outline import Key
from zhongshu.planning.queries.turns import edit_to_redo, edit_to_undo
from zhongshu.planning.services.edits import commit, plan_to_edit
from zhongshu.planning.writable import refuse_unread_changes
from zhongshu.projects.models import Project

Values = dict[str, Any]

_WRITTEN_ANEW = {"project_id", "created_at", "updated_at", "version"}


class NothingToUndo(DomainError):
    """The actor has changed nothing in this plan that could be taken back."""

    code = "planning.nothing_to_undo"


class NothingToRedo(DomainError):
    """The actor has taken nothing back in this plan since the last edit."""

    code = "planning.nothing_to_redo"


class ChangedSince(DomainError):
    """Somebody changed the same thing after the edit that would be taken back."""

    code = "planning.changed_since"


@requires("planning.edit_plan", on="project")
@transaction.atomic
def undo_edit(actor: Actor, *, project: Project) -> PlanEdit:
    """Take back the actor's last edit of the plan; edits of others stay."""
    plan = plan_to_edit(project)
    event = edit_to_undo(actor, project)
    if event is None:
        raise NothingToUndo(project.key)
    return take_back(actor, Draft(plan), event, kind=UNDONE)


@requires("planning.edit_plan", on="project")
@transaction.atomic
def redo_edit(actor: Actor, *, project: Project) -> PlanEdit:
    """Make the edit again that the actor took back last."""
    plan = plan_to_edit(project)
    event = edit_to_redo(actor, project)
    if event is None:
        raise NothingToRedo(project.key)
    return take_back(actor, Draft(plan), event, kind=REDONE)


def take_back(actor: Actor, draft: Draft, event: Event, *, kind: str, **data: Any) -> PlanEdit:
    """Apply the changes of an event backwards.

    An undo event already holds the changes of its edit backwards, so that a redo is the undo
    of an undo.
    """
    refuse_unread_changes(actor, draft.base, event.data["changes"])
    changes: dict[str, list[tuple[Key, Values | None, Values | None]]] = {}
    for entity, key, before, after in event.data["changes"]:
        _refuse_erased(key, before)
        changes.setdefault(entity, []).append((key, before, after))
    for _, then, now in changes.get(PROJECT, ()):
        _turn_settings(draft, now=now or {}, then=then or {})
    _refuse_changed_texts(changes.get(TASK, ()))
    for entity in (LINK, CROSS_LINK, ASSIGNMENT, TASK, RESOURCE):
        _remove_added(
            draft, entity, [key for key, then, _ in changes.get(entity, ()) if then is None]
        )
    for entity in (TASK, RESOURCE, ASSIGNMENT, LINK, CROSS_LINK):
        for key, then, now in changes.get(entity, ()):
            if then is not None:
                _turn(draft, entity, key, now=now, then=then)
    if (tear := mend(draft)) is not None:
        raise ChangedSince(field=tear.field, id=tear.id)
    return commit(actor, kind, draft, takes_back=str(event.id), **data)


def _refuse_erased(key: Key, then: Values | None) -> None:
    """What was erased with somebody's name does not come back, nor does anything in its place."""
    for name, value in (then or {}).items():
        if ERASED in str(value):
            raise ChangedSince(field=name, id=key)


def _turn_settings(draft: Draft, *, now: Values, then: Values) -> None:
    # Scheduled from its finish, a project starts when its work must.
    computed = {"start"} if draft.settings["scheduled_from"] == "finish" else set()
    for name in then:
        if name not in computed and draft.settings[name] != now[name]:
            raise ChangedSince(field=name)
    draft.settings.update(then)


def _remove_added(draft: Draft, entity: str, keys: Iterable[Key]) -> None:
    """Remove what the edit added, unless somebody built upon it since."""
    rows, _ = _rows_of(draft, entity)
    added = {key for key in keys if key in rows}
    if entity == TASK:
        for key in added:
            if any(child.id not in added for child in draft.children_of(key)):
                raise ChangedSince(field="parent_id", id=key)
        draft.remove_tasks(added)
    elif entity in (RESOURCE, CROSS_LINK):
        draft.is_restaffed = draft.is_restaffed or (entity == RESOURCE and bool(added))
        for key in added:
            del rows[key]
    else:
        for key in added:
            draft.remove_link(key) if entity == LINK else draft.remove_assignment(key)


def _turn(draft: Draft, entity: str, key: Key, *, now: Values | None, then: Values) -> None:
    """Bring a row back, or give a changed one the values it had."""
    rows, shape = _rows_of(draft, entity)
    if now is None:
        # A row that went before it had a column comes back with what a new one has there.
        known = {**(BLANK if entity == TASK else {}), **then}
        row = shape(**{name: known[name] for name in shape._fields})
        draft.texts[key] = _texts(then, shape)
    else:
        held = rows.get(key)
        if held is None:
            raise ChangedSince(field="id", id=key)
        values = {name: value for name, value in then.items() if name in shape._fields}
        if "checklist" in values:
            values["checklist"] = _turned_checklist(held, now, then)
        _refuse_changed(held, now, values)
        row = held._replace(**values)
        if texts := _texts(then, shape):
            draft.texts.setdefault(key, {}).update(texts)
    _put(draft, entity, row)


def _turned_checklist(held: TaskRow, now: Values, then: Values) -> list[Any]:
    """The checklist with one step of it taken back, and what others did to other items kept."""
    try:
        return turned_back(held.checklist, now["checklist"], then["checklist"])
    except ItemChanged as error:
        raise ChangedSince(field="checklist", id=held.id) from error


def _refuse_changed(held: Any, now: Values, values: Values) -> None:
    # What is computed was not given by anybody, so nobody's work is overwritten.
    ignored = ROLLED_UP if getattr(held, "kind", "") in COMPUTED_KINDS else ()
    for name in values:
        if name not in (*ignored, "checklist") and getattr(held, name) != now[name]:
            raise ChangedSince(field=name, id=held.id)


def _put(draft: Draft, entity: str, row: Any) -> None:
    if entity == TASK:
        held = draft.tasks.get(row.id)
        if held is None or (held.parent_id, held.position) != (row.parent_id, row.position):
            draft.put(row)
        else:
            draft.tasks[row.id] = row
    elif entity == LINK:
        draft.put_link(row)
    elif entity == CROSS_LINK:
        draft.cross_links[row.id] = row
    elif entity == ASSIGNMENT:
        draft.put_assignment(row)
    else:
        draft.resources[row.id] = row
        draft.is_restaffed = True


def _rows_of(draft: Draft, entity: str) -> tuple[dict[Key, Any], Any]:
    known: dict[str, tuple[dict[Key, Any], Any]] = {
        TASK: (draft.tasks, TaskRow),
        LINK: (draft.links, LinkRow),
        CROSS_LINK: (draft.cross_links, CrossLinkRow),
        RESOURCE: (draft.resources, ResourceRow),
        ASSIGNMENT: (draft.assignments, AssignmentRow),
    }
    return known[entity]


def _texts(then: Values, shape: Any) -> Values:
    """The stored columns that the open plan does not hold."""
    return {
        name: value
        for name, value in then.items()
        if name not in shape._fields and name not in _WRITTEN_ANEW
    }


def _refuse_changed_texts(changes: Iterable[tuple[Key, Values | None, Values | None]]) -> None:
    """Refuse to overwrite a column beside the open plan that somebody wrote since."""
    wanted = {key: texts for key, then, now in changes if then and (texts := _texts_now(now))}
    names = sorted({name for texts in wanted.values() for name in texts})
    for row in Task.objects.filter(pk__in=wanted).values("id", *names) if names else ():
        key = str(row["id"])
        for name, value in wanted[key].items():
            if plain(row[name]) != value:
                raise ChangedSince(field=name, id=key)


def _texts_now(now: Values | None) -> Values:
    return {} if now is None else _texts(now, TaskRow)
