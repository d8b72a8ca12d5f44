"""Access over HTTP: each route reads its input, makes one call, and answers."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from ninja import Query, Router
from ninja.params import Query as InQuery

from zhongshu.access import auditing, authority, queries, schemas, services, trail, viewing
from zhongshu.access.adapter import TooManyAttempts, authenticated
from zhongshu.access.fields import (
    ACCOUNT,
    AUDIENCE,
    AUDIT_EVENT,
    GRANT,
    ROLE,
    SAVED_VIEW,
    SCOPE,
    TOKEN,
)
from zhongshu.access.guard import permissions_held
from zhongshu.access.http import Request, anyone
from zhongshu.access.listing import ListQuery, page
from zhongshu.access.models import User
from zhongshu.kit import clock
from zhongshu.kit.errors import BadInput
from zhongshu.kit.http import REFUSALS, VERSIONED, answer, expected_version, problem, shown_once

router = Router(tags=["access"])
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@router.get("/session", response=schemas.Session, auth=[anyone])
def get_session(request: HttpRequest) -> HttpResponse:
    """Tell who is signed in, and the token that the next write must carry."""
    return answer(_session(request))


@router.post("/session", response={200: schemas.Session} | REFUSALS, auth=[anyone])
def sign_in(request: HttpRequest, body: schemas.SignIn) -> HttpResponse:
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


@router.patch("/session/preferences", response={200: schemas.Session} | REFUSALS)
def set_preferences(request: Request, body: schemas.Preferences) -> HttpResponse:
    """Choose how the pages look and behave; it follows the account everywhere."""
    services.set_preferences(request.user, **body.model_dump(exclude_none=True))
    return answer(_session(request))


@router.post("/session/password", response={200: schemas.Session} | REFUSALS)
def change_password(request: Request, body: schemas.PasswordChange) -> HttpResponse:
    """Change one's own password; the other sessions end."""
    services.change_password(request.user, present=body.present, wanted=body.password)
    update_session_auth_hash(request, request.user)
    return answer(_session(request))


def _session(request: HttpRequest) -> dict[str, Any]:
    user = request.user if isinstance(request.user, User) else None
    logins = queries.demo_logins()
    return {
        "user": user and schemas.Viewer.from_orm(user).model_dump(),
        "csrf_token": get_token(request),
        "demo": None if logins is None else {"logins": logins},
        "permissions": permissions_held(user) if user else [],
        "server_date": clock.today(),
    }


@router.get("/tokens", response={200: schemas.TokenPage} | REFUSALS)
def list_tokens(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List one's own tokens."""
    return answer(page(request.user, TOKEN, queries.tokens(request.user), query))


@router.post("/tokens", response={201: schemas.IssuedToken} | REFUSALS)
@shown_once
def issue_token(request: Request, body: schemas.NewToken) -> HttpResponse:
    """Make a token; its secret is in this answer and nowhere else."""
    token, secret = services.issue_token(
        request.user, name=body.name, expires_at=_aware(body.expires_at), at=timezone.now()
    )
    return answer(queries.token_card(request.user, token) | {"secret": secret}, status=201)


@router.delete("/tokens/{uuid:token_id}", response={204: None} | REFUSALS)
def revoke_token(request: Request, token_id: UUID) -> HttpResponse:
    """Revoke one of one's own tokens."""
    token = queries.get_token(request.user, token_id)
    services.revoke_token(request.user, token=token, at=timezone.now())
    return HttpResponse(status=204)


@router.get("/roles", response={200: schemas.RolePage} | REFUSALS)
def list_roles(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List the roles."""
    return answer(page(request.user, ROLE, queries.roles(request.user), query))


@router.get("/roles/{uuid:role_id}", response={200: schemas.RoleDetail} | REFUSALS)
def get_role(request: Request, role_id: UUID) -> HttpResponse:
    """Show a role with its permissions."""
    role = queries.get_role(request.user, role_id)
    return answer(queries.role_card(request.user, role), version=role.version)


@router.post("/roles", response={201: schemas.RoleDetail} | REFUSALS)
def create_role(request: Request, body: schemas.NewRole) -> HttpResponse:
    """Make a role."""
    fields = body.model_dump() | {"permissions": frozenset(body.permissions)}
    role = services.create_role(request.user, **fields)
    return answer(queries.role_card(request.user, role), status=201, version=role.version)


@router.patch("/roles/{uuid:role_id}", response={200: schemas.RoleDetail} | REFUSALS)
def update_role(request: Request, role_id: UUID, body: schemas.RolePatch) -> HttpResponse:
    """Rename a role or change what it opens; it takes effect at once."""
    permissions = None if body.permissions is None else frozenset(body.permissions)
    role = services.update_role(
        request.user,
        role=queries.get_role(request.user, role_id),
        expected_version=expected_version(request),
        name=body.name,
        name_en=body.name_en,
        permissions=permissions,
    )
    return answer(queries.role_card(request.user, role), version=role.version)


@router.delete("/roles/{uuid:role_id}", response={204: None} | REFUSALS)
def delete_role(request: Request, role_id: UUID) -> HttpResponse:
    """Remove a role that nobody was given."""
    role = queries.get_role(request.user, role_id)
    services.delete_role(request.user, role=role, expected_version=expected_version(request))
    return HttpResponse(status=204)


@router.get("/roles/{uuid:role_id}/effect", response={200: schemas.RoleEffect} | REFUSALS)
def get_role_effect(
    request: Request,
    role_id: UUID,
    permission: Annotated[list[str], InQuery(default_factory=list, max_length=200)],
) -> HttpResponse:
    """Tell what it would mean if a role had exactly these permissions; nothing changes."""
    role = queries.get_managed_role(request.user, role_id)
    return answer({"changes": authority.role_effect(role, frozenset(permission))})


@router.get("/permissions", response={200: schemas.Permissions} | REFUSALS)
def list_permissions(request: Request) -> HttpResponse:
    """Name every permission, and those that the viewer holds over the whole company."""
    held = queries.held_over_company(request.user)
    return answer({"names": sorted(authority.known_permissions()), "held": sorted(held)})


@router.get("/scopes", response={200: schemas.ScopePage} | REFUSALS)
def list_scopes(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List the scopes over which one manages access."""
    return answer(page(request.user, SCOPE, queries.scopes(request.user), query))


@router.get("/access/holders", response={200: schemas.GrantPage} | REFUSALS)
def list_holders(
    request: Request, permission: str, scope_id: UUID, query: Query[ListQuery]
) -> HttpResponse:
    """List the grants by which somebody may do something in a scope today."""
    scope = queries.get_scope(request.user, scope_id)
    return answer(page(request.user, GRANT, authority.holders(permission, scope), query))


@router.get("/access/explanation", response={200: schemas.Explanation} | REFUSALS)
def explain_access(
    request: Request, user_id: UUID, permission: str, scope_id: UUID
) -> HttpResponse:
    """Tell whether a user may do something in a scope, and by which grants."""
    scope = queries.get_scope(request.user, scope_id)
    user = queries.get_account(request.user, user_id)
    return answer(authority.explanation(user, permission, scope, at=timezone.now()))


@router.get("/grants", response={200: schemas.GrantPage} | REFUSALS)
def list_grants(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List one's own grants, and those over what one manages."""
    return answer(page(request.user, GRANT, queries.grants(request.user), query))


@router.post("/grants", response={201: schemas.Grant} | REFUSALS)
def grant_role(request: Request, body: schemas.NewGrant) -> HttpResponse:
    """Let a user hold a role over a scope."""
    grant = services.grant_role(
        request.user,
        scope=queries.get_scope(request.user, body.scope_id),
        user=queries.get_account(request.user, body.user_id),
        role=queries.get_role(request.user, body.role_id),
        valid_from=body.valid_from and _aware(body.valid_from),
        valid_to=body.valid_to and _aware(body.valid_to),
    )
    return answer(queries.grant_card(request.user, grant), status=201)


@router.patch("/grants/{uuid:grant_id}", response={200: schemas.Grant} | REFUSALS)
def change_grant(request: Request, grant_id: UUID, body: schemas.GrantPatch) -> HttpResponse:
    """Let a grant begin or end at other moments."""
    grant = services.change_grant(
        request.user,
        grant=queries.get_grant(request.user, grant_id),
        expected_version=expected_version(request),
        valid_from=body.valid_from and _aware(body.valid_from),
        valid_to=body.valid_to and _aware(body.valid_to),
    )
    return answer(queries.grant_card(request.user, grant), version=grant.version)


@router.delete("/grants/{uuid:grant_id}", response={204: None} | REFUSALS)
def revoke_grant(request: Request, grant_id: UUID) -> HttpResponse:
    """Take a role over a scope away."""
    services.revoke_grant(request.user, grant=queries.get_grant(request.user, grant_id))
    return HttpResponse(status=204)


@router.get("/accounts", response={200: schemas.AccountPage} | REFUSALS)
def list_accounts(
    request: Request, query: Query[ListQuery], q: Annotated[str, InQuery(max_length=100)] = ""
) -> HttpResponse:
    """List the accounts that one manages, or one's own; ``q`` is looked for in their names."""
    return answer(page(request.user, ACCOUNT, queries.accounts_like(request.user, q), query))


@router.post("/accounts", response={201: schemas.Account} | REFUSALS)
def create_account(request: Request, body: schemas.NewAccount) -> HttpResponse:
    """Make an account."""
    user = services.create_account(request.user, **body.model_dump())
    return answer(queries.account_card(user), status=201, version=user.version)


@router.patch("/accounts/{uuid:user_id}", response={200: schemas.Account} | REFUSALS)
def set_account_active(request: Request, user_id: UUID, body: schemas.AccountPatch) -> HttpResponse:
    """Open or close an account."""
    user = services.set_account_active(
        request.user,
        user=queries.get_account(request.user, user_id),
        is_active=body.is_active,
        expected_version=expected_version(request),
    )
    return answer(queries.account_card(user), version=user.version)


@router.post(
    "/accounts/{uuid:user_id}/password",
    response={200: schemas.OneTimePassword} | REFUSALS,
    openapi_extra=VERSIONED,
)
@shown_once
def reset_password(request: Request, user_id: UUID) -> HttpResponse:
    """Give an account another password, which is in this answer and nowhere else."""
    password = services.reset_password(
        request.user,
        user=queries.get_account(request.user, user_id),
        expected_version=expected_version(request),
    )
    return answer({"password": password})


@router.get("/views", response={200: schemas.ViewPage} | REFUSALS)
def list_views(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List one's own views, and those shared with one."""
    found = page(request.user, SAVED_VIEW, viewing.views_in_view(request.user), query)
    return answer(found | {"items": viewing.complete(request.user, found["items"])})


@router.post("/views", response={201: schemas.View} | REFUSALS)
def save_view(request: Request, body: schemas.NewView) -> HttpResponse:
    """Keep a way of looking at a page."""
    view = services.save_view(request.user, **body.model_dump())
    return answer(viewing.view_card(request.user, view), status=201, version=view.version)


@router.get("/views/audiences", response={200: schemas.AudiencePage} | REFUSALS)
def list_audiences(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List the company and the units with which one may share views."""
    return answer(page(request.user, AUDIENCE, viewing.audiences(request.user), query))


@router.get("/views/{uuid:view_id}", response={200: schemas.View} | REFUSALS)
def get_view(request: Request, view_id: UUID) -> HttpResponse:
    """Show one view."""
    view = queries.get_view(request.user, view_id)
    return answer(viewing.view_card(request.user, view), version=view.version)


@router.patch("/views/{uuid:view_id}", response={200: schemas.View} | REFUSALS)
def update_view(request: Request, view_id: UUID, body: schemas.ViewPatch) -> HttpResponse:
    """Rename a view or change what it holds."""
    view = services.update_view(
        request.user,
        view=queries.get_view(request.user, view_id),
        expected_version=expected_version(request),
        **body.model_dump(exclude_unset=True),
    )
    return answer(viewing.view_card(request.user, view), version=view.version)


@router.delete("/views/{uuid:view_id}", response={204: None} | REFUSALS)
def delete_view(request: Request, view_id: UUID) -> HttpResponse:
    """Remove a view."""
    view = queries.get_view(request.user, view_id)
    services.delete_view(request.user, view=view, expected_version=expected_version(request))
    return HttpResponse(status=204)


@router.put("/views/{uuid:view_id}/audience", response={200: schemas.View} | REFUSALS)
def share_view(request: Request, view_id: UUID, body: schemas.ViewShare) -> HttpResponse:
    """Share a view with the company or a unit."""
    view = services.share_view(
        request.user,
        view=queries.get_view(request.user, view_id),
        scope=queries.get_audience(request.user, body.scope_id),
        expected_version=expected_version(request),
    )
    return answer(viewing.view_card(request.user, view), version=view.version)


@router.delete("/views/{uuid:view_id}/audience", response={200: schemas.View} | REFUSALS)
def unshare_view(request: Request, view_id: UUID) -> HttpResponse:
    """Give a shared view back to its owner alone."""
    view = services.unshare_view(
        request.user,
        view=queries.get_view(request.user, view_id),
        expected_version=expected_version(request),
    )
    return answer(viewing.view_card(request.user, view), version=view.version)


@router.put("/views/{uuid:view_id}/default", response={200: schemas.View} | REFUSALS)
def open_with_view(request: Request, view_id: UUID) -> HttpResponse:
    """Let the page open with this view for oneself."""
    view = queries.get_view(request.user, view_id)
    services.set_default_view(request.user, view=view, is_default=True)
    return answer(viewing.view_card(request.user, view), version=view.version)


@router.delete("/views/{uuid:view_id}/default", response={200: schemas.View} | REFUSALS)
def open_plain(request: Request, view_id: UUID) -> HttpResponse:
    """Let the page open without this view again."""
    view = queries.get_view(request.user, view_id)
    services.set_default_view(request.user, view=view, is_default=False)
    return answer(viewing.view_card(request.user, view), version=view.version)


@router.get("/audit/events", response={200: schemas.AuditPage} | REFUSALS)
def list_audit_events(request: Request, query: Query[schemas.AuditQuery]) -> HttpResponse:
    """List what happened, with of each payload what one may read; the reading is recorded."""
    rows = auditing.events_in_view(request.user)
    if query.field:
        rows = rows.filter(auditing.telling_of(query.field))
    found = page(request.user, AUDIT_EVENT, rows, query)
    return answer(found | {"items": auditing.complete(request.user, found["items"])})


@router.get("/audit/events/{uuid:event_id}/proof", response={200: schemas.AuditProof} | REFUSALS)
def prove_audit_event(request: Request, event_id: UUID) -> HttpResponse:
    """Show the path from an event to a sealed root."""
    return answer(auditing.proof(request.user, event_id))


@router.get("/audit/sights", response={200: schemas.SightPage} | REFUSALS)
def list_sights(request: Request, query: Query[schemas.SightQuery]) -> HttpResponse:
    """Tell who was shown a field, a row or anything at all between two moments."""
    return answer(auditing.sights(request.user, **query.model_dump()))


@router.get("/audit/state", response={200: schemas.AuditState} | REFUSALS)
def get_audit_state(request: Request) -> HttpResponse:
    """Tell how far the trail is sealed and signed."""
    return answer(auditing.state(request.user))


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise BadInput("write the time zone, as in 2026-12-31T00:00:00Z")
    return moment
