"""Every write records exactly one event, and a write that is refused records none."""

import pytest
from django.test import Client

from tests.factories.access import user_with
from tests.secrecy.operations import UNSAFE
from tests.secrecy.world import ask, built
from zhongshu.access.roles import READY_ROLES
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db

WRITES = [one for one in UNSAFE if one.name != "access.sign_in"]


@pytest.mark.parametrize("operation", WRITES, ids=lambda one: one.name)
def test_write_records_one_event(operation):
    world = built()
    client = Client()
    client.force_login(user_with(*set().union(*(role.permissions for role in READY_ROLES))))
    before = Event.objects.count()

    answer = ask(client, operation, world)

    assert answer.status_code < 500, answer.content
    changed_nothing = answer.status_code == 200 and answer.json().get("version") == 1
    expected = 0 if changed_nothing or answer.status_code >= 400 else 1
    assert Event.objects.count() - before == expected, (answer.status_code, answer.content)
