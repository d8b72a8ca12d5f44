"""The class, personal mark and retention of what signing in keeps: tables that are allauth's."""

from functools import partial

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.usersessions.models import UserSession

from zhongshu.access.models import User
from zhongshu.access.privacy.parts import part
from zhongshu.kit.declarations import declare
from zhongshu.kit.events import Marking
from zhongshu.kit.personal.sealing import marked

_BASIS = "contract: operation of the account"

declare(
    SocialAccount,
    retention="account",
    internal=("id", "user", "provider", "last_login", "date_joined"),
    sensitive=("uid", "extra_data"),
    personal=("user", "uid", "extra_data", "last_login", "date_joined"),
    basis=_BASIS,
)
declare(
    SocialToken,
    retention="account",
    internal=("id", "app", "account", "expires_at"),
    highly_sensitive=("token", "token_secret"),
    personal=("account",),
    basis=_BASIS,
    whose="account__user",
)
declare(
    Authenticator,
    retention="account",
    internal=("id", "user", "type", "created_at", "last_used_at"),
    highly_sensitive=("data",),
    personal=("user", "data", "created_at", "last_used_at"),
    basis=_BASIS,
)
declare(
    UserSession,
    retention="account",
    internal=("id", "user", "created_at", "last_seen_at"),
    sensitive=("ip", "user_agent"),
    highly_sensitive=("session_key", "data"),
    personal=("user", "created_at", "last_seen_at", "ip", "user_agent", "data"),
    basis=_BASIS,
)
declare(
    EmailAddress,
    retention="account",
    internal=("id", "user", "verified", "primary"),
    sensitive=("email",),
    personal=("user", "email"),
    basis=_BASIS,
)
declare(
    EmailConfirmation,
    retention="account",
    internal=("id", "email_address", "created", "sent"),
    highly_sensitive=("key",),
    personal=("email_address",),
    basis=_BASIS,
    whose="email_address__user",
)
# What a passkey is called is told; with what it is checked is a secret.
part(Authenticator, tells={"data": lambda row: {"name": row.data.get("name", "")}})


def about_signing_in(user: User) -> Marking:
    """What an event tells of an identity or a session of an account, marked as about its owner."""
    return partial(marked, names={"subject", "ip", "user_agent"}, subjects=(user.pk,))
