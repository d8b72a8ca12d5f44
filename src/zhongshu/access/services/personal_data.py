"""Handing somebody's data out: to themselves, or by those who may."""

from datetime import datetime

from django.db import transaction

from zhongshu.access.danger import dangerous
from zhongshu.access.guard import own, requires
from zhongshu.access.models import Actor, User
from zhongshu.access.privacy import telling
from zhongshu.access.privacy.subjects import Somebody, somebody_called
from zhongshu.access.trail import PERSONAL_EXPORTED, if_stated
from zhongshu.kit import events


@requires("access.export_personal", on=None)
@dangerous
@transaction.atomic
def export_personal_data(
    actor: Actor, /, *, somebody: Somebody, at: datetime, purpose: str | None = None
) -> bytes:
    """Everything that is held of somebody, as one archive; what for is recorded with it."""
    return _exported(actor, somebody, at, purpose)


@own
@dangerous
@transaction.atomic
def export_own_data(actor: User, *, at: datetime, purpose: str | None = None) -> bytes:
    """Everything that is held of the actor, as one archive; what for is recorded with it."""
    return _exported(actor, somebody_called(actor.pk), at, purpose)


def _exported(actor: Actor, somebody: Somebody, at: datetime, purpose: str | None) -> bytes:
    content = telling.archive(actor, somebody, at=at)
    events.record(
        PERSONAL_EXPORTED,
        actor=actor,
        subject=somebody.row,
        format="zip",
        n_bytes=len(content),
        reads=[],
        **if_stated(purpose),
    )
    return content
