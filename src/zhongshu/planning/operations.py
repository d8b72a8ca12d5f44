"""The operations on tasks, links and settings: pure changes of a draft's rows, no database."""

from typing import Any

from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.planning import constraints, staffing, task_fields
from zhongshu.planning.changes import PROJECT_FIELDS, Draft
from zhongshu.planning.models import Link, Task
from zhongshu.planning.open_plan import LinkRow, TaskRow
from zhongshu.planning.outline import GAP, Key
from zhongshu.planning.refusals import LinkExists, UnknownLink, UnknownTask

Operation = dict[str, Any]

# So far apart must siblings come to stand for the spacing out to be worth it.
_ROOM = 1 << 10


class LinkWithinSummary(DomainError):
    """A summary cannot be linked to a task below itself, nor a task to itself."""

    code = "planning.link_within_summary"


class BelowItself(DomainError):
    """A task cannot be moved below itself."""

    code = "planning.below_itself"


def add_task(draft: Draft, operation: Operation) -> None:
    """Put a new task below a parent, after a sibling (or last)."""
    key = staffing.new_key(draft.tasks, operation)
    parent_id = operation.get("parent_id")
    if parent_id is not None:
        make_summary(draft, _task(draft, parent_id, "parent_id"))
    draft.last_number += 1
    start = draft.settings["start"]
    draft.put(
        TaskRow(
            **BLANK,
            id=key,
            number=draft.last_number,
            parent_id=parent_id,
            position=_position(draft, parent_id, operation),
            name=operation["name"],
            start=start,
            finish=start,
            late_start=start,
            late_finish=start,
        )
    )
    fields = dict(operation.get("fields") or {})
    if fields:
        task_fields.update(draft, key, fields)


def update_task(draft: Draft, operation: Operation) -> None:
    """Set fields of a task, with what follows from them."""
    row = _task(draft, operation["id"])
    task_fields.update(draft, row.id, dict(operation["fields"]))


def move_task(draft: Draft, operation: Operation) -> None:
    """Hang a task, with all below it, under another parent or after another sibling."""
    row = _task(draft, operation["id"])
    parent_id = operation.get("parent_id")
    if parent_id is not None:
        parent = _task(draft, parent_id, "parent_id")
        if is_within(draft, parent.id, row.id):
            raise BelowItself(field="parent_id")
        if parent.id != row.parent_id:
            _refuse_links_within(draft, row.id, parent.id)
            make_summary(draft, parent)
    old_parent = row.parent_id
    position = _position(draft, parent_id, operation, moving=row.id)
    draft.put(draft.tasks[row.id]._replace(parent_id=parent_id, position=position))
    end_summary(draft, old_parent)


def delete_task(draft: Draft, operation: Operation) -> None:
    """Remove a task with all below it, and every link to them."""
    row = _task(draft, operation["id"])
    draft.remove_tasks(set(draft.subtree(row.id)))
    end_summary(draft, row.parent_id)


def add_link(draft: Draft, operation: Operation) -> None:
    """Link two tasks."""
    before = _task(draft, operation["before_id"], "before_id")
    after = _task(draft, operation["after_id"], "after_id")
    kind = operation.get("type", Link.Type.FINISH_START)
    if is_within(draft, before.id, after.id) or is_within(draft, after.id, before.id):
        raise LinkWithinSummary(field="after_id")
    _refuse_twice(draft, before.id, after.id, kind)
    draft.put_link(
        LinkRow(
            staffing.new_key(draft.links, operation),
            before.id,
            after.id,
            kind,
            operation.get("lag", 0),
            operation.get("lag_unit", Link.LagUnit.WORKING),
            1,
        )
    )


def update_link(draft: Draft, operation: Operation) -> None:
    """Change the type or the lag of a link."""
    link = _link(draft, operation["id"])
    fields = operation["fields"]
    if fields.get("type", link.type) != link.type:
        _refuse_twice(draft, link.before_id, link.after_id, fields["type"])
    draft.put_link(link._replace(**fields))


def delete_link(draft: Draft, operation: Operation) -> None:
    """Remove a link."""
    draft.remove_link(_link(draft, operation["id"]).id)


def update_project(draft: Draft, operation: Operation) -> None:
    """Set the settings of the project that the schedule depends on."""
    for name, value in operation["fields"].items():
        if name not in PROJECT_FIELDS:
            raise BadInput(f"{name} cannot be set here", field=name)
        draft.settings[name] = value


BLANK: dict[str, Any] = {
    "wbs_code": "",
    "kind": Task.Kind.TASK.value,
    "mode": Task.Mode.AUTO.value,
    "is_active": True,
    "state": Task.State.TODO.value,
    "checklist": [],
    "classification": 0,
    "board_position": None,
    "duration_minutes": 480,
    "is_elapsed": False,
    "is_estimated": False,
    "calendar_id": None,
    "ignores_resource_calendars": False,
    "constraint": Task.Constraint.ASAP.value,
    "constraint_at": None,
    "second_constraint": Task.Constraint.ASAP.value,
    "second_constraint_at": None,
    "deadline": None,
    "manual_start": None,
    "manual_finish": None,
    "levelling_delay_minutes": 0,
    "priority": 500,
    "percent_complete": 0,
    "actual_start": None,
    "actual_finish": None,
    "remaining_minutes": None,
    "stop": None,
    "resume": None,
    "splits": [],
    "is_recurring": False,
    "recurrence": None,
    "effort_type": "fixed_units",
    "is_effort_driven": False,
    "version": 1,
    "total_float_minutes": 0,
    "free_float_minutes": 0,
    "is_critical": False,
    "driver": "",
    "conflict": "",
}


def _task(draft: Draft, key: Key, field: str = "id") -> TaskRow:
    row = draft.tasks.get(key)
    if row is None:
        raise UnknownTask(str(key), field=field, id=str(key))
    return row


def _link(draft: Draft, key: Key) -> LinkRow:
    row = draft.links.get(key)
    if row is None:
        raise UnknownLink(str(key), field="id", id=str(key))
    return row


def _position(
    draft: Draft, parent_id: Key | None, operation: Operation, moving: Key | None = None
) -> int:
    """A position after the named sibling (absent: last; null: first), making room if needed."""
    if "after_id" not in operation:
        last = next(
            (key for key in reversed(draft.children.get(parent_id, [])) if key != moving), None
        )
        return draft.tasks[last].position + GAP if last is not None else 0
    siblings = draft.children.get(parent_id, [])
    place = _place_after(draft, parent_id, operation["after_id"], moving)
    above = draft.tasks[siblings[place - 1]].position if place else None
    if place < len(siblings) and siblings[place] == moving:
        place += 1
    if place == len(siblings):
        return 0 if above is None else above + GAP
    below = draft.tasks[siblings[place]].position
    if above is None:
        return below - GAP
    if below - above >= 2:
        return (above + below) // 2
    return _make_room(draft, siblings, place, moving)


def _place_after(
    draft: Draft, parent_id: Key | None, after_id: Key | None, moving: Key | None
) -> int:
    """Where among its siblings something that follows another stands."""
    if after_id is None:
        return 0
    row = draft.tasks.get(after_id)
    if row is None or row.parent_id != parent_id or row.id == moving:
        raise UnknownTask(str(after_id), field="after_id", id=str(after_id))
    return draft.place_of(row) + 1


def _make_room(draft: Draft, siblings: list[Key], place: int, moving: Key | None) -> int:
    """Space the siblings around a place out evenly, and return the position left free there.

    As few as will do are moved: every one of them is a row to be written.
    """
    if moving in siblings:
        place -= siblings.index(moving) < place
        siblings = [key for key in siblings if key != moving]
    width = 16
    while True:
        near = siblings[max(0, place - width) : place + width]
        first, step = _evenly(draft, siblings, max(0, place - width), len(near))
        if step >= _ROOM or len(near) == len(siblings):
            break
        width *= 4
    for n, key in enumerate(near):
        is_below = max(0, place - width) + n >= place
        draft.set_task(key, position=first + (n + is_below) * step)
    draft.is_reshaped = True
    return first + min(place, width) * step


def _evenly(draft: Draft, siblings: list[Key], lowest: int, n_near: int) -> tuple[int, int]:
    """First position and step at which some siblings and one more fit between their neighbours."""
    highest = lowest + n_near
    above = draft.tasks[siblings[lowest - 1]].position if lowest else None
    below = draft.tasks[siblings[highest]].position if highest < len(siblings) else None
    if above is None:
        return (0 if below is None else below - (n_near + 1) * GAP), GAP
    if below is None:
        return above + GAP, GAP
    step = (below - above) // (n_near + 2)
    return above + step, step


def make_summary(draft: Draft, row: TaskRow) -> None:
    """Let a task be the sum of those below it."""
    if row.kind != Task.Kind.SUMMARY:
        draft.set_task(
            row.id,
            kind=Task.Kind.SUMMARY.value,
            mode=Task.Mode.AUTO.value,
            manual_start=None,
            manual_finish=None,
            actual_start=None,
            actual_finish=None,
            remaining_minutes=None,
            percent_complete=0,
            splits=[],
            **constraints.NO_SECOND,
        )


def end_summary(draft: Draft, key: Key | None) -> None:
    """Let a summary that has lost its last child be a task again."""
    if key is not None and key in draft.tasks and not draft.children.get(key):
        draft.set_task(
            key,
            kind=Task.Kind.TASK.value,
            percent_complete=0,
            is_recurring=False,
            recurrence=None,
        )


def is_within(draft: Draft, key: Key, ancestor: Key) -> bool:
    """Whether a task is the other one or lies below it."""
    one: Key | None = key
    while one is not None:
        if one == ancestor:
            return True
        one = draft.tasks[one].parent_id
    return False


def _refuse_twice(draft: Draft, before: Key, after: Key, kind: str) -> None:
    wanted = (before, after, kind)
    links = (draft.links[key] for key in draft.links_of.get(after, ()))
    if any((link.before_id, link.after_id, link.type) == wanted for link in links):
        raise LinkExists(field="after_id")


def _refuse_links_within(draft: Draft, key: Key, parent: Key) -> None:
    """Refuse a move that would put one end of a link below its other end."""
    ancestors = set()
    above: Key | None = parent
    while above is not None:
        ancestors.add(above)
        above = draft.tasks[above].parent_id
    for below in draft.subtree(key):
        for one in draft.links_of.get(below, ()):
            link = draft.links[one]
            if link.before_id in ancestors or link.after_id in ancestors:
                raise LinkWithinSummary(field="parent_id")
