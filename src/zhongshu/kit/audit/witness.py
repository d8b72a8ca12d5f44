"""The witness: outside of the database, a note of each event as the process that wrote it knows it.

Before the commit a process notes what it writes (``+``), after the commit that it is so (``=``),
each as a line of a file of its own that only grows: number of the line, mark, number, id and leaf
hash of the event. So whoever owns the database alone cannot remove, change or insert an event
before its block is made without differing from the notes. A line is not forced to the disk when
it is written: a kill loses none, a power cut the newest, and what is only missing here accuses
nobody. What was read here is forced to the disk before it is signed.
"""

import os
import secrets
import socket
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from django.conf import settings

from zhongshu.kit.audit.canonical import event_bytes, row_of_new
from zhongshu.kit.audit.merkle import leaf_hash
from zhongshu.kit.models import Event

_log = structlog.get_logger(__name__)
# Nobody writes to a file that is older, and nobody removes one that is younger than twice this.
_FILE_SECONDS = 3600
_WRITTEN, _COMMITTED = "+", "="

# How far a file was read: lines and bytes.
Place = tuple[int, int]
START: Place = (0, 0)


@dataclass(frozen=True, slots=True)
class Note:
    """One line: what a process says of an event, and where the line begins."""

    file: str
    place: Place
    is_committed: bool
    seq: int
    id: str
    leaf: bytes


@dataclass(slots=True)
class Reading:
    """What a file holds after a place: its notes, how far it goes, and which lines are missing."""

    file: str
    end: Place
    notes: list[Note] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)


class Witness:
    """What one process notes, into one file after another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._file = Path()
        self._pid = 0
        self._began = 0.0
        self._n_lines = 0

    def wrote(self, event: Event) -> bytes:
        """Note an event that was written just now, before its commit; return its leaf hash."""
        leaf = leaf_hash(event_bytes(row_of_new(event)))
        self._note(_WRITTEN, event, leaf)
        return leaf

    def committed(self, event: Event, leaf: bytes) -> None:
        """Note that an event was committed."""
        self._note(_COMMITTED, event, leaf)

    def _note(self, mark: str, event: Event, leaf: bytes) -> None:
        """Write one line; work goes on without it, as the event is found to have no witness."""
        try:
            with self._lock:
                self._append(f"{mark} {event.pk} {event.id} {leaf.hex()}\n")
        except OSError:
            _log.exception("audit_not_witnessed", seq=event.pk)

    def _append(self, text: str) -> None:
        self._turn_over()
        line = f"{self._n_lines + 1} {text}".encode("ascii")
        try:
            # By name each time: a file that was read whole and removed is not written on.
            opened = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except FileNotFoundError:
            # `parents` alone would leave the upper one open to whom the umask lets in.
            for folder in (self._file.parent.parent, self._file.parent):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            opened = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            is_whole = os.write(opened, line) == len(line)
        finally:
            os.close(opened)
        self._n_lines += 1
        if not is_whole:
            # The next line begins a file, not the end of a torn one.
            self._pid = 0
            raise OSError("the disk took a part of the line")

    def _turn_over(self) -> None:
        """Begin a file if there is none, if it is old, or if this is another process."""
        # By the clock that dates files too: it goes on in a machine that sleeps, and may be set.
        folder, now = witness_folder(), time.time()
        is_ours = self._pid == os.getpid() and self._file.parent == folder
        if is_ours and abs(now - self._began) < _FILE_SECONDS:
            return
        host = "".join(one for one in socket.gethostname()[:40] if one.isalnum() or one == "-")
        self._file = folder / f"{host}-{os.getpid()}-{secrets.token_hex(6)}.notes"
        self._pid, self._began, self._n_lines = os.getpid(), now, 0


WITNESS = Witness()


def witness_folder() -> Path:
    """Where the processes of this installation keep their notes."""
    return Path(settings.AUDIT_HOME) / "witness"


def files() -> list[str]:
    """The names of the files that there are."""
    return sorted(file.name for file in witness_folder().glob("*.notes"))


def read_after(name: str, place: Place) -> Reading:
    """Read a file on from a place; what is no whole line at its end may still become one."""
    found = Reading(name, place)
    file = witness_folder() / name
    content = file.read_bytes() if file.is_file() else b""
    n_lines, n_bytes = place
    if len(content) < n_bytes:
        found.gaps.append(n_lines)
        n_bytes = len(content)
    # Zeros are what a power cut leaves of what did not reach the disk.
    for text in content[n_bytes:].partition(b"\0")[0].splitlines(keepends=True):
        if text.endswith(b"\n"):
            number, note = _read(name, (n_lines, n_bytes), text)
            if number != n_lines + 1:
                found.gaps.append(n_lines + 1)
            if note is not None:
                found.notes.append(note)
            n_lines, n_bytes = max(number, n_lines + 1), n_bytes + len(text)
    found.end = (n_lines, n_bytes)
    return found


def force_to_disk(names: Iterable[str]) -> None:
    """Let what was read survive a power cut, as what will be signed says that it is there."""
    for name in names:
        opened = os.open(witness_folder() / name, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def is_over(name: str) -> bool:
    """Whether no process writes to a file any more."""
    file = witness_folder() / name
    return not file.is_file() or file.stat().st_mtime < time.time() - 2 * _FILE_SECONDS


def remove(name: str) -> None:
    """Remove a file of which everything was compared and signed."""
    (witness_folder() / name).unlink(missing_ok=True)


def _read(name: str, begins: Place, text: bytes) -> tuple[int, Note | None]:
    """The number of a line, and what it says; 0 and nothing if it is none of ours."""
    try:
        number, mark, seq, event_id, leaf = text.decode("ascii").split()
        is_committed = {_WRITTEN: False, _COMMITTED: True}[mark]
        return int(number), Note(
            name, begins, is_committed, int(seq), event_id, bytes.fromhex(leaf)
        )
    except (ValueError, KeyError):
        return 0, None
