"""Files of a subject: kept, taken away, brought back."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum
from django.shortcuts import get_object_or_404

from zhongshu.access.guard import check, own, requires
from zhongshu.access.models import Scope, User
from zhongshu.collaboration import storage
from zhongshu.collaboration.fields import ATTACH, ATTACHMENT, MODERATE
from zhongshu.collaboration.file_kinds import FileKind, harmless_name, kind_of
from zhongshu.collaboration.models import Attachment
from zhongshu.collaboration.queries import file_card, files
from zhongshu.collaboration.services.classes import (
    change_class,
    checked_class,
    record,
    refuse_unreadable,
)
from zhongshu.collaboration.services.comments import NotDeleted
from zhongshu.collaboration.services.watching import follow
from zhongshu.collaboration.subjects import Subject
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.http import refuse_stale

MAX_FILES = 200


class FileTooLarge(BadInput):
    """The file is larger than this installation accepts."""

    code = "collaboration.file_too_large"
    status = 413


class SubjectFull(DomainError):
    """The files of the subject would take more room, or be more, than it has."""

    code = "collaboration.subject_full"


class FileDeleted(DomainError):
    """The file was deleted already."""

    code = "collaboration.file_deleted"


@requires("collaboration.attach", on="subject")
def add_file(
    actor: User,
    *,
    subject: Subject,
    name: str,
    content: bytes,
    at: datetime,
    classification: int = 0,
) -> Attachment:
    """Keep a file with a subject; nothing is kept of one that is refused.

    With a class above that of the subject it is secret whole.

    Raises
    ------
    FileTooLarge
        If it is beyond the limit of one file.
    FileRefused
        If such files are not accepted, or the bytes are not what the name says.
    SubjectFull
        If the subject has no room for it.
    ClosedToAuthor
        If the class is closed to the actor.
    """
    checked_class(classification)
    if len(content) > settings.MAX_UPLOAD_BYTES:
        raise FileTooLarge("the file is too big", field="file", limit=settings.MAX_UPLOAD_BYTES)
    name = harmless_name(name)
    kind = kind_of(name, content)
    key = storage.new_key()
    storage.keep(key, ContentFile(content))
    try:
        return _add(actor, subject, _Upload(name, kind, content, key, classification), at)
    except BaseException:
        storage.remove(key)
        raise


@dataclass(frozen=True, slots=True)
class _Upload:
    """A file that was looked into and stored, and its class."""

    name: str
    kind: FileKind
    content: bytes
    key: str
    classification: int


@transaction.atomic
def _add(actor: User, subject: Subject, sent: _Upload, at: datetime) -> Attachment:
    _refuse_beyond_quota(actor, subject, len(sent.content))
    file = Attachment.objects.create(
        scope_id=subject.scope_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        name=sent.name,
        media_type=sent.kind.media_type,
        is_picture=sent.kind.is_picture,
        n_bytes=len(sent.content),
        digest=hashlib.sha256(sent.content).hexdigest(),
        key=sent.key,
        classification=sent.classification,
        uploaded_by=actor,
        uploaded_at=at,
    )
    refuse_unreadable(actor, ATTACHMENT, file, "name")
    follow(subject, [actor.pk])
    after = {"name": file.name, "n_bytes": file.n_bytes, "digest": file.digest}
    record("collaboration.file_added", actor, ATTACHMENT, file, after=after)
    return file


def _refuse_beyond_quota(actor: User, subject: Subject, n_bytes: int) -> None:
    """Count what the subject has, one upload of its scope after the other.

    What the actor may not see does not count, or the refusal would tell of it.
    """
    Scope.objects.select_for_update().get(pk=subject.scope_id)
    kept = files(actor, subject)
    used = kept.aggregate(used=Sum("n_bytes"))["used"] or 0
    limit = settings.SUBJECT_FILES_BYTES
    if used + n_bytes > limit or kept.count() >= MAX_FILES:
        raise SubjectFull("no room for the file", field="file", limit=limit, most=MAX_FILES)


@own
@transaction.atomic
def delete_file(actor: User, *, file: Attachment, at: datetime) -> Attachment:
    """Take a file away, one's own or as a moderator; it can be brought back for a while.

    Raises
    ------
    Forbidden
        If it is somebody else's and the actor is no moderator.
    FileDeleted
        If that happened already.
    """
    row = get_object_or_404(Attachment.objects.select_for_update(), pk=file.pk)
    if row.uploaded_by_id != actor.pk:
        check(actor, MODERATE, row)
    if row.deleted_at is not None:
        raise FileDeleted(row.name)
    row.deleted_at, row.deleted_by = at, actor
    return _record("collaboration.file_deleted", actor, row)


@own
@transaction.atomic
def restore_file(actor: User, *, file: Attachment) -> Attachment:
    """Bring a file back: whoever deleted it may, and a moderator.

    Raises
    ------
    NotDeleted
        If it is not deleted.
    SubjectFull
        If the subject has no room for it any more.
    """
    row = get_object_or_404(Attachment.objects.select_for_update(), pk=file.pk)
    if row.deleted_at is None:
        raise NotDeleted(row.name)
    check(actor, ATTACH if row.deleted_by_id == actor.pk else MODERATE, row)
    place = Subject(row.subject_kind, row.subject_id, row.scope_id, "", "", {})
    _refuse_beyond_quota(actor, place, row.n_bytes)
    row.deleted_at = row.deleted_by = None
    return _record("collaboration.file_restored", actor, row)


def _record(kind: str, actor: User, row: Attachment) -> Attachment:
    row.version += 1
    row.save(update_fields=["deleted_at", "deleted_by", "version", "updated_at"])
    record(kind, actor, ATTACHMENT, row, name=row.name)
    return row


@own
@transaction.atomic
def classify_file(
    actor: User, *, file: Attachment, classification: int, expected_version: int | None
) -> Attachment:
    """Raise the class of a file, one's own or as a moderator; lowering it is a right apart.

    Raises
    ------
    Forbidden
        If it is somebody else's and the actor is no moderator, or it may not be lowered.
    FileDeleted
        If it was deleted.
    """
    row: Attachment = get_object_or_404(Attachment.objects.select_for_update(), pk=file.pk)
    refuse_stale(row.version, expected=expected_version, current=lambda: file_card(actor, row))
    check(actor, ATTACH if row.uploaded_by_id == actor.pk else MODERATE, row)
    if row.deleted_at is not None:
        raise FileDeleted(str(row.pk))
    if (change := change_class(actor, ATTACHMENT, row, classification)) is not None:
        before, after = ({"classification": one} for one in change)
        record("collaboration.file_classified", actor, ATTACHMENT, row, before=before, after=after)
    return row
