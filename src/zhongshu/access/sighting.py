"""What of the rows shown leaves a mark in the audit trail: sensitive fields, values aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from zhongshu.access.policy.document import Effect
from zhongshu.access.policy.seeing import Decision
from zhongshu.access.veiling import NOTHING_TO_SEE
from zhongshu.kit.declarations import Classification
from zhongshu.kit.origin import note_sight

if TYPE_CHECKING:
    from zhongshu.access.resources import Field, Resource


def note_shown(
    resource: Resource,
    shown: list[Field],
    decisions: list[Mapping[str, Decision]],
    found: list[tuple[Any, ...]],
    at: dict[str, int],
    classes: Mapping[str, Classification],
) -> None:
    """Note for the audit trail which sensitive fields are shown of which rows, values aside."""
    key = at.get(resource.by_name["id"].path) if "id" in resource.by_name else None
    high = [one for one in shown if resource.is_high(one.name, classes)]
    distinct = {id(said): said for said in decisions} if high else {}
    shown_by = {
        one.name: {
            key
            for key, said in distinct.items()
            if one.name not in said or _is_seen(said[one.name])
        }
        for one in high
    }
    for one in high:
        if not shown_by[one.name]:
            continue
        position = at[one.path]
        rows = [
            row
            for row, said in zip(found, decisions, strict=True)
            if id(said) in shown_by[one.name] and row[position] not in NOTHING_TO_SEE
        ]
        ids = [row[key] for row in rows] if key is not None else []
        over = [row[0] for row in rows] if resource.scope else []
        note_sight(resource.name, resource.model._meta.label_lower, {one.name}, ids, over)


def _is_seen(decided: Decision) -> bool:
    """Whether the value itself or a part of it is shown; asking for it is recorded by itself."""
    return decided.is_readable or decided.effect is Effect.MASKED
