"""What each field of the integrations is: its class, and how long it is kept."""

from zhongshu.integrations.models import PlanImport
from zhongshu.kit.declarations import declare

declare(
    PlanImport,
    retention="seven days",
    internal=(
        "state", "file_name", "format", "n_bytes", "digest", "source_id", "findings", "quality",
        "project", "uploaded_by", "expires_at",
    ),
    sensitive=("summary",),
    personal=("file_name", "uploaded_by"),
    basis="legitimate interest: accountability of changes",
    free_text=("file_name", "summary", "findings"),
)  # fmt: skip
