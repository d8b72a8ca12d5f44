"""What may be read about discussions, files and notifications."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from pypinyin import Style, lazy_pinyin

from zhongshu.access.guard import permissions_over
from zhongshu.access.models import Actor, User
from zhongshu.access.resources import present
from zhongshu.collaboration import subjects
from zhongshu.collaboration.fields import ATTACH, ATTACHMENT, COMMENT, COMMENT_ON, MODERATE
from zhongshu.collaboration.models import Attachment, Comment, Mention, Watch
from zhongshu.collaboration.subjects import Subject

_ACTIONS = (COMMENT_ON, ATTACH, MODERATE)


def comments(subject: Subject) -> QuerySet[Comment]:
    """What was said about a subject that the caller has seen."""
    return Comment.objects.filter(subject_kind=subject.kind, subject_id=subject.id)


def get_comment(actor: Actor, comment_id: UUID) -> tuple[Comment, Subject]:
    """Return a comment with its subject, or raise `Http404` if it is out of sight."""
    row = get_object_or_404(Comment.objects.select_related("author"), pk=comment_id)
    return row, subjects.get_subject(actor, row.subject_kind, row.subject_id)


def comment_card(actor: Actor, comment: Comment) -> dict[str, Any]:
    """One comment as its resource shows it."""
    [card] = with_mentions(present(actor, COMMENT, Comment.objects.filter(pk=comment.pk)))
    return card


def with_mentions(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Comments with the users they name, as these are called now."""
    named: dict[str, list[dict[str, str]]] = {}
    shown = [item["id"] for item in items if item["deleted_at"] is None]
    rows = Mention.objects.filter(comment__in=shown).order_by("id")
    for comment_id, user_id, name in rows.values_list("comment_id", "user_id", "user__name"):
        named.setdefault(str(comment_id), []).append({"id": str(user_id), "name": name})
    for item in items:
        item["mentions"] = named.get(item["id"], [])
    return items


def files(subject: Subject) -> QuerySet[Attachment]:
    """The files of a subject that the caller has seen."""
    found = Attachment.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    return found.filter(deleted_at=None)


def get_file(actor: Actor, file_id: UUID) -> tuple[Attachment, Subject]:
    """Return a file with its subject, or raise `Http404` if it is out of sight."""
    row = get_object_or_404(Attachment, pk=file_id)
    return row, subjects.get_subject(actor, row.subject_kind, row.subject_id)


def get_present_file(actor: Actor, file_id: UUID) -> Attachment:
    """Return a file that is not deleted, or raise `Http404`."""
    row, _ = get_file(actor, file_id)
    if row.deleted_at is not None:
        raise Http404
    return row


def file_card(actor: Actor, file: Attachment) -> dict[str, Any]:
    """One file as its resource shows it."""
    [card] = present(actor, ATTACHMENT, Attachment.objects.filter(pk=file.pk))
    return card


def subject_card(actor: User, subject: Subject) -> dict[str, Any]:
    """A subject as its panel shows it: how it is called, and what the viewer may do there."""
    held = permissions_over(actor, subject.scope_id)
    watch = Watch.objects.filter(
        user=actor, subject_kind=subject.kind, subject_id=subject.id
    ).first()
    return {
        "kind": subject.kind,
        "id": str(subject.id),
        "key": subject.key,
        "name": subject.name,
        "address": dict(subject.address),
        "may": [action for action in _ACTIONS if action in held],
        "is_watched": follows(actor, subject, watch),
        "n_comments": comments(subject).filter(deleted_at=None).count(),
        "n_files": files(subject).count(),
    }


def follows(actor: User, subject: Subject, watch: Watch | None) -> bool:
    """Whether the user is told of a subject: by choice, or because it concerns them."""
    return watch.is_on if watch else actor.pk in subjects.concerned(subject)


def mentionable(subject: Subject, text: str) -> QuerySet[User]:
    """The users who may read a subject and whose name or its pinyin matches a text."""
    found = subjects.readers(subject)
    wanted = "".join(text.lower().split())
    if not wanted:
        return found
    names = found.values_list("pk", "name")
    return found.filter(pk__in=[pk for pk, name in names if _matches(name, wanted)])


def _matches(name: str, wanted: str) -> bool:
    return any(wanted in spelt for spelt in _spellings(name))


@lru_cache(maxsize=20_000)
def _spellings(name: str) -> tuple[str, ...]:
    """A name as it may be typed: itself, in pinyin, and by its initials."""
    plain = "".join(name.lower().split())
    whole = "".join(lazy_pinyin(name)).lower().replace(" ", "")
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower().replace(" ", "")
    words = "".join(word[0] for word in name.lower().split())
    return plain, whole, initials, words
