"""Planted writes: each sets what a policy closes, or tells by a refusal what is stored."""

import json
from contextlib import ExitStack
from typing import Any

from tests.secrecy.zoo.leaks import Leak, Planting, put
from zhongshu.access import writing
from zhongshu.access.resources import UnknownField
from zhongshu.organisation import api
from zhongshu.organisation.import_plan import _Comparison
from zhongshu.organisation.models import Person
from zhongshu.organisation.services import people
from zhongshu.planning.services import edits, undo

WRITES: list[Leak] = []


def write(name: str, seen_in: str, *operations: str) -> Any:
    """Register a planted write."""

    def register(plant: Planting) -> Planting:
        WRITES.append(Leak(name, seen_in, "everything", operations, plant))
        return plant

    return register


def _nothing(*args: Any, **kwargs: Any) -> None:
    return None


@write("a policy that holds for no write", "mass assignment", "organisation.update_person",
       "access.create_body", "planning.edit_plan")  # fmt: skip
def _no_gate(stack: ExitStack) -> None:
    put(stack, writing, "_judge", _nothing)


@write("a policy that holds for no write of one entity", "mass assignment",
       "organisation.create_person", "organisation.update_person")  # fmt: skip
def _no_gate_of_people(stack: ExitStack) -> None:
    put(stack, people, "check_writes", _nothing)


@write("a hidden value can be guessed by writing it", "GitLab CVE-2021-22249",
       "planning.edit_plan")  # fmt: skip
def _compared_first(stack: ExitStack) -> None:
    put(stack, edits, "refuse_unreadable", _nothing)


@write("a nested field of a plan that is not judged", "mass assignment", "planning.edit_plan")
def _nested(stack: ExitStack) -> None:
    put(stack, edits, "refuse_unwritable", _nothing)


@write("an undo that compares what is hidden", "an undo as an oracle", "planning.undo_edit")
def _undone(stack: ExitStack) -> None:
    put(stack, undo, "refuse_unread_changes", _nothing)


@write("a masked field is written", "Directus CVE-2025-30352", "organisation.update_person")
def _blind(stack: ExitStack) -> None:
    judged = writing._judge

    def readable_only(name: str, decided: Any, **how: Any) -> None:
        try:
            judged(name, decided, **how)
        except UnknownField:
            return

    put(stack, writing, "_judge", readable_only)


@write("a column that no schema has is taken", "mass assignment", "organisation.update_person")
def _undeclared(stack: ExitStack) -> None:
    sent = api._sent

    def generous(request: Any, *args: Any, **kwargs: Any) -> Any:
        if day := json.loads(request.body).get("leaves_on"):
            key = request.resolver_match.kwargs["person_id"]
            Person.objects.filter(pk=key).update(leaves_on=day)
        return sent(request, *args, **kwargs)

    put(stack, api, "_sent", generous)


@write("an import that writes a hidden column", "oracle of a write", "organisation.apply_import")
def _imported(stack: ExitStack) -> None:
    put(stack, _Comparison, "_refuse_unwritable", lambda self: False)
