"""Letters about notifications: whose, when, and with the rights of the moment they go out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db.models import Max
from django.utils import timezone

from zhongshu.access.models import User
from zhongshu.access.policy.channels import Channel
from zhongshu.collaboration import news
from zhongshu.collaboration.letters import letter, one_line
from zhongshu.collaboration.models import Notification
from zhongshu.collaboration.preferences import ALWAYS
from zhongshu.kit import jobs

# The digest goes out in the morning; who has more news than this is told of the newest.
MORNING_HOUR = 8
MOST_PER_DIGEST = 50
_log = structlog.get_logger(__name__)


def is_on() -> bool:
    """Whether the installation has a mail server."""
    return bool(settings.MAIL_IS_ON)


def address_of(user: User) -> str | None:
    """Where a user's mail goes; None if there is no address that can be written to."""
    try:
        validate_email(user.email)
    except ValidationError:
        return None
    return user.email


def mail_one(notification_id: UUID, *, at: datetime) -> bool:
    """Send the letter about one notification, if it is still worth one; tell whether it went.

    It is not, once it was read, or its user may no longer read what it is about. What is told
    always goes out in any case: who took an account over could read it first.
    """
    row = Notification.objects.select_related("user").filter(pk=notification_id).first()
    if row is None or row.mailed_at or (row.read_at and row.kind not in ALWAYS):
        return False
    rows = news.in_sight(row.user).filter(pk=row.pk)
    return _send(row.user, news.cards(row.user, rows, Channel.MAIL), at=at, is_digest=False)


def ask_for_digests(*, now: datetime) -> int:
    """From the morning on, ask for the digest of everybody who has news and got none today."""
    local = timezone.localtime(now)
    if not is_on() or local.hour < MORNING_HOUR:
        return 0
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    waiting = _waiting().order_by().values_list("user_id", flat=True).distinct()
    last = Notification.objects.filter(mail=Notification.Mail.DAILY, user__in=waiting)
    served = last.values("user_id").annotate(last=Max("mailed_at")).filter(last__gte=midnight)
    already = set(served.values_list("user_id", flat=True))
    users = sorted(set(waiting) - already)
    for user_id in users:
        jobs.enqueue(
            "collaboration.digest",
            at=now,
            unique_key=f"collaboration.digest:{user_id}",
            user_id=str(user_id),
        )
    return len(users)


def mail_digest(user_id: UUID, *, at: datetime) -> bool:
    """Send one user the digest of what they have not read and may read; tell whether it went."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return False
    waiting = _waiting().filter(user=user)
    newest = list(
        news.in_sight(user)
        .filter(pk__in=waiting.values("pk"))
        .order_by("-at", "-id")
        .values_list("pk", flat=True)[:MOST_PER_DIGEST]
    )
    items = news.cards(user, Notification.objects.filter(pk__in=newest), Channel.MAIL)
    items.sort(key=lambda item: item["at"], reverse=True)
    held = list(waiting.values_list("pk", flat=True))
    is_sent = _send(user, items, at=at, is_digest=True)
    done = Notification.objects.filter(pk__in=held)
    done.update(mailed_at=at) if is_sent else done.update(mail=Notification.Mail.NONE)
    return is_sent


def _waiting() -> Any:
    return Notification.objects.filter(
        mail=Notification.Mail.DAILY, mailed_at=None, read_at=None, user__is_active=True
    )


def _send(user: User, items: Sequence[dict[str, Any]], *, at: datetime, is_digest: bool) -> bool:
    shown = [item for item in items if item["subject"]]
    address = address_of(user)
    if not is_on() or not user.is_active or address is None or not shown:
        return False
    told = letter(
        shown,
        name=user.name,
        language=user.language,
        base=settings.PUBLIC_URL,
        is_digest=is_digest,
    )
    message = EmailMultiAlternatives(
        told.subject,
        told.text,
        to=[f'"{_display(user.name)}" <{address}>'] if _display(user.name) else [address],
        headers={"Auto-Submitted": "auto-generated", **told.headers},
    )
    message.attach_alternative(told.html, "text/html")
    message.send()
    ids = [item["id"] for item in shown]
    Notification.objects.filter(pk__in=ids).update(mailed_at=at)
    _log.info("mailed", user=str(user.pk), n_notifications=len(ids))
    return True


def _display(name: str) -> str:
    """A name as it may stand before an address."""
    return one_line(name).replace('"', "").replace("\\", "").replace("<", "").replace(">", "")
