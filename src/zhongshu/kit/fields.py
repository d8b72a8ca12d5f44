"""The class, personal mark and retention of kit's own tables."""

from zhongshu.kit.declarations import declare
from zhongshu.kit.models import AuditBlock, Event, IdempotentAnswer, Job, OutboxCursor, SubjectKey

declare(
    Event,
    retention="audit",
    internal=(
        "seq", "id", "kind", "outcome", "classification", "actor_id", "on_behalf_of_id", "token_id",
        "automation", "subject_type", "subject_id", "scope_id", "request_id", "recorded_at",
    ),
    highly_sensitive=("data", "texts"),
    sensitive=("actor_name", "ip", "user_agent"),
    personal=("actor_id", "actor_name", "on_behalf_of_id", "ip", "user_agent"),
    basis="legitimate interest: accountability of changes",
    whose="actor_id",
)  # fmt: skip
declare(
    AuditBlock,
    retention="audit",
    internal=(
        "number", "previous", "n_events", "tree_size", "settled_seq", "root", "index", "frontier",
        "sealed_at", "hash",
    ),
)  # fmt: skip
declare(
    SubjectKey,
    retention="audit",
    internal=("subject_id", "label", "created_at", "destroyed_at"),
    highly_sensitive=("wrapped",),
    personal=("subject_id",),
    basis="legal duty: erasure of what is personal from a trail that may not change",
    whose="subject_id",
)
declare(OutboxCursor, retention="operation", internal=("consumer", "seq"))
declare(
    Job,
    retention="operation",
    internal=(
        "id", "name", "arguments", "state", "queue", "priority", "run_at", "lease_until", "n_tries",
        "max_tries", "unique_key", "worker", "error", "created_at",
    ),
)  # fmt: skip
declare(
    IdempotentAnswer,
    retention="one day",
    internal=(
        "id",
        "actor_id",
        "key",
        "path",
        "request_digest",
        "status",
        "content_type",
        "headers",
        "created_at",
    ),
    highly_sensitive=("body",),
    personal=("actor_id",),
    basis="contract: operation of the service",
    whose="actor_id",
)
