"""What can be done with people."""

from contextlib import nullcontext
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from zhongshu.access.danger import dangerous
from zhongshu.access.guard import check, requires
from zhongshu.access.lowering.kinds import Asked
from zhongshu.access.models import Actor
from zhongshu.access.opening import opening_nothing, rehearsing
from zhongshu.access.writing import check_writes, check_writes_over, given, unread
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.organisation import transfers
from zhongshu.organisation.changes import check_class, locked_row, lower, store, told_all
from zhongshu.organisation.fields import LOWER_CLASS, MANAGE, MANAGE_ACCESS, PERSON
from zhongshu.organisation.models import Person, Transfer, Unit
from zhongshu.organisation.trees import loop_through

_EDITABLE = (
    "employee_number", "name", "email", "user", "manager", "position", "location", "calendar",
    "joins_on", "classification",
)  # fmt: skip
# Whom a policy lets read what may rest on these.
_DECIDING_OVER_FIELDS = {
    "user": "account",
    "manager": "manager",
    "classification": "classification",
}
_LIMITS = {"employee_number": 40, "name": 200, "position": 100, "location": 100}
_REQUIRED = {"employee_number", "name"}


class ManagerLoop(DomainError):
    """Nobody is, by whatever way, their own manager."""

    code = "organisation.manager_loop"


class EmployeeNumberTaken(DomainError):
    """Another person already has this employee number."""

    code = "organisation.employee_number_taken"


@requires(MANAGE, on="unit")
@transaction.atomic
def create_person(
    actor: Actor, /, *, unit: Unit, employee_number: str, name: str, **fields: Any
) -> Person:
    """Add somebody to a unit; an account to sign in with is not needed."""
    wanted = _read({"employee_number": employee_number, "name": name, **fields}, besides=None)
    check_writes_over(actor, PERSON, unit.scope_id, given(**wanted))
    person = Person(unit=unit, scope_id=unit.scope_id, **wanted)
    person.save(force_insert=True)
    after = told_all({"unit": unit, **wanted})
    events.record("organisation.person_created", actor=actor, subject=person, after=after)
    return person


@requires(MANAGE, on="person")
@transaction.atomic
def update_person(
    actor: Actor, /, *, person: Person, expected_version: int | None, **fields: Any
) -> Person:
    """Change what is known of a person, and of which class it is; `move_person` changes the unit.

    Whoever edits a person may raise the class; lowering it takes a right of its own. What
    would let the editor read more, of this person or of what they manage, is refused.
    """
    person = locked_row(actor, PERSON, person, expected_version)
    wanted = _read(fields, besides=person.pk)
    check_writes(actor, PERSON, person, wanted)
    check_class(actor, person, wanted)
    if "user" in wanted:
        check(actor, MANAGE_ACCESS, person)
    if manager := wanted.get("manager"):
        _refuse_loop(person, manager)
    rests = next((called for one, called in _DECIDING_OVER_FIELDS.items() if one in wanted), None)
    with opening_nothing(actor, person, field=rests) if rests else nullcontext():
        return _stored(actor, "organisation.person_updated", person, wanted)


@requires(LOWER_CLASS, on="person")
@dangerous
@transaction.atomic
def lower_person(actor: Actor, person: Person, classification: int, asked: Asked) -> None:
    """Give a person a lower class, as another person asked."""
    lower(actor, PERSON, person, classification, asked)


@requires(MANAGE, on="person")
@transaction.atomic
def move_person(
    actor: Actor,
    /,
    *,
    person: Person,
    unit: Unit,
    from_date: date,
    today: date,
    expected_version: int | None,
) -> Person:
    """Put a person into another unit from a day on; who may see the person follows the unit.

    A move that was planned before is dropped. A day in the future gets a job. A move that
    would let the mover read more of the person is refused, whatever the day.
    """
    check(actor, MANAGE, unit)
    person = locked_row(actor, PERSON, person, expected_version)
    was = person.unit_id
    _refuse_move(actor, person, unit, from_date)
    planned, _ = person.transfers.filter(is_done=False).delete()
    if was == unit.pk and not planned:
        return person
    with rehearsing(actor, person, field="unit"):
        Person.objects.filter(pk=person.pk).update(unit=unit, scope=unit.scope_id)
    transfers.plan(person, unit, on=from_date, today=today)
    events.record(
        "organisation.person_moved" if from_date <= today else "organisation.person_move_planned",
        actor=actor,
        subject=person,
        before={"unit": str(was)},
        after={"unit": str(unit.pk), "from_date": from_date.isoformat()},
    )
    return person


@requires(MANAGE, on=None)
@transaction.atomic
def apply_transfers(actor: Actor, /, *, today: date) -> list[Person]:
    """Let the moves of people that were planned for today, or for a day that was missed, happen."""
    due = Transfer.objects.filter(is_done=False, on__lte=today).select_related("person", "to_unit")
    moved = []
    for one in due.order_by("on", "pk"):
        before = {"unit": str(one.person.unit_id)}
        transfers.take_effect(one)
        after = {"unit": str(one.to_unit_id), "from_date": one.on.isoformat()}
        events.record(
            "organisation.person_moved", actor=actor, subject=one.person, before=before, after=after
        )
        moved.append(one.person)
    return moved


@requires(MANAGE, on="person")
@transaction.atomic
def end_person(
    actor: Actor, /, *, person: Person, on: date | None, expected_version: int | None
) -> Person:
    """Note that a person leaves; ``on`` is the first day on which they no longer work here.

    None takes it back: the person stays.
    """
    person = locked_row(actor, PERSON, person, expected_version)
    check_writes(actor, PERSON, person, ["leaves_on"])
    joins_on = _known(actor, person, "joins_on")
    if on and joins_on and on <= joins_on:
        raise BadInput("a person leaves after joining", field="on")
    return _stored(actor, "organisation.person_ended", person, {"leaves_on": on})


def _known(actor: Actor, person: Person, name: str) -> Any:
    """A value with which what is given may be compared; None for who may not read it."""
    return None if unread(actor, PERSON, person, [name]) else getattr(person, name)


def _refuse_move(actor: Actor, person: Person, unit: Unit, on: date) -> None:
    if on < unit.valid_from or (unit.valid_to and on >= unit.valid_to):
        raise BadInput("the unit does not exist on that day", field="from_date")
    leaves_on = _known(actor, person, "leaves_on")
    if leaves_on and on >= leaves_on:
        raise BadInput("the person has left by then", field="from_date")
    if person.transfers.filter(is_done=True, on__gt=on).exists():
        raise BadInput("a move cannot lie before the person's last one", field="from_date")


def _stored(actor: Actor, kind: str, person: Person, fields: dict[str, Any]) -> Person:
    change = store(PERSON, person, fields, unread=unread(actor, PERSON, person, fields))
    if change:
        events.record(kind, actor=actor, subject=person, before=change.before, after=change.after)
    return person


def _read(fields: dict[str, Any], *, besides: UUID | None) -> dict[str, Any]:
    """The fields trimmed and checked, each refusal naming its field."""
    wanted = dict(fields)
    if unknown := wanted.keys() - set(_EDITABLE):
        raise BadInput("this cannot be set here", field=min(unknown))
    for field in _LIMITS.keys() & wanted.keys():
        wanted[field] = _text(wanted[field], field)
    if wanted.get("email"):
        try:
            validate_email(wanted["email"])
        except ValidationError as error:
            raise BadInput("this is not an e-mail address", field="email") from error
    number = wanted.get("employee_number")
    if number and Person.objects.filter(employee_number=number).exclude(pk=besides).exists():
        raise EmployeeNumberTaken(number, field="employee_number")
    user = wanted.get("user")
    if user and Person.objects.filter(user=user).exclude(pk=besides).exists():
        raise BadInput("the account belongs to another person", field="account_id")
    return wanted


def _text(value: str, field: str) -> str:
    text = value.strip()
    if len(text) > _LIMITS[field] or (field in _REQUIRED and not text):
        raise BadInput(f"a text of 1 to {_LIMITS[field]} characters", field=field)
    return text


def _refuse_loop(person: Person, manager: Person) -> None:
    managers = dict(Person.objects.values_list("pk", "manager_id"))
    managers[person.pk] = manager.pk
    if loop := loop_through(person.pk, managers):
        raise ManagerLoop(field="manager", loop=[str(pk) for pk in loop])
