"""Removal of old events: whole sealed blocks at once, by a signed tombstone; their hashes stay.

The chain goes on as it was: a block keeps the hash of each of its events, so roots and proofs of
everything else are right without them.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from zhongshu.kit.append_only import removable
from zhongshu.kit.audit.checkpoints import (
    checkpoint_file,
    read_checkpoints,
    sign_tombstones,
    write_checkpoints,
)
from zhongshu.kit.models import AuditBlock, Event

_MOST = 5000


def old_blocks(before: datetime, *, held: Q | None) -> Iterator[tuple[AuditBlock, int, bool]]:
    """The blocks that were sealed before a moment and still have events, with how many they have.

    The third is whether one of these events is held: then the whole block stays.
    """
    floor = 0
    for block in AuditBlock.objects.order_by("number").defer("index", "frontier").iterator(200):
        if block.sealed_at >= before:
            return
        events = Event.objects.filter(seq__gt=floor, seq__lte=block.settled_seq)
        floor = block.settled_seq
        n_events = events.count()
        if n_events:
            yield block, n_events, held is not None and events.filter(held).exists()


def retire(before: datetime, *, held: Q | None, reason: str, at: datetime) -> list[int]:
    """Remove the events of the blocks that are old and not held; return the blocks' numbers.

    What they were is signed first, outside of the database: a removal that nobody signed is
    named as a deletion by every verification.
    """
    write_checkpoints(at=at)
    found = [(one, n) for one, n, is_held in old_blocks(before, held=held) if not is_held][:_MOST]
    if not found:
        return []
    with transaction.atomic():
        sign_tombstones(_runs(found), reason=reason, at=at)
        with removable(connection):
            for block, _ in found:
                before_it = AuditBlock.objects.filter(number=block.number - 1)
                floor = before_it.values_list("settled_seq", flat=True).first() or 0
                events = Event.objects.filter(seq__gt=floor, seq__lte=block.settled_seq)
                events._raw_delete(events.db)
    return [block.number for block, _ in found]


def retired_blocks() -> set[int]:
    """The numbers of the blocks whose events were removed."""
    return read_checkpoints(checkpoint_file()).retired


def _runs(found: list[tuple[AuditBlock, int]]) -> list[tuple[int, int, int]]:
    """Blocks that follow each other, as first, last and number of events."""
    runs: list[tuple[int, int, int]] = []
    for block, n_events in found:
        if runs and runs[-1][1] == block.number - 1:
            first, _, n_before = runs.pop()
            runs.append((first, block.number, n_before + n_events))
        else:
            runs.append((block.number, block.number, n_events))
    return runs
