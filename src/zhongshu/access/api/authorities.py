"""Authorities and their holders over HTTP, and why somebody may decide what."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from zhongshu.access import services
from zhongshu.access.authorities import proving, reading
from zhongshu.access.authorities.deciding import Amount
from zhongshu.access.authorities.fields import HOLDING, MANAGE, VIEW
from zhongshu.access.fields import SCOPE
from zhongshu.access.http import Request, aware
from zhongshu.access.listing import ListQuery, page
from zhongshu.access.queries import get_scope
from zhongshu.access.schemas import authorities as shapes
from zhongshu.access.schemas.rights import ScopePage
from zhongshu.kit.http import REFUSALS, answer

router = Router(tags=["access"], by_alias=True)


@router.get("/authorities", response={200: shapes.Authorities} | REFUSALS)
def list_authorities(request: Request) -> HttpResponse:
    """Name every authority, and what it decides."""
    return answer({"authorities": reading.authority_cards()})


@router.get("/authorities/scopes", response={200: ScopePage} | REFUSALS)
def list_deciding_scopes(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List the scopes into whose authorities one may look."""
    return answer(page(request.user, SCOPE, reading.deciding_scopes(request.user), query))


@router.get(
    "/authorities/explanation",
    response={200: shapes.AuthorityExplanation} | REFUSALS,
)
def explain_authority(
    request: Request,
    user_id: UUID,
    authority: shapes.AuthorityCode,
    scope_id: UUID,
    amount: shapes.Limit | None = None,
    currency: shapes.Currency = "",
) -> HttpResponse:
    """Tell whether somebody may decide something in a scope, and prove it."""
    scope = get_scope(request.user, scope_id, VIEW)
    user = reading.get_decider(request.user, user_id)
    wanted = Amount(amount, currency)
    return answer(
        proving.explanation(request.user, user, authority, scope, wanted, at=timezone.now())
    )


@router.get("/holdings", response={200: shapes.HoldingPage} | REFUSALS)
def list_holdings(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List who holds which authority, as far as one may look, and one's own."""
    return answer(page(request.user, HOLDING, reading.holdings(request.user), query))


@router.post("/holdings", response={201: shapes.Holding} | REFUSALS)
def propose_authority(request: Request, body: shapes.NewHolding) -> HttpResponse:
    """Propose that a person or a body holds an authority over a scope."""
    holding = services.propose_authority(
        request.user,
        scope=get_scope(request.user, body.scope_id, MANAGE),
        user=reading.get_decider(request.user, body.user_id) if body.user_id else None,
        body=reading.get_body(request.user, body.body_id) if body.body_id else None,
        authority=body.authority,
        limit=body.limit,
        currency=body.currency,
        is_delegable=body.is_delegable,
        valid_from=body.valid_from and aware(body.valid_from),
        valid_to=body.valid_to and aware(body.valid_to),
    )
    return answer(reading.holding_card(request.user, holding), status=201)


@router.post(
    "/holdings/{uuid:holding_id}/confirmation",
    response={200: shapes.Holding} | REFUSALS,
)
def confirm_authority(request: Request, holding_id: UUID) -> HttpResponse:
    """Let an authority that somebody else proposed count from now on."""
    holding = reading.get_holding(request.user, holding_id)
    holding = services.confirm_authority(request.user, holding=holding, at=timezone.now())
    return answer(reading.holding_card(request.user, holding))


@router.delete("/holdings/{uuid:holding_id}", response={204: None} | REFUSALS)
def revoke_authority(request: Request, holding_id: UUID) -> HttpResponse:
    """Take an authority away, at once."""
    holding = reading.get_holding(request.user, holding_id)
    services.revoke_authority(request.user, holding=holding)
    return HttpResponse(status=204)
