"""What operations name from outside the plan: calendars, and ids for what they add."""

from typing import Any

from zhongshu.access.models import Actor
from zhongshu.kit.errors import BadInput
from zhongshu.kit.models import Model
from zhongshu.organisation.queries import calendars_in_view
from zhongshu.planning.changes import Draft, UnknownCalendar
from zhongshu.planning.models import Assignment, CrossLink, Link, PlanResource, Task
from zhongshu.planning.open_plan import OpenPlan

_ADDED: dict[str, type[Model]] = {
    "add_task": Task,
    "add_recurring_task": Task,
    "add_link": Link,
    "add_cross_link": CrossLink,
    "add_resource": PlanResource,
    "assign": Assignment,
}


def know_calendars(actor: Actor, draft: Draft, operations: list[dict[str, Any]]) -> None:
    """Read the calendars that operations name, so that they can be applied.

    Raises
    ------
    UnknownCalendar
        If one is neither used by the plan nor in the actor's view.
    """
    named: dict[str, int] = {}
    for number, operation in enumerate(operations):
        for given in (operation, operation.get("fields") or {}):
            if given.get("calendar_id") is not None:
                named.setdefault(str(given["calendar_id"]), number)
    strange = set(named) - set(draft.calendars)
    if not strange:
        return
    visible = calendars_in_view(actor).filter(pk__in=strange).values_list("pk", flat=True)
    if absent := sorted(strange - {str(key) for key in visible}):
        raise UnknownCalendar(
            "there is no such calendar",
            field="calendar_id",
            id=absent[0],
            operation=named[absent[0]],
        )
    draft.know_calendars(strange)


def refuse_taken_ids(plan: OpenPlan, operations: list[dict[str, Any]]) -> None:
    """Refuse ids, given to what is added, that something stored has already.

    Within a plan no two rows of any kind may have the same one.
    """
    given: dict[type[Model], dict[str, int]] = {}
    seen: set[str] = set()
    for number, operation in enumerate(operations):
        model = _ADDED.get(operation["op"])
        if model is not None and operation.get("id") is not None:
            key = str(operation["id"])
            if key in seen or _is_held(plan, key):
                raise BadInput("something has this id", field="id", operation=number)
            seen.add(key)
            given.setdefault(model, {})[key] = number
    for model, keys in given.items():
        taken = model._default_manager.filter(pk__in=keys).values_list("pk", flat=True).first()
        if taken is not None:
            raise BadInput("something has this id", field="id", operation=keys[str(taken)])


def _is_held(plan: OpenPlan, key: str) -> bool:
    rows = plan.tasks, plan.links, plan.cross_links, plan.resources
    return any(key in held for held in rows)
