"""The channels by which values leave the server, and how high a class each lets through.

What the table says counts for the class of a value: the higher of its field's and its
record's. It comes after the cells, and nobody's right lifts it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from typing import Any

from zhongshu.kit.declarations import Classification

HIGHEST = max(Classification)


class Channel(Enum):
    """A way out of the server."""

    SCREEN = "screen"
    EXPORT = "export"
    MAIL = "mail"
    NOTIFICATION = "notification"
    SHIPPING = "shipping"
    LOG = "log"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class Passage:
    """What a channel lets through: classes up to ``highest``.

    From ``marked_from`` on a file carries who took it out and when; from ``proved_from`` on
    whoever takes it out must just have proved who they are. None: never.
    """

    highest: Classification
    marked_from: Classification | None = None
    proved_from: Classification | None = None

    def wire(self) -> dict[str, int | None]:
        """The passage as JSON."""
        return {
            "highest": int(self.highest),
            "marked_from": None if self.marked_from is None else int(self.marked_from),
            "proved_from": None if self.proved_from is None else int(self.proved_from),
        }


# On the screen the cells decide; a log holds no value of a field; a backup is a copy of the
# database, made by whoever runs it.
DEFAULTS: Mapping[Channel, Passage] = {
    Channel.SCREEN: Passage(HIGHEST),
    Channel.EXPORT: Passage(HIGHEST, Classification.SENSITIVE, HIGHEST),
    Channel.MAIL: Passage(Classification.SENSITIVE),
    Channel.NOTIFICATION: Passage(HIGHEST),
    Channel.SHIPPING: Passage(HIGHEST),
    Channel.LOG: Passage(Classification.PUBLIC),
    Channel.BACKUP: Passage(HIGHEST),
}
# What a policy may change.
SETTABLE = (Channel.EXPORT, Channel.MAIL, Channel.NOTIFICATION, Channel.SHIPPING)
Passages = Mapping[Channel, Passage]

_HERE: ContextVar[Channel] = ContextVar("zhongshu_channel", default=Channel.SCREEN)


@contextmanager
def through(channel: Channel) -> Iterator[None]:
    """Let what is read inside be what goes through a channel."""
    token = _HERE.set(channel)
    try:
        yield
    finally:
        _HERE.reset(token)


def passage(passages: Passages, channel: Channel | None = None) -> Passage:
    """What a table says of a channel; None is the one through which goes what is read now."""
    asked = channel or _HERE.get()
    return passages.get(asked, DEFAULTS[asked])


def read_passages(told: Mapping[str, Mapping[str, Any]]) -> dict[Channel, Passage]:
    """The table that JSON tells."""
    return {
        Channel(name): Passage(
            Classification(one["highest"]),
            *(
                None if one.get(part) is None else Classification(one[part])
                for part in ("marked_from", "proved_from")
            ),
        )
        for name, one in told.items()
    }
