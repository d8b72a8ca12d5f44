"""SEC-21: a limited token opens what its permissions open to somebody who holds no others."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.access import user_with
from tests.secrecy.operations import READS
from tests.secrecy.world import ROWS, World, ask, everything_in
from zhongshu.access import services
from zhongshu.access.guard import declared_permissions

pytestmark = [pytest.mark.django_db, pytest.mark.once]

EVERY = sorted(declared_permissions())
# What asks for a session, or for a fresh proof in one.
NO_TOKEN = {
    "access.export_audit",
    "access.export_own_data",
    "access.export_personal_data",
    "access.list_factors",
    "access.list_identities",
    "access.list_proofs",
    "access.list_sessions",
}
Answers = dict[str, tuple[int, bool]]


def by_token(*permissions: str) -> Client:
    """A program with a token of somebody who may do everything, limited to these permissions."""
    now = timezone.now()
    _, secret = services.issue_token(
        user_with(*EVERY), name="some", expires_at=now + timedelta(days=1), at=now,
        permissions=frozenset(permissions),
    )  # fmt: skip
    return Client(headers={"Authorization": f"Bearer {secret}"})


def by_session(*permissions: str) -> Client:
    """Somebody who is signed in and holds these permissions alone."""
    client = Client()
    client.force_login(user_with(*permissions))
    return client


def answers(client: Client, world: World) -> Answers:
    """How each read of the API is answered, and whether it hands out what is in the world."""
    found = {one.name: ask(client, one, world) for one in READS}
    return {name: (one.status_code, ROWS in everything_in(one)) for name, one in found.items()}


def told_apart(world: World, permissions: list[str]) -> set[str]:
    """What a token limited to permissions and who holds these alone do not get alike."""
    token, session = (answers(way(*permissions), world) for way in (by_token, by_session))
    assert {token[name][0] for name in NO_TOKEN} <= {401, 403, 404}
    return {name for name in token if token[name] != session[name]} - NO_TOKEN


@pytest.mark.parametrize("permissions", [EVERY[::2], EVERY[1::2]], ids=["one half", "the other"])
def test_limited_token_opens_what_its_permissions_open(permissions, world):
    assert told_apart(world, permissions) == set()


@pytest.mark.nightly
@pytest.mark.parametrize("permission", EVERY)
def test_token_limited_to_one_permission_opens_what_that_opens(permission, world):
    assert told_apart(world, [permission]) == set()
