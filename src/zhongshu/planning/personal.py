"""What events about a plan tell of people, marked so that it is sealed for them."""

from typing import Any
from uuid import UUID

from zhongshu.kit.declarations import personal_values
from zhongshu.kit.personal.sealing import marked
from zhongshu.planning.changes import RESOURCE
from zhongshu.planning.models import PlanResource
from zhongshu.planning.open_plan import OpenPlan


def marked_people(before: OpenPlan, after: OpenPlan, payload: dict[str, Any]) -> dict[str, Any]:
    """The payload, with what it tells of people of the plan marked as about them."""
    changes = [
        _marked(change, before, after) if change[0] == RESOURCE else change
        for change in payload["changes"]
    ]
    return payload | {"changes": changes}


def _marked(change: list[Any], before: OpenPlan, after: OpenPlan) -> list[Any]:
    entity, key, *states = change
    row = after.resources.get(key) or before.resources.get(key)
    person = row.person_id if row else None
    subjects = (UUID(person or key),)
    names = personal_values(PlanResource)
    return [entity, key, *(state and marked(state, names, subjects) for state in states)]
