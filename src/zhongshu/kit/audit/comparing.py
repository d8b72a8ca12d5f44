"""What the witness noted, compared with what was sealed and with what waits to be."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhongshu.kit.audit import witness
from zhongshu.kit.audit.canonical import COLUMNS, event_bytes, rows_called
from zhongshu.kit.audit.merkle import leaf_hash
from zhongshu.kit.audit.sealing import index_of
from zhongshu.kit.audit.witness import START, Note, Place, Reading
from zhongshu.kit.models import AuditBlock

DELETED, EDITED, CUT = "deleted_before_sealing", "edited_before_sealing", "witness_cut"
# So many numbers of events without a witness are named; the rest is counted.
_MOST_NAMED = 20
_AT_ONCE = 500
_NO_END = 2**63 - 1
_ID = COLUMNS.index("id")

Finding = dict[str, Any]


@dataclass(slots=True)
class Seen:
    """What the witness said of some blocks, and how far it was read for that.

    ``places`` is from where each file is read the next time, ``done`` which files are needed no
    more, ``told`` what was found wrong already behind these places. ``unwitnessed`` are the sealed
    events that nobody noted, ``n_found`` what was found since the chain was accepted.
    """

    places: dict[str, Place] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    n_witnessed: int = 0
    unwitnessed: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    n_found: int = 0

    def as_line(self) -> dict[str, Any]:
        """What is signed of it; what is empty is left out."""
        line = {
            "told": self.told,
            "n_witnessed": self.n_witnessed,
            "n_unwitnessed": len(self.unwitnessed),
            "unwitnessed": self.unwitnessed[:_MOST_NAMED],
            "findings": self.findings,
            "n_found": self.n_found,
        }
        return {"places": self.places} | {name: value for name, value in line.items() if value}


def compare(signed: Mapping[str, Any] | None, blocks: list[AuditBlock]) -> Seen:
    """Compare every note since the last time with these new blocks, and with what waits behind.

    ``signed`` is what was signed the last time; None if nothing ever was.
    """
    known = dict(signed or {})
    before = {name: (place[0], place[1]) for name, place in known.get("places", {}).items()}
    # Read after the blocks were made: whoever committed an event of theirs had noted it by then.
    readings = [
        witness.read_after(name, before.get(name, START))
        for name in sorted({*before, *witness.files()})
    ]
    work = _Comparison(readings, blocks, told=set(known.get("told", ())))
    work.judge_all()
    seen = work.seen(is_first="places" not in known)
    seen.n_found = known.get("n_found", 0) + len(seen.findings)
    return seen


class _Comparison:
    """One comparison: each event that was noted is right, wrong, or to be looked at again."""

    def __init__(
        self, readings: list[Reading], blocks: list[AuditBlock], *, told: set[str]
    ) -> None:
        self.readings = readings
        self.sealed = _Sealed(blocks)
        self.told = told
        notes: dict[str, Note] = {}
        for note in (one for reading in readings for one in reading.notes):
            # What was committed says all that was said before the commit, and more.
            if note.id not in notes or note.is_committed:
                notes[note.id] = note
        self.notes = {key: one for key, one in notes.items() if key not in told}
        self.right: set[int] = set()
        self.wrong: set[int] = set()
        self.waiting: set[str] = set()
        self.findings: list[Finding] = [
            {"code": CUT, "file": reading.file, "line": line}
            for reading in readings
            for line in reading.gaps
            if f"{reading.file}:{line}" not in told
        ]

    def judge_all(self) -> None:
        """Judge every note; the order is that of the events."""
        present = self._present()
        for note in sorted(self.notes.values(), key=lambda one: one.seq):
            is_sealed = note.seq <= self.sealed.top
            leaf = self.sealed.leaf_of(note.seq) if is_sealed else present.get(note.id)
            if leaf == note.leaf:
                self.right.add(note.seq)
                self.waiting |= set() if is_sealed else {note.id}
            elif present.get(note.id, note.leaf) != note.leaf:
                self._find(EDITED, note)
            elif note.is_committed or note.id in present:
                self._find(DELETED, note)
            elif not is_sealed:
                # Nobody knows yet whether it is committed or undone.
                self.waiting.add(note.id)

    def seen(self, *, is_first: bool) -> Seen:
        """What is kept of it."""
        places = {reading.file: self._place_of(reading) for reading in self.readings}
        told: set[str] = set()
        for one in self.readings:
            if places[one.file] != one.end:
                told |= {f"{one.file}:{line}" for line in one.gaps}
                told |= {note.id for note in one.notes if note.place >= places[one.file]}
        done = [
            one.file
            for one in self.readings
            if places[one.file] == one.end and witness.is_over(one.file)
        ]
        first = min((one.seq for one in self.notes.values()), default=_NO_END) if is_first else 0
        unwitnessed = [
            seq
            for seq in self.sealed.new
            if seq >= first and seq not in self.right and seq not in self.wrong
        ]
        return Seen(
            places={name: place for name, place in places.items() if name not in done},
            done=done,
            told=sorted(told & (self.told | self.reported)),
            n_witnessed=len(self.right & self.sealed.new.keys()),
            unwitnessed=unwitnessed,
            findings=self.findings,
        )

    @property
    def reported(self) -> set[str]:
        """What was found wrong: the ids of events, and the lines that are missing."""
        return {one.get("id") or f"{one['file']}:{one['line']}" for one in self.findings}

    def _find(self, code: str, note: Note) -> None:
        self.wrong.add(note.seq)
        block, position = self.sealed.home_of(note.seq)
        self.findings.append(
            {"code": code, "seq": note.seq, "id": note.id, "block": block, "position": position}
        )

    def _present(self) -> dict[str, bytes]:
        """The leaf of each noted event that the database has and no seal proves, by id.

        Read after the notes: what was noted as committed must be there.
        """
        doubtful = [
            one
            for one in self.notes.values()
            if one.seq > self.sealed.top or self.sealed.leaf_of(one.seq) != one.leaf
        ]
        found: dict[str, bytes] = {}
        for start in range(0, len(doubtful), _AT_ONCE):
            rows = rows_called([one.id for one in doubtful[start : start + _AT_ONCE]])
            found |= {str(row[_ID]): leaf_hash(event_bytes(row)) for row in rows}
        return found

    def _place_of(self, reading: Reading) -> Place:
        """From where a file is read the next time: the first note that is still open."""
        return min(
            (note.place for note in reading.notes if note.id in self.waiting), default=reading.end
        )


class _Sealed:
    """The hashes of what was sealed: of the new blocks, and of earlier ones when asked."""

    def __init__(self, blocks: list[AuditBlock]) -> None:
        self.new = {seq: leaf for block in blocks for seq, leaf in _index(block)}
        last = blocks[-1] if blocks else AuditBlock.objects.order_by("-number").first()
        self.top = last.settled_seq if last else 0
        self._next = (last.number + 1, last.tree_size) if last else (1, 0)
        self._read: dict[int, dict[int, bytes]] = {}
        self._found: tuple[int, AuditBlock | None] = (_NO_END, None)

    def leaf_of(self, seq: int) -> bytes | None:
        """The hash with which an event was sealed; None if no block has it."""
        if seq in self.new:
            return self.new[seq]
        block = self._block_of(seq)
        if block is None:
            return None
        if block.number not in self._read:
            self._read[block.number] = dict(_index(block))
        return self._read[block.number].get(seq)

    def home_of(self, seq: int) -> tuple[int, int]:
        """The block in which an event is or would be, and its place among all entries."""
        block = self._block_of(seq)
        if block is None:
            return self._next
        start = block.tree_size - block.n_events
        return block.number, start + bisect_left([one for one, _ in _index(block)], seq)

    def _block_of(self, seq: int) -> AuditBlock | None:
        if seq > self.top:
            return None
        asked, block = self._found
        if block is None or not asked <= seq <= block.settled_seq:
            block = AuditBlock.objects.filter(settled_seq__gte=seq).order_by("number").first()
            self._found = (seq, block)
        return block


def _index(block: AuditBlock) -> Iterable[tuple[int, bytes]]:
    try:
        return index_of(block)
    except ValueError:
        # The chain itself tells that it was spoilt.
        return []
