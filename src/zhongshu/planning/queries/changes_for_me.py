"""What changed around somebody's work since they last looked, read from the events."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q

from zhongshu.access.event_fields import doing
from zhongshu.access.models import User
from zhongshu.access.resources import present
from zhongshu.kit import moments
from zhongshu.kit.models import Event
from zhongshu.planning.baseline_sight import DOERS, BaselineSight
from zhongshu.planning.changes import ASSIGNMENT, IMPORTED, PLAN_EVENTS, TASK
from zhongshu.planning.fields import TASK as TASK_RESOURCE
from zhongshu.planning.models import Assignment, LastLook, PlanResource, Task
from zhongshu.planning.outline import Key
from zhongshu.planning.queries.tasks import tasks_in_view
from zhongshu.planning.reading import Reading, readings_of
from zhongshu.planning.sighting import note_task
from zhongshu.planning.task_sight import TaskSight
from zhongshu.projects.models import Project
from zhongshu.projects.plan_sight import plans_in_view

BASELINE_EVENTS = {kind: kind.removeprefix("planning.") for kind in DOERS}
_OF_TASKS = {"assigned", "unassigned", "removed", "changed", "moved"}
# Who never looked is told of one week; nobody reads more than these.
_FIRST_TIME = timedelta(days=7)
_MAX_EVENTS, _MAX_CHANGES = 200, 50
_TOLD_FIELDS = {
    "name", "deadline", "duration_minutes", "percent_complete", "actual_start", "actual_finish",
    "remaining_minutes", "blocked_because", "notes", "priority", "checklist",
}  # fmt: skip


@dataclass
class _Mine:
    """What of one project is the viewer's, and what happened to it so far."""

    is_managed: bool = False
    resources: set[Key] = field(default_factory=set)
    tasks: set[Key] = field(default_factory=set)
    happened: dict[tuple[str, Key], dict[str, Any]] = field(default_factory=dict)


def changes_for(actor: User, *, since: datetime | None, at: datetime) -> dict[str, Any]:
    """What others changed in the tasks and projects of a user, by project, the latest first.

    ``since`` absent means since the user last looked. Of what the user may not see today
    nothing is told, whenever it happened.
    """
    mine = _mine(actor)
    look = LastLook.objects.filter(user=actor).first()
    if since is not None:
        later = Q(recorded_at__gt=since)
    elif look is not None:
        later = Q(seq__gt=look.seq)
    else:
        later = Q(recorded_at__gt=at - _FIRST_TIME)
    told = Event.objects.filter(
        later, subject_id__in=list(mine), kind__in=(*PLAN_EVENTS, *BASELINE_EVENTS)
    ).exclude(actor_id=actor.pk)
    readings = _readings(actor, mine)
    baselines = BaselineSight(actor, [UUID(key) for key in mine])
    found = told.order_by("-seq").iterator(_MAX_EVENTS + 1)
    seen = (
        one
        for one in found
        if baselines.is_told(one.kind, one.subject_id)
        and readings[one.subject_id].is_told(one.data)
    )
    newest = list(islice(seen, _MAX_EVENTS + 1))
    for event in reversed(newest[:_MAX_EVENTS]):
        _note(mine[str(event.subject_id)], event, readings[event.subject_id])
    looked_at = since or (look.looked_at if look else None)
    return {
        "since": None if looked_at is None else looked_at.isoformat(),
        "upto": str(newest[0].id) if newest else None,
        "is_cut": len(newest) > _MAX_EVENTS,
        "projects": _told(actor, mine, baselines),
    }


def _mine(actor: User) -> dict[Key, _Mine]:
    """The projects in view in which the user is planned with, or which they lead."""
    found: dict[Key, _Mine] = {}
    seen = plans_in_view(actor)
    for key in seen.filter(manager__user=actor).values_list("pk", flat=True):
        found.setdefault(str(key), _Mine()).is_managed = True
    resources = PlanResource.objects.filter(person__user=actor, project__in=seen)
    for project, key in resources.values_list("project_id", "pk"):
        found.setdefault(str(project), _Mine()).resources.add(str(key))
    staff = Assignment.objects.filter(resource__person__user=actor, task__project__in=seen)
    for project, key in staff.values_list("task__project_id", "task_id"):
        found[str(project)].tasks.add(str(key))
    return found


def _readings(actor: User, mine: Mapping[Key, _Mine]) -> Mapping[UUID, Reading]:
    """What the user may read of the edits of these projects."""

    @cache
    def classes() -> dict[UUID, int]:
        raised = Task.objects.filter(project__in=list(mine), classification__gt=0)
        return dict(raised.values_list("pk", "classification"))

    own = {key for one in mine.values() for key in one.tasks}
    return readings_of(
        actor,
        Project.objects.filter(pk__in=list(mine)),
        own=own,
        class_of=lambda key: classes().get(UUID(key)),
    )


def _note(mine: _Mine, event: Event, reading: Reading) -> None:
    if event.kind in BASELINE_EVENTS:
        code = BASELINE_EVENTS[event.kind]
        _happen(mine, event, code, str(event.id), after={"name": event.data.get("name")})
        return
    changes = list(reading.readable(event.data.get("changes", ())))
    gone = {key: was for entity, key, was, now in changes if entity == TASK and now is None}
    for entity, key, before, after in changes:
        if entity == ASSIGNMENT:
            _note_assignment(mine, event, before, after, gone)
        elif entity == TASK and key in mine.tasks and key not in gone:
            _note_task(mine, event, key, before)
    for key, start, finish, new_start, new_finish in event.data.get("moved", ()):
        if key in mine.tasks:
            _note_move(mine, event, key, (start, finish), (new_start, new_finish))
    if mine.is_managed and (changes or event.data.get("moved")):
        code = "imported" if event.kind == IMPORTED else "plan_edited"
        told = _happen(mine, event, code, "")
        told["n_changed"] = told.get("n_changed", 0) + len(changes)
        told["n_moved"] = told.get("n_moved", 0) + len(event.data.get("moved", ()))


def _note_assignment(
    mine: _Mine, event: Event, before: Any, after: Any, gone: dict[Key, Any]
) -> None:
    whole = before if after is None else after
    if not whole or whole.get("resource_id") not in mine.resources:
        return
    key = str(whole["task_id"])
    if before is None:
        lost = [mine.happened.pop((code, key), None) for code in ("unassigned", "removed")]
        if lost == [None, None]:
            _happen(mine, event, "assigned", key)
    elif after is None and mine.happened.pop(("assigned", key), None) is None:
        if key in gone:
            _happen(mine, event, "removed", key, before=_removed(gone[key]))
        else:
            _happen(mine, event, "unassigned", key)


def _removed(row: dict[str, Any]) -> dict[str, Any]:
    return {"name": row.get("name"), "classification": row.get("classification", 0)}


def _note_task(mine: _Mine, event: Event, key: Key, before: Any) -> None:
    names = sorted(_TOLD_FIELDS & set(before or ()))
    if names:
        told = _happen(mine, event, "changed", key)
        told["fields"] = sorted({*told.get("fields", ()), *names})


def _note_move(
    mine: _Mine, event: Event, key: Key, was: tuple[int, int], now: tuple[int, int]
) -> None:
    known = mine.happened.get(("moved", key), {})
    first = known.get("before") or _dates(*was)
    told = _happen(mine, event, "moved", key, before=first, after=_dates(*now))
    if _days(told["before"]) == _days(told["after"]):
        del mine.happened["moved", key]


def _dates(start: int, finish: int) -> dict[str, Any]:
    return {"start": moments.iso(start), "finish": moments.iso(finish)}


def _days(dates: dict[str, str]) -> list[str]:
    """Nobody is told of hours."""
    return [moment[:10] for moment in dates.values()]


def _happen(
    mine: _Mine, event: Event, code: str, key: Key, **values: dict[str, Any]
) -> dict[str, Any]:
    """The one line of this code and task, brought up to an event."""
    told = mine.happened.setdefault((code, key), {"code": code, "task_id": key})
    told |= values | {"at": event.recorded_at.isoformat(), "by": event.actor_name}
    return told


_BLANK: dict[str, Any] = {
    "task": None,
    "before": None,
    "after": None,
    "fields": [],
    "n_changed": 0,
    "n_moved": 0,
}


def _told(actor: User, mine: dict[Key, _Mine], baselines: BaselineSight) -> list[dict[str, Any]]:
    busy = {key: one for key, one in mine.items() if one.happened}
    keys = {key for one in busy.values() for code, key in one.happened if code in _OF_TASKS}
    shown = present(actor, TASK_RESOURCE, tasks_in_view(actor).filter(pk__in=keys),
                    ("id", "classification", *sorted(_TOLD_FIELDS)))  # fmt: skip
    tasks = {one["id"]: one for one in shown}
    rows = list(plans_in_view(actor).filter(pk__in=list(busy)))
    removed = {str(row.pk): _called(actor, row, busy[str(row.pk)]) for row in rows}
    projects = {str(row.pk): {"id": str(row.pk), "key": row.key, "name": row.name} for row in rows}
    found, trail = [], doing(actor)
    for key, one in busy.items():
        by = partial(baselines.by, project_id=UUID(key), by=trail)
        lines = sorted(
            _lines(one, tasks, removed[key], by), key=lambda line: (_is_weighty(line), line["at"])
        )[::-1]
        if not lines:
            continue
        found.append(
            {
                "project": projects[key],
                "n_changes": len(lines),
                "changes": lines[:_MAX_CHANGES],
            }
        )
    return sorted(found, key=_latest, reverse=True)


def _latest(one: dict[str, Any]) -> str:
    return str(max(change["at"] for change in one["changes"]))


def _is_weighty(line: dict[str, Any]) -> bool:
    """Whether it concerns what the viewer has to do and when, not only how it is described."""
    return bool(line["code"] != "changed")


def _called(actor: User, project: Project, mine: _Mine) -> dict[Key, str | None]:
    """What the removed tasks of a project were called, as far as the viewer may know."""
    gone = {key: told["before"] for (code, key), told in mine.happened.items() if code == "removed"}
    if not gone:
        return {}
    seeing = TaskSight(actor, project)
    told = {
        key: was
        for key, was in gone.items()
        if "name" not in seeing.hidden_as(was["classification"])
    }
    for key, was in told.items():
        note_task(project, key, ["name"], was["classification"])
    return {key: was["name"] if key in told else None for key, was in gone.items()}


def _lines(
    mine: _Mine,
    tasks: dict[Key, dict[str, Any]],
    removed: dict[Key, str | None],
    by: Callable[..., dict[str, Any]],
) -> Iterable[dict[str, Any]]:
    for (code, key), told in mine.happened.items():
        task = tasks.get(key)
        if code == "changed":
            hidden = (task or {}).get("_locked", ())
            told["fields"] = [name for name in told["fields"] if name not in hidden]
            if not told["fields"]:
                continue
        if code == "removed":
            told["before"] = {"name": removed[key]}
        line = _BLANK | {name: value for name, value in told.items() if name != "task_id"}
        who = by(f"planning.{code}", name=told["by"])
        yield line | who | {"task": task and {"id": key, "name": task["name"]}}
