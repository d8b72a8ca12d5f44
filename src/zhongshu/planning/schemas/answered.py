"""What planning answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from zhongshu.projects.schemas import ProjectOut


class Table(Schema):
    """Rows as lists, in the order of the columns."""

    columns: list[str]
    rows: list[list[Any]]


class ConflictOut(Schema):
    """Something in the plan that cannot be met, and by how many working minutes."""

    task_id: UUID
    wbs_code: str
    name: str
    code: str
    minutes: int
    at: datetime | None
    link_id: UUID | None


class BaselineBrief(Schema):
    """A baseline to choose from."""

    id: UUID
    name: str
    set_at: datetime
    is_whole: bool


class ResourceBrief(Schema):
    """A resource of the plan to put to tasks."""

    id: UUID
    name: str
    kind: str
    max_units: float


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

    calendar_id: UUID
    permissions: list[str]
    locked: list[str]


class PlanOut(Schema):
    """A whole plan, as the Gantt draws it."""

    project: PlanHeader
    plan_version: int
    baseline_id: UUID | None
    tasks: Table
    links: Table
    resources: list[ResourceBrief]
    calendars: list[PlanCalendar]
    baselines: list[BaselineBrief]
    conflicts: list[ConflictOut]
    can_undo: bool
    can_redo: bool


class EditOut(Schema):
    """What an edit changed."""

    plan_version: int
    event_id: UUID | None
    tasks: Table
    removed_task_ids: list[UUID]
    links: Table
    removed_link_ids: list[UUID]
    project: PlanHeader
    resources: list[ResourceBrief] | None = Field(description="All of them, if any changed.")
    calendars: list[PlanCalendar] | None = Field(description="All of them, if others are used.")
    conflicts: list[ConflictOut]
    can_undo: bool
    can_redo: bool


class TaskOut(Schema):
    """A task with all fields in view; `_locked` names those that are not."""

    model_config = ConfigDict(extra="allow")

    id: UUID
    number: int
    name: str
    kind: str
    start: datetime
    finish: datetime
    version: int


class TaskPage(Schema):
    """A page of tasks."""

    items: list[TaskOut]
    next_cursor: str | None
    total: int


class SetBy(Schema):
    """Who set a baseline."""

    id: UUID
    name: str


class BaselineOut(Schema):
    """A frozen schedule."""

    id: UUID
    name: str
    set_at: datetime
    set_by: SetBy | None
    is_whole: bool
    slot: int | None
    project_id: UUID


class BaselinePage(Schema):
    """A page of baselines."""

    items: list[BaselineOut]
    next_cursor: str | None
    total: int
