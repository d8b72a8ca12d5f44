"""Noting that somebody has seen what changed in their work."""

from datetime import datetime

from django.db import transaction

from zhongshu.access.guard import own
from zhongshu.access.models import User
from zhongshu.kit import events
from zhongshu.kit.models import Event
from zhongshu.planning.models import LastLook


@own
@transaction.atomic
def note_look(actor: User, *, upto: int | None, at: datetime) -> LastLook:
    """Note that the actor has seen everything up to an event, or all there is.

    What was seen once stays seen, and nobody has seen what has not happened yet.
    """
    newest = Event.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    LastLook.objects.get_or_create(user=actor, defaults={"looked_at": at})
    look = LastLook.objects.select_for_update().get(user=actor)
    look.seq = max(look.seq, newest if upto is None else min(upto, newest))
    look.looked_at = at
    look.version += 1
    look.save(update_fields=["seq", "looked_at", "version", "updated_at"])
    events.record("planning.work_looked_at", actor=actor, subject=look, upto=look.seq)
    return look
