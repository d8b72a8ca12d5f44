"""Noting that somebody has seen what changed in their work."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from zhongshu.access.guard import own
from zhongshu.access.models import User
from zhongshu.kit import events
from zhongshu.kit.models import Event
from zhongshu.planning.models import LastLook
from zhongshu.projects.plan_sight import plans_in_view


@own
@transaction.atomic
def note_look(actor: User, *, upto: UUID | None, at: datetime) -> LastLook:
    """Note that the actor has seen everything up to an event, or all there is.

    What was seen once stays seen. The event must be of a project in view.
    """
    events_seen = Event.objects.filter(subject_id__in=plans_in_view(actor).values("pk"))
    if upto is None:
        newest = Event.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    else:
        newest = events.seq_of(upto, events_seen)
    LastLook.objects.get_or_create(user=actor, defaults={"looked_at": at})
    look = LastLook.objects.select_for_update().get(user=actor)
    look.seq = max(look.seq, newest)
    look.looked_at = at
    look.version += 1
    look.save(update_fields=["seq", "looked_at", "version", "updated_at"])
    events.record(
        "planning.work_looked_at",
        actor=actor,
        subject=look,
        upto=None if upto is None else str(upto),
    )
    return look
