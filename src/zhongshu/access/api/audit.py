"""The audit trail over HTTP."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from zhongshu.access import auditing, handing_out, who_saw
from zhongshu.access.event_fields import AUDIT_EVENT, AUDITED_SCOPE
from zhongshu.access.http import Request
from zhongshu.access.listing import ListQuery, matching, page
from zhongshu.access.schemas import audit as shapes
from zhongshu.kit.http import REFUSALS, answer, attachment
from zhongshu.kit.limits import COSTLY
from zhongshu.kit.models import Event

router = Router(tags=["access"], by_alias=True)


@router.get("/audit/events", response={200: shapes.AuditPage} | REFUSALS)
def list_audit_events(request: Request, query: Query[shapes.AuditQuery]) -> HttpResponse:
    """List what happened, with of each payload what one may read; the reading is recorded."""
    rows = _asked(request, query)
    found = page(request.user, AUDIT_EVENT, rows, query)
    return answer(found | {"items": auditing.complete(request.user, found["items"])})


@router.get("/audit/export", response={200: None} | REFUSALS, throttle=COSTLY)
def export_audit(request: Request, query: Query[shapes.AuditExportQuery]) -> HttpResponse:
    """Take out the newest events of a question with their proofs; the taking out is recorded."""
    rows = _asked(request, query)
    rows = matching(request.user, AUDIT_EVENT, rows, query.filter)
    as_table = query.format == "csv"
    content = handing_out.trail_file(
        request.user, rows, as_table=as_table, at=timezone.now(), purpose=query.purpose
    )
    media_type = "text/csv" if as_table else "application/x-ndjson"
    return attachment(content, file_name=f"audit.{query.format}", media_type=media_type)


def _asked(request: Request, query: shapes.AuditQuery) -> QuerySet[Event]:
    rows = auditing.events_in_view(request.user)
    if query.field:
        rows = rows.filter(auditing.telling_of(request.user, query.field))
    if query.who:
        rows = rows.filter(auditing.done_by(request.user, query.who))
    if query.within:
        rows = rows.filter(auditing.happened_in(query.within))
    return rows


@router.get("/audit/scopes", response={200: shapes.AuditedScopePage} | REFUSALS)
def list_audited_scopes(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List the scopes whose audit one reads, to ask what happened there."""
    rows = auditing.audited_scopes(request.user)
    return answer(page(request.user, AUDITED_SCOPE, rows, query))


@router.get("/audit/readable", response={200: shapes.ReadableList} | REFUSALS)
def list_readable(request: Request) -> HttpResponse:
    """List the resources with fields whose reading is recorded, to ask who saw them."""
    return answer({"items": who_saw.readable(request.user)})


@router.get("/audit/events/{uuid:event_id}/proof", response={200: shapes.AuditProof} | REFUSALS)
def prove_audit_event(request: Request, event_id: UUID) -> HttpResponse:
    """Show the path from an event to a sealed root."""
    return answer(auditing.proof(request.user, event_id))


@router.get("/audit/sights", response={200: shapes.SightPage} | REFUSALS)
def list_sights(request: Request, query: Query[shapes.SightQuery]) -> HttpResponse:
    """Tell who was shown a field, a row or anything at all between two moments."""
    return answer(who_saw.sights(request.user, **query.model_dump()))


@router.get("/audit/state", response={200: shapes.AuditState} | REFUSALS)
def get_audit_state(request: Request) -> HttpResponse:
    """Tell how far the trail is sealed and signed."""
    return answer(auditing.state(request.user))
