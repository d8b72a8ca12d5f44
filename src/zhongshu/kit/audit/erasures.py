"""What the trail tells of erasures: which keys were destroyed, and which texts of events erased."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from zhongshu.kit.models import AuditBlock, Event, SubjectKey

# An event of this kind tells of them: `keys`, by id, `former`, and `erased_texts`.
ERASED = "access.somebody_erased"


@dataclass(frozen=True, slots=True)
class ToldErasures:
    """Whose keys were destroyed and what is said instead, and which texts of which event went.

    ``retired_at`` is when the newest block was sealed whose events were removed by a signed
    tombstone: what was erased before may have been told there.
    """

    labels: dict[UUID, str] = field(default_factory=dict)
    texts: set[tuple[UUID, int]] = field(default_factory=set)
    retired_at: datetime | None = None

    def explains_text(self, event_id: UUID, place: int, recorded_at: datetime) -> bool:
        """Whether an erasure tells that it took this text."""
        return (event_id, place) in self.texts or self._may_be_retired(recorded_at)

    def unexplained_key(self) -> SubjectKey | None:
        """A key that is called destroyed, or somebody who is called something, by no erasure."""
        for row in SubjectKey.objects.exclude(destroyed_at=None).order_by("pk").iterator(500):
            if self.labels.get(row.pk) != row.label and not self._may_be_retired(row.destroyed_at):
                return row
        return None

    def _may_be_retired(self, at: datetime | None) -> bool:
        return self.retired_at is not None and at is not None and at <= self.retired_at


def told_erasures(retired: set[int]) -> ToldErasures:
    """Everything that events tell of erasures; whether they are right is seen beside."""
    labels: dict[UUID, str] = {}
    texts: set[tuple[UUID, int]] = set()
    for event in Event.objects.filter(kind=ERASED).order_by("seq").iterator(200):
        # What was spoilt explains nothing; that it was spoilt, its hash tells.
        with suppress(AttributeError, KeyError, TypeError, ValueError):
            told = event.data
            labels |= {UUID(one): told["former"] for one in told.get("keys", ())}
            erased = told.get("erased_texts", ())
            texts |= {(UUID(key), place) for key, *places in erased for place in places}
    last = AuditBlock.objects.filter(number__in=retired).order_by("-number").first()
    return ToldErasures(labels, texts, last.sealed_at if last else None)
