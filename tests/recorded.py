"""What was recorded beside the reads and refusals that the trail keeps too."""

from django.db.models import QuerySet

from zhongshu.access.trail import NOT_CHANGES
from zhongshu.kit.models import Event


def changes() -> QuerySet[Event]:
    """The events of changes."""
    return Event.objects.exclude(kind__in=NOT_CHANGES)
