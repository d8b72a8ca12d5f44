"""Whose own a project is, so that they do not admit or stop it."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from zhongshu.access.authorities.kinds import ADMISSION
from zhongshu.access.authorities.separating import (
    ADMIT_PROJECT,
    LEAD_PROJECT,
    PROPOSE_PROJECT,
    STOP_PROJECT,
    doers_of,
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
        LEAD_PROJECT: lambda: leads_of(project),
    }
    refuse_conflict(people, act, doers)


def leads_of(project: Project) -> set[UUID]:
    """The account of who manages a project, if there is one."""
    manager = project.manager
    return {manager.user_id} if manager and manager.user_id else set()


def _proposers(project: Project) -> set[UUID]:
    """Who opened a project, or set it back to proposed, in person or by a deputy."""
    acts = Event.objects.filter(subject_id=project.pk, outcome=Event.Outcome.SUCCESS)
    back = Q(kind=_EDITED, data__after__state=Project.State.PROPOSED.value)
    return doers_of(acts.filter(Q(kind=_OPENED) | back))
