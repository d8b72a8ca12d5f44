"""Masks: how a value is shown in part, so that one can be told from another and none be read."""

from collections.abc import Callable
from datetime import date
from typing import Any

_DOTS = "•••"


def _first(value: Any) -> str:
    """The first character."""
    return f"{str(value)[:1]}{_DOTS}"


def _last_four(value: Any) -> str:
    """The last four characters, of what is at least twice as long."""
    text = str(value)
    return f"{_DOTS}{text[-4:]}" if len(text) >= 8 else _DOTS


def _domain(value: Any) -> str:
    """The domain of an address."""
    _, at, domain = str(value).rpartition("@")
    return f"{_DOTS}@{domain}" if at else _DOTS


def _year(value: Any) -> str:
    """The year of a day."""
    return f"{value.year:04}-••-••" if isinstance(value, date) else _DOTS


def _dots(value: Any) -> str:
    """Nothing but that there is a value."""
    return _DOTS


TEXT_MASKS: dict[str, Callable[[Any], str]] = {
    "dots": _dots,
    "first": _first,
    "last_four": _last_four,
    "domain": _domain,
}
DATE_MASKS: dict[str, Callable[[Any], str]] = {"dots": _dots, "year": _year}
MASKS = TEXT_MASKS | DATE_MASKS


def masked(value: Any, mask: str) -> str | None:
    """A value as a mask shows it; None if there is none."""
    return None if value in (None, "") else MASKS[mask](value)
