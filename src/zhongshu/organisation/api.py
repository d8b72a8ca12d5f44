"""The organisation over HTTP: each route reads its input, makes one call, and answers."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import File, Form, Query, Router
from ninja import Path as InPath
from ninja.files import UploadedFile
from ninja.params import Query as InQuery

from zhongshu.access import guard
from zhongshu.access.http import Request
from zhongshu.access.listing import ListQuery, page
from zhongshu.kit import clock
from zhongshu.kit.http import REFUSALS, VERSIONED, answer, attachment, expected_version
from zhongshu.kit.limits import COSTLY
from zhongshu.kit.models import Model
from zhongshu.organisation import queries, services
from zhongshu.organisation.feed import year_as_ical
from zhongshu.organisation.fields import CALENDAR, PERSON, UNIT
from zhongshu.organisation.import_classes import note_stored
from zhongshu.organisation.import_plan import ImportPlan
from zhongshu.organisation.importing import import_plan
from zhongshu.organisation.models import OrganisationImport
from zhongshu.organisation.schemas import (
    CalendarIn,
    CalendarOut,
    CalendarPage,
    CalendarPatch,
    CalendarYear,
    Ending,
    ImportOut,
    Leaving,
    PersonIn,
    PersonMove,
    PersonOut,
    PersonPage,
    PersonPatch,
    Placements,
    Places,
    Transfers,
    UnitIn,
    UnitMove,
    UnitOut,
    UnitPage,
    UnitPatch,
    UnitTree,
)
from zhongshu.organisation.tables import MAX_BYTES, UnreadableTable

router = Router(tags=["organisation"], by_alias=True)

# What a row calls what the wire names otherwise.
_NAMES = {"account_id": "user"}
Outcome = Literal["added", "changed", "unchanged", "rejected"]
_FIRST_LINES = 200
Offset = Annotated[int, InQuery(ge=0)]
Limit = Annotated[int, InQuery(ge=1, le=200)]
Year = Annotated[int, InPath(ge=1970, le=2200)]


@router.get("/units", response={200: UnitPage} | REFUSALS)
def list_units(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List the units in view, under their present parents."""
    return answer(page(request.user, UNIT, queries.units_in_view(request.user), query))


@router.get("/unit-tree", response={200: UnitTree} | REFUSALS)
def get_unit_tree(request: Request, on: date | None = None) -> HttpResponse:
    """Show the units in view as the company stood, or will stand, on a day (absent: today)."""
    day = on or clock.today()
    return answer({"on": day, "items": queries.units_on(request.user, day)})


@router.post("/units", response={201: UnitOut} | REFUSALS)
def create_unit(request: Request, body: UnitIn) -> HttpResponse:
    """Add a unit below another one, or directly below the company."""
    fields = _referred(request, body.model_dump())
    parent = fields.pop("parent")
    fields["valid_from"] = fields["valid_from"] or clock.today()
    unit = services.create_unit(request.user, below=parent or guard.company(), **fields)
    return _shown(request, UNIT, unit, status=201)


@router.get("/units/{uuid:unit_id}", response={200: UnitOut} | REFUSALS)
def get_unit(request: Request, unit_id: UUID) -> HttpResponse:
    """Show one unit."""
    return _shown(request, UNIT, queries.get_unit(request.user, unit_id))


@router.patch("/units/{uuid:unit_id}", response={200: UnitOut} | REFUSALS)
def update_unit(request: Request, unit_id: UUID, body: UnitPatch) -> HttpResponse:
    """Change what a unit is called, who leads it and by which calendar it works."""
    unit = services.update_unit(
        request.user,
        unit=queries.get_unit(request.user, unit_id),
        expected_version=expected_version(request),
        **_sent(request, body, nullable={"head", "calendar"}),
    )
    return _shown(request, UNIT, unit)


@router.post(
    "/units/{uuid:unit_id}/move",
    response={200: UnitOut} | REFUSALS,
    openapi_extra=VERSIONED,
)
def move_unit(request: Request, unit_id: UUID, body: UnitMove) -> HttpResponse:
    """Hang a unit under another parent from a day on."""
    unit = services.move_unit(
        request.user,
        unit=queries.get_unit(request.user, unit_id),
        parent=queries.unit_or_none(request.user, body.parent_id, "parent_id"),
        from_date=body.from_date,
        today=clock.today(),
        expected_version=expected_version(request),
    )
    return _shown(request, UNIT, unit)


@router.post(
    "/units/{uuid:unit_id}/close",
    response={200: UnitOut} | REFUSALS,
    openapi_extra=VERSIONED,
)
def close_unit(request: Request, unit_id: UUID, body: Ending) -> HttpResponse:
    """End a unit that has neither people nor units left."""
    unit = services.close_unit(
        request.user,
        unit=queries.get_unit(request.user, unit_id),
        on=body.on,
        expected_version=expected_version(request),
    )
    return _shown(request, UNIT, unit)


@router.get("/units/{uuid:unit_id}/placements", response={200: Placements} | REFUSALS)
def list_placements(request: Request, unit_id: UUID) -> HttpResponse:
    """Show under which parents a unit hung, hangs and will hang."""
    unit = queries.get_unit(request.user, unit_id)
    return answer({"items": queries.placements_of(request.user, unit)})


@router.get("/people", response={200: PersonPage} | REFUSALS)
def list_people(
    request: Request,
    query: Query[ListQuery],
    q: Annotated[str, InQuery(max_length=100)] = "",
    is_present: bool = False,
) -> HttpResponse:
    """List the people in view, if asked only those found by ``q`` or not gone by today."""
    people = queries.people_like(request.user, q)
    if is_present:
        people = queries.working_on(people, clock.today())
    return answer(page(request.user, PERSON, people, query))


@router.get("/people/places", response={200: Places} | REFUSALS)
def list_places(request: Request) -> HttpResponse:
    """Count who works where today: the people in view by unit and site."""
    today = clock.today()
    return answer({"on": today, "items": queries.places(request.user, today)})


@router.post("/people", response={201: PersonOut} | REFUSALS)
def create_person(request: Request, body: PersonIn) -> HttpResponse:
    """Add somebody to a unit."""
    fields = _referred(request, body.model_dump())
    person = services.create_person(request.user, **fields)
    return _shown(request, PERSON, person, status=201)


@router.get("/people/{uuid:person_id}", response={200: PersonOut} | REFUSALS)
def get_person(request: Request, person_id: UUID) -> HttpResponse:
    """Show one person."""
    return _shown(request, PERSON, queries.get_person(request.user, person_id))


@router.patch("/people/{uuid:person_id}", response={200: PersonOut} | REFUSALS)
def update_person(request: Request, person_id: UUID, body: PersonPatch) -> HttpResponse:
    """Change what is known of a person."""
    person = services.update_person(
        request.user,
        person=queries.get_person(request.user, person_id),
        expected_version=expected_version(request),
        **_sent(request, body, nullable={"manager", "calendar", "joins_on", "user"}),
    )
    return _shown(request, PERSON, person)


@router.post(
    "/people/{uuid:person_id}/move",
    response={200: PersonOut} | REFUSALS,
    openapi_extra=VERSIONED,
)
def move_person(request: Request, person_id: UUID, body: PersonMove) -> HttpResponse:
    """Put a person into another unit, today or from a day on."""
    person = services.move_person(
        request.user,
        person=queries.get_person(request.user, person_id),
        unit=queries.get_unit(request.user, body.unit_id),
        from_date=body.from_date or clock.today(),
        today=clock.today(),
        expected_version=expected_version(request),
    )
    return _shown(request, PERSON, person)


@router.post(
    "/people/{uuid:person_id}/end",
    response={200: PersonOut} | REFUSALS,
    openapi_extra=VERSIONED,
)
def end_person(request: Request, person_id: UUID, body: Leaving) -> HttpResponse:
    """Note that a person leaves, or stays after all."""
    person = services.end_person(
        request.user,
        person=queries.get_person(request.user, person_id),
        on=body.on,
        expected_version=expected_version(request),
    )
    return _shown(request, PERSON, person)


@router.get("/people/{uuid:person_id}/transfers", response={200: Transfers} | REFUSALS)
def list_transfers(request: Request, person_id: UUID) -> HttpResponse:
    """Show from which unit to which a person went and will go."""
    person = queries.get_person(request.user, person_id)
    return answer({"items": queries.transfers_of(request.user, person)})


@router.get("/calendars", response={200: CalendarPage} | REFUSALS)
def list_calendars(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List the calendars in view, as written."""
    return answer(page(request.user, CALENDAR, queries.calendars_in_view(request.user), query))


@router.post("/calendars", response={201: CalendarOut} | REFUSALS)
def create_calendar(request: Request, body: CalendarIn) -> HttpResponse:
    """Add a calendar of the company."""
    fields = body.model_dump()
    fields["parent"] = queries.calendar_or_none(request.user, fields.pop("parent_id"), "parent_id")
    calendar = services.create_calendar(request.user, scope=guard.company(), **fields)
    return _shown(request, CALENDAR, calendar, status=201)


@router.get("/calendars/{uuid:calendar_id}", response={200: CalendarOut} | REFUSALS)
def get_calendar(request: Request, calendar_id: UUID) -> HttpResponse:
    """Show one calendar, as written."""
    return _shown(request, CALENDAR, queries.get_calendar(request.user, calendar_id))


@router.patch("/calendars/{uuid:calendar_id}", response={200: CalendarOut} | REFUSALS)
def update_calendar(request: Request, calendar_id: UUID, body: CalendarPatch) -> HttpResponse:
    """Change a calendar, and with it all that inherit from it."""
    fields = body.model_dump(exclude_unset=True)
    if "parent_id" in fields:
        parent_id = fields.pop("parent_id")
        fields["parent"] = queries.calendar_or_none(request.user, parent_id, "parent_id")
    calendar = services.update_calendar(
        request.user,
        calendar=queries.get_calendar(request.user, calendar_id),
        expected_version=expected_version(request),
        **{name: value for name, value in fields.items() if value is not None or name == "parent"},
    )
    return _shown(request, CALENDAR, calendar)


@router.delete("/calendars/{uuid:calendar_id}", response={204: None} | REFUSALS)
def delete_calendar(request: Request, calendar_id: UUID) -> HttpResponse:
    """Remove a calendar that nothing uses."""
    calendar = queries.get_calendar(request.user, calendar_id)
    services.delete_calendar(
        request.user, calendar=calendar, expected_version=expected_version(request)
    )
    return HttpResponse(status=204)


@router.get("/calendars/{uuid:calendar_id}/years/{year}/ical", response={200: None} | REFUSALS)
def export_calendar_year(request: Request, calendar_id: UUID, year: Year) -> HttpResponse:
    """Give the special days of a year to any calendar program."""
    calendar = queries.get_calendar(request.user, calendar_id)
    content = year_as_ical(calendar, year, stamped_at=timezone.now())
    name = f"{calendar.name} {year}.ics"
    return attachment(content, file_name=name, media_type="text/calendar; charset=utf-8")


@router.get("/calendars/{uuid:calendar_id}/years/{year}", response={200: CalendarYear} | REFUSALS)
def get_calendar_year(request: Request, calendar_id: UUID, year: Year) -> HttpResponse:
    """Show each day of a year, with everything inherited."""
    calendar = queries.get_calendar(request.user, calendar_id)
    return answer(queries.calendar_year(calendar, year))


@router.post("/organisation-imports", response={201: ImportOut} | REFUSALS, throttle=COSTLY)
def preview_import(
    request: Request, kind: Form[Literal["people", "units"]], file: File[UploadedFile]
) -> HttpResponse:
    """Upload a CSV or XLSX table and see what it would change; nothing is changed yet."""
    if file.size is None or file.size > MAX_BYTES:
        raise UnreadableTable("the file is too large", field="file", limit=MAX_BYTES)
    uploaded, plan = services.preview_import(
        request.user,
        kind=kind,
        content=file.read(),
        file_name=file.name or "",
        now=timezone.now(),
        today=clock.today(),
    )
    return answer(_shown_import(uploaded, plan), status=201, version=uploaded.version)


@router.get("/organisation-imports/{uuid:import_id}", response={200: ImportOut} | REFUSALS)
def get_import(
    request: Request,
    import_id: UUID,
    outcome: Outcome | None = None,
    offset: Offset = 0,
    limit: Limit = _FIRST_LINES,
) -> HttpResponse:
    """Show an import and its lines, all or those of one outcome, against the present."""
    uploaded = queries.get_organisation_import(request.user, import_id)
    shown = _shown_import(uploaded, import_plan(request.user, uploaded), outcome, offset, limit)
    return answer(shown, version=uploaded.version)


@router.post("/organisation-imports/{uuid:import_id}/apply", response={200: ImportOut} | REFUSALS)
def apply_import(request: Request, import_id: UUID) -> HttpResponse:
    """Make the changes that the preview showed, all or none."""
    uploaded = queries.get_organisation_import(request.user, import_id)
    applied, plan = services.apply_import(request.user, uploaded=uploaded, now=timezone.now())
    return answer(_shown_import(applied, plan), version=applied.version)


def _shown(request: Request, resource: Any, row: Model, *, status: int = 200) -> HttpResponse:
    card = queries.card(request.user, resource, row)
    return answer(card, status=status, version=card["version"])


def _sent(request: Request, body: Any, *, nullable: set[str]) -> dict[str, Any]:
    """The fields that were sent; null only where a field may be empty."""
    fields = _referred(request, body.model_dump(exclude_unset=True))
    return {name: value for name, value in fields.items() if value is not None or name in nullable}


def _referred(request: Request, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with ids turned into the objects in view."""
    finders = {
        "unit_id": queries.unit_or_none,
        "parent_id": queries.unit_or_none,
        "manager_id": queries.person_or_none,
        "head_id": queries.person_or_none,
        "account_id": queries.account_or_none,
        "calendar_id": queries.calendar_or_none,
    }
    return {
        _NAMES.get(name, name.removesuffix("_id")): finders[name](request.user, value, name)
        if name in finders
        else value
        for name, value in fields.items()
    }


def _shown_import(
    uploaded: OrganisationImport,
    plan: ImportPlan,
    outcome: str | None = None,
    offset: int = 0,
    limit: int = _FIRST_LINES,
) -> dict[str, Any]:
    lines = [line for line in plan.lines if outcome in (None, line.outcome)]
    is_open = uploaded.state == OrganisationImport.State.PREVIEWED
    shown = lines[offset : offset + limit]
    note_stored(uploaded.kind, shown)
    return {
        "id": str(uploaded.pk),
        "kind": uploaded.kind,
        "state": uploaded.state,
        "version": uploaded.version,
        "file_name": uploaded.file_name,
        "on": uploaded.on,
        "columns": uploaded.columns,
        "unknown_columns": uploaded.unknown_columns,
        "counts": plan.counts if is_open else uploaded.counts,
        "is_outdated": is_open and plan.digest != uploaded.plan_digest,
        "expires_at": uploaded.expires_at,
        "n_lines": len(lines),
        "lines": [line.shown(plan.names) for line in shown],
    }
