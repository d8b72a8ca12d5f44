"""The trail of an earlier installation stays as it was, and verifies."""

import uuid

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.audit.conftest import NOW, seal_and_sign, verified
from zhongshu.access.models import SYSTEM
from zhongshu.kit import append_only, events
from zhongshu.kit.audit.verifying import Fault
from zhongshu.kit.models import AuditBlock, Event, SubjectKey
from zhongshu.kit.personal.keys import former_member

BEFORE = [("kit", "0001_initial")]
BEFORE_ERASURES_TOLD_KEYS = [("kit", "0005_event_texts")]


@pytest.mark.django_db(transaction=True)
def test_earlier_events_survive_and_are_sealed():
    subject = uuid.uuid4()
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps.get_model("kit", "Event")
    old.objects.create(
        kind="test.old",
        actor_name="李娜",
        subject_type="x.y",
        subject_id=subject,
        data={"after": {"n": 1}},
        recorded_at=NOW,
    )

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    event = Event.objects.get()
    assert (event.kind, event.actor_name, event.subject_id) == ("test.old", "李娜", subject)
    assert (event.data, event.outcome, event.ip) == ({"after": {"n": 1}}, "success", "")
    seal_and_sign()
    assert (verified().fault, AuditBlock.objects.get().n_events) == (None, 1)
    assert append_only.missing_guards(connection) == []


def erased_key(label: str) -> str:
    return str(SubjectKey.objects.create(pk=uuid.uuid4(), label=label, destroyed_at=NOW).pk)


@pytest.mark.django_db(transaction=True)
def test_erasures_from_before_they_told_of_keys_are_told_once():
    first, second = former_member(uuid.uuid4()), former_member(uuid.uuid4())
    MigrationExecutor(connection).migrate(BEFORE_ERASURES_TOLD_KEYS)
    events.record("access.somebody_erased", actor=SYSTEM, subject=None, reason="asked for")
    person, account = sorted([erased_key(first), erased_key(first)])
    since = erased_key(second)
    events.record("access.somebody_erased", actor=SYSTEM, subject=None, keys=[since], former=second)

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    seal_and_sign()
    told = [event.data for event in Event.objects.order_by("seq")]
    assert [one.get("keys") for one in told] == [None, [since], [person, account]]
    assert told[-1]["former"] == first
    assert verified().fault is None
    forged = erased_key(first)
    assert verified().fault == Fault("key_destroyed", 1, 3, about=forged)


@pytest.mark.django_db(transaction=True)
def test_name_that_was_put_in_the_place_of_a_number_is_not_told_at_an_upgrade():
    MigrationExecutor(connection).migrate(BEFORE_ERASURES_TOLD_KEYS)
    renamed = erased_key("Somebody Else")

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    assert Event.objects.count() == 0
    assert verified().fault == Fault("key_destroyed", 0, 0, about=renamed)
