"""Computing a plan again without an edit: when a calendar or a rule around it changed."""

from django.db import transaction

from zhongshu.access.guard import requires
from zhongshu.access.models import Actor
from zhongshu.planning.changes import RESCHEDULED, Draft, PlanEdit
from zhongshu.planning.open_plan import load
from zhongshu.planning.services.edits import commit, locked_project
from zhongshu.projects.models import Project


@requires("planning.edit_plan", on="project")
@transaction.atomic
def reschedule_plan(actor: Actor, *, project: Project) -> PlanEdit:
    """Compute the plan again from its rows and the calendars as they are now.

    The plan gets a new version even where no date moves: whoever holds it in memory holds the
    calendars as they were.
    """
    plan = load(locked_project(project))
    return commit(actor, RESCHEDULED, Draft(plan), is_forced=True)
