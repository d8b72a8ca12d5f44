"""What may be read about accounts, roles, grants and tokens."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from zhongshu.access import viewing
from zhongshu.access.fields import ACCOUNT, GRANT, ROLE, TOKEN
from zhongshu.access.guard import company, is_allowed, permissions_over
from zhongshu.access.models import (
    Actor,
    ApiToken,
    Grant,
    Role,
    SavedView,
    Scope,
    System,
    User,
    scopes_allowed,
)
from zhongshu.access.resources import decided_on, present
from zhongshu.kit.search_keys import search_key, wanted_parts
from zhongshu.kit.standing import Standing

MANAGE = "access.manage"
MANAGE_ACCOUNTS = "access.manage_accounts"
# Far more than anybody reads, and fewer than a statement can name.
_NAMES = 5_000

Belonging = Callable[[Standing], QuerySet[Any, Any]]
_BELONGING: list[Belonging] = []


def accounts(actor: Actor) -> QuerySet[User]:
    """Every account, for those who manage access to the company, or its accounts.

    Who manages access to a part of it sees the accounts that hold a role there and those of
    the people who belong there; everybody sees their own.
    """
    if isinstance(actor, System) or is_allowed(actor, MANAGE, None):
        return User.objects.all()
    if is_allowed(actor, MANAGE_ACCOUNTS, None):
        return User.objects.all()
    managed = scopes_allowed(actor, MANAGE)
    here = Q(pk=actor.pk) | Q(
        pk__in=Grant.objects.standing().filter(scope__in=managed).values("user")
    )
    return User.objects.filter(here | belonging_to(managed))


def belonging_to(scopes: Standing) -> Q:
    """The condition on accounts that their people belong to scopes."""
    here = Q(pk__in=[])
    for belonging in _BELONGING:
        here |= Q(pk__in=belonging(scopes))
    return here


def register_belonging(belonging: Belonging) -> None:
    """Tell which accounts belong to scopes; called by the domain that knows when it starts."""
    _BELONGING.append(belonging)


def accounts_like(actor: Actor, text: str) -> QuerySet[User]:
    """The accounts in view that are found by a text: name, its pinyin, sign-in name or address."""
    found, text = accounts(actor), text.strip()
    if not text:
        return found
    words = Q(username__icontains=text) | Q(name__icontains=text)
    if all(said.is_readable for said in decided_on(actor, ACCOUNT, "email", found)):
        words |= Q(email__icontains=text)
    if text.isascii() and (parts := wanted_parts(text)):
        names = found.order_by().values_list("name", flat=True).distinct()
        words |= Q(name__in=[name for name in names if _sounds_like(name, parts)][:_NAMES])
    return found.filter(words)


def _sounds_like(name: str, parts: list[str]) -> bool:
    key = search_key(name)
    return all(part in key for part in parts)


def get_account(actor: Actor, user_id: UUID) -> User:
    """Return the account, or raise `Http404` if it is absent or out of sight."""
    return get_object_or_404(accounts(actor), pk=user_id)


def account_card(actor: Actor, user: User) -> dict[str, Any]:
    """One account as its resource shows it."""
    [card] = present(actor, ACCOUNT, User.objects.filter(pk=user.pk))
    return card


def roles(actor: Actor) -> QuerySet[Role]:
    """Every role, for those who can hand out any; else the roles that the actor holds."""
    if isinstance(actor, System) or scopes_allowed(actor, MANAGE).rows.exists():
        return Role.objects.all()
    return Role.objects.filter(pk__in=Grant.objects.used_by(actor.pk).values("role"))


def get_role(actor: Actor, role_id: UUID) -> Role:
    """Return the role, or raise `Http404` if it is absent or out of sight."""
    return get_object_or_404(roles(actor), pk=role_id)


def get_managed_role(actor: Actor, role_id: UUID) -> Role:
    """Return the role, or raise `Http404` unless the actor manages access to the company."""
    managed = roles(actor) if is_allowed(actor, MANAGE, None) else Role.objects.none()
    return get_object_or_404(managed, pk=role_id)


def role_card(actor: Actor, role: Role) -> dict[str, Any]:
    """One role as its resource shows it, with the permissions it carries."""
    [card] = present(actor, ROLE, Role.objects.filter(pk=role.pk))
    held = role.permissions.order_by("permission").values_list("permission", flat=True)
    return card | {"permissions": list(held)}


def grants(actor: Actor) -> QuerySet[Grant]:
    """The grants over what the actor manages, and the actor's own.

    Where the glass was broken stays to be reviewed, also over what was deleted since.
    """
    rows = Grant.objects.filter(Q(scope__is_gone=False) | Q(kind=Grant.Kind.BREAK_GLASS))
    if isinstance(actor, System):
        return rows
    here = Q(scope__in=scopes_allowed(actor, MANAGE))
    return rows.filter(here | Q(user=actor))


def get_grant(actor: Actor, grant_id: UUID) -> Grant:
    """Return the grant, or raise `Http404` if it is absent or out of sight."""
    return get_object_or_404(grants(actor).select_related("role", "scope"), pk=grant_id)


def grant_card(actor: Actor, grant: Grant) -> dict[str, Any]:
    """One grant as its resource shows it."""
    [card] = present(actor, GRANT, Grant.objects.filter(pk=grant.pk))
    return card


def scopes(actor: Actor) -> QuerySet[Scope]:
    """The scopes over which the actor manages access, to choose from."""
    if isinstance(actor, System):
        return Scope.objects.standing()
    return Scope.objects.standing().filter(pk__in=scopes_allowed(actor, MANAGE))


def get_scope(actor: Actor, scope_id: UUID, permission: str = MANAGE) -> Scope:
    """Return a scope over which the actor holds a permission, or raise `Http404`."""
    rows = Scope.objects.all()
    if not isinstance(actor, System):
        rows = rows.filter(pk__in=scopes_allowed(actor, permission))
    return get_object_or_404(rows, pk=scope_id)


def held_over_company(actor: Actor) -> frozenset[str]:
    """The permissions that the actor holds over the whole company."""
    return frozenset(permissions_over(actor, company().pk))


def tokens(actor: User) -> QuerySet[ApiToken]:
    """The actor's own tokens that were not revoked."""
    return ApiToken.objects.filter(user=actor, revoked_at=None)


def get_token(actor: User, token_id: UUID) -> ApiToken:
    """Return the actor's token, or raise `Http404`."""
    return get_object_or_404(tokens(actor), pk=token_id)


def token_card(actor: User, token: ApiToken) -> dict[str, Any]:
    """One token as its resource shows it; never its secret."""
    [card] = present(actor, TOKEN, ApiToken.objects.filter(pk=token.pk))
    return card


def get_view(actor: Actor, view_id: UUID) -> SavedView:
    """Return the view, or raise `Http404` if it is absent or neither own nor shared."""
    return get_object_or_404(viewing.views_in_view(actor).select_related("shared_with"), pk=view_id)


def get_audience(actor: Actor, scope_id: UUID) -> Scope:
    """Return the scope, or raise `Http404` if the actor may not share views with it."""
    return get_object_or_404(viewing.audiences(actor), pk=scope_id)


def demo_logins() -> list[dict[str, str]] | None:
    """The logins of the demo company, which the demo shows to everyone; None elsewhere."""
    file = settings.HOME / "demo-logins.json"
    if not settings.DEMO or not file.is_file():
        return None
    logins: list[dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    return logins
