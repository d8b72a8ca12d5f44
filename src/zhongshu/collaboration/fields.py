"""The class, personal mark and retention of what people say, show and follow."""

from django.db import models
from django.db.models import Case, Q, TextField, Value, When
from django.db.models.functions import Greatest

from zhongshu.access.models import User
from zhongshu.access.open_fields import Open, Unclassed
from zhongshu.access.resources import Field, Resource
from zhongshu.access.values import Kind
from zhongshu.collaboration.models import (
    Attachment,
    Comment,
    Mention,
    Notification,
    NotificationPreference,
    Presence,
    Watch,
)
from zhongshu.collaboration.subjects import ClassAbove
from zhongshu.kit.declarations import declare

COMMENT_ON = "collaboration.comment"
ATTACH = "collaboration.attach"
MODERATE = "collaboration.moderate"
LOWER_CLASS = "collaboration.lower_class"

declare(
    Presence,
    retention="operation",
    internal=("user", "scope", "page", "subject_id", "field", "seen_at"),
    personal=("user", "seen_at"),
    basis="legitimate interest: people who edit one plan see each other",
)
declare(
    Comment,
    retention="project",
    internal=(
        "scope", "subject_kind", "subject_id", "author", "reply_to", "text", "classification",
        "posted_at", "edited_at", "deleted_at", "deleted_by",
    ),
    personal=("author", "text", "deleted_by"),
    basis="contract: people who work on a subject discuss it",
    free_text=("text",),
)  # fmt: skip
declare(
    Mention,
    retention="project",
    internal=("id", "comment", "user"),
    personal=("user",),
    basis="contract: people who work on a subject discuss it",
)
declare(
    Attachment,
    retention="project",
    internal=(
        "scope", "subject_kind", "subject_id", "name", "media_type", "is_picture", "n_bytes",
        "digest", "key", "classification", "uploaded_by", "uploaded_at", "deleted_at", "deleted_by",
    ),
    personal=("name", "uploaded_by", "deleted_by"),
    basis="contract: people who work on a subject share files",
    free_text=("name",),
)  # fmt: skip
declare(
    Watch,
    retention="account",
    internal=("scope", "user", "subject_kind", "subject_id", "is_on"),
    personal=("user",),
    basis="contract: operation of the account",
)
declare(
    Notification,
    retention="account",
    internal=(
        "scope", "user", "kind", "event_id", "subject_kind", "subject_id", "by", "comment", "data",
        "at", "read_at", "is_in_app", "mail", "mailed_at",
    ),
    personal=("user", "by", "read_at"),
    basis="contract: operation of the account",
    free_text=("data",),
)  # fmt: skip
declare(
    NotificationPreference,
    retention="account",
    internal=("id", "user", "kind", "is_in_app", "mail"),
    personal=("user",),
    basis="contract: operation of the account",
)

VIEW = "projects.view"
_COMMENTED = ClassAbove("reply_to__classification")
_ATTACHED = ClassAbove()


def _talked_about(changed: models.Model) -> Q:
    """What is said and shown about a row, and about whatever its scope governs."""
    scope_id = getattr(changed, "scope_id", None)
    return Q(subject_id=changed.pk) | (Q(scope=scope_id) if scope_id else Q())


COMMENT = Resource(
    "comment",
    Comment,
    VIEW,
    (
        Field("id", Kind.ID),
        Field("reply_to", Kind.ID, source="reply_to_id"),
        Field("author", Kind.REFERENCE, source="author_id", label="author__name"),
        Field(
            "text",
            Kind.TEXT,
            expression=lambda _: Case(
                When(deleted_at__isnull=False, then=Value("")),
                default="text",
                output_field=TextField(),
            ),
            inputs=("text",),
        ),
        Field("classification", Kind.INTEGER),
        Field(
            "label",
            Kind.INTEGER,
            expression=lambda _: Greatest("classification", _COMMENTED),
            inputs=("classification",),
        ),
        Field("posted_at", Kind.INSTANT),
        Field("edited_at", Kind.INSTANT),
        Field("deleted_at", Kind.INSTANT),
        Field("deleted_by", Kind.REFERENCE, source="deleted_by_id", label="deleted_by__name"),
        Field("version", Kind.INTEGER),
    ),
    default_sort=("posted_at", "id"),
    record_class=_COMMENTED,
    own_class="classification",
    relations={"own": "author_id"},
    is_secret_whole=True,
    resting=_talked_about,
    # The id is made of the moment at which something was said or shown.
    open={
        Open.IDENTITY: "id version reply_to posted_at",
        Open.STATE: "deleted_at",
        Open.CLASS: "classification label",
    },
)
ATTACHMENT = Resource(
    "attachment",
    Attachment,
    VIEW,
    (
        Field("id", Kind.ID),
        Field("name", Kind.TEXT),
        Field("media_type", Kind.TEXT),
        Field("is_picture", Kind.BOOLEAN),
        Field("n_bytes", Kind.INTEGER),
        Field("classification", Kind.INTEGER),
        Field(
            "label",
            Kind.INTEGER,
            expression=lambda _: Greatest("classification", _ATTACHED),
            inputs=("classification",),
        ),
        Field("uploaded_by", Kind.REFERENCE, source="uploaded_by_id", label="uploaded_by__name"),
        Field("uploaded_at", Kind.INSTANT),
        Field("version", Kind.INTEGER),
    ),
    default_sort=("uploaded_at", "id"),
    record_class=_ATTACHED,
    own_class="classification",
    relations={"own": "uploaded_by_id"},
    is_secret_whole=True,
    resting=_talked_about,
    open={
        Open.IDENTITY: "id version uploaded_at",
        Open.CLASS: "classification label",
    },
)
MENTIONABLE = Resource(
    "mentionable",
    User,
    "",
    (Field("id", Kind.ID), Field("name", Kind.TEXT)),
    default_sort=("name", "id"),
    scope="",
    unclassed=Unclassed.PERSON,
    open={
        Open.IDENTITY: "id name",
    },
)
NOTIFICATION = Resource(
    "notification",
    Notification,
    "",
    (
        Field("id", Kind.ID),
        Field("kind", Kind.CHOICE),
        Field("at", Kind.INSTANT),
        Field("read_at", Kind.INSTANT),
        Field("by", Kind.REFERENCE, source="by_id", label="by__name"),
        Field("subject_kind", Kind.CHOICE),
        Field("subject_id", Kind.ID),
        Field("comment", Kind.ID, source="comment_id"),
        Field("data", Kind.JSON, is_queryable=False),
    ),
    default_sort=("-at", "-id"),
    unclassed=Unclassed.OWN,
    open={
        Open.OWN: "id kind at read_at by subject_kind subject_id comment data",
    },
)
