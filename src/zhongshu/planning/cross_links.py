"""Links from other projects, and their tasks as the plan knows them."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from zhongshu.access.models import Actor
from zhongshu.kit.errors import DomainError
from zhongshu.planning import staffing
from zhongshu.planning.changes import Draft
from zhongshu.planning.models import CrossLink, Link, Task
from zhongshu.planning.open_plan import CrossLinkRow
from zhongshu.planning.outline import Key
from zhongshu.planning.queries.tasks import tasks_in_view
from zhongshu.planning.refusals import LinkExists, UnknownLink, UnknownTask

_ADDED = "add_cross_link"


class UnknownPredecessor(DomainError):
    """No other project in view has such a task."""

    code = "planning.unknown_predecessor"
    status = 422


class OutsideTask(NamedTuple):
    """What a plan needs of a task of another project; without dates it holds nothing."""

    project_id: Key
    start: int | None
    finish: int | None
    minutes: int | None
    is_elapsed: bool


def know_predecessors(actor: Actor, draft: Draft, operations: list[dict[str, Any]]) -> None:
    """Read the tasks of other projects that operations want to wait for.

    Raises
    ------
    UnknownPredecessor
        If one is absent or out of the actor's view: nobody waits for what they may not see.
    """
    wanted = {
        operation["before_id"]: number
        for number, operation in enumerate(operations)
        if operation["op"] == _ADDED
    }
    if not wanted:
        return
    others = tasks_in_view(actor).exclude(project=draft.base.settings)
    draft.outside = {
        str(key): str(project)
        for key, project in others.filter(pk__in=wanted).values_list("pk", "project_id")
    }
    if absent := sorted(set(wanted) - set(draft.outside)):
        raise UnknownPredecessor(
            "there is no such task in another project",
            field="before_id",
            id=absent[0],
            operation=wanted[absent[0]],
        )


def add_cross_link(draft: Draft, operation: dict[str, Any]) -> None:
    """Let a task wait for one of another project."""
    if operation["after_id"] not in draft.tasks:
        raise UnknownTask(operation["after_id"], field="after_id", id=operation["after_id"])
    key = staffing.new_key(draft.cross_links, operation)
    row = CrossLinkRow(
        key,
        draft.outside[operation["before_id"]],
        operation["before_id"],
        operation["after_id"],
        operation.get("type", Link.Type.FINISH_START),
        operation.get("lag", 0),
        operation.get("lag_unit", Link.LagUnit.WORKING),
        None,
        None,
        None,
        False,
        1,
    )
    _refuse_twice(draft, row)
    draft.cross_links[key] = row


def update_cross_link(draft: Draft, operation: dict[str, Any]) -> None:
    """Change the type or the lag of a link from another project."""
    row = _held(draft, operation["id"])._replace(**operation["fields"])
    _refuse_twice(draft, row)
    draft.cross_links[row.id] = row


def delete_cross_link(draft: Draft, operation: dict[str, Any]) -> None:
    """Wait for a task of another project no longer."""
    del draft.cross_links[_held(draft, operation["id"]).id]


def bring_up_to_date(draft: Draft, *, is_whole: bool = False) -> list[Key]:
    """Take the present dates of the tasks waited for into new links, or into all of them.

    Returns the projects whose tasks are not where they were.
    """
    known = {} if is_whole else draft.base.cross_links
    rows = [row for key, row in draft.cross_links.items() if key not in known]
    present = _outside_tasks(row.before_id for row in rows)
    moved: dict[Key, None] = {}
    for row in rows:
        now = _as_known(row, present)
        if now != row:
            draft.cross_links[row.id] = now
            moved[row.before_project_id] = None
    return list(moved)


def dependents_to_follow(project_id: UUID) -> list[UUID]:
    """The projects that know a task of this one at other dates than it has now.

    It may be one of them: a task that it waits for can move while the link is being made.
    """
    links = CrossLink.objects.filter(Q(before_project_id=project_id) | Q(project_id=project_id))
    rows = list(links)
    present = _outside_tasks(str(row.before_id) for row in rows)
    found: dict[UUID, None] = {}
    for row in rows:
        now = present.get(str(row.before_id), _GONE)
        known = row.before_start, row.before_finish, row.before_minutes, row.before_is_elapsed
        if known != now[1:]:
            found[row.project_id] = None
    return list(found)


def _held(draft: Draft, key: Key) -> CrossLinkRow:
    row = draft.cross_links.get(key)
    if row is None:
        raise UnknownLink(key, field="id", id=key)
    return row


def _refuse_twice(draft: Draft, row: CrossLinkRow) -> None:
    wanted = row.before_id, row.after_id, row.type
    for one in draft.cross_links.values():
        if one.id != row.id and (one.before_id, one.after_id, one.type) == wanted:
            raise LinkExists(field="before_id")


_GONE = OutsideTask("", None, None, None, False)


def _outside_tasks(keys: Iterable[Key]) -> dict[Key, OutsideTask]:
    """The tasks with these ids that work waits for: those that are there and switched on."""
    wanted = set(keys)
    if not wanted:
        return {}
    rows = Task.objects.filter(pk__in=wanted, is_active=True)
    columns = rows.values_list(
        "pk", "project_id", "start", "finish", "duration_minutes", "is_elapsed"
    )
    return {
        str(key): OutsideTask(str(project), start, finish, minutes, is_elapsed)
        for key, project, start, finish, minutes, is_elapsed in columns
    }


def _as_known(row: CrossLinkRow, present: Mapping[Key, OutsideTask]) -> CrossLinkRow:
    now = present.get(row.before_id, _GONE)
    return row._replace(
        before_start=now.start,
        before_finish=now.finish,
        before_minutes=now.minutes,
        before_is_elapsed=now.is_elapsed,
    )
