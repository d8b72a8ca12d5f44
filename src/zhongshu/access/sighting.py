"""What of the rows shown leaves a mark in the audit trail: what is sensitive, values aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from zhongshu.access.policy.document import Effect
from zhongshu.access.policy.seeing import Decision
from zhongshu.access.veiling import NOTHING_TO_SEE
from zhongshu.kit.declarations import Classification
from zhongshu.kit.origin import note_sight

if TYPE_CHECKING:
    from zhongshu.access.models import Actor
    from zhongshu.access.resources import Field, Resource


def is_high_class(label: int | None) -> bool:
    """Whether each look at what is of a class is kept."""
    return label is not None and label >= Classification.SENSITIVE


def asked_of_classes(resource: Resource, shown: Iterable[Field]) -> tuple[str, ...]:
    """The paths of the classes of rows, where these count for any of the fields shown.

    Where rows are secret whole, whoever completes them notes it by what counts for each.
    """
    if resource.is_secret_whole or not any(one.is_raised_with_record for one in shown):
        return ()
    return resource.class_paths


def note_shown(
    resource: Resource,
    shown: list[Field],
    decisions: list[Mapping[str, Decision]],
    found: list[tuple[Any, ...]],
    at: dict[str, int],
    classes: Mapping[str, Classification],
) -> None:
    """Note for the audit trail which sensitive fields are shown of which rows, values aside.

    A field is as sensitive as its own class, or as the row where that was raised above it.
    """
    high = {one.name for one in shown if resource.is_high(one.name, classes)}
    raised = _raised(found, [at[path] for path in asked_of_classes(resource, shown)])
    marked = [one for one in shown if one.name in high or (raised and one.is_raised_with_record)]
    key = at.get(resource.by_name["id"].path) if "id" in resource.by_name else None
    distinct = {id(said): said for said in decisions} if marked else {}
    for one in marked:
        seen_by = {
            key
            for key, said in distinct.items()
            if one.name not in said or _is_seen(said[one.name])
        }
        if not seen_by:
            continue
        # Of a raised row it is a read too that a field is empty, which the mark does not tell.
        counted = raised if one.is_raised_with_record else ()
        is_high, position = one.name in high, at[one.path]
        rows = [
            row
            for n, (row, said) in enumerate(zip(found, decisions, strict=True))
            if id(said) in seen_by
            and (n in counted or (is_high and row[position] not in NOTHING_TO_SEE))
        ]
        ids = [row[key] for row in rows] if key is not None else []
        over = [row[0] for row in rows] if resource.scope else []
        _note(resource, one, ids, over)


def note_groups(actor: Actor, resource: Resource, one: Field, found: QuerySet[Any]) -> None:
    """Note of which raised rows a field is told by the groups that they fall into."""
    if not (paths := asked_of_classes(resource, [one])):
        return
    raised = Q(*((f"{path}__gte", Classification.SENSITIVE) for path in paths), _connector=Q.OR)
    rows = found.order_by().filter(raised)
    if one.hidden and (hidden := one.hidden(actor)):
        rows = rows.exclude(hidden)
    told = list(rows.values_list("pk", f"{resource.scope}_id" if resource.scope else "pk"))
    ids, over = [key for key, _ in told], [scope for _, scope in told if resource.scope]
    _note(resource, one, ids, over)


def _note(resource: Resource, one: Field, ids: list[Any], over: list[Any]) -> None:
    name = resource.noted_as(one.name)
    note_sight(resource.name, resource.model._meta.label_lower, {name}, ids, over)


def _raised(found: list[tuple[Any, ...]], positions: list[int]) -> set[int]:
    """Which of the rows are of a class of which each look is kept."""
    return {
        n for position in positions for n, row in enumerate(found) if is_high_class(row[position])
    }


def _is_seen(decided: Decision) -> bool:
    """Whether the value itself or a part of it is shown; asking for it is recorded by itself."""
    return decided.is_readable or decided.effect is Effect.MASKED
