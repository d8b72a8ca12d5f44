"""The one way in: which fields of a row its writer may set, whatever the service."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import models

from zhongshu.access.models import Actor, System
from zhongshu.access.policy.document import Effect
from zhongshu.access.policy.seeing import Decision
from zhongshu.access.resources import Field, Resource, UnknownField, said_of, said_over
from zhongshu.access.veiling import NOTHING_TO_SEE
from zhongshu.kit.errors import DomainError

# No amount of money is the same as none.
EMPTY: tuple[Any, ...] = (*NOTHING_TO_SEE, 0)


class Verdict(Enum):
    """What stands in the way of reading and setting one field of one row.

    ``BLIND`` is set without being read, as no policy speaks of it; the others refuse.
    """

    BLIND = "blind"
    HIDDEN = "hidden_field"
    READ_ONLY = "read_only_field"
    ONCE = "written_once"


def verdict_of(decided: Decision) -> Verdict | None:
    """What stands in the way of a writer of many rows; None where nothing does."""
    if decided.cell is None or decided.cell.is_built_in:
        return None if decided.is_readable else Verdict.BLIND
    if not decided.is_readable:
        return Verdict.HIDDEN
    return {Effect.READ: Verdict.READ_ONLY, Effect.WRITE_ONCE: Verdict.ONCE}.get(decided.effect)


def is_kept(verdict: Verdict, old: Any, new: Any) -> bool:
    """Whether one of many values may be set; an empty one says nothing of what is not seen."""
    if verdict is Verdict.BLIND:
        return new not in EMPTY
    if verdict is Verdict.HIDDEN:
        return False
    is_same = new == old or (new in EMPTY and old in EMPTY)
    return is_same or (verdict is Verdict.ONCE and old in EMPTY)


class FieldIsReadOnly(DomainError):
    """The writer may read the field and not set it, or not set it a second time."""

    code = "access.read_only_field"
    status = 403


def check_writes(
    actor: Actor,
    resource: Resource,
    row: models.Model,
    names: Iterable[str],
    *,
    is_new: bool = False,
) -> None:
    """Raise unless the policy lets the actor set these fields of a row.

    Call it after the row is held: what may be written once is judged by its present value, unless
    the row was made just now.
    What no policy speaks of is left to the guard of the service.

    Raises
    ------
    UnknownField
        If a field may not even be read: in the words for one that does not exist.
    FieldIsReadOnly
        If a field may be read only, or was written once.
    """
    touched = _touched(resource, names)
    if isinstance(actor, System) or not touched:
        return
    said = said_of(actor, resource, row, [one.name for one in touched.values()])
    for name, one in touched.items():
        is_empty = is_new or getattr(row, _column(name, one), None) in EMPTY
        _judge(name, said.get(one.name), is_empty=is_empty)


def unread(
    actor: Actor, resource: Resource, row: models.Model, names: Iterable[str]
) -> frozenset[str]:
    """Those of the fields of a row that the actor may set without reading them.

    A service compares none of them with what is given, or its answer would tell what is stored.
    """
    touched = _touched(resource, names)
    if isinstance(actor, System) or not touched:
        return frozenset()
    said = said_of(actor, resource, row, [one.name for one in touched.values()])
    return frozenset(
        name for name, one in touched.items() if one.name in said and not said[one.name].is_readable
    )


def check_writes_over(
    actor: Actor, resource: Resource, scope_id: UUID, names: Mapping[str, bool]
) -> None:
    """The same for fields of rows that a scope governs; true are those with no value so far."""
    if not isinstance(actor, System) and _touched(resource, names):
        check_writes_as(resource, said_over(actor, resource, scope_id), names)


def given(**values: Any) -> Mapping[str, bool]:
    """The fields that a new row is given at all, none of which has a value so far."""
    return {name: True for name, value in values.items() if value not in EMPTY}


def check_writes_as(
    resource: Resource, said: Mapping[str, Decision], names: Mapping[str, bool]
) -> None:
    """The same for fields of a row of which it is known what the actor may do with them.

    True are those with no value so far.
    """
    for name, one in _touched(resource, names).items():
        _judge(name, said.get(one.name), is_empty=names[name])


def _touched(resource: Resource, names: Iterable[str]) -> Mapping[str, Field]:
    """The closable fields among some attributes, by attribute."""
    by_attribute: dict[str, Field] = {}
    for one in resource.fields:
        if one.is_closable:
            source = one.source or one.name
            by_attribute |= dict.fromkeys((one.name, source, source.removesuffix("_id")), one)
    return {name: by_attribute[name] for name in names if name in by_attribute}


def _column(name: str, one: Field) -> str:
    """Where a row has a field, so that what it refers to is not read for it."""
    return one.source if one.source and "__" not in one.source else name


def _judge(name: str, decided: Decision | None, *, is_empty: bool) -> None:
    if decided is None or decided.cell is None or decided.cell.is_built_in:
        return
    if not decided.is_readable:
        raise UnknownField(name, field=name)
    if decided.effect is Effect.READ or (decided.effect is Effect.WRITE_ONCE and not is_empty):
        raise FieldIsReadOnly(name, field=name)
