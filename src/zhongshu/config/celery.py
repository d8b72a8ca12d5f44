"""Celery as the carrier of jobs: its messages are ids, the job table stays the truth.

A message that comes twice finds nothing to claim, and one that is lost is sent again, so a
broker that loses everything loses nothing. Start workers with
``celery -A zhongshu.config.celery worker``.
"""

import os
import threading
from datetime import datetime, timedelta
from uuid import UUID

import django
import structlog
from celery import Celery
from django.apps import apps
from django.conf import settings
from django.db import close_old_connections
from django.db.models import Q
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongshu.config.settings")
if not apps.ready:
    # A Celery worker begins with this file.
    django.setup()

from zhongshu.kit.jobs import run_one
from zhongshu.kit.models import Job

_log = structlog.get_logger(__name__)
_RESENT_AFTER = timedelta(minutes=2)

app = Celery("zhongshu", broker=settings.BROKER_URL, set_as_current=False)
app.conf.update(
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    task_publish_retry=False,
)


@app.task(name="zhongshu.run_job", bind=True)  # type: ignore[untyped-decorator]
def run_job(task: object, job_id: str) -> None:
    """Run one job of the table."""
    close_old_connections()
    run_one(job_id, worker="celery")
    close_old_connections()


def carry(job_id: UUID) -> None:
    """Send a job to the workers; when the broker is away, `relay` sends it later."""
    try:
        run_job.apply_async(args=[str(job_id)])
    except Exception:
        _log.warning("broker_away", job_id=str(job_id), exc_info=True)


def relay(*, stop: threading.Event, idle_seconds: float = 2.0) -> None:
    """Send what became due, and what was sent long ago and nobody runs."""
    sent: dict[UUID, datetime] = {}
    while not stop.is_set():
        now = timezone.now()
        try:
            sent = {pk: at for pk, at in sent.items() if now - at < _RESENT_AFTER}
            for pk in _due(now):
                if pk not in sent:
                    carry(pk)
                    sent[pk] = now
        except Exception:
            _log.exception("relay_failed")
        close_old_connections()
        stop.wait(idle_seconds)


def _due(now: datetime) -> list[UUID]:
    late = Q(state=Job.State.READY, run_at__lte=now) | Q(
        state=Job.State.RUNNING, lease_until__lt=now
    )
    return list(Job.objects.filter(late).order_by("run_at").values_list("pk", flat=True)[:1000])
