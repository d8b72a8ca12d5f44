"""What access can be asked to do."""

from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from zhongshu.access import queries, tokens, viewing
from zhongshu.access.guard import is_allowed, own, requires
from zhongshu.access.models import (
    Actor,
    ApiToken,
    DefaultView,
    Grant,
    Role,
    RolePermission,
    SavedView,
    Scope,
    User,
)
from zhongshu.access.scopes import make_scope
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.http import refuse_stale


class PasswordRefused(BadInput):
    """The password breaks the rules; ``rules`` names each that it breaks."""

    code = "access.password_refused"


class WrongPassword(BadInput):
    """The present password was not given."""

    code = "access.wrong_password"


class UsernameTaken(DomainError):
    """Another account has this name."""

    code = "access.username_taken"


class AlreadyGranted(DomainError):
    """The user holds this role over this scope already."""

    code = "access.already_granted"


class BeyondOwnRights(DomainError):
    """Nobody can hand out a permission that they do not hold over the same scope."""

    code = "access.beyond_own_rights"
    status = 403


class LastAdministrator(DomainError):
    """Somebody must remain who can manage access to the whole company."""

    code = "access.last_administrator"


class CompanyExists(DomainError):
    """There is one company, and it is there already."""

    code = "access.company_exists"


@requires("access.manage", on=None)
@transaction.atomic
def found_company(actor: Actor, *, name: str) -> Scope:
    """Make the scope below which everything else hangs: the first act of an installation."""
    if Scope.objects.filter(kind=Scope.Kind.COMPANY).exists():
        raise CompanyExists(name)
    scope = make_scope(Scope.Kind.COMPANY, name, parents=[])
    events.record("access.company_founded", actor=actor, subject=scope, after={"label": name})
    return scope


@requires("access.manage", on=None)
@transaction.atomic
def define_role(
    actor: Actor, *, code: str, name: str, name_en: str, permissions: frozenset[str]
) -> Role:
    """Make a role, or give a role with this code another name and other permissions."""
    role = Role.objects.select_for_update().filter(code=code).first() or Role(code=code, version=0)
    before = _role_state(role) if role.version else None
    role.name, role.name_en = name, name_en
    role.version += 1
    role.save()
    role.permissions.exclude(permission__in=permissions).delete()
    RolePermission.objects.bulk_create(
        [RolePermission(role=role, permission=permission) for permission in sorted(permissions)],
        ignore_conflicts=True,
    )
    events.record(
        "access.role_defined", actor=actor, subject=role, before=before, after=_role_state(role)
    )
    return role


def _role_state(role: Role) -> dict[str, Any]:
    held = role.permissions.order_by("permission").values_list("permission", flat=True)
    return {"name": role.name, "name_en": role.name_en, "permissions": list(held)}


@requires("access.manage", on=None)
@transaction.atomic
def create_account(
    actor: Actor, *, username: str, name: str, email: str = "", password: str | None = None
) -> User:
    """Make an account. Without a password it can only sign in another way."""
    user = User(username=username, name=name, email=email)
    if password is not None:
        _refuse_password(password, user)
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise BadInput("; ".join(messages), field=field) from error
    if User.objects.filter(username__iexact=username).exists():
        raise UsernameTaken(username, field="username")
    user.set_password(password)
    user.save(force_insert=True)
    after = {"username": username, "name": name, "email": email}
    events.record("access.account_created", actor=actor, subject=user, after=after)
    return user


@requires("access.manage", on=None)
@transaction.atomic
def set_account_active(
    actor: Actor, *, user: User, is_active: bool, expected_version: int | None
) -> User:
    """Open or close an account; closing ends its sessions and revokes nothing for good.

    Sessions and tokens of a closed account count for nothing from this moment on.
    """
    user = _locked_user(user, expected_version)
    before = {"is_active": user.is_active}
    user.is_active = is_active
    user.version += 1
    user.save(update_fields=["is_active", "version", "updated_at"])
    _refuse_to_lock_everyone_out()
    kind = "access.account_opened" if is_active else "access.account_closed"
    events.record(kind, actor=actor, subject=user, before=before, after={"is_active": is_active})
    return user


def _locked_user(user: User, expected_version: int | None) -> User:
    row = User.objects.select_for_update().get(pk=user.pk)
    refuse_stale(row.version, expected=expected_version, current=lambda: queries.account_card(row))
    return row


@requires("access.manage", on="scope")
@transaction.atomic
def grant_role(
    actor: Actor,
    *,
    user: User,
    role: Role,
    scope: Scope,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
) -> Grant:
    """Let a user hold a role over a scope and all below it, for a time or for good.

    What is handed out must be held: else whoever manages one unit could make themselves more.
    """
    if valid_from and valid_to and valid_to <= valid_from:
        raise BadInput("the grant ends before it begins", field="valid_to")
    _refuse_beyond_own(actor, role, scope)
    try:
        with transaction.atomic():
            grant = Grant.objects.create(
                user=user, role=role, scope=scope, valid_from=valid_from, valid_to=valid_to
            )
    except IntegrityError as error:
        raise AlreadyGranted(f"{user.username} {role.code}", field="role_id") from error
    events.record("access.role_granted", actor=actor, subject=grant, after=_grant_state(grant))
    return grant


@requires("access.manage", on="grant")
@transaction.atomic
def revoke_grant(actor: Actor, *, grant: Grant) -> None:
    """Take a role over a scope away from a user, at once."""
    _refuse_beyond_own(actor, grant.role, grant.scope)
    before = _grant_state(grant)
    Grant.objects.filter(pk=grant.pk).delete()
    _refuse_to_lock_everyone_out()
    events.record("access.grant_revoked", actor=actor, subject=grant, before=before)


def _refuse_beyond_own(actor: Actor, role: Role, scope: Scope) -> None:
    permissions = role.permissions.order_by("permission").values_list("permission", flat=True)
    missing = [one for one in permissions if not is_allowed(actor, one, scope)]
    if missing:
        raise BeyondOwnRights(", ".join(missing), permissions=missing)


def _refuse_to_lock_everyone_out() -> None:
    company = Scope.objects.filter(kind=Scope.Kind.COMPANY)
    able = Grant.objects.in_force().filter(
        scope__in=company, role__permissions__permission="access.manage"
    )
    if not able.exists():
        raise LastAdministrator("give another account the role of administrator first")


def _grant_state(grant: Grant) -> dict[str, Any]:
    return {
        "user_id": str(grant.user_id),
        "role": grant.role.code,
        "scope_id": str(grant.scope_id),
        "valid_from": grant.valid_from.isoformat() if grant.valid_from else None,
        "valid_to": grant.valid_to.isoformat() if grant.valid_to else None,
    }


@own
@transaction.atomic
def issue_token(
    actor: User, *, name: str, expires_at: datetime, at: datetime
) -> tuple[ApiToken, str]:
    """Make a token with which a program acts as the actor; the secret is returned this once."""
    if not at < expires_at <= at + tokens.LONGEST:
        raise BadInput(
            f"a token expires within {tokens.LONGEST.days} days from now",
            field="expires_at",
            most_days=tokens.LONGEST.days,
        )
    secret = tokens.new_secret()
    token = ApiToken.objects.create(
        user=actor,
        name=name,
        prefix=secret[: tokens.SHOWN_LENGTH],
        digest=tokens.digest(secret),
        expires_at=expires_at,
    )
    after = {"name": name, "prefix": token.prefix, "expires_at": expires_at.isoformat()}
    events.record("access.token_issued", actor=actor, subject=token, after=after)
    return token, secret


@own
@transaction.atomic
def revoke_token(actor: User, *, token: ApiToken, at: datetime) -> None:
    """Make one of the actor's tokens worthless, at once and for good."""
    ApiToken.objects.filter(pk=token.pk).update(revoked_at=at)
    events.record(
        "access.token_revoked", actor=actor, subject=token, after={"revoked_at": at.isoformat()}
    )


@own
@transaction.atomic
def change_password(actor: User, *, present: str, wanted: str) -> None:
    """Give the actor another password, which ends the actor's other sessions."""
    if not actor.check_password(present):
        raise WrongPassword("the present password is another one", field="present")
    _refuse_password(wanted, actor)
    actor.set_password(wanted)
    actor.save(update_fields=["password", "updated_at"])
    events.record("access.password_changed", actor=actor, subject=actor)


def _refuse_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        broken = [one.code for one in error.error_list]
        raise PasswordRefused(" ".join(error.messages), field="password", rules=broken) from error


@own
@transaction.atomic
def set_preferences(actor: User, *, language: str | None = None, theme: str | None = None) -> User:
    """Choose the actor's language and theme; what is None stays."""
    before = {"language": actor.language, "theme": actor.theme}
    actor.language = language or actor.language
    actor.theme = theme or actor.theme
    actor.save(update_fields=["language", "theme", "updated_at"])
    after = {"language": actor.language, "theme": actor.theme}
    events.record("access.preferences_set", actor=actor, subject=actor, before=before, after=after)
    return actor


@own
@transaction.atomic
def note_sign_in(actor: User, *, at: datetime) -> None:
    """Note that the actor signed in."""
    User.objects.filter(pk=actor.pk).update(last_login=at)
    events.record("access.signed_in", actor=actor, subject=actor)


@own
@transaction.atomic
def note_sign_out(actor: User) -> None:
    """Note that the actor signed out."""
    events.record("access.signed_out", actor=actor, subject=actor)


@own
@transaction.atomic
def save_view(actor: User, *, page: str, name: str, definition: dict[str, Any]) -> SavedView:
    """Keep a way of looking at a page, for the actor alone."""
    viewing.check_definition(actor, page, definition)
    view = SavedView(owner=actor, page=page, name=name, definition=definition)
    viewing.store(view)
    events.record("access.view_saved", actor=actor, subject=view, after=viewing.state(view))
    return view


@own
@transaction.atomic
def update_view(
    actor: User,
    *,
    view: SavedView,
    expected_version: int | None,
    name: str | None = None,
    definition: dict[str, Any] | None = None,
) -> SavedView:
    """Rename a view or change what it holds, one's own or a shared one."""
    view = viewing.locked_view(actor, view, expected_version)
    viewing.check_may_edit(actor, view)
    before = viewing.state(view)
    view.name = name or view.name
    if definition is not None:
        viewing.refuse_partly_hidden(actor, view)
        viewing.check_definition(actor, view.page, definition)
        view.definition = definition
    return _record_view("access.view_updated", actor, view, before)


@requires("access.share_views", on="scope")
@transaction.atomic
def share_view(
    actor: User, *, view: SavedView, scope: Scope, expected_version: int | None
) -> SavedView:
    """Show a view to everyone whose authority touches a scope."""
    view = viewing.locked_view(actor, view, expected_version)
    viewing.check_may_edit(actor, view)
    before = viewing.state(view)
    view.shared_with = scope
    return _record_view("access.view_shared", actor, view, before)


@own
@transaction.atomic
def unshare_view(actor: User, *, view: SavedView, expected_version: int | None) -> SavedView:
    """Give a shared view back to its owner alone."""
    view = viewing.locked_view(actor, view, expected_version)
    if view.owner_id != actor.pk:
        viewing.check_may_edit(actor, view)
    before = viewing.state(view)
    view.shared_with = None
    return _record_view("access.view_unshared", actor, view, before)


def _record_view(kind: str, actor: User, view: SavedView, before: dict[str, Any]) -> SavedView:
    view.version += 1
    viewing.store(view)
    events.record(kind, actor=actor, subject=view, before=before, after=viewing.state(view))
    return view


@own
@transaction.atomic
def delete_view(actor: User, *, view: SavedView, expected_version: int | None) -> None:
    """Remove a view; whoever opened the page with it opens it plain again."""
    view = viewing.locked_view(actor, view, expected_version)
    if view.owner_id != actor.pk:
        viewing.check_may_edit(actor, view)
    events.record("access.view_deleted", actor=actor, subject=view, before=viewing.state(view))
    view.delete()


@own
@transaction.atomic
def set_default_view(actor: User, *, view: SavedView, is_default: bool) -> None:
    """Let the page of a view open with it for the actor, or plain again."""
    defaults = DefaultView.objects.filter(user=actor, page=view.page)
    if is_default:
        defaults.update_or_create(user=actor, page=view.page, defaults={"view": view})
    else:
        defaults.filter(view=view).delete()
    events.record(
        "access.default_view_set", actor=actor, subject=view, after={"is_default": is_default}
    )
