"""What planning answers."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from zhongshu.kit.wire import ToldMoment, Veiled
from zhongshu.planning.models import Link
from zhongshu.projects.schemas import ProjectGroup, ProjectOut, Reference


class Table(Schema):
    """Rows as lists, in the order of the columns."""

    columns: list[str]
    rows: list[list[Any]]


class ConflictOut(Schema):
    """Something in the plan that cannot be met, and by how many working minutes."""

    task_id: UUID
    wbs_code: str
    name: str | None
    code: str
    minutes: int
    at: ToldMoment | None
    link_id: UUID | None


BaselineState = Literal["approved", "comparison", "proposed", "rejected", "withdrawn"]


class BaselineBrief(Schema):
    """A baseline to choose from."""

    id: UUID
    name: str
    set_at: datetime
    is_whole: bool
    state: BaselineState


class ResourceBrief(Schema):
    """A resource of the plan to put to tasks."""

    id: UUID
    name: str
    kind: str
    max_units: float
    person_id: UUID | None = Field(description="The person of the company that it stands for.")
    unit: Reference | None = Field(
        description="The unit of that person, where the viewer may see it."
    )
    is_own: bool = Field(description="Whether it stands for the viewer.")


class DatedShifts(Schema):
    """Days on which a calendar differs from its week; no shifts is time off."""

    from_date: str
    to_date: str
    name: str
    shifts: list[list[int]]


class PlanCalendar(Schema):
    """A calendar with all it inherits: shifts of each weekday, Monday first, in minutes."""

    id: UUID
    name: str
    week: list[list[list[int]]]
    exceptions: list[DatedShifts]


class PlanHeader(ProjectOut):
    """The project, what the viewer may do there, and which task fields are locked."""

    start: ToldMoment
    n_tasks: int
    scheduled_from: str
    progress_mode: str
    lag_calendar: str
    minutes_per_day: int
    minutes_per_week: int
    days_per_month: int
    critical_float_minutes: int
    near_critical_minutes: int
    plan_version: int
    source_format: str
    calendar_id: UUID
    wip_limits: dict[str, int] = Field(description="Cards per column, by grouping and value.")
    permissions: list[str]
    locked: list[str]


class GhostProject(Schema):
    """The project that a ghost task belongs to."""

    id: UUID
    key: str
    name: str


class GhostOut(Schema):
    """A task of another project; `_locked` names what the viewer may not read, then null."""

    model_config = ConfigDict(extra="allow")

    task_id: UUID | None
    number: int | None
    name: str | None
    kind: str | None
    project: GhostProject | None
    start: ToldMoment | None
    finish: ToldMoment | None
    percent_complete: float | None
    is_critical: bool | None
    is_removed: bool


class CrossLinkOut(Schema):
    """A link with another project: `in`, if this plan waits for the ghost, or `out`.

    `task_id` is the task of this plan. What links a hidden plan to this one is not told.
    """

    id: UUID
    direction: Literal["in", "out"]
    task_id: UUID
    type: Link.Type | None
    lag: int | None
    lag_unit: Link.LagUnit | None
    is_driving: bool | None
    ghost: GhostOut


class PlanOut(Schema):
    """A whole plan, as the Gantt draws it."""

    project: PlanHeader
    plan_version: int
    baseline_id: UUID | None
    tasks: Table
    links: Table
    cross_links: list[CrossLinkOut]
    resources: list[ResourceBrief]
    calendars: list[PlanCalendar]
    baselines: list[BaselineBrief]
    conflicts: list[ConflictOut]
    can_undo: bool
    can_redo: bool


class PlanVersionOut(Schema):
    """The version of a plan, as its viewer knows it."""

    plan_version: int = Field(description="It rises with each edit that the viewer is told of.")


class CostField(Schema):
    """What the viewer may do with one kind of cost in this plan, and of which class it is."""

    name: Literal["cost_minor", "fixed_cost_minor", "actual_cost_minor"]
    effect: Literal[
        "none", "exists", "aggregate", "masked", "on_request", "read", "write_once", "write"
    ]
    classification: int


class CostsOut(Schema):
    """What the tasks of a plan cost in hundredths of the currency; null is locked.

    A summary costs what is below it. `present` has, by kind of cost, the tasks of which the
    viewer may know that there is a value.
    """

    currency: str
    fields: list[CostField]
    tasks: Table
    present: dict[str, list[UUID]]


class EditOut(Schema):
    """What an edit changed."""

    plan_version: int
    previous_version: int = Field(description="The one before this edit.")
    event_id: UUID | None
    tasks: Table
    removed_task_ids: list[UUID]
    links: Table
    removed_link_ids: list[UUID]
    cross_links: list[CrossLinkOut] | None = Field(description="All of them, if any changed.")
    project: PlanHeader
    resources: list[ResourceBrief] | None = Field(description="All of them, if any changed.")
    calendars: list[PlanCalendar] | None = Field(description="All of them, if others are used.")
    conflicts: list[ConflictOut]
    can_undo: bool
    can_redo: bool


class OccurrenceOut(Schema):
    """When one occurrence of a recurring task would be."""

    start: ToldMoment
    finish: ToldMoment


class OccurrencesOut(Schema):
    """The occurrences that a pattern names, each on a day of its own."""

    occurrences: list[OccurrenceOut]


class TaskOut(Schema):
    """A task with all fields in view; `_locked` names those that are not."""

    model_config = ConfigDict(extra="allow")

    id: UUID
    number: int
    name: str | None
    kind: str
    start: ToldMoment
    finish: ToldMoment
    version: int


class TaskPage(Schema):
    """A page of tasks."""

    items: list[TaskOut]
    next_cursor: str | None
    total: int


class SetBy(Schema):
    """Who set a baseline, or decided on one."""

    id: UUID
    name: str


class BaselineOut(Veiled):
    """A frozen schedule."""

    id: UUID
    name: str
    set_at: datetime
    set_by: SetBy | None
    is_whole: bool
    slot: int | None
    state: BaselineState
    reason: str | None
    decided_at: datetime | None
    decided_by: SetBy | None
    decision: str | None
    in_force_at: datetime | None
    project_id: UUID


class BaselinePage(Schema):
    """A page of baselines."""

    items: list[BaselineOut]
    next_cursor: str | None
    total: int


class RoadmapDate(Schema):
    """A milestone of a project, and when the baseline in force wanted it."""

    task_id: UUID
    number: int
    name: str | None
    at: ToldMoment
    baseline_at: ToldMoment | None
    is_done: bool


class RoadmapLink(Schema):
    """A task of this project waits for one of another: from that finish to this start."""

    project_id: UUID = Field(description="The project that is waited for.")
    finish: ToldMoment
    start: ToldMoment


class RoadmapProject(Veiled):
    """A project on the time axis."""

    id: UUID
    key: str
    name: str
    state: str
    health: str | None
    unit: Reference | None = Field(description="Null only where it is out of sight.")
    manager: Reference | None
    start: ToldMoment
    finish: ToldMoment | None
    baseline_finish: ToldMoment | None
    slip_minutes: int | None
    percent_complete: float | None
    status_date: ToldMoment | None
    key_dates: list[RoadmapDate] = Field(description="The first 24, by date.")
    waits_for: list[RoadmapLink] = Field(description="Links from other projects in view.")


class RoadmapExtent(Schema):
    """From the first start to the last finish of all projects that match."""

    start: ToldMoment | None
    finish: ToldMoment | None


class RoadmapPage(Schema):
    """A page of the roadmap."""

    items: list[RoadmapProject]
    groups: list[ProjectGroup] | None = Field(None, description="On the first page, if asked.")
    next_cursor: str | None
    total: int
    extent: RoadmapExtent
