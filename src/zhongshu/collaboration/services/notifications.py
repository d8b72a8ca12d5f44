"""What people do with what they were told, and how they want to be told."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404

from zhongshu.access.guard import own
from zhongshu.access.models import User
from zhongshu.collaboration import news
from zhongshu.collaboration.models import Notification, NotificationPreference
from zhongshu.collaboration.preferences import DEFAULTS, Channels, channels
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError


class NewsAgain(DomainError):
    """The dates moved again since: the newer notification is the unread one."""

    code = "collaboration.news_again"


@own
@transaction.atomic
def mark_notification(
    actor: User, *, notification: Notification, is_read: bool, at: datetime
) -> Notification:
    """Note that a notification was read, or that it was not.

    Raises
    ------
    NewsAgain
        If it would stand unread beside a newer one of the same dates.
    """
    rows = Notification.objects.select_for_update()
    row: Notification = get_object_or_404(rows, pk=notification.pk)
    if is_read != (row.read_at is not None):
        row.read_at = at if is_read else None
        _save(row)
    events.record(
        "collaboration.notification_marked", actor=actor, subject=row, after={"is_read": is_read}
    )
    return row


def _save(row: Notification) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=["read_at", "updated_at"])
    except IntegrityError as error:
        raise NewsAgain(str(row.pk)) from error


@own
@transaction.atomic
def mark_all_read(actor: User, *, at: datetime) -> int:
    """Note that all was read that the actor was told and may still read; return how much."""
    unread = news.in_sight(actor).filter(read_at=None)
    n_read = unread.update(read_at=at)
    events.record("collaboration.notifications_read", actor=actor, subject=actor, n_read=n_read)
    return n_read


@own
@transaction.atomic
def set_preference(
    actor: User, *, kind: str, is_in_app: bool | None = None, mail: str | None = None
) -> Channels:
    """Choose how to be told of one kind of thing; what is None stays.

    Raises
    ------
    BadInput
        If it is told always, as changes to one's own sign-in are.
    """
    if kind not in DEFAULTS:
        raise BadInput("this is told always, in the application and by mail", field="kind")
    before = channels([actor.pk])[actor.pk, kind]
    after = Channels(
        before.is_in_app if is_in_app is None else is_in_app,
        before.mail if mail is None else mail,
    )
    chosen = NotificationPreference.objects.filter(user=actor, kind=kind)
    if after == DEFAULTS[Notification.Kind(kind)]:
        chosen.delete()
    else:
        chosen.update_or_create(user=actor, kind=kind, defaults=after._asdict())
    events.record(
        "collaboration.preference_set",
        actor=actor,
        subject=actor,
        of=kind,
        before=before._asdict(),
        after=after._asdict(),
    )
    return after
