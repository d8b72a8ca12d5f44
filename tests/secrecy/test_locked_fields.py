"""A field that its viewer may not read leaves by no way: list, object, filter, sort, export."""

import pytest
from django.test import Client

from tests.factories.access import user_with
from tests.secrecy.operations import LISTS, PLAN_FORMATS, READS
from tests.secrecy.world import COSTS, PERSONAL, PERSONAL_DATES, World, ask, everything_in
from zhongshu.access.resources import RESOURCES
from zhongshu.access.values import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.once]

VIEW = ("projects.view", "organisation.view", "access.manage")
HIDDEN = {
    "organisation.view_personal": (PERSONAL, *(day.isoformat() for day in PERSONAL_DATES)),
    "finance.view_costs": COSTS,
}


def viewer(*permissions: str) -> Client:
    client = Client()
    client.force_login(user_with(*permissions))
    return client


def everything_readable(client: Client, world: World) -> dict[str, str]:
    """What every read of the API gives this viewer."""
    found = {}
    for operation in READS:
        if operation.name == "integrations.get_import_file":
            continue
        found[operation.name] = everything_in(ask(client, operation, world))
    for kind in PLAN_FORMATS:
        address = f"/api/v1/projects/{world.ids['project_id']}/export?format={kind}"
        found[f"export {kind}"] = everything_in(client.get(address))
    return found


@pytest.mark.parametrize("permission", HIDDEN)
def test_hidden_value_is_in_no_answer(permission, world):
    others = [one for one in HIDDEN if one != permission]

    read = everything_readable(viewer(*VIEW, *others), world)

    leaks = [name for name, text in read.items() for value in HIDDEN[permission] if value in text]
    assert leaks == []


@pytest.mark.parametrize("permission", HIDDEN)
def test_the_canary_sings_for_those_who_may_hear_it(permission, world):
    read = everything_readable(viewer(*VIEW, permission), world)

    assert any(value in text for text in read.values() for value in HIDDEN[permission])


LOCKABLE = [
    (resource, field)
    for resource in RESOURCES.values()
    for field in resource.fields
    if field.needs and field.is_queryable and field.kind is not Kind.JSON
]


@pytest.mark.parametrize(
    ("resource", "field"), LOCKABLE, ids=[f"{one.name}.{field.name}" for one, field in LOCKABLE]
)
@pytest.mark.parametrize("way", ["filter", "sort"])
def test_locked_field_cannot_be_asked_by(resource, field, way, world):
    client = viewer(*VIEW)
    refused = 0
    for operation in LISTS:
        unknown = client.get(
            operation.address(world.ids),
            {way: "no_such_field" + (":is_null:true" if way == "filter" else "")},
        )
        locked = client.get(
            operation.address(world.ids),
            {way: field.name + (":is_null:true" if way == "filter" else "")},
        )

        if locked.status_code == 400:
            refused += 1
            assert locked.content == unknown.content.replace(b"no_such_field", field.name.encode())

    assert refused >= 1
