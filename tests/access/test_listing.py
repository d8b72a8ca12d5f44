import base64
import json
from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories.access import UserFactory
from zhongshu.access.fields import ACCOUNT
from zhongshu.access.listing import MAX_LIMIT, ListQuery, page
from zhongshu.access.models import SYSTEM, User
from zhongshu.kit.errors import BadInput

SORTS = ["username", "-username", "name", "-name", "last_login", "-last_login", "is_active,-name"]


def walk(query: ListQuery, *, between=lambda number: None) -> list[str]:
    """The usernames of all pages, with something done between them."""
    names, cursor, number = [], None, 0
    while True:
        found = page(
            SYSTEM, ACCOUNT, User.objects.all(), query.model_copy(update={"cursor": cursor})
        )
        names += [item["username"] for item in found["items"]]
        cursor = found["next_cursor"]
        if cursor is None:
            return names
        between(number)
        number += 1


class EveryRowIsSeenOnce(TestCase):
    """Whatever the sort, the size of a page, equal values, nulls, and rows that come meanwhile."""

    @given(
        rows=st.lists(
            st.tuples(
                st.sampled_from(["ann", "bo", "张伟"]),
                st.booleans(),
                st.none() | st.datetimes(timezones=st.just(UTC)),
            ),
            max_size=12,
        ),
        sort=st.sampled_from(SORTS),
        limit=st.integers(1, 5),
    )
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def test_of_those_that_were_there(self, rows, sort, limit):
        made = [
            User(username=f"u{number:02}", name=name, is_active=active, last_login=at)
            for number, (name, active, at) in enumerate(rows)
        ]
        User.objects.bulk_create(made)

        def one_more(number: int) -> None:
            if number < 5:
                User.objects.create(username=f"new{number}", name="bo")

        seen = walk(ListQuery(sort=sort, limit=limit), between=one_more)

        old = [name for name in seen if not name.startswith("new")]
        assert sorted(old) == sorted(user.username for user in made)
        assert len(seen) == len(set(seen))


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["last_login", "-last_login"])
def test_rows_without_a_value_come_last(sort):
    UserFactory.create(username="never", last_login=None)
    UserFactory.create(username="once", last_login=datetime(2026, 1, 1, tzinfo=UTC))

    assert walk(ListQuery(sort=sort, limit=1)) == ["once", "never"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (["username:eq:b"], ["b"]),
        (["username:ne:b"], ["a", "c"]),
        (["username:in:a,c"], ["a", "c"]),
        (["username:ge:b"], ["b", "c"]),
        (["username:lt:b"], ["a"]),
        (["name:contains:泵"], ["b"]),
        (["is_active:eq:false"], ["c"]),
        (["last_login:is_null:true"], ["a", "c"]),
        (["last_login:gt:2026-01-01T00:00:00Z"], ["b"]),
        (["is_active:eq:true", "username:gt:a"], ["b"]),
        (["name:contains:a:b"], ["c"]),
    ],
)
def test_filters_mean_what_they_say(filters, names):
    UserFactory.create(username="a", name="Ann")
    UserFactory.create(username="b", name="循环泵", last_login="2026-01-02T00:00:00Z")
    UserFactory.create(username="c", name="ratio a:b", is_active=False)

    assert walk(ListQuery(filter=filters)) == names


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"filter": ["nothing:eq:1"]}, "nothing"),
        ({"filter": ["password:eq:1"]}, "password"),
        ({"filter": ["is_active:eq:maybe"]}, "is_active"),
        ({"filter": ["is_active:contains:t"]}, "is_active"),
        ({"filter": ["username:like:a"]}, "username"),
        ({"filter": ["username"]}, "username"),
        ({"filter": ["username:eq:\0"]}, "username"),
        ({"filter": ["last_login:gt:yesterday"]}, "last_login"),
        ({"filter": ["id:eq:7"]}, "id"),
        ({"filter": ["username:in:" + ",".join("a" * 201)]}, "username"),
        ({"sort": "nothing"}, "nothing"),
        ({"sort": "user__password"}, "user__password"),
        ({"sort": "id,id,id,id,id,id"}, "sort"),
        ({"cursor": "%%%"}, "cursor"),
        ({"cursor": "AAAA"}, "cursor"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(query, field):
    UserFactory.create()

    with pytest.raises(BadInput) as refused:
        page(SYSTEM, ACCOUNT, User.objects.all(), ListQuery(**query))

    assert refused.value.field == field


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
wires = scalars | st.lists(scalars, max_size=4) | st.dictionaries(st.text(max_size=3), scalars)


class ForgedCursor(TestCase):
    """Refused, or understood: never a failure."""

    @given(wire=wires | st.tuples(wires, st.just(str(uuid4()))), sort=st.sampled_from(SORTS))
    @settings(max_examples=120, deadline=None)
    def test_never_breaks_the_list(self, wire, sort):
        cursor = base64.urlsafe_b64encode(json.dumps(wire).encode()).decode()

        with suppress(BadInput):
            page(SYSTEM, ACCOUNT, User.objects.all(), ListQuery(cursor=cursor, sort=sort))


@pytest.mark.django_db
def test_page_is_bounded(client):
    client.force_login(UserFactory.create())

    answer = client.get(f"/api/v1/tokens?limit={MAX_LIMIT + 1}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "limit"


@pytest.mark.django_db
def test_number_of_queries_does_not_grow_with_the_rows():
    counts = []
    for size in (1, 50):
        UserFactory.create_batch(size)
        with CaptureQueriesContext(connection) as queries:
            page(SYSTEM, ACCOUNT, User.objects.all(), ListQuery(limit=100))
        counts.append(len(queries))

    assert counts == [4, 4]
