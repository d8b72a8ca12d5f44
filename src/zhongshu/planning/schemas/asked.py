"""What planning can be asked: operations on a plan, baselines, comparisons."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from zhongshu.kit.wire import Instant, Moment
from zhongshu.planning.models import Link, Task
from zhongshu.planning.schemas.checklists import (
    AddChecklistItem,
    ChecklistItemFields,
    MoveChecklistItem,
    RemoveChecklistItem,
    UpdateChecklistItem,
)
from zhongshu.planning.schemas.recurring import AddRecurringTask, UpdateRecurrence
from zhongshu.planning.schemas.staff import (
    AddResource,
    Assign,
    AssignmentFields,
    Unassign,
    UpdateAssignment,
)
from zhongshu.planning.schemas.strict import GivenId, Ratio, Strict
from zhongshu.planning.staffing import MAX_MINUTES
from zhongshu.projects.models import Project

MAX_OPERATIONS = 5000
# What a database counts to.
_LARGEST = 2**63 - 1
# In hundredths: so much that the sum over the largest plan can still be counted.
MOST_COST = 10**13


# By grouping and value, such as ``state:in_progress``: how many cards a column should hold.
WipLimits = Annotated[
    dict[
        Annotated[str, StringConstraints(min_length=1, max_length=200)],
        Annotated[int, Field(ge=1, le=999)],
    ],
    Field(max_length=200),
]


class TaskFields(Strict):
    """Fields of a task to set; absent fields stay.

    `start` asks for a start no earlier than this; `finish` stretches the task to end there.
    """

    name: str | None = Field(None, min_length=1, max_length=500)
    wbs_code: str | None = Field(None, max_length=255)
    notes: str | None = Field(None, max_length=100_000)
    kind: Literal["task", "milestone", "hammock"] | None = None
    mode: Task.Mode | None = None
    is_active: bool | None = None
    state: Task.State | None = None
    board_position: int | None = Field(None, ge=-_LARGEST, le=_LARGEST)
    duration_minutes: int | None = Field(None, ge=0, le=MAX_MINUTES)
    is_elapsed: bool | None = None
    is_estimated: bool | None = None
    calendar_id: UUID | None = None
    ignores_resource_calendars: bool | None = None
    constraint: Task.Constraint | None = None
    constraint_at: Moment | None = None
    second_constraint: Literal["asap", "snet", "snlt", "fnet", "fnlt"] | None = None
    second_constraint_at: Moment | None = None
    deadline: Moment | None = None
    priority: int | None = Field(None, ge=0, le=1000)
    classification: int | None = Field(
        None, ge=0, le=3, description="The class that the task raises its fields to."
    )
    effort_type: Literal["fixed_units", "fixed_duration", "fixed_work"] | None = None
    is_effort_driven: bool | None = None
    percent_complete: Ratio | None = None
    actual_start: Moment | None = None
    actual_finish: Moment | None = None
    remaining_minutes: int | None = Field(None, ge=0, le=MAX_MINUTES)
    cost_minor: int | None = Field(None, ge=0, le=MOST_COST)
    fixed_cost_minor: int | None = Field(None, ge=0, le=MOST_COST)
    actual_cost_minor: int | None = Field(None, ge=0, le=MOST_COST)
    start: Moment | None = None
    finish: Moment | None = None


_NULLABLE = {
    "calendar_id",
    "constraint_at",
    "second_constraint_at",
    "deadline",
    "actual_start",
    "actual_finish",
    "board_position",
}


def set_fields(fields: Schema, nullable: set[str] | frozenset[str] = frozenset()) -> dict[str, Any]:
    """The fields that were sent; null counts only where a field may be emptied."""
    sent = fields.model_dump(exclude_unset=True)
    return {name: value for name, value in sent.items() if value is not None or name in nullable}


class AddTask(Strict):
    """Put a new task below a parent, after a sibling (absent: last; null: first)."""

    op: Literal["add_task"]
    id: GivenId = None
    name: str = Field(min_length=1, max_length=500)
    parent_id: UUID | None = None
    after_id: UUID | None = None
    fields: TaskFields | None = None


class UpdateTask(Strict):
    """Set fields of a task."""

    op: Literal["update_task"]
    id: UUID
    fields: TaskFields


class MoveTask(Strict):
    """Hang a task under another parent, or after another sibling."""

    op: Literal["move_task"]
    id: UUID
    parent_id: UUID | None = None
    after_id: UUID | None = None


class DeleteTask(Strict):
    """Remove a task with all below it."""

    op: Literal["delete_task"]
    id: UUID


class LinkFields(Strict):
    """Fields of a link to set."""

    type: Link.Type | None = None
    lag: int | None = Field(None, ge=-MAX_MINUTES, le=MAX_MINUTES)
    lag_unit: Link.LagUnit | None = None


class AddLink(Strict):
    """Link two tasks; the lag is minutes, or whole per cent by its unit."""

    op: Literal["add_link"]
    id: GivenId = None
    before_id: UUID
    after_id: UUID
    type: Link.Type = Link.Type.FINISH_START
    lag: int = Field(0, ge=-MAX_MINUTES, le=MAX_MINUTES)
    lag_unit: Link.LagUnit = Link.LagUnit.WORKING


class UpdateLink(Strict):
    """Change a link."""

    op: Literal["update_link"]
    id: UUID
    fields: LinkFields


class DeleteLink(Strict):
    """Remove a link."""

    op: Literal["delete_link"]
    id: UUID


class AddCrossLink(Strict):
    """Let a task wait for one of another project that one may see."""

    op: Literal["add_cross_link"]
    id: GivenId = None
    before_id: UUID
    after_id: UUID
    type: Link.Type = Link.Type.FINISH_START
    lag: int = Field(0, ge=-MAX_MINUTES, le=MAX_MINUTES)
    lag_unit: Link.LagUnit = Link.LagUnit.WORKING


class UpdateCrossLink(Strict):
    """Change a link from another project."""

    op: Literal["update_cross_link"]
    id: UUID
    fields: LinkFields


class DeleteCrossLink(Strict):
    """Wait for a task of another project no longer."""

    op: Literal["delete_cross_link"]
    id: UUID


class ProjectSettings(Strict):
    """The settings of a project that its schedule depends on."""

    start: Moment | None = None
    required_finish: Moment | None = None
    scheduled_from: Project.ScheduledFrom | None = None
    status_date: Moment | None = None
    progress_mode: Project.ProgressMode | None = None
    lag_calendar: Project.LagCalendar | None = None
    near_critical_minutes: int | None = Field(None, ge=0, le=MAX_MINUTES)
    critical_float_minutes: int | None = Field(None, ge=-MAX_MINUTES, le=MAX_MINUTES)
    calendar_id: UUID | None = None
    wip_limits: WipLimits | None = None


class UpdateProject(Strict):
    """Set what the schedule depends on."""

    op: Literal["update_project"]
    fields: ProjectSettings


Operation = Annotated[
    AddTask
    | UpdateTask
    | MoveTask
    | DeleteTask
    | AddChecklistItem
    | UpdateChecklistItem
    | MoveChecklistItem
    | RemoveChecklistItem
    | AddRecurringTask
    | UpdateRecurrence
    | AddLink
    | UpdateLink
    | DeleteLink
    | AddCrossLink
    | UpdateCrossLink
    | DeleteCrossLink
    | AddResource
    | Assign
    | Unassign
    | UpdateAssignment
    | UpdateProject,
    Field(discriminator="op"),
]


class EditsIn(Strict):
    """Operations on a plan, applied in order and all together or not at all."""

    plan_version: int | None = Field(None, description="The version the edit was made on.")
    own_versions: list[int] | None = Field(None, max_length=1000, description="Later ones of mine.")
    baseline_id: UUID | None = Field(None, description="The answer is measured against it.")
    operations: list[Operation] = Field(min_length=1, max_length=MAX_OPERATIONS)

    def as_operations(self) -> list[dict[str, Any]]:
        """The operations as planning takes them: only what was sent."""
        return [_as_operation(operation) for operation in self.operations]


def _as_operation(operation: Any) -> dict[str, Any]:
    sent: dict[str, Any] = operation.model_dump(exclude_unset=True)
    sent["op"] = operation.op
    fields = getattr(operation, "fields", None)
    if isinstance(fields, TaskFields):
        sent["fields"] = set_fields(fields, _NULLABLE)
    elif isinstance(fields, LinkFields | AssignmentFields | ChecklistItemFields):
        sent["fields"] = set_fields(fields)
    elif isinstance(fields, ProjectSettings):
        sent["fields"] = set_fields(fields, {"required_finish", "status_date"})
    told = {name: value for name, value in sent.items() if value is not None or name != "id"}
    return {name: _key(value) for name, value in told.items()}


def _key(value: Any) -> Any:
    """Ids as the open plan holds them: as text, wherever they stand."""
    if isinstance(value, dict):
        return {name: _key(one) for name, one in value.items()}
    return str(value) if isinstance(value, UUID) else value


class BaselineIn(Strict):
    """A request to freeze the schedule, or the part below some tasks.

    Without a purpose a baseline of the whole plan shall be in force, one of a part is for
    comparison. Where one has been in force, another needs a reason and an approval.
    """

    name: str = Field(min_length=1, max_length=100)
    task_ids: list[UUID] | None = Field(None, min_length=1, max_length=MAX_OPERATIONS)
    purpose: Literal["in_force", "comparison"] | None = None
    reason: str = Field("", max_length=2000)


class ApprovalIn(Strict):
    """Agreement to a request, with a remark if there is one."""

    note: str = Field("", max_length=2000)


class RejectionIn(Strict):
    """Refusal of a request, and why."""

    note: str = Field(min_length=1, max_length=2000)


class VarianceQuery(Schema):
    """Against which baseline, or the one in force at which instant."""

    baseline_id: UUID | None = None
    at: Instant | None = None
    limit: int = Field(200, ge=1, le=1000)
    cursor: int | None = Field(None, ge=0, le=_LARGEST)


class ComparisonQuery(Schema):
    """Two instants of the plan's life; `to` absent means now."""

    since: Instant
    to: Instant | None = None
