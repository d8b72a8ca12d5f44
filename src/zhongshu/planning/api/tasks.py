"""Tasks over HTTP: found, read, explained, and reported on."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from zhongshu.access.http import Request
from zhongshu.access.listing import ListQuery, page
from zhongshu.kit import clock
from zhongshu.kit.http import REFUSALS, answer
from zhongshu.organisation import queries as organisation_queries
from zhongshu.planning.changes import PlanEdit
from zhongshu.planning.fields import TASK
from zhongshu.planning.queries import (
    changes_for_me,
    finding,
    governance,
    reasons,
    task_history,
    tasks,
    tasks_by_key,
    work,
)
from zhongshu.planning.reading import reading_of
from zhongshu.planning.schemas import answered, judged
from zhongshu.planning.schemas import finding as found
from zhongshu.planning.schemas import work as work_schemas
from zhongshu.planning.services import looking, progress
from zhongshu.planning.task_sight import seen_plan
from zhongshu.projects.plan_sight import get_project_with_plan

router = Router(tags=["planning"], by_alias=True)
# How many occurrences are told where nobody says how many there are.
_FEW = 10
PROJECT = "/projects/{uuid:project_id}"


@router.get("/people/{uuid:person_id}/work", response={200: judged.WorkOut} | REFUSALS)
def get_work_of_person(request: Request, person_id: UUID) -> HttpResponse:
    """Count the open tasks that somebody is put to."""
    person = organisation_queries.get_person(request.user, person_id)
    return answer(governance.work_of(request.user, person))


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
    project = get_project_with_plan(request.user, project_id)
    rows = tasks.tasks_in_view(request.user).filter(project=project)
    return answer(page(request.user, TASK, rows, query))


@router.get(PROJECT + "/tasks/{uuid:task_id}", response={200: answered.TaskOut} | REFUSALS)
def get_task(request: Request, project_id: UUID, task_id: UUID) -> HttpResponse:
    """Show one task with all its fields."""
    project = get_project_with_plan(request.user, project_id)
    task = tasks.get_task(request.user, project, task_id)
    return answer(tasks.task_card(request.user, task), version=task.version)


@router.post(
    PROJECT + "/tasks/{uuid:task_id}/progress", response={200: work_schemas.ProgressOut} | REFUSALS
)
def report_progress(
    request: Request, project_id: UUID, task_id: UUID, body: work_schemas.ProgressIn
) -> HttpResponse:
    """Report how far a task is, as somebody who does it or who may edit its plan."""
    project = get_project_with_plan(request.user, project_id)
    tasks.get_task(request.user, project, task_id)
    edit = progress.report_progress(
        request.user,
        project=project,
        task_id=str(task_id),
        report=body.model_dump(exclude_unset=True, exclude={"plan_version", "own_versions"}),
        at=clock.local_moment(),
        base_version=body.plan_version,
        own_versions=body.own_versions or (),
    )
    return _reported(request, edit, task_id)


@router.post(
    PROJECT + "/tasks/{uuid:task_id}/progress/undo",
    response={200: work_schemas.ProgressOut} | REFUSALS,
)
def take_back_report(
    request: Request, project_id: UUID, task_id: UUID, body: work_schemas.TakeBackIn
) -> HttpResponse:
    """Take back what one reported of a task oneself."""
    project = get_project_with_plan(request.user, project_id)
    tasks.get_task(request.user, project, task_id)
    edit = progress.take_back_report(
        request.user, project=project, task_id=str(task_id), event_id=body.event_id
    )
    return _reported(request, edit, task_id)


@router.get("/me/work", response={200: work_schemas.MyWorkOut} | REFUSALS)
def get_work(request: Request) -> HttpResponse:
    """Show what one has to do oneself, over all projects in view."""
    return answer(work.my_work(request.user, today=clock.today(), now=clock.local_moment()))


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
    cursor: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> HttpResponse:
    """List what happened to a task, the newest first."""
    project = get_project_with_plan(request.user, project_id)
    task = tasks.get_task(request.user, project, task_id)
    return answer(task_history.task_history(request.user, task, before=cursor, limit=limit))


@router.get(
    PROJECT + "/tasks/{uuid:task_id}/drivers",
    response={200: judged.DriversOut} | REFUSALS,
)
def list_drivers(request: Request, project_id: UUID, task_id: UUID) -> HttpResponse:
    """Explain why a task stands where it stands."""
    project = get_project_with_plan(request.user, project_id)
    return answer(reasons.drivers(request.user, seen_plan(request.user, project), str(task_id)))


def _reported(request: Request, edit: PlanEdit, task_id: UUID) -> HttpResponse:
    project = edit.after.settings
    version = reading_of(request.user, edit.after).version()
    told = {
        "plan_version": version,
        "event_id": None if edit.event is None else str(edit.event.id),
        "n_moved": 0 if edit.event is None else edit.event.data["n_moved"],
        "task": tasks.task_card(request.user, tasks.get_task(request.user, project, task_id)),
    }
    return answer(told, version=version)
