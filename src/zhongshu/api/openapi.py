"""The OpenAPI document: what every operation has in common, and no two shapes of one name."""

from typing import Any

from ninja.openapi import schema as ninja_schema
from ninja.openapi.schema import OpenAPISchema
from ninja.schema import NinjaGenerateJsonSchema
from pydantic.json_schema import JsonSchemaValue

from zhongshu.kit.http import IF_MATCH, PROBLEM_TYPE, Problem

_REFUSAL = {
    "description": "A refusal (RFC 9457); `code` is stable.",
    "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The request happens once, however often it is sent with the same key.",
    "schema": {"type": "string", "minLength": 8, "maxLength": 120},
}
_HEADERS = {"post": [_KEY], "patch": [IF_MATCH], "put": [IF_MATCH], "delete": [IF_MATCH]}


class SameName(ValueError):
    """Two different shapes have one name, and a client would see only the last."""


class _Shapes(NinjaGenerateJsonSchema):
    """Writes choices where they stand: half of the domains have a ``Kind`` and a ``State``."""

    def generate_inner(self, schema: Any) -> JsonSchemaValue:
        """Write one shape."""
        if schema["type"] == "enum":
            schema = {key: value for key, value in schema.items() if key != "ref"}
        return super().generate_inner(schema)


# ninja has no option for the class that writes shapes.
setattr(ninja_schema, "NinjaGenerateJsonSchema", _Shapes)  # noqa: B010


class Document(OpenAPISchema):
    """The OpenAPI document of an API.

    Raises
    ------
    SameName
        If two different shapes have one name.
    """

    def __init__(self, api: Any, path_prefix: str) -> None:
        super().__init__(api, path_prefix)
        _complete_all(self)

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """Take in named shapes."""
        for name, definition in definitions.items():
            if self.schemas.setdefault(name, definition) != definition:
                raise SameName(name)


def _complete_all(document: dict[str, Any]) -> None:
    """Add the refusals and the common headers to each operation of a document."""
    for path in document["paths"].values():
        for method, operation in path.items():
            _complete(method, operation)
    schemas = document["components"].setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem


def _complete(method: str, operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    for status in [status for status in answers if int(status) >= 400]:
        del answers[status]
    answers["default"] = _REFUSAL
    operation.setdefault("parameters", []).extend(_HEADERS.get(method, []))
