"""SEC-45: what opens sensitive fields is added to a role that somebody holds by two people."""

import pytest

from tests.factories.access import UserFactory, role_with, user_with
from tests.factories.organisation import company_scope
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access.models import Grant

pytestmark = pytest.mark.django_db

COSTS, MANAGE, ANY = "finance.view_costs", "access.manage", "access.grant_any"


@pytest.fixture
def managers():
    return [user_with(MANAGE, ANY) for _ in range(3)]


def edit(actor, role, *permissions, version=1):
    body = {"permissions": list(permissions)}
    return Wire(actor).call("patch", f"/roles/{role.pk}", body, version=version)


def decide(actor, role, method="post", version=2):
    return Wire(actor).call(method, f"/roles/{role.pk}/confirmation", version=version)


@pytest.fixture
def held_role():
    role = role_with("projects.view")
    Grant.objects.create(user=UserFactory.create(), role=role, scope=company_scope())
    return role


def opened_by(role):
    return sorted(role.permissions.values_list("permission", flat=True))


def test_what_opens_sensitive_fields_is_added_to_a_held_role_by_two(managers, held_role):
    giver, other, _ = managers

    edited = edit(giver, held_role, "projects.edit", COSTS).json()
    before = opened_by(held_role)
    own = decide(giver, held_role)
    confirmed = decide(other, held_role)

    assert edited["permissions"] == before == ["projects.edit"]
    assert edited["waiting_permissions"] == [COSTS]
    assert edited["proposed_by"]["name"] == giver.name
    assert (own.status_code, own.json()["first"]) == (403, "access.grant_role")
    assert confirmed.status_code == 200, confirmed.content
    assert confirmed.json()["permissions"] == [COSTS, "projects.edit"]
    assert (confirmed.json()["waiting_permissions"], confirmed.json()["proposed_by"]) == ([], None)
    kinds = list(changes().order_by("seq").values_list("kind", flat=True))
    assert kinds == ["access.role_updated", "access.role_change_confirmed"]


def test_who_holds_the_role_does_not_confirm_what_is_added_to_it(managers, held_role):
    giver, holder, third = managers
    Grant.objects.create(user=holder, role=held_role, scope=company_scope())
    edit(giver, held_role, "projects.view", COSTS)

    assert decide(holder, held_role).json()["first"] == "access.receive_role"
    assert decide(third, held_role).status_code == 200


def test_addition_to_a_role_is_declined_by_one_person(managers, held_role):
    giver, other, _ = managers
    edit(giver, held_role, "projects.view", COSTS)

    again = edit(other, held_role, "projects.view", MANAGE, version=2)
    declined = decide(other, held_role, "delete")
    late = decide(other, held_role, version=3)

    assert (again.status_code, again.json()["code"]) == (409, "access.role_waits")
    assert (declined.json()["waiting_permissions"], opened_by(held_role)) == ([], ["projects.view"])
    assert (late.status_code, late.json()["code"]) == (409, "access.nothing_waits")


def test_role_that_nobody_holds_is_changed_at_once_and_given_by_two(managers):
    role, user = role_with("projects.view"), UserFactory.create()

    edited = edit(managers[0], role, "projects.view", COSTS).json()
    body = {"user_id": str(user.pk), "role_id": str(role.pk), "scope_id": str(company_scope().pk)}
    given = Wire(managers[0]).call("post", "/grants", body).json()

    assert edited["permissions"] == [COSTS, "projects.view"]
    assert given["is_waiting"]


def test_role_is_not_widened_where_nobody_else_may_confirm(held_role):
    only = user_with(MANAGE, ANY)

    refusal = edit(only, held_role, "projects.view", COSTS)

    assert (refusal.status_code, refusal.json()["code"]) == (409, "access.nobody_confirms")
    assert (opened_by(held_role), changes().count()) == (["projects.view"], 0)
