"""A task that people discuss: its project, who may read it, and who is put to it."""

from typing import Any
from uuid import UUID

from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from zhongshu.access.models import SYSTEM, User
from zhongshu.collaboration.subjects import Subject, get_subject
from zhongshu.organisation.models import Person
from zhongshu.planning.models import Assignment, PlanResource, Task
from zhongshu.projects.models import Project

TALK = ("projects.view", "collaboration.comment", "collaboration.attach")


def task_of(called: str = "Pour concrete", /, **project: Any) -> Task:
    """A task of one day in a project of its own."""
    made = ProjectFactory.create(**project)
    ids = plan_with(made, {called: 1})
    return Task.objects.select_related("project__scope").get(pk=ids[called])


def subject_of(task: Task) -> Subject:
    return get_subject(SYSTEM, "task", task.pk)


def member_of(project: Project, *permissions: str, name: str = "") -> User:
    """Somebody who takes part in the project's discussions, and may do nothing elsewhere."""
    user = user_with(*TALK, *permissions, over=project.scope)
    if name:
        user.name = name
        user.save()
    return user


def put_to(task: Task, user: User) -> Assignment:
    """Put the person of an account to a task, past the services of planning."""
    held = Person.objects.filter(user=user).first()
    person = held or PersonFactory.create(user=user, unit=task.project.unit)
    resource = PlanResource.objects.create(project=task.project, name=person.name, person=person)
    return Assignment.objects.create(task=task, resource=resource)


def path(task: Task, rest: str = "") -> str:
    return f"/subjects/task/{task.pk}{rest}"


def mention(user: User, name: str = "x") -> str:
    return f"@[{name}](user:{user.pk})"


def ids(items: list[dict[str, Any]]) -> list[UUID]:
    return [UUID(item["id"]) for item in items]
