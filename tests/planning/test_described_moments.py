"""A moment of a plan has no zone, so the description of the API calls it no `date-time`."""

import json

import pytest

from tests.secrecy.operations import LISTS, OPERATIONS, resolved
from zhongshu.access.resources import RESOURCES
from zhongshu.access.values import Kind

PARTS = ("planning.", "projects.")
MOMENTS = {
    one.name
    for resource in RESOURCES.values()
    for one in resource.fields
    if one.kind is Kind.MOMENT
}
OF_PLANS = [one for one in LISTS if one.name.startswith(PARTS) and one.columns & MOMENTS]


@pytest.mark.parametrize("operation", OF_PLANS, ids=lambda one: one.name)
def test_moment_in_a_list_is_described_as_it_is_written(operation):
    items = resolved(operation.answer()["properties"]["items"]["items"])["properties"]

    described = {name: json.dumps(items[name]) for name in operation.columns & MOMENTS}

    assert [name for name, told in described.items() if "date-time" in told] == []


def test_instant_is_described_as_one():
    [told] = [one for one in OPERATIONS if one.name == "planning.list_history"]

    items = resolved(told.answer()["properties"]["items"]["items"])["properties"]
    assert items["at"]["format"] == "date-time"
