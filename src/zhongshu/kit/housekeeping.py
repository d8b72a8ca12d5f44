"""Periodic jobs that throw away what nobody needs any more."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from zhongshu.kit.jobs import job
from zhongshu.kit.models import IdempotentAnswer, Job

_ANSWERS_KEPT = timedelta(days=1)
_JOBS_KEPT = timedelta(days=30)


@job("kit.clear_up", every=timedelta(hours=1))
def clear_up() -> None:
    """Delete old answers, finished jobs and expired sessions."""
    now = timezone.now()
    IdempotentAnswer.objects.filter(created_at__lt=now - _ANSWERS_KEPT).delete()
    Job.objects.filter(state=Job.State.DONE, created_at__lt=now - _JOBS_KEPT).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
