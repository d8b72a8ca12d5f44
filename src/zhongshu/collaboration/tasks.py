"""Mail and tidying in the background: each job makes its calls."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from zhongshu.collaboration import clearing, mailing
from zhongshu.kit.jobs import job


@job("collaboration.mail")
def mail_notification(*, notification_id: str) -> None:
    """Send the letter about one notification; tried again if the mail server fails."""
    mailing.mail_one(UUID(notification_id), at=timezone.now())


@job("collaboration.digests", every=timedelta(minutes=30))
def ask_for_digests() -> None:
    """Ask for the digests of the day."""
    mailing.ask_for_digests(now=timezone.now())


@job("collaboration.digest")
def mail_digest(*, user_id: str) -> None:
    """Send one user the digest of the day."""
    mailing.mail_digest(UUID(user_id), at=timezone.now())


@job("collaboration.clear_up", every=timedelta(hours=6))
def clear_up() -> None:
    """Clear away what was deleted, bytes without a file, and old notifications."""
    now = timezone.now()
    clearing.clear_deleted(now=now)
    clearing.clear_orphans(now=now)
    clearing.clear_old_news(now=now)
