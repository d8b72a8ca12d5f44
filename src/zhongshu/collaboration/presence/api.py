"""Presence over HTTP: each route reads its input, makes one call, and answers."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from zhongshu.access.http import Request
from zhongshu.collaboration.presence import here, showing
from zhongshu.collaboration.presence.schemas import PresenceIn, PresenceList
from zhongshu.kit.http import REFUSALS, answer

router = Router(tags=["collaboration"], by_alias=True)


@router.get("/presence", response={200: PresenceList} | REFUSALS)
def list_presence(request: Request, scope_id: UUID) -> HttpResponse:
    """List who has something of a scope open now."""
    return answer({"items": here.people_here(request.user, scope_id, at=timezone.now())})


@router.put("/presence/{uuid:tab_id}", response={200: PresenceList} | REFUSALS)
def show_presence(request: Request, tab_id: UUID, body: PresenceIn) -> HttpResponse:
    """Say that a tab is still there, and hear who else is; without it one is gone in 15 seconds."""
    now = timezone.now()
    showing.show_presence(request.user, tab_id=tab_id, at=now, **body.model_dump())
    return answer({"items": here.people_here(request.user, body.scope_id, at=now)})


@router.delete("/presence/{uuid:tab_id}", response={204: None} | REFUSALS)
def end_presence(request: Request, tab_id: UUID) -> HttpResponse:
    """Say that a tab shows nothing any more."""
    showing.end_presence(request.user, tab_id=tab_id)
    return HttpResponse(status=204)
