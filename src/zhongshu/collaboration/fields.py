"""The class, personal mark and retention of what people say, show and follow."""

from zhongshu.collaboration.models import Presence
from zhongshu.kit.declarations import declare

declare(
    Presence,
    retention="operation",
    internal=("user", "scope", "page", "subject_id", "field", "seen_at"),
    personal=("user", "seen_at"),
    basis="legitimate interest: people who edit one plan see each other",
)
