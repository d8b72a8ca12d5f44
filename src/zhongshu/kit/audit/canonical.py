"""An event and a block as the one row of bytes that is hashed, whatever database they come from.

Canonical is JSON with sorted keys, no white space and nothing but ASCII: control characters and
line separators of a text are escaped, so no text can end a line or pass for another entry. Ids
are lower-case UUIDs with hyphens, moments are UTC with six digits and ``Z``, and what is absent
is null.
"""

import json
from collections.abc import Collection
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, ExpressionWrapper, F, JSONField, QuerySet

from zhongshu.kit.models import AuditBlock, Event

FORMAT = 1
COLUMNS = (
    "seq", "id", "recorded_at", "kind", "outcome", "classification", "actor_id", "actor_name",
    "on_behalf_of_id", "token_id", "automation", "subject_type", "subject_id", "scope_id",
    "request_id", "ip", "user_agent", "data",
)  # fmt: skip
# What is sealed is hashed as it is stored: it stays right when the key is destroyed.
_AS_STORED = {
    name: ExpressionWrapper(F(name), output_field=kind())
    for name, kind in (
        ("actor_name", CharField), ("ip", CharField), ("user_agent", CharField), ("data", JSONField)
    )
}  # fmt: skip
FIRST_PREVIOUS = "0" * 64
_DATA = COLUMNS.index("data")


_ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=lambda value: _text(value)
)
_TEXTS = tuple(
    place for place, name in enumerate(COLUMNS) if name == "recorded_at" or name.endswith("id")
)


def to_bytes(value: dict[str, Any]) -> bytes:
    """The canonical bytes of a JSON object."""
    return _ENCODER.encode(value).encode("ascii")


def event_bytes(row: tuple[Any, ...]) -> bytes:
    """The canonical bytes of an event, read as `COLUMNS`."""
    values = list(row)
    for place in _TEXTS:
        # Ahead of the encoder, which would call back for each: a million events are verified.
        if values[place] is not None:
            values[place] = _text(values[place])
    return _ENCODER.encode(dict(zip(COLUMNS, values, strict=True))).encode("ascii")


def row_of_new(event: Event) -> tuple[Any, ...]:
    """An event that was inserted just now, as `rows_between` will read it."""
    stored = event.__dict__["as_stored"]
    row = [stored[name] if name in stored else getattr(event, name) for name in COLUMNS]
    is_postgresql = connection.vendor == "postgresql"
    parse = _float_of_postgresql if is_postgresql else float
    row[_DATA] = json.loads(json.dumps(row[_DATA]), parse_float=parse)
    return tuple(row)


def _float_of_postgresql(text: str) -> float | int:
    """A number as PostgreSQL gives it back: without an exponent, and no negative zero."""
    return int(Decimal(text)) if "e+" in text else float(text) + 0.0


def rows_between(floor: int, ceiling: int) -> "QuerySet[Event, tuple[Any, ...]]":
    """The events above one number and up to another, in order, read as `COLUMNS`."""
    found = Event.objects.filter(seq__gt=floor, seq__lte=ceiling).order_by("seq")
    return found.values_list(*(_AS_STORED.get(name, name) for name in COLUMNS))


def rows_called(ids: Collection[str]) -> "QuerySet[Event, tuple[Any, ...]]":
    """The events that have one of these ids, read as `COLUMNS`."""
    found = Event.objects.filter(id__in=ids)
    return found.values_list(*(_AS_STORED.get(name, name) for name in COLUMNS))


def rows_with_texts(floor: int, ceiling: int) -> "QuerySet[Event, tuple[Any, ...]]":
    """The same, each with the texts that are kept beside it as the last."""
    names = [_AS_STORED.get(name, name) for name in COLUMNS]
    found = Event.objects.filter(seq__gt=floor, seq__lte=ceiling).order_by("seq")
    return found.values_list(*names, "texts")


def header(block: AuditBlock) -> dict[str, Any]:
    """What a block says of itself and of everything before it."""
    return {
        "format": FORMAT,
        "number": block.number,
        "previous": block.previous,
        "n_events": block.n_events,
        "tree_size": block.tree_size,
        "settled_seq": block.settled_seq,
        "root": block.root,
        "sealed_at": block.sealed_at,
    }


def block_hash(block: AuditBlock) -> str:
    """The hash of a block's header, in hexadecimal."""
    return sha256(to_bytes(header(block))).hexdigest()


def _text(value: Any) -> str:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        moment = value if value.tzinfo is UTC else value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds")[:-6] + "Z"
    if isinstance(value, str):
        return value
    raise TypeError(f"{type(value).__name__} has no canonical form")
