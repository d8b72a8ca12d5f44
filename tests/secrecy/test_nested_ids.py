"""An id that a request names is answered alike if it is hidden and if there is none.

In its path, in its query and, however deep, in its body: by what is answered, and by how many
queries that took, as the time would tell if a record were found first and judged after.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest
from django.shortcuts import get_object_or_404

from tests.secrecy.operations import OPERATIONS, Operation, example, resolved
from tests.secrecy.twins.clockwork import STREAM, standing_still
from tests.secrecy.twins.observing import Observation, observe
from tests.secrecy.twins.policy import BY_NAME, PLANNER, Viewer
from tests.secrecy.twins.probes import ABSENT, ID_OF, UNASKED, Probe
from tests.secrecy.twins.secrets import HIGH
from tests.secrecy.twins.trace import OF_ONES_OWN_MAKING, all_of, send
from tests.secrecy.twins.working import WORKING, Case
from tests.secrecy.twins.worlds import World, Worlds
from zhongshu.access.recalling import RECALLED
from zhongshu.access.resources import RESOURCES
from zhongshu.collaboration import queries
from zhongshu.collaboration.models import Comment
from zhongshu.collaboration.subjects import get_subject
from zhongshu.kit.errors import BadInput
from zhongshu.planning import naming
from zhongshu.planning.models import Task

# How it is called, hidden ids to put there, and a request with one of them or an absent one.
Place = tuple[str, list[Any], Callable[[str], Probe]]
Where = Callable[[Operation, World], Iterator[Place]]

pytestmark = [pytest.mark.django_db, pytest.mark.trace]


# Who asks by address: the rights and policies under which something is hidden in different ways.
LOOKING = [BY_NAME[name] for name in ("planner", "staff", "ruled", "shut out", "auditor of a part")]
# What is asked for where the name of an id does not tell of what it is.
KINDS = ("project", "task", "comment", "person", "user", "scope")
# Ids of records of any kind, and what names the kind.
BESIDE = {"record_id": "record_kind", "row_id": "resource", "subject_id": "subject_kind"}
DISCUSSED = ("project", "task")


def places(
    schema: dict[str, Any], ids: dict[str, Any], name: str = ""
) -> Iterator[tuple[str, Any]]:
    """Every place of an id in a schema, with a function that puts one there."""
    schema = resolved(schema)
    for choice in [one for way in ("anyOf", "oneOf") for one in schema.get(way, ())]:
        yield from places(choice, ids, name)
    if schema.get("format") == "uuid":
        yield name, lambda key: key
    elif schema.get("type") == "array":
        for path, put in places(schema.get("items", {}), ids, name):
            yield f"[]{path}", lambda key, put=put: [put(key)]
    elif "properties" in schema:
        base = example(schema, ids)
        for one, below in schema["properties"].items():
            for path, put in places(below, ids, one):
                label = f"{base.get('op', '')}.{one}" + (f" {path}" if path != one else "")
                yield label, lambda key, one=one, put=put, base=base: base | {one: put(key)}


def of_kind(label: str, hidden: dict[str, Any]) -> list[Any]:
    """Hidden ids of the kind that is asked for there, or of some kinds if its name tells none."""
    last = label.rpartition(".")[2].split(" ")[0].removesuffix("s")
    named = hidden.get(last) or hidden.get(f"{last}_id")
    return [named] if named else [hidden[f"{one}_id"] for one in KINDS]


def in_body(operation: Operation, world: World) -> Iterator[Place]:
    """Every place of an id in the body of an operation."""
    visible = world.twin.visible
    if operation.media_type == "application/json":
        for label, put in places(operation.body_schema(), visible):
            keys = of_kind(label, world.twin.hidden)
            yield label, keys, lambda key, put=put: Probe(operation, visible, (), put(key))


def in_address(operation: Operation, world: World) -> Iterator[Place]:
    """Every place of an id in the path and in the query of an operation."""
    for one in operation.definition.get("parameters", []):
        name = one["name"]
        # A cursor is the id of an event that was told, and is looked for among those alone.
        if name != "cursor" and any(True for _ in places(one["schema"], {}, name)):
            for told, keys in kinds_of(name, world.twin.hidden):
                label = f"{one['in']} {name} {' '.join(told.values())}".strip()
                yield label, keys, partial(addressed, operation, world, told, name)


def kinds_of(name: str, hidden: dict[str, Any]) -> Iterator[tuple[dict[str, str], list[Any]]]:
    """What else is asked beside an id, and hidden ids: of each kind, where a request names it."""
    if name not in BESIDE:
        yield {}, of_kind(name, hidden)
        return
    for kind in DISCUSSED if name == "subject_id" else sorted({*RESOURCES, *RECALLED}):
        if key := hidden.get(ID_OF.get(kind, f"{kind}_id")):
            fields = RESOURCES[kind].fields if kind in RESOURCES else ()
            first = next((one.name for one in fields if one.is_closable), "id")
            yield {BESIDE[name]: kind, "field": first}, [key]


def addressed(
    operation: Operation, world: World, told: dict[str, str], name: str, key: str
) -> Probe:
    """A request that would work, with an id of its path or query replaced."""
    case = WORKING.get(operation.name, Case())
    visible = world.twin.visible
    ids = visible | {to: visible[one] for to, one in case.ids.items()} | told | {name: key}
    query = operation.query(ids) | dict(case.query)
    query |= {one: ids[one] for one in (*told, name) if one in operation.parameters("query")}
    body = None
    if operation.media_type == "application/json":
        body = case.body(ids) if case.body and not told else operation.full_body(ids)
    return Probe(operation, ids, tuple(query.items()), body, file=case.file)


def asked(world: World, probe: Probe) -> Observation:
    with world.undone():
        STREAM.start("answer")
        return observe(lambda: send(world.client, probe))[0]


def findings(
    worlds: Worlds, viewer: Viewer, where: Where, operations: tuple[str, ...] = ()
) -> Iterator[str]:
    """What is told of whether there is something with an id; nothing where they are alike."""
    world = worlds.of(viewer, HIGH)
    with standing_still():
        for operation in OPERATIONS:
            if operation.name in UNASKED or (operations and operation.name not in operations):
                continue
            for label, keys, ask in where(operation, world):
                absent = asked(world, ask(str(ABSENT)))
                for key in map(str, keys):
                    hidden = asked(world, ask(key))
                    body = hidden.body.replace(key.encode(), str(ABSENT).encode())
                    if different := replace(hidden, body=body).differences(absent):
                        yield f"{operation.name} {label}: {'; '.join(different)}"


def test_nested_id_of_what_is_hidden_is_answered_as_an_absent_one(worlds):
    told = list(findings(worlds, PLANNER, in_body))

    assert told == [], all_of(told)


@pytest.mark.parametrize("viewer", LOOKING, ids=lambda viewer: viewer.name)
def test_address_of_what_is_hidden_is_answered_as_an_absent_one(worlds, viewer):
    told = [
        one
        for one in findings(worlds, viewer, in_address)
        if one.partition(" ")[0] not in OF_ONES_OWN_MAKING
    ]

    assert told == [], all_of(told)


def everywhere(plan: Any, operations: list[dict[str, Any]]) -> None:
    """The ids of what is added, looked for in every project."""
    for one in operations:
        if one.get("id") and Task.objects.filter(pk=one["id"]).exists():
            raise BadInput("something has this id", field="id")


def anywhere(actor: Any, key: Any) -> Any:
    """A comment that is found first, and judged after."""
    comment = get_object_or_404(Comment, pk=key)
    return comment, get_subject(actor, comment.subject_kind, comment.subject_id)


@pytest.mark.parametrize(
    ("owner", "name", "leaky", "where", "operation"),
    [
        (naming, "refuse_unfit_ids", everywhere, in_body, "planning.edit_plan"),
        (
            queries,
            "get_answered",
            lambda actor, subject, key: anywhere(actor, key)[0],
            in_body,
            "collaboration.add_comment",
        ),
        (queries, "get_comment", anywhere, in_address, "collaboration.edit_comment"),
    ],
    ids=[
        "an id that is looked for everywhere",
        "an answer to a comment anywhere",
        "a comment that is judged once it was found",
    ],
)
def test_planted_oracle_is_noticed(worlds, owner, name, leaky, where, operation):
    worlds.of(PLANNER, HIGH)
    told = findings(worlds, PLANNER, where, (operation,))

    with patch.object(owner, name, leaky), closing(told) as told:
        assert next(told, None)
