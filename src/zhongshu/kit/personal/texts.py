"""Free texts of events: beside what is hashed, so that one can be erased and the chain stays right.

In the payload stands ``txt1:<place>:<digest>`` in the place of a text, and in the column ``texts``,
at that place, its salt and itself. The digest is that of both, so no text can be changed; without
the salt it tells nothing. What is erased is null there, and an event of the erasure names it.
"""

import base64
import json
import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

MARK = "txt1:"
ERASED = "已抹除 Erased"
_SALT_BYTES = 16
# What is shorter names nobody.
_SHORTEST = 2

Entries = list[list[str] | None]


class Kept:
    """The free texts of one event, as they are put aside."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names
        self.entries: Entries = []

    def put_aside(self, text: str) -> str:
        """Keep a text; return what stands in the payload in its place."""
        if len(text) < _SHORTEST:
            return text
        salt = base64.b64encode(os.urandom(_SALT_BYTES)).decode()
        self.entries.append([salt, text])
        return f"{MARK}{len(self.entries) - 1}:{_digest(salt, text)}"

    def as_column(self) -> str | None:
        """The texts as the column keeps them; None where there are none."""
        return packed(self.entries) if self.entries else None


def packed(entries: Entries) -> str:
    """Texts as the column keeps them."""
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))


def unpacked(column: str | None) -> Entries:
    """The texts that a column keeps; what somebody spoilt there counts as gone."""
    try:
        found = json.loads(column) if column else []
    except ValueError:
        return []
    return [one if _is_entry(one) else None for one in found] if isinstance(found, list) else []


def text_of(stored: str, entries: Entries) -> str | None:
    """The text in whose place something stands in a payload; None if it was erased."""
    place, _ = _parts(stored)
    entry = entries[place] if place is not None and place < len(entries) else None
    return entry[1] if entry else None


def without(entries: Entries, places: Iterable[int]) -> Entries:
    """The texts with some of them erased, for good."""
    gone = set(places)
    return [None if place in gone else entry for place, entry in enumerate(entries)]


def faults_of(payload: Any, entries: Entries) -> Iterator[tuple[int, bool]]:
    """Each place whose text is not what was recorded, and whether that is because it is gone."""
    for stored in _marks_in(payload):
        place, digest = _parts(stored)
        if place is None:
            continue
        entry = entries[place] if place < len(entries) else None
        if entry is None:
            yield place, True
        elif _digest(*entry) != digest:
            yield place, False


def _marks_in(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str) and one.startswith(MARK):
            yield one


def _is_entry(value: Any) -> bool:
    return isinstance(value, list) and [type(one) for one in value] == [str, str]


def _digest(salt: str, text: str) -> str:
    return base64.b64encode(sha256(f"{salt}{text}".encode()).digest()).decode()


def _parts(stored: str) -> tuple[int | None, str]:
    place, _, digest = stored.removeprefix(MARK).partition(":")
    return (int(place) if place.isdecimal() else None), digest
