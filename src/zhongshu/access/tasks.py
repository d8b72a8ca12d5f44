"""Jobs of access: letting go of what is older than its period."""

from datetime import timedelta

from django.utils import timezone

from zhongshu.access.models import SYSTEM
from zhongshu.access.services.retention import JOB, apply_retention
from zhongshu.kit import clock
from zhongshu.kit.jobs import job


@job(JOB, every=timedelta(days=1))
def let_go() -> None:
    """Remove what is due; the report is kept."""
    apply_retention(SYSTEM, at=timezone.now(), on=clock.today(), is_dry=False)
