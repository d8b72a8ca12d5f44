"""Duties that one person must not have: rules as data, and three administrators apart."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.access import RoleFactory, UserFactory, role_with, user_with
from tests.factories.organisation import company_scope
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access.authorities.models import Delegation, Separation
from zhongshu.access.authorities.powers import EVERY_POWER, conflicting
from zhongshu.access.authorities.separating import FIXED, READY_RULES
from zhongshu.access.models import Grant, Role
from zhongshu.access.roles import READY_ROLES
from zhongshu.config.installation import ensure_roles, ensure_separations

pytestmark = pytest.mark.django_db

ERASING = {"access.erase", "access.export_personal", "access.hold", "access.retain"}
THREE = ("system_administrator", "security_administrator", "audit_administrator")


def give(wire, user, role):
    body = {"user_id": str(user.pk), "role_id": str(role.pk), "scope_id": str(company_scope().pk)}
    return wire.call("post", "/grants", body)


@pytest.fixture
def installed():
    ensure_roles()
    ensure_separations()


def test_every_installation_has_the_rules_once_and_keeps_how_they_are_switched(installed):
    Separation.objects.filter(kind="roles").update(is_on=False)

    ensure_separations()

    assert Separation.objects.count() == len(READY_RULES)
    assert not Separation.objects.filter(kind="roles", is_on=True).exists()


def test_two_roles_kept_apart_are_not_given_to_one_person(installed):
    wire, user = Wire(user_with("access.manage", "access.grant_any")), UserFactory.create()
    user_with("access.manage", "access.grant_any")
    first, second = (Role.objects.get(code=code) for code in THREE[:2])
    given = give(wire, user, first)
    n_changes = changes().count()

    refusal = give(wire, user, second)

    assert (given.status_code, refusal.status_code) == (201, 409)
    assert (refusal.json()["code"], refusal.json()["first"]) == (
        "access.roles_conflict",
        "system_administrator",
    )
    assert changes().count() == n_changes
    assert give(wire, UserFactory.create(), second).status_code == 201


def test_the_company_keeps_more_apart_and_switches_what_is_not_fixed(installed):
    wire = Wire(user_with("access.manage", "access.view_authorities"))
    buyer, payer = (RoleFactory.create(code=code) for code in ("buyer", "payer"))
    new = {"kind": "roles", "first": "buyer", "second": "payer"}

    made = wire.call("post", "/separations", new)
    twice = wire.call("post", "/separations", new | {"first": "payer", "second": "buyer"})
    unknown = wire.call("post", "/separations", new | {"second": "nobody"})
    user = UserFactory.create()
    Grant.objects.create(user=user, role=buyer, scope=company_scope())
    refused = give(wire, user, payer)
    path = f"/separations/{made.json()['id']}"
    off = wire.call("patch", path, {"is_on": False}, version=1)
    allowed = give(wire, user, payer)
    gone = wire.call("delete", path, version=2)

    assert (made.status_code, made.json()["is_ready"]) == (201, False)
    assert (twice.json()["code"], unknown.json()["errors"][0]["field"]) == (
        "access.separation_exists",
        "second",
    )
    assert [refused.status_code, off.status_code, allowed.status_code, gone.status_code] == [
        409, 200, 201, 204,
    ]  # fmt: skip


def test_what_is_fixed_stays(installed):
    wire = Wire(user_with("access.manage"))
    listed = wire.call("get", "/separations?limit=100").json()["items"]
    fixed = [one for one in listed if one["is_fixed"]]

    switched = [
        wire.call("patch", f"/separations/{one['id']}", {"is_on": False}, version=1).json()["code"]
        for one in fixed
    ]
    ready = next(one for one in listed if one["is_ready"] and not one["is_fixed"])
    removed = wire.call("delete", f"/separations/{ready['id']}", version=1)

    assert len(fixed) == len(FIXED) == 6
    assert switched == ["access.separation_fixed"] * 6
    assert removed.json()["code"] == "access.separation_fixed"


def test_acts_that_never_meet_cannot_be_kept_apart():
    wire = Wire(user_with("access.manage"))
    new = {"kind": "acts", "first": "planning.edit_plan", "second": "access.confirm_authority"}

    refusal = wire.call("post", "/separations", new)

    assert (refusal.status_code, refusal.json()["errors"][0]["field"]) == (422, "second")


# What each of the three can do, and what the other two cannot: method, path, body.
OPERATIONS = {
    "open an account": ("post", "/accounts", {"username": "new", "name": "New"}),
    "add a unit": ("post", "/units", {"code": "NEW", "name": "New"}),
    "make a role": ("post", "/roles", {"code": "new", "name": "新", "name_en": "New"}),
    "give a role": ("post", "/grants", None),
    "found a body": ("post", "/bodies", None),
    "keep roles apart": (
        "post",
        "/separations",
        {"kind": "roles", "first": "member", "second": "auditor"},
    ),
    "read the audit trail": ("get", "/audit/events", None),
    "prove the audit trail": ("get", "/audit/state", None),
    "read projects": ("get", "/projects", None),
}
MAY = {
    "system_administrator": {"open an account", "add a unit"},
    "security_administrator": {"make a role", "give a role", "found a body", "keep roles apart"},
    "audit_administrator": {"read the audit trail", "prove the audit trail"},
}


def body_of(name, body):
    scope = str(company_scope().pk)
    if name == "give a role":
        member = Role.objects.get(code="member")
        return {
            "user_id": str(UserFactory.create().pk),
            "role_id": str(member.pk),
            "scope_id": scope,
        }
    if name == "found a body":
        return {
            "scope_id": scope, "name": "会", "name_en": "Board", "kind": "other", "quorum": 2,
            "rule": "unanimous",
        }  # fmt: skip
    return body


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("code", THREE)
def test_none_of_the_three_does_the_work_of_another(installed, code, name):
    user = UserFactory.create()
    Grant.objects.create(user=user, role=Role.objects.get(code=code), scope=company_scope())
    method, path, body = OPERATIONS[name]
    n_changes = changes().count()

    answer = Wire(user).call(method, path, body_of(name, body))

    is_allowed = answer.status_code < 300 and answer.json().get("total", 1) > 0
    assert is_allowed is (name in MAY[code]), answer.content
    if not is_allowed:
        assert changes().count() == n_changes


def administrators():
    """An account of each of the three, and of the one who may do everything."""
    found = {}
    for code in (*THREE, "administrator"):
        found[code] = UserFactory.create()
        role = Role.objects.get(code=code)
        Grant.objects.create(user=found[code], role=role, scope=company_scope())
    return found


def test_copy_of_a_role_by_another_name_is_kept_apart_all_the_same(installed):
    people = administrators()
    security, audit = people["security_administrator"], people["audit_administrator"]
    wire = Wire(people["administrator"])
    new = {"code": "aud2", "name": "x", "name_en": "x"}
    copy = wire.call("post", "/roles", new | {"permissions": ["access.read_audit"]}).json()
    other = wire.call("post", "/roles", new | {"code": "pol2", "permissions": ["access.view_as"]})

    given = give(wire, security, Role.objects.get(pk=copy["id"]))
    turned = give(wire, audit, Role.objects.get(pk=other.json()["id"]))

    assert (given.status_code, given.json()["first"]) == (409, "security_administrator")
    assert (turned.status_code, turned.json()["first"]) == (409, "audit_administrator")
    assert (given.json()["code"], turned.json()["code"]) == ("access.roles_conflict",) * 2
    assert give(wire, UserFactory.create(), Role.objects.get(pk=copy["id"])).status_code == 201


def test_role_carries_the_work_of_one_of_the_three(installed):
    people = administrators()
    wire = Wire(people["administrator"])
    new = {"code": "two", "name": "x", "name_en": "x"}
    both = ["access.manage_accounts", "access.read_audit"]

    mixed = wire.call("post", "/roles", new | {"permissions": both})
    plain = wire.call("post", "/roles", new | {"permissions": ["projects.view"]}).json()
    role = Role.objects.get(pk=plain["id"])
    Grant.objects.create(user=people["audit_administrator"], role=role, scope=company_scope())
    grown = wire.call(
        "patch", f"/roles/{role.pk}", {"permissions": ["access.manage_accounts"]}, version=1
    )
    Separation.objects.filter(kind="roles").update(is_on=False)
    allowed = wire.call("post", "/roles", new | {"code": "three", "permissions": both})

    assert (mixed.status_code, mixed.json()["code"]) == (409, "access.powers_mixed")
    assert (grown.status_code, grown.json()["code"]) == (409, "access.powers_mixed")
    assert [one.permission for one in role.permissions.all()] == ["projects.view"]
    assert allowed.status_code == 201


@pytest.mark.parametrize("code", ["system_administrator", "audit_administrator", "administrator"])
def test_security_administrator_sees_as_no_other_administrator(installed, code):
    people = administrators()
    wire = Wire(people["security_administrator"])

    refused = wire.see_as(people[code])
    trail = wire.call("get", "/audit/export")

    assert (refused.status_code, refused.json()["code"]) == (409, "access.beyond_own_sight")
    assert trail.status_code in {403, 404}


def test_no_delegation_carries_the_work_of_another_administrator(installed):
    people = administrators()
    now = timezone.now()
    for permission in sorted(EVERY_POWER | ERASING):
        body = {
            "deputy_id": str(people["audit_administrator"].pk), "authorities": [],
            "permissions": [permission], "scope_id": str(company_scope().pk), "reason": "Leave",
            "valid_from": now.isoformat(), "valid_to": (now + timedelta(days=3)).isoformat(),
        }  # fmt: skip

        refused = Wire(people["administrator"]).call("post", "/delegations", body)

        assert refused.json()["code"] == "access.not_yours_to_pass_on", permission
    assert not Delegation.objects.exists()


def test_audit_administrator_writes_nothing():
    [auditor] = [one for one in READY_ROLES if one.code == "audit_administrator"]

    assert auditor.permissions == {"access.read_audit", "access.view_authorities"}


def test_who_hands_out_everything_gives_it_to_others_only():
    manager = user_with("access.manage", "access.grant_any")
    wire, role = Wire(manager), role_with("projects.delete")

    to_self, to_other = give(wire, manager, role), give(wire, UserFactory.create(), role)

    assert (to_self.status_code, to_self.json()["code"]) == (403, "access.beyond_own_rights")
    assert to_other.status_code == 201


def test_a_role_of_ones_own_does_not_grow_by_ones_own_hand():
    manager = user_with("access.manage", "access.grant_any")
    own, other = Role.objects.get(grants__user=manager), role_with()
    wanted = {"permissions": ["access.grant_any", "access.manage", "projects.delete"]}

    refused = Wire(manager).call("patch", f"/roles/{own.pk}", wanted, version=1)
    allowed = Wire(manager).call("patch", f"/roles/{other.pk}", wanted, version=1)

    assert (refused.status_code, refused.json()["code"]) == (403, "access.beyond_own_rights")
    assert allowed.status_code == 200


def test_what_is_over_keeps_no_duties_apart(installed):
    people = administrators()
    system, audit = people["system_administrator"], people["audit_administrator"]
    ended = timezone.now() - timedelta(days=1)
    Grant.objects.filter(user__in=[system, audit]).update(valid_to=ended)
    reader, keeper = role_with("access.read_audit"), role_with("access.manage_accounts")

    conflicts = [
        conflicting(system, frozenset({"access.read_audit"}), besides=reader),
        conflicting(audit, frozenset({"access.manage_accounts"}), besides=keeper),
    ]
    Grant.objects.filter(user=system).update(
        valid_from=timezone.now() + timedelta(1), valid_to=None
    )
    to_come = conflicting(system, frozenset({"access.read_audit"}), besides=reader)

    assert conflicts == [None, None]
    assert to_come is not None
    assert to_come[1:] == ("system_administrator", "audit_administrator")
