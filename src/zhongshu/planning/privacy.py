"""What is erased of those who work by a plan."""

from django.db import transaction

from zhongshu.access.privacy.parts import afterwards, part
from zhongshu.access.privacy.subjects import Somebody
from zhongshu.kit.personal import keys
from zhongshu.planning.models import PlanResource
from zhongshu.planning.open_plan import shelf

part(
    PlanResource,
    puts={
        "name": lambda somebody, row, on: somebody.label,
        "email": lambda somebody, row, on: "",
    },
)


@afterwards
def _forget_open_plans(somebody: Somebody) -> None:
    """The plans that are held in memory hold the names of their resources."""
    transaction.on_commit(shelf.clear)


# The plans in the memory of other processes go when those learn of an erasure.
keys.on_forgetting(shelf.clear)
