"""Who is put to a task, and how work, units and duration follow from one another.

Work is duration times units. Which of the three gives way when another changes is the
task's effort type: the one it names stays fixed. An effort-driven task keeps its total work
when people join or leave.
"""

from collections.abc import Container
from typing import Any

from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.ids import uuid7
from zhongshu.planning.changes import Draft
from zhongshu.planning.models import PlanResource, Task
from zhongshu.planning.open_plan import AssignmentRow, ResourceRow, TaskRow
from zhongshu.planning.outline import Key

FIXED_UNITS, FIXED_DURATION, FIXED_WORK = "fixed_units", "fixed_duration", "fixed_work"
# A century round the clock; nobody plans longer tasks, and dates must stay writable.
MAX_MINUTES = 52_560_000


class UnknownResource(DomainError):
    """The plan has no such resource."""

    code = "planning.unknown_resource"
    status = 422


class UnknownAssignment(DomainError):
    """The plan has no such assignment."""

    code = "planning.unknown_assignment"
    status = 422


class AssignedAlready(DomainError):
    """The resource is put to this task already."""

    code = "planning.assigned_already"


class PersonKnownAlready(DomainError):
    """The plan counts on this person already; it is the same resource."""

    code = "planning.person_known_already"


def new_key(known: Container[Key], operation: dict[str, Any]) -> Key:
    """The id that an operation gives to what it adds, or a new one.

    Raises
    ------
    BadInput
        If something in the plan has the id.
    """
    key: Key = operation.get("id") or str(uuid7())
    if key in known:
        raise BadInput("something in the plan has this id", field="id")
    return key


def add_resource(draft: Draft, operation: dict[str, Any]) -> None:
    """Name somebody or something that the plan counts on.

    A person of the company is one resource of the plan, however often added.
    """
    key = new_key(draft.resources, operation)
    person_id = operation.get("person_id")
    if person_id is not None:
        if resource_of(draft, person_id) is not None:
            raise PersonKnownAlready(field="person_id", id=person_id)
        _refuse_other_kinds(operation)
    known = draft.people[person_id] if person_id is not None else None
    name = operation.get("name") or (known.name if known else None)
    if name is None:
        raise BadInput("a resource has a name, or is a person", field="name")
    draft.resources[key] = ResourceRow(
        key,
        name,
        operation.get("kind", PlanResource.Kind.WORK.value),
        operation.get("calendar_id", known.calendar_id if known else None),
        operation.get("max_units", 1.0),
        person_id,
    )
    draft.is_restaffed = True


def _refuse_other_kinds(operation: dict[str, Any]) -> None:
    if operation.get("kind", PlanResource.Kind.WORK) != PlanResource.Kind.WORK:
        raise BadInput("a person gives working time", field="kind")


def resource_of(draft: Draft, person_id: Key) -> Key | None:
    """The resource that stands for a person in the plan, if there is one."""
    found = (row.id for row in draft.resources.values() if row.person_id == person_id)
    return next(found, None)


def assign(draft: Draft, operation: dict[str, Any]) -> None:
    """Put a resource, or a person of the company, to a task."""
    row = _leaf(draft, operation["task_id"])
    resource_id, field = _resource_named(draft, operation)
    held = assigned(draft, row.id)
    if any(one.resource_id == resource_id for one in held):
        raise AssignedAlready(field=field)
    units = _positive(operation.get("units", 1.0), "units")
    key = new_key(draft.assignments, operation)
    added = AssignmentRow(key, row.id, resource_id, units, 0, 0)
    _redistribute(draft, row, [*held, added], joined=bool(held))


def _resource_named(draft: Draft, operation: dict[str, Any]) -> tuple[Key, str]:
    """The resource that an operation names, by its id or its person, and by which field."""
    resource_id, person_id = operation.get("resource_id"), operation.get("person_id")
    if (resource_id is None) == (person_id is None):
        raise BadInput("name either a resource or a person", field="resource_id")
    if person_id is None:
        if resource_id not in draft.resources:
            raise UnknownResource(field="resource_id", id=resource_id)
        return str(resource_id), "resource_id"
    known = resource_of(draft, person_id)
    if known is None:
        known = str(uuid7())
        draft.resources[known] = draft.people[person_id]._replace(id=known)
        draft.is_restaffed = True
    return known, "person_id"


def unassign(draft: Draft, operation: dict[str, Any]) -> None:
    """Take a resource off a task."""
    gone = _assignment(draft, operation["id"])
    row = draft.tasks[gone.task_id]
    held = assigned(draft, row.id)
    kept = [one for one in held if one.id != gone.id]
    draft.remove_assignment(gone.id)
    if kept:
        _redistribute(draft, row, kept, joined=True, total=sum(one.work_minutes for one in held))


def update_assignment(draft: Draft, operation: dict[str, Any]) -> None:
    """Change the units or the work of an assignment, with what follows for the task."""
    one = _assignment(draft, operation["id"])
    row = _leaf(draft, one.task_id)
    fields = operation["fields"]
    if "units" in fields:
        units = _positive(fields["units"], "units")
        if row.effort_type == FIXED_DURATION:
            work = round(row.duration_minutes * units)
        else:
            work = one.work_minutes
        one = one._replace(units=units, work_minutes=work)
    if "work_minutes" in fields:
        work = fields["work_minutes"]
        if work < 0:
            raise BadInput("work cannot be negative", field="work_minutes")
        if row.effort_type == FIXED_DURATION and row.duration_minutes:
            one = one._replace(units=work / row.duration_minutes)
        one = one._replace(work_minutes=work)
    draft.put_assignment(one)
    if row.effort_type != FIXED_DURATION:
        _stretch(draft, row)


def duration_changed(draft: Draft, key: Key) -> None:
    """Let work or units follow a duration that was set by hand."""
    row = draft.tasks[key]
    for one in assigned(draft, key):
        if not _works(draft, one):
            continue
        if row.effort_type == FIXED_WORK and row.duration_minutes:
            changed = one._replace(units=one.work_minutes / row.duration_minutes)
        else:
            changed = one._replace(work_minutes=round(row.duration_minutes * one.units))
        if changed != one:
            draft.put_assignment(changed)


def lasting(row: TaskRow, duration: int) -> dict[str, Any]:
    """What changes of a task that shall last so long: what was done stays done.

    A task that takes no time is a milestone, and a milestone that takes some is a task.
    """
    kind = row.kind
    if duration == 0:
        kind = Task.Kind.MILESTONE.value
    elif kind == Task.Kind.MILESTONE:
        kind = Task.Kind.TASK.value
    changes: dict[str, Any] = {"duration_minutes": duration, "kind": kind}
    if kind == Task.Kind.MILESTONE:
        return changes | _reached(row)
    if row.remaining_minutes is not None and row.actual_finish is None:
        done = max(0, row.duration_minutes - row.remaining_minutes)
        changes["remaining_minutes"] = max(0, duration - done)
        changes["percent_complete"] = percent_done(done, duration)
    return changes


def _reached(row: TaskRow) -> dict[str, Any]:
    """The progress of what becomes a milestone: it is reached, or it is not."""
    if row.actual_finish is not None:
        return {"actual_start": row.actual_finish, "remaining_minutes": 0}
    return {"actual_start": None, "remaining_minutes": None, "percent_complete": 0}


def percent_done(done: int, duration: int) -> int:
    """Done work in whole per cent; only work without remainder is complete."""
    if duration <= 0:
        return 0
    return min(99, round(100 * done / duration)) if done < duration else 100


def assigned(draft: Draft, key: Key) -> list[AssignmentRow]:
    """The assignments of a task in the draft."""
    if not draft.is_restaffed:
        return list(draft.base.assignments.get(key, ()))
    return [draft.assignments[one] for one in draft.staff.get(key, ())]


def _redistribute(
    draft: Draft,
    row: TaskRow,
    staff: list[AssignmentRow],
    *,
    joined: bool,
    total: int | None = None,
) -> None:
    """Share the work of a task among those put to it."""
    if total is None:
        total = sum(one.work_minutes for one in staff)
    working = [one for one in staff if _works(draft, one)]
    units = sum(one.units for one in working)
    if row.is_effort_driven and joined and total and units and row.effort_type != FIXED_DURATION:
        duration = round(total / units)
    else:
        duration = row.duration_minutes
    for one in staff:
        work = round(duration * one.units) if one in working else one.work_minutes
        draft.put_assignment(one._replace(work_minutes=work))
    _let_last(draft, row, duration)


def _stretch(draft: Draft, row: TaskRow) -> None:
    """A task lasts as long as the longest of its assignments."""
    spans = [
        round(one.work_minutes / one.units)
        for one in assigned(draft, row.id)
        if _works(draft, one) and one.units
    ]
    if spans:
        _let_last(draft, row, max(spans))


def _let_last(draft: Draft, row: TaskRow, duration: int) -> None:
    if row.kind == Task.Kind.HAMMOCK:
        return  # its links say how long it lasts
    if duration > MAX_MINUTES:
        raise BadInput("the task would last longer than a century", field="units")
    if duration != row.duration_minutes:
        draft.set_task(row.id, **lasting(row, duration))


def _works(draft: Draft, one: AssignmentRow) -> bool:
    return draft.resources[one.resource_id].kind == PlanResource.Kind.WORK


def _leaf(draft: Draft, key: Key) -> TaskRow:
    row = draft.tasks.get(key)
    if row is None or row.kind == Task.Kind.SUMMARY:
        raise BadInput("only a task of its own takes assignments", field="task_id", id=key)
    return row


def _assignment(draft: Draft, key: Key) -> AssignmentRow:
    one = draft.assignments.get(key)
    if one is None:
        raise UnknownAssignment(field="id", id=key)
    return one


def _positive(units: float, field: str) -> float:
    if units <= 0:
        raise BadInput("units must be positive", field=field)
    return units
