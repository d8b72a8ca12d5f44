"""Discussions, files and notifications over HTTP: each route reads its input and makes one call."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from zhongshu.access.http import Request
from zhongshu.access.listing import ListQuery, page
from zhongshu.access.schemas.common import Purpose
from zhongshu.collaboration import mailing, news, queries, schemas
from zhongshu.collaboration.fields import ATTACHMENT, COMMENT, MENTIONABLE, NOTIFICATION
from zhongshu.collaboration.services import comments, files, notifications, watching
from zhongshu.collaboration.services.files import FileTooLarge
from zhongshu.collaboration.subjects import get_subject
from zhongshu.collaboration.taking_out import taken_out
from zhongshu.kit import clock
from zhongshu.kit.http import REFUSALS, answer, attachment, expected_version

router = Router(tags=["collaboration"], by_alias=True)
SUBJECT = "/subjects/{subject_kind}/{uuid:subject_id}"


@router.get(SUBJECT, response={200: schemas.SubjectCard} | REFUSALS)
def get_discussed(request: Request, subject_kind: str, subject_id: UUID) -> HttpResponse:
    """Show how a subject is called and what one may do there."""
    subject = get_subject(request.user, subject_kind, subject_id)
    return answer(queries.subject_card(request.user, subject))


@router.get(SUBJECT + "/comments", response={200: schemas.CommentPage} | REFUSALS)
def list_comments(
    request: Request, subject_kind: str, subject_id: UUID, query: Query[ListQuery]
) -> HttpResponse:
    """List what was said about a subject, the oldest first."""
    subject = get_subject(request.user, subject_kind, subject_id)
    found = page(request.user, COMMENT, queries.comments(request.user, subject), query)
    queries.completed(found["items"])
    return answer(found)


@router.post(SUBJECT + "/comments", response={201: schemas.CommentOut} | REFUSALS)
def add_comment(
    request: Request, subject_kind: str, subject_id: UUID, body: schemas.CommentIn
) -> HttpResponse:
    """Say something about a subject."""
    subject = get_subject(request.user, subject_kind, subject_id)
    answered = queries.get_answered(request.user, subject, body.reply_to) if body.reply_to else None
    comment = comments.add_comment(
        request.user,
        subject=subject,
        text=body.text,
        reply_to=answered,
        classification=body.classification,
        at=clock.now(),
    )
    return answer(queries.comment_card(request.user, comment), status=201, version=comment.version)


@router.patch("/comments/{uuid:comment_id}", response={200: schemas.CommentOut} | REFUSALS)
def edit_comment(request: Request, comment_id: UUID, body: schemas.CommentPatch) -> HttpResponse:
    """Change what one's own comment says."""
    comment, subject = queries.get_comment(request.user, comment_id)
    comment = comments.edit_comment(
        request.user,
        comment=comment,
        subject=subject,
        text=body.text,
        expected_version=expected_version(request),
        at=clock.now(),
    )
    return answer(queries.comment_card(request.user, comment), version=comment.version)


@router.delete("/comments/{uuid:comment_id}", response={200: schemas.CommentOut} | REFUSALS)
def delete_comment(request: Request, comment_id: UUID) -> HttpResponse:
    """Take a comment back; its place stays."""
    comment, _ = queries.get_comment(request.user, comment_id)
    comment = comments.delete_comment(
        request.user,
        comment=comment,
        expected_version=expected_version(request),
        at=timezone.now(),
    )
    return answer(queries.comment_card(request.user, comment), version=comment.version)


@router.put(
    "/comments/{uuid:comment_id}/class",
    response={200: schemas.CommentOut} | REFUSALS,
)
def classify_comment(request: Request, comment_id: UUID, body: schemas.ClassIn) -> HttpResponse:
    """Raise the class of a comment, or lower it."""
    comment, _ = queries.get_comment(request.user, comment_id)
    comment = comments.classify_comment(
        request.user,
        comment=comment,
        classification=body.classification,
        expected_version=expected_version(request),
    )
    return answer(queries.comment_card(request.user, comment), version=comment.version)


@router.post(
    "/comments/{uuid:comment_id}/restoration",
    response={201: schemas.CommentOut} | REFUSALS,
)
def restore_comment(request: Request, comment_id: UUID) -> HttpResponse:
    """Bring a deleted comment back."""
    comment, _ = queries.get_comment(request.user, comment_id)
    comment = comments.restore_comment(request.user, comment=comment)
    return answer(queries.comment_card(request.user, comment), status=201, version=comment.version)


@router.get(SUBJECT + "/people", response={200: schemas.MentionablePage} | REFUSALS)
def list_mentionable(
    request: Request, subject_kind: str, subject_id: UUID, query: Query[schemas.MentionQuery]
) -> HttpResponse:
    """List the users who may read a subject, and so can be mentioned there."""
    subject = get_subject(request.user, subject_kind, subject_id)
    rows = queries.mentionable(subject, query.text)
    return answer(page(request.user, MENTIONABLE, rows, query))


@router.put(SUBJECT + "/watch", response={200: schemas.SubjectCard} | REFUSALS)
def watch(request: Request, subject_kind: str, subject_id: UUID) -> HttpResponse:
    """Follow a subject."""
    return _set_watch(request, subject_kind, subject_id, is_on=True)


@router.delete(SUBJECT + "/watch", response={200: schemas.SubjectCard} | REFUSALS)
def unwatch(request: Request, subject_kind: str, subject_id: UUID) -> HttpResponse:
    """Follow a subject no longer."""
    return _set_watch(request, subject_kind, subject_id, is_on=False)


def _set_watch(request: Request, kind: str, subject_id: UUID, *, is_on: bool) -> HttpResponse:
    subject = get_subject(request.user, kind, subject_id)
    watching.set_watch(request.user, subject=subject, is_on=is_on)
    return answer(queries.subject_card(request.user, subject))


@router.get(SUBJECT + "/files", response={200: schemas.FilePage} | REFUSALS)
def list_files(
    request: Request, subject_kind: str, subject_id: UUID, query: Query[ListQuery]
) -> HttpResponse:
    """List the files of a subject."""
    subject = get_subject(request.user, subject_kind, subject_id)
    found = page(request.user, ATTACHMENT, queries.files(request.user, subject), query)
    queries.note_high(ATTACHMENT, found["items"], "name")
    return answer(found)


@router.post(SUBJECT + "/files", response={201: schemas.FileOut} | REFUSALS)
def add_file(
    request: Request,
    subject_kind: str,
    subject_id: UUID,
    file: File[UploadedFile],
    form: Form[schemas.FileIn],
) -> HttpResponse:
    """Keep a file with a subject."""
    subject = get_subject(request.user, subject_kind, subject_id)
    if file.size is None or file.size > settings.MAX_UPLOAD_BYTES:
        raise FileTooLarge("the file is too big", field="file", limit=settings.MAX_UPLOAD_BYTES)
    row = files.add_file(
        request.user,
        subject=subject,
        name=file.name or "",
        content=file.read(),
        classification=form.classification,
        at=clock.now(),
    )
    return answer(queries.file_card(request.user, row), status=201, version=row.version)


@router.get("/files/{uuid:file_id}/content")
def get_file_content(
    request: Request, file_id: UUID, purpose: Purpose | None = None
) -> HttpResponse:
    """Download a file; only what is wholly a raster image has a type that a page can show."""
    row = queries.get_present_file(request.user, file_id)
    name, content = taken_out(request.user, row, at=clock.now(), purpose=purpose)
    return attachment(content, file_name=name, media_type=row.media_type)


@router.put("/files/{uuid:file_id}/class", response={200: schemas.FileOut} | REFUSALS)
def classify_file(request: Request, file_id: UUID, body: schemas.ClassIn) -> HttpResponse:
    """Raise the class of a file, or lower it."""
    row, _ = queries.get_file(request.user, file_id)
    row = files.classify_file(
        request.user,
        file=row,
        classification=body.classification,
        expected_version=expected_version(request),
    )
    return answer(queries.file_card(request.user, row), version=row.version)


@router.delete("/files/{uuid:file_id}", response={200: schemas.FileOut} | REFUSALS)
def delete_file(request: Request, file_id: UUID) -> HttpResponse:
    """Take a file away."""
    row, _ = queries.get_file(request.user, file_id)
    row = files.delete_file(request.user, file=row, at=timezone.now())
    return answer(queries.file_card(request.user, row), version=row.version)


@router.post("/files/{uuid:file_id}/restoration", response={201: schemas.FileOut} | REFUSALS)
def restore_file(request: Request, file_id: UUID) -> HttpResponse:
    """Bring a deleted file back."""
    row, _ = queries.get_file(request.user, file_id)
    row = files.restore_file(request.user, file=row)
    return answer(queries.file_card(request.user, row), status=201, version=row.version)


@router.get("/notifications", response={200: schemas.NotificationPage} | REFUSALS)
def list_notifications(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List what one should know of, the newest first."""
    found = page(request.user, NOTIFICATION, news.notifications(request.user), query)
    news.complete(request.user, found["items"])
    return answer(found)


@router.get("/notifications/unread", response={200: schemas.UnreadOut} | REFUSALS)
def count_unread(request: Request) -> HttpResponse:
    """Count what was not read yet."""
    return answer({"n_unread": news.n_unread(request.user)})


@router.patch(
    "/notifications/{uuid:notification_id}",
    response={200: schemas.NotificationOut} | REFUSALS,
)
def mark_notification(
    request: Request, notification_id: UUID, body: schemas.NotificationPatch
) -> HttpResponse:
    """Mark a notification as read, or as unread again."""
    row = notifications.mark_notification(
        request.user,
        notification=news.get_notification(request.user, notification_id),
        is_read=body.is_read,
        at=timezone.now(),
    )
    [card] = news.cards(request.user, news.notifications(request.user).filter(pk=row.pk))
    return answer(card)


@router.post("/notifications/read", response={200: schemas.UnreadOut} | REFUSALS)
def mark_all_read(request: Request) -> HttpResponse:
    """Mark everything as read."""
    notifications.mark_all_read(request.user, at=timezone.now())
    return answer({"n_unread": news.n_unread(request.user)})


@router.get("/notifications/preferences", response={200: schemas.PreferencesOut} | REFUSALS)
def get_preferences(request: Request) -> HttpResponse:
    """Show how one wants to be told of what."""
    return answer(_preferences(request))


@router.patch("/notifications/preferences", response={200: schemas.PreferencesOut} | REFUSALS)
def set_preference(request: Request, body: schemas.PreferencePatch) -> HttpResponse:
    """Choose how to be told of one kind of thing."""
    notifications.set_preference(
        request.user, kind=body.kind.value, is_in_app=body.is_in_app, mail=body.mail
    )
    return answer(_preferences(request))


def _preferences(request: Request) -> dict[str, object]:
    return {
        "preferences": news.preferences(request.user),
        "is_mail_on": mailing.is_on(),
        "address": mailing.address_of(request.user),
    }
