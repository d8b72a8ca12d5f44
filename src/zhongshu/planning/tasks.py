"""Planning in the background: each job loads its rows and makes one call."""

from zhongshu.access.models import SYSTEM
from zhongshu.kit.jobs import job
from zhongshu.planning.services.rescheduling import reschedule_plan
from zhongshu.projects.models import Project


@job("planning.reschedule")
def reschedule(*, project_id: str) -> None:
    """Compute the schedule of one project again."""
    reschedule_plan(SYSTEM, project=Project.objects.get(pk=project_id))
