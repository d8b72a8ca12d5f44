"""What can be done with the tokens by which programs sign in."""

from datetime import datetime

from django.db import transaction

from zhongshu.access import tokens
from zhongshu.access.guard import own
from zhongshu.access.models import ApiToken, User
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput


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
