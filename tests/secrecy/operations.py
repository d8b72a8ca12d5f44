"""Every operation of the API, and a request for each that would work."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from zhongshu.api import api

_DOCUMENT = api.get_openapi_schema(path_prefix="/api/v1/")
_SCHEMAS = _DOCUMENT["components"]["schemas"]
_UNSAFE = {"post", "patch", "put", "delete"}


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    name: str
    definition: dict[str, Any]

    @property
    def is_unsafe(self) -> bool:
        return self.method in _UNSAFE

    @property
    def needs_sign_in(self) -> bool:
        return bool(self.definition.get("security"))

    @property
    def media_type(self) -> str | None:
        return next(iter(self.definition.get("requestBody", {}).get("content", {})), None)

    def address(self, ids: dict[str, Any]) -> str:
        return self.path.format_map(ids)

    def parameters(self, where: str) -> set[str]:
        """The names of what the path or the query may carry."""
        found = self.definition.get("parameters", [])
        return {one["name"] for one in found if one["in"] == where}

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that it can be asked for; none if it has but one."""
        for one in self.definition.get("parameters", []):
            if one["in"] == "query" and one["name"] == "format":
                return tuple(one["schema"]["enum"])
        return ()

    def query(self, given: dict[str, Any] | None = None) -> dict[str, Any]:
        """The query parameters that must be there, some of them as given."""
        found = {}
        for one in self.definition.get("parameters", []):
            if one["in"] == "query" and one.get("required"):
                found[one["name"]] = example(one["schema"], given or {}, one["name"])
        return found

    def body(self, ids: dict[str, Any]) -> Any:
        """The smallest body that the schema accepts, with ids that exist."""
        return example(self.body_schema(), ids)

    def properties(self) -> dict[str, Any]:
        """The fields of the body, by name."""
        return dict(resolved(self.body_schema()).get("properties", {}))

    def full_body(self, ids: dict[str, Any]) -> dict[str, Any]:
        """A body with each field of the schema whose value is known from the ids, too."""
        optional = {name: str(ids[name]) for name in self.properties() if name in ids}
        return optional | dict(self.body(ids))

    def answer(self) -> dict[str, Any]:
        """The schema of the answer to a request that worked; empty if it is no JSON."""
        for status, told in self.definition["responses"].items():
            if str(status).startswith("2"):
                content = told.get("content", {}).get("application/json", {})
                return resolved(content.get("schema", {}))
        return {}

    @cached_property
    def columns(self) -> frozenset[str]:
        """The fields that the items of a list have; none if it answers with no list."""
        items = self.answer().get("properties", {}).get("items", {}).get("items", {})
        return frozenset(resolved(items).get("properties", {}))

    def body_schema(self) -> dict[str, Any]:
        """The schema of the body."""
        content = self.definition["requestBody"]["content"][self.media_type]
        schema: dict[str, Any] = content["schema"]
        return schema


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema, or the one that it refers to."""
    if "$ref" in schema:
        found: dict[str, Any] = _SCHEMAS[schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def example(schema: dict[str, Any], ids: dict[str, Any], name: str = "") -> Any:
    """The smallest value that a schema accepts, with ids that exist."""
    schema = resolved(schema)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return example(schema[choice][0], ids, name)
    if name in ids:
        return str(ids[name])
    if name == "permission":
        return "projects.view"
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    if schema.get("type") == "object":
        wanted = schema.get("required", [])
        return {one: example(schema["properties"][one], ids, one) for one in wanted}
    return _SIMPLE[schema.get("type", "string")](schema)


def _text(schema: dict[str, Any]) -> str:
    soon = timezone.now() + timedelta(days=1)
    formats = {
        "uuid": "01890000-0000-7000-8000-000000000000",
        "date": soon.date().isoformat(),
        "date-time": soon.isoformat(),
    }
    return formats.get(schema.get("format", ""), "x" * max(1, schema.get("minLength", 1)))


_SIMPLE: dict[str, Any] = {
    "string": _text,
    "integer": lambda schema: schema.get("minimum", 1),
    "number": lambda schema: schema.get("minimum", 1),
    "boolean": lambda schema: True,
    "array": lambda schema: (
        [example(one, {}) for one in schema.get("prefixItems", ())]
        or [example(schema.get("items", {}), {})] * schema.get("minItems", 0)
    ),
    "null": lambda schema: None,
}

OPERATIONS = [
    Operation(method, path, definition["operationId"], definition)
    for path, methods in _DOCUMENT["paths"].items()
    for method, definition in methods.items()
]
SIGNED_IN = [one for one in OPERATIONS if one.needs_sign_in]
UNSAFE = [one for one in OPERATIONS if one.is_unsafe]
READS = [one for one in SIGNED_IN if not one.is_unsafe]
LISTS = [one for one in READS if "filter" in one.parameters("query")]
# In which a plan leaves as a file.
PLAN_FORMATS = next(one.formats for one in READS if one.name == "integrations.export_plan")
