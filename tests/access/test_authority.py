from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.access import (
    PASSWORD,
    UserFactory,
    delegation_to,
    role_with,
    scope_below,
    user_with,
)
from tests.factories.organisation import company_scope
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access.models import Grant, User

pytestmark = pytest.mark.django_db


def ask(wire: Wire, user: User, permission: str, scope: object) -> dict:
    path = f"/access/explanation?user_id={user.pk}&permission={permission}&scope_id={scope.pk}"
    return wire.call("get", path).json()


def test_explanation_tells_the_way_from_the_grant_to_the_place():
    division = scope_below(label="Division")
    team = scope_below(division, label="Team")
    user = user_with("projects.edit", over=division)

    told = ask(Wire(user_with("access.manage")), user, "projects.edit", team)

    assert told["is_allowed"] is True
    [grant] = told["grants"]
    assert grant["state"] == "in_force"
    assert [one["label"] for one in grant["path"]] == ["Division", "Team"]


def test_explanation_tells_what_does_not_count_and_why():
    user, now = UserFactory.create(), timezone.now()
    for hours in ({"valid_from": 1}, {"valid_to": -1}):
        period = {name: now + timedelta(hours=value) for name, value in hours.items()}
        Grant.objects.create(
            user=user, role=role_with("projects.edit"), scope=company_scope(), **period
        )

    told = ask(Wire(user_with("access.manage")), user, "projects.edit", company_scope())

    assert told["is_allowed"] is False
    assert [one["state"] for one in told["grants"]] == ["not_yet", "over"]


def test_explanation_tells_what_was_passed_on_and_by_whom():
    unit = scope_below(label="Unit")
    giver, deputy = user_with("projects.edit", over=unit), UserFactory.create()
    edit = {"permissions": ["projects.edit", "access.manage"], "authorities": []}
    delegation = delegation_to(deputy, giver, **edit)
    delegation_to(deputy, UserFactory.create(), **edit)
    delegation_to(deputy, giver, over=scope_below(), **edit)
    wire = Wire(user_with("access.manage"))

    told = ask(wire, deputy, "projects.edit", unit)
    never = ask(wire, deputy, "access.manage", unit)

    assert (told["is_allowed"], told["grants"]) == (True, [])
    assert [one["state"] for one in told["delegations"]] == ["in_force", "giver_lacks_it"]
    [first, _] = told["delegations"]
    assert (first["id"], first["giver"]["id"]) == (str(delegation.pk), str(giver.pk))
    assert [one["label"] for one in first["grants"][0]["path"]] == ["Unit"]
    assert (never["is_allowed"], never["delegations"]) == (False, [])


def test_explanation_tells_by_which_grant_somebody_may_see_as_anybody():
    unit = scope_below(label="Unit")
    all_over, here = user_with("access.view_as"), user_with("access.view_as", over=unit)
    wire = Wire(user_with("access.manage"))

    told, narrow = (ask(wire, one, "projects.view", unit) for one in (all_over, here))

    [grant] = told["view_grants"]
    assert (told["is_allowed"], grant["state"]) == (False, "in_force")
    assert [one["label"] for one in grant["path"]] == ["Company", "Unit"]
    assert narrow["view_grants"] == []


def test_closed_account_is_the_reason():
    user = user_with("projects.edit")
    User.objects.filter(pk=user.pk).update(is_active=False)

    told = ask(Wire(user_with("access.manage")), user, "projects.edit", company_scope())

    assert (told["is_allowed"], told["grants"][0]["state"]) == (False, "account_closed")


def test_two_ways_down_give_the_shortest():
    unit, portfolio = scope_below(label="Unit"), scope_below(label="Portfolio")
    deep = scope_below(unit, label="Deep")
    project = scope_below(deep, portfolio, label="Project")
    user = user_with("projects.edit", over=company_scope())

    told = ask(Wire(user_with("access.manage")), user, "projects.edit", project)

    labels = [one["label"] for one in told["grants"][0]["path"]]
    assert labels == ["Company", "Portfolio", "Project"]


def test_holders_are_told_for_what_one_manages():
    division = scope_below()
    above, here = user_with("projects.edit"), user_with("projects.edit", over=division)
    user_with("projects.edit", over=scope_below())
    manager = user_with("access.manage", over=division)

    path = f"/access/holders?permission=projects.edit&scope_id={division.pk}"
    found = Wire(manager).call("get", path).json()

    assert {one["user"]["id"] for one in found["items"]} == {str(above.pk), str(here.pk)}


@pytest.mark.parametrize("what", ["holders?", "explanation?user_id={user}&"])
def test_elsewhere_nothing_is_told(what):
    division = scope_below()
    manager = user_with("access.manage", over=scope_below())

    path = f"/access/{what}permission=projects.edit&scope_id={division.pk}"
    answer = Wire(manager).call("get", path.format(user=manager.pk))

    assert answer.status_code == 404


def test_scopes_are_those_one_manages():
    division = scope_below(label="Division")
    scope_below(division, label="Team")
    scope_below(label="Elsewhere")

    listed = Wire(user_with("access.manage", over=division)).call("get", "/scopes").json()

    assert [one["label"] for one in listed["items"]] == ["Division", "Team"]


@pytest.mark.parametrize("n_scopes", [1, 50])
def test_explanation_asks_as_much_for_many_scopes(n_scopes, django_assert_num_queries):
    scope = company_scope()
    for _ in range(n_scopes):
        scope = scope_below(scope)
    user, wire = user_with("projects.edit"), Wire(user_with("access.manage"))

    with django_assert_num_queries(15):
        told = ask(wire, user, "projects.edit", scope)

    assert len(told["grants"][0]["path"]) == n_scopes + 1


def test_grant_gets_other_dates():
    grant = Grant.objects.create(
        user=UserFactory.create(), role=role_with("projects.view"), scope=company_scope()
    )
    wire = Wire(user_with("access.manage", "projects.view"))
    body = {"valid_from": None, "valid_to": "2030-01-01T00:00:00Z"}

    changed = wire.call("patch", f"/grants/{grant.pk}", body, version=1)

    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    [event] = changes()
    assert (event.kind, event.data["before"]["valid_to"]) == ("access.grant_changed", None)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"valid_from": "2030-01-01T00:00:00Z", "valid_to": "2029-01-01T00:00:00Z"}, "bad_input"),
        ({"valid_from": None, "valid_to": "2029-01-01T00:00:00"}, "bad_input"),
        ({"valid_from": "2029-01-01T00:00:00Z", "valid_to": None}, "access.last_administrator"),
        ({"valid_from": None, "valid_to": "2029-01-01T00:00:00Z"}, "access.last_administrator"),
    ],
)
def test_refused_dates_change_nothing(body, code):
    admin = user_with("access.manage")
    grant = Grant.objects.get(user=admin)

    refusal = Wire(admin).call("patch", f"/grants/{grant.pk}", body, version=1)

    assert refusal.json()["code"] == code
    grant.refresh_from_db()
    assert (grant.version, grant.valid_from, grant.valid_to) == (1, None, None)
    assert changes().count() == 0


def test_dates_of_a_role_beyond_ones_own_stay():
    grant = Grant.objects.create(
        user=UserFactory.create(), role=role_with("projects.delete"), scope=company_scope()
    )
    body = {"valid_from": None, "valid_to": "2030-01-01T00:00:00Z"}

    refusal = Wire(user_with("access.manage")).call("patch", f"/grants/{grant.pk}", body, version=1)

    assert (refusal.status_code, refusal.json()["code"]) == (403, "access.beyond_own_rights")


def test_reset_password_is_told_once_and_works():
    user = UserFactory.create()
    wire = Wire(user_with("access.manage_accounts"))

    answer = wire.call("post", f"/accounts/{user.pk}/password", version=1, key="only-once")
    again = wire.call("post", f"/accounts/{user.pk}/password", version=1, key="only-once")

    user.refresh_from_db()
    assert user.check_password(answer.json()["password"])
    assert not user.check_password(PASSWORD)
    assert again.json()["code"] == "shown_once"
    [event] = changes()
    assert (event.kind, answer.json()["password"] in str(event.data)) == (
        "access.password_reset",
        False,
    )


def test_password_of_somebody_with_more_rights_stays():
    user = user_with("projects.delete")

    refusal = Wire(user_with("access.manage_accounts")).call(
        "post", f"/accounts/{user.pk}/password", version=1
    )

    assert (refusal.status_code, refusal.json()["code"]) == (403, "access.beyond_own_rights")
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert changes().count() == 0


def test_accounts_are_found_by_any_of_their_names():
    UserFactory.create(username="liwei", name="李伟", email="wei.li@example.com")
    wire = Wire(user_with("access.manage_accounts"))

    found = [
        wire.call("get", f"/accounts?q={q}").json()["total"] for q in ("LIWEI", "李", "wei.l", "zz")
    ]

    assert found == [1, 1, 1, 0]


def test_accounts_are_found_by_the_sound_of_their_names():
    UserFactory.create(username="e1001", name="赵敏")
    wire = Wire(user_with("access.manage"))

    found = [
        wire.call("get", f"/accounts?q={q}").json()["total"]
        for q in ("zhaomin", "zm", "zhao", "zhaowei")
    ]

    assert found == [1, 1, 1, 0]


@pytest.mark.parametrize("n_rows", [1, 50])
@pytest.mark.parametrize(
    ("path", "n_queries"), [("accounts", 13), ("grants", 12), ("roles", 7), ("scopes", 5)]
)
def test_list_asks_as_much_for_many(path, n_queries, n_rows, django_assert_max_num_queries):
    for _ in range(n_rows):
        user_with("projects.view", over=scope_below())
    wire = Wire(user_with("access.manage"))

    with django_assert_max_num_queries(n_queries):
        assert wire.call("get", f"/{path}?limit=200").json()["total"] > n_rows
