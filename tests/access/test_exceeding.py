"""Nobody takes over an account, sees as it or hands out a role that has more than they have."""

from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from tests.access.signin.people import with_app
from tests.access.test_policy import published
from tests.factories.access import (
    PASSWORD,
    UserFactory,
    body_with,
    delegation_to,
    holding_of,
    role_with,
    scope_below,
    user_with,
)
from tests.factories.organisation import PersonFactory
from tests.wire import Wire
from zhongshu.access.authorities.models import Member
from zhongshu.access.models import Grant
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.access.signin import factors

pytestmark = pytest.mark.django_db

RELEASE = "budget_release"


def by_holding(user):
    holding_of(user, RELEASE)


def by_proposal(user):
    holding_of(user, RELEASE, confirmed_at=None)


def by_seat(user):
    holding_of(body_with(user), RELEASE)


def by_delegation(user):
    delegation_to(user, UserFactory.create(), authorities=[RELEASE], permissions=[])


WAYS = [by_holding, by_proposal, by_seat, by_delegation]


@pytest.mark.parametrize("way", WAYS)
def test_who_manages_accounts_takes_over_no_authority(way, settings):
    user = UserFactory.create()
    way(user)
    with_app(user)
    wire = Wire(user_with("access.manage_accounts"))
    identity = {"provider": "corp", "subject": "s-1"}

    answers = [
        wire.call("post", f"/accounts/{user.pk}/password", version=1),
        wire.call("delete", f"/accounts/{user.pk}/factors"),
        wire.call("post", f"/accounts/{user.pk}/identities", identity),
    ]

    assert [(one.status_code, one.json()["authorities"]) for one in answers] == [
        (403, [RELEASE])
    ] * 3
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert factors.has_any(user)
    assert not SocialAccount.objects.exists()


def test_delegated_permissions_count_as_held():
    user = UserFactory.create()
    delegation_to(user, user_with("projects.view"), permissions=["projects.view"], authorities=[])
    wire = Wire(user_with("access.manage_accounts"))

    refused = wire.call("post", f"/accounts/{user.pk}/password", version=1)

    assert (refused.status_code, refused.json()["permissions"]) == (403, ["projects.view"])


@pytest.mark.parametrize(
    ("own", "status"),
    [({"limit": 9}, 403), ({"limit": 10}, 200), ({"limit": 11}, 200), ({}, 200)],
    ids=["less", "as much", "more", "without a limit"],
)
def test_who_has_the_same_authority_as_far_may(own, status):
    user, actor = UserFactory.create(), user_with("access.manage_accounts")
    holding_of(user, "baseline_approval", limit=10)
    holding_of(actor, "baseline_approval", **own)

    answer = Wire(actor).call("post", f"/accounts/{user.pk}/password", version=1)

    assert answer.status_code == status


def test_seat_is_matched_by_one_in_the_same_body_only():
    user, actor = UserFactory.create(), user_with("access.manage_accounts")
    body = body_with(user)
    holding_of(body, RELEASE)
    holding_of(body_with(actor), RELEASE)
    path = f"/accounts/{user.pk}/password"

    elsewhere = Wire(actor).call("post", path, version=1)
    seat = Member.objects.create(body=body, user=actor, role="member")
    proposed = Wire(actor).call("post", path, version=1)
    Member.objects.filter(pk=seat.pk).update(confirmed_at=timezone.now())
    beside = Wire(actor).call("post", path, version=1)

    assert [one.status_code for one in (elsewhere, proposed, beside)] == [403, 403, 200]


def test_what_is_over_counts_no_more():
    user = UserFactory.create()
    past = {"valid_to": timezone.now() - timedelta(minutes=1)}
    holding_of(user, RELEASE, **past)
    holding_of(body_with(user, dissolved_at=timezone.now()), RELEASE)
    delegation_to(user, UserFactory.create(), authorities=[RELEASE], permissions=[], **past)

    answer = Wire(user_with("access.manage_accounts")).call(
        "post", f"/accounts/{user.pk}/password", version=1
    )

    assert answer.status_code == 200


@pytest.fixture
def person():
    return PersonFactory.create(position="Secret position")


@pytest.fixture
def reader(person):
    """A role to which alone the policy opens the positions of people."""
    role = role_with("organisation.view")
    opened_to(role)
    return role


def opened_to(role, *more):
    cell = {"resource": "person", "field": "position"}
    published(
        Cell(Subject.EVERYONE, Effect.NONE, **cell),
        Cell(Subject.ROLE, Effect.READ, name=str(role.pk), **cell),
        *more,
    )


def granted(wire, user, role, scope):
    body = {"user_id": str(user.pk), "role_id": str(role.pk), "scope_id": str(scope.pk)}
    return wire.call("post", "/grants", body)


def test_nobody_hands_out_a_role_to_which_the_policy_shows_more(person, reader):
    manager = user_with("organisation.view", "access.manage")
    wire, other = Wire(manager), UserFactory.create()

    answers = [granted(wire, one, reader, person.scope) for one in (manager, other)]

    assert [(one.status_code, one.json()["roles"]) for one in answers] == [(403, [reader.code])] * 2
    assert wire.get(f"/api/v1/people/{person.pk}").json()["position"] is None
    assert not Grant.objects.filter(role=reader).exists()


def test_who_holds_the_role_or_sees_as_much_hands_it_out(person):
    reader, wider = role_with("organisation.view"), role_with("organisation.view")
    opened_to(
        reader,
        Cell(Subject.ROLE, Effect.WRITE, str(wider.pk), resource="person", field="position"),
    )
    answers = []

    for role in (reader, wider):
        manager = user_with("organisation.view", "access.manage")
        Grant.objects.create(user=manager, role=role, scope=person.scope)
        answers.append(granted(Wire(manager), UserFactory.create(), reader, person.scope))

    assert [one.status_code for one in answers] == [201, 201]


def test_role_held_elsewhere_is_not_handed_out_here(person, reader):
    manager = user_with("organisation.view", "access.manage")
    Grant.objects.create(user=manager, role=reader, scope=scope_below())

    answer = granted(Wire(manager), UserFactory.create(), reader, person.scope)

    assert (answer.status_code, answer.json()["roles"]) == (403, [reader.code])


def test_nobody_sees_as_who_holds_a_role_to_which_the_policy_shows_more(person, reader):
    other = UserFactory.create()
    Grant.objects.create(user=other, role=reader, scope=person.scope)
    viewer = user_with("organisation.view", "access.manage")
    Grant.objects.create(user=viewer, role=role_with("access.view_as"), scope=person.scope)

    refused = Wire(viewer).see_as(other)

    assert (refused.status_code, refused.json()["code"]) == (409, "access.beyond_own_sight")
    assert refused.json()["roles"] == [reader.code]


def test_nobody_takes_over_who_holds_a_role_to_which_the_policy_shows_more(person, reader):
    other = UserFactory.create()
    Grant.objects.create(user=other, role=reader, scope=person.scope)
    actor = user_with("organisation.view", "access.manage_accounts")

    refused = Wire(actor).call("post", f"/accounts/{other.pk}/password", version=1)

    assert (refused.status_code, refused.json()["roles"]) == (403, [reader.code])
