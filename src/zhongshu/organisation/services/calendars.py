"""What can be done with calendars."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ForeignObjectRel

from zhongshu.access.guard import requires
from zhongshu.access.models import Actor, Scope
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.organisation.changes import locked_row, store, told_all
from zhongshu.organisation.fields import CALENDAR
from zhongshu.organisation.models import Calendar
from zhongshu.organisation.public_holidays import COUNTRIES
from zhongshu.organisation.shifts import read_exceptions, read_week
from zhongshu.organisation.trees import loop_through

_LEVELS = [
    Calendar.Kind.NATIONAL,
    Calendar.Kind.COMPANY,
    Calendar.Kind.SITE,
    Calendar.Kind.PROJECT,
    Calendar.Kind.PERSON,
    Calendar.Kind.TASK,
]


class CalendarLoop(DomainError):
    """A calendar cannot inherit from itself, by whatever way."""

    code = "organisation.calendar_loop"


class CalendarInUse(DomainError):
    """A calendar is deleted only once nothing works by it; ``used_by`` names what does."""

    code = "organisation.calendar_in_use"


@requires("organisation.manage", on="scope")
@transaction.atomic
def create_calendar(
    actor: Actor,
    /,
    *,
    scope: Scope,
    name: str,
    kind: str,
    parent: Calendar | None = None,
    country: str = "",
    week: list[Any] | None = None,
    exceptions: list[Any] | None = None,
) -> Calendar:
    """Add a calendar; what it leaves open it takes from its parent."""
    _refuse_parent(kind, parent)
    calendar = Calendar(
        scope=scope,
        name=_name(name),
        kind=kind,
        parent=parent,
        country=_country(country),
        week=read_week(week or [], is_root=parent is None),
        exceptions=read_exceptions(exceptions or []),
    )
    calendar.save(force_insert=True)
    after = {name: getattr(calendar, name) for name in ("name", "kind", "parent", "country")}
    after |= {"week": calendar.week, "exceptions": calendar.exceptions}
    events.record(
        "organisation.calendar_created", actor=actor, subject=calendar, after=told_all(after)
    )
    return calendar


@requires("organisation.manage", on="calendar")
@transaction.atomic
def update_calendar(
    actor: Actor, /, *, calendar: Calendar, expected_version: int | None, **fields: Any
) -> Calendar:
    """Change a calendar: its name, parent, country, week or exceptions.

    Calendars below it change with it, and so do the plans that follow any of them; planning
    reschedules these when it hears of it.
    """
    calendar = locked_row(actor, CALENDAR, calendar, expected_version)
    parent = fields.get("parent", calendar.parent)
    wanted = dict(fields)
    if "parent" in fields:
        _refuse_parent(calendar.kind, parent)
        _refuse_loop(calendar, parent)
    if "name" in fields:
        wanted["name"] = _name(fields["name"])
    if "country" in fields:
        wanted["country"] = _country(fields["country"])
    if "exceptions" in fields:
        wanted["exceptions"] = read_exceptions(fields["exceptions"])
    if "week" in fields or parent is None:
        wanted["week"] = read_week(fields.get("week", calendar.week), is_root=parent is None)
    change = store(CALENDAR, calendar, wanted)
    if change:
        events.record(
            "organisation.calendar_updated",
            actor=actor,
            subject=calendar,
            before=change.before,
            after=change.after,
        )
    return calendar


@requires("organisation.manage", on="calendar")
@transaction.atomic
def delete_calendar(actor: Actor, /, *, calendar: Calendar, expected_version: int | None) -> None:
    """Remove a calendar by which nobody and nothing works."""
    calendar = locked_row(actor, CALENDAR, calendar, expected_version)
    if used := _users(calendar):
        raise CalendarInUse(calendar.name, used_by=used)
    before = {"name": calendar.name, "kind": calendar.kind, "week": calendar.week}
    events.record("organisation.calendar_deleted", actor=actor, subject=calendar, before=before)
    calendar.delete()


def _users(calendar: Calendar) -> dict[str, int]:
    """How many rows of each table point at a calendar, whatever domain they belong to."""
    counts: dict[str, int] = {}
    for relation in Calendar._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.auto_created:
            name = str(relation.related_model._meta.model_name)
            rows = relation.related_model._base_manager.filter(**{relation.field.name: calendar})
            counts[name] = counts.get(name, 0) + rows.count()
    return {name: n for name, n in counts.items() if n}


def _name(name: str) -> str:
    if not name.strip():
        raise BadInput("a calendar needs a name", field="name")
    return name.strip()


def _country(country: str) -> str:
    if country and country not in COUNTRIES:
        raise BadInput(
            f"no public holidays are known for {country!r}; leave it empty and enter exceptions",
            field="country",
            known=sorted(COUNTRIES),
        )
    return country


def _refuse_parent(kind: str, parent: Calendar | None) -> None:
    """A calendar inherits from one of the same or a higher level, never from a lower one."""
    if kind not in Calendar.Kind.values:
        raise BadInput(
            f"{kind!r} is not a kind of calendar", field="kind", known=Calendar.Kind.values
        )
    if parent and _LEVELS.index(Calendar.Kind(parent.kind)) > _LEVELS.index(Calendar.Kind(kind)):
        raise BadInput(f"a {kind} calendar cannot inherit from a {parent.kind} one", field="parent")


def _refuse_loop(calendar: Calendar, parent: Calendar | None) -> None:
    parents: dict[UUID, UUID | None] = dict(Calendar.objects.values_list("pk", "parent_id"))
    parents[calendar.pk] = parent.pk if parent else None
    if loop := loop_through(calendar.pk, parents):
        raise CalendarLoop(field="parent", loop=[str(pk) for pk in loop])
