"""Breaking the glass over HTTP."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router
from ninja.params import Query as InQuery

from zhongshu.access import glass, queries, services
from zhongshu.access.http import Request
from zhongshu.access.paths import told_scope
from zhongshu.access.roles import BREAK_GLASS
from zhongshu.access.schemas import glass as shapes
from zhongshu.access.schemas.rights import Grant
from zhongshu.kit.http import REFUSALS, answer

router = Router(tags=["access"], by_alias=True)
_MOST_SCOPES = 20


@router.get("/break-glass/choices", response={200: shapes.GlassChoices} | REFUSALS)
def list_glass_choices(request: Request) -> HttpResponse:
    """List the roles that one may open to oneself in an emergency, and for how many hours."""
    roles = [
        {"id": str(one.pk), "name": one.name, "name_en": one.name_en}
        for one in glass.roles_to_open(request.user)
    ]
    return answer({"roles": roles, "most_hours": glass.most_hours()})


@router.get("/break-glass/scopes", response={200: shapes.GlassScopes} | REFUSALS)
def list_glass_scopes(
    request: Request, q: Annotated[str, InQuery(max_length=100)] = ""
) -> HttpResponse:
    """List where one may do so; ``q`` is looked for in the names."""
    found = glass.scopes_to_open(request.user, q)[:_MOST_SCOPES]
    return answer({"items": [told_scope(one) for one in found]})


@router.post("/break-glass", response={201: Grant} | REFUSALS)
def break_glass(request: Request, body: shapes.NewGlass) -> HttpResponse:
    """Open a role to oneself at once; who manages access there is told."""
    grant = services.break_glass(
        request.user,
        scope=queries.get_scope(request.user, body.scope_id, BREAK_GLASS),
        role=glass.get_role_to_open(request.user, body.role_id),
        reason=body.reason,
        hours=body.hours,
        at=timezone.now(),
    )
    return answer(queries.grant_card(request.user, grant), status=201)


@router.delete("/break-glass/{uuid:glass_id}", response={200: Grant} | REFUSALS)
def end_glass(request: Request, glass_id: UUID) -> HttpResponse:
    """End it at once."""
    grant = services.end_glass(
        request.user, grant=glass.get_glass(request.user, glass_id), at=timezone.now()
    )
    return answer(queries.grant_card(request.user, grant), version=grant.version)


@router.post("/break-glass/{uuid:glass_id}/review", response={200: Grant} | REFUSALS)
def review_glass(request: Request, glass_id: UUID, body: shapes.NewFinding) -> HttpResponse:
    """Write what one found on looking at what somebody else opened to themselves."""
    grant = services.review_glass(
        request.user,
        grant=glass.get_glass(request.user, glass_id),
        finding=body.finding,
        at=timezone.now(),
    )
    return answer(queries.grant_card(request.user, grant), version=grant.version)
