"""Proofs and exports: what lets others check events without asking us."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from zhongshu.kit.audit.canonical import block_hash, event_bytes, header, rows_between, to_bytes
from zhongshu.kit.audit.checkpoints import checkpoint_file, read_checkpoints
from zhongshu.kit.audit.merkle import consistency_proof, inclusion_proof
from zhongshu.kit.audit.sealing import index_of
from zhongshu.kit.models import AuditBlock, Event

_AT_ONCE = 2000


class NotSealed(Exception):
    """There is no such event, or no block holds it yet."""


def prove_event(event_id: UUID) -> dict[str, Any]:
    """The canonical text of an event, and the path from it to the root of the newest block.

    Raises
    ------
    NotSealed
        If there is no such event, or it waits to be sealed.
    """
    seq = Event.objects.filter(id=event_id).values_list("seq", flat=True).first()
    home = (
        AuditBlock.objects.filter(settled_seq__gte=seq).order_by("number").first() if seq else None
    )
    if seq is None or home is None:
        raise NotSealed(str(event_id))
    numbers = [number for number, _ in index_of(home)]
    if seq not in numbers:
        raise NotSealed(f"{event_id} came after block {home.number} was sealed")
    position = home.tree_size - home.n_events + numbers.index(seq)
    newest = AuditBlock.objects.order_by("-number")[0]
    [row] = rows_between(seq - 1, seq)
    path = inclusion_proof(_leaves(newest.number), position)
    return {
        "event": event_bytes(row).decode("ascii"),
        "position": position,
        "path": [one.hex() for one in path],
        "block": block_line(newest),
    }


def prove_growth(earlier: int, later: int) -> dict[str, Any]:
    """What shows that the tree of one block was only added to until another.

    Raises
    ------
    NotSealed
        If there are no such blocks in that order.
    """
    blocks = AuditBlock.objects.in_bulk([earlier, later])
    if len(blocks) < 2 or earlier >= later:
        raise NotSealed(f"{earlier} {later}")
    proof = consistency_proof(_leaves(later), blocks[earlier].tree_size)
    return {
        "earlier": block_line(blocks[earlier]),
        "later": block_line(blocks[later]),
        "proof": [one.hex() for one in proof],
    }


def export(folder: Path) -> int:
    """Write every sealed event, every block and every checkpoint; return how many events.

    Each line of ``events.jsonl`` is, without its line feed, the leaf that was hashed. Of an event
    that was removed by a signed tombstone there is its number and the hash of its leaf.
    """
    folder.mkdir(parents=True, exist_ok=True)
    n_events, floor = 0, 0
    with (
        (folder / "events.jsonl").open("wb") as events,
        (folder / "blocks.jsonl").open("wb") as out,
    ):
        retired = read_checkpoints(checkpoint_file()).retired
        for block in AuditBlock.objects.order_by("number").iterator(20):
            for line in _event_lines(block, floor, is_retired=block.number in retired):
                events.write(line + b"\n")
                n_events += 1
            out.write(to_bytes(block_line(block)) + b"\n")
            floor = block.settled_seq
    signed = checkpoint_file()
    content = signed.read_bytes() if signed.is_file() else b""
    (folder / "checkpoints.jsonl").write_bytes(content)
    return n_events


def _event_lines(block: AuditBlock, floor: int, *, is_retired: bool) -> Iterator[bytes]:
    rows = rows_between(floor, block.settled_seq)
    if is_retired and not rows.exists():
        for seq, leaf in index_of(block):
            yield to_bytes({"seq": seq, "leaf": leaf.hex()})
        return
    for row in rows.iterator(_AT_ONCE):
        yield event_bytes(row)


def _leaves(number: int) -> list[bytes]:
    """The leaf hashes of every block up to one."""
    blocks = (
        AuditBlock.objects.filter(number__lte=number).order_by("number").only("number", "index")
    )
    return [leaf for block in blocks.iterator(20) for _, leaf in index_of(block)]


def block_line(block: AuditBlock) -> dict[str, Any]:
    """A block as exports and proofs show it: its header, and the hash that this gives."""
    line: dict[str, Any] = json.loads(to_bytes(header(block)))
    return line | {"hash": block_hash(block)}
