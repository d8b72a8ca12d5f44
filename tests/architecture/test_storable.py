"""What an edit may leave in the storage of a browser is internal at most (ASVS 14.3.3)."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from zhongshu.api import api
from zhongshu.kit.declarations import Classification, declarations

ROOT = Path(__file__).parents[2]
ALLOWED: dict[str, dict[str, Any]] = json.loads(
    (ROOT / "web/src/lib/outbox/storable.json").read_text(encoding="utf-8")
)
SCHEMAS: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")["components"]["schemas"]
OPERATIONS = {
    schema["properties"]["op"]["const"]: schema
    for schema in SCHEMAS.values()
    if "const" in schema.get("properties", {}).get("op", {})
}


@pytest.mark.parametrize(
    ("model", "field"), [(model, one) for model, said in ALLOWED.items() for one in said["fields"]]
)
def test_every_storable_field_is_internal_at_most(model, field):
    said = declarations(apps.get_model(model))

    declared = said.get(field) or said[field.removesuffix("_id")]

    assert declared.classification <= Classification.INTERNAL


@pytest.mark.parametrize("model", ALLOWED)
def test_every_storable_part_belongs_to_a_field_that_is_internal_at_most(model):
    said = declarations(apps.get_model(model))

    for field in ALLOWED[model].get("parts", {}):
        assert said[field].classification <= Classification.INTERNAL


def test_every_operation_on_a_plan_is_judged():
    judged = [name for said in ALLOWED.values() for name in said["operations"]]

    assert sorted(judged) == sorted(OPERATIONS)


@pytest.mark.parametrize("model", ALLOWED)
def test_nothing_is_storable_that_cannot_be_written(model):
    written: set[str] = set()
    for name in ALLOWED[model]["operations"]:
        schema = OPERATIONS[name]
        written |= set(schema["properties"])
        for one in _references(schema["properties"].get("fields", {})):
            written |= set(SCHEMAS[one]["properties"])
    if model == "planning.Task":
        written |= set(SCHEMAS["ProgressIn"]["properties"])
    if model == "projects.Project":
        written |= set(SCHEMAS["ProjectPatch"]["properties"])

    parts = ALLOWED[model].get("parts", {}).values()
    said = {*ALLOWED[model]["fields"], *(name for part in parts for name in part)}
    assert said - written == set()


def _references(schema: dict[str, Any]) -> list[str]:
    found = [one.get("$ref", "") for one in (schema, *schema.get("anyOf", []))]
    return [one.rpartition("/")[2] for one in found if one]
