"""The key of each person and account: made when first needed, destroyed on erasure, for good."""

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from zhongshu.kit.personal import ring

_FORMER = "前成员 Former member #{}"
_IS_FORMER = re.compile(r"前成员 Former member #[0-9A-F]{6}")
_SETTLED = timedelta(minutes=5)
_RELOAD_SECONDS = 60


class _Known:
    """The keys that this process has seen. Nothing here outlives it.

    ``uncommitted`` are subjects whose key was made in a transaction that may still be undone:
    theirs are read from the table each time something is sealed.
    """

    def __init__(self) -> None:
        self.keys: dict[UUID, bytes] = {}
        self.labels: dict[UUID, str] = {}
        self.uncommitted: set[UUID] = set()
        self.loaded_at = -_RELOAD_SECONDS * 2.0


_known = _Known()
_FORGETTING: list[Callable[[], None]] = []


def _rows() -> Any:
    return apps.get_model("kit", "SubjectKey")._default_manager


def former_member(subject: UUID) -> str:
    """What somebody is called after an erasure, by one of their ids."""
    return _FORMER.format(subject.hex[-6:].upper())


def sealing_keys(subjects: Iterable[UUID]) -> dict[UUID, bytes | None]:
    """The keys with which to seal what is about subjects; None where one was destroyed.

    Missing ones are made. The number of questions does not depend on how many there are.
    """
    wanted = set(subjects)
    held: dict[UUID, bytes | None] = {
        one: _known.keys[one]
        for one in wanted
        if one in _known.keys and one not in _known.uncommitted
    }
    missing = wanted - held.keys()
    if not missing:
        return held
    found = _rows().in_bulk(missing)
    if len(found) < len(missing):
        found |= _made(missing - found.keys())
    for one, row in found.items():
        held[one] = None if row.destroyed_at else _remember(one, row.wrapped)
    return held


def opening_key(subject: UUID) -> tuple[bytes | None, str]:
    """The key that opens what is about a subject; if it was destroyed, what is said instead."""
    if subject in _known.keys:
        return _known.keys[subject], ""
    if subject in _known.labels:
        return None, _known.labels[subject]
    if monotonic() - _known.loaded_at > _RELOAD_SECONDS:
        _load_all()
        if subject in _known.keys or subject in _known.labels:
            return _known.keys.get(subject), _known.labels.get(subject, "")
    row = _rows().filter(pk=subject).first()
    if row is None:
        return None, ""
    if row.destroyed_at is not None:
        return None, _label_of(subject, row.label)
    return _remember(subject, row.wrapped), ""


def destroy(subjects: Collection[UUID], *, label: str, at: datetime) -> int:
    """Destroy the keys of subjects: nothing that was sealed with them is ever read again.

    ``label`` is what stands in its place. Subjects that never had a key will not get one.
    """
    sealing_keys(subjects)
    alive = _rows().filter(pk__in=subjects, destroyed_at=None)
    n_destroyed: int = alive.update(wrapped="", destroyed_at=at, label=label)
    _forget(subjects)
    transaction.on_commit(lambda: _forget(subjects))
    return n_destroyed


def on_forgetting(act: Callable[[], None]) -> None:
    """Register what else a process drops from its memory when somebody was erased."""
    _FORGETTING.append(act)


def forget_destroyed() -> None:
    """Drop from memory what another process destroyed; every process does it now and then."""
    since = timezone.now() - _SETTLED
    lately = list(_rows().filter(destroyed_at__gte=since).values_list("pk", flat=True))
    _forget(lately)
    for act in _FORGETTING if lately else ():
        act()


def rewrap_all() -> int:
    """Wrap every key with the newest of the ring; return how many were wrapped anew."""
    return sum(
        rewrap(subject)
        for subject, wrapped in wrapped_keys(500)
        if not ring.is_wrapped_by_newest(wrapped)
    )


def wrapped_keys(batch: int) -> Iterator[tuple[UUID, str]]:
    """Every key that was not destroyed, as the table keeps it; so many are read at once."""
    alive = _rows().filter(destroyed_at=None).order_by("pk")
    last: UUID | None = None
    while True:
        rows = alive if last is None else alive.filter(pk__gt=last)
        part = list(rows.values_list("pk", "wrapped")[:batch])
        yield from part
        if len(part) < batch:
            return
        last = part[-1][0]


def rewrap(subject: UUID) -> bool:
    """Wrap the key of a subject with the newest of the ring, unless it was destroyed meanwhile."""
    with transaction.atomic():
        row = _rows().select_for_update().filter(pk=subject, destroyed_at=None).first()
        if row is None:
            return False
        row.wrapped = ring.wrap(ring.unwrap(row.wrapped, subject.bytes), subject.bytes)
        row.save(update_fields=["wrapped"])
    return True


def _made(subjects: set[UUID]) -> dict[UUID, Any]:
    """The rows of keys, made now; where somebody else was faster, theirs."""
    model = apps.get_model("kit", "SubjectKey")
    _known.uncommitted |= subjects
    rows = [model(subject_id=one, wrapped=_new_wrapped(one)) for one in sorted(subjects)]
    _rows().bulk_create(rows, batch_size=500, ignore_conflicts=True)
    transaction.on_commit(lambda: _known.uncommitted.difference_update(subjects))
    found: dict[UUID, Any] = _rows().in_bulk(subjects)
    return found


def _new_wrapped(subject: UUID) -> str:
    return ring.wrap(os.urandom(ring.KEY_BYTES), subject.bytes)


def _remember(subject: UUID, wrapped: str) -> bytes:
    key = ring.unwrap(wrapped, subject.bytes)
    _known.keys[subject] = key
    return key


def _load_all() -> None:
    """Read the whole table once: a page of events by fifty people is one question, not fifty."""
    _known.loaded_at = monotonic()
    before = timezone.now() - _SETTLED
    columns = ("subject_id", "wrapped", "destroyed_at", "label")
    for subject, wrapped, destroyed_at, label in _rows().values_list(*columns):
        if destroyed_at is None:
            _known.keys.setdefault(subject, ring.unwrap(wrapped, subject.bytes))
        elif destroyed_at < before:
            # Younger ones may still be undone with their transaction.
            _known.labels[subject] = _label_of(subject, label)


def _label_of(subject: UUID, label: str) -> str:
    """What is said of somebody erased: a number, and never a name that somebody wrote there."""
    return label if _IS_FORMER.fullmatch(label) else former_member(subject)


def _forget(subjects: Iterable[UUID]) -> None:
    for subject in subjects:
        _known.keys.pop(subject, None)
