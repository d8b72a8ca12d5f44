"""Computing a plan again without an edit: when something around it changed."""

from django.db import transaction

from zhongshu.access.guard import requires
from zhongshu.access.models import Actor
from zhongshu.planning.changes import RESCHEDULED, Draft, PlanEdit
from zhongshu.planning.cross_links import bring_up_to_date
from zhongshu.planning.open_plan import load
from zhongshu.planning.services.edits import commit, locked_project, plan_to_edit
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


@requires("planning.edit_plan", on="project")
@transaction.atomic
def follow_other_projects(actor: Actor, *, project: Project) -> PlanEdit:
    """Take the present dates of the tasks of other projects that this plan waits for.

    Where none of them moved, nothing is computed and nothing recorded. The event names the
    projects that moved it.
    """
    draft = Draft(plan_to_edit(project))
    because_of = bring_up_to_date(draft, is_whole=True)
    return commit(actor, RESCHEDULED, draft, because_of=because_of)
