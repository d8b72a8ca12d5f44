"""SEC-43, SEC-21: who asks after somebody else, or with a token for nothing, gets nothing of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.access import user_with
from tests.secrecy.operations import READS, SIGNED_IN, Operation
from tests.secrecy.world import ROWS, ask, everything_in, fingerprint, stranger
from zhongshu.access import services
from zhongshu.access.models import User
from zhongshu.access.roles import READY_ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Ends what of one's own there is to end, and is content where there is nothing.
ENDINGS = {"access.stop_viewing_as", "collaboration.end_presence"}
NOTHING: frozenset[str] = frozenset()


def mighty() -> User:
    return user_with(*set().union(*(role.permissions for role in READY_ROLES)))


def named(operations: list[Operation]):
    return pytest.mark.parametrize("operation", operations, ids=lambda one: one.name)


@named(READS)
def test_two_who_ask_in_turn_get_each_their_own_answer(operation, world):
    rich, poor = Client(), stranger()
    rich.force_login(mighty())
    alone = ask(poor, operation, world)

    first = ask(rich, operation, world)
    known = {"If-None-Match": first["ETag"]} if "ETag" in first else {}
    after = ask(poor, operation, world, **known)
    again = ask(rich, operation, world)

    assert (after.status_code, again.status_code) == (alone.status_code, first.status_code)
    assert ROWS not in everything_in(after)
    assert all("no-store" in one["Cache-Control"] for one in (alone, first, after, again))


def with_token_for_nothing() -> Client:
    """A program with a token of somebody who may do everything, limited to no permission."""
    now = timezone.now()
    _, secret = services.issue_token(
        mighty(), name="none", expires_at=now + timedelta(days=1), at=now, permissions=NOTHING
    )
    return Client(headers={"Authorization": f"Bearer {secret}"})


@named(SIGNED_IN)
def test_token_limited_to_nothing_reads_and_changes_nothing(operation, world):
    client = with_token_for_nothing()
    before = fingerprint()

    answer = ask(client, operation, world)

    assert answer.status_code < 500, answer.content
    assert ROWS not in everything_in(answer)
    assert fingerprint() == before
    if operation.is_unsafe and operation.name not in ENDINGS:
        assert answer.status_code >= 400, answer.content
