"""The shape of discussions, files and notifications on the wire."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from zhongshu.access.listing import ListQuery
from zhongshu.collaboration.models import Notification
from zhongshu.collaboration.writing import MAX_LENGTH
from zhongshu.kit.wire import Veiled

RAISED = "A class above that of the subject; it is secret whole then."
LABEL = "The class that counts: the higher one of its own and of what it belongs to."


class SomeUser(Schema):
    """A user, by id and name."""

    id: UUID
    name: str


class DiscussionPage(Schema):
    """What every page of a list of a discussion has."""

    next_cursor: str | None
    total: int


class SubjectOut(Schema):
    """Something that is discussed, and how pages open it."""

    kind: str
    id: UUID
    key: str
    name: str
    address: dict[str, str] = Field(description="The ids by which a page opens it.")


class NewsSubject(SubjectOut):
    """What a notification is about; of what ``is_kept`` the channel tells only where to look."""

    is_kept: bool


class SubjectCard(SubjectOut):
    """A subject with what the viewer may do there."""

    may: list[str] = Field(description="Of the permissions to comment, attach and moderate.")
    classification: int = Field(description="The class of the record it belongs to.")
    is_watched: bool
    n_comments: int
    n_files: int


class CommentOut(Veiled):
    """What somebody said; a deleted comment keeps its place without its text."""

    id: UUID
    reply_to: UUID | None
    author: SomeUser | None = Field(description="Null: locked.")
    classification: int = Field(description="The class to which the comment itself was raised.")
    label: int = Field(description=LABEL)
    text: str | None = Field(description="Markdown; a mention is `@[name](user:id)`.")
    mentions: list[SomeUser] = Field(description="Those named, as they are called now.")
    posted_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    deleted_by: SomeUser | None
    version: int


class CommentPage(DiscussionPage):
    """A page of comments."""

    items: list[CommentOut]


class CommentIn(Schema):
    """Something to say."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=MAX_LENGTH)
    classification: int = Field(0, ge=0, le=3, description=RAISED)
    reply_to: UUID | None = Field(None, description="The comment that is answered.")


class CommentPatch(Schema):
    """What one's own comment says from now on."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=MAX_LENGTH)


class ClassIn(Schema):
    """The class that a comment or a file has from now on; lowering it takes a right."""

    model_config = ConfigDict(extra="forbid")

    classification: int = Field(ge=0, le=3)


class MentionablePage(DiscussionPage):
    """A page of users who may be mentioned."""

    items: list[SomeUser]


class MentionQuery(ListQuery):
    """Whom one looks for."""

    text: str = Field("", max_length=100, description="Part of a name, its pinyin or initials.")


class FileIn(Schema):
    """What is said of a file that is sent."""

    model_config = ConfigDict(extra="forbid")

    classification: int = Field(0, ge=0, le=3, description=RAISED)


class FileOut(Veiled):
    """A file of a subject."""

    id: UUID
    name: str | None
    media_type: str | None
    is_picture: bool | None = Field(description="A browser may show its content as an image.")
    n_bytes: int | None
    classification: int = Field(description="The class to which the file itself was raised.")
    label: int = Field(description=LABEL)
    uploaded_by: SomeUser | None
    uploaded_at: datetime
    version: int


class FilePage(DiscussionPage):
    """A page of files."""

    items: list[FileOut]


class NotificationOut(Veiled):
    """One thing the viewer should know of, as far as they may read it now."""

    id: UUID
    kind: str
    at: datetime
    read_at: datetime | None
    by: SomeUser | None = Field(description="Null: the system, or locked.")
    subject: NewsSubject | None = Field(description="Null: it is gone.")
    subject_kind: str
    subject_id: UUID
    comment: UUID | None
    excerpt: str | None = Field(description="The beginning of the comment; null if locked.")
    data: dict[str, Any] = Field(
        description="`was_start`, `was_finish`, `start`, `finish` of moved dates; `baseline` and "
        "`decision` of a baseline; `what`, `when` and, of one's own doing, `device` and `ip` of a "
        "change to one's sign-in; `why`, `body`, `scope`, `authority`, `state` and the votes of a "
        "question, as they are now."
    )


class NotificationPage(DiscussionPage):
    """A page of notifications."""

    items: list[NotificationOut]


class UnreadOut(Schema):
    """How many notifications are unread."""

    n_unread: int


class NotificationPatch(Schema):
    """Whether a notification counts as read."""

    model_config = ConfigDict(extra="forbid")

    is_read: bool


class PreferenceOut(Schema):
    """How the viewer wants to be told of one kind of thing."""

    kind: str
    is_in_app: bool
    mail: str


class PreferencesOut(Schema):
    """How the viewer wants to be told, and whether mail can reach them."""

    preferences: list[PreferenceOut]
    is_mail_on: bool = Field(description="The installation has a mail server.")
    address: str | None = Field(description="Where mail goes; null: the account has none.")


class PreferencePatch(Schema):
    """How to be told of one kind of thing; absent fields stay."""

    model_config = ConfigDict(extra="forbid")

    kind: Notification.Kind
    is_in_app: bool | None = None
    mail: Literal["none", "at_once", "daily"] | None = None
