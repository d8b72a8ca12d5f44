"""Saved views over HTTP."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from zhongshu.access import queries, services, viewing
from zhongshu.access.fields import (
    AUDIENCE,
    SAVED_VIEW,
)
from zhongshu.access.http import Request
from zhongshu.access.listing import ListQuery, page
from zhongshu.access.models import SavedView
from zhongshu.access.schemas import views as shapes
from zhongshu.kit.http import REFUSALS, answer, expected_version

router = Router(tags=["access"], by_alias=True)


@router.get("/views", response={200: shapes.ViewPage} | REFUSALS)
def list_views(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List one's own views, and those shared with one."""
    found = page(request.user, SAVED_VIEW, viewing.views_in_view(request.user), query)
    return answer(found | {"items": viewing.complete(request.user, found["items"])})


@router.post("/views", response={201: shapes.View} | REFUSALS)
def save_view(request: Request, body: shapes.NewView) -> HttpResponse:
    """Keep a way of looking at a page."""
    view = services.save_view(request.user, **body.model_dump())
    return _card(request, view, status=201)


@router.get("/views/audiences", response={200: shapes.AudiencePage} | REFUSALS)
def list_audiences(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List the company and the units with which one may share views."""
    return answer(page(request.user, AUDIENCE, viewing.audiences(request.user), query))


@router.get("/views/{uuid:view_id}", response={200: shapes.View} | REFUSALS)
def get_view(request: Request, view_id: UUID) -> HttpResponse:
    """Show one view."""
    view = queries.get_view(request.user, view_id)
    return _card(request, view)


@router.patch("/views/{uuid:view_id}", response={200: shapes.View} | REFUSALS)
def update_view(request: Request, view_id: UUID, body: shapes.ViewPatch) -> HttpResponse:
    """Rename a view or change what it holds."""
    view = services.update_view(
        request.user,
        view=queries.get_view(request.user, view_id),
        expected_version=expected_version(request),
        **body.model_dump(exclude_unset=True),
    )
    return _card(request, view)


@router.delete("/views/{uuid:view_id}", response={204: None} | REFUSALS)
def delete_view(request: Request, view_id: UUID) -> HttpResponse:
    """Remove a view."""
    view = queries.get_view(request.user, view_id)
    services.delete_view(request.user, view=view, expected_version=expected_version(request))
    return HttpResponse(status=204)


@router.put("/views/{uuid:view_id}/audience", response={200: shapes.View} | REFUSALS)
def share_view(request: Request, view_id: UUID, body: shapes.ViewShare) -> HttpResponse:
    """Share a view with the company or a unit."""
    view = services.share_view(
        request.user,
        view=queries.get_view(request.user, view_id),
        scope=queries.get_audience(request.user, body.scope_id),
        expected_version=expected_version(request),
    )
    return _card(request, view)


@router.delete("/views/{uuid:view_id}/audience", response={200: shapes.View} | REFUSALS)
def unshare_view(request: Request, view_id: UUID) -> HttpResponse:
    """Give a shared view back to its owner alone."""
    view = services.unshare_view(
        request.user,
        view=queries.get_view(request.user, view_id),
        expected_version=expected_version(request),
    )
    return _card(request, view)


@router.put("/views/{uuid:view_id}/default", response={200: shapes.View} | REFUSALS)
def open_with_view(request: Request, view_id: UUID) -> HttpResponse:
    """Let the page open with this view for oneself."""
    view = queries.get_view(request.user, view_id)
    services.set_default_view(request.user, view=view, is_default=True)
    return _card(request, view)


@router.delete("/views/{uuid:view_id}/default", response={200: shapes.View} | REFUSALS)
def open_plain(request: Request, view_id: UUID) -> HttpResponse:
    """Let the page open without this view again."""
    view = queries.get_view(request.user, view_id)
    services.set_default_view(request.user, view=view, is_default=False)
    return _card(request, view)


def _card(request: Request, view: SavedView, *, status: int = 200) -> HttpResponse:
    card = viewing.view_card(request.user, view)
    return answer(card, status=status, version=card["version"])
