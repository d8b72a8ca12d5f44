"""What can be done with the tokens by which programs sign in."""

from datetime import datetime

from django.db import transaction

from zhongshu.access import tokens
from zhongshu.access.danger import dangerous
from zhongshu.access.guard import TokenLimited, own, permissions_held
from zhongshu.access.models import ApiToken, User
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput
from zhongshu.kit.origin import here


@own
@dangerous
@transaction.atomic
def issue_token(
    actor: User,
    *,
    name: str,
    expires_at: datetime,
    at: datetime,
    permissions: frozenset[str] | None = None,
    is_read_only: bool = False,
) -> tuple[ApiToken, str]:
    """Make a token with which a program acts as the actor; the secret is returned this once.

    Raises
    ------
    BadInput
        If it would live too long, or be limited to what the actor does not hold.
    TokenLimited
        If a token asks: who steals one must not be able to keep the account.
    """
    if here().token_id is not None:
        raise TokenLimited("issue_token")
    if permissions is not None and (missing := permissions.difference(permissions_held(actor))):
        raise BadInput(
            f"you do not hold {', '.join(sorted(missing))}",
            field="permissions",
            permissions=sorted(missing),
        )
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
        permissions=None if permissions is None else sorted(permissions),
        is_read_only=is_read_only,
    )
    after = {
        "name": name,
        "prefix": token.prefix,
        "expires_at": expires_at.isoformat(),
        "permissions": token.permissions,
        "is_read_only": is_read_only,
    }
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
