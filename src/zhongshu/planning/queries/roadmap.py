"""Projects on one time axis, each with its key dates."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Min, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from zhongshu.access.listing import GroupedQuery, matching, page
from zhongshu.access.models import Actor
from zhongshu.access.resources import present
from zhongshu.kit import moments
from zhongshu.planning.fields import TASK
from zhongshu.planning.models import Baseline, BaselineTask, CrossLink, Task
from zhongshu.planning.queries.tasks import tasks_in_view
from zhongshu.projects.fields import PROJECT
from zhongshu.projects.models import Project
from zhongshu.projects.plan_sight import plans_in_view

MAX_KEY_DATES = 24
_ON_THE_AXIS = (
    "id", "key", "name", "state", "health", "unit", "manager", "start", "finish",
    "baseline_finish", "slip_minutes", "percent_complete", "status_date",
)  # fmt: skip
_OF_A_MILESTONE = ("id", "number", "project", "name", "finish", "percent_complete")


def roadmap(actor: Actor, query: GroupedQuery, *, at: datetime) -> dict[str, Any]:
    """A page of projects with their milestones, measured by the baselines in force at ``at``.

    ``extent`` is the span of all projects that match, whatever the page; a project shows its
    first `MAX_KEY_DATES` milestones.
    """
    rows = plans_in_view(actor)
    answered = page(actor, PROJECT, rows, query, _ON_THE_AXIS)
    ids = [UUID(item["id"]) for item in answered["items"]]
    dates, links = _key_dates(actor, ids, at=at), _links(rows, ids)
    for item in answered["items"]:
        item["key_dates"] = dates[item["id"]]
        item["waits_for"] = links[item["id"]]
    span = matching(actor, PROJECT, rows, query.filter).aggregate(
        first=Min("start"), last=Max("finish"), agreed=Max("baseline_finish")
    )
    ends = [end for end in (span["last"], span["agreed"]) if end is not None]
    answered["extent"] = {
        "start": moments.iso(span["first"]),
        "finish": moments.iso(max(ends, default=None)),
    }
    return answered


def _links(
    in_view: QuerySet[Project], projects: Collection[UUID]
) -> dict[str, list[dict[str, Any]]]:
    """What each project waits for in another one that the viewer may see, by the later date."""
    rows = (
        CrossLink.objects.filter(
            project__in=projects,
            before_project_id__in=in_view.values("pk"),
            before_finish__isnull=False,
        )
        .order_by("after__start", "id")
        .values_list("project_id", "before_project_id", "before_finish", "after__start")
    )
    links: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for project, before, finish, start in rows:
        links[str(project)].append(
            {
                "project_id": str(before),
                "finish": moments.iso(finish),
                "start": moments.iso(start),
            }
        )
    return links


def _key_dates(
    actor: Actor, projects: Collection[UUID], *, at: datetime
) -> dict[str, list[dict[str, Any]]]:
    """The milestones of each project, in the order of their dates."""
    in_order = Window(
        RowNumber(),
        partition_by=F("project"),
        order_by=[F("finish").asc(nulls_last=True), F("number").asc()],
    )
    first = (
        tasks_in_view(actor)
        .filter(project__in=projects, kind=Task.Kind.MILESTONE, is_active=True)
        .annotate(nth=in_order)
        .filter(nth__lte=MAX_KEY_DATES)
        .order_by("finish", "number")
    )
    milestones = present(actor, TASK, first, _OF_A_MILESTONE)
    agreed = _agreed(projects, at=at)
    dates: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in milestones:
        dates[one["project"]["id"]].append(
            {
                "task_id": one["id"],
                "number": one["number"],
                "name": one["name"],
                "at": one["finish"],
                "baseline_at": moments.iso(agreed.get(one["id"])),
                "is_done": one["percent_complete"] == 1,
            }
        )
    return dates


def _agreed(projects: Collection[UUID], *, at: datetime) -> dict[str, int | None]:
    """When the baseline in force of each project wanted its milestones, by task."""
    latest = Baseline.objects.filter(
        project=OuterRef("pk"), is_whole=True, in_force_at__lte=at
    ).order_by("-in_force_at", "-id")
    in_force = Project.objects.filter(pk__in=projects).values_list(
        Subquery(latest.values("pk")[:1]), flat=True
    )
    rows = BaselineTask.objects.filter(
        baseline__in=[pk for pk in in_force if pk is not None], kind=Task.Kind.MILESTONE
    )
    return {str(task): finish for task, finish in rows.values_list("task_id", "finish")}
