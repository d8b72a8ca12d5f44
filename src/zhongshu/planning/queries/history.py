"""What happened to a plan, the newest first."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.fields.json import KeyTransform

from zhongshu.access.event_fields import doing
from zhongshu.access.models import Actor
from zhongshu.access.resources import said_of
from zhongshu.access.trail import NOT_CHANGES
from zhongshu.kit.events import seq_of
from zhongshu.kit.models import Event
from zhongshu.planning.queries.ghosts import moving_projects
from zhongshu.planning.queries.turns import turns
from zhongshu.projects.fields import EDITABLE, PROJECT
from zhongshu.projects.models import Project

_COLUMNS = ("id", "seq", "kind", "recorded_at", "actor_name")
_TOLD = ("plan_version", "operations", "n_changed", "n_moved", "because_of")

_HIDDEN = {"id": None, "key": None, "name": None, "_locked": ["id", "key", "name"]}


def history(actor: Actor, project: Project, *, before: UUID | None, limit: int) -> dict[str, Any]:
    """A page of the events of a project: who did what, and how much it changed."""
    changes = Event.objects.exclude(kind__in=NOT_CHANGES)
    events = changes.filter(_telling(actor, project), subject_id=project.pk).order_by("-seq")
    if before is not None:
        events = events.filter(seq__lt=seq_of(before, events))
    told = {name: KeyTransform(name, "data") for name in _TOLD}
    # What changed in each is left where it is: it can be as large as the plan.
    rows = list(events.values(*_COLUMNS, **told)[: limit + 1])
    undoable = turns(actor, project).to_undo
    by = doing(actor)
    others = moving_projects(actor, {key for event in rows for key in event["because_of"] or ()})
    items = [
        {
            "id": str(event["id"]),
            "kind": event["kind"],
            "at": event["recorded_at"].isoformat(),
            **by(event["actor_name"]),
            "plan_version": event["plan_version"],
            "operations": event["operations"] or [],
            "n_changed": event["n_changed"] or 0,
            "n_moved": event["n_moved"] or 0,
            "can_undo": undoable == event["seq"],
            "because_of": [others.get(key, _HIDDEN) for key in event["because_of"] or ()],
        }
        for event in rows[:limit]
    ]
    more = len(rows) > limit
    return {"items": items, "next_cursor": str(rows[limit - 1]["id"]) if more else None}


def _telling(actor: Actor, project: Project) -> Q:
    """The condition that an event tells of more than fields of the project that may not be read."""
    said = said_of(actor, PROJECT, project)
    unread = {name for name, one in said.items() if not one.is_readable}
    told = ~Q(kind="projects.project_updated")
    for name in EDITABLE:
        if name not in unread:
            told |= Q(data__after__has_key=name)
    return told
