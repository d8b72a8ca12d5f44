"""Projects as subjects of discussion: how they are found, called, and whom they concern."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from zhongshu.collaboration.subjects import Scopes, Subject, SubjectKind, among
from zhongshu.projects.models import Project

PROJECT_KIND = "project"


def find_projects(ids: Collection[UUID], within: Scopes | None) -> Iterable[Subject]:
    """The projects of these ids that exist within some scopes, or anywhere."""
    rows = Project.objects.filter(pk__in=ids, **among("scope", within)).values_list(
        "id", "scope_id", "key", "name", "classification"
    )
    for project_id, scope_id, key, name, label in rows:
        address = {"project_id": str(project_id)}
        yield Subject(PROJECT_KIND, project_id, scope_id, key, name, address, label)


def concerned_by_project(project_id: UUID) -> set[UUID]:
    """Whoever leads a project."""
    leads = Project.objects.filter(pk=project_id, manager__user__isnull=False)
    return set(leads.values_list("manager__user", flat=True))


def classes_of_projects(key: OuterRef) -> QuerySet[Project, int]:
    """The class of the project of an id."""
    return Project.objects.filter(pk=key).values_list("classification", flat=True)


PROJECTS = SubjectKind(
    PROJECT_KIND, "projects.view", find_projects, concerned_by_project, classes_of_projects
)
