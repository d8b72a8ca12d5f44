"""The outline of a plan: the order in which tasks are shown, their level and their code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

# The id of a row of a plan, as text: it is hashed and compared by the million.
Key = str

# Siblings stand this far apart, so that one can be put between two others without renumbering.
GAP = 1 << 20


class Placed(Protocol):
    """What a row must tell about its place."""

    @property
    def id(self) -> Key:
        """Which row it is."""
        ...

    @property
    def parent_id(self) -> Key | None:
        """The row above, if any."""
        ...

    @property
    def position(self) -> int:
        """Its rank among those with the same parent."""
        ...


@dataclass(frozen=True, slots=True)
class Outline:
    """The tasks in display order, with their level (top is 1), code and children."""

    order: tuple[Key, ...]
    level: Mapping[Key, int]
    code: Mapping[Key, str]
    children: Mapping[Key | None, tuple[Key, ...]]


def outline_of(rows: Iterable[Placed]) -> Outline:
    """Walk the tree of tasks, siblings by position."""
    siblings: dict[Key | None, list[Placed]] = {}
    for row in rows:
        siblings.setdefault(row.parent_id, []).append(row)
    for group in siblings.values():
        group.sort(key=lambda row: (row.position, row.id))
    children = {parent: tuple(row.id for row in group) for parent, group in siblings.items()}
    order: list[Key] = []
    level: dict[Key, int] = {}
    code: dict[Key, str] = {}
    waiting = [
        (key, str(n)) for n, key in reversed(list(enumerate(children.get(None, ()), start=1)))
    ]
    while waiting:
        key, number = waiting.pop()
        order.append(key)
        code[key] = number
        level[key] = number.count(".") + 1
        below = children.get(key)
        if below:
            waiting += [
                (child, f"{number}.{n}") for n, child in reversed(list(enumerate(below, 1)))
            ]
    return Outline(tuple(order), level, code, children)


def descendants(outline: Outline, key: Key) -> list[Key]:
    """A task and everything below it, in display order."""
    found, waiting = [], [key]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += reversed(outline.children.get(one, ()))
    return found
