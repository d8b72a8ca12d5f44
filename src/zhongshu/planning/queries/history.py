"""What happened to a plan, the newest first."""

from collections.abc import Mapping
from itertools import islice
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
from zhongshu.planning.baseline_sight import BaselineSight
from zhongshu.planning.open_plan import open_plan
from zhongshu.planning.queries.ghosts import moving_projects
from zhongshu.planning.queries.turns import turns
from zhongshu.planning.reading import Reading, reading_of
from zhongshu.projects.fields import EDITABLE, PROJECT
from zhongshu.projects.models import Project

_COLUMNS = ("id", "seq", "kind", "recorded_at", "actor_name")
_TOLD = (
    "plan_version", "operations", "quiet_operations", "n_changed", "n_moved", "because_of", "quiet",
    "is_quiet",
)  # fmt: skip

_HIDDEN = {"id": None, "key": None, "name": None, "_locked": ["id", "key", "name"]}


def history(actor: Actor, project: Project, *, before: UUID | None, limit: int) -> dict[str, Any]:
    """A page of the events of a project: who did what, and how much it changed.

    What changed nothing that the viewer may read is left out, and rows of which nothing that was
    changed may be read are not counted.
    """
    changes = Event.objects.exclude(kind__in=NOT_CHANGES)
    events = changes.filter(_telling(actor, project), subject_id=project.pk).order_by("-seq")
    if before is not None:
        events = events.filter(seq__lt=seq_of(before, events))
    told = {name: KeyTransform(name, "data") for name in _TOLD}
    reading, baselines = reading_of(actor, open_plan(project)), BaselineSight(actor, [project.pk])
    # What changed in each is left where it is: it can be as large as the plan.
    found = events.values(*_COLUMNS, **told).iterator(limit + 1)
    seen = (one for one in found if baselines.is_told(one["kind"], project.pk))
    rows = list(islice(filter(reading.is_told, seen), limit + 1))
    undoable = turns(actor, project).to_undo
    by = doing(actor)
    others = moving_projects(actor, {key for event in rows for key in event["because_of"] or ()})
    items = [
        {
            "id": str(event["id"]),
            "kind": event["kind"],
            "at": event["recorded_at"].isoformat(),
            **baselines.by(event["kind"], project.pk, event["actor_name"], by),
            "plan_version": event["plan_version"],
            "operations": _operations(reading, event),
            "n_changed": (event["n_changed"] or 0) - reading.n_unread(event["quiet"] or ()),
            "n_moved": event["n_moved"] or 0,
            "can_undo": undoable == event["seq"],
            "because_of": [others.get(key, _HIDDEN) for key in event["because_of"] or ()],
        }
        for event in rows[:limit]
    ]
    more = len(rows) > limit
    return {"items": items, "next_cursor": str(rows[limit - 1]["id"]) if more else None}


def _operations(reading: Reading, event: Mapping[str, Any]) -> list[str]:
    """The operations of an edit, without those that speak of nothing that may be read."""
    quiet = event["quiet_operations"] or ()
    unread = {place for place, row in quiet if not reading.reads(row)}
    return [one for place, one in enumerate(event["operations"] or ()) if place not in unread]


def _telling(actor: Actor, project: Project) -> Q:
    """The condition that an event tells of more than fields of the project that may not be read."""
    said = said_of(actor, PROJECT, project)
    unread = {name for name, one in said.items() if not one.is_readable}
    told = ~Q(kind="projects.project_updated")
    for name in EDITABLE:
        if name not in unread:
            told |= Q(data__after__has_key=name)
    return told
