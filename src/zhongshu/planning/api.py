"""Planning over HTTP: each route reads its input, makes one call, and answers."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from zhongshu.access.http import Request
from zhongshu.access.listing import GroupedQuery, ListQuery, page
from zhongshu.kit import clock
from zhongshu.kit.http import REFUSALS, answer
from zhongshu.kit.moments import moment_of
from zhongshu.organisation import queries as organisation_queries
from zhongshu.planning import recurring
from zhongshu.planning.changes import PlanEdit
from zhongshu.planning.fields import BASELINE, TASK
from zhongshu.planning.open_plan import open_plan
from zhongshu.planning.queries import baselines as baseline_queries
from zhongshu.planning.queries import (
    changes_for_me,
    finding,
    governance,
    history,
    occurrences,
    reasons,
    roadmap,
    task_history,
    tasks,
    tasks_by_key,
    time_travel,
    whole,
    work,
)
from zhongshu.planning.queries import overview as overview_queries
from zhongshu.planning.queries import quality as quality_queries
from zhongshu.planning.schemas import answered, asked, judged
from zhongshu.planning.schemas import finding as found
from zhongshu.planning.schemas import work as work_schemas
from zhongshu.planning.schemas.recurring import OccurrencesQuery
from zhongshu.planning.services import baseline_requests, edits, looking, progress, undo
from zhongshu.planning.services import baselines as baseline_services
from zhongshu.projects import queries as project_queries

router = Router(tags=["planning"])

# How many occurrences are told where nobody says how many there are.
_FEW = 10
PROJECT = "/projects/{uuid:project_id}"


@router.get("/calendars/{uuid:calendar_id}/plans", response={200: judged.PlansOut} | REFUSALS)
def list_plans_of_calendar(request: Request, calendar_id: UUID) -> HttpResponse:
    """Tell which plans are computed again when a calendar changes."""
    calendar = organisation_queries.get_calendar(request.user, calendar_id)
    return answer(governance.plans_working_by(request.user, calendar))


@router.get("/people/{uuid:person_id}/work", response={200: judged.WorkOut} | REFUSALS)
def get_work_of_person(request: Request, person_id: UUID) -> HttpResponse:
    """Count the open tasks that somebody is put to."""
    person = organisation_queries.get_person(request.user, person_id)
    return answer(governance.work_of(request.user, person))


@router.get(PROJECT + "/plan", response={200: answered.PlanOut} | REFUSALS)
def get_plan(request: Request, project_id: UUID, baseline_id: UUID | None = None) -> HttpResponse:
    """Show a whole plan, measured against a baseline (absent: the one in force)."""
    project = project_queries.get_project(request.user, project_id)
    now = clock.now()
    plan = whole.whole_plan(request.user, project, at=now, baseline_id=baseline_id)
    return answer(plan, version=plan["plan_version"])


@router.post(PROJECT + "/plan/edits", response={200: answered.EditOut} | REFUSALS)
def edit_plan(request: Request, project_id: UUID, body: asked.EditsIn) -> HttpResponse:
    """Apply operations to a plan, all together or not at all, and reschedule it."""
    project = project_queries.get_project(request.user, project_id)
    if body.baseline_id is not None:
        baseline_queries.get_baseline(project, body.baseline_id)
    edit = edits.edit_plan(
        request.user,
        project=project,
        operations=body.as_operations(),
        base_version=body.plan_version,
        own_versions=body.own_versions or (),
        now=_local_moment(),
    )
    return answer(_told(request, edit, body.baseline_id), version=edit.after.version)


@router.post(PROJECT + "/plan/undo", response={200: answered.EditOut} | REFUSALS)
def undo_edit(request: Request, project_id: UUID, baseline_id: UUID | None = None) -> HttpResponse:
    """Take back one's own last edit of a plan; the answer is measured against the baseline."""
    project = project_queries.get_project(request.user, project_id)
    if baseline_id is not None:
        baseline_queries.get_baseline(project, baseline_id)
    edit = undo.undo_edit(request.user, project=project)
    return answer(_told(request, edit, baseline_id), version=edit.after.version)


@router.post(PROJECT + "/plan/redo", response={200: answered.EditOut} | REFUSALS)
def redo_edit(request: Request, project_id: UUID, baseline_id: UUID | None = None) -> HttpResponse:
    """Make the edit again that one took back last, measured as in an undo."""
    project = project_queries.get_project(request.user, project_id)
    if baseline_id is not None:
        baseline_queries.get_baseline(project, baseline_id)
    edit = undo.redo_edit(request.user, project=project)
    return answer(_told(request, edit, baseline_id), version=edit.after.version)


@router.get(PROJECT + "/occurrences", response={200: answered.OccurrencesOut} | REFUSALS)
def list_occurrences(
    request: Request, project_id: UUID, query: Query[OccurrencesQuery]
) -> HttpResponse:
    """When the occurrences of a recurring task would be, by its pattern and calendar."""
    project = project_queries.get_project(request.user, project_id)
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


@router.get("/find", response={200: found.Found} | REFUSALS)
def find(request: Request, query: Query[found.FindQuery]) -> HttpResponse:
    """Find projects, people and tasks in view by name, key or pinyin."""
    return answer(finding.found(request.user, query.text, near=query.near, limit=query.limit))


@router.get("/tasks", response={200: answered.TaskPage} | REFUSALS)
def list_tasks(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List the tasks of all projects in view."""
    return answer(page(request.user, TASK, tasks.tasks_in_view(request.user), query))


@router.get(PROJECT + "/tasks", response={200: answered.TaskPage} | REFUSALS)
def list_project_tasks(request: Request, project_id: UUID, query: Query[ListQuery]) -> HttpResponse:
    """List the tasks of one project."""
    project = project_queries.get_project(request.user, project_id)
    rows = tasks.tasks_in_view(request.user).filter(project=project)
    return answer(page(request.user, TASK, rows, query))


@router.get(PROJECT + "/tasks/{uuid:task_id}", response={200: answered.TaskOut} | REFUSALS)
def get_task(request: Request, project_id: UUID, task_id: UUID) -> HttpResponse:
    """Show one task with all its fields."""
    project = project_queries.get_project(request.user, project_id)
    task = tasks.get_task(request.user, project, task_id)
    return answer(tasks.task_card(request.user, task), version=task.version)


@router.post(
    PROJECT + "/tasks/{uuid:task_id}/progress", response={200: work_schemas.ProgressOut} | REFUSALS
)
def report_progress(
    request: Request, project_id: UUID, task_id: UUID, body: work_schemas.ProgressIn
) -> HttpResponse:
    """Report how far a task is, as somebody who does it or who may edit its plan."""
    project = project_queries.get_project(request.user, project_id)
    tasks.get_task(request.user, project, task_id)
    edit = progress.report_progress(
        request.user,
        project=project,
        task_id=str(task_id),
        report=body.model_dump(exclude_unset=True, exclude={"plan_version"}),
        at=_local_moment(),
        base_version=body.plan_version,
    )
    return answer(_reported(request, edit, task_id), version=edit.after.version)


@router.post(
    PROJECT + "/tasks/{uuid:task_id}/progress/undo",
    response={200: work_schemas.ProgressOut} | REFUSALS,
)
def take_back_report(
    request: Request, project_id: UUID, task_id: UUID, body: work_schemas.TakeBackIn
) -> HttpResponse:
    """Take back what one reported of a task oneself."""
    project = project_queries.get_project(request.user, project_id)
    tasks.get_task(request.user, project, task_id)
    edit = progress.take_back_report(
        request.user, project=project, task_id=str(task_id), event_id=body.event_id
    )
    return answer(_reported(request, edit, task_id), version=edit.after.version)


@router.get("/me/work", response={200: work_schemas.MyWorkOut} | REFUSALS)
def get_work(request: Request) -> HttpResponse:
    """Show what one has to do oneself, over all projects in view."""
    return answer(work.my_work(request.user, today=clock.today(), now=_local_moment()))


@router.get("/me/changes", response={200: work_schemas.ChangesOut} | REFUSALS)
def list_changes(request: Request, query: Query[work_schemas.ChangesQuery]) -> HttpResponse:
    """List what others changed in one's tasks and projects since one last looked."""
    found = changes_for_me.changes_for(request.user, since=query.since, at=clock.now())
    return answer(found)


@router.post("/me/looked", response={200: work_schemas.LookedOut} | REFUSALS)
def note_look(request: Request, body: work_schemas.LookedIn) -> HttpResponse:
    """Note that one has seen what changed."""
    look = looking.note_look(request.user, upto=body.upto, at=clock.now())
    return answer({"looked_at": look.looked_at.isoformat()})


@router.get("/tasks/by-key/{task_key}", response={200: answered.TaskOut} | REFUSALS)
def get_task_by_key(request: Request, task_key: str) -> HttpResponse:
    """Show the task that people call by this key, such as PRJ-2026-0012-34."""
    task = tasks_by_key.get_task_by_key(request.user, task_key)
    return answer(tasks.task_card(request.user, task), version=task.version)


@router.get(
    PROJECT + "/tasks/{uuid:task_id}/history", response={200: judged.TaskHistoryOut} | REFUSALS
)
def list_task_history(
    request: Request,
    project_id: UUID,
    task_id: UUID,
    cursor: Annotated[int | None, Query(ge=0, le=2**63 - 1)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> HttpResponse:
    """List what happened to a task, the newest first."""
    project = project_queries.get_project(request.user, project_id)
    task = tasks.get_task(request.user, project, task_id)
    return answer(task_history.task_history(request.user, task, before_seq=cursor, limit=limit))


@router.get(
    PROJECT + "/tasks/{uuid:task_id}/drivers",
    response={200: judged.DriversOut} | REFUSALS,
    by_alias=True,
)
def list_drivers(request: Request, project_id: UUID, task_id: UUID) -> HttpResponse:
    """Explain why a task stands where it stands."""
    project = project_queries.get_project(request.user, project_id)
    return answer(reasons.drivers(request.user, open_plan(project), str(task_id)))


@router.get(PROJECT + "/critical-paths", response={200: judged.PathsOut} | REFUSALS)
def list_critical_paths(request: Request, project_id: UUID, limit: int = 10) -> HttpResponse:
    """List the critical and near-critical chains of tasks."""
    project = project_queries.get_project(request.user, project_id)
    return answer({"paths": reasons.paths(open_plan(project), limit=max(1, min(limit, 50)))})


@router.get(PROJECT + "/baselines", response={200: answered.BaselinePage} | REFUSALS)
def list_baselines(request: Request, project_id: UUID, query: Query[ListQuery]) -> HttpResponse:
    """List the baselines of a project."""
    project = project_queries.get_project(request.user, project_id)
    return answer(page(request.user, BASELINE, baseline_queries.baselines_of(project), query))


@router.post(PROJECT + "/baselines", response={201: answered.BaselineOut} | REFUSALS)
def set_baseline(request: Request, project_id: UUID, body: asked.BaselineIn) -> HttpResponse:
    """Freeze the present schedule as a new baseline."""
    baseline = baseline_services.set_baseline(
        request.user,
        project=project_queries.get_project(request.user, project_id),
        name=body.name,
        at=clock.now(),
        task_ids=None if body.task_ids is None else [str(key) for key in body.task_ids],
        purpose=body.purpose,
        reason=body.reason,
    )
    return answer(tasks.baseline_card(request.user, baseline), status=201)


@router.post(
    PROJECT + "/baselines/{uuid:baseline_id}/approval",
    response={200: answered.BaselineOut} | REFUSALS,
)
def approve_baseline(
    request: Request, project_id: UUID, baseline_id: UUID, body: asked.ApprovalIn
) -> HttpResponse:
    """Agree to a baseline that somebody else asked for; it is in force from now on."""
    project = project_queries.get_project(request.user, project_id)
    baseline = baseline_requests.approve_baseline(
        request.user,
        project=project,
        baseline=baseline_queries.get_baseline(project, baseline_id),
        at=clock.now(),
        note=body.note,
    )
    return answer(tasks.baseline_card(request.user, baseline))


@router.post(
    PROJECT + "/baselines/{uuid:baseline_id}/rejection",
    response={200: answered.BaselineOut} | REFUSALS,
)
def reject_baseline(
    request: Request, project_id: UUID, baseline_id: UUID, body: asked.RejectionIn
) -> HttpResponse:
    """Turn down a baseline that somebody else asked for."""
    project = project_queries.get_project(request.user, project_id)
    baseline = baseline_requests.reject_baseline(
        request.user,
        project=project,
        baseline=baseline_queries.get_baseline(project, baseline_id),
        at=clock.now(),
        note=body.note,
    )
    return answer(tasks.baseline_card(request.user, baseline))


@router.post(
    PROJECT + "/baselines/{uuid:baseline_id}/withdrawal",
    response={200: answered.BaselineOut} | REFUSALS,
)
def withdraw_baseline(request: Request, project_id: UUID, baseline_id: UUID) -> HttpResponse:
    """Take back one's own request for another baseline."""
    project = project_queries.get_project(request.user, project_id)
    baseline = baseline_requests.withdraw_baseline(
        request.user,
        project=project,
        baseline=baseline_queries.get_baseline(project, baseline_id),
        at=clock.now(),
    )
    return answer(tasks.baseline_card(request.user, baseline))


@router.get(PROJECT + "/variances", response={200: judged.VariancesOut} | REFUSALS)
def list_variances(
    request: Request, project_id: UUID, query: Query[asked.VarianceQuery]
) -> HttpResponse:
    """Measure project, phases and tasks against a baseline, or the one in force on a day."""
    project = project_queries.get_project(request.user, project_id)
    at = query.at or clock.now()
    found = baseline_queries.variance_page(
        open_plan(project),
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
    project = project_queries.get_project(request.user, project_id)
    later = query.to or timezone.now()
    plan = open_plan(project)
    return answer(time_travel.comparison(plan, earlier=query.since, later=later))


@router.get(PROJECT + "/quality", response={200: judged.QualityOut} | REFUSALS)
def get_quality(request: Request, project_id: UUID) -> HttpResponse:
    """Run the fourteen checks of schedule quality."""
    project = project_queries.get_project(request.user, project_id)
    baseline = baseline_queries.baseline_in_force(project, at=clock.now())
    return answer(quality_queries.quality(open_plan(project), baseline))


@router.get(PROJECT + "/overview", response={200: judged.OverviewOut} | REFUSALS)
def get_overview(request: Request, project_id: UUID) -> HttpResponse:
    """Show how a project stands."""
    project = project_queries.get_project(request.user, project_id)
    now = _local_moment()
    return answer(overview_queries.overview(request.user, project, at=clock.now(), now=now))


@router.get(PROJECT + "/history", response={200: judged.HistoryOut} | REFUSALS)
def list_history(
    request: Request, project_id: UUID, cursor: int | None = None, limit: int = 50
) -> HttpResponse:
    """List what happened to a project, the newest first."""
    project = project_queries.get_project(request.user, project_id)
    limit = max(1, min(limit, 200))
    return answer(history.history(request.user, project, before_seq=cursor, limit=limit))


def _local_moment() -> int:
    return moment_of(timezone.localtime(clock.now()))


def _reported(request: Request, edit: PlanEdit, task_id: UUID) -> dict[str, object]:
    project = edit.after.settings
    return {
        "plan_version": edit.after.version,
        "event_id": None if edit.event is None else str(edit.event.id),
        "n_moved": 0 if edit.event is None else edit.event.data["n_moved"],
        "task": tasks.task_card(request.user, tasks.get_task(request.user, project, task_id)),
    }


def _told(request: Request, edit: PlanEdit, baseline_id: UUID | None = None) -> object:
    return whole.edit_answer(request.user, edit, at=clock.now(), baseline_id=baseline_id)
