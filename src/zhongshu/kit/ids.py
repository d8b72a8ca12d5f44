"""Identifiers, and numbers, that sort by the time they were made, or tell nothing of it."""

import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """Return a new UUID of version 7: 48 bits of milliseconds, then random bits.

    References
    ----------
    RFC 9562, section 5.7.
    """
    milliseconds = time.time_ns() // 1_000_000
    random_bits = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & (1 << 48) - 1) << 80 | random_bits
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def untimed() -> uuid.UUID:
    """Return a new UUID of version 4, all of it random: of what is not to tell when it was made."""
    return uuid.UUID(bytes=os.urandom(16), version=4)


def stamp(after: int) -> int:
    """A number that rises with each call and tells when it was given, not how many were before.

    It is the time in milliseconds; where the clock did not go on since ``after``, one more.
    """
    return max(after + 1, time.time_ns() // 1_000_000)


def is_chosen(key: uuid.UUID) -> bool:
    """Whether a client made an id: it is none that is made here."""
    return key.version == _CHOSEN


_NODE = (1 << 48) - 1
_CHOSEN = 8


def is_within(key: uuid.UUID, owner: uuid.UUID) -> bool:
    """Whether a client made an id for something that belongs to the owner.

    Such an id has version 8, so that it is none that is made here, and begins with the last 48
    bits of that of its owner, so that nothing of another owner can have it.

    References
    ----------
    RFC 9562, section 5.8.
    """
    return is_chosen(key) and key.int >> 80 == owner.int & _NODE
