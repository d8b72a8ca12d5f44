import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from zhongshu.kit import jobs
from zhongshu.kit.models import Job

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def done(monkeypatch):
    """The arguments that the job ``test.work`` was run with."""
    monkeypatch.setattr(jobs, "_JOBS", {})
    monkeypatch.setattr(jobs, "_PERIODS", {})
    calls: list[dict[str, object]] = []
    jobs.job("test.work")(lambda **arguments: calls.append(arguments))
    return calls


def work_once(now: datetime, worker: str = "w") -> bool | None:
    lease = jobs.claim(worker=worker, now=now)
    return None if lease is None else jobs.run(lease, now=now)


@pytest.mark.django_db
def test_job_runs_once_when_it_is_due(done):
    jobs.enqueue("test.work", at=NOW, number=7)

    assert work_once(NOW - timedelta(seconds=1)) is None
    assert work_once(NOW) is True
    assert work_once(NOW) is None
    assert done == [{"number": 7}]
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.django_db
def test_same_key_waits_once(done):
    first = jobs.enqueue("test.work", at=NOW, unique_key="one")
    second = jobs.enqueue("test.work", at=NOW, unique_key="one")
    work_once(NOW)
    third = jobs.enqueue("test.work", at=NOW, unique_key="one")

    assert first is not None
    assert second is None
    assert third is not None


@pytest.mark.django_db(transaction=True)
def test_job_of_a_transaction_that_was_rolled_back_does_not_exist(done):
    with transaction.atomic():
        jobs.enqueue("test.work", at=NOW)
        transaction.set_rollback(True)

    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_failing_job_is_tried_again_later_and_at_last_is_dead(done):
    def fail() -> None:
        raise RuntimeError("no")

    jobs.job("test.fail")(fail)
    row = jobs.enqueue("test.fail", at=NOW)
    now = NOW

    for n_try in range(1, row.max_tries + 1):
        assert work_once(now) is False
        row.refresh_from_db()
        assert row.n_tries == n_try
        assert row.run_at > now
        assert "no" in row.error
        now = row.run_at

    assert row.state == Job.State.DEAD
    assert work_once(now + timedelta(days=1)) is None


@pytest.mark.django_db
def test_lease_that_ran_out_lets_another_worker_take_over(done):
    jobs.enqueue("test.work", at=NOW)
    lost = jobs.claim(worker="killed", now=NOW)

    assert jobs.claim(worker="other", now=NOW + jobs.LEASE / 2) is None
    taken = jobs.claim(worker="other", now=NOW + jobs.LEASE * 1.01)

    assert (taken.job_id, taken.n_try) == (lost.job_id, 2)


@pytest.mark.django_db
def test_worker_that_lost_its_lease_cannot_finish_the_job(done):
    jobs.enqueue("test.work", at=NOW)
    slow = jobs.claim(worker="slow", now=NOW)
    jobs.claim(worker="other", now=NOW + jobs.LEASE * 1.01)

    jobs.run(slow, now=NOW)

    row = Job.objects.get()
    assert (row.state, row.worker) == (Job.State.RUNNING, "other")


@pytest.mark.django_db
def test_job_that_kills_its_worker_every_time_ends_dead(done):
    row = jobs.enqueue("test.work", at=NOW)
    now = NOW

    while jobs.claim(worker="killed", now=now) is not None:
        now += jobs.LEASE * 1.01

    row.refresh_from_db()
    assert (row.state, row.n_tries) == (Job.State.DEAD, row.max_tries)


@pytest.mark.django_db(transaction=True)
def test_lease_is_renewed_while_the_job_runs(done, monkeypatch):
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=0.3))
    began = threading.Event()

    def long() -> None:
        began.set()
        time.sleep(1)

    jobs.job("test.long")(long)
    jobs.enqueue("test.long", at=NOW)
    lease = jobs.claim(worker="w", now=datetime.now(UTC))
    stolen = []

    def other() -> None:
        began.wait(60)
        for _ in range(8):
            stolen.append(jobs.claim(worker="thief", now=datetime.now(UTC)))
            time.sleep(0.1)
        connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    jobs.run(lease, now=datetime.now(UTC))
    thread.join()

    assert set(stolen) == {None}
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.django_db
def test_periodic_job_asks_for_itself_again(done):
    jobs.job("test.hourly", every=timedelta(hours=1))(lambda: None)

    jobs.enqueue_periodic(now=NOW)
    jobs.enqueue_periodic(now=NOW)
    assert Job.objects.count() == 1
    work_once(NOW)

    waiting = Job.objects.get(state=Job.State.READY)
    assert waiting.run_at == NOW + timedelta(hours=1)


@pytest.mark.django_db
def test_message_that_comes_twice_runs_the_job_once(done):
    row = jobs.enqueue("test.work", at=NOW)

    jobs.run_one(str(row.pk), worker="celery")
    jobs.run_one(str(row.pk), worker="celery")

    assert done == [{}]


@pytest.mark.django_db(transaction=True)
def test_several_workers_run_each_job_once(done):
    for number in range(12):
        jobs.enqueue("test.work", at=NOW, number=number)

    def work() -> None:
        while work_once(NOW, worker=threading.current_thread().name) is not None:
            pass
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(call["number"] for call in done) == list(range(12))


KILLED = """
import os, django
django.setup()
from django.conf import settings
from django.db import connections
connections["default"].settings_dict["NAME"] = os.environ["NAME"]
from datetime import datetime, UTC
from zhongshu.kit import jobs

@jobs.job("test.work")
def hang(**arguments):
    print("running", flush=True)
    import time
    time.sleep(60)

lease = jobs.claim(worker="child", now=datetime.now(UTC))
jobs.run(lease, now=datetime.now(UTC))
"""


@pytest.mark.django_db(transaction=True)
def test_job_survives_the_death_of_its_process(done):
    jobs.enqueue("test.work", at=NOW, number=1)
    environment = os.environ | {
        "NAME": str(connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED], env=environment, stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout.readline() == "running\n"
        child.send_signal(signal.SIGKILL)

    later = datetime.now(UTC) + jobs.LEASE * 1.01

    assert work_once(datetime.now(UTC)) is None
    assert work_once(later) is True
    assert done == [{"number": 1}]
    assert Job.objects.get().n_tries == 2
