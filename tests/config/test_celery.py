"""Celery carries ids; the job table stays the truth."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from zhongshu.kit import jobs
from zhongshu.kit.models import Job

celery = pytest.importorskip("celery")
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def carrier(monkeypatch):
    from zhongshu.config import celery as carrier

    monkeypatch.setattr(jobs, "_JOBS", {})
    monkeypatch.setattr(jobs, "_PERIODS", {})
    return carrier


def test_messages_are_json_and_acknowledged_late(carrier):
    conf = carrier.app.conf

    assert conf.task_serializer == "json"
    assert conf.accept_content == ["json"]
    assert conf.task_acks_late
    assert conf.worker_prefetch_multiplier == 1


@pytest.mark.django_db(transaction=True)
def test_job_is_sent_after_the_commit_and_run_once(carrier, monkeypatch, settings):
    settings.JOB_CARRIER = "zhongshu.config.celery.carry"
    sent, ran = [], []
    monkeypatch.setattr(
        carrier.run_job, "apply_async", lambda args, **options: sent.append(args[0])
    )
    jobs.job("test.work")(lambda **arguments: ran.append(arguments))

    row = jobs.enqueue("test.work", at=NOW, number=1)
    for _ in range(2):
        carrier.run_job(sent[0])

    assert sent == [str(row.pk)]
    assert ran == [{"number": 1}]


@pytest.mark.django_db(transaction=True)
def test_job_survives_a_broker_that_is_away(carrier, monkeypatch, settings):
    settings.JOB_CARRIER = "zhongshu.config.celery.carry"
    sent: list[str] = []

    def away(args, **options):
        raise ConnectionRefusedError

    monkeypatch.setattr(carrier.run_job, "apply_async", away)
    row = jobs.enqueue("test.work", at=NOW)
    jobs.enqueue("test.work", at=datetime.now(UTC) + timedelta(hours=1))
    stop = threading.Event()

    def back(args, **options):
        sent.append(args[0])
        stop.set()

    monkeypatch.setattr(carrier.run_job, "apply_async", back)
    carrier.relay(stop=stop, idle_seconds=0.01)
    connection.close()

    assert sent == [str(row.pk)]
    assert Job.objects.filter(state=Job.State.READY).count() == 2
