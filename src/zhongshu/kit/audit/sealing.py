"""Sealing: settled events become the leaves of the next block, one sealer at a time."""

import struct
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction

from zhongshu.kit.audit.canonical import FIRST_PREVIOUS, block_hash, event_bytes, rows_between
from zhongshu.kit.audit.merkle import HASH_LENGTH, Frontier, leaf_hash
from zhongshu.kit.horizon import Horizon
from zhongshu.kit.models import AuditBlock

MOST_EVENTS = 4000
_ENTRY = struct.Struct(f">q{HASH_LENGTH}s")
# One number for everybody who seals, in PostgreSQL's list of advisory locks.
_LOCK = int.from_bytes(sha256(b"zhongshu.audit").digest()[:8], "big", signed=True)


def seal(*, at: datetime, horizon: Horizon | None = None) -> list[AuditBlock]:
    """Seal every settled event that no block holds yet; return the new blocks.

    Events that commit late, above a number that is sealed already, cannot exist: a number is
    settled only when nothing below it is still open. They are in the next block.
    """
    settled = (horizon or Horizon()).advance()
    sealed = []
    while (block := _seal_one(settled, at)) is not None:
        sealed.append(block)
    return sealed


def last_block() -> AuditBlock | None:
    """The newest block."""
    return AuditBlock.objects.order_by("-number").first()


def hold_the_chain() -> None:
    """Wait until nobody else adds to the chain, and keep it until the transaction ends.

    On SQLite the open transaction is the only writer already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def packed_index(entries: list[tuple[int, bytes]]) -> bytes:
    """Number and leaf hash of each event, as a block keeps them."""
    return b"".join(_ENTRY.pack(seq, leaf) for seq, leaf in entries)


def index_of(block: AuditBlock) -> list[tuple[int, bytes]]:
    """Number and leaf hash of each event that was sealed into a block.

    Raises
    ------
    ValueError
        If what is stored there is no such list.
    """
    stored = bytes(block.index)
    if len(stored) % _ENTRY.size:
        raise ValueError("the index of the block is cut off")
    return [(seq, leaf) for seq, leaf in _ENTRY.iter_unpack(stored)]


@transaction.atomic
def _seal_one(settled: int, at: datetime) -> AuditBlock | None:
    hold_the_chain()
    last = last_block()
    floor = last.settled_seq if last else 0
    rows = list(rows_between(floor, settled)[:MOST_EVENTS])
    if not rows:
        return None
    entries = [(row[0], leaf_hash(event_bytes(row))) for row in rows]
    grown = Frontier(last.tree_size, bytes(last.frontier)) if last else Frontier()
    for _, leaf in entries:
        grown.append(leaf)
    block = AuditBlock(
        number=last.number + 1 if last else 1,
        previous=last.hash if last else FIRST_PREVIOUS,
        n_events=len(entries),
        tree_size=grown.size,
        settled_seq=entries[-1][0] if len(entries) == MOST_EVENTS else settled,
        root=grown.root().hex(),
        index=packed_index(entries),
        frontier=grown.packed(),
        sealed_at=at,
    )
    block.hash = block_hash(block)
    block.save(force_insert=True)
    return block
