"""The history of records over HTTP."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from zhongshu.access import recalling
from zhongshu.access.http import Request
from zhongshu.access.schemas import history as shapes
from zhongshu.kit.http import REFUSALS, answer

router = Router(tags=["access"], by_alias=True)


@router.get(
    "/history/{record_kind}/{uuid:record_id}",
    response={200: shapes.RecordHistory} | REFUSALS,
)
def list_record_history(
    request: Request, record_kind: str, record_id: UUID, query: Query[shapes.HistoryQuery]
) -> HttpResponse:
    """List who changed a record, when, and what, by what one may read of it today."""
    return answer(
        recalling.record_history(
            request.user, record_kind, record_id, before=query.cursor, limit=query.limit
        )
    )
