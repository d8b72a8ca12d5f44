"""What is erased of those who took part in a discussion, and what is told of it."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from zhongshu.access.keeping import closed_rows
from zhongshu.access.models import Actor, User
from zhongshu.access.privacy.parts import afterwards, part
from zhongshu.access.privacy.readers import Reader, read_by
from zhongshu.access.privacy.subjects import Somebody
from zhongshu.access.privacy.telling import in_sight, register_mentions
from zhongshu.collaboration import storage
from zhongshu.collaboration.fields import ATTACHMENT
from zhongshu.collaboration.models import (
    Attachment,
    Comment,
    Mention,
    Notification,
    NotificationPreference,
    Presence,
    Watch,
)
from zhongshu.collaboration.queries import closed_comments
from zhongshu.collaboration.subjects import closed_to, notices_closed_to


def _empty_comments(rows: QuerySet[Comment], somebody: Somebody) -> None:
    rows.update(text="")
    rows.filter(deleted_at=None).update(deleted_at=timezone.now())


def _empty_files(rows: QuerySet[Attachment], somebody: Somebody) -> None:
    rows.delete()


def _file(row: Attachment) -> tuple[str, bytes] | None:
    try:
        return row.name, storage.load(row.key)
    except FileNotFoundError:
        return None


def _open_comments(actor: Actor, rows: QuerySet[Comment]) -> QuerySet[Comment]:
    rows = rows.exclude(closed_to(actor))
    closed = closed_comments(actor, rows)
    return rows.exclude(pk__in=closed).exclude(reply_to__in=closed)


def _mentions_in_sight(actor: Actor, rows: QuerySet[Mention]) -> QuerySet[Mention]:
    said = Comment.objects.filter(pk__in=rows.values("comment"))
    return rows.filter(comment__in=_open_comments(actor, said))


def _news_in_sight(actor: Actor, rows: QuerySet[Notification]) -> QuerySet[Notification]:
    rows = rows.exclude(notices_closed_to(actor))
    said = Comment.objects.filter(pk__in=rows.filter(comment__isnull=False).values("comment"))
    closed = closed_comments(actor, said)
    return rows.exclude(comment__in=closed).exclude(comment__reply_to__in=closed)


def _open_files(actor: Actor, rows: QuerySet[Attachment]) -> QuerySet[Attachment]:
    rows = rows.exclude(closed_to(actor))
    return rows.exclude(pk__in=closed_rows(actor, ATTACHMENT, rows))


part(Comment, contribution=_empty_comments, in_sight=_open_comments)
part(Mention, in_sight=_mentions_in_sight)
part(Watch, in_sight=lambda actor, rows: rows.exclude(closed_to(actor)))
part(Notification, in_sight=_news_in_sight)
part(
    Attachment,
    in_sight=_open_files,
    contribution=_empty_files,
    files=_file,
    lets_go=lambda row: storage.remove(row.key),
)
# By it is decided who may bring the file back.
read_by(Attachment, Reader.NOBODY, "deleted_by")
read_by(Mention, Reader.RECORD, "user")
read_by(Presence, Reader.RECORD, "seen_at")
read_by(Notification, Reader.OWN, "user by read_at")
read_by(NotificationPreference, Reader.OWN, "user")
read_by(Watch, Reader.OWN, "user")


@afterwards
def _rename_mentions(somebody: Somebody) -> None:
    """Comments name whom they mention by id and by name: the name goes."""
    for row, found in mentions_of(somebody):
        row.text = found.sub(lambda match: f"@[{somebody.label}]{match['rest']}", row.text)
        row.save(update_fields=["text", "updated_at"])


@register_mentions
def _told_mentions(actor: Actor, somebody: Somebody) -> Iterator[dict[str, str]]:
    """Where comments mention somebody: the words that name them, not what others say beside."""
    named = list(mentions_of(somebody))
    rows = Comment.objects.filter(pk__in=[row.pk for row, _ in named])
    shown = set(in_sight(actor, Comment, rows).values_list("pk", flat=True))
    for row, found in (one for one in named if one[0].pk in shown):
        for match in found.finditer(row.text):
            yield {"table": "collaboration.comment", "id": str(row.pk), "text": match[0]}


def mentions_of(somebody: Somebody) -> Iterator[tuple[Comment, re.Pattern[str]]]:
    """The comments that mention somebody, and how they do so."""
    account = somebody.row_of(User)
    if account is None:
        return
    how = re.compile(rf"@\[[^\[\]\n]{{0,200}}\](?P<rest>\(user:{account.pk}\))", re.IGNORECASE)
    rows: QuerySet[Comment, Any] = Comment.objects.filter(text__icontains=f"(user:{account.pk})")
    for row in rows.iterator(200):
        yield row, how
