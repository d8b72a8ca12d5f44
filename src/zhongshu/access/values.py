"""Values on the wire: what kinds there are, how each is written, and how it is read back."""

from collections.abc import Callable
from datetime import date
from enum import Enum
from math import isfinite
from typing import Any
from uuid import UUID

from zhongshu.kit import moments
from zhongshu.kit.errors import BadInput


class Kind(Enum):
    """What a field's values are, on the wire and in a filter."""

    TEXT = "text"
    INTEGER = "integer"
    RATIO = "ratio"
    MOMENT = "moment"
    DATE = "date"
    INSTANT = "instant"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    ID = "id"
    REFERENCE = "reference"
    JSON = "json"


def to_wire(kind: Kind, value: Any) -> Any:
    """A stored value as JSON shows it."""
    if value is None:
        return None
    if kind is Kind.MOMENT:
        return moments.iso(value)
    if kind is Kind.ID:
        return str(value)
    if kind in {Kind.DATE, Kind.INSTANT}:
        return value.isoformat()
    return value


def from_wire(kind: Kind, text: str, *, field_name: str) -> Any:
    """A value typed into a filter or a cursor.

    Raises
    ------
    BadInput
        If the text is not a value of that kind.
    """
    try:
        return _READERS[kind](text)
    except (ValueError, KeyError) as error:
        raise BadInput(
            f"{text[:100]!r} is not a value of kind {kind.value}",
            field=field_name,
            expected=kind.value,
        ) from error


def _plain(text: str) -> str:
    if "\0" in text:
        raise ValueError("PostgreSQL stores no NUL")
    text.encode()  # half of a surrogate pair is no character
    return text


def _whole(text: str) -> int:
    number = int(text)
    if not -(2**63) <= number < 2**63:
        raise ValueError("no database counts so far")
    return number


def _ratio(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError("a ratio is a number")
    return number


_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.TEXT: _plain,
    Kind.CHOICE: _plain,
    Kind.INTEGER: _whole,
    Kind.RATIO: _ratio,
    Kind.MOMENT: moments.parse_moment,
    Kind.DATE: date.fromisoformat,
    Kind.INSTANT: moments.instant,
    Kind.BOOLEAN: {"true": True, "false": False}.__getitem__,
    Kind.ID: UUID,
    Kind.REFERENCE: UUID,
}
