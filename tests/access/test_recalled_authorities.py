"""The histories of what somebody may decide, and what of them a policy keeps closed."""

import pytest
from django.utils import timezone

from tests.access.test_closed_terms import closing, got
from tests.access.test_views import saved
from tests.factories.access import UserFactory, body_with, delegation_to, scope_below, user_with
from tests.factories.organisation import company_scope
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.authorities.models import Separation
from zhongshu.access.models import SYSTEM, SavedView
from zhongshu.kit import events

pytestmark = pytest.mark.django_db

VIEW, MANAGE = "access.view_authorities", "access.manage_authorities"
NOW = timezone.now()


def history(wire: Wire, kind: str, row) -> list[dict]:
    return got(wire, f"/history/{kind}/{row.pk}")["items"]


def changes(item: dict) -> dict[str, tuple]:
    return {one["name"]: (one["before"], one["after"]) for one in item["fields"]}


@pytest.fixture
def officers():
    return user_with(MANAGE, VIEW), user_with(MANAGE, VIEW)


@pytest.fixture
def holding(officers):
    holder = UserFactory.create(name="Wang Wei")
    proposed = services.propose_authority(
        officers[0], authority="stop", user=holder, body=None, scope=company_scope(), limit=None,
        currency="", is_delegable=True, valid_from=None, valid_to=None,
    )  # fmt: skip
    return services.confirm_authority(officers[1], holding=proposed, at=NOW)


def test_who_proposed_and_who_confirmed_an_authority(officers, holding):
    confirmed, proposed = history(Wire(user_with(VIEW)), "holding", holding)

    assert (proposed["kind"], proposed["by"]) == ("access.authority_proposed", officers[0].name)
    assert (confirmed["kind"], confirmed["by"]) == ("access.authority_confirmed", officers[1].name)
    assert changes(proposed)["user"] == (None, "Wang Wei")


def test_who_proposed_is_closed_in_the_history_as_in_the_record(holding):
    closing("holding", "proposed_by", "confirmed_by", "user")
    reader = Wire(user_with(VIEW))

    for item in history(reader, "holding", holding):
        assert (item["by"], item["_locked"]) == (None, ["by"])
        assert "user" not in changes(item)


def test_when_it_was_confirmed_is_closed_with_the_event(holding):
    closing("holding", "confirmed_at")

    [proposed] = history(Wire(user_with(VIEW)), "holding", holding)

    assert proposed["kind"] == "access.authority_proposed"


def test_a_body_and_its_seats_have_histories_of_their_own(officers):
    newcomer = UserFactory.create(name="Li Na")
    body = services.create_body(
        officers[0], scope=company_scope(), name="变更委员会", name_en="Board",
        kind="change_board", quorum=2, rule="simple_majority",
    )  # fmt: skip
    services.update_body(officers[0], body=body, expected_version=None, name_en="Change board")
    seat = services.seat_member(officers[0], body=body, user=newcomer, role="member", at=NOW)
    services.confirm_seat(officers[1], body=body, member=seat, at=NOW)
    services.seat_member(officers[0], body=body, user=UserFactory.create(), role="member", at=NOW)
    wire = Wire(user_with(VIEW))

    renamed, founded = history(wire, "body", body)
    told = history(wire, "member", seat)

    assert changes(renamed) == {"name_en": ("Board", "Change board")}
    assert founded["kind"] == "access.body_created"
    assert [one["kind"] for one in told] == ["access.seat_confirmed", "access.member_seated"]
    assert changes(told[1])["user"] == (None, "Li Na")


@pytest.fixture
def decided():
    asker, voters = user_with("access.put_questions"), UserFactory.create_batch(2)
    question = services.ask_question(
        asker, body=body_with(*voters), scope=company_scope(), authority="stop", title="Stop it?",
        at=NOW,
    )  # fmt: skip
    for one in voters:
        services.cast_vote(one, question=question, choice="for", at=NOW)
    return question, voters


def test_a_question_tells_how_it_was_put_and_decided_and_no_vote(decided):
    question, voters = decided

    ended, put = history(Wire(user_with(VIEW)), "question", question)

    assert (put["kind"], ended["kind"]) == ("access.question_put", "access.question_decided")
    assert (ended["by"], changes(ended)["n_for"]) == (voters[1].name, (None, 2))


@pytest.mark.parametrize(
    ("resource", "field"),
    [("vote", "user"), ("vote", "cast_at"), ("question", "n_for"), ("question", "decided_at")],
)
def test_the_decision_is_left_out_where_it_would_tell_of_the_last_vote(decided, resource, field):
    closing(resource, field)

    [put] = history(Wire(user_with(VIEW)), "question", decided[0])

    assert put["kind"] == "access.question_put"


def test_a_delegation_that_was_revoked(officers):
    giver, deputy = UserFactory.create(), UserFactory.create()
    given = delegation_to(deputy, giver)
    services.revoke_delegation(giver, delegation=given, at=NOW)

    [revoked] = history(Wire(deputy), "delegation", given)

    assert (revoked["kind"], revoked["fields"]) == ("access.delegation_revoked", [])
    assert (
        Wire(UserFactory.create()).get(f"/api/v1/history/delegation/{given.pk}").status_code == 404
    )


def test_a_rule_that_was_switched():
    rule = Separation.objects.create(kind="roles", first="a", second="b")
    services.switch_separation(SYSTEM, separation=rule, is_on=False, expected_version=None)

    [switched] = history(Wire(user_with("access.manage")), "separation", rule)

    assert changes(switched) == {"is_on": (True, False)}


def test_a_view_tells_its_readers_nothing_from_before_it_was_shared():
    owner = user_with("projects.view", "access.share_views")
    view = SavedView.objects.get(pk=saved(owner, name="Secret plan")["id"])
    for name in ("Mine", None):
        services.update_view(
            owner, view=view, expected_version=None, name=name, definition={"columns": []}
        )
        view.refresh_from_db()
    services.share_view(owner, view=view, scope=company_scope(), expected_version=None)

    own = history(Wire(owner), "saved_view", view)
    others = history(Wire(user_with("projects.view")), "saved_view", view)

    assert [one["kind"].partition("_")[2] for one in own] == ["shared", "updated", "saved"]
    assert [one["kind"] for one in others] == ["access.view_shared"]
    assert changes(others[0]) == {"shared_with": (None, company_scope().label)}


def test_out_of_sight_is_absent(holding):
    stranger = Wire(user_with(VIEW, over=scope_below()))
    body = body_with()
    events.record("access.body_updated", actor=SYSTEM, subject=body)

    for kind, row in (("holding", holding), ("body", body)):
        assert stranger.get(f"/api/v1/history/{kind}/{row.pk}").status_code == 404
