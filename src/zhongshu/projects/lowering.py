"""Projects whose class is asked to be lowered."""

from collections.abc import Collection
from uuid import UUID

from zhongshu.access.lowering.kinds import Lowerable, Shown
from zhongshu.access.models import Actor
from zhongshu.access.resources import present
from zhongshu.projects.fields import PROJECT
from zhongshu.projects.models import Project
from zhongshu.projects.queries import get_project, projects_in_view
from zhongshu.projects.services import LOWER_CLASS, lower_project
from zhongshu.projects.subjects import PROJECT_KIND


def _show(actor: Actor, ids: Collection[UUID]) -> Shown:
    rows = present(actor, PROJECT, Project.objects.filter(pk__in=ids), ("id", "name"))
    return {
        UUID(one["id"]): {
            "name": one["name"],
            "subject_kind": PROJECT_KIND,
            "address": {"project_id": one["id"]},
        }
        for one in rows
    }


PROJECTS = Lowerable(PROJECT, LOWER_CLASS, get_project, projects_in_view, lower_project, _show)
