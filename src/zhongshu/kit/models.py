"""The base of every table, and the tables that carry news, work and answers."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from zhongshu.kit.derived import following
from zhongshu.kit.ids import uuid7
from zhongshu.kit.personal.columns import SealedJSONField, SealedTextField


class Model(models.Model):
    """A row with an id that sorts by time, a version for optimistic locking, and two timestamps.

    The timestamps serve the audit trail only; no rule of the business reads them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Store the row; what follows from a column that is written is written with it."""
        if update_fields is not None:
            update_fields = {*update_fields, *following(type(self), update_fields)}
        super().save(update_fields=update_fields, **options)


# The subject of what concerns no row.
NOTHING = UUID(int=0)


class Event(models.Model):
    """One change of state, written in the transaction that made the change.

    The same row is the history of its subject, the audit trail, and the outbox from which
    handlers, live pages and webhooks are fed after the commit. It is never changed and never
    deleted: the database refuses both, and a sealed block proves that it did. What is personal
    in it is sealed with the key of whom it is about: see `SubjectKey`. ``texts`` holds what people
    typed, apart from what is sealed: a text can be erased there, and not changed.
    """

    class Outcome(models.TextChoices):
        """How an act ended: done, refused for lack of a right, or failed by our own fault."""

        SUCCESS = "success"
        REFUSED = "refused"
        FAILED = "failed"

    seq = models.BigAutoField(primary_key=True)
    id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=64, db_index=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.SUCCESS)
    classification = models.PositiveSmallIntegerField(default=1)
    actor_id = models.UUIDField(null=True)
    actor_name = SealedTextField(max_length=1200, blank=True, of="actor_id")
    on_behalf_of_id = models.UUIDField(null=True)
    token_id = models.UUIDField(null=True)
    automation = models.CharField(max_length=80, blank=True)
    subject_type = models.CharField(max_length=64, blank=True)
    subject_id = models.UUIDField(default=NOTHING)
    scope_id = models.UUIDField(null=True)
    request_id = models.CharField(max_length=32, blank=True)
    ip = SealedTextField(max_length=200, blank=True, of="actor_id")
    user_agent = SealedTextField(max_length=800, blank=True, of="actor_id")
    data = SealedJSONField(default=dict)
    texts = models.TextField(null=True, editable=False)  # noqa: DJ001 - none is not an empty list
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["actor_id", "seq"], name="event_actor"),
            models.Index(fields=["kind", "recorded_at"], name="event_kind_time"),
            models.Index(fields=["recorded_at", "id"], name="event_time"),
            models.Index(fields=["subject_id", "seq"], name="event_subject"),
            models.Index(fields=["scope_id", "seq"], name="event_scope"),
        ]

    def __str__(self) -> str:
        return f"#{self.seq} {self.kind} {self.subject_type}:{self.subject_id}"


class SubjectKey(models.Model):
    """The key with which events keep what is personal about one person, account or plan resource.

    It is wrapped by the platform's key ring. Erasing somebody destroys it, for good; ``label`` is
    what is said from then on in the place of everything that it had sealed.
    """

    subject_id = models.UUIDField(primary_key=True)
    wrapped = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.subject_id} {'destroyed' if self.destroyed_at else 'kept'}"


class AuditBlock(models.Model):
    """A run of events, sealed: from here on, no change to any of them goes unnoticed.

    ``root`` is the root of the Merkle tree over every event from the first to the last of this
    block, ``tree_size`` their number, and ``hash`` that of the block's header, which holds the
    hash of the block before. ``index`` holds number and leaf hash of each of its events (8 and
    32 bytes), so that a changed event can be named; ``frontier`` the roots of the full subtrees,
    so that the next block goes on from there.
    """

    number = models.BigIntegerField(primary_key=True)
    previous = models.CharField(max_length=64, unique=True)
    n_events = models.PositiveIntegerField()
    tree_size = models.BigIntegerField(unique=True)
    settled_seq = models.BigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    index = models.BinaryField()
    frontier = models.BinaryField()
    sealed_at = models.DateTimeField()
    hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.number} {self.root[:12]} of {self.tree_size}"


class OutboxCursor(models.Model):
    """How far one consumer has read the events; it is moved only after its handler returned."""

    consumer = models.CharField(max_length=120, primary_key=True)
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.consumer}@{self.seq}"


class Job(models.Model):
    """A piece of work that outlives the request which asked for it.

    The row is the truth: a worker leases it, and a lease that runs out makes it ready again.
    """

    class State(models.TextChoices):
        """Where the job stands; ``dead`` means that every try failed."""

        READY = "ready"
        RUNNING = "running"
        DONE = "done"
        DEAD = "dead"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.READY)
    queue = models.CharField(max_length=20, default="default")
    priority = models.SmallIntegerField(default=0)
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    n_tries = models.PositiveSmallIntegerField(default=0)
    max_tries = models.PositiveSmallIntegerField(default=5)
    unique_key = models.CharField(max_length=120, null=True)  # noqa: DJ001 - NULL never collides
    worker = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"], condition=Q(state="ready"), name="job_ready_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["queue", "-priority", "run_at"],
                condition=Q(state__in=["ready", "running"]),
                name="job_to_do",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.name} {self.state}"


class IdempotentAnswer(models.Model):
    """What a POST with an ``Idempotency-Key`` answered, so that a repeat changes nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    actor_id = models.UUIDField()
    key = models.CharField(max_length=120)
    path = models.CharField(max_length=300)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=100)
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor_id", "key"], name="idempotent_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.status}"
