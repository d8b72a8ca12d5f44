"""Delegations and duties kept apart over HTTP."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router
from ninja.params import Query as InQuery

from zhongshu.access import services
from zhongshu.access.authorities import reading
from zhongshu.access.authorities.fields import DELEGATION, SEPARATION
from zhongshu.access.http import Request, aware
from zhongshu.access.listing import ListQuery, page
from zhongshu.access.schemas import delegations as shapes
from zhongshu.kit.http import REFUSALS, answer, expected_version

router = Router(tags=["access"], by_alias=True)
_MOST_COLLEAGUES = 20


@router.get("/delegations", response={200: shapes.DelegationPage} | REFUSALS)
def list_delegations(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List what one passed on and received, and what is passed on where one manages that."""
    return answer(page(request.user, DELEGATION, reading.delegations(request.user), query))


@router.get("/delegations/choices", response={200: shapes.DelegableList} | REFUSALS)
def list_delegable(request: Request) -> HttpResponse:
    """List what one can pass on, scope by scope."""
    return answer({"items": reading.delegable(request.user, at=timezone.now())})


@router.get("/delegations/colleagues", response={200: shapes.Colleagues} | REFUSALS)
def list_colleagues(
    request: Request, q: Annotated[str, InQuery(max_length=100)] = ""
) -> HttpResponse:
    """List people whom one can choose; ``q`` is looked for in their names."""
    found = reading.colleagues(request.user, q)[:_MOST_COLLEAGUES]
    return answer({"items": [{"id": str(one.pk), "name": one.name} for one in found]})


@router.post("/delegations", response={201: shapes.DelegationOut} | REFUSALS)
def delegate(request: Request, body: shapes.NewDelegation) -> HttpResponse:
    """Let a deputy act in one's place for a time."""
    delegation = services.delegate(
        request.user,
        scope=reading.get_passing_scope(request.user, body.scope_id),
        deputy=reading.get_colleague(request.user, body.deputy_id),
        authorities=list(body.authorities),
        permissions=body.permissions,
        reason=body.reason,
        valid_from=aware(body.valid_from) if body.valid_from else timezone.now(),
        valid_to=aware(body.valid_to),
    )
    return answer(reading.delegation_card(request.user, delegation), status=201)


@router.delete(
    "/delegations/{uuid:delegation_id}",
    response={200: shapes.DelegationOut} | REFUSALS,
)
def revoke_delegation(request: Request, delegation_id: UUID) -> HttpResponse:
    """Take a delegation back, or give it back; at once."""
    delegation = reading.get_delegation(request.user, delegation_id)
    delegation = services.revoke_delegation(request.user, delegation=delegation, at=timezone.now())
    return answer(reading.delegation_card(request.user, delegation))


@router.get("/separations", response={200: shapes.SeparationPage} | REFUSALS)
def list_separations(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List which duties are kept apart."""
    found = page(request.user, SEPARATION, reading.separations(request.user), query)
    return answer(found | {"items": reading.with_limits(found["items"])})


@router.get("/separations/choices", response={200: shapes.Pairs} | REFUSALS)
def list_pairs(request: Request) -> HttpResponse:
    """List which acts can be kept apart."""
    return answer({"pairs": reading.pairs_of_acts()})


@router.post("/separations", response={201: shapes.SeparationOut} | REFUSALS)
def add_separation(request: Request, body: shapes.NewSeparation) -> HttpResponse:
    """Keep two duties apart from now on."""
    rule = services.add_separation(request.user, **body.model_dump())
    card = reading.separation_card(request.user, rule)
    return answer(card, status=201, version=rule.version)


@router.patch(
    "/separations/{uuid:separation_id}",
    response={200: shapes.SeparationOut} | REFUSALS,
)
def switch_separation(
    request: Request, separation_id: UUID, body: shapes.SeparationPatch
) -> HttpResponse:
    """Switch a rule on or off."""
    rule = services.switch_separation(
        request.user,
        separation=reading.get_separation(request.user, separation_id),
        is_on=body.is_on,
        expected_version=expected_version(request),
    )
    return answer(reading.separation_card(request.user, rule), version=rule.version)


@router.delete("/separations/{uuid:separation_id}", response={204: None} | REFUSALS)
def remove_separation(request: Request, separation_id: UUID) -> HttpResponse:
    """Remove a rule of the company's own."""
    services.remove_separation(
        request.user,
        separation=reading.get_separation(request.user, separation_id),
        expected_version=expected_version(request),
    )
    return HttpResponse(status=204)
