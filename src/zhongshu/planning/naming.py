"""What operations name from outside the plan: calendars, and ids for what they add."""

from typing import Any

from zhongshu.access.models import Actor
from zhongshu.kit.errors import BadInput
from zhongshu.kit.models import Model
from zhongshu.organisation.models import Person
from zhongshu.organisation.queries import calendars_in_view, default_calendar, people_in_view
from zhongshu.planning.changes import Draft, UnknownCalendar
from zhongshu.planning.models import Assignment, CrossLink, Link, PlanResource, Task
from zhongshu.planning.open_plan import OpenPlan, ResourceRow
from zhongshu.planning.outline import Key


class UnknownPerson(BadInput):
    """The person is absent or out of sight."""

    code = "planning.unknown_person"


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


def know_people(actor: Actor, draft: Draft, operations: list[dict[str, Any]]) -> None:
    """Read the people whom operations name, with the calendars by which they work.

    Raises
    ------
    UnknownPerson
        If one is out of the actor's view: nobody plans with people whom they may not see.
    """
    named: dict[str, int] = {}
    for number, operation in enumerate(operations):
        if operation.get("person_id") is not None:
            named.setdefault(str(operation["person_id"]), number)
    if not named:
        return
    people = people_in_view(actor).filter(pk__in=named).select_related("unit")
    draft.people |= {str(one.pk): _as_resource(one, draft) for one in people}
    if absent := sorted(set(named) - set(draft.people)):
        raise UnknownPerson(
            "there is no such person", field="person_id", id=absent[0], operation=named[absent[0]]
        )
    draft.know_calendars({row.calendar_id for row in draft.people.values() if row.calendar_id})


def _as_resource(person: Person, draft: Draft) -> ResourceRow:
    """The resource that a person is in a plan: with a calendar only where it is another one."""
    calendar_id = person.calendar_id
    if calendar_id is None:
        of_unit = default_calendar(person.unit)
        calendar_id = None if of_unit is None else of_unit.pk
    own: Key | None = None if calendar_id is None else str(calendar_id)
    if own == draft.settings["calendar_id"]:
        own = None
    kind = PlanResource.Kind.WORK.value
    return ResourceRow("", person.name, kind, own, 1.0, str(person.pk))


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
