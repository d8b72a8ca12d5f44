"""What is said, shown and told about a task: a comment, a file, a notice, somebody's tab."""

import uuid
from typing import Any

from tests.secrecy.twins.clockwork import PRESENT
from tests.secrecy.twins.secrets import Secrets
from zhongshu.access.models import User
from zhongshu.collaboration.models import Attachment, Comment, Mention, Notification, Presence
from zhongshu.kit.declarations import Classification
from zhongshu.kit.models import Event
from zhongshu.planning.models import Task

HIGH = Classification.HIGHLY_SENSITIVE


def own_words(task: Task, author: User) -> dict[str, Any]:
    """What the viewer said and showed, and took back."""
    about = {"scope": task.project.scope, "subject_kind": "task", "subject_id": task.pk}
    ids: dict[str, Any] = {}
    for which, deleted_at in (("own", None), ("gone", PRESENT)):
        gone = {"deleted_at": deleted_at, "deleted_by": author if deleted_at else None}
        ids[f"{which}_comment_id"] = Comment.objects.create(
            **about, **gone, author=author, text=which, posted_at=PRESENT
        ).pk
        ids[f"{which}_file_id"] = Attachment.objects.create(
            **about, **gone, name=f"{which}.txt", media_type="text/plain", n_bytes=1,
            digest="0" * 64, key=which, uploaded_by=author, uploaded_at=PRESENT,
        ).pk  # fmt: skip
    return ids


def raised_talk(task: Task, author: User, reader: User, secrets: Secrets) -> dict[str, Any]:
    """What is raised beyond the reader on a task in sight: some of each, with words of a world.

    Before it was raised the reader was named, told, and answered.
    """
    about = {"scope": task.project.scope, "subject_kind": "task", "subject_id": task.pk}
    ids: dict[str, Any] = {}
    for n in range(secrets.n_hidden):
        words = secrets.word(f"raised {n}")
        ids["comment_id"] = Comment.objects.create(
            **about, author=author, text=words, classification=HIGH, posted_at=PRESENT
        ).pk
        Mention.objects.create(comment_id=ids["comment_id"], user=reader)
        Comment.objects.create(
            **about, author=reader, reply_to_id=ids["comment_id"], posted_at=PRESENT,
            text=secrets.word(f"answer {n}"),
        )  # fmt: skip
        ids["file_id"] = Attachment.objects.create(
            **about, name=f"{words}.png", media_type="image/png", is_picture=True,
            n_bytes=secrets.amount("raised"), digest="0" * 64, key=words, classification=HIGH,
            uploaded_by=author, uploaded_at=PRESENT,
        ).pk  # fmt: skip
        ids["notification_id"] = Notification.objects.create(
            **about, user=reader, kind="mentioned", event_id=ids["comment_id"], by=author,
            comment_id=ids["comment_id"], at=PRESENT,
        ).pk  # fmt: skip
    return ids


def talk(task: Task, author: User, reader: User, words: str) -> dict[str, Any]:
    """Let an author talk about a task, and tell a reader; the ids by path parameter."""
    scope = task.project.scope
    about = {"scope": scope, "subject_kind": "task", "subject_id": task.pk}
    comment = Comment.objects.create(**about, author=author, text=words, posted_at=PRESENT)
    file = Attachment.objects.create(
        **about, name=f"{words}.txt", media_type="text/plain", n_bytes=1, digest="0" * 64,
        key=str(task.pk), uploaded_by=author, uploaded_at=PRESENT,
    )  # fmt: skip
    notice = Notification.objects.create(
        **about, user=reader, kind="commented", event_id=comment.pk, by=author, comment=comment,
        at=PRESENT,
    )  # fmt: skip
    tab = uuid.uuid5(uuid.NAMESPACE_OID, str(task.pk))
    Presence.objects.create(id=tab, user=reader, scope=scope, page="plan", seen_at=PRESENT)
    event = Event.objects.filter(subject_id=task.project_id).order_by("seq").first()
    assert event is not None
    return {
        "comment_id": comment.pk,
        "file_id": file.pk,
        "notification_id": notice.pk,
        "tab_id": tab,
        "subject_kind": "task",
        "subject_id": task.pk,
        "task_key": f"{task.project.key}-{task.number}",
        "event_id": event.id,
    }
