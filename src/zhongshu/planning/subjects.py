"""Tasks as subjects of discussion: how they are found, called, and whom they concern."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import OuterRef, QuerySet
from django.db.models.functions import Greatest

from zhongshu.collaboration.models import Notification
from zhongshu.collaboration.subjects import Gate, Scopes, Subject, SubjectKind, among
from zhongshu.planning.models import Assignment, Task
from zhongshu.planning.queries.tasks import names_of
from zhongshu.projects.closed_plans import closed_plans, readers_of_plan
from zhongshu.projects.models import Project

TASK_KIND = "task"
_CLASS = Greatest("project__classification", "classification")


def find_tasks(ids: Collection[UUID], within: Scopes | None) -> Iterable[Subject]:
    """The tasks of these ids that exist within some scopes, or anywhere."""
    rows = Task.objects.filter(pk__in=ids, **among("project__scope", within)).values_list(
        "id", "project_id", "project__scope_id", "project__key", "number", "name",
        _CLASS,
    )  # fmt: skip
    for task_id, project_id, scope_id, key, number, name, label in rows:
        address = {"project_id": str(project_id), "task_id": str(task_id)}
        yield Subject(TASK_KIND, task_id, scope_id, f"{key}-{number}", name, address, label)


def concerned_by_task(task_id: UUID) -> set[UUID]:
    """The users who are put to a task, and who leads its project."""
    users = {*users_by_task([task_id]).get(task_id, ())}
    leads = Project.objects.filter(tasks=task_id).values_list("manager__user", flat=True)
    return users | {user_id for user_id in leads if user_id is not None}


def users_by_task(task_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The users who are put to tasks."""
    put = Assignment.objects.filter(
        task__in=task_ids, resource__person__user__isnull=False
    ).values_list("task_id", "resource__person__user")
    found: dict[UUID, set[UUID]] = {}
    for task_id, user_id in put:
        found.setdefault(task_id, set()).add(user_id)
    return found


def classes_of_tasks(key: OuterRef) -> QuerySet[Task, int]:
    """The class of the task of an id: its project's, or what it was raised to."""
    return Task.objects.filter(pk=key).values_list(_CLASS, flat=True)


TASKS = SubjectKind(
    TASK_KIND,
    "projects.view",
    find_tasks,
    concerned_by_task,
    classes_of_tasks,
    names_of,
    Gate(closed_plans, readers_of_plan),
    (Notification.Kind.BASELINE_WAITING, Notification.Kind.BASELINE_DECIDED),
)
