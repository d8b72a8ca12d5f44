"""What can be done with accounts, by their owners and by those who manage access."""

from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from zhongshu.access import authority, queries
from zhongshu.access.guard import own, requires
from zhongshu.access.models import Actor, System, User
from zhongshu.access.passwords import new_password
from zhongshu.access.services.remaining import (
    BeyondOwnRights,
    refuse_to_lock_everyone_out,
)
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


@requires("access.manage_accounts", on=None)
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


@requires("access.manage_accounts", on=None)
@transaction.atomic
def reset_password(actor: Actor, *, user: User, expected_version: int | None) -> str:
    """Give an account a password that is told this once; its sessions end.

    Whoever knows a password can act as its owner, so the actor must hold all that the owner
    holds.
    """
    user = _locked_user(user, expected_version)
    if not isinstance(actor, System) and user.pk != actor.pk:
        missing = authority.beyond(actor, user)
        if missing:
            raise BeyondOwnRights(", ".join(missing), permissions=missing)
    password = new_password()
    user.set_password(password)
    user.version += 1
    user.save(update_fields=["password", "version", "updated_at"])
    events.record("access.password_reset", actor=actor, subject=user)
    return password


@requires("access.manage_accounts", on=None)
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
    refuse_to_lock_everyone_out()
    kind = "access.account_opened" if is_active else "access.account_closed"
    events.record(kind, actor=actor, subject=user, before=before, after={"is_active": is_active})
    return user


def _locked_user(user: User, expected_version: int | None) -> User:
    row = User.objects.select_for_update().get(pk=user.pk)
    refuse_stale(row.version, expected=expected_version, current=lambda: queries.account_card(row))
    return row


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
def set_preferences(actor: User, **chosen: Any) -> User:
    """Choose how the actor sees the pages; what is not named stays."""
    before = {"language": actor.language, "theme": actor.theme, **actor.preferences}
    after = before | chosen
    actor.preferences = dict(after)
    actor.language = actor.preferences.pop("language")
    actor.theme = actor.preferences.pop("theme")
    actor.save(update_fields=["language", "theme", "preferences", "updated_at"])
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
