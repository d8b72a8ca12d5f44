"""What is wrong with the trail while it is written: guards that are gone, seals that are late."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from zhongshu.kit.append_only import missing_guards
from zhongshu.kit.audit.checkpoints import checkpoint_file
from zhongshu.kit.audit.sealing import last_block
from zhongshu.kit.audit.shipping import CONSUMER
from zhongshu.kit.models import Event, OutboxCursor

# Sealed and shipped within a minute as a rule.
LATE = timedelta(minutes=15)


def alarms(*, now: datetime) -> list[str]:
    """A code for each thing that is wrong.

    ``unguarded:…`` a trigger is gone; ``sealing_late`` and ``shipping_late`` an event waits too
    long; ``checkpoints_missing`` the file is gone.
    """
    found = [f"unguarded:{name}" for name in missing_guards(connection)]
    block = last_block()
    if _has_older(block.settled_seq if block else 0, now - LATE):
        found.append("sealing_late")
    if block is not None and not checkpoint_file().is_file():
        found.append("checkpoints_missing")
    if settings.AUDIT_SHIPPING:
        place = OutboxCursor.objects.filter(consumer=CONSUMER).first()
        if _has_older(place.seq if place else 0, now - LATE):
            found.append("shipping_late")
    return found


def _has_older(seq: int, before: datetime) -> bool:
    """Whether an event waits that is older than a moment."""
    first = Event.objects.filter(seq__gt=seq).order_by("seq").only("recorded_at").first()
    return first is not None and first.recorded_at < before
