"""What may be read about discussions, files and notifications."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from pypinyin import Style, lazy_pinyin

from zhongshu.access.guard import permissions_over
from zhongshu.access.keeping import closed_rows
from zhongshu.access.models import SYSTEM, Actor, User
from zhongshu.access.resources import Resource, present
from zhongshu.collaboration import subjects
from zhongshu.collaboration.fields import (
    ATTACH,
    ATTACHMENT,
    COMMENT,
    COMMENT_ON,
    LOWER_CLASS,
    MODERATE,
)
from zhongshu.collaboration.models import Attachment, Comment, Mention, Watch
from zhongshu.collaboration.subjects import Subject
from zhongshu.kit.declarations import Classification
from zhongshu.kit.origin import note_sight

_ACTIONS = (COMMENT_ON, ATTACH, MODERATE, LOWER_CLASS)


def comments(actor: Actor, subject: Subject) -> QuerySet[Comment]:
    """What was said about a subject that the caller has seen, as far as its class is open."""
    rows = Comment.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    closed = closed_rows(actor, COMMENT, rows)
    return rows.exclude(pk__in=closed).exclude(reply_to__in=closed)


def closed_comments(actor: Actor, rows: QuerySet[Comment]) -> list[UUID]:
    """Those of some comments, and of what they answer, whose class is closed to the actor."""
    around = Q(pk__in=rows.values("pk")) | Q(replies__in=rows.values("pk"))
    return closed_rows(actor, COMMENT, Comment.objects.filter(around).distinct())


def get_comment(actor: Actor, comment_id: UUID) -> tuple[Comment, Subject]:
    """Return a comment with its subject, or raise `Http404` if it is out of sight.

    It is looked for in sight alone, so that one out of sight costs as much as none.
    """
    rows = Comment.objects.filter(subjects.discussed_in_view(actor), pk=comment_id)
    closed = closed_comments(actor, rows)
    row = get_object_or_404(rows.exclude(pk__in=closed).select_related("author"))
    return row, subjects.get_subject(actor, row.subject_kind, row.subject_id)


def get_answered(actor: Actor, subject: Subject, comment_id: UUID) -> Comment:
    """Return what was said about a subject, or raise `Http404`.

    It is looked for there and nowhere else, so that one out of sight costs as much as none.
    """
    return get_object_or_404(comments(actor, subject), pk=comment_id)


def commented(actor: Actor, comment_id: UUID) -> Comment:
    """Return a comment, or raise `Http404` if it is out of sight."""
    return get_comment(actor, comment_id)[0]


def comment_card(actor: Actor, comment: Comment) -> dict[str, Any]:
    """One comment as its resource shows it."""
    return completed(present(actor, COMMENT, Comment.objects.filter(pk=comment.pk)))[0]


def completed(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Comments with the users they name, as these are called now; reads of high ones are noted.

    Whom a text names that may not be read is not told either.
    """
    note_high(COMMENT, items, "text")
    named: dict[str, list[dict[str, str]]] = {}
    shown = [
        item["id"] for item in items if item["deleted_at"] is None and not is_veiled(item, "text")
    ]
    rows = Mention.objects.filter(comment__in=shown).order_by("id")
    for comment_id, user_id, name in rows.values_list("comment_id", "user_id", "user__name"):
        named.setdefault(str(comment_id), []).append({"id": str(user_id), "name": name})
    for item in items:
        item["mentions"] = named.get(item["id"], [])
    return items


def is_veiled(item: Mapping[str, Any], field: str) -> bool:
    """Whether an item shows a field not at all, or in part."""
    return field in (*item.get("_locked", ()), *item.get("_masked", ()))


def note_high(resource: Resource, items: list[dict[str, Any]], field: str) -> None:
    """Note for the audit trail which records of a high class are shown, values aside."""
    high = [
        UUID(item["id"])
        for item in items
        if item["label"] >= Classification.SENSITIVE and not is_veiled(item, field)
    ]
    rows = resource.model._default_manager.filter(pk__in=high).values_list("pk", "scope")
    ids, scopes = zip(*rows, strict=True) if high else ((), ())
    note_sight(resource.name, resource.model._meta.label_lower, {field}, list(ids), list(scopes))


def files(actor: Actor, subject: Subject) -> QuerySet[Attachment]:
    """The files of a subject that the caller has seen, as far as their class is open."""
    rows = Attachment.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    return rows.filter(deleted_at=None).exclude(pk__in=closed_rows(actor, ATTACHMENT, rows))


def get_file(actor: Actor, file_id: UUID) -> tuple[Attachment, Subject]:
    """Return a file with its subject, or raise `Http404` if it is out of sight: as a comment."""
    rows = Attachment.objects.filter(subjects.discussed_in_view(actor), pk=file_id)
    row = get_object_or_404(rows.exclude(pk__in=closed_rows(actor, ATTACHMENT, rows)))
    return row, subjects.get_subject(actor, row.subject_kind, row.subject_id)


def get_present_file(actor: Actor, file_id: UUID) -> Attachment:
    """Return a file that is not deleted, or raise `Http404`."""
    row, _ = get_file(actor, file_id)
    if row.deleted_at is not None:
        raise Http404
    return row


def file_card(actor: Actor, file: Attachment) -> dict[str, Any]:
    """One file as its resource shows it."""
    cards = present(actor, ATTACHMENT, Attachment.objects.filter(pk=file.pk))
    note_high(ATTACHMENT, cards, "name")
    return cards[0]


def label_of(resource: Resource, row: Comment | Attachment) -> int:
    """The class that counts for a row: its own, or that of what it hangs on where it is higher."""
    rows = resource.model._default_manager.filter(pk=row.pk)
    label: int = present(SYSTEM, resource, rows, ["label"])[0]["label"]
    return label


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
        "classification": subject.classification,
        "n_comments": comments(actor, subject).filter(deleted_at=None).count(),
        "n_files": files(actor, subject).count(),
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
