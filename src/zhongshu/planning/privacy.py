"""What is erased of those who work by a plan, and told of it where the plan is in sight."""

from django.db import transaction

from zhongshu.access.privacy.parts import afterwards, part
from zhongshu.access.privacy.subjects import Somebody
from zhongshu.kit.personal import keys
from zhongshu.planning.models import Assignment, Baseline, PlanResource
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


@afterwards
def _forget_open_plans(somebody: Somebody) -> None:
    """The plans that are held in memory hold the names of their resources."""
    transaction.on_commit(shelf.clear)


# The plans in the memory of other processes go when those learn of an erasure.
keys.on_forgetting(shelf.clear)
