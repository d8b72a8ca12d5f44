"""The integrations in the background: each job makes one call."""

from datetime import timedelta

from django.utils import timezone

from zhongshu.access.models import SYSTEM
from zhongshu.integrations import services
from zhongshu.kit.jobs import job


@job("integrations.clear_uploads", every=timedelta(hours=6))
def clear_uploads() -> None:
    """Delete uploaded plan files that are kept long enough."""
    services.clear_uploads(SYSTEM, now=timezone.now())
