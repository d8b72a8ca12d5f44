"""Planning in the background: each job loads its rows and makes one call."""

from zhongshu.access.models import SYSTEM
from zhongshu.kit.jobs import job
from zhongshu.planning.services.rescheduling import follow_other_projects, reschedule_plan
from zhongshu.projects.models import Project


@job("planning.reschedule")
def reschedule(*, project_id: str) -> None:
    """Compute the schedule of one project again."""
    reschedule_plan(SYSTEM, project=Project.objects.get(pk=project_id))


@job("planning.follow")
def follow(*, project_id: str) -> None:
    """Compute the schedule of one project again if what it waits for elsewhere has moved."""
    project = Project.objects.filter(pk=project_id).first()
    if project is not None:
        follow_other_projects(SYSTEM, project=project)
