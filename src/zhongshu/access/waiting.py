"""Who may confirm what one person asked for: each kind of row tells it for itself."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet

from zhongshu.access.models import User

_CONFIRMERS: dict[type[Model], Callable[[Any], QuerySet[User]]] = {}


def register_confirmers(model: type[Model], who: Callable[[Any], QuerySet[User]]) -> None:
    """Let a kind of row wait for another person; called beside the service that confirms it."""
    _CONFIRMERS[model] = who


def who_may_confirm(row: Model) -> QuerySet[User]:
    """The users who may confirm what waits of a row."""
    return _CONFIRMERS[type(row)](row)
