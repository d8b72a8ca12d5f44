"""The periodic job of presence."""

from datetime import timedelta

from django.utils import timezone

from zhongshu.collaboration.presence.showing import forget_absent
from zhongshu.kit.jobs import job


@job("collaboration.forget_absent", every=timedelta(minutes=10))
def forget() -> None:
    """Forget who has left without saying so."""
    forget_absent(at=timezone.now())
