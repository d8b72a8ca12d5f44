"""The class, personal mark and retention of kit's own tables."""

from zhongshu.kit.declarations import declare
from zhongshu.kit.models import Event, IdempotentAnswer, Job, OutboxCursor

declare(
    Event,
    retention="audit",
    internal=(
        "seq",
        "id",
        "kind",
        "actor_id",
        "subject_type",
        "subject_id",
        "scope_id",
        "recorded_at",
    ),
    highly_sensitive=("data",),
    sensitive=("actor_name",),
    personal=("actor_id", "actor_name"),
    basis="legitimate interest: accountability of changes",
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
)
