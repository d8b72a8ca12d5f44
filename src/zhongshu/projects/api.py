"""Projects over HTTP: each route reads its input, makes one call, and answers."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from zhongshu.access.http import Request
from zhongshu.access.listing import GroupedQuery, page
from zhongshu.kit import clock
from zhongshu.kit.http import REFUSALS, VERSIONED, answer, expected_version
from zhongshu.organisation import queries as organisation_queries
from zhongshu.projects import queries, services
from zhongshu.projects.fields import PROJECT
from zhongshu.projects.models import Project
from zhongshu.projects.schemas import DecisionIn, ProjectIn, ProjectOut, ProjectPage, ProjectPatch
from zhongshu.projects.services import deciding

router = Router(tags=["projects"], by_alias=True)


@router.get("/projects", response={200: ProjectPage} | REFUSALS)
def list_projects(request: Request, query: Query[GroupedQuery]) -> HttpResponse:
    """List the projects in view, in groups if asked."""
    return answer(page(request.user, PROJECT, queries.projects_in_view(request.user), query))


@router.post("/projects", response={201: ProjectOut} | REFUSALS)
def create_project(request: Request, body: ProjectIn) -> HttpResponse:
    """Open a project below a unit."""
    unit = organisation_queries.get_unit(request.user, body.unit_id)
    project = services.create_project(
        request.user,
        unit=unit,
        name=body.name,
        starts_on=body.start_date,
        opened_on=clock.today(),
        calendar=organisation_queries.calendar_for(request.user, unit, body.calendar_id),
        manager=organisation_queries.get_person_or_none(request.user, body.manager_id),
    )
    return _shown(request, project, status=201)


@router.get("/projects/{uuid:project_id}", response={200: ProjectOut} | REFUSALS)
def get_project(request: Request, project_id: UUID) -> HttpResponse:
    """Show one project."""
    project = queries.get_project(request.user, project_id)
    return _shown(request, project)


@router.patch("/projects/{uuid:project_id}", response={200: ProjectOut} | REFUSALS)
def update_project(request: Request, project_id: UUID, body: ProjectPatch) -> HttpResponse:
    """Change what a project is called, who leads it, where it belongs or how it stands."""
    project = services.update_project(
        request.user,
        project=queries.get_project(request.user, project_id),
        expected_version=expected_version(request),
        **_fields(request, body),
    )
    return _shown(request, project)


@router.post(
    "/projects/{uuid:project_id}/decision",
    response={200: ProjectOut} | REFUSALS,
    openapi_extra=VERSIONED,
)
def decide_state(request: Request, project_id: UUID, body: DecisionIn) -> HttpResponse:
    """Admit a proposed project or turn it down; halt one, end it early, or take it up again."""
    project = queries.get_project(request.user, project_id)
    is_proposed = project.state == Project.State.PROPOSED
    decide = deciding.admit_project if is_proposed else deciding.stop_project
    decided = decide(
        request.user,
        project=project,
        state=body.state.value,
        reason=body.reason,
        at=clock.now(),
        expected_version=expected_version(request),
    )
    return _shown(request, decided)


@router.post(
    "/projects/{uuid:project_id}/decision/question",
    response={200: ProjectOut} | REFUSALS,
)
def ask_for_decision(request: Request, project_id: UUID, body: DecisionIn) -> HttpResponse:
    """Put it to the bodies that may decide how the project shall stand."""
    project = deciding.ask_for_decision(
        request.user,
        project=queries.get_project(request.user, project_id),
        state=body.state.value,
        reason=body.reason,
        at=clock.now(),
    )
    return _shown(request, project)


@router.delete("/projects/{uuid:project_id}", response={204: None} | REFUSALS)
def delete_project(request: Request, project_id: UUID) -> HttpResponse:
    """Remove a project with its plan."""
    services.delete_project(
        request.user,
        project=queries.get_project(request.user, project_id),
        expected_version=expected_version(request),
        at=clock.now(),
    )
    return HttpResponse(status=204)


def _shown(request: Request, project: Project, *, status: int = 200) -> HttpResponse:
    card = queries.project_card(request.user, project)
    return answer(card, status=status, version=card["version"])


def _fields(request: Request, body: ProjectPatch) -> dict[str, Any]:
    """The fields that were sent, with ids turned into the objects in view."""
    fields = body.model_dump(exclude_unset=True)
    if "manager_id" in fields:
        fields["manager"] = organisation_queries.get_person_or_none(
            request.user, fields.pop("manager_id")
        )
    if fields.get("unit_id") is not None:
        fields["unit"] = organisation_queries.get_unit(request.user, fields.pop("unit_id"))
    return {name: value for name, value in fields.items() if value is not None or name == "manager"}
