"""The shape of projects on the wire."""

from datetime import date
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from zhongshu.kit.wire import ToldMoment, Veiled
from zhongshu.projects.models import Project


class Reference(Schema):
    """Another object, by id and the name to show."""

    id: UUID
    name: str


class ProjectIn(Schema):
    """A request to open a project."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    unit_id: UUID
    start_date: date = Field(ge=date(1900, 1, 1), lt=date(2200, 1, 1))
    calendar_id: UUID | None = Field(None, description="Absent: the unit's or the company's.")
    manager_id: UUID | None = None


class ProjectPatch(Schema):
    """Fields of a project to change; absent fields stay."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=200)
    description: str | None = Field(None, max_length=100_000)
    state: Project.State | None = None
    manager_id: UUID | None = None
    unit_id: UUID | None = None
    currency: str | None = Field(None, pattern=r"^[A-Z]{3}$", description="ISO 4217.")
    classification: int | None = Field(
        None, ge=0, le=3, description="The class of the record; lowering it takes a right."
    )


class DecisionIn(Schema):
    """How the project shall stand from now on, and why."""

    model_config = ConfigDict(extra="forbid")

    state: Project.State
    reason: str = Field(min_length=1, max_length=500)


class ProjectOut(Veiled):
    """A project and how it stands; moments are local to the project.

    Where its schedule is closed to the viewer, all that its plan tells is locked together.
    """

    id: UUID
    scope_id: UUID = Field(description="Governs who may see the project and what may be done.")
    key: str
    name: str
    description: str | None
    state: str
    version: int
    unit: Reference | None = Field(description="Null only where it is out of sight.")
    manager: Reference | None
    calendar: Reference
    currency: str
    start: ToldMoment | None
    finish: ToldMoment | None
    required_finish: ToldMoment | None
    cost_minor: int | None = Field(description="By the plan; null if no task has a cost.")
    classification: int = Field(description="The class that the record raises its fields to.")
    baseline_finish: ToldMoment | None
    slip_minutes: int | None = Field(description="Calendar minutes; positive is late.")
    health: str | None
    percent_complete: float | None
    n_tasks: int | None
    status_date: ToldMoment | None
    scheduled_from: str | None
    progress_mode: str | None
    lag_calendar: str | None
    minutes_per_day: int | None
    minutes_per_week: int | None
    days_per_month: int | None
    critical_float_minutes: int | None
    near_critical_minutes: int | None
    plan_version: int | None
    source_format: str | None


class ProjectRow(ProjectOut):
    """A project in a list, with what the viewer may do to it."""

    may: list[str] = Field(alias="_may", description="Permissions held over the project.")


class ProjectMeasures(Schema):
    """What a group of projects comes to; null where no project of it has a value.

    A measure that is out of sight is absent.
    """

    n_tasks: int | None = Field(None, description="Sum.")
    percent_complete: float | None = Field(None, description="Mean of the projects.")
    slip_minutes: int | None = Field(None, description="The greatest.")
    start: ToldMoment | None = Field(None, description="The earliest.")
    finish: ToldMoment | None = Field(None, description="The latest.")
    cost_minor: int | None = Field(None, description="Sum; null if currencies differ.")


class ProjectGroup(Schema):
    """The projects that have one value in common."""

    key: str = Field(
        description=(
            "The value, or the id of the reference; empty for none, or none in sight; _locked for "
            "a value that one may not read."
        )
    )
    label: str | None = Field(description="The name of a reference.")
    count: int
    measures: ProjectMeasures
    locked: list[str] | None = Field(None, alias="_locked", description="Measures out of sight.")
    mixed: list[str] | None = Field(None, alias="_mixed", description="In several currencies.")
    coarse: list[str] | None = Field(
        None,
        alias="_coarse",
        description="Measures that are rounded, as single values behind them are out of sight.",
    )


class ProjectPage(Schema):
    """A page of projects."""

    items: list[ProjectRow]
    groups: list[ProjectGroup] | None = Field(None, description="On the first page, if asked.")
    next_cursor: str | None
    total: int
