"""Work that outlives the request.

A job is known by name, so a service can ask for one that lives above it. The row is the
truth; threads of the server, a worker process or Celery only carry it.
"""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from zhongshu.kit.models import Job
from zhongshu.kit.origin import Origin, acting_from

Runner = Callable[..., None]

LEASE = timedelta(minutes=5)
_LONGEST_PAUSE_SECONDS = 3600
_JOBS: dict[str, Runner] = {}
_PERIODS: dict[str, timedelta] = {}
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Lease:
    """A job that one worker holds; a later try of the same job has another number."""

    job_id: UUID
    name: str
    arguments: dict[str, str | int]
    worker: str
    n_try: int
    max_tries: int

    @property
    def row(self) -> "QuerySet[Job, Job]":
        """The row, as long as this lease is the one that counts."""
        return Job.objects.filter(
            pk=self.job_id, state=Job.State.RUNNING, worker=self.worker, n_tries=self.n_try
        )


def job(name: str, *, every: timedelta | None = None) -> Callable[[Runner], Runner]:
    """Register a function as the job called ``name``; with ``every``, it asks for itself again."""

    def register(run: Runner) -> Runner:
        _JOBS[name] = run
        if every is not None:
            _PERIODS[name] = every
        return run

    return register


def enqueue(
    name: str, *, at: datetime, unique_key: str | None = None, **arguments: str | int
) -> Job | None:
    """Ask for a job in the caller's transaction; None if one with the same key is waiting.

    Jobs receive ids, never objects: by the time they run, the row may have changed.
    """
    row = Job(name=name, arguments=arguments, run_at=at, unique_key=unique_key)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if unique_key is None:
            raise
        return None
    carry = import_string(settings.JOB_CARRIER)
    transaction.on_commit(lambda: carry(row.pk))
    return row


def enqueue_periodic(*, now: datetime) -> None:
    """Ask for each periodic job that nobody waits for or works on."""
    for name in _PERIODS:
        alive = Job.objects.filter(name=name, state__in=[Job.State.READY, Job.State.RUNNING])
        if not alive.exists():
            enqueue(name, at=now, unique_key=name)


def claim(*, worker: str, now: datetime, job_id: UUID | str | None = None) -> Lease | None:
    """Lease the next job that is due, or whose worker let its lease run out.

    A job whose last worker was killed in its last try is dead.
    """
    due = Q(state=Job.State.READY, run_at__lte=now) | Q(
        state=Job.State.RUNNING, lease_until__lt=now
    )
    if job_id is not None:
        due &= Q(pk=job_id)
    with transaction.atomic():
        Job.objects.filter(due, state=Job.State.RUNNING, n_tries__gte=F("max_tries")).update(
            state=Job.State.DEAD, lease_until=None, error="the worker was lost"
        )
        waiting = Job.objects.filter(due).order_by("-priority", "run_at")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        row = waiting.first()
        if row is None:
            return None
        row.n_tries += 1
        Job.objects.filter(pk=row.pk).update(
            state=Job.State.RUNNING, lease_until=now + LEASE, worker=worker, n_tries=row.n_tries
        )
    return Lease(row.pk, row.name, row.arguments, worker, row.n_tries, row.max_tries)


def run(lease: Lease, *, now: datetime) -> bool:
    """Run a leased job; a failure makes it ready again later, the last one makes it dead."""
    try:
        with _kept_alive(lease), acting_from(Origin(automation=lease.name)):
            _JOBS[lease.name](**lease.arguments)
    except Exception as error:
        _log.exception("job_failed", job=lease.name, id=str(lease.job_id), n_try=lease.n_try)
        is_last = lease.n_try >= lease.max_tries
        seconds = min(_LONGEST_PAUSE_SECONDS, 2**lease.n_try) + random.random()  # noqa: S311
        lease.row.update(
            state=Job.State.DEAD if is_last else Job.State.READY,
            run_at=now + timedelta(seconds=seconds),
            lease_until=None,
            error=repr(error)[:2000],
        )
        return False
    lease.row.update(state=Job.State.DONE, lease_until=None, error="")
    if lease.name in _PERIODS:
        enqueue(lease.name, at=now + _PERIODS[lease.name], unique_key=lease.name)
    return True


@contextmanager
def _kept_alive(lease: Lease) -> Iterator[None]:
    """Renew the lease while the job runs, however long it takes."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(LEASE.total_seconds() / 3):
            try:
                lease.row.update(lease_until=timezone.now() + LEASE)
            except Exception:
                _log.exception("lease_not_renewed", id=str(lease.job_id))
        connection.close()

    keeper = threading.Thread(target=renew, daemon=True, name=f"lease-{lease.job_id}")
    keeper.start()
    try:
        yield
    finally:
        done.set()


def run_one(job_id: UUID | str, *, worker: str) -> None:
    """Claim one job by its id and run it: what a broker's message asks for.

    A message that comes twice, or too early, finds nothing to claim.
    """
    now = timezone.now()
    lease = claim(worker=worker, now=now, job_id=job_id)
    if lease is not None:
        run(lease, now=now)


def work(*, worker: str, stop: threading.Event, idle_seconds: float = 0.5) -> None:
    """Run jobs until told to stop: the embedded worker and the worker process."""
    while not stop.is_set():
        lease = None
        try:
            lease = claim(worker=worker, now=timezone.now())
            if lease is not None:
                run(lease, now=timezone.now())
        except Exception:
            _log.exception("worker_failed", worker=worker)
        close_old_connections()
        if lease is None:
            stop.wait(idle_seconds)


def leave_in_table(job_id: UUID) -> None:
    """Carry a job by leaving it: the polling workers find it."""


def run_here(job_id: UUID) -> None:
    """Carry a job by running it now: for tests."""
    run_one(job_id, worker="here")
