"""What operations name from outside the plan: calendars, and ids for what they add."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from zhongshu.access.models import Actor
from zhongshu.kit.errors import BadInput
from zhongshu.kit.ids import is_chosen, is_within
from zhongshu.organisation.models import Person
from zhongshu.organisation.queries import calendars_in_view, default_calendar, people_in_view
from zhongshu.planning.changes import Draft, UnknownCalendar
from zhongshu.planning.models import PlanResource, SpentId
from zhongshu.planning.open_plan import OpenPlan, ResourceRow
from zhongshu.planning.outline import Key
from zhongshu.planning.storing import flat
from zhongshu.projects.models import Project


class UnknownPerson(BadInput):
    """The person is absent or out of sight."""

    code = "planning.unknown_person"


class ForeignId(BadInput):
    """An id that is given to what is added is none of this plan."""

    code = "planning.foreign_id"


_ADDING = {"add_task", "add_recurring_task", "add_link", "add_cross_link", "add_resource", "assign"}


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


def refuse_unfit_ids(plan: OpenPlan, operations: list[dict[str, Any]]) -> None:
    """Refuse ids, given to what is added, that are not of this plan or that it has or had.

    An id tells by itself of which plan it can be, and no other plan is asked for it: what the
    actor may not see has no say in the answer. Within a plan no two rows of any kind may ever
    have the same one.

    Raises
    ------
    ForeignId
        If an id was not made for this project.
    """
    added = [
        (number, str(one["id"]))
        for number, one in enumerate(operations)
        if one["op"] in _ADDING and one.get("id") is not None
    ]
    if not added:
        return
    seen = {*plan.tasks, *plan.links, *plan.cross_links, *plan.resources, *flat(plan)}
    spent = SpentId.objects.filter(pk__in=[key for _, key in added])
    seen |= {str(key) for key in spent.values_list("pk", flat=True)}
    for number, key in added:
        if not is_within(UUID(key), plan.settings.pk):
            raise ForeignId("the id is none of this project", field="id", operation=number)
        if key in seen:
            raise BadInput("something has this id", field="id", operation=number)
        seen.add(key)


def spend_ids(project: Project, removed: Iterable[Key]) -> None:
    """Keep the ids that clients chose for what is removed from a plan from being given again."""
    chosen = [UUID(key) for key in removed if is_chosen(UUID(key))]
    rows = [SpentId(id=key, project=project) for key in chosen]
    SpentId.objects.bulk_create(rows, ignore_conflicts=True)
