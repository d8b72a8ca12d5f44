"""Writes that are no history: rows that count only while they are fresh, and leave no event.

Everything else is written by a service, which records what happened. What nobody will ever ask
about again, as that a page is still open, is written by a function that is declared here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.db import models

Write = TypeVar("Write", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class EphemeralWrite:
    """A function that writes rows of one model and nothing else.

    ``lasts`` is how long a row counts after it was written.
    """

    function: Callable[..., Any]
    model: type[models.Model]
    lasts: timedelta


_DECLARED: dict[str, EphemeralWrite] = {}


def ephemeral(model: type[models.Model], *, lasts: timedelta) -> Callable[[Write], Write]:
    """Declare that a function writes rows of ``model`` that count for so long, and no event."""

    def declare(write: Write) -> Write:
        _DECLARED[f"{write.__module__}.{write.__name__}"] = EphemeralWrite(write, model, lasts)
        return write

    return declare


def ephemeral_writes() -> dict[str, EphemeralWrite]:
    """Every declared write, by its full name."""
    return dict(_DECLARED)
