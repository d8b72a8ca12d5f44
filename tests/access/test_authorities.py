"""An authority is held by name, proven, and never a consequence of being an administrator."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.access import (
    UserFactory,
    body_with,
    delegation_to,
    holding_of,
    scope_below,
    user_with,
)
from tests.factories.organisation import company_scope
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access.authorities.deciding import (
    Amount,
    BeyondLimit,
    deciders,
    exercise,
    may,
)
from zhongshu.access.authorities.kinds import AUTHORITIES
from zhongshu.access.authorities.models import Holding
from zhongshu.access.guard import Forbidden
from zhongshu.access.models import User
from zhongshu.access.roles import READY_ROLES
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db

VIEW, MANAGE = "access.view_authorities", "access.manage_authorities"
RELEASE = "budget_release"


def ask(user, scope, authority=RELEASE, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    path = f"/authorities/explanation?user_id={user.pk}&authority={authority}&scope_id={scope.pk}"
    return Wire(user_with(VIEW, "access.manage")).call("get", f"{path}&{query}").json()


def verdicts(told):
    return [one["verdict"] for one in told["ways"]]


@pytest.mark.parametrize("role", READY_ROLES, ids=lambda one: one.code)
def test_no_role_carries_an_authority(role):
    user = user_with(*role.permissions)

    assert [code for code in AUTHORITIES if may(user, code, company_scope())] == []


def test_proof_goes_from_the_holding_down_to_the_place():
    division = scope_below(label="Division")
    team = scope_below(division, label="Team")
    user = UserFactory.create()
    holding_of(user, RELEASE, over=division, limit=500_000_00, currency="CNY")

    told = ask(user, team, amount=500_000_00, currency="CNY")

    assert told["is_allowed"] is True
    [way] = told["ways"]
    assert (way["verdict"], way["limit"], way["currency"]) == ("in_force", 50_000_000, "CNY")
    assert [one["label"] for one in way["path"]] == ["Division", "Team"]
    assert (way["is_body"], way["seat"], way["delegations"]) == (False, None, [])


def test_authority_over_one_unit_is_none_over_another():
    user = UserFactory.create()
    holding_of(user, RELEASE, over=scope_below())

    assert not may(user, RELEASE, scope_below())
    assert ask(user, scope_below())["ways"] == []


@pytest.mark.parametrize(
    ("value", "currency", "verdict"),
    [
        (100_00, "CNY", "in_force"),
        (100_01, "CNY", "beyond_limit"),
        (1, "EUR", "other_currency"),
    ],
)
def test_limit_is_part_of_the_answer(value, currency, verdict):
    user = UserFactory.create()
    holding_of(user, RELEASE, limit=100_00, currency="CNY")

    told = ask(user, company_scope(), amount=value, currency=currency)

    assert (told["is_allowed"], verdicts(told)) == (verdict == "in_force", [verdict])


def test_beyond_the_limit_is_told_apart_from_having_none():
    user = UserFactory.create()
    holding_of(user, RELEASE, limit=100_00, currency="CNY")

    with pytest.raises(BeyondLimit):
        exercise(user, RELEASE, company_scope(), Amount(100_01, "CNY"))
    with pytest.raises(Forbidden):
        exercise(user, "stop", company_scope())


@pytest.mark.parametrize(
    ("terms", "verdict"),
    [
        ({"valid_from": timezone.now() + timedelta(days=1)}, "not_yet"),
        ({"valid_to": timezone.now() - timedelta(days=1)}, "over"),
        ({"confirmed_at": None}, "proposed"),
    ],
)
def test_what_does_not_count_tells_why(terms, verdict):
    user = UserFactory.create()
    holding_of(user, RELEASE, **terms)

    told = ask(user, company_scope())

    assert (told["is_allowed"], verdicts(told)) == (False, [verdict])
    assert deciders(RELEASE, company_scope().pk, at=timezone.now()) == set()


def test_four_eyes_give_an_authority():
    first, second, holder = (user_with(VIEW, MANAGE, "access.manage") for _ in range(3))
    body = {"authority": RELEASE, "scope_id": str(company_scope().pk), "user_id": str(holder.pk)}

    own = Wire(holder).call("post", "/holdings", body)
    made = Wire(first).call("post", "/holdings", body)
    path = f"/holdings/{made.json()['id']}/confirmation"
    refused = [Wire(one).call("post", path).json()["code"] for one in (first, holder)]
    waits = may(holder, RELEASE, company_scope())
    confirmed = Wire(second).call("post", path)
    again = Wire(second).call("post", path)

    assert (own.status_code, own.json()["code"]) == (403, "access.own_authority")
    assert (made.status_code, made.json()["confirmed_at"]) == (201, None)
    assert refused == ["access.duties_conflict"] * 2
    assert (waits, may(holder, RELEASE, company_scope())) == (False, True)
    assert confirmed.json()["confirmed_by"]["name"] == second.name
    assert (again.status_code, again.json()["code"]) == (409, "access.authority_confirmed")
    assert list(changes().order_by("seq").values_list("kind", flat=True)) == [
        "access.authority_proposed",
        "access.authority_confirmed",
    ]


def test_a_member_does_not_confirm_the_authority_of_the_body():
    first, member = user_with(VIEW, MANAGE), user_with(VIEW, MANAGE)
    body = body_with(member, UserFactory.create())
    new = {"authority": RELEASE, "scope_id": str(company_scope().pk), "body_id": str(body.pk)}
    made = Wire(first).call("post", "/holdings", new).json()

    refusal = Wire(member).call("post", f"/holdings/{made['id']}/confirmation")

    assert (refusal.status_code, refusal.json()["code"]) == (403, "access.duties_conflict")


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"limit": 5}, "currency"),
        ({"currency": "CNY"}, "currency"),
        ({"authority": "baseline_approval", "limit": 5, "currency": "CNY"}, "currency"),
        ({"authority": "performance_evaluation", "limit": 5}, "limit"),
        ({"limit": -1, "currency": "CNY"}, "limit"),
        ({"user_id": None}, "user_id"),
        (
            {"valid_from": "2030-01-02T00:00:00Z", "valid_to": "2030-01-01T00:00:00Z"},
            "valid_to",
        ),
    ],
)
def test_terms_that_make_no_sense_name_the_field(terms, field):
    wire, holder = Wire(user_with(VIEW, MANAGE)), user_with("projects.view")
    holding_of(holder, "exception")
    body = {"authority": RELEASE, "scope_id": str(company_scope().pk), "user_id": str(holder.pk)}

    refusal = wire.call("post", "/holdings", body | terms)

    assert (refusal.status_code, refusal.json()["errors"][0]["field"]) == (422, field)
    assert Holding.objects.count() == 1


def test_revoking_acts_at_once():
    holder, manager = UserFactory.create(), Wire(user_with(VIEW, MANAGE))
    holding = holding_of(holder, RELEASE)

    answer = manager.call("delete", f"/holdings/{holding.pk}")

    assert answer.status_code == 204
    assert not may(holder, RELEASE, company_scope())


def test_deputy_decides_as_far_as_the_giver_does_and_no_longer():
    giver, deputy = UserFactory.create(), UserFactory.create()
    holding = holding_of(giver, RELEASE, is_delegable=True, limit=100, currency="CNY")
    delegation = delegation_to(deputy, giver, authorities=[RELEASE])

    way = exercise(deputy, RELEASE, company_scope(), Amount(100, "CNY"))

    assert (way.holding, way.delegations) == (holding, (delegation,))
    assert way.on_behalf_of_id == giver.pk
    with pytest.raises(BeyondLimit):
        exercise(deputy, RELEASE, company_scope(), Amount(101, "CNY"))
    Holding.objects.filter(pk=holding.pk).update(valid_to=timezone.now())
    assert not may(deputy, RELEASE, company_scope())


def test_what_is_not_delegable_is_not_passed_on():
    giver, deputy = UserFactory.create(), UserFactory.create()
    holding_of(giver, RELEASE)
    delegation_to(deputy, giver, authorities=[RELEASE])

    assert verdicts(ask(deputy, company_scope())) == ["not_delegable"]


@pytest.mark.parametrize(
    ("authority", "is_allowed"), [(RELEASE, False), ("resource_arbitration", True)]
)
def test_delegation_of_a_delegation_needs_an_authority_that_allows_it(authority, is_allowed):
    giver, deputy, further = UserFactory.create_batch(3)
    holding_of(giver, authority, is_delegable=True)
    delegation_to(deputy, giver, authorities=[authority])
    delegation_to(further, deputy, authorities=[authority])

    told = ask(further, company_scope(), authority)

    assert told["is_allowed"] is is_allowed
    chain = [one["giver"] for way in told["ways"] for one in way["delegations"]]
    assert chain == ([giver.name, deputy.name] if is_allowed else [])
    assert (further.pk in deciders(authority, company_scope().pk, at=timezone.now())) is is_allowed


def test_delegations_in_a_circle_end():
    one, two = UserFactory.create_batch(2)
    holding_of(UserFactory.create(), "resource_arbitration", is_delegable=True)
    delegation_to(two, one, authorities=["resource_arbitration"])
    delegation_to(one, two, authorities=["resource_arbitration"])

    assert not may(one, "resource_arbitration", company_scope())
    deciders("resource_arbitration", company_scope().pk, at=timezone.now())


@pytest.mark.parametrize("how", ["revoked", "closed", "over"])
def test_delegation_ends_at_once(how):
    giver, deputy = UserFactory.create(), UserFactory.create()
    holding_of(giver, RELEASE, is_delegable=True)
    delegation = delegation_to(deputy, giver, authorities=[RELEASE])
    before = may(deputy, RELEASE, company_scope())
    if how == "revoked":
        Wire(giver).call("delete", f"/delegations/{delegation.pk}")
    elif how == "closed":
        User.objects.filter(pk=giver.pk).update(is_active=False)
    else:
        delegation.valid_to = timezone.now()
        delegation.save()

    assert (before, may(deputy, RELEASE, company_scope())) == (True, False)


def test_a_seat_is_a_way_and_a_seat_without_a_vote_is_none():
    voter, guest, other = UserFactory.create_batch(3)
    body = body_with(voter, other, guest)
    body.members.filter(user=guest).update(role="non_voting")
    holding_of(body, "stop")

    told = ask(voter, company_scope(), "stop")

    assert [(one["is_body"], one["seat"]) for one in told["ways"]] == [(True, "member")]
    assert verdicts(ask(guest, company_scope(), "stop")) == ["non_voting"]
    assert deciders("stop", company_scope().pk, at=timezone.now()) == {voter.pk, other.pk}


def test_who_may_not_look_sees_ones_own_only():
    mine, other = UserFactory.create(), UserFactory.create()
    holding_of(mine, RELEASE)
    holding_of(other, RELEASE)

    listed = Wire(mine).call("get", "/holdings").json()

    assert [one["user"]["id"] for one in listed["items"]] == [str(mine.pk)]
    assert Wire(user_with(VIEW)).call("get", "/holdings").json()["total"] == 2


def test_list_of_holdings_costs_the_same_for_one_and_fifty():
    wire = Wire(user_with(VIEW))
    wire.call("get", "/holdings")
    costs = []
    for n in (1, 49):
        for _ in range(n):
            holding_of(UserFactory.create(), RELEASE)
        with CaptureQueriesContext(connection) as seen:
            wire.call("get", "/holdings?limit=100")
        costs.append(len(seen))

    assert costs[0] == costs[1]


def test_events_name_what_was_given():
    manager = user_with(VIEW, MANAGE)
    holder = user_with("projects.view")
    holding_of(holder, "stop")
    body = {"authority": RELEASE, "scope_id": str(company_scope().pk), "user_id": str(holder.pk)}

    Wire(manager).call("post", "/holdings", body | {"limit": 100, "currency": "CNY"})

    event = Event.objects.get(kind="access.authority_proposed")
    told = {name: event.data["after"][name] for name in ("authority", "limit", "currency")}
    assert told == {"authority": RELEASE, "limit": 100, "currency": "CNY"}
