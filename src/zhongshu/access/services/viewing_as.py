"""Beginning and ending to see as another account; only the viewer's own session changes."""

from datetime import datetime

from django.db import transaction

from zhongshu.access.danger import dangerous
from zhongshu.access.guard import own
from zhongshu.access.models import User
from zhongshu.access.trail import PURPOSE, stated
from zhongshu.access.view_as import LASTS, refuse_beyond
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput


@own
@dangerous
@transaction.atomic
def begin_viewing_as(actor: User, *, user: User, purpose: str, at: datetime) -> datetime:
    """Note that somebody sees as another account from now on, what for, and until when.

    Raises
    ------
    BadInput
        If it is no other account that is open, or the purpose says nothing.
    Forbidden
        If the actor may view as nobody.
    BeyondOwnSight
        If the account holds what the actor does not, who may not view as all of the company.
    """
    refuse_beyond(actor, user)
    if user.pk == actor.pk or not user.is_active:
        raise BadInput("view as another open account", field="user_id")
    until = at + LASTS
    events.record(
        "access.viewing_as_begun", actor=actor, subject=user, after={"until": until.isoformat()},
        typed={PURPOSE}, purpose=stated(purpose),
    )  # fmt: skip
    return until


@own
@transaction.atomic
def end_viewing_as(actor: User, *, user: User) -> None:
    """Note that somebody sees as themselves again."""
    events.record("access.viewing_as_ended", actor=actor, subject=user)
