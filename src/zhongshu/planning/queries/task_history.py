"""What happened to one task, the newest first, in values before and after."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from zhongshu.access.event_fields import doing
from zhongshu.access.models import Actor
from zhongshu.kit import moments
from zhongshu.kit.events import seq_of
from zhongshu.kit.models import Event
from zhongshu.planning.changes import ASSIGNMENT, LINK, PLAN_EVENTS, TASK
from zhongshu.planning.fields import TASK as RESOURCE
from zhongshu.planning.models import Task
from zhongshu.planning.open_plan import OpenPlan, open_plan
from zhongshu.planning.queries.time_travel import wire
from zhongshu.planning.sighting import note_rows, note_task
from zhongshu.planning.task_sight import TaskSight, locked_name

# What a task is, rather than what it came to be.
_UNTOLD = frozenset({"id", "number", "version", "position", "board_position", "project"})
_BRIEFLY = ("name", "state", "start", "finish")
# A description can be as long as a book.
_LONGEST = 1000

Told = dict[str, Any]


class _Reading(NamedTuple):
    """The plan an event is told by, the task it is told of, and what the viewer may read."""

    plan: OpenPlan
    key: str
    names: frozenset[str]


def task_history(actor: Actor, task: Task, *, before: UUID | None, limit: int) -> dict[str, Any]:
    """A page of the events that changed a task, its people or its links, or moved its dates.

    Fields that the viewer may not read are left out; that sensitive ones were shown is noted.
    """
    project = task.project
    plan, key = open_plan(project), str(task.pk)
    seeing = TaskSight(actor, project, plan)
    row = plan.tasks.get(key)
    hidden = seeing.hidden_as(task.classification) if row is None else seeing.hidden(row)
    names = frozenset(RESOURCE.by_name) | {"calendar_id"}
    reading = _Reading(seeing.seen(plan), key, names - hidden - _UNTOLD)
    by = doing(actor)
    items: list[Told] = []
    last = None
    for event in _events(task, before).iterator(20):
        if not (steps := list(_steps(event, reading))):
            continue
        if len(items) == limit:
            _note(task, items)
            return {"items": items, "next_cursor": str(last)}
        last = event.id
        items.append(
            {
                "id": str(event.id),
                "kind": event.kind,
                "at": event.recorded_at.isoformat(),
                **by(event.actor_name),
                "steps": steps,
            }
        )
    _note(task, items)
    return {"items": items, "next_cursor": None}


def _note(task: Task, items: list[Told]) -> None:
    """Note for the audit trail that sensitive fields of the task were told, values aside."""
    told = {one["name"] for item in items for step in item["steps"] for one in step["fields"]}
    note_task(task.project, task.pk, told, task.classification)


def _events(task: Task, before: UUID | None) -> QuerySet[Event]:
    """The events of the plan in which the task is named anywhere."""
    events = Event.objects.filter(subject_id=task.project_id, kind__in=PLAN_EVENTS)
    if before is not None:
        events = events.filter(seq__lt=seq_of(before, events))
    told = events.annotate(text=Cast("data", TextField()))
    return told.filter(text__contains=str(task.pk)).order_by("-seq")


def _steps(event: Event, reading: _Reading) -> Iterator[Told]:
    for entity, key, before, after in event.data["changes"]:
        if entity == TASK and key == reading.key:
            yield from _of_task(before, after, reading)
        elif entity == LINK:
            yield from _of_link(before, after, reading)
        elif entity == ASSIGNMENT:
            yield from _of_assignment(before, after, reading)
    for key, *dates in event.data["moved"]:
        if key == reading.key:
            was, now = dates[:2], dates[2:]
            yield {
                "what": "task",
                "how": "moved",
                "name": None,
                "fields": [
                    _field(name, then, later)
                    for name, then, later in zip(("start", "finish"), was, now, strict=True)
                    if then != later
                ],
            }


def _of_task(before: Told | None, after: Told | None, reading: _Reading) -> Iterator[Told]:
    how = _how(before, after)
    names = _BRIEFLY if how != "changed" else sorted({*(before or ()), *(after or ())})
    was, now = before or {}, after or {}
    fields = [
        _field(name, was.get(name), now.get(name), reading.plan)
        for name in names
        if name in reading.names and was.get(name) != now.get(name)
    ]
    if fields or how != "changed":
        yield {"what": "task", "how": how, "name": None, "fields": fields}


def _of_link(before: Told | None, after: Told | None, reading: _Reading) -> Iterator[Told]:
    """Links that were made or removed at either end of the task."""
    held = before if after is None else after
    if held is None or not {"before_id", "after_id"} <= held.keys():
        return
    ends = {str(held["before_id"]): "successor", str(held["after_id"]): "predecessor"}
    if reading.key not in ends:
        return
    other = next((end for end in ends if end != reading.key), reading.key)
    row = reading.plan.tasks.get(other)
    note_rows(reading.plan, [] if row is None else [row], ["name"])
    yield {
        "what": ends[reading.key],
        "how": _how(before, after),
        "name": None if row is None else row.name or locked_name(row),
        "fields": [],
    }


def _of_assignment(before: Told | None, after: Told | None, reading: _Reading) -> Iterator[Told]:
    """People who joined or left."""
    held = before if after is None else after
    if held is None or (before and after) or str(held.get("task_id")) != reading.key:
        return
    resource = reading.plan.resources.get(str(held["resource_id"]))
    yield {
        "what": "assignee",
        "how": _how(before, after),
        "name": None if resource is None else resource.name,
        "fields": [],
    }


def _how(before: Told | None, after: Told | None) -> str:
    if before is None:
        return "added"
    return "removed" if after is None else "changed"


def _field(name: str, before: Any, after: Any, plan: OpenPlan | None = None) -> Told:
    return {"name": name, "before": _value(name, before, plan), "after": _value(name, after, plan)}


def _value(name: str, value: Any, plan: OpenPlan | None) -> Any:
    if name in ("start", "finish", "late_start", "late_finish"):
        return moments.iso(value)
    if name == "calendar_id" and plan is not None:
        calendar = plan.calendars.get(str(value))
        return None if calendar is None else calendar.name
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
    return wire(name, value)
