"""Jobs of access: letting go of what is older than its period, and telling what has ended."""

from datetime import timedelta

from django.utils import timezone

from zhongshu.access.glass import ended_unnoted
from zhongshu.access.models import SYSTEM
from zhongshu.access.services.ending_glass import end_all_lost_glass, note_end_of_glass
from zhongshu.access.services.retention import JOB, apply_retention
from zhongshu.kit import clock
from zhongshu.kit.jobs import job


@job(JOB, every=timedelta(days=1))
def let_go() -> None:
    """Remove what is due; the report is kept."""
    apply_retention(SYSTEM, at=timezone.now(), on=clock.today(), is_dry=False)


@job("access.end_glass", every=timedelta(minutes=1))
def note_ends() -> None:
    """Tell the trail what ended by itself, which opened nothing from that moment on; end the rest.

    That is what somebody may no longer open, and lost in another way than by a grant or a role.
    """
    now = timezone.now()
    for one in ended_unnoted(at=now):
        note_end_of_glass(SYSTEM, grant=one, at=now)
    end_all_lost_glass(SYSTEM)
