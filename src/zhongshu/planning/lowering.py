"""Tasks whose class is asked to be lowered."""

from collections.abc import Collection
from uuid import UUID

from django.shortcuts import get_object_or_404

from zhongshu.access.lowering.kinds import Asked, Lowerable, Shown
from zhongshu.access.models import Actor
from zhongshu.access.resources import present
from zhongshu.planning.fields import TASK
from zhongshu.planning.models import Task
from zhongshu.planning.queries.tasks import tasks_in_view
from zhongshu.planning.services.lowering import lower_task
from zhongshu.planning.subjects import TASK_KIND
from zhongshu.projects.services import LOWER_CLASS


def _find(actor: Actor, task_id: UUID) -> Task:
    return get_object_or_404(tasks_in_view(actor).select_related("project__scope"), pk=task_id)


def _lower(actor: Actor, task: Task, classification: int, asked: Asked) -> None:
    lower_task(
        actor, project=task.project, task_id=task.pk, classification=classification, asked=asked
    )


def _show(actor: Actor, ids: Collection[UUID]) -> Shown:
    rows = Task.objects.filter(pk__in=ids)
    return {
        UUID(one["id"]): {
            "name": one["name"],
            "subject_kind": TASK_KIND,
            "address": {"project_id": one["project"]["id"], "task_id": one["id"]},
        }
        for one in present(actor, TASK, rows, ("id", "name", "project"))
    }


def _label(task: Task) -> int:
    return max(task.classification, task.project.classification)


TASKS = Lowerable(
    TASK, LOWER_CLASS, _find, tasks_in_view, _lower, _show, _label, lambda task: task.project
)
