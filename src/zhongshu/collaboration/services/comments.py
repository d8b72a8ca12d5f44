"""Saying something about a subject, and taking it back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from zhongshu.access.guard import check, own, requires
from zhongshu.access.models import User
from zhongshu.access.writing import check_writes
from zhongshu.collaboration.fields import COMMENT, COMMENT_ON, MODERATE
from zhongshu.collaboration.models import Comment, Mention
from zhongshu.collaboration.queries import comment_card
from zhongshu.collaboration.services.classes import (
    change_class,
    checked_class,
    record,
    refuse_unreadable,
)
from zhongshu.collaboration.services.watching import follow
from zhongshu.collaboration.subjects import Subject
from zhongshu.collaboration.writing import checked, refuse_unread_mentions
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.http import refuse_stale


class CommentDeleted(DomainError):
    """A deleted comment is neither changed nor answered nor deleted again."""

    code = "collaboration.comment_deleted"


class NotDeleted(DomainError):
    """Only what is deleted, and not cleared away yet, can be brought back."""

    code = "collaboration.not_deleted"


class CommentOfAnother(DomainError):
    """Only its author changes what a comment says."""

    code = "collaboration.comment_of_another"
    status = 403


@requires("collaboration.comment", on="subject")
@transaction.atomic
def add_comment(
    actor: User,
    *,
    subject: Subject,
    text: str,
    at: datetime,
    reply_to: Comment | None = None,
    classification: int = 0,
) -> Comment:
    """Say something about a subject; the author and those named follow it from now on.

    With a class above that of the subject it is secret whole.

    Raises
    ------
    CannotBeMentioned
        If somebody is named who may not read it.
    ClosedToAuthor
        If the class is closed to the actor.
    CommentDeleted
        If the comment that is answered was deleted.
    """
    text, mentioned = checked(subject, text)
    comment = Comment.objects.create(
        scope_id=subject.scope_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        author=actor,
        reply_to=_thread(subject, reply_to),
        text=text,
        classification=checked_class(classification),
        posted_at=at,
    )
    refuse_unreadable(actor, COMMENT, comment, "text")
    refuse_unread_mentions(comment, mentioned)
    _mention(comment, mentioned)
    follow(subject, {actor.pk, *mentioned})
    record(
        "collaboration.comment_added",
        actor,
        COMMENT,
        comment,
        after={"text": text},
        concerning=sorted(mentioned),
        mentions=sorted(map(str, mentioned)),
    )
    return comment


def _thread(subject: Subject, answered: Comment | None) -> Comment | None:
    """The comment under which a reply stands: answers to a reply stand beside it."""
    if answered is None:
        return None
    if (answered.subject_kind, answered.subject_id) != (subject.kind, subject.id):
        raise BadInput("the comment answered is about something else", field="reply_to")
    if answered.deleted_at is not None:
        raise CommentDeleted(str(answered.pk), field="reply_to")
    return answered.reply_to or answered


@requires("collaboration.comment", on="comment")
@transaction.atomic
def edit_comment(
    actor: User,
    *,
    comment: Comment,
    subject: Subject,
    text: str,
    expected_version: int | None,
    at: datetime,
) -> Comment:
    """Change what one's own comment says; its history keeps what it said before.

    Raises
    ------
    CommentOfAnother
        If somebody else wrote it.
    CommentDeleted
        If it was deleted.
    """
    row = _locked(actor, comment, expected_version)
    if row.author_id != actor.pk:
        raise CommentOfAnother(str(row.pk))
    if row.deleted_at is not None:
        raise CommentDeleted(str(row.pk))
    check_writes(actor, COMMENT, row, ["text"])
    text, mentioned = checked(subject, text)
    refuse_unread_mentions(row, mentioned)
    if text == row.text:
        return row
    before = row.text
    known = set(row.mentions.values_list("user_id", flat=True))
    row.mentions.exclude(user__in=mentioned).delete()
    _mention(row, mentioned - known)
    follow(subject, mentioned - known)
    row.text, row.edited_at = text, at
    _save(row, "text", "edited_at")
    record(
        "collaboration.comment_edited",
        actor,
        COMMENT,
        row,
        before={"text": before},
        after={"text": text},
        concerning=sorted(mentioned | known),
        mentions=sorted(map(str, mentioned - known)),
    )
    return row


@own
@transaction.atomic
def delete_comment(
    actor: User, *, comment: Comment, expected_version: int | None, at: datetime
) -> Comment:
    """Take a comment back, one's own or as a moderator; its place stays.

    Raises
    ------
    Forbidden
        If it is somebody else's and the actor is no moderator.
    CommentDeleted
        If that happened already.
    """
    row = _locked(actor, comment, expected_version)
    if row.author_id != actor.pk:
        check(actor, MODERATE, row)
    if row.deleted_at is not None:
        raise CommentDeleted(str(row.pk))
    row.deleted_at, row.deleted_by = at, actor
    _save(row, "deleted_at", "deleted_by")
    record("collaboration.comment_deleted", actor, COMMENT, row)
    return row


@own
@transaction.atomic
def restore_comment(actor: User, *, comment: Comment) -> Comment:
    """Bring a comment back: whoever deleted it may, and a moderator.

    Raises
    ------
    NotDeleted
        If it is not deleted, or its text was cleared away.
    """
    row = _locked(actor, comment, None)
    if row.deleted_at is None or not row.text:
        raise NotDeleted(str(row.pk))
    check(actor, COMMENT_ON if row.deleted_by_id == actor.pk else MODERATE, row)
    row.deleted_at = row.deleted_by = None
    _save(row, "deleted_at", "deleted_by")
    record("collaboration.comment_restored", actor, COMMENT, row)
    return row


@own
@transaction.atomic
def classify_comment(
    actor: User, *, comment: Comment, classification: int, expected_version: int | None
) -> Comment:
    """Raise the class of a comment, one's own or as a moderator; lowering it is a right apart.

    Raises
    ------
    Forbidden
        If it is somebody else's and the actor is no moderator, or it may not be lowered.
    CommentDeleted
        If it was deleted.
    """
    row = _locked(actor, comment, expected_version)
    check(actor, COMMENT_ON if row.author_id == actor.pk else MODERATE, row)
    if row.deleted_at is not None:
        raise CommentDeleted(str(row.pk))
    if (change := change_class(actor, COMMENT, row, classification)) is not None:
        before, after = ({"classification": one} for one in change)
        record("collaboration.comment_classified", actor, COMMENT, row, before=before, after=after)
    return row


def _locked(actor: User, comment: Comment, expected: int | None) -> Comment:
    row: Comment = get_object_or_404(Comment.objects.select_for_update(), pk=comment.pk)
    refuse_stale(row.version, expected=expected, current=lambda: comment_card(actor, row))
    return row


def _save(row: Comment, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version", "updated_at"])


def _mention(comment: Comment, user_ids: set[UUID]) -> None:
    Mention.objects.bulk_create(
        Mention(comment=comment, user_id=user_id) for user_id in sorted(user_ids)
    )
