"""Verify an export or a proof of the audit trail without the database, and without Zhongshu.

    python offline.py EXPORT-FOLDER [CHECKPOINTS] [--trust KEY-ID]
    python offline.py PROOF.json CHECKPOINTS [--trust KEY-ID]

This file stands alone: Python and the package ``cryptography`` are all it needs, and it shares
no code with what wrote the trail. Checkpoints that you kept yourself are worth more than those
in the export. The exit code is 0 if everything is right, else 1; 2 if a file cannot be read.
"""

import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Wrong(Exception):
    """The first thing that is not right."""


def sha(*parts: bytes) -> bytes:
    """SHA-256 over the parts."""
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(line: dict[str, Any], without: str) -> bytes:
    """The bytes that were hashed or signed: JSON, keys sorted, ASCII, no white space."""
    kept = {name: value for name, value in line.items() if name != without}
    return json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()


def root_of(stack: list[tuple[int, bytes]]) -> bytes:
    """The root over full subtrees, given as size and root, the largest first."""
    if not stack:
        return sha()
    root = stack[-1][1]
    for _, left in reversed(stack[:-1]):
        root = sha(b"\x01", left, root)
    return root


def grow(stack: list[tuple[int, bytes]], leaf: bytes) -> None:
    """Add a leaf: two full subtrees of one size become one of twice the size."""
    size, root = 1, leaf
    while stack and stack[-1][0] == size:
        root = sha(b"\x01", stack.pop()[1], root)
        size *= 2
    stack.append((size, root))


def read_lines(file: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file, one a line."""
    with file.open("rb") as opened:
        for line in opened:
            yield json.loads(line)


RETIRED: set[int] = set()
FOUND: list[dict[str, Any]] = []


def signed_blocks(file: Path, trusted: str) -> dict[int, dict[str, Any]]:
    """What was signed, by number of the block, after every signature was checked.

    The blocks whose events were removed by a signed tombstone are added to ``RETIRED``, and what
    was altered before any block was made of it, as the witness found, to ``FOUND``.
    """
    keys: dict[str, str] = {}
    blocks: dict[int, dict[str, Any]] = {}
    n_found = 0
    FOUND.clear()
    for number, line in enumerate(read_lines(file), start=1):
        is_first = not keys and line["type"] == "key" and line["id"] == line["by"]
        public = line["public"] if is_first else keys.get(line["by"])
        if public is None:
            raise Wrong(f"checkpoint line {number}: signed by an unknown key")
        if is_first and trusted and line["id"] != trusted:
            raise Wrong(f"the first key is {line['id']}, not {trusted}")
        check_signature(number, line, public)
        n_found = hear_witness(line, n_found)
        if line["type"] == "tombstone":
            retire(line)
        elif line["type"] == "key":
            keys[line["id"]] = introduced(number, line)
        elif line["type"] == "restart":
            print(f"NOTE: the chain was accepted anew at block {line['number']}: {line['reason']}")
            blocks = {line["number"]: line} if line["number"] else {}
        elif line["type"] == "checkpoint":
            blocks[line["number"]] = line
    refuse_lost(n_found)
    return blocks


def refuse_lost(n_found: int) -> None:
    """Refuse checkpoints from which the lines are gone that name what the witness found."""
    if n_found != len(FOUND):
        raise Wrong(f"{n_found} events were found altered; the lines that name them are missing")


def introduced(number: int, line: dict[str, Any]) -> str:
    """The public key that a line introduces."""
    if hashlib.sha256(base64.b64decode(line["public"])).hexdigest()[:16] != line["id"]:
        raise Wrong(f"checkpoint line {number}: the id is not that of the key")
    return str(line["public"])


def hear_witness(line: dict[str, Any], n_found: int) -> int:
    """Note what was found altered before it was sealed; return how many since the last restart."""
    said = line.get("witness")
    if said is None:
        return n_found
    FOUND.extend(said.get("findings", []))
    if line["type"] == "restart":
        FOUND.clear()
    if n_unseen := said.get("n_unwitnessed", 0):
        print(f"NOTE: {n_unseen} events came without a witness: {said['unwitnessed']}")
    return int(said.get("n_found", 0))


def check_block(block: dict[str, Any], previous: str, signed: dict[int, dict[str, Any]]) -> None:
    """Compare a header with its hash, the block before, and what was signed."""
    number = block["number"]
    if hashlib.sha256(canonical(block, "hash")).hexdigest() != block["hash"]:
        raise Wrong(f"block {number}: the header does not give its hash")
    if block["previous"] != previous:
        raise Wrong(f"block {number}: it does not follow the block before")
    kept = signed.pop(number, None)
    if kept is not None and kept["hash"] != block["hash"]:
        raise Wrong(f"block {number}: it is not the block that was signed")


def retire(line: dict[str, Any]) -> None:
    """Note that the events of some blocks were removed, by whoever could sign it."""
    RETIRED.update(range(line["first"], line["last"] + 1))
    print(f"NOTE: {line['n_events']} events were removed: {line['reason']}")


def check_signature(number: int, line: dict[str, Any], public: str) -> None:
    """Compare a line with its signature."""
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(public)).verify(
            base64.b64decode(line["signature"]), canonical(line, "signature")
        )
    except (InvalidSignature, ValueError) as error:
        raise Wrong(f"checkpoint line {number}: the signature is wrong") from error


def leaf_of(line: bytes, number: int) -> bytes:
    """The hash of an event; of one that was removed, the hash that was kept."""
    if line.startswith(b'{"leaf":'):
        if number not in RETIRED:
            raise Wrong(f"block {number}: events are missing, and nobody signed their removal")
        return bytes.fromhex(json.loads(line)["leaf"])
    return sha(b"\x00", line)


def check_export(folder: Path, checkpoints: Path, trusted: str) -> str:
    """Recompute everything in an export."""
    signed = signed_blocks(checkpoints, trusted)
    n_signed = len(signed)
    previous, position, last_seq = "0" * 64, 0, 0
    stack: list[tuple[int, bytes]] = []
    with (folder / "events.jsonl").open("rb") as events:
        for expected, block in enumerate(read_lines(folder / "blocks.jsonl"), start=1):
            if block["number"] != expected:
                raise Wrong(f"block {expected} is missing")
            start = position
            for line in (events.readline() for _ in range(block["n_events"])):
                seq = json.loads(line)["seq"] if line else -1
                if not last_seq < seq <= block["settled_seq"]:
                    raise Wrong(f"entry {position} of block {expected}: missing or out of order")
                grow(stack, leaf_of(line.removesuffix(b"\n"), expected))
                position, last_seq = position + 1, seq
            if (root_of(stack).hex(), position) != (block["root"], block["tree_size"]):
                raise Wrong(
                    f"block {expected}: its events (entries {start} to {position - 1}) "
                    "do not give its root"
                )
            check_block(block, previous, signed)
            previous = block["hash"]
        if events.readline():
            raise Wrong(f"entry {position}: it belongs to no block")
    check_rest(signed)
    return f"{position} events and {n_signed} checkpoints are right; root {root_of(stack).hex()}"


def check_rest(missing: dict[int, dict[str, Any]]) -> None:
    """Refuse blocks that were signed and did not come, and what the witness found."""
    if missing:
        raise Wrong(f"block {min(missing)} was signed and is missing: the end was cut off")
    if FOUND:
        first = dict(FOUND[0])
        code = first.pop("code")
        told = ", ".join(f"{name} {value}" for name, value in first.items())
        raise Wrong(f"{code}: {told} ({len(FOUND)} in all)")


def check_proof(file: Path, checkpoints: Path, trusted: str) -> str:
    """Follow the path of one event to a root that was signed."""
    proof = json.loads(file.read_text("utf-8"))
    block, position = proof["block"], proof["position"]
    hashed = sha(b"\x00", proof["event"].encode())
    start, size = position, block["tree_size"]
    steps = []
    low, high = 0, size
    while high - low > 1:
        split = low + (1 << ((high - low - 1).bit_length() - 1))
        steps.append(start < split)
        low, high = (low, split) if start < split else (split, high)
    if len(steps) != len(proof["path"]) or not 0 <= position < size:
        raise Wrong("the path does not fit the tree")
    for is_left, other in zip(reversed(steps), proof["path"], strict=True):
        one = bytes.fromhex(other)
        hashed = sha(b"\x01", hashed, one) if is_left else sha(b"\x01", one, hashed)
    if hashed.hex() != block["root"]:
        raise Wrong("the path does not lead to the root of the block")
    signed = signed_blocks(checkpoints, trusted)
    if block["number"] not in signed:
        raise Wrong(f"block {block['number']} was not signed")
    check_block(block, block["previous"], signed)
    event = json.loads(proof["event"])
    return f"event {event['seq']} ({event['kind']}) is entry {position} of what was signed"


def main(words: list[str]) -> int:
    """Check what the words name."""
    trusted = ""
    if "--trust" in words:
        at = words.index("--trust")
        trusted = words[at + 1] if at + 1 < len(words) else ""
        words = words[:at] + words[at + 2 :]
    if not 1 <= len(words) <= 2:
        print(__doc__)
        return 2
    target = Path(words[0])
    checkpoints = Path(words[1]) if len(words) == 2 else target / "checkpoints.jsonl"
    check = check_export if target.is_dir() else check_proof
    try:
        print(f"RIGHT: {check(target, checkpoints, trusted)}")
    except Wrong as wrong:
        print(f"WRONG: {wrong}")
        return 1
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"UNREADABLE: {error!r}")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
