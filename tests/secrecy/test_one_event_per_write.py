"""Every write records exactly one event, and what records none has changed nothing."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from tests.factories.access import user_with
from tests.secrecy.operations import OPERATIONS, Operation
from tests.secrecy.world import ask, stranger
from zhongshu.access.roles import READY_ROLES
from zhongshu.access.trail import NOT_CHANGES
from zhongshu.kit.ephemeral import ephemeral_writes
from zhongshu.kit.models import (
    AuditBlock,
    Event,
    IdempotentAnswer,
    Job,
    OutboxCursor,
    SubjectKey,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# The trail itself, and what carries work and answers; none of it is anybody's business.
OWN_TABLES = {AuditBlock, Event, IdempotentAnswer, Job, OutboxCursor, SubjectKey}
# What is no history leaves no event: `tests/kit/test_ephemeral.py` tells what else holds for it.
EPHEMERAL = {
    f"{name.split('.')[1]}.{name.rpartition('.')[2]}": one.model._meta.label
    for name, one in ephemeral_writes().items()
}
MODELS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("zhongshu.") and model not in OWN_TABLES
]


def everything() -> dict[str, str]:
    """A digest of the rows of each table."""
    return {model._meta.label: digest(model) for model in MODELS}


def digest(model: type[models.Model]) -> str:
    rows: Iterable[Any] = model._default_manager.order_by("pk").values_list()
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


def kinds_after(seq: int) -> Counter[str]:
    return Counter(Event.objects.filter(seq__gt=seq).values_list("kind", flat=True))


def newest() -> int:
    return Event.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def named(operations: list[Operation]):
    return pytest.mark.parametrize("operation", operations, ids=lambda one: one.name)


@named(OPERATIONS)
def test_change_and_event_come_together(operation, world):
    client = Client()
    client.force_login(user_with(*set().union(*(role.permissions for role in READY_ROLES))))
    rows, seq = everything(), newest()

    answer = ask(client, operation, world)

    assert answer.status_code < 500, answer.content
    recorded = kinds_after(seq)
    changes = sum(n for kind, n in recorded.items() if kind not in NOT_CHANGES)
    changed = [label for label, before in everything().items() if rows[label] != before]
    if operation.name in EPHEMERAL:
        assert (changed, changes) in [([EPHEMERAL[operation.name]], 0), ([], 0)]
    elif changed:
        assert changes == 1, (changed, recorded)
    if not operation.is_unsafe or answer.status_code >= 400:
        assert (changed, changes) == ([], 0), recorded
    assert sum(recorded.values()) - changes <= 1, recorded


@named([one for one in OPERATIONS if one.needs_sign_in])
def test_refusal_is_recorded_and_nothing_else(operation, world):
    client = stranger()
    seq = newest()

    answer = ask(client, operation, world)

    refusals = list(Event.objects.filter(seq__gt=seq, kind="access.refused"))
    assert len(refusals) == (answer.status_code == 403)
    for refusal in refusals:
        assert refusal.outcome == Event.Outcome.REFUSED
        assert str(refusal.actor_id) == client.session["_auth_user_id"]
        assert refusal.request_id == answer["X-Request-Id"]
        assert refusal.data["place"]["path"] == operation.address(world.ids)
