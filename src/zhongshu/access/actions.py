"""Which actions the viewer of rows may take on each of them."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from zhongshu.access.models import Actor, System, scopes_allowed


def tell_actions(
    actor: Actor, actions: Iterable[str], scope_ids: list[UUID], items: list[dict[str, Any]]
) -> None:
    """Write into each item, by the scope that governs it, which actions the viewer may take."""
    allowed: dict[str, Collection[UUID]] = {
        action: set(scope_ids)
        if isinstance(actor, System)
        else set(
            scopes_allowed(actor, action)
            .filter(descendant__in=scope_ids)
            .values_list("descendant", flat=True)
        )
        for action in actions
    }
    for scope_id, item in zip(scope_ids, items, strict=True):
        item["_may"] = [action for action in actions if scope_id in allowed[action]]
