"""People and units whose class is asked to be lowered."""

from collections.abc import Collection
from functools import partial
from uuid import UUID

from zhongshu.access.lowering.kinds import Lowerable, Shown
from zhongshu.access.models import Actor
from zhongshu.access.resources import Resource, present
from zhongshu.organisation.fields import LOWER_CLASS, PERSON, UNIT
from zhongshu.organisation.queries import get_person, get_unit, people_in_view, units_in_view
from zhongshu.organisation.services import lower_person, lower_unit


def _show(resource: Resource, actor: Actor, ids: Collection[UUID]) -> Shown:
    rows = resource.model._default_manager.filter(pk__in=ids)
    return {
        UUID(one["id"]): {
            "name": one["name"],
            "subject_kind": resource.name,
            "address": {f"{resource.name}_id": one["id"]},
        }
        for one in present(actor, resource, rows, ("id", "name"))
    }


PEOPLE = Lowerable(
    PERSON, LOWER_CLASS, get_person, people_in_view, lower_person, partial(_show, PERSON)
)
UNITS = Lowerable(UNIT, LOWER_CLASS, get_unit, units_in_view, lower_unit, partial(_show, UNIT))
