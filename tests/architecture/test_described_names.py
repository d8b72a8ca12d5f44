"""The description of the API calls each field what it is called in requests and answers."""

from collections.abc import Iterator
from typing import Any

import pytest
from ninja import Schema

from zhongshu.api import api

SCHEMAS: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")["components"]["schemas"]


def shapes(above: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for one in above.__subclasses__():
        yield one
        yield from shapes(one)


RENAMED = {
    one.__name__: {field.alias for field in one.model_fields.values() if field.alias}
    for one in shapes()
    if one.__name__ in SCHEMAS and any(field.alias for field in one.model_fields.values())
}


@pytest.mark.parametrize("name", sorted(RENAMED))
def test_a_field_is_described_by_its_name_on_the_wire(name):
    assert RENAMED[name] <= set(SCHEMAS[name]["properties"])
