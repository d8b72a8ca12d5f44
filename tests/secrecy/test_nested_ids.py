"""An id that a body names, however deep, is answered alike if it is hidden and if there is none."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest

from tests.secrecy.operations import OPERATIONS, example, resolved
from tests.secrecy.twins.clockwork import STREAM, standing_still
from tests.secrecy.twins.observing import Observation, observe
from tests.secrecy.twins.policy import PLANNER
from tests.secrecy.twins.probes import ABSENT, UNASKED, Probe
from tests.secrecy.twins.secrets import HIGH
from tests.secrecy.twins.trace import all_of, send
from tests.secrecy.twins.worlds import World, Worlds
from zhongshu.collaboration import queries
from zhongshu.kit.errors import BadInput
from zhongshu.planning import naming
from zhongshu.planning.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.trace]


# What is asked for where the name of an id does not tell of what it is.
KINDS = ("task", "comment", "person", "user")


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


def asked(world: World, operation: Any, body: Any) -> Observation:
    with world.undone():
        STREAM.start("answer")
        probe = Probe(operation, world.twin.visible, (), body)
        return observe(lambda: send(world.client, probe))[0]


def findings(worlds: Worlds, operations: tuple[str, ...] = ()) -> Iterator[str]:
    """What is told of whether there is something with an id; nothing where they are alike."""
    world = worlds.of(PLANNER, HIGH)
    with standing_still():
        for operation in OPERATIONS:
            is_json = operation.media_type == "application/json"
            if not is_json or operation.name in UNASKED or operation.name not in operations:
                continue
            for label, put in places(operation.body_schema(), world.twin.visible):
                absent = asked(world, operation, put(str(ABSENT)))
                for key in map(str, of_kind(label, world.twin.hidden)):
                    hidden = asked(world, operation, put(key))
                    body = hidden.body.replace(key.encode(), str(ABSENT).encode())
                    if different := replace(hidden, body=body).differences(absent):
                        yield f"{operation.name} {label}: {'; '.join(different)}"


def test_nested_id_of_what_is_hidden_is_answered_as_an_absent_one(worlds):
    told = list(findings(worlds, tuple(one.name for one in OPERATIONS)))

    assert told == [], all_of(told)


def everywhere(plan: Any, operations: list[dict[str, Any]]) -> None:
    """The ids of what is added, looked for in every project."""
    for one in operations:
        if one.get("id") and Task.objects.filter(pk=one["id"]).exists():
            raise BadInput("something has this id", field="id")


@pytest.mark.parametrize(
    ("owner", "name", "leaky", "operation"),
    [
        (naming, "refuse_unfit_ids", everywhere, "planning.edit_plan"),
        (
            queries,
            "get_answered",
            lambda actor, subject, key: queries.get_comment(actor, key)[0],
            "collaboration.add_comment",
        ),
    ],
    ids=["an id that is looked for everywhere", "an answer to a comment anywhere"],
)
def test_planted_oracle_is_noticed(worlds, owner, name, leaky, operation):
    worlds.of(PLANNER, HIGH)

    with patch.object(owner, name, leaky), closing(findings(worlds, (operation,))) as told:
        assert next(told, None)
