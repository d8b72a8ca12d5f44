"""The ways through the graph of scopes, as a proof shows them."""

from collections import deque
from typing import Any
from uuid import UUID

from zhongshu.access.models import Scope, ScopeClosure, ScopeEdge


def told_scope(scope: Scope) -> dict[str, Any]:
    """A scope as an explanation names it."""
    return {"id": str(scope.pk), "label": scope.label, "kind": scope.kind}


def paths_down(scope: Scope) -> dict[UUID, list[Scope]]:
    """For each scope above one (itself included) the shortest way down to it."""
    ids = ScopeClosure.objects.filter(descendant=scope).values("ancestor")
    scopes = {one.pk: one for one in Scope.objects.filter(pk__in=ids)}
    parents: dict[UUID, list[UUID]] = {}
    edges = ScopeEdge.objects.filter(child__in=ids).order_by("pk")
    for child, parent in edges.values_list("child", "parent"):
        parents.setdefault(child, []).append(parent)
    ways = {scope.pk: [scope]}
    waiting = deque([scope.pk])
    while waiting:
        here = waiting.popleft()
        for parent in parents.get(here, []):
            if parent not in ways:
                ways[parent] = [scopes[parent], *ways[here]]
                waiting.append(parent)
    return ways
