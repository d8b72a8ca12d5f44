"""The trail as a file: what its reader may read, each event with the proof that it was sealed."""

import csv
import io
import json
from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhongshu.access import auditing
from zhongshu.access.danger import prove
from zhongshu.access.event_fields import AUDIT_EVENT, READ_AUDIT, closed_fields
from zhongshu.access.guard import is_allowed
from zhongshu.access.leaving import let_out
from zhongshu.access.models import Actor
from zhongshu.access.policy.channels import Channel, passage, through
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.resources import present
from zhongshu.access.trail import note_export
from zhongshu.kit.audit.merkle import inclusion_proofs
from zhongshu.kit.audit.proving import block_line
from zhongshu.kit.audit.sealing import index_of, last_block
from zhongshu.kit.declarations import Classification
from zhongshu.kit.formulas import guarded
from zhongshu.kit.models import AuditBlock, Event
from zhongshu.kit.origin import here, told

MOST_EVENTS = 5000
Proof = dict[str, Any]


def trail_file(
    actor: Actor,
    rows: QuerySet[Event],
    *,
    as_table: bool,
    at: datetime,
    purpose: str | None = None,
) -> bytes:
    """The newest events of a question as JSON lines, or as a table; the taking out is recorded.

    Whoever takes the trail out has proved of late who they are.
    Values that the reader may not read are left out, and so are events of a class that the
    policy lets out in no file. Whoever reads the audit of the company
    gets the path of each event to the root of the newest block, which the last line holds; a
    table has no such proofs where a field of events is closed to them.

    Raises
    ------
    ProvesUnread
        If lines with proofs are asked for by somebody to whom a field of events is closed.
    """
    prove(actor)
    with through(Channel.EXPORT):
        return _trail_file(actor, rows, as_table=as_table, at=at, purpose=purpose)


def _trail_file(
    actor: Actor, rows: QuerySet[Event], *, as_table: bool, at: datetime, purpose: str | None
) -> bytes:
    is_proved = is_allowed(actor, READ_AUDIT, None)
    if is_proved and not as_table:
        auditing.refuse_proofs_of_unread(actor)
    is_proved = is_proved and not closed_fields(actor)
    highest = passage(policy_in_force().channels, Channel.EXPORT).highest
    rows = rows.filter(classification__lte=highest)
    chosen = list(rows.order_by("-recorded_at", "-id").values_list("id", "seq")[: MOST_EVENTS + 1])
    is_complete = len(chosen) <= MOST_EVENTS
    chosen = chosen[:MOST_EVENTS]
    found = present(actor, AUDIT_EVENT, rows.filter(id__in=[key for key, _ in chosen]))
    shown = {item["id"]: item for item in auditing.complete(actor, found)}
    items = [shown[str(key)] for key, _ in chosen if str(key) in shown]
    mark = let_out(actor, _class_of(items), at=at)
    proofs = _proofs(dict(chosen)) if is_proved else {}
    # Told by the event of the export, and by no other.
    reads = told(here().sights)
    here().sights.clear()
    file_format = "csv" if as_table else "jsonl"
    note_export(actor, None, format=file_format, reads=reads, purpose=purpose)
    if as_table:
        return _table(items, proofs, mark)
    return _lines(items, proofs, mark, is_complete=is_complete)


def _class_of(items: list[dict[str, Any]]) -> Classification:
    """The highest class of any of the events."""
    return Classification(max((one["classification"] for one in items), default=0))


def _proofs(seqs: dict[UUID, int]) -> dict[str, Proof]:
    """The path of each sealed event to the root of the newest block."""
    leaves: list[bytes] = []
    numbers: list[int] = []
    for block in AuditBlock.objects.order_by("number").only("number", "index").iterator(20):
        for seq, leaf in index_of(block):
            numbers.append(seq)
            leaves.append(leaf)
    places = {key: bisect_left(numbers, seq) for key, seq in seqs.items()}
    sealed = {
        key: at for key, at in places.items() if at < len(numbers) and numbers[at] == seqs[key]
    }
    paths = inclusion_proofs(leaves, sealed.values())
    return {
        str(key): {
            "leaf": leaves[at].hex(),
            "position": at,
            "path": [one.hex() for one in paths[at]],
        }
        for key, at in sealed.items()
    }


def _lines(items: list[Any], proofs: dict[str, Proof], mark: str, *, is_complete: bool) -> bytes:
    block = last_block() if proofs else None
    last = {"block": block and block_line(block), "is_complete": is_complete, "mark": mark}
    lines = [{"event": one, "proof": proofs.get(one["id"])} for one in items]
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in [*lines, last]).encode()


def _table(items: list[Any], proofs: dict[str, Proof], mark: str) -> bytes:
    text = io.StringIO()
    columns = [*(one.name for one in AUDIT_EVENT.fields), "withheld", "_locked"]
    out = csv.writer(text)
    marks = [guarded(mark)] if mark else []
    out.writerow([*columns, "leaf", "position", *(["taken_out"] if mark else [])])
    for one in items:
        proof = proofs.get(one["id"], {"leaf": "", "position": ""})
        cells = [*_cells(one, columns), proof["leaf"], proof["position"], *marks]
        out.writerow(cells)
    return text.getvalue().encode("utf-8-sig")


def _cells(item: dict[str, Any], columns: list[str]) -> Iterator[str]:
    for name in columns:
        value = item.get(name, [])
        is_text = isinstance(value, str)
        yield guarded(value) if is_text else json.dumps(value, ensure_ascii=False)
