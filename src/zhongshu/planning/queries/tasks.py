"""Tasks, one by one and across projects."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from zhongshu.access.models import Actor, System, scopes_allowed
from zhongshu.access.resources import present
from zhongshu.organisation.models import Person
from zhongshu.planning.fields import BASELINE, TASK
from zhongshu.planning.models import Baseline, PlanResource, Task
from zhongshu.projects.models import Project
from zhongshu.projects.plan_sight import plans_in_view, without_closed_plans


def tasks_in_view(actor: Actor) -> QuerySet[Task]:
    """The tasks of the projects whose plans the actor may see."""
    if isinstance(actor, System):
        return Task.objects.all()
    seen = Task.objects.filter(project__scope__in=scopes_allowed(actor, TASK.permission))
    return without_closed_plans(actor, seen, "project__scope")


def resources_in_view(actor: Actor) -> QuerySet[PlanResource]:
    """The resources of the plans that the actor may see."""
    return PlanResource.objects.filter(project__in=plans_in_view(actor))


def staff_in_view(actor: Actor) -> QuerySet[Person]:
    """The people who are among the resources of a plan that the actor may see."""
    seen = resources_in_view(actor).filter(person__isnull=False)
    return Person.objects.filter(pk__in=seen.values("person"))


def get_task(actor: Actor, project: Project, task_id: UUID) -> Task:
    """Return a task of the project, or raise `Http404`."""
    return get_object_or_404(tasks_in_view(actor), project=project, pk=task_id)


def task_card(actor: Actor, task: Task) -> dict[str, Any]:
    """One task as its resource shows it."""
    [card] = present(actor, TASK, Task.objects.filter(pk=task.pk))
    return card


def names_of(actor: Actor, keys: Collection[UUID]) -> dict[UUID, str | None]:
    """What tasks are called; None where the viewer may not know."""
    rows = present(actor, TASK, Task.objects.filter(pk__in=keys), ("id", "name"))
    return {UUID(one["id"]): one["name"] for one in rows}


def baseline_card(actor: Actor, baseline: Baseline) -> dict[str, Any]:
    """One baseline as its resource shows it."""
    [card] = present(actor, BASELINE, Baseline.objects.filter(pk=baseline.pk))
    return card
