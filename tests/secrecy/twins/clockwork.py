"""The same ids and the same present in both worlds, so that only secrets can make a difference."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from unittest.mock import patch

from tests.secrecy.twins.secrets import HIGH, LOW
from zhongshu.kit import ids
from zhongshu.kit.models import Event
from zhongshu.planning import quiet

PRESENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
_MILLISECOND = 1_000_000
# How far the versions lie apart that are made under two names.
_APART = 1_000_000
_SALTS = (LOW.salt, HIGH.salt, "common")


class Stream:
    """A source of ids that gives the same ones again whenever it is set to the same name."""

    def __init__(self) -> None:
        self.name = ""
        self._drawn = 0
        self._ranks: dict[str, int] = {}

    def start(self, name: str) -> None:
        """Begin the ids of this name anew."""
        self.name, self._drawn = name, 0
        self._ranks.setdefault(self._place, len(self._ranks))

    @property
    def _place(self) -> str:
        """The name without what differs between the worlds."""
        return re.sub(rf" ({'|'.join(_SALTS)})$", "", self.name)

    def stamp(self, after: int) -> int:
        """A version that tells of no edit but of where in the story it is made."""
        moment = int(PRESENT.timestamp() * 1000) + self._ranks.get(self._place, 0) * _APART
        return max(after + 1, moment)

    def urandom(self, n_bytes: int) -> bytes:
        """The next bytes of the stream."""
        self._drawn += 1
        return hashlib.sha512(f"{self.name}:{self._drawn}".encode()).digest()[:n_bytes]

    def time_ns(self) -> int:
        """A time that goes on by a millisecond with each id, so that ids sort as they were made."""
        offset = int.from_bytes(hashlib.sha256(self.name.encode()).digest()[:3], "big")
        start = int(PRESENT.timestamp() * 1000) + offset
        return (start + self._drawn) * _MILLISECOND


STREAM = Stream()
_RECORDED_AT = Event._meta.get_field("recorded_at")


@contextmanager
def standing_still() -> Iterator[Stream]:
    """Let no clock run and no id be drawn by chance."""
    with (
        patch.object(ids, "os", SimpleNamespace(urandom=STREAM.urandom)),
        patch.object(ids, "time", SimpleNamespace(time_ns=STREAM.time_ns)),
        patch.object(quiet, "stamp", STREAM.stamp),
        patch("django.utils.timezone.now", lambda: PRESENT),
        patch.dict(_RECORDED_AT.__dict__, {"_get_default": lambda: PRESENT}),
    ):
        yield STREAM
