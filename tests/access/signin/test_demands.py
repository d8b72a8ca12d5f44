"""SEC-18: a role that demands a second factor lets nobody do anything without one."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from tests.access.signin.keys import code_of
from tests.access.signin.people import age, signed_in, with_app, with_passkey
from tests.factories.access import UserFactory, delegation_to, user_with
from tests.recorded import changes
from tests.secrecy.operations import OPERATIONS
from tests.secrecy.world import ask, built
from tests.wire import Wire
from zhongshu.access.authorities.models import Delegation
from zhongshu.access.models import Grant, Role
from zhongshu.access.signin import factors

pytestmark = pytest.mark.django_db

# What somebody may do who still owes a step; everything else is closed.
STEPS = {
    "access.list_proofs", "access.prove", "access.sign_out", "access.change_password",
    "access.list_factors", "access.begin_totp", "access.add_totp", "access.begin_passkey",
    "access.add_passkey",
}  # fmt: skip
CLOSED = [one for one in OPERATIONS if one.needs_sign_in and one.name not in STEPS]


def demanding(*permissions: str):
    """Somebody whose role demands a second factor."""
    user = user_with(*permissions)
    Role.objects.filter(grants__user=user).update(needs_second_factor=True)
    return user


def step(client: Wire) -> str | None:
    found: str | None = client.get("/api/v1/session").json()["step"]
    return found


@pytest.mark.once
def test_everything_else_is_closed_until_a_factor_is_set_up():
    world = built()
    client = signed_in(demanding("projects.view"))
    assert step(client) == "set_up_second_factor"

    answers = {one.name: ask(client, one, world) for one in CLOSED}

    told = {name: (one.status_code, one.json()["code"]) for name, one in answers.items()}
    assert told == dict.fromkeys(answers, (403, "access.step_first"))


def test_setting_one_up_opens_the_rest():
    client = signed_in(demanding("projects.view"))
    secret = client.call("post", "/session/factors/app-secret").json()["secret"]

    answer = client.call("post", "/session/factors/app", {"code": code_of(secret)})

    assert answer.status_code == 201
    assert step(client) is None
    assert client.get("/api/v1/projects").status_code == 200


def test_demand_reaches_sessions_that_are_open_within_a_minute():
    user = user_with("projects.view")
    client = signed_in(user)
    Role.objects.filter(grants__user=user).update(needs_second_factor=True)
    age(client, seen=timedelta(seconds=61))

    assert client.get("/api/v1/projects").status_code == 403
    assert step(client) == "set_up_second_factor"


def test_deputy_owes_what_the_role_of_the_giver_demands():
    giver, deputy = demanding("projects.view"), UserFactory.create()
    before = signed_in(deputy)
    delegation = delegation_to(deputy, giver, permissions=["projects.view"], authorities=[])
    headers = {"X-Acting-Under": str(delegation.pk)}

    told = before.get("/api/v1/projects", headers=headers)

    assert (told.status_code, told.json()["step"]) == (403, "set_up_second_factor")
    assert step(signed_in(deputy)) == "set_up_second_factor"
    Delegation.objects.update(revoked_at=timezone.now())
    assert step(signed_in(deputy)) is None


def test_deputy_of_a_deputy_owes_it_as_well():
    giver, between, deputy = demanding("projects.view"), *UserFactory.create_batch(2)
    delegation_to(between, giver, permissions=[], authorities=["stop"])
    delegation_to(deputy, between, permissions=[], authorities=["stop"])

    assert step(signed_in(deputy)) == "set_up_second_factor"


def test_deputy_with_a_factor_acts():
    giver, deputy = demanding("projects.view"), UserFactory.create()
    delegation = delegation_to(deputy, giver, permissions=["projects.view"], authorities=[])
    client = signed_in(deputy)
    secret = client.call("post", "/session/factors/app-secret").json()["secret"]
    client.call("post", "/session/factors/app", {"code": code_of(secret)})

    answer = client.get("/api/v1/projects", headers={"X-Acting-Under": str(delegation.pk)})

    assert answer.status_code == 200


def test_whoever_has_a_factor_proves_it_in_place():
    user = user_with("projects.view")
    client = signed_in(user)
    secret = with_app(user)
    Role.objects.filter(grants__user=user).update(needs_second_factor=True)
    age(client, seen=timedelta(seconds=61))
    assert client.get("/api/v1/projects").status_code == 403
    assert step(client) == "second_factor"

    answer = client.call("post", "/session/proofs", {"code": code_of(secret)})

    assert answer.json()["step"] is None
    assert client.get("/api/v1/projects").status_code == 200


def test_password_proof_does_not_pay_for_a_second_factor():
    client = signed_in(demanding("projects.view"))

    client.call("post", "/session/proofs", {"password": "seven-green-lanterns"})

    assert step(client) == "set_up_second_factor"


def test_grant_that_is_over_demands_nothing():
    user = demanding("projects.view")
    Grant.objects.filter(user=user).update(valid_to="2020-01-01T00:00:00Z")

    assert step(signed_in(user)) is None


def test_last_factor_stays_while_a_role_demands_one():
    user = demanding("projects.view")
    key = with_passkey(user)
    client = Wire(user, secure=True)
    [factor] = client.get("/api/v1/session/factors").json()["items"]

    answer = client.call("delete", f"/session/factors/{factor['id']}")

    assert (answer.status_code, answer.json()["code"]) == (409, "access.factor_needed")
    assert Authenticator.objects.filter(user=user).exists()
    assert key.owner


def test_administrator_turns_the_demand_on_and_off_for_ready_roles_as_well():
    admin = Wire(user_with("access.manage"))
    role = Role.objects.create(code="pmo", name="项目管理办公室", name_en="PMO")

    on = admin.call("put", f"/roles/{role.pk}/second-factor", {"needs_second_factor": True},
                    version=1)  # fmt: skip
    stale = admin.call("put", f"/roles/{role.pk}/second-factor", {"needs_second_factor": False},
                       version=1)  # fmt: skip

    assert on.json()["needs_second_factor"] is True
    assert stale.status_code == 412
    [event] = changes()
    assert event.kind == "access.second_factor_demanded"
    assert event.data["after"] == {"needs_second_factor": True}


def test_nobody_else_turns_it():
    role = Role.objects.create(code="x", name="x", name_en="x")
    user = user_with("projects.view")
    Grant.objects.create(user=user, role=role, scope=Grant.objects.get(user=user).scope)

    answer = Wire(user).call(
        "put", f"/roles/{role.pk}/second-factor", {"needs_second_factor": True}, version=1
    )

    assert answer.status_code == 403
    assert not Role.objects.get(pk=role.pk).needs_second_factor


# --------------------------------------------------------------------- lost devices


def test_administrator_resets_lost_factors_and_the_owner_starts_anew():
    user = demanding("projects.view")
    secret = with_app(user)
    factors.new_recovery_codes(user)
    theirs = signed_in(user)
    theirs.call("post", "/session/second-factor", {"code": code_of(secret)})
    admin = user_with("access.manage_accounts", "projects.view")

    answer = Wire(admin).call("delete", f"/accounts/{user.pk}/factors")

    assert answer.status_code == 204
    assert theirs.get("/api/v1/projects").status_code == 401
    assert not factors.kinds(user)
    event = changes().latest("seq")
    assert (event.kind, event.actor_id, event.subject_id) == (
        "access.factors_reset", admin.pk, user.pk,
    )  # fmt: skip
    assert event.data["before"] == {"totp": 1, "passkeys": 0, "recovery_codes": 10}
    assert step(signed_in(user)) == "set_up_second_factor"


def test_nobody_resets_the_factors_of_somebody_mightier():
    user = user_with("projects.delete")
    with_app(user)

    answer = Wire(user_with("access.manage_accounts")).call(
        "delete", f"/accounts/{user.pk}/factors"
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "access.beyond_own_rights")
    assert factors.has_any(user)


def test_account_shows_how_it_is_signed_in_to_those_who_manage_it_alone():
    user = UserFactory.create(must_change_password=True)
    with_app(user)
    path = f"/api/v1/accounts/{user.pk}/security"

    shown = Wire(user_with("access.manage_accounts")).get(path).json()

    assert [one["kind"] for one in shown["factors"]] == ["totp"]
    assert (shown["has_password"], shown["must_change_password"]) == (True, True)
    assert Wire(user_with("projects.view")).get(path).status_code == 404
    assert Wire(user).get(path).status_code == 403
