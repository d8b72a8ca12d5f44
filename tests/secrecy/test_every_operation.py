"""What holds for each operation of the API, those of tomorrow included."""

import pytest
from django.test import Client

from tests.factories.access import UserFactory
from tests.secrecy.operations import OPERATIONS, READS, SIGNED_IN, UNSAFE, Operation
from tests.secrecy.world import (
    ROWS,
    ask,
    everything_in,
    fingerprint,
    stranger,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Open to everyone: they tell who looks, and let somebody in.
OPEN = {
    "access.get_session",
    "access.sign_in",
    "access.give_second_factor",
    "access.ask_passkey",
    "access.sign_in_with_passkey",
    "access.leave_for_provider",
}
# Touch only what belongs to the actor.
ONES_OWN = {
    "access.sign_out",
    "access.set_preferences",
    "access.change_password",
    "access.prove",
    "access.answer_notice",
    "access.begin_totp",
    "access.add_totp",
    "access.begin_passkey",
    "access.add_passkey",
    "access.replace_recovery_codes",
    "access.end_other_sessions",
    "access.issue_token",
    "access.stop_viewing_as",
    "access.save_view",
    "planning.note_look",
    "integrations.preview_import",
    "collaboration.end_presence",
    "collaboration.mark_all_read",
    "collaboration.set_preference",
}


def named(operations: list[Operation]):
    return pytest.mark.parametrize("operation", operations, ids=lambda one: one.name)


def test_only_the_session_is_open():
    assert {one.name for one in OPERATIONS if not one.needs_sign_in} == OPEN


def test_names_are_unique():
    names = [one.name for one in OPERATIONS]

    assert sorted(set(names)) == sorted(names)


@named(OPERATIONS)
def test_operation_documents_its_refusals(operation):
    refusal = operation.definition["responses"]["default"]["content"]

    assert list(refusal) == ["application/problem+json"]


@named(SIGNED_IN)
def test_without_sign_in_there_is_nothing(operation, world):
    answer = ask(Client(), operation, world)

    assert (answer.status_code, answer.json()["code"]) == (401, "access.not_signed_in")
    assert answer["Content-Type"] == "application/problem+json"


@named(UNSAFE)
def test_write_without_our_token_is_refused(operation, world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory.create())
    before = fingerprint()

    answer = ask(client, operation, world)

    assert (answer.status_code, answer.json()["code"]) == (403, "access.csrf")
    assert fingerprint() == before


@named(UNSAFE)
def test_write_from_a_foreign_page_is_refused(operation, world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory.create())
    token = client.get("/api/v1/session").json()["csrf_token"]
    before = fingerprint()

    answer = ask(
        client, operation, world, **{"X-CSRFToken": token, "Origin": "https://evil.example"}
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "access.csrf")
    assert fingerprint() == before


@named(READS)
def test_stranger_reads_nothing(operation, world):

    answer = ask(stranger(), operation, world)

    assert answer.status_code in {200, 403, 404}
    assert ROWS not in everything_in(answer)
    is_json = answer.status_code == 200 and answer["Content-Type"] == "application/json"
    if is_json and "items" in answer.json():
        others = [one for one in answer.json()["items"] if "username" not in one]
        assert others == []


@named([one for one in UNSAFE if one.name not in OPEN | ONES_OWN])
def test_stranger_changes_nothing(operation, world):
    before = fingerprint()

    answer = ask(stranger(), operation, world)

    # What the stranger may not see cannot be named in a body either.
    is_unknown = answer.status_code == 422 and answer.json()["code"].endswith("unknown_reference")
    assert answer.status_code in {403, 404} or is_unknown, answer.content
    assert ROWS not in everything_in(answer)
    assert fingerprint() == before


# A plan is handed out whole; how far it is from a baseline, in small rows.
MOST = {"planning.list_variances": 1000}


@named([one for one in READS if "limit" in {p["name"] for p in one.definition["parameters"]}])
def test_list_has_a_bounded_page(operation, world):
    client = stranger()

    answer = client.get(
        operation.address(world.ids),
        {**operation.query(), "limit": MOST.get(operation.name, 200) + 1},
    )

    assert answer.status_code in {404, 422}
    if answer.status_code == 422:
        assert answer.json()["errors"][0]["field"] == "limit"
