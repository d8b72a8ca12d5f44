"""Which actions the viewer of rows may take on each of them."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from zhongshu.access.guard import reach_of
from zhongshu.access.models import Actor, System


def tell_actions(
    actor: Actor, actions: Collection[str], scope_ids: list[UUID], items: list[dict[str, Any]]
) -> None:
    """Write into each item, by the scope that governs it, which actions the viewer may take."""
    held: dict[str, set[UUID]] = defaultdict(set)
    if isinstance(actor, System):
        held |= {action: set(scope_ids) for action in actions}
    else:
        for action, scope_id in reach_of(actor, actions, scope_ids):
            held[action].add(scope_id)
    for scope_id, item in zip(scope_ids, items, strict=True):
        item["_may"] = [action for action in actions if scope_id in held[action]]
