"""The organisation in the background: each job makes one call."""

from datetime import date

from zhongshu.access.models import SYSTEM
from zhongshu.kit.jobs import job
from zhongshu.organisation import services


@job("organisation.apply_placements")
def apply_placements(*, on: str) -> None:
    """Let the unit moves planned for a day take effect."""
    services.apply_placements(SYSTEM, today=date.fromisoformat(on))


@job("organisation.apply_transfers")
def apply_transfers(*, on: str) -> None:
    """Let the moves of people planned for a day happen."""
    services.apply_transfers(SYSTEM, today=date.fromisoformat(on))
