"""What can be done with accounts, by their owners and by those who manage access."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from zhongshu.access import queries
from zhongshu.access.danger import dangerous
from zhongshu.access.fields import ACCOUNT
from zhongshu.access.guard import company, own, requires
from zhongshu.access.models import Actor, ApiToken, System, User
from zhongshu.access.passwords import new_password
from zhongshu.access.services.ending_glass import end_lost_glass
from zhongshu.access.services.remaining import refuse_beyond_own, refuse_to_lock_everyone_out
from zhongshu.access.signin import passwords, sessions
from zhongshu.access.writing import check_writes_over
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
@dangerous
@transaction.atomic
def create_account(
    actor: Actor, *, username: str, name: str, email: str = "", password: str | None = None
) -> User:
    """Make an account. Without a password it can only sign in another way.

    A password that somebody else chose is changed at the first sign-in.
    """
    if email and not isinstance(actor, System):
        check_writes_over(actor, ACCOUNT, company().pk, {"email": True})
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
    if password is None:
        user.set_unusable_password()
    else:
        passwords.give(user, password, at=timezone.now(), by_other=not isinstance(actor, System))
    user.save(force_insert=True)
    after = {"username": username, "name": name, "email": email}
    events.record("access.account_created", actor=actor, subject=user, after=after)
    return user


@requires("access.manage_accounts", on=None)
@dangerous
@transaction.atomic
def reset_password(actor: Actor, *, user: User, expected_version: int | None) -> str:
    """Give an account a password that is told this once; its sessions end, and its tokens.

    Its owner must change it at the next sign-in. Whoever knows a password can act as its owner,
    so the actor must hold all that the owner holds.
    """
    user = _locked_user(actor, user, expected_version)
    refuse_beyond_own(actor, user)
    password = new_password()
    now = timezone.now()
    passwords.give(user, password, at=now, by_other=True)
    user.version += 1
    user.save(update_fields=["version"])
    sessions.end_all(user)
    n_tokens = ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    events.record("access.password_reset", actor=actor, subject=user, n_tokens_revoked=n_tokens)
    return password


@requires("access.manage_accounts", on=None)
@dangerous
@transaction.atomic
def set_account_active(
    actor: Actor, *, user: User, is_active: bool, expected_version: int | None
) -> User:
    """Open or close an account; closing ends its sessions for good, and takes no grant away.

    Tokens of a closed account count for nothing until it is opened again.
    """
    user = _locked_user(actor, user, expected_version)
    before = {"is_active": user.is_active}
    user.is_active = is_active
    user.version += 1
    user.save(update_fields=["is_active", "version", "updated_at"])
    refuse_to_lock_everyone_out()
    if not is_active:
        sessions.end_all(user)
    kind = "access.account_opened" if is_active else "access.account_closed"
    events.record(kind, actor=actor, subject=user, before=before, after={"is_active": is_active})
    end_lost_glass(actor)
    return user


def _locked_user(actor: Actor, user: User, expected_version: int | None) -> User:
    row = User.objects.select_for_update().get(pk=user.pk)
    refuse_stale(
        row.version, expected=expected_version, current=lambda: queries.account_card(actor, row)
    )
    return row


@own
@transaction.atomic
def change_password(actor: User, *, present: str, wanted: str) -> None:
    """Give the actor another password, which ends the actor's other sessions."""
    if not actor.check_password(present):
        raise WrongPassword("the present password is another one", field="present")
    _refuse_password(wanted, actor)
    if present == wanted:
        raise PasswordRefused(
            "the password is the present one", field="password", rules=["password_used_before"]
        )
    passwords.give(actor, wanted, at=timezone.now())
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
