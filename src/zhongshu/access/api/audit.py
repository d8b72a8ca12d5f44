"""The audit trail over HTTP."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from zhongshu.access import auditing
from zhongshu.access.fields import (
    AUDIT_EVENT,
)
from zhongshu.access.http import Request
from zhongshu.access.listing import page
from zhongshu.access.schemas import audit as shapes
from zhongshu.kit.http import REFUSALS, answer

router = Router(tags=["access"])


@router.get("/audit/events", response={200: shapes.AuditPage} | REFUSALS)
def list_audit_events(request: Request, query: Query[shapes.AuditQuery]) -> HttpResponse:
    """List what happened, with of each payload what one may read; the reading is recorded."""
    rows = auditing.events_in_view(request.user)
    if query.field:
        rows = rows.filter(auditing.telling_of(query.field))
    if query.who:
        rows = rows.filter(auditing.done_by(query.who))
    found = page(request.user, AUDIT_EVENT, rows, query)
    return answer(found | {"items": auditing.complete(request.user, found["items"])})


@router.get("/audit/events/{uuid:event_id}/proof", response={200: shapes.AuditProof} | REFUSALS)
def prove_audit_event(request: Request, event_id: UUID) -> HttpResponse:
    """Show the path from an event to a sealed root."""
    return answer(auditing.proof(request.user, event_id))


@router.get("/audit/sights", response={200: shapes.SightPage} | REFUSALS)
def list_sights(request: Request, query: Query[shapes.SightQuery]) -> HttpResponse:
    """Tell who was shown a field, a row or anything at all between two moments."""
    return answer(auditing.sights(request.user, **query.model_dump()))


@router.get("/audit/state", response={200: shapes.AuditState} | REFUSALS)
def get_audit_state(request: Request) -> HttpResponse:
    """Tell how far the trail is sealed and signed."""
    return answer(auditing.state(request.user))
