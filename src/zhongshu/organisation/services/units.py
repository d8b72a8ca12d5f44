"""What can be done with units."""

from contextlib import nullcontext
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from zhongshu.access.danger import dangerous
from zhongshu.access.guard import check, company, requires
from zhongshu.access.lowering.kinds import Asked
from zhongshu.access.models import Actor, Scope
from zhongshu.access.opening import opening_nothing, rehearsing
from zhongshu.access.scopes import make_scope, rename
from zhongshu.access.writing import check_writes, check_writes_over, given, unread
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.organisation import placements
from zhongshu.organisation.changes import check_class, locked_row, lower, store, told, told_all
from zhongshu.organisation.fields import LOWER_CLASS, UNIT
from zhongshu.organisation.models import Calendar, Person, Transfer, Unit, UnitPlacement
from zhongshu.organisation.queries import parents_on

MANAGE = "organisation.manage"
_EDITABLE = ("code", "name", "head", "calendar", "classification")


class UnitCodeTaken(DomainError):
    """Another unit already has this code."""

    code = "organisation.unit_code_taken"


class UnitNotEmpty(DomainError):
    """A unit is closed only once its people and units have gone elsewhere."""

    code = "organisation.unit_not_empty"


@requires(MANAGE, on="below")
@transaction.atomic
def create_unit(
    actor: Actor,
    /,
    *,
    below: Unit | Scope,
    code: str,
    name: str,
    valid_from: date,
    head: Person | None = None,
    calendar: Calendar | None = None,
) -> Unit:
    """Add a unit below another one, or directly below the company (its scope)."""
    parent = below if isinstance(below, Unit) else None
    linked = given(head=head, calendar=calendar)
    check_writes_over(actor, UNIT, placements.scope_below(parent).pk, linked)
    _refuse_taken(_text(code, "code", 40), besides=None)
    unit = Unit(
        scope=make_scope(Scope.Kind.UNIT, name, parents=[placements.scope_below(parent)]),
        code=code.strip(),
        name=_text(name, "name", 200),
        parent=parent,
        head=head,
        calendar=calendar,
        valid_from=valid_from,
    )
    unit.save(force_insert=True)
    UnitPlacement.objects.create(unit=unit, parent=parent, from_date=valid_from)
    told = ("code", "name", "parent", "head", "calendar", "valid_from")
    after = told_all({name: getattr(unit, name) for name in told})
    events.record("organisation.unit_created", actor=actor, subject=unit, after=after)
    return unit


@requires(MANAGE, on="unit")
@transaction.atomic
def update_unit(
    actor: Actor, /, *, unit: Unit, expected_version: int | None, **fields: Any
) -> Unit:
    """Change what a unit is called, who leads it, by which calendar it works, and its class.

    Everybody who edits it may raise the class; lowering it takes a right of its own.
    """
    unit = locked_row(actor, UNIT, unit, expected_version)
    if unknown := fields.keys() - set(_EDITABLE):
        raise BadInput("this cannot be set here", field=min(unknown))
    check_writes(actor, UNIT, unit, fields)
    check_class(actor, unit, fields)
    if "code" in fields:
        fields["code"] = _text(fields["code"], "code", 40)
        _refuse_taken(fields["code"], besides=unit.pk)
    if "name" in fields:
        fields["name"] = _text(fields["name"], "name", 200)
    rests = "classification" in fields
    unseen = unread(actor, UNIT, unit, fields)
    with opening_nothing(actor, unit, field="classification") if rests else nullcontext():
        change = store(UNIT, unit, fields, unread=unseen)
    if change is None:
        return unit
    if "name" in change.after:
        rename(unit.scope_id, unit.name)
    events.record(
        "organisation.unit_updated",
        actor=actor,
        subject=unit,
        before=change.before,
        after=change.after,
    )
    return unit


@requires(LOWER_CLASS, on="unit")
@dangerous
@transaction.atomic
def lower_unit(actor: Actor, unit: Unit, classification: int, asked: Asked) -> None:
    """Give a unit a lower class, as another person asked."""
    lower(actor, UNIT, unit, classification, asked)


@requires(MANAGE, on="unit")
@transaction.atomic
def move_unit(
    actor: Actor,
    /,
    *,
    unit: Unit,
    parent: Unit | None,
    from_date: date,
    today: date,
    expected_version: int | None,
) -> Unit:
    """Hang a unit, with all below it, under another parent from a day on (None: the company).

    Authority follows on that day. Moves that were planned for later days are dropped. A move
    that would let the mover read more of what lies in or below the unit is refused, whatever
    the day.

    Raises
    ------
    UnitLoop
        If on that day or later the parent lies below the unit.
    """
    check(actor, MANAGE, parent or company())
    unit = locked_row(actor, UNIT, unit, expected_version)
    was = unit.parent_id
    with rehearsing(actor, unit.scope, field="parent"):
        placements.place(Unit.objects.get(pk=unit.pk), parent, from_date=from_date, today=from_date)
    if not placements.place(unit, parent, from_date=from_date, today=today):
        return unit
    events.record(
        "organisation.unit_moved",
        actor=actor,
        subject=unit,
        before={"parent": str(was) if was else None},
        after={"parent": told(parent), "from_date": from_date.isoformat()},
    )
    return unit


@requires(MANAGE, on="unit")
@transaction.atomic
def close_unit(actor: Actor, /, *, unit: Unit, on: date, expected_version: int | None) -> Unit:
    """End a unit; ``on`` is the first day on which it no longer exists."""
    unit = locked_row(actor, UNIT, unit, expected_version)
    if on <= unit.valid_from:
        raise BadInput("a unit ends after it began", field="on")
    open_units = Unit.objects.filter(parent=unit).exclude(valid_to__lte=on).count()
    people = _staying(unit, on).count() + _coming(unit).count()
    if open_units or people:
        raise UnitNotEmpty(n_units=open_units, n_people=people)
    change = store(UNIT, unit, {"valid_to": on})
    if change:
        unit.placements.filter(to_date__isnull=True).update(to_date=on)
        events.record(
            "organisation.unit_closed",
            actor=actor,
            subject=unit,
            before=change.before,
            after=change.after,
        )
    return unit


@requires(MANAGE, on=None)
@transaction.atomic
def apply_placements(actor: Actor, /, *, today: date) -> list[Unit]:
    """Hang each unit under the parent that is in force today: the day of a planned move."""
    parents = parents_on(today)
    late = [
        unit for unit in Unit.objects.filter(pk__in=parents) if unit.parent_id != parents[unit.pk]
    ]
    for unit in late:
        was = unit.parent_id
        parent = Unit.objects.get(pk=above) if (above := parents[unit.pk]) else None
        placements.hang_now(unit, parent)
        events.record(
            "organisation.unit_placed",
            actor=actor,
            subject=unit,
            before={"parent": str(was) if was else None},
            after={"parent": told(parent)},
        )
    return late


def _staying(unit: Unit, on: date) -> QuerySet[Person]:
    """The people of a unit who neither left nor are planned to go elsewhere by a day."""
    still = unit.people.filter(Q(leaves_on__isnull=True) | Q(leaves_on__gt=on))
    return still.exclude(transfers__is_done=False, transfers__on__lte=on)


def _coming(unit: Unit) -> QuerySet[Transfer]:
    """The planned moves of people into a unit."""
    return Transfer.objects.filter(to_unit=unit, is_done=False)


def _refuse_taken(code: str, *, besides: UUID | None) -> None:
    if Unit.objects.filter(code=code).exclude(pk=besides).exists():
        raise UnitCodeTaken(code, field="code")


def _text(value: str, field: str, limit: int) -> str:
    text = value.strip()
    if not text or len(text) > limit:
        raise BadInput(f"a text of 1 to {limit} characters", field=field)
    return text
