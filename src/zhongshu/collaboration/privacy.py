"""What is erased of those who took part in a discussion, and what is told of it."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from zhongshu.access.models import User
from zhongshu.access.privacy.parts import afterwards, part
from zhongshu.access.privacy.subjects import Somebody
from zhongshu.access.privacy.telling import register_mentions
from zhongshu.collaboration import storage
from zhongshu.collaboration.models import Attachment, Comment


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


part(Comment, contribution=_empty_comments)
part(
    Attachment,
    contribution=_empty_files,
    files=_file,
    lets_go=lambda row: storage.remove(row.key),
)


@afterwards
def _rename_mentions(somebody: Somebody) -> None:
    """Comments name whom they mention by id and by name: the name goes."""
    for row, found in mentions_of(somebody):
        row.text = found.sub(lambda match: f"@[{somebody.label}]{match['rest']}", row.text)
        row.save(update_fields=["text", "updated_at"])


@register_mentions
def _told_mentions(somebody: Somebody) -> Iterator[dict[str, str]]:
    """Where comments mention somebody: the words that name them, not what others say beside."""
    for row, found in mentions_of(somebody):
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
