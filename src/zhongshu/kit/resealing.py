"""Bring everything that stands sealed in the database under the newest key of the ring.

It goes through the rows in batches, each in a transaction of its own, and leaves alone what is
under the newest key already: broken off at any point, it is simply run again.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from zhongshu.kit import sealed
from zhongshu.kit.personal import keys, ring

BATCH = 200


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A place where secrets stand sealed: its rows, and how one is read and written."""

    name: str
    purpose: str
    rows: Callable[[], QuerySet[Any]]
    read: Callable[[Any], str]
    write: Callable[[Any, str], None]


@dataclass(slots=True)
class Resealed:
    """What became of the secrets of one place; ``lost`` counts by key those that do not open."""

    name: str
    n_resealed: int = 0
    n_already: int = 0
    lost: Counter[str] = field(default_factory=Counter)

    @property
    def is_whole(self) -> bool:
        """Whether every secret is under the newest key, so that older ones can go."""
        return not self.lost


_COLUMNS: dict[str, SealedColumn] = {}


def register(column: SealedColumn) -> None:
    """Let the secrets of a place be resealed; called by its domain when the application starts."""
    _COLUMNS[column.name] = column


def reseal_all(*, batch: int = BATCH, is_dry: bool = False) -> list[Resealed]:
    """Reseal every place, and wrap the keys of people anew; ``is_dry`` only counts."""
    columns = [_reseal(one, batch, is_dry=is_dry) for one in _COLUMNS.values()]
    return [*columns, _rewrap(batch, is_dry=is_dry)]


def _reseal(column: SealedColumn, batch: int, *, is_dry: bool) -> Resealed:
    found = Resealed(column.name)
    last: Any = None
    while True:
        with transaction.atomic():
            rows = column.rows().select_for_update().order_by("pk")
            part = list((rows if last is None else rows.filter(pk__gt=last))[:batch])
            for row in part:
                _reseal_one(column, row, found, is_dry=is_dry)
        if len(part) < batch:
            return found
        last = part[-1].pk


def _reseal_one(column: SealedColumn, row: Any, found: Resealed, *, is_dry: bool) -> None:
    held = column.read(row)
    try:
        moved = sealed.resealed(held, purpose=column.purpose)
    except sealed.CannotOpen:
        found.lost[sealed.key_of(held)] += 1
        return
    if moved == held:
        found.n_already += 1
        return
    found.n_resealed += 1
    if not is_dry:
        column.write(row, moved)


def _rewrap(batch: int, *, is_dry: bool) -> Resealed:
    """The keys of people and accounts, which the other ring wraps."""
    found = Resealed("keys of people")
    for subject, wrapped in keys.wrapped_keys(batch):
        if ring.is_wrapped_by_newest(wrapped):
            found.n_already += 1
        elif not ring.can_unwrap(wrapped):
            found.lost[wrapped.partition(":")[0]] += 1
        else:
            found.n_resealed += is_dry or keys.rewrap(subject)
    return found
