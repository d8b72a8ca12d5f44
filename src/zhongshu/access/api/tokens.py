"""One's own tokens over HTTP."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from zhongshu.access import queries, services
from zhongshu.access.fields import TOKEN
from zhongshu.access.http import Request, aware
from zhongshu.access.listing import ListQuery, page
from zhongshu.access.schemas import sessions as shapes
from zhongshu.kit.http import REFUSALS, answer, shown_once

router = Router(tags=["access"], by_alias=True)


@router.get("/tokens", response={200: shapes.TokenPage} | REFUSALS)
def list_tokens(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List one's own tokens."""
    return answer(page(request.user, TOKEN, queries.tokens(request.user), query))


@router.post("/tokens", response={201: shapes.IssuedToken} | REFUSALS)
@shown_once
def issue_token(request: Request, body: shapes.NewToken) -> HttpResponse:
    """Make a token; its secret is in this answer and nowhere else."""
    token, secret = services.issue_token(
        request.user,
        name=body.name,
        expires_at=aware(body.expires_at),
        at=timezone.now(),
        permissions=body.permissions,
        is_read_only=body.is_read_only,
    )
    return answer(queries.token_card(request.user, token) | {"secret": secret}, status=201)


@router.delete("/tokens/{uuid:token_id}", response={204: None} | REFUSALS)
def revoke_token(request: Request, token_id: UUID) -> HttpResponse:
    """Revoke one of one's own tokens."""
    token = queries.get_token(request.user, token_id)
    services.revoke_token(request.user, token=token, at=timezone.now())
    return HttpResponse(status=204)
