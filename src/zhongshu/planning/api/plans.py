"""Plans over HTTP: read, edited, taken back, explained and judged."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from zhongshu.access.http import Request
from zhongshu.access.listing import GroupedQuery
from zhongshu.kit import clock
from zhongshu.kit.http import REFUSALS, answer
from zhongshu.organisation import queries as organisation_queries
from zhongshu.planning import recurring
from zhongshu.planning.changes import PlanEdit
from zhongshu.planning.open_plan import open_plan
from zhongshu.planning.queries import baselines as baseline_queries
from zhongshu.planning.queries import (
    costs,
    governance,
    history,
    occurrences,
    reasons,
    roadmap,
    time_travel,
    whole,
)
from zhongshu.planning.queries import overview as overview_queries
from zhongshu.planning.queries import quality as quality_queries
from zhongshu.planning.reading import reading_of
from zhongshu.planning.schemas import answered, asked, judged
from zhongshu.planning.schemas.recurring import OccurrencesQuery
from zhongshu.planning.services import edits, undo
from zhongshu.planning.sighting import noted
from zhongshu.planning.task_sight import seen_plan
from zhongshu.projects.plan_sight import get_project_with_plan

router = Router(tags=["planning"], by_alias=True)
# How many occurrences are told where nobody says how many there are.
_FEW = 10
PROJECT = "/projects/{uuid:project_id}"


@router.get("/calendars/{uuid:calendar_id}/plans", response={200: judged.PlansOut} | REFUSALS)
def list_plans_of_calendar(request: Request, calendar_id: UUID) -> HttpResponse:
    """Tell which plans are computed again when a calendar changes."""
    calendar = organisation_queries.get_calendar(request.user, calendar_id)
    return answer(governance.plans_working_by(request.user, calendar))


@router.get(PROJECT + "/plan", response={200: answered.PlanOut} | REFUSALS)
def get_plan(request: Request, project_id: UUID, baseline_id: UUID | None = None) -> HttpResponse:
    """Show a whole plan, measured against a baseline (absent: the one in force)."""
    project = get_project_with_plan(request.user, project_id)
    now = clock.now()
    plan = whole.whole_plan(request.user, project, at=now, baseline_id=baseline_id)
    return answer(plan, version=plan["plan_version"])


@router.get(PROJECT + "/plan/version", response={200: answered.PlanVersionOut} | REFUSALS)
def get_plan_version(request: Request, project_id: UUID) -> HttpResponse:
    """Tell which version a plan has now, without the plan."""
    project = get_project_with_plan(request.user, project_id)
    version = reading_of(request.user, open_plan(project)).version()
    return answer({"plan_version": version}, version=version)


@router.get(PROJECT + "/costs", response={200: answered.CostsOut} | REFUSALS)
def get_costs(request: Request, project_id: UUID) -> HttpResponse:
    """Tell what each task costs, and what the viewer may do with each kind of cost."""
    project = get_project_with_plan(request.user, project_id)
    return answer(costs.plan_costs(request.user, project))


@router.post(PROJECT + "/plan/edits", response={200: answered.EditOut} | REFUSALS)
def edit_plan(request: Request, project_id: UUID, body: asked.EditsIn) -> HttpResponse:
    """Apply operations to a plan, all together or not at all, and reschedule it."""
    project = get_project_with_plan(request.user, project_id)
    if body.baseline_id is not None:
        baseline_queries.get_baseline(project, body.baseline_id)
    edit = edits.edit_plan(
        request.user,
        project=project,
        operations=body.as_operations(),
        base_version=body.plan_version,
        own_versions=body.own_versions or (),
        now=clock.local_moment(),
    )
    return _told(request, edit, body.baseline_id)


@router.post(PROJECT + "/plan/undo", response={200: answered.EditOut} | REFUSALS)
def undo_edit(request: Request, project_id: UUID, baseline_id: UUID | None = None) -> HttpResponse:
    """Take back one's own last edit of a plan; the answer is measured against the baseline."""
    project = get_project_with_plan(request.user, project_id)
    if baseline_id is not None:
        baseline_queries.get_baseline(project, baseline_id)
    edit = undo.undo_edit(request.user, project=project)
    return _told(request, edit, baseline_id)


@router.post(PROJECT + "/plan/redo", response={200: answered.EditOut} | REFUSALS)
def redo_edit(request: Request, project_id: UUID, baseline_id: UUID | None = None) -> HttpResponse:
    """Make the edit again that one took back last, measured as in an undo."""
    project = get_project_with_plan(request.user, project_id)
    if baseline_id is not None:
        baseline_queries.get_baseline(project, baseline_id)
    edit = undo.redo_edit(request.user, project=project)
    return _told(request, edit, baseline_id)


@router.get(PROJECT + "/occurrences", response={200: answered.OccurrencesOut} | REFUSALS)
def list_occurrences(
    request: Request, project_id: UUID, query: Query[OccurrencesQuery]
) -> HttpResponse:
    """When the occurrences of a recurring task would be, by its pattern and calendar."""
    project = get_project_with_plan(request.user, project_id)
    asked_for = query.model_dump(exclude_unset=True)
    minutes, calendar_id = query.duration_minutes, query.calendar_id
    pattern = {name: asked_for[name] for name in asked_for if name not in recurring.BESIDE}
    if not {"until", "count"} & set(pattern):
        pattern["count"] = _FEW
    return answer(occurrences.occurrences(request.user, project, pattern, minutes, calendar_id))


@router.get("/projects/roadmap", response={200: answered.RoadmapPage} | REFUSALS)
def list_roadmap(request: Request, query: Query[GroupedQuery]) -> HttpResponse:
    """List projects with their key dates, to be drawn on one time axis."""
    return answer(roadmap.roadmap(request.user, query, at=clock.now()))


@router.get(PROJECT + "/critical-paths", response={200: judged.PathsOut} | REFUSALS)
def list_critical_paths(request: Request, project_id: UUID, limit: int = 10) -> HttpResponse:
    """List the critical and near-critical chains of tasks."""
    project = get_project_with_plan(request.user, project_id)
    return answer({"paths": reasons.paths(open_plan(project), limit=max(1, min(limit, 50)))})


@router.get(PROJECT + "/variances", response={200: judged.VariancesOut} | REFUSALS)
def list_variances(
    request: Request, project_id: UUID, query: Query[asked.VarianceQuery]
) -> HttpResponse:
    """Measure project, phases and tasks against a baseline, or the one in force on a day."""
    project = get_project_with_plan(request.user, project_id)
    at = query.at or clock.now()
    found = baseline_queries.variance_page(
        request.user,
        project,
        at=at,
        baseline_id=query.baseline_id,
        limit=query.limit,
        cursor=query.cursor,
    )
    return answer(found)


@router.get(PROJECT + "/comparison", response={200: judged.ComparisonOut} | REFUSALS)
def compare_plans(
    request: Request, project_id: UUID, query: Query[asked.ComparisonQuery]
) -> HttpResponse:
    """Compare the plan at two moments: what was added, removed, changed and moved."""
    project = get_project_with_plan(request.user, project_id)
    later = query.to or timezone.now()
    found = time_travel.comparison(request.user, project, earlier=query.since, later=later)
    return answer(found)


@router.get(PROJECT + "/quality", response={200: judged.QualityOut} | REFUSALS)
def get_quality(request: Request, project_id: UUID) -> HttpResponse:
    """Run the fourteen checks of schedule quality."""
    project = get_project_with_plan(request.user, project_id)
    baseline = baseline_queries.baseline_in_force(project, at=clock.now())
    plan = seen_plan(request.user, project)
    return answer(noted(plan, quality_queries.quality(plan, baseline)))


@router.get(PROJECT + "/overview", response={200: judged.OverviewOut} | REFUSALS)
def get_overview(request: Request, project_id: UUID) -> HttpResponse:
    """Show how a project stands."""
    project = get_project_with_plan(request.user, project_id)
    now = clock.local_moment()
    return answer(overview_queries.overview(request.user, project, at=clock.now(), now=now))


@router.get(PROJECT + "/history", response={200: judged.HistoryOut} | REFUSALS)
def list_history(
    request: Request, project_id: UUID, cursor: UUID | None = None, limit: int = 50
) -> HttpResponse:
    """List what happened to a project, the newest first."""
    project = get_project_with_plan(request.user, project_id)
    limit = max(1, min(limit, 200))
    return answer(history.history(request.user, project, before=cursor, limit=limit))


def _told(request: Request, edit: PlanEdit, baseline_id: UUID | None = None) -> HttpResponse:
    told = whole.edit_answer(request.user, edit, at=clock.now(), baseline_id=baseline_id)
    return answer(told, version=told["plan_version"])
