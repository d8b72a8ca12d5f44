"""Loops in what should be a tree: units under units, people under managers, calendars."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def loop_through(start: K, parents: Mapping[K, K | None]) -> list[K]:
    """The nodes from ``start`` upward if they come back to it; empty if they do not."""
    path: list[K] = []
    seen: set[K] = set()
    node: K | None = start
    while node is not None and node not in seen:
        seen.add(node)
        path.append(node)
        node = parents.get(node)
    return path if node == start else []


def looping(starts: Iterable[K], parents: Mapping[K, K | None]) -> set[K]:
    """Those of the nodes that lie on a loop."""
    return {start for start in starts if loop_through(start, parents)}
