"""What may be read about the organisation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.shortcuts import get_object_or_404

from zhongshu.access import queries as access_queries
from zhongshu.access.models import Actor, System, User, scopes_allowed
from zhongshu.access.resources import Resource, present, readable
from zhongshu.kit.errors import BadInput
from zhongshu.kit.models import Model
from zhongshu.kit.standing import Standing
from zhongshu.organisation import pinyin
from zhongshu.organisation.fields import CALENDAR, PERSON, UNIT
from zhongshu.organisation.models import (
    Calendar,
    OrganisationImport,
    Person,
    Unit,
    UnitPlacement,
)
from zhongshu.organisation.public_holidays import is_announced
from zhongshu.organisation.working_time import Resolved, days_between, effective, minutes_of

M = TypeVar("M", bound=Model)
# Far more than anybody reads, and fewer than a statement can name.
_NAMES = 5_000
_PERSONAL = ("email", "employee_number")
_SHARED = (Calendar.Kind.NATIONAL, Calendar.Kind.COMPANY, Calendar.Kind.SITE)


class UnknownReference(BadInput):
    """The input names an object that is absent or out of sight."""

    code = "organisation.unknown_reference"


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A unit with the parent it hangs under on a day."""

    id: UUID
    code: str
    name: str
    parent_id: UUID | None


def units_in_view(actor: Actor) -> QuerySet[Unit]:
    """The units that the actor may see."""
    return Unit.objects.visible_to(actor, UNIT.permission)


def people_in_view(actor: Actor) -> QuerySet[Person]:
    """The people that the actor may see."""
    return Person.objects.visible_to(actor, PERSON.permission)


def people_like(actor: Actor, text: str) -> QuerySet[Person]:
    """The people in view who are found by a text: name, its pinyin, e-mail or number.

    E-mail and number count only where the actor may read them.
    """
    people, text = people_in_view(actor), text.strip()
    if not text:
        return people
    found = Q(name__icontains=text)
    for name, condition in readable(actor, PERSON, _PERSONAL, people).items():
        found |= Q(**{f"{name}__icontains": text}) & condition
    if pinyin.is_typed(text):
        names = people.order_by().values_list("name", flat=True).distinct()
        found |= Q(name__in=[name for name in names if pinyin.sounds_like(name, text)][:_NAMES])
    return people.filter(found)


def working_on(people: QuerySet[Person], day: date) -> QuerySet[Person]:
    """Those of the people who have not left by a day."""
    return people.filter(Q(leaves_on__isnull=True) | Q(leaves_on__gt=day))


def places(actor: Actor, day: date) -> list[dict[str, Any]]:
    """How many people in view work in each unit at each site on a day.

    Who is where one may not read is not counted.
    """
    people = people_in_view(actor)
    told = people.filter(*readable(actor, PERSON, ("location",), people).values())
    counted = working_on(told, day).order_by("unit", "location")
    rows = counted.values_list("unit", "location").annotate(n_people=Count("pk"))
    return [{"unit_id": unit, "location": site, "n_people": n} for unit, site, n in rows]


def placements_of(actor: Actor, unit: Unit) -> list[dict[str, Any]]:
    """Under which parents a unit hung, hangs and will hang, the first of them first.

    A parent out of the actor's sight is not named.
    """
    seen = _seen(actor)
    rows = unit.placements.order_by("from_date").values_list(
        "parent", "parent__name", "from_date", "to_date"
    )
    return [
        {
            "parent": _named(pk, name, seen),
            "is_parent_hidden": pk is not None and pk not in seen,
            "from_date": from_date,
            "to_date": to_date,
        }
        for pk, name, from_date, to_date in rows
    ]


def transfers_of(actor: Actor, person: Person) -> list[dict[str, Any]]:
    """From which unit to which a person went and will go, the first move first.

    A unit out of the actor's sight is None.
    """
    seen = _seen(actor)
    rows = person.transfers.order_by("on", "pk").values_list(
        "from_unit", "from_unit__name", "to_unit", "to_unit__name", "on", "is_done"
    )
    return [
        {
            "from_unit": _named(was, old, seen),
            "to_unit": _named(now, new, seen),
            "on": on,
            "is_done": done,
        }
        for was, old, now, new, on, done in rows
    ]


def _seen(actor: Actor) -> set[UUID]:
    return set(units_in_view(actor).values_list("pk", flat=True))


def _named(pk: UUID | None, name: str | None, seen: set[UUID]) -> dict[str, Any] | None:
    return {"id": pk, "name": name} if pk in seen else None


def accounts_of_people(scopes: Standing) -> QuerySet[Person, Any]:
    """The accounts of the people whose units have one of these scopes."""
    return Person.objects.filter(scope__in=scopes, user__isnull=False).values("user")


def calendars_in_view(actor: Actor) -> QuerySet[Calendar]:
    """The calendars that the actor may see.

    National, company and site calendars are common knowledge: whoever may see some part of
    the organisation sees them.
    """
    visible = Calendar.objects.visible_to(actor, CALENDAR.permission)
    if isinstance(actor, System) or not scopes_allowed(actor, CALENDAR.permission).rows.exists():
        return visible
    return Calendar.objects.filter(Q(kind__in=_SHARED) | Q(pk__in=visible.values("pk")))


def get_unit(actor: Actor, unit_id: UUID) -> Unit:
    """The unit, or `Http404` if it is absent or out of sight."""
    return get_object_or_404(units_in_view(actor).select_related("scope"), pk=unit_id)


def get_person(actor: Actor, person_id: UUID) -> Person:
    """The person, or `Http404` if absent or out of sight."""
    return get_object_or_404(people_in_view(actor), pk=person_id)


def get_calendar(actor: Actor, calendar_id: UUID) -> Calendar:
    """The calendar, or `Http404` if it is absent or out of sight."""
    return get_object_or_404(calendars_in_view(actor), pk=calendar_id)


def get_organisation_import(actor: Actor, import_id: UUID) -> OrganisationImport:
    """The import, or `Http404` unless the actor uploaded it."""
    visible = OrganisationImport.objects.visible_to(actor, "organisation.manage")
    rows: QuerySet[OrganisationImport] = visible.filter(uploaded_by=actor.pk)
    return get_object_or_404(rows, pk=import_id)


def card(actor: Actor, resource: Resource, row: Model) -> dict[str, Any]:
    """One row as its resource shows it."""
    [shown] = present(actor, resource, resource.model._default_manager.filter(pk=row.pk))
    return shown


def parents_on(day: date) -> dict[UUID, UUID | None]:
    """Under which parent each unit that exists on a day hangs on it."""
    placed = _in_force(UnitPlacement.objects.all(), day)
    return dict(placed.values_list("unit", "parent"))


def units_on(actor: Actor, day: date) -> list[PlacedUnit]:
    """The units in view as the company stood, or will stand, on a day, by code.

    A parent out of the actor's sight is None, as for a unit directly below the company.
    """
    units = units_in_view(actor)
    placed = _in_force(UnitPlacement.objects.all(), day).filter(unit__in=units)
    above = Case(When(parent__in=units.values("pk"), then=F("parent")))
    columns = ("unit", "unit__code", "unit__name", above)
    return [PlacedUnit(*row) for row in placed.order_by("unit__code").values_list(*columns)]


def get_person_or_none(actor: Actor, person_id: UUID | None) -> Person | None:
    """The person, or None if none was named.

    Raises
    ------
    UnknownReference
        If the person is absent or out of sight.
    """
    return _referred(people_in_view(actor), person_id, "manager_id")


def calendar_or_none(actor: Actor, calendar_id: UUID | None, field: str) -> Calendar | None:
    """The calendar that a field of the input names, or None if it names none."""
    return _referred(calendars_in_view(actor), calendar_id, field)


def unit_or_none(actor: Actor, unit_id: UUID | None, field: str) -> Unit | None:
    """The unit that a field of the input names, or None if it names none."""
    return _referred(units_in_view(actor).select_related("scope"), unit_id, field)


def account_or_none(actor: Actor, user_id: UUID | None, field: str) -> User | None:
    """The account that a field of the input names, or None if it names none."""
    return _referred(access_queries.accounts(actor), user_id, field)


def person_or_none(actor: Actor, person_id: UUID | None, field: str) -> Person | None:
    """The person that a field of the input names, or None if it names none."""
    return _referred(people_in_view(actor), person_id, field)


def calendar_for(actor: Actor, unit: Unit, calendar_id: UUID | None) -> Calendar:
    """The named calendar, else that of the nearest unit upward, else the company's.

    Raises
    ------
    UnknownReference
        If the named one is out of sight, or there is none at all to fall back on.
    """
    calendar = calendar_or_none(actor, calendar_id, "calendar_id") or default_calendar(unit)
    if calendar is None:
        raise UnknownReference("the company has no calendar yet", field="calendar_id")
    return calendar


def default_calendar(unit: Unit) -> Calendar | None:
    """The calendar of the nearest unit upward (itself first) that has one, else the company's."""
    rows = {pk: (above, own) for pk, above, own in _unit_calendars()}
    node: UUID | None = unit.pk
    while node is not None:
        above, own = rows[node]
        if own is not None:
            return Calendar.objects.get(pk=own)
        node = above
    return Calendar.objects.filter(kind=Calendar.Kind.COMPANY).order_by("created_at").first()


def calendars_below(calendar_id: UUID) -> set[UUID]:
    """A calendar and every one that inherits from it, at whatever depth."""
    children: dict[UUID | None, list[UUID]] = {}
    for pk, parent_id in Calendar.objects.values_list("pk", "parent_id"):
        children.setdefault(parent_id, []).append(pk)
    found, waiting = {calendar_id}, [calendar_id]
    while waiting:
        below = children.get(waiting.pop(), [])
        found.update(below)
        waiting += below
    return found


def calendar_year(calendar: Calendar, year: int) -> dict[str, Any]:
    """Each day of a year: whether and how long work is done, and why it is as it is."""
    resolved = effective(calendar)
    first = date(year, 1, 1)
    days = days_between(resolved, first, date(year, 12, 31))
    return {
        "year": year,
        "is_announced": is_announced(resolved.country, year),
        "days": [_day(date.fromordinal(first.toordinal() + n), day) for n, day in enumerate(days)],
    }


def _day(day: date, resolved: Resolved) -> dict[str, Any]:
    by = resolved.by
    return {
        "date": day,
        "is_working": bool(resolved.shifts),
        "minutes": minutes_of(resolved.shifts),
        "shifts": resolved.shifts,
        "kind": by.kind if by else ("weekend" if day.weekday() >= 5 else "weekday"),
        "name": by.name if by else None,
        "name_en": by.name_en if by else None,
    }


def _in_force(rows: QuerySet[UnitPlacement], day: date) -> QuerySet[UnitPlacement]:
    return rows.filter(Q(to_date__isnull=True) | Q(to_date__gt=day), from_date__lte=day)


def _unit_calendars() -> Iterable[tuple[UUID, UUID | None, UUID | None]]:
    return Unit.objects.values_list("pk", "parent_id", "calendar_id")


def _referred(rows: QuerySet[M], pk: UUID | None, field: str) -> M | None:
    if pk is None:
        return None
    found = rows.filter(pk=pk).first()
    if found is None:
        raise UnknownReference(f"{field} names nothing that you may see", field=field)
    return found
