"""SEC-20: dangerous acts ask for a fresh proof, whichever way they are reached."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.access.signin.people import age, signed_in
from tests.factories.access import PASSWORD, let_one_lower, user_with
from tests.secrecy.operations import OPERATIONS
from tests.secrecy.ways_in import ways_in
from tests.secrecy.world import ask, fingerprint
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.authorities.models import Member
from zhongshu.access.danger import declared_dangers
from zhongshu.access.roles import READY_ROLES
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db

# The operation that leads to each dangerous service; a new dangerous service needs its row.
REACHED_BY = {
    "access.services.accounts.create_account": "access.create_account",
    "access.services.accounts.set_account_active": "access.set_account_active",
    "access.services.accounts.reset_password": "access.reset_password",
    "access.services.bodies.confirm_body_change": "access.confirm_body_change",
    "access.services.bodies.confirm_seat": "access.confirm_seat",
    "access.services.bodies.decline_body_change": "access.decline_body_change",
    "access.services.bodies.dissolve_body": "access.dissolve_body",
    "access.services.bodies.seat_member": "access.seat_member",
    "access.services.bodies.unseat_member": "access.unseat_member",
    "access.services.bodies.update_body": "access.update_body",
    "access.services.delegations.delegate": "access.delegate",
    "access.services.erasing.erase_somebody": "access.erase_somebody",
    "access.services.erasing.release_hold": "access.release_hold",
    "access.services.factors.add_passkey": "access.add_passkey",
    "access.services.factors.add_totp": "access.begin_totp",
    "access.services.factors.demand_second_factor": "access.demand_second_factor",
    "access.services.factors.remove_factor": "access.remove_factor",
    "access.services.factors.replace_recovery_codes": "access.replace_recovery_codes",
    "access.services.factors.reset_factors": "access.reset_factors",
    "access.services.glass.break_glass": "access.break_glass",
    "access.services.glass.review_glass": "access.review_glass",
    "access.services.lowerings.confirm_lowering": "access.confirm_lowering",
    "access.services.grants.change_grant": "access.change_grant",
    "access.services.grants.confirm_grant": "access.confirm_grant",
    "access.services.grants.grant_role": "access.grant_role",
    "access.services.grants.revoke_grant": "access.revoke_grant",
    "access.services.holdings.confirm_authority": "access.confirm_authority",
    "access.services.holdings.propose_authority": "access.propose_authority",
    "access.services.holdings.revoke_authority": "access.revoke_authority",
    "access.services.identities.link_identity": "access.leave_for_provider",
    "access.services.identities.link_identity_of": "access.link_identity_of",
    "access.services.identities.unlink_identity": "access.unlink_identity",
    "access.services.identities.unlink_identity_of": "access.unlink_identity_of",
    "access.services.notices.publish_notice": "access.publish_notice",
    "access.services.personal_data.export_own_data": "access.export_own_data",
    "access.services.personal_data.export_personal_data": "access.export_personal_data",
    "access.services.policy.publish_policy": "access.publish_policy",
    "access.services.retention.ask_for_retention": "access.run_retention",
    "access.services.retention.set_retention_period": "access.set_retention_period",
    "access.services.roles.confirm_role_change": "access.confirm_role_change",
    "access.services.roles.create_role": "access.create_role",
    "access.services.roles.decline_role_change": "access.decline_role_change",
    "access.services.roles.delete_role": "access.delete_role",
    "access.services.roles.update_role": "access.update_role",
    "access.services.separations.add_separation": "access.add_separation",
    "access.services.separations.remove_separation": "access.remove_separation",
    "access.services.separations.switch_separation": "access.switch_separation",
    "access.services.tokens.issue_token": "access.issue_token",
    "access.services.viewing_as.begin_viewing_as": "access.view_as",
    "collaboration.services.classes.lower_paper": "access.confirm_lowering",
    "organisation.services.people.lower_person": "access.confirm_lowering",
    "organisation.services.units.lower_unit": "access.confirm_lowering",
    "planning.services.lowering.lower_task": "access.confirm_lowering",
    "projects.services.delete_project": "projects.delete_project",
    "projects.services.lower_project": "access.confirm_lowering",
}
BY_NAME = {one.name: one for one in OPERATIONS}
WALKED = sorted(set(REACHED_BY.values()) - {"access.leave_for_provider"})
EVERYTHING = set().union(*(role.permissions for role in READY_ROLES))


def test_every_dangerous_service_is_walked():
    assert {name.removeprefix("zhongshu.") for name in declared_dangers()} == set(REACHED_BY)


def ids_of(world, user):
    """The ids of the world, with a factor, an identity and a seat that are the actor's own."""
    Member.objects.create(body_id=world.ids["body_id"], user=user, role="member")
    return world.ids | ways_in(user) | {"user_id": user.pk}


@pytest.mark.once
@pytest.mark.parametrize("name", WALKED)
def test_old_proof_is_not_enough_and_nothing_changes(name, world):
    user = user_with(*EVERYTHING)
    client = signed_in(user)
    age(client, proved=timedelta(minutes=10, seconds=1))
    world = type(world)(ids_of(world, user))
    before = fingerprint()

    answer = ask(client, BY_NAME[name], world)

    assert (answer.status_code, answer.json()["code"]) == (403, "access.proof_needed")
    assert answer.json()["minutes"] == 10
    assert fingerprint() == before
    assert Event.objects.latest("seq").kind == "access.refused"


@pytest.mark.once
@pytest.mark.parametrize("name", WALKED)
def test_token_is_no_person(name, world):
    user = user_with(*EVERYTHING)
    world = type(world)(ids_of(world, user))
    _, secret = services.issue_token(
        user, name="x", expires_at=timezone.now() + timedelta(days=1), at=timezone.now()
    )
    before = fingerprint()

    answer = ask(Wire(), BY_NAME[name], world, Authorization=f"Bearer {secret}")

    assert answer.status_code in {401, 403}
    assert answer.json()["code"] in {"access.token_limited", "access.not_signed_in"}
    assert fingerprint() == before


def test_old_proof_takes_no_trail_out():
    client = signed_in(user_with("access.read_audit"))
    age(client, proved=timedelta(minutes=11))

    refused = client.get("/api/v1/audit/export")
    client.call("post", "/session/proofs", {"password": PASSWORD})

    assert (refused.status_code, refused.json()["code"]) == (403, "access.proof_needed")
    assert client.get("/api/v1/audit/export").status_code == 200


@pytest.mark.parametrize("kind", ["projects", "people", "units"])
def test_old_proof_raises_a_class_and_lowers_none(kind, world):
    let_one_lower()
    user = user_with(*EVERYTHING)
    client = signed_in(user)
    key = {"projects": "project_id", "people": "person_id", "units": "unit_id"}[kind]
    path = f"/{kind}/{world.ids[key]}"
    present = client.call("get", path).json()
    age(client, proved=timedelta(minutes=11))

    raised = client.call("patch", path, {"classification": 3}, version=present["version"])
    refused = client.call("patch", path, {"classification": 0}, version=present["version"] + 1)

    assert raised.status_code == 200
    assert (refused.status_code, refused.json()["code"]) == (403, "access.proof_needed")
    assert client.call("get", path).json()["classification"] == 3


def test_fresh_proof_opens_what_was_refused():
    client = signed_in(user_with("access.manage_accounts"))
    age(client, proved=timedelta(minutes=11))
    body = {"username": "li.na", "name": "李娜"}
    assert client.call("post", "/accounts", body).status_code == 403

    assert client.call("post", "/session/proofs", {"password": PASSWORD}).status_code == 200

    assert client.call("post", "/accounts", body).status_code == 201
    assert Event.objects.filter(kind="access.proved").get().data["by"] == ["password"]


def test_wrong_proof_opens_nothing_and_the_sixth_must_wait():
    client = signed_in(user_with("access.manage_accounts"))
    age(client, proved=timedelta(minutes=11))

    for _ in range(5):
        answer = client.call("post", "/session/proofs", {"password": "guess"})
        assert (answer.status_code, answer.json()["code"]) == (422, "access.proof_refused")

    assert client.call("post", "/session/proofs", {"password": PASSWORD}).status_code == 429
    assert client.call("post", "/accounts", {"username": "x", "name": "x"}).status_code == 403


def test_nobody_is_asked_for_a_proof_of_what_they_may_not_do():
    client = signed_in(user_with("projects.view"))
    age(client, proved=timedelta(minutes=11))

    answer = client.call("post", "/accounts", {"username": "x", "name": "x"})

    assert answer.json()["code"] == "access.forbidden"


def test_one_sees_by_what_a_proof_can_be_given():
    client = signed_in(user_with())

    answer = client.get("/api/v1/session/proofs")

    assert answer.json() == {"kinds": ["password"], "providers": [], "minutes": 10}
