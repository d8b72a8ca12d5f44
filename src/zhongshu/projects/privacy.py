"""What must be settled before somebody who manages projects is erased."""

from datetime import date

from zhongshu.access.models import Actor
from zhongshu.access.privacy.parts import Found, blocker, named
from zhongshu.access.privacy.subjects import Somebody
from zhongshu.projects.fields import PROJECT
from zhongshu.projects.models import Project

_OVER = (Project.State.CLOSED, Project.State.CANCELLED)


@blocker("manages_project")
def _manages(actor: Actor, somebody: Somebody, on: date) -> Found:
    open_ones = Project.objects.filter(manager__in=somebody.ids).exclude(state__in=_OVER)
    return named(actor, PROJECT, "manager", open_ones.order_by("key"))
