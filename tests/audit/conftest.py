"""A chain of a few blocks over events that a test may tamper with, as its database's owner."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection

from tests.factories.access import UserFactory
from zhongshu.access.models import SYSTEM
from zhongshu.kit import append_only, events
from zhongshu.kit.audit.checkpoints import checkpoint_file, read_checkpoints, write_checkpoints
from zhongshu.kit.audit.sealing import seal
from zhongshu.kit.audit.verifying import Report, verify
from zhongshu.kit.models import Event

NOW = datetime(2026, 11, 20, 9, 30, 15, 123456, tzinfo=UTC)
PER_BLOCK = 4


@pytest.fixture(autouse=True)
def audit_home(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "AUDIT_HOME", tmp_path / "audit")
    monkeypatch.setattr("zhongshu.kit.audit.sealing.MOST_EVENTS", PER_BLOCK)
    return tmp_path / "audit"


def happen(n_events: int, **data: object) -> list[Event]:
    """Let some things happen."""
    user = UserFactory.create()
    return [
        events.record("test.happened", actor=SYSTEM, subject=user, after={"n": number}, **data)
        for number in range(n_events)
    ]


def seal_and_sign() -> None:
    """Seal and sign what happened."""
    seal(at=NOW)
    write_checkpoints(at=NOW)


def verified() -> Report:
    """Verify against the checkpoints of this installation."""
    return verify(read_checkpoints(checkpoint_file()))


@contextmanager
def owning_the_database() -> Iterator[None]:
    """Take the guards away, as only the owner of the database can, and put them back."""
    with connection.cursor() as cursor:
        for statement in append_only.removal(connection):
            cursor.execute(statement)
    yield
    append_only.protect(connection)


@pytest.fixture
def sealed(db) -> list[Event]:
    """Ten events in three signed blocks."""
    done = happen(10)
    seal_and_sign()
    return done


@pytest.fixture
def committed(django_capture_on_commit_callbacks) -> Callable[..., list[Event]]:
    """Let some things happen and be committed."""

    def commit(n_events: int, **data: object) -> list[Event]:
        with django_capture_on_commit_callbacks(execute=True):
            return happen(n_events, **data)

    return commit
