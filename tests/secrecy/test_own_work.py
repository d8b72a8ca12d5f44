"""What somebody has to do is theirs while they may see it, and nobody else's."""

import pytest
from django.test import Client

from tests.factories.access import user_with
from tests.secrecy.world import COSTS, PERSONAL, ROWS, built, everything_in
from zhongshu.access.models import Grant
from zhongshu.organisation.models import Person

pytestmark = pytest.mark.django_db

ADDRESSES = ("/api/v1/me/work", "/api/v1/me/changes?since=2020-01-01")
MEMBER = ("projects.view", "organisation.view", "planning.report_progress")


def read(user):
    client = Client()
    client.force_login(user)
    return [everything_in(client.get(address)) for address in ADDRESSES]


def test_the_doer_is_told_until_they_lose_the_right():
    world = built()
    user = user_with(*MEMBER)
    Person.objects.filter(pk=world.ids["person_id"]).update(user=user)

    work, changes = read(user)

    assert f"{ROWS}1" in work
    assert "assigned" in changes
    assert not any(secret in work + changes for secret in (*COSTS, PERSONAL))

    Grant.objects.filter(user=user).delete()
    assert not any(ROWS in text for text in read(user))


def test_another_member_is_told_nothing_of_it():
    built()

    assert not any(ROWS in text for text in read(user_with(*MEMBER)))
