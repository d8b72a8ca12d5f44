"""Signing in and out, one's own preferences and tokens, over HTTP."""

from typing import Any
from uuid import UUID

from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from ninja import Query, Router

from zhongshu.access import queries, services, trail
from zhongshu.access.adapter import TooManyAttempts, authenticated
from zhongshu.access.fields import (
    TOKEN,
)
from zhongshu.access.guard import permissions_held
from zhongshu.access.http import Request, anyone, aware
from zhongshu.access.listing import ListQuery, page
from zhongshu.access.models import User
from zhongshu.access.schemas import sessions as shapes
from zhongshu.kit import clock
from zhongshu.kit.http import REFUSALS, answer, problem, shown_once

router = Router(tags=["access"])
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@router.get("/session", response=shapes.Session, auth=[anyone])
def get_session(request: HttpRequest) -> HttpResponse:
    """Tell who is signed in, and the token that the next write must carry."""
    return answer(_session(request))


@router.post("/session", response={200: shapes.Session} | REFUSALS, auth=[anyone])
def sign_in(request: HttpRequest, body: shapes.SignIn) -> HttpResponse:
    """Begin a session; any session before it ends."""
    try:
        user = authenticated(request, username=body.username, password=body.password)
    except TooManyAttempts:
        refusal = problem(429, "access.too_many_attempts")
        refusal["Retry-After"] = "300"
        return refusal
    if user is None:
        trail.note_failed_sign_in(body.username)
        return problem(401, "access.sign_in_failed")
    login(request, user, backend=_BACKEND)
    services.note_sign_in(user, at=timezone.now())
    return answer(_session(request))


@router.delete("/session", response={204: None} | REFUSALS)
def sign_out(request: Request) -> HttpResponse:
    """End the session."""
    services.note_sign_out(request.user)
    logout(request)
    return HttpResponse(status=204)


@router.patch("/session/preferences", response={200: shapes.Session} | REFUSALS)
def set_preferences(request: Request, body: shapes.Preferences) -> HttpResponse:
    """Choose how the pages look and behave; it follows the account everywhere."""
    services.set_preferences(request.user, **body.model_dump(exclude_none=True))
    return answer(_session(request))


@router.post("/session/password", response={200: shapes.Session} | REFUSALS)
def change_password(request: Request, body: shapes.PasswordChange) -> HttpResponse:
    """Change one's own password; the other sessions end."""
    services.change_password(request.user, present=body.present, wanted=body.password)
    update_session_auth_hash(request, request.user)
    return answer(_session(request))


def _session(request: HttpRequest) -> dict[str, Any]:
    user = request.user if isinstance(request.user, User) else None
    logins = queries.demo_logins()
    return {
        "user": user and shapes.Viewer.from_orm(user).model_dump(),
        "csrf_token": get_token(request),
        "demo": None if logins is None else {"logins": logins},
        "permissions": permissions_held(user) if user else [],
        "server_date": clock.today(),
    }


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
