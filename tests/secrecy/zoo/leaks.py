"""Planted leaks: each is a way in which some product of this kind once told a secret.

A leak is a change of the running product, made for the length of one test. The trace must
tell the two worlds apart by it; one that survives means that the trace has a blind spot.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from zhongshu.access.resources import Field

Planting = Callable[[ExitStack], None]


@dataclass(frozen=True)
class Leak:
    """One planted leak: who could see by it, in which operations, and where such a one was."""

    name: str
    seen_in: str
    viewer: str
    operations: tuple[str, ...]
    plant: Planting

    @contextmanager
    def planted(self) -> Iterator[None]:
        """Let the product leak."""
        with ExitStack() as stack:
            self.plant(stack)
            yield


ZOO: list[Leak] = []


def leak(
    name: str, seen_in: str, *operations: str, viewer: str = "planner"
) -> Callable[[Planting], Planting]:
    """Register a planted leak."""

    def register(plant: Planting) -> Planting:
        ZOO.append(Leak(name, seen_in, viewer, operations, plant))
        return plant

    return register


def put(stack: ExitStack, owner: Any, name: str, value: Any) -> None:
    stack.enter_context(patch.object(owner, name, value))


def with_fields(stack: ExitStack, resource: Any, *added: Field) -> None:
    """Let a resource have other fields for a while."""
    fields = tuple(one for one in resource.fields if one.name not in {a.name for a in added})
    known = {**resource.by_name, **{one.name: one for one in added}}
    object.__setattr__(resource, "fields", (*fields, *added))
    before = dict(resource.by_name)
    resource.by_name.update(known)

    def back() -> None:
        object.__setattr__(resource, "fields", original)
        resource.by_name.clear()
        resource.by_name.update(before)

    original = tuple(before.values())
    stack.callback(back)
