"""Whose own a project is, so that they do not admit or stop it."""

from typing import Any
from uuid import UUID

from zhongshu.access.authorities.kinds import ADMISSION
from zhongshu.access.authorities.separating import (
    ADMIT_PROJECT,
    LEAD_PROJECT,
    PROPOSE_PROJECT,
    STOP_PROJECT,
    refuse_conflict,
)
from zhongshu.kit.models import Event
from zhongshu.projects.models import Project

_OPENED, _EDITED = "projects.project_created", "projects.project_updated"


def refuse_own_project(people: set[Any], authority: str, project: Project) -> None:
    """Refuse a decision on a project by who proposed or leads it, where that is kept apart."""
    act = ADMIT_PROJECT if authority == ADMISSION else STOP_PROJECT
    doers = {
        PROPOSE_PROJECT: lambda: _proposers(project),
        LEAD_PROJECT: lambda: _leads(project),
    }
    refuse_conflict(people, act, doers)


def _leads(project: Project) -> set[UUID]:
    manager = project.manager
    return {manager.user_id} if manager and manager.user_id else set()


def _proposers(project: Project) -> set[UUID]:
    """Who opened a project, or set it back to proposed, in person or by a deputy."""
    rows = Event.objects.filter(
        subject_id=project.pk, kind__in=[_OPENED, _EDITED], outcome=Event.Outcome.SUCCESS
    )
    found: set[UUID | None] = set()
    for event in rows:
        after = event.data.get("after", {})
        if event.kind == _OPENED or after.get("state") == Project.State.PROPOSED:
            found |= {event.actor_id, event.on_behalf_of_id}
    return {key for key in found if key is not None}
