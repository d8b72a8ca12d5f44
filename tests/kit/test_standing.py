"""A subquery that stands for itself finds what a plain one finds, and is compiled once."""

import pytest
from django.db import connection
from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When

from tests.factories.access import UserFactory
from zhongshu.access.models import User
from zhongshu.kit.standing import Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def named() -> Standing:
    UserFactory.create(username="ann", name="Ann")
    UserFactory.create(username="bo", name="Bo")
    return Standing(User.objects.filter(name="Ann").values("pk"))


def usernames(rows) -> list[str]:
    return list(rows.order_by("username").values_list("username", flat=True))


def test_it_finds_the_rows_of_its_query_and_the_others(named):
    assert usernames(User.objects.filter(pk__in=named)) == ["ann"]
    assert usernames(User.objects.exclude(pk__in=named)) == ["bo"]


def test_it_stands_at_every_depth_and_more_than_once(named):
    deep = User.objects.filter(pk__in=User.objects.filter(pk__in=named).values("pk"))
    beside = User.objects.filter(Exists(deep.filter(pk=OuterRef("pk"))))
    told = Case(When(pk__in=named, then=Value(1)), default=Value(0))

    assert usernames(deep | User.objects.filter(pk__in=named, name="Bo")) == ["ann"]
    assert usernames(beside) == ["ann"]
    assert list(User.objects.annotate(told=told).order_by("username").values_list("told")) == [
        (1,), (0,),
    ]  # fmt: skip


def test_it_is_no_part_of_a_grouping(named):
    counted = User.objects.annotate(n=Count("grants", filter=Q(pk__in=named)))

    assert set(counted.values_list("username", "n")) == {("ann", 0), ("bo", 0)}


def test_its_rows_are_read_anew_each_time(named):
    before = list(named.rows)
    User.objects.filter(username="bo").update(name="Ann")

    assert (len(before), named.rows.count(), len(list(named.rows))) == (1, 2, 2)


def test_its_text_is_made_once(named, monkeypatch):
    made = named.as_sql(None, connection)
    monkeypatch.delattr(named, "_rows")

    assert named.as_sql(None, connection) == made
    assert usernames(User.objects.filter(pk__in=named)) == ["ann"]


def test_a_query_that_finds_nothing_is_not_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert (
            usernames(User.objects.filter(pk__in=Standing(User.objects.none().values("pk")))) == []
        )
