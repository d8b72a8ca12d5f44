"""Plan files over HTTP: each route reads its input, makes one call, and answers."""

from dataclasses import asdict
from typing import Literal
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from ninja import File, Router
from ninja.files import UploadedFile

from zhongshu.access import trail
from zhongshu.access.http import Request
from zhongshu.access.schemas.common import Purpose
from zhongshu.integrations import exporting, queries, services
from zhongshu.integrations.schemas import ApplyIn, ApplyOut, PlanImportOut
from zhongshu.integrations.services.imports import Imported
from zhongshu.integrations.taking_out import exported_fields
from zhongshu.kit.errors import BadInput
from zhongshu.kit.http import REFUSALS, answer
from zhongshu.kit.limits import COSTLY
from zhongshu.organisation import queries as organisation_queries
from zhongshu.projects.plan_sight import get_project_with_plan

router = Router(tags=["integrations"], by_alias=True)

Format = Literal["mspdi", "xlsx", "csv", "ical"]


@router.post("/imports", response={201: PlanImportOut} | REFUSALS, throttle=COSTLY)
def preview_import(request: Request, file: File[UploadedFile]) -> HttpResponse:
    """Upload a plan file and see what is in it; nothing is taken over yet."""
    if file.size is None or file.size > settings.MAX_UPLOAD_BYTES:
        raise BadInput("the file is too big", field="file", limit=settings.MAX_UPLOAD_BYTES)
    row, plan = services.preview_plan_file(
        request.user, content=file.read(), file_name=file.name or "", now=timezone.now()
    )
    return answer(queries.plan_import_card(request.user, row, plan), status=201)


@router.get("/imports/{uuid:import_id}", response={200: PlanImportOut} | REFUSALS)
def get_import(request: Request, import_id: UUID) -> HttpResponse:
    """Show an import of one's own."""
    row = queries.get_plan_import(request.user, import_id)
    return answer(queries.plan_import_card(request.user, row), version=row.version)


@router.get("/imports/{uuid:import_id}/file")
def get_import_file(request: Request, import_id: UUID) -> HttpResponse:
    """Download the uploaded file again."""
    row = queries.get_plan_import(request.user, import_id)
    return _download(queries.uploaded_content(row), row.file_name, "application/octet-stream")


@router.post("/imports/{uuid:import_id}/apply", response={201: ApplyOut} | REFUSALS)
def apply_import(request: Request, import_id: UUID, body: ApplyIn) -> HttpResponse:
    """Take the plan over: into a known project, or as a new one below a unit."""
    done = _applied(request, import_id, body)
    shown = {
        "project_id": str(done.project.pk),
        "project_key": done.project.key,
        "created": done.is_new,
        "counts": done.counts,
        "left_out": [asdict(one) for one in done.left_out],
    }
    return answer(shown, status=201)


@router.get("/projects/{uuid:project_id}/export", throttle=COSTLY)
def export_plan(
    request: Request, project_id: UUID, format: Format = "mspdi", purpose: Purpose | None = None
) -> HttpResponse:
    """Download a plan as Microsoft Project XML, an Excel workbook, a table or an iCalendar."""
    project = get_project_with_plan(request.user, project_id)
    now = timezone.now()
    plan = queries.exported_plan(request.user, project, at=now)
    revision = queries.revision_of(request.user, project)
    made = exporting.export(plan, format, now=now, sequence=revision)
    reads = exported_fields(request.user, project, format)
    trail.note_export(request.user, project, format=format, reads=reads, purpose=purpose)
    return _download(made.content, f"{project.key} {project.name}{made.suffix}", made.media_type)


def _applied(request: Request, import_id: UUID, body: ApplyIn) -> Imported:
    actor, now = request.user, timezone.now()
    row = queries.get_plan_import(actor, import_id)
    known = None if body.as_new else queries.known_project(actor, row.source_id)
    if body.project_id is not None:
        known = get_project_with_plan(actor, body.project_id)
    if known is not None:
        return services.import_into_project(actor, project=known, uploaded=row, now=now)
    if body.unit_id is None:
        raise BadInput("name the unit the project belongs to", field="unit_id")
    unit = organisation_queries.get_unit(actor, body.unit_id)
    return services.import_as_project(actor, unit=unit, uploaded=row, now=now, name=body.name)


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file that browsers save and never show, whatever it contains."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
