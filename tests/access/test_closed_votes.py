"""What a policy closes of votes and seats is told by no id, no order and no count of them."""

from datetime import timedelta
from importlib import import_module
from uuid import UUID

import pytest
from django.apps import apps
from django.utils import timezone

from tests.access.test_closed_terms import INTERNAL, closing, got, question_of
from tests.factories.access import UserFactory, body_with, user_with
from tests.wire import Wire
from zhongshu.access.authorities.models import Vote
from zhongshu.kit.ids import uuid7

pytestmark = pytest.mark.django_db

NOW = timezone.now()
DAY = timedelta(days=1)
VIEW = "access.view_authorities"


def test_when_somebody_voted_is_told_by_no_id_and_no_order():
    question = question_of(*UserFactory.create_batch(9), choices="for against for abstain against")
    closing("vote", "cast_at")

    votes = got(Wire(user_with(VIEW)), f"/questions/{question.pk}")["votes"]

    ids = [one["id"] for one in votes]
    assert {one["cast_at"] for one in votes} == {None}
    assert {UUID(one).version for one in ids} == {4}
    assert (len(ids), ids) == (5, sorted(ids))


def test_votes_are_told_in_the_order_in_which_they_were_cast():
    people = UserFactory.create_batch(4)
    question = question_of(*people, choices="for against for")
    for n, voter in enumerate(people[:3]):
        Vote.objects.filter(user=voter).update(cast_at=NOW - n * DAY)

    votes = got(Wire(user_with(VIEW)), f"/questions/{question.pk}")["votes"]

    assert [one["user"]["id"] for one in votes] == [str(one.pk) for one in reversed(people[:3])]


def test_how_many_sit_in_a_body_is_told_by_no_list_of_seats():
    body = body_with(*UserFactory.create_batch(3))
    wire = Wire(user_with(VIEW))
    before = got(wire, f"/bodies/{body.pk}")
    closing("body", "n_members")

    shown = got(wire, f"/bodies/{body.pk}")
    [listed] = got(wire, "/bodies")["items"]

    assert (before["n_members"], len(before["members"])) == (3, 3)
    assert (shown["n_members"], shown["members"], listed["n_members"]) == (None, None, None)
    assert shown["_locked"] == ["n_members", "members"]
    assert shown["_classes"] == {"n_members": INTERNAL, "members": INTERNAL}


def test_a_closed_end_of_a_seat_stays_when_somebody_gets_another_part():
    body = body_with(*UserFactory.create_batch(2))
    seat, end = body.members.exclude(role="chair").first(), NOW + DAY
    body.members.update(valid_to=end)
    wire = Wire(user_with(VIEW, "access.manage_authorities", "access.manage"))
    path = f"/bodies/{body.pk}/members/{seat.user_id}"
    closing("member", "valid_to")

    changed = wire.call("put", path, {"role": "non_voting"})
    refused = [
        wire.call("put", path, {"role": "member", "valid_to": one.isoformat()})
        for one in (end, end + DAY)
    ]

    assert changed.status_code == 200, changed.content
    assert {one.status_code for one in refused} == {400}
    assert {one.json()["errors"][0]["field"] for one in refused} == {"valid_to"}
    seat.refresh_from_db()
    assert (seat.role, seat.valid_to) == ("non_voting", end)


def test_the_votes_of_before_get_such_ids_as_well():
    question_of(*UserFactory.create_batch(3), choices="for against")
    for one in Vote.objects.all():
        Vote.objects.filter(pk=one.pk).update(id=uuid7())
    before = dict(Vote.objects.values_list("user", "choice"))

    import_module("zhongshu.access.migrations.0018_votes_tell_no_moment").draw_ids(apps, None)

    assert {one.version for one in Vote.objects.values_list("pk", flat=True)} == {4}
    assert dict(Vote.objects.values_list("user", "choice")) == before
