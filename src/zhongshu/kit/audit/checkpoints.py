"""Checkpoints: what the chain was, signed and kept outside of the database.

The file only grows, one JSON object a line: a ``key`` introduces a public key, signed by the one
before it (the first by itself); a ``checkpoint`` says what a block was; a ``restart`` says why the
chain no longer is what earlier checkpoints say, as after the restoration of a backup; a
``tombstone`` says that the events of some blocks were removed because they were old, and their
hashes kept; a ``witness`` says what became of events before any block was made of them, where no
checkpoint could say it in its member of that name.
"""

import json
import logging
import os
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from logging.handlers import SysLogHandler
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction

from zhongshu.kit.audit import witness
from zhongshu.kit.audit.canonical import to_bytes
from zhongshu.kit.audit.comparing import Finding, Seen, compare
from zhongshu.kit.audit.keys import (
    BadKey,
    SigningKey,
    is_signed,
    key_called,
    key_id,
    new_key,
    present_key,
)
from zhongshu.kit.audit.sealing import hold_the_chain, last_block
from zhongshu.kit.models import AuditBlock

Line = dict[str, Any]
_log = structlog.get_logger(__name__)
_TAIL_BYTES = 100_000
_MOST_TOLD = 20


class ChainRewritten(Exception):
    """The chain in the database is not the one that was signed; nothing more is signed."""


class BadCheckpoint(ValueError):
    """A line of the file is not what its signer wrote; the text says which and why."""


@dataclass(slots=True)
class Checkpoints:
    """A file of checkpoints whose signatures are right."""

    keys: dict[str, str] = field(default_factory=dict)
    blocks: list[Line] = field(default_factory=list)
    restarts: list[Line] = field(default_factory=list)
    tombstones: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    n_found: int = 0
    n_accepted: int = 0
    n_witnessed: int = 0
    n_unwitnessed: int = 0
    unwitnessed: list[int] = field(default_factory=list)

    @property
    def retired(self) -> set[int]:
        """The numbers of the blocks whose events were removed."""
        return {
            number for line in self.tombstones for number in range(line["first"], line["last"] + 1)
        }

    @property
    def first_key(self) -> str:
        """The id of the key on which all others rest; empty if there is none."""
        return next(iter(self.keys), "")


def checkpoint_file() -> Path:
    """Where this installation keeps its checkpoints."""
    return Path(settings.AUDIT_HOME) / "checkpoints.jsonl"


def read_checkpoints(file: Path) -> Checkpoints:
    """Read a file and check every signature in it.

    Raises
    ------
    BadCheckpoint
        At the first line that was not signed by a key that is introduced above it.
    """
    found = Checkpoints()
    if not file.is_file():
        return found
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            _take(found, json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadCheckpoint(f"line {number} of {file.name}: {error}") from error
    return found


def write_checkpoints(*, at: datetime) -> int:
    """Sign every block that the file lacks, and what the witness says of them; return how many.

    Raises
    ------
    ChainRewritten
        If the database no longer holds the block that was signed last.
    BadCheckpoint
        If the end of the file cannot be read.
    """
    with _extending() as end:
        _refuse_rewritten(end)
        floor = end.block["number"] if end.block else 0
        waiting = AuditBlock.objects.filter(number__gt=floor).order_by("number")
        blocks = list(waiting.defer("frontier"))
        seen = compare(end.seen, blocks)
        if blocks or seen.findings:
            key = present_key()
            end.add(_introduction(end.signer, key, at))
            lines = [_checkpoint(block, at) for block in blocks] or [_beside(end.block, at)]
            if end.seen is not None or seen.places:
                lines[-1]["witness"] = end.keep(seen)
            end.add([_signed(line, key) for line in lines])
    _raise_alarms(seen)
    return len(blocks)


def is_rewritten() -> bool:
    """Whether the database no longer holds the block that was signed last."""
    with _extending() as end, suppress(ChainRewritten):
        _refuse_rewritten(end)
        return False
    return True


def found_since_signed() -> list[Finding]:
    """What the witness finds wrong with what nobody signed yet; nothing is kept of it."""
    with _extending() as end:
        return compare(end.seen, []).findings


def n_found() -> int:
    """How many events were found altered before they were sealed, since the chain was accepted."""
    return int((_end_of(checkpoint_file()).seen or {}).get("n_found", 0))


def rotate_key(*, at: datetime) -> str:
    """Sign with a new key from now on, introduced by the present one; return its id."""
    with _extending() as end:
        before = present_key()
        end.add(_introduction(end.signer, before, at))
        key = new_key()
        end.add([_signed(_key_line(key, at), before)])
    return key.id


def accept_chain(*, reason: str, at: datetime) -> None:
    """Sign that the chain begins anew where it stands, and why: after a backup was restored.

    The earlier checkpoints stay in the file, and every verification shows the reason. The same
    holds for what the witness has found: events that the backup did not have.
    """
    with _extending() as end:
        block, key = last_block(), present_key()
        restart = {"type": "restart", "at": at, "reason": reason}
        restart |= {"number": block.number if block else 0, "hash": block.hash if block else ""}
        seen = compare(end.seen, [])
        seen.n_found = 0
        restart["witness"] = end.keep(seen)
        end.add(_introduction(end.signer, key, at))
        end.add([_signed(restart, key)])


def sign_tombstones(runs: list[tuple[int, int, int]], *, reason: str, at: datetime) -> None:
    """Sign that the events of these runs of blocks are removed: first, last, how many events."""
    with _extending() as end:
        _refuse_rewritten(end)
        key = present_key()
        end.add(_introduction(end.signer, key, at))
        for first, last, n_events in runs:
            line = {"type": "tombstone", "first": first, "last": last, "n_events": n_events}
            end.add([_signed({**line, "reason": reason, "at": at}, key)])


@dataclass(slots=True)
class _End:
    """The end of the file: who signed last, and which block; what the witness saw; what is added.

    ``done`` are the files of the witness that go when what is added is on the disk.
    """

    signer: str = ""
    block: Line | None = None
    seen: Line | None = None
    added: list[Line] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def add(self, lines: list[Line]) -> None:
        """Add lines."""
        self.added += lines

    def keep(self, seen: Seen) -> Line:
        """What will be signed of what the witness saw; nothing of that is lost by a power cut."""
        witness.force_to_disk(set(seen.places).intersection(witness.files()))
        self.done = seen.done
        return seen.as_line()


@contextmanager
def _extending() -> Iterator[_End]:
    """Let the caller add lines to the file, one caller at a time; then tell others of them."""
    file = checkpoint_file()
    with transaction.atomic():
        hold_the_chain()
        end = _end_of(file)
        yield end
        _append(file, end.added)
        for name in end.done:
            witness.remove(name)
    _tell_others(end.added)


def _end_of(file: Path) -> _End:
    """Read the end alone, as the file may hold years; all of it if that lacks block or witness."""
    if not file.is_file():
        return _End()
    end = _read_end(file, _TAIL_BYTES)
    is_enough = end.block is not None and end.seen is not None
    return end if is_enough else _read_end(file, file.stat().st_size)


def _read_end(file: Path, n_bytes: int) -> _End:
    end = _End()
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - n_bytes))
        is_cut = opened.tell() > 0
        texts = opened.read().splitlines(keepends=True)[int(is_cut) :]
    try:
        lines = [json.loads(text) for text in texts]
    except ValueError as error:
        raise BadCheckpoint(f"the end of {file.name} cannot be read: {error}") from error
    for line in lines:
        end.signer = line["id"] if line["type"] == "key" else line["by"]
        end.seen = line.get("witness", end.seen)
        if line["type"] not in {"key", "tombstone", "witness"}:
            end.block = line if line["number"] else None
    return end


def _refuse_rewritten(end: _End) -> None:
    if end.block is None:
        return
    signed = {name: end.block[name] for name in ("number", "hash")}
    if not AuditBlock.objects.filter(**signed).exists():
        raise ChainRewritten(
            f"block {signed['number']} is not the one that was signed: run `zhongshu audit verify`"
        )


def _checkpoint(block: AuditBlock, at: datetime) -> Line:
    return {
        "type": "checkpoint",
        "number": block.number,
        "hash": block.hash,
        "tree_size": block.tree_size,
        "root": block.root,
        "at": at,
    }


def _beside(block: Line | None, at: datetime) -> Line:
    """A line for what the witness found while no block was made."""
    number, hashed = (block["number"], block["hash"]) if block else (0, "")
    return {"type": "witness", "number": number, "hash": hashed, "at": at}


def _raise_alarms(seen: Seen) -> None:
    """Tell at once, by the number of the event or the name of the file."""
    for one in seen.findings:
        _log.error("audit_alarm", alarm=f"{one['code']}:{one.get('seq') or one['file']}")
    if seen.unwitnessed:
        some = ",".join(map(str, seen.unwitnessed[:_MOST_TOLD]))
        _log.error("audit_alarm", alarm=f"unwitnessed:{some}")


def _key_line(key: SigningKey, at: datetime) -> Line:
    return {"type": "key", "id": key.id, "public": key.public, "at": at}


def _introduction(signer: str, key: SigningKey, at: datetime) -> list[Line]:
    """The line that introduces a key, signed by the one that signed last; the first by itself.

    Raises
    ------
    BadKey
        If the key that signed last is gone, so that nobody could introduce this one.
    """
    if key.id == signer:
        return []
    introducer = key_called(signer) if signer else key
    if introducer is None:
        raise BadKey(f"key {signer} signed last and is gone: it must introduce {key.id}")
    return [_signed(_key_line(key, at), introducer)]


def _signed(line: Line, key: SigningKey) -> Line:
    line = json.loads(to_bytes({**line, "by": key.id}))
    return line | {"signature": key.sign(to_bytes(line))}


def _take(found: Checkpoints, line: Line) -> None:
    """Add a line to what was read, if the key that signed it stands above it."""
    content = to_bytes({name: value for name, value in line.items() if name != "signature"})
    is_first = line["type"] == "key" and not found.keys and line["by"] == line["id"]
    public = line["public"] if is_first else found.keys.get(line["by"])
    if public is None:
        raise ValueError(f"nobody introduced the key {line['by']}")
    if not is_signed(content, line["signature"], public):
        raise ValueError("the signature does not belong to the content")
    _TAKERS[line["type"]](found, line)
    if "witness" in line:
        _take_witness(found, line["witness"], is_accepted=line["type"] == "restart")


def _take_key(found: Checkpoints, line: Line) -> None:
    if key_id(line["public"]) != line["id"]:
        raise ValueError("the id is not that of the key")
    found.keys[line["id"]] = line["public"]


def _take_restart(found: Checkpoints, line: Line) -> None:
    found.restarts.append(line)
    found.blocks.clear()
    if line["number"]:
        found.blocks.append(line)


def _take_witness(found: Checkpoints, said: Line, *, is_accepted: bool) -> None:
    """Add what the witness found; what was found until the chain is accepted is settled by that."""
    found.findings += said.get("findings", [])
    found.n_witnessed += said.get("n_witnessed", 0)
    found.n_unwitnessed += said.get("n_unwitnessed", 0)
    found.unwitnessed += said.get("unwitnessed", [])
    found.n_found = said.get("n_found", 0)
    if is_accepted:
        found.n_accepted += len(found.findings)
        found.findings.clear()


def _take_block(found: Checkpoints, line: Line) -> None:
    if found.blocks and line["number"] <= found.blocks[-1]["number"]:
        raise ValueError("the blocks are not in order")
    found.blocks.append(line)


_TAKERS: dict[str, Callable[[Checkpoints, Line], None]] = {
    "key": _take_key,
    "restart": _take_restart,
    "checkpoint": _take_block,
    "tombstone": lambda found, line: found.tombstones.append(line),
    "witness": lambda found, line: None,
}


def _append(file: Path, lines: list[Line]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not lines:
        return
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        for line in lines:
            opened.write(to_bytes(line) + b"\n")
        opened.flush()
        os.fsync(opened.fileno())


def _tell_others(lines: Iterable[Line]) -> None:
    """Send what was signed where the owner of this machine may not reach: to logs and syslog."""
    for line in lines:
        _log.info("audit_checkpoint", line=to_bytes(line).decode())
    if not settings.AUDIT_SYSLOG:
        return
    host, _, port = settings.AUDIT_SYSLOG.rpartition(":")
    try:
        handler = SysLogHandler((host, int(port)), socktype=socket.SOCK_DGRAM)
    except (OSError, ValueError):
        _log.exception("audit_syslog_unreachable", address=settings.AUDIT_SYSLOG)
        return
    handler.ident = "zhongshu-audit: "
    for line in lines:
        text = to_bytes(line).decode()
        handler.emit(logging.LogRecord("audit", logging.INFO, "", 0, text, None, None))
    handler.close()
