"""The shape of the organisation on the wire."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from zhongshu.kit.wire import Veiled
from zhongshu.organisation.models import Calendar

Shift = tuple[int, int]


class Reference(Schema):
    """Another object, by id and the name to show."""

    id: UUID
    name: str


class UnitIn(Schema):
    """A request to add a unit."""

    code: str = Field(max_length=40)
    name: str = Field(max_length=200)
    parent_id: UUID | None = Field(None, description="Absent: directly below the company.")
    head_id: UUID | None = None
    calendar_id: UUID | None = None
    valid_from: date | None = Field(None, description="Absent: today.")


class UnitPatch(Schema):
    """Fields of a unit to change; absent fields stay."""

    code: str | None = Field(None, max_length=40)
    name: str | None = Field(None, max_length=200)
    head_id: UUID | None = None
    calendar_id: UUID | None = None
    classification: int | None = Field(None, ge=0, le=3)


class UnitMove(Schema):
    """Where a unit hangs from a day on."""

    parent_id: UUID | None = Field(description="None: directly below the company.")
    from_date: date


class Ending(Schema):
    """The first day on which something is no longer so."""

    on: date


class UnitOut(Veiled):
    """A unit, under its present parent."""

    id: UUID
    code: str
    name: str
    version: int
    classification: int
    parent: Reference | None
    head: Reference | None
    calendar: Reference | None
    scope: Reference
    valid_from: date
    valid_to: date | None
    may: list[str] = Field(alias="_may", description="What the viewer may do with it.")


class Placement(Schema):
    """Under which parent a unit hung during a period."""

    parent: Reference | None = Field(description="None: directly below the company, or hidden.")
    is_parent_hidden: bool = Field(description="There was one, out of the viewer's sight.")
    from_date: date
    to_date: date | None = Field(description="The first day after it.")


class Placements(Schema):
    """Where a unit hung, hangs and will hang."""

    items: list[Placement]


class TransferOut(Schema):
    """A person's way from one unit to another."""

    from_unit: Reference | None = Field(description="None: out of the viewer's sight.")
    to_unit: Reference | None = Field(description="None: out of the viewer's sight.")
    on: date
    is_done: bool = Field(description="False while the day has not come.")


class Transfers(Schema):
    """The moves of a person, the first one first."""

    items: list[TransferOut]


class Place(Schema):
    """How many people of a unit work at a site."""

    unit_id: UUID
    location: str
    n_people: int


class Places(Schema):
    """Who works where on a day."""

    on: date
    items: list[Place]


class UnitPage(Schema):
    """A page of units."""

    items: list[UnitOut]
    next_cursor: str | None
    total: int


class PlacedUnitOut(Schema):
    """A unit with the parent it hangs under on the asked day."""

    id: UUID
    code: str
    name: str
    parent_id: UUID | None


class UnitTree(Schema):
    """The company as it stands on a day."""

    on: date
    items: list[PlacedUnitOut]


class PersonIn(Schema):
    """A request to add somebody."""

    employee_number: str = Field(max_length=40)
    name: str = Field(max_length=200)
    unit_id: UUID
    email: str = Field("", max_length=254)
    manager_id: UUID | None = None
    position: str = Field("", max_length=100)
    location: str = Field("", max_length=100)
    calendar_id: UUID | None = None
    joins_on: date | None = None


class PersonPatch(Schema):
    """Fields of a person to change; absent fields stay."""

    employee_number: str | None = Field(None, max_length=40)
    name: str | None = Field(None, max_length=200)
    email: str | None = Field(None, max_length=254)
    manager_id: UUID | None = None
    position: str | None = Field(None, max_length=100)
    location: str | None = Field(None, max_length=100)
    calendar_id: UUID | None = None
    account_id: UUID | None = None
    joins_on: date | None = None
    classification: int | None = Field(None, ge=0, le=3)


class PersonMove(Schema):
    """The unit to which somebody goes, and from which day on."""

    unit_id: UUID
    from_date: date | None = Field(None, description="Absent: today.")


class Leaving(Schema):
    """The first day on which somebody no longer works here; None: they stay."""

    on: date | None


class PersonOut(Veiled):
    """Somebody who works for the company; fields that are locked are null and named."""

    id: UUID
    name: str
    version: int
    classification: int
    employee_number: str | None
    email: str | None
    unit: Reference
    account: Reference | None = Field(description="By its sign-in name.")
    has_account: bool | None
    manager: Reference | None
    position: str | None
    location: str | None
    calendar: Reference | None
    joins_on: date | None
    leaves_on: date | None
    may: list[str] = Field(alias="_may", description="What the viewer may do with the person.")


class PersonPage(Schema):
    """A page of people."""

    items: list[PersonOut]
    next_cursor: str | None
    total: int


class CalendarIn(Schema):
    """A request to add a calendar."""

    name: str = Field(max_length=200)
    kind: Calendar.Kind
    parent_id: UUID | None = None
    country: str = Field("", max_length=2, description="Whose public holidays apply, as `CN`.")
    week: list[list[Shift] | None] = Field(
        default_factory=list,
        max_length=7,
        description="Monday first; null inherits. A shift that ends past 24:00 is split.",
    )
    exceptions: list[dict[str, Any]] = Field(default_factory=list, max_length=1000)


class CalendarPatch(Schema):
    """Fields of a calendar to change; absent fields stay."""

    name: str | None = Field(None, max_length=200)
    parent_id: UUID | None = None
    country: str | None = Field(None, max_length=2)
    week: list[list[Shift] | None] | None = Field(None, max_length=7)
    exceptions: list[dict[str, Any]] | None = Field(None, max_length=1000)


class CalendarException(Schema):
    """Days, both ends included, on which a calendar departs from its week."""

    from_date: date
    to_date: date
    name: str
    name_en: str | None = None
    shifts: list[Shift]


class CalendarOut(Schema):
    """A calendar as it was written, without what it inherits."""

    id: UUID
    name: str
    version: int
    kind: str
    parent: Reference | None
    country: str
    week: list[list[Shift] | None]
    exceptions: list[CalendarException]
    may: list[str] = Field(alias="_may", description="What the viewer may do with it.")


class CalendarPage(Schema):
    """A page of calendars."""

    items: list[CalendarOut]
    next_cursor: str | None
    total: int


class CalendarDay(Schema):
    """How one day comes out, with everything inherited."""

    date: date
    is_working: bool
    minutes: int
    shifts: list[Shift]
    kind: Literal["weekday", "weekend", "holiday", "makeup", "exception"]
    name: str | None
    name_en: str | None


class CalendarYear(Schema):
    """A calendar over one year."""

    year: int
    is_announced: bool = Field(
        description="Whether the public holidays of the year are known; if not, only the "
        "weekly pattern and the calendar's own exceptions count."
    )
    days: list[CalendarDay]


class ImportLine(Schema):
    """What becomes of one row of the table."""

    row: int = Field(description="As a spreadsheet counts, header included.")
    key: str | None
    name: str | None
    outcome: Literal["added", "changed", "unchanged", "rejected"]
    changes: dict[str, tuple[str | None, str | None]] = Field(description="Old and new value.")
    locked: list[str] = Field(
        description="Fields whose present value the importer may not read; its old value is null."
    )
    problems: list[dict[str, Any]] = Field(description="`field`, `code` and the facts.")


class ImportOut(Schema):
    """An uploaded table and what it changes; ``lines`` are those of the asked outcome."""

    id: UUID
    kind: str
    state: str
    version: int
    file_name: str
    on: date
    columns: list[str]
    unknown_columns: list[str]
    counts: dict[str, int]
    is_outdated: bool = Field(description="The organisation changed since the upload.")
    expires_at: datetime
    n_lines: int
    lines: list[ImportLine]
