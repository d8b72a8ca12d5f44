"""Verification: every event is what was sealed, every block what was signed."""

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from zhongshu.kit.audit.canonical import (
    COLUMNS,
    FIRST_PREVIOUS,
    block_hash,
    event_bytes,
    rows_with_texts,
)
from zhongshu.kit.audit.checkpoints import Checkpoints
from zhongshu.kit.audit.comparing import Finding
from zhongshu.kit.audit.erasures import ToldErasures, told_erasures
from zhongshu.kit.audit.merkle import Frontier, leaf_hash
from zhongshu.kit.audit.sealing import index_of
from zhongshu.kit.models import AuditBlock, Event
from zhongshu.kit.personal.texts import faults_of, unpacked

_AT_ONCE = 2000
_ID, _AT, _DATA = (COLUMNS.index(name) for name in ("id", "recorded_at", "data"))


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is not as it was sealed or signed.

    ``position`` counts entries from 0; ``seq`` is the number of the event, where one is to
    blame; ``code`` says what was done to it. ``about`` is whose key was destroyed by no erasure,
    or from where a line of the witness was taken away.
    """

    code: str
    block: int
    position: int
    seq: int | None = None
    about: str = ""

    def __str__(self) -> str:
        event = "" if self.seq is None else f", event {self.seq}"
        if self.about:
            whose = "the key of " if self.code == "key_destroyed" else ""
            return f"{self.code}: {whose}{self.about}"
        return f"{self.code}: block {self.block}, entry {self.position}{event}"


@dataclass(slots=True)
class Report:
    """What a verification found; nothing is wrong if there is no fault."""

    n_events: int = 0
    n_blocks: int = 0
    n_unsealed: int = 0
    n_checkpoints: int = 0
    root: str = ""
    n_retired: int = 0
    restarts: list[str] = field(default_factory=list)
    n_witnessed: int = 0
    n_unwitnessed: int = 0
    unwitnessed: list[int] = field(default_factory=list)
    n_accepted: int = 0
    findings: list[Finding] = field(default_factory=list)
    fault: Fault | None = None


def fault_of(finding: Finding, number: int) -> Fault:
    """A finding of the witness as a fault."""
    if "file" in finding:
        about = f"line {finding['line']} of {finding['file']}"
        return Fault(finding["code"], number, 0, about=about)
    return Fault(finding["code"], finding["block"], finding["position"], finding["seq"])


class _Broken(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def verify(checkpoints: Checkpoints | None = None) -> Report:
    """Recompute every leaf, root and block, and compare; stop at the first fault.

    Without checkpoints a chain that was cut off at its end, or built anew by somebody who owns
    the database, looks intact.
    """
    known = checkpoints or Checkpoints()
    report = Report(
        restarts=[line["reason"] for line in known.restarts],
        n_witnessed=known.n_witnessed,
        n_unwitnessed=known.n_unwitnessed,
        unwitnessed=known.unwitnessed,
        n_accepted=known.n_accepted,
        findings=known.findings,
    )
    signed = {line["number"]: line for line in known.blocks}
    walk = _Walk(retired=known.retired, erasures=told_erasures(known.retired))
    try:
        for block in AuditBlock.objects.order_by("number").iterator(20):
            walk.take(block, signed.pop(block.number, None))
        if signed:
            raise _Broken(walk.missing("truncated"))
        walk.check_keys()
        walk.after_the_last_block(report)
        walk.check_findings(known)
    except _Broken as broken:
        report.fault = broken.fault
    report.n_events, report.n_blocks = walk.grown.size, walk.number
    report.n_checkpoints, report.n_retired = len(known.blocks), walk.n_retired
    report.root = walk.grown.root().hex()
    return report


@dataclass(slots=True)
class _Walk:
    """The chain as far as it was found right."""

    number: int = 0
    hash: str = FIRST_PREVIOUS
    floor: int = 0
    n_retired: int = 0
    retired: set[int] = field(default_factory=set)
    grown: Frontier = field(default_factory=Frontier)
    erasures: ToldErasures = field(default_factory=ToldErasures)

    def take(self, block: AuditBlock, signed: dict[str, object] | None) -> None:
        """Check one block against its events, the block before and its checkpoint."""
        if block.number != self.number + 1:
            raise _Broken(self.missing("block_missing"))
        start = self.grown.size
        rebuilt = Fault("rebuilt", block.number, start)
        if signed is not None and signed["hash"] != block.hash:
            # If an entry also fails its own index, that is the better news.
            self._check_entries(block)
            raise _Broken(rebuilt)
        self._check_entries(block)
        if block.previous != self.hash or block_hash(block) != block.hash:
            raise _Broken(Fault("block_edited", block.number, start))
        is_same_tree = (block.root, block.tree_size, bytes(block.frontier)) == (
            self.grown.root().hex(), self.grown.size, self.grown.packed(),
        )  # fmt: skip
        if not is_same_tree or block.n_events != self.grown.size - start:
            raise _Broken(Fault("index_edited", block.number, start))
        self.number, self.hash, self.floor = block.number, block.hash, block.settled_seq

    def missing(self, code: str) -> Fault:
        """The fault that a block should follow and does not."""
        return Fault(code, self.number + 1, self.grown.size)

    def after_the_last_block(self, report: Report) -> None:
        """Count what waits to be sealed."""
        report.n_unsealed = Event.objects.filter(seq__gt=self.floor).count()

    def _check_entries(self, block: AuditBlock) -> None:
        try:
            index = index_of(block)
        except ValueError as error:
            raise _Broken(Fault("index_edited", block.number, self.grown.size)) from error
        if block.number in self.retired and not self._has_events(block):
            # The events were removed by a signed tombstone; their hashes give the same root.
            for _, leaf in index:
                self.grown.append(leaf)
            self.n_retired += len(index)
            return
        rows = rows_with_texts(self.floor, block.settled_seq).iterator(_AT_ONCE)
        for row, sealed in zip_longest(rows, index):
            found = row and (row[0], leaf_hash(event_bytes(row[:-1])))
            if found != sealed:
                raise _Broken(_difference(block, self.grown.size, found, sealed))
            if code := self._fault_of_texts(row):
                raise _Broken(Fault(code, block.number, self.grown.size, row[0]))
            self.grown.append(found[1])

    def check_keys(self) -> None:
        """Refuse keys that were destroyed, and people who were renamed, by no erasure."""
        row = self.erasures.unexplained_key()
        if row is not None:
            raise _Broken(Fault("key_destroyed", self.number, self.grown.size, about=str(row.pk)))

    def check_findings(self, known: Checkpoints) -> None:
        """Refuse what was altered before it was sealed, and the loss of what was found of that."""
        if known.findings:
            raise _Broken(fault_of(known.findings[0], self.number))
        if known.n_found:
            raise _Broken(Fault("findings_missing", self.number, self.grown.size))

    def _fault_of_texts(self, row: tuple[Any, ...]) -> str:
        """What was done to a text beside an event; nothing if an erasure tells of it."""
        event_id, recorded_at, payload, texts = row[_ID], row[_AT], row[_DATA], row[-1]
        for place, is_gone in faults_of(payload, unpacked(texts)):
            if not is_gone:
                return "text_edited"
            if not self.erasures.explains_text(event_id, place, recorded_at):
                return "text_erased"
        return ""

    def _has_events(self, block: AuditBlock) -> bool:
        return Event.objects.filter(seq__gt=self.floor, seq__lte=block.settled_seq).exists()


def _difference(
    block: AuditBlock,
    position: int,
    found: tuple[int, bytes] | None,
    sealed: tuple[int, bytes] | None,
) -> Fault:
    """What was done to the first entry that differs."""
    if sealed is None or (found is not None and found[0] < sealed[0]):
        return Fault("event_inserted", block.number, position, found[0] if found else None)
    if found is None or found[0] > sealed[0]:
        return Fault("event_deleted", block.number, position, sealed[0])
    return Fault("event_edited", block.number, position, sealed[0])
