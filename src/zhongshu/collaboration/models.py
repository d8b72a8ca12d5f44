"""Who is here now, what is said about a subject, its files, and who is told of it."""

from django.db import models
from django.db.models import Q

from zhongshu.access.models import Governed, Scope, User
from zhongshu.kit.declarations import Classification


class Presence(models.Model):
    """Somebody who has a page of something open, in one tab of a browser.

    It counts only while it is fresh: a tab says every few seconds that it is still there.
    ``page`` is what is open of the scope, ``subject_id`` what the person is at within it (a
    task, say), and ``field`` what they are writing in just now.
    """

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    scope = models.ForeignKey(Scope, models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True)
    field = models.CharField(max_length=40, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["scope", "seen_at"], name="presence_scope_seen")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.page} of {self.scope_id}"


def _own_class() -> "models.PositiveSmallIntegerField[int, int]":
    """The class to which a row is raised above what it belongs to."""
    return models.PositiveSmallIntegerField(
        choices=[(one.value, one.name.lower()) for one in Classification], default=0
    )


class Comment(Governed):
    """What somebody says about a subject, in Markdown; a reply answers a comment that is none.

    Where its class is raised, it is secret whole. A deleted comment keeps its place. Its text can
    be brought back until it is cleared away, and is shown to nobody meanwhile.
    """

    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    reply_to = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    text = models.TextField()
    classification = _own_class()
    posted_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "posted_at"], name="comment_subject"),
            models.Index(
                fields=["deleted_at"],
                condition=Q(deleted_at__isnull=False),
                name="comment_deleted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} on {self.subject_kind} {self.subject_id}"


class Mention(models.Model):
    """One user whom a comment names, so that they are told of it."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "user"], name="mention_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.comment_id}"


class Attachment(Governed):
    """A file that belongs to a subject.

    ``key`` is the random name under which the bytes are stored, ``media_type`` what the bytes
    are, whatever the name says; ``digest`` is their SHA-256. Where its class is raised, it is
    secret whole. A deleted file can be brought
    back until it is cleared away.
    """

    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    is_picture = models.BooleanField(default=False)
    n_bytes = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    key = models.CharField(max_length=64, unique=True)
    classification = _own_class()
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "uploaded_at"], name="attachment_subject"),
            models.Index(
                fields=["deleted_at"],
                condition=Q(deleted_at__isnull=False),
                name="attachment_deleted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} of {self.subject_kind} {self.subject_id}"


class Watch(Governed):
    """Whether a user follows a subject; one who stopped is not made to follow again."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    is_on = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "user", "subject_kind"], name="watch_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.subject_kind} {self.subject_id}"


class Notification(Governed):
    """One thing that a user should know of.

    ``event_id`` names what happened; nobody is told twice of one event at one subject. News
    of moved dates of a subject are one notification until it is read. ``mail`` says how it
    travels, and ``mailed_at`` when it did.
    """

    class Kind(models.TextChoices):
        """Why the user is told."""

        MENTIONED = "mentioned"
        COMMENTED = "commented"
        ASSIGNED = "assigned"
        DATES_MOVED = "dates_moved"
        BASELINE_WAITING = "baseline_waiting"
        BASELINE_DECIDED = "baseline_decided"
        SIGN_IN_CHANGED = "sign_in_changed"
        QUESTION_PUT = "question_put"
        QUESTION_DECIDED = "question_decided"
        CONFIRM_WAITING = "confirm_waiting"
        CONFIRMED = "confirmed"
        DECLINED = "declined"
        GLASS_BROKEN = "glass_broken"

    class Mail(models.TextChoices):
        """Whether a letter goes out: none, at once, or with those of the day."""

        NONE = "none"
        AT_ONCE = "at_once"
        DAILY = "daily"

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    event_id = models.UUIDField()
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="+")
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    is_in_app = models.BooleanField(default=True)
    mail = models.CharField(max_length=7, choices=Mail.choices, default=Mail.NONE)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "event_id", "subject_id"], name="notification_once"
            ),
            models.UniqueConstraint(
                fields=["user", "subject_id"],
                condition=Q(kind="dates_moved", read_at=None),
                name="notification_dates_collapsed",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-at"], name="notification_user_at"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(
                fields=["mail", "user"], condition=Q(mailed_at=None), name="notification_to_mail"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"


class NotificationPreference(models.Model):
    """How one user wants to be told of one kind of thing, where it is not as by default."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Notification.Kind.choices)
    is_in_app = models.BooleanField()
    mail = models.CharField(max_length=7, choices=Notification.Mail.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="notification_preference_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"
