"""The events of an installation from before the trail was sealed stay as they were."""

import uuid

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.audit.conftest import NOW, seal_and_sign, verified
from zhongshu.kit import append_only
from zhongshu.kit.models import AuditBlock, Event

BEFORE = [("kit", "0001_initial")]


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
