"""The document of the web client tells its script whether it can ask for data at once."""

import pytest
from django.test import Client

from tests.access.signin.people import signed_in
from tests.factories.access import UserFactory, user_with
from tests.wire import Wire
from zhongshu.access.models import Role
from zhongshu.config import pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def document(settings, tmp_path):
    file = tmp_path / "index.html"
    file.write_text('<script data-signed-in="__SIGNED_IN__"></script>', encoding="utf-8")
    settings.PAGES = tmp_path
    pages._document.cache_clear()


def test_page_says_that_nobody_is_signed_in():
    assert Client().get("/work").text == '<script data-signed-in="no"></script>'


def test_page_says_that_somebody_is_signed_in_and_not_who():
    assert Wire(UserFactory()).get("/work").text == '<script data-signed-in="yes"></script>'


def test_page_lets_nobody_ask_who_owes_a_second_factor():
    user = user_with("projects.view")
    Role.objects.filter(grants__user=user).update(needs_second_factor=True)

    assert signed_in(user).get("/work").text == '<script data-signed-in="no"></script>'


def test_page_without_a_session_asks_the_database_nothing(django_assert_num_queries):
    client = Client()

    with django_assert_num_queries(0):
        client.get("/work")
