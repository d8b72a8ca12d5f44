"""Whose plans are in sight: closing the schedule of a project closes its plan as a whole.

Whatever reads tasks, links, baselines or their history finds the projects by what is here.
"""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from zhongshu.access.models import Actor
from zhongshu.access.resources import said_of
from zhongshu.kit.errors import DomainError
from zhongshu.projects import queries
from zhongshu.projects.closed_plans import SCHEDULE, closed_plans
from zhongshu.projects.fields import PROJECT
from zhongshu.projects.models import Project

Row = TypeVar("Row", bound=Model)


class PlanClosed(DomainError):
    """The project is in sight, and its schedule, and so its plan, is closed to who asks for it."""

    code = "projects.plan_closed"
    status = 403


def plans_in_view(actor: Actor) -> QuerySet[Project]:
    """The projects in view whose plan is not closed to the actor."""
    return without_closed_plans(actor, queries.projects_in_view(actor), "scope")


def get_project_with_plan(actor: Actor, project_id: UUID) -> Project:
    """Return the project whose plan is asked for, or raise `Http404` if it is out of sight.

    Raises
    ------
    PlanClosed
        If the project is in sight and its plan is not.
    """
    project = queries.get_project(actor, project_id)
    if project.scope_id in closed_plans(actor):
        label = said_of(actor, PROJECT, project, [SCHEDULE])[SCHEDULE].classification
        raise PlanClosed(project.key, classification=int(label))
    return project


def without_closed_plans(actor: Actor, rows: QuerySet[Row], scope: str) -> QuerySet[Row]:
    """Those of the rows that belong to no closed plan; ``scope`` leads to that of the project."""
    closed = closed_plans(actor)
    return rows.exclude(**{f"{scope}__in": closed}) if closed else rows
