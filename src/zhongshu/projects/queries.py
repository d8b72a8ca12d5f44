"""What may be read about projects."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from zhongshu.access.models import Actor
from zhongshu.access.resources import present
from zhongshu.organisation.models import Person
from zhongshu.projects.fields import PROJECT
from zhongshu.projects.models import Project


def projects_in_view(actor: Actor) -> QuerySet[Project]:
    """The projects that the actor may see."""
    return Project.objects.visible_to(actor, PROJECT.permission)


def leaders_in_view(actor: Actor) -> QuerySet[Person]:
    """The people who lead a project that the actor may see."""
    return Person.objects.filter(pk__in=projects_in_view(actor).values("manager"))


def get_project(actor: Actor, project_id: UUID) -> Project:
    """Return the project, or raise `Http404` if it is absent or out of sight."""
    return get_object_or_404(projects_in_view(actor).select_related("scope", "unit"), pk=project_id)


def project_card(actor: Actor, project: Project) -> dict[str, Any]:
    """One project as its resource shows it."""
    [card] = present(actor, PROJECT, Project.objects.filter(pk=project.pk))
    return card
