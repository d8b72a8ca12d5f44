"""What is wrong with the trail while it is written: guards that are gone, seals that are late."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from zhongshu.kit.append_only import missing_guards
from zhongshu.kit.audit.checkpoints import (
    checkpoint_file,
    found_since_signed,
    is_rewritten,
    n_found,
)
from zhongshu.kit.audit.retiring import retired_blocks
from zhongshu.kit.audit.sealing import last_block
from zhongshu.kit.audit.shipping import CONSUMER
from zhongshu.kit.models import AuditBlock, Event, OutboxCursor

# Sealed and shipped within a minute as a rule.
LATE = timedelta(minutes=15)
# The first block of an installation is signed by the job that sealed it, a moment later.
SIGNED_WITHIN = timedelta(minutes=2)


def alarms(*, now: datetime) -> list[str]:
    """A code for each thing that is wrong.

    ``unguarded:…`` a trigger is gone; ``sealing_late`` and ``shipping_late`` an event waits too
    long; ``checkpoints_missing`` the file is gone; ``cut_off`` an event that was handed on is no
    more, and nobody signed its removal: the end of the trail was cut off, perhaps with the
    checkpoints that would tell; ``rewritten`` the block that was signed last is another one, or
    none; ``altered_before_sealing:…`` the witness differs from the database
    in so many places, until the chain is accepted.
    """
    found = [f"unguarded:{name}" for name in missing_guards(connection)]
    block = last_block()
    if _has_older(block.settled_seq if block else 0, now - LATE):
        found.append("sealing_late")
    signed = AuditBlock.objects.filter(sealed_at__lt=now - SIGNED_WITHIN)
    if not checkpoint_file().is_file() and signed.exists():
        found.append("checkpoints_missing")
    if _is_cut_off():
        found.append("cut_off")
    if is_rewritten():
        found.append("rewritten")
    if n_altered := n_found() + len(found_since_signed()):
        found.append(f"altered_before_sealing:{n_altered}")
    if settings.AUDIT_SHIPPING:
        place = OutboxCursor.objects.filter(consumer=CONSUMER).first()
        if _has_older(place.seq if place else 0, now - LATE):
            found.append("shipping_late")
    return found


def _is_cut_off() -> bool:
    """Whether a reader of the outbox stands at an event that is gone and was not retired."""
    reached = set(OutboxCursor.objects.filter(seq__gt=0).values_list("seq", flat=True))
    missing = reached.difference(
        Event.objects.filter(seq__in=reached).values_list("seq", flat=True)
    )
    homes = [
        AuditBlock.objects.filter(settled_seq__gte=seq).order_by("number").only("number").first()
        for seq in sorted(missing)
    ]
    if None in homes:
        return True
    return bool(homes) and not {one.number for one in homes if one} <= retired_blocks()


def _has_older(seq: int, before: datetime) -> bool:
    """Whether an event waits that is older than a moment."""
    first = Event.objects.filter(seq__gt=seq).order_by("seq").only("recorded_at").first()
    return first is not None and first.recorded_at < before
