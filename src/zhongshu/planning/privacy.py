"""What is erased of those who work by a plan, and told of it where the plan is in sight."""

from django.db import transaction

from zhongshu.access.privacy.parts import afterwards, part
from zhongshu.access.privacy.readers import Reader, read_by
from zhongshu.access.privacy.subjects import Somebody
from zhongshu.kit.personal import keys
from zhongshu.planning.models import Assignment, Baseline, LastLook, PlanResource
from zhongshu.planning.open_plan import shelf
from zhongshu.projects.plan_sight import without_closed_plans

part(
    PlanResource,
    puts={
        "name": lambda somebody, row, on: somebody.label,
        "email": lambda somebody, row, on: "",
    },
    in_sight=lambda actor, rows: without_closed_plans(actor, rows, "project__scope"),
)
part(
    Assignment,
    in_sight=lambda actor, rows: without_closed_plans(actor, rows, "task__project__scope"),
)
part(
    Baseline,
    in_sight=lambda actor, rows: without_closed_plans(actor, rows, "project__scope"),
)

read_by(Assignment, "projects.view", "resource actual_work_minutes")
read_by(LastLook, Reader.OWN, "user looked_at")
# By it is decided who may not approve.
read_by(Baseline, Reader.NOBODY, "on_behalf_of")


@afterwards
def _forget_open_plans(somebody: Somebody) -> None:
    """The plans that are held in memory hold the names of their resources."""
    transaction.on_commit(shelf.clear)


# The plans in the memory of other processes go when those learn of an erasure.
keys.on_forgetting(shelf.clear)
