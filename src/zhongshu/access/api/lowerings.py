"""Lowering the class of records over HTTP."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from zhongshu.access import services
from zhongshu.access.http import Request
from zhongshu.access.listing import ListQuery, page
from zhongshu.access.lowering import reading
from zhongshu.access.lowering.fields import LOWERING
from zhongshu.access.schemas import lowerings as shapes
from zhongshu.kit.http import REFUSALS, answer

router = Router(tags=["access"], by_alias=True)


@router.get("/lowerings", response={200: shapes.LoweringPage} | REFUSALS)
def list_lowerings(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List what was asked to be lowered, by the viewer or where the viewer may confirm it."""
    found = page(request.user, LOWERING, reading.lowerings(request.user), query)
    reading.completed(request.user, found["items"])
    return answer(found)


@router.post("/lowerings", response={201: shapes.LoweringOut} | REFUSALS)
def ask_to_lower(request: Request, body: shapes.NewLowering) -> HttpResponse:
    """Ask that a record be of a lower class; another person confirms it."""
    lowering = services.ask_to_lower(
        request.user,
        record_kind=body.record_kind,
        record_id=body.record_id,
        classification=body.classification,
        reason=body.reason,
        at=timezone.now(),
    )
    return answer(reading.lowering_card(request.user, lowering), status=201)


@router.post(
    "/lowerings/{uuid:lowering_id}/confirmation",
    response={200: shapes.LoweringOut} | REFUSALS,
)
def confirm_lowering(request: Request, lowering_id: UUID) -> HttpResponse:
    """Lower the class of the record as another person asked."""
    row = services.confirm_lowering(
        request.user, lowering=reading.get_lowering(request.user, lowering_id), at=timezone.now()
    )
    return answer(reading.lowering_card(request.user, row), version=row.version)


@router.post(
    "/lowerings/{uuid:lowering_id}/refusal",
    response={200: shapes.LoweringOut} | REFUSALS,
)
def decline_lowering(request: Request, lowering_id: UUID) -> HttpResponse:
    """Leave the record of its class; whoever asked is told."""
    row = services.decline_lowering(
        request.user, lowering=reading.get_lowering(request.user, lowering_id), at=timezone.now()
    )
    return answer(reading.lowering_card(request.user, row), version=row.version)


@router.delete("/lowerings/{uuid:lowering_id}", response={200: shapes.LoweringOut} | REFUSALS)
def withdraw_lowering(request: Request, lowering_id: UUID) -> HttpResponse:
    """Take back what one asked for."""
    row = services.withdraw_lowering(
        request.user, lowering=reading.get_lowering(request.user, lowering_id), at=timezone.now()
    )
    return answer(reading.lowering_card(request.user, row), version=row.version)
