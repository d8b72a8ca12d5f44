"""Baselines over HTTP: asked for, agreed to, turned down and taken back."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from zhongshu.access.http import Request
from zhongshu.access.listing import ListQuery, page
from zhongshu.kit import clock
from zhongshu.kit.http import REFUSALS, answer
from zhongshu.planning.fields import BASELINE
from zhongshu.planning.queries import baselines as baseline_queries
from zhongshu.planning.queries import (
    tasks,
)
from zhongshu.planning.schemas import answered, asked
from zhongshu.planning.services import baseline_requests
from zhongshu.planning.services import baselines as baseline_services
from zhongshu.projects.plan_sight import get_project_with_plan

router = Router(tags=["planning"], by_alias=True)
# How many occurrences are told where nobody says how many there are.
_FEW = 10
PROJECT = "/projects/{uuid:project_id}"


@router.get(PROJECT + "/baselines", response={200: answered.BaselinePage} | REFUSALS)
def list_baselines(request: Request, project_id: UUID, query: Query[ListQuery]) -> HttpResponse:
    """List the baselines of a project."""
    project = get_project_with_plan(request.user, project_id)
    return answer(page(request.user, BASELINE, baseline_queries.baselines_of(project), query))


@router.post(PROJECT + "/baselines", response={201: answered.BaselineOut} | REFUSALS)
def set_baseline(request: Request, project_id: UUID, body: asked.BaselineIn) -> HttpResponse:
    """Freeze the present schedule as a new baseline."""
    baseline = baseline_services.set_baseline(
        request.user,
        project=get_project_with_plan(request.user, project_id),
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
    project = get_project_with_plan(request.user, project_id)
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
    project = get_project_with_plan(request.user, project_id)
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
    project = get_project_with_plan(request.user, project_id)
    baseline = baseline_requests.withdraw_baseline(
        request.user,
        project=project,
        baseline=baseline_queries.get_baseline(project, baseline_id),
        at=clock.now(),
    )
    return answer(tasks.baseline_card(request.user, baseline))
