"""Accounts, roles and grants over HTTP, and why somebody may do what."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router
from ninja.params import Query as InQuery

from zhongshu.access import authority, queries, services
from zhongshu.access.fields import (
    ACCOUNT,
    GRANT,
    ROLE,
    SCOPE,
)
from zhongshu.access.http import Request, aware
from zhongshu.access.listing import ListQuery, page
from zhongshu.access.schemas import rights as shapes
from zhongshu.kit.http import REFUSALS, VERSIONED, answer, expected_version, shown_once

router = Router(tags=["access"], by_alias=True)


@router.get("/roles", response={200: shapes.RolePage} | REFUSALS)
def list_roles(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List the roles."""
    return answer(page(request.user, ROLE, queries.roles(request.user), query))


@router.get("/roles/{uuid:role_id}", response={200: shapes.RoleDetail} | REFUSALS)
def get_role(request: Request, role_id: UUID) -> HttpResponse:
    """Show a role with its permissions."""
    role = queries.get_role(request.user, role_id)
    return answer(queries.role_card(request.user, role), version=role.version)


@router.post("/roles", response={201: shapes.RoleDetail} | REFUSALS)
def create_role(request: Request, body: shapes.NewRole) -> HttpResponse:
    """Make a role."""
    fields = body.model_dump() | {"permissions": frozenset(body.permissions)}
    role = services.create_role(request.user, **fields)
    return answer(queries.role_card(request.user, role), status=201, version=role.version)


@router.patch("/roles/{uuid:role_id}", response={200: shapes.RoleDetail} | REFUSALS)
def update_role(request: Request, role_id: UUID, body: shapes.RolePatch) -> HttpResponse:
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


@router.post(
    "/roles/{uuid:role_id}/confirmation",
    response={200: shapes.RoleDetail} | REFUSALS,
    openapi_extra=VERSIONED,
)
def confirm_role_change(request: Request, role_id: UUID) -> HttpResponse:
    """Let a role carry what somebody else added to it."""
    role = services.confirm_role_change(
        request.user,
        role=queries.get_managed_role(request.user, role_id),
        expected_version=expected_version(request),
    )
    return answer(queries.role_card(request.user, role), version=role.version)


@router.delete(
    "/roles/{uuid:role_id}/confirmation",
    response={200: shapes.RoleDetail} | REFUSALS,
    openapi_extra=VERSIONED,
)
def decline_role_change(request: Request, role_id: UUID) -> HttpResponse:
    """Turn down, or take back, what was added to a role and waits."""
    role = services.decline_role_change(
        request.user,
        role=queries.get_managed_role(request.user, role_id),
        expected_version=expected_version(request),
    )
    return answer(queries.role_card(request.user, role), version=role.version)


@router.delete("/roles/{uuid:role_id}", response={204: None} | REFUSALS)
def delete_role(request: Request, role_id: UUID) -> HttpResponse:
    """Remove a role that nobody was given."""
    role = queries.get_role(request.user, role_id)
    services.delete_role(request.user, role=role, expected_version=expected_version(request))
    return HttpResponse(status=204)


@router.get("/roles/{uuid:role_id}/effect", response={200: shapes.RoleEffect} | REFUSALS)
def get_role_effect(
    request: Request,
    role_id: UUID,
    permission: Annotated[list[str], InQuery(default_factory=list, max_length=200)],
) -> HttpResponse:
    """Tell what it would mean if a role had exactly these permissions; nothing changes."""
    role = queries.get_managed_role(request.user, role_id)
    return answer({"changes": authority.role_effect(request.user, role, frozenset(permission))})


@router.get("/permissions", response={200: shapes.Permissions} | REFUSALS)
def list_permissions(request: Request) -> HttpResponse:
    """Name every permission, and those that the viewer holds over the whole company."""
    held = queries.held_over_company(request.user)
    return answer({"names": sorted(authority.known_permissions()), "held": sorted(held)})


@router.get("/scopes", response={200: shapes.ScopePage} | REFUSALS)
def list_scopes(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List the scopes over which one manages access."""
    return answer(page(request.user, SCOPE, queries.scopes(request.user), query))


@router.get("/access/holders", response={200: shapes.GrantPage} | REFUSALS)
def list_holders(
    request: Request, permission: str, scope_id: UUID, query: Query[ListQuery]
) -> HttpResponse:
    """List the grants by which somebody may do something in a scope today."""
    scope = queries.get_scope(request.user, scope_id)
    return answer(page(request.user, GRANT, authority.holders(permission, scope), query))


@router.get("/access/explanation", response={200: shapes.Explanation} | REFUSALS)
def explain_access(
    request: Request, user_id: UUID, permission: str, scope_id: UUID
) -> HttpResponse:
    """Tell whether a user may do something in a scope, and by which grants."""
    scope = queries.get_scope(request.user, scope_id)
    user = queries.get_account(request.user, user_id)
    return answer(authority.explanation(request.user, user, permission, scope, at=timezone.now()))


@router.get("/grants", response={200: shapes.GrantPage} | REFUSALS)
def list_grants(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List one's own grants, and those over what one manages."""
    return answer(page(request.user, GRANT, queries.grants(request.user), query))


@router.post("/grants", response={201: shapes.Grant} | REFUSALS)
def grant_role(request: Request, body: shapes.NewGrant) -> HttpResponse:
    """Let a user hold a role over a scope, at once or once another person has confirmed it."""
    grant = services.grant_role(
        request.user,
        scope=queries.get_scope(request.user, body.scope_id),
        user=queries.get_account(request.user, body.user_id),
        role=queries.get_role(request.user, body.role_id),
        valid_from=body.valid_from and aware(body.valid_from),
        valid_to=body.valid_to and aware(body.valid_to),
    )
    return answer(queries.grant_card(request.user, grant), status=201)


@router.patch("/grants/{uuid:grant_id}", response={200: shapes.Grant} | REFUSALS)
def change_grant(request: Request, grant_id: UUID, body: shapes.GrantPatch) -> HttpResponse:
    """Let a grant begin or end at other moments."""
    grant = services.change_grant(
        request.user,
        grant=queries.get_grant(request.user, grant_id),
        expected_version=expected_version(request),
        valid_from=body.valid_from and aware(body.valid_from),
        valid_to=body.valid_to and aware(body.valid_to),
    )
    return answer(queries.grant_card(request.user, grant), version=grant.version)


@router.post("/grants/{uuid:grant_id}/confirmation", response={200: shapes.Grant} | REFUSALS)
def confirm_grant(request: Request, grant_id: UUID) -> HttpResponse:
    """Let a role that somebody else gave count from now on."""
    grant = services.confirm_grant(
        request.user, grant=queries.get_grant(request.user, grant_id), at=timezone.now()
    )
    return answer(queries.grant_card(request.user, grant), version=grant.version)


@router.delete("/grants/{uuid:grant_id}", response={204: None} | REFUSALS)
def revoke_grant(request: Request, grant_id: UUID) -> HttpResponse:
    """Take a role over a scope away."""
    services.revoke_grant(request.user, grant=queries.get_grant(request.user, grant_id))
    return HttpResponse(status=204)


@router.get("/accounts", response={200: shapes.AccountPage} | REFUSALS)
def list_accounts(
    request: Request, query: Query[ListQuery], q: Annotated[str, InQuery(max_length=100)] = ""
) -> HttpResponse:
    """List the accounts that one manages, or one's own; ``q`` is looked for in their names."""
    return answer(page(request.user, ACCOUNT, queries.accounts_like(request.user, q), query))


@router.post("/accounts", response={201: shapes.Account} | REFUSALS)
def create_account(request: Request, body: shapes.NewAccount) -> HttpResponse:
    """Make an account."""
    user = services.create_account(request.user, **body.model_dump())
    return answer(queries.account_card(request.user, user), status=201, version=user.version)


@router.patch("/accounts/{uuid:user_id}", response={200: shapes.Account} | REFUSALS)
def set_account_active(request: Request, user_id: UUID, body: shapes.AccountPatch) -> HttpResponse:
    """Open or close an account."""
    user = services.set_account_active(
        request.user,
        user=queries.get_account(request.user, user_id),
        is_active=body.is_active,
        expected_version=expected_version(request),
    )
    return answer(queries.account_card(request.user, user), version=user.version)


@router.post(
    "/accounts/{uuid:user_id}/password",
    response={200: shapes.OneTimePassword} | REFUSALS,
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
