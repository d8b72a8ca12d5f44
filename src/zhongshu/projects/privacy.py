"""What must be settled before somebody who manages projects is erased."""

from datetime import date
from typing import Any

from zhongshu.access.privacy.parts import blocker
from zhongshu.access.privacy.subjects import Somebody
from zhongshu.projects.models import Project

_OVER = (Project.State.CLOSED, Project.State.CANCELLED)


@blocker("manages_project")
def _manages(somebody: Somebody, on: date) -> list[dict[str, Any]]:
    open_ones = Project.objects.filter(manager__in=somebody.ids).exclude(state__in=_OVER)
    return [{"id": str(one.pk), "name": one.name} for one in open_ones.order_by("key")]
