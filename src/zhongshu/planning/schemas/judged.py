"""What planning says about a plan: variance, reasons, quality, how it stands, what happened."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from zhongshu.kit.wire import ToldMoment, Veiled
from zhongshu.planning.models import Link
from zhongshu.planning.schemas.answered import BaselineBrief, GhostOut, SetBy
from zhongshu.projects.schemas import ProjectOut


class VarianceOut(Schema):
    """One task against a baseline; null where one of the two does not know it."""

    task_id: UUID
    number: int
    wbs_code: str
    name: str | None
    kind: str
    is_summary: bool
    baseline_start: ToldMoment | None
    baseline_finish: ToldMoment | None
    start: ToldMoment | None
    finish: ToldMoment | None
    start_slip_minutes: int | None
    finish_slip_minutes: int | None
    slip_days: float | None = Field(description="Calendar days; positive is late.")
    duration_change_minutes: int | None
    cause: str


class ProjectVarianceOut(Schema):
    """The project as a whole against a baseline."""

    start: ToldMoment | None
    finish: ToldMoment | None
    baseline_start: ToldMoment | None
    baseline_finish: ToldMoment | None
    finish_slip_minutes: int | None
    slip_days: float | None


class VariancesOut(Schema):
    """The plan against a baseline: the project, its phases and its tasks."""

    baseline: BaselineBrief | None
    project: ProjectVarianceOut
    items: list[VarianceOut]
    next_cursor: str | None
    total: int


class DrivingLinkOut(Schema):
    """The link that holds a date."""

    id: UUID
    before_id: UUID | None
    type: Link.Type
    lag: int
    lag_unit: Link.LagUnit


class SkippedOut(Schema):
    """Time off just before a date, and the exception it comes from, if any."""

    id: UUID
    name: str
    reason: Literal["weekend", "exception"]
    exception_name: str | None
    exception_name_en: str | None
    from_: ToldMoment = Field(alias="from")
    to: ToldMoment


class DriverOut(Schema):
    """One step of the chain of causes."""

    task_id: UUID | None
    number: int | None
    wbs_code: str | None
    name: str | None
    side: Literal["start", "finish"]
    at: ToldMoment | None
    kind: str
    is_critical: bool
    link: DrivingLinkOut | None
    constraint: str | None
    calendar: SkippedOut | None
    ghost: GhostOut | None = Field(description="The task of another project that it ends at.")


class DriversOut(Schema):
    """The chain of causes, from the asked task back to the first one."""

    task_id: UUID
    chain: list[DriverOut]


class PathOut(Schema):
    """A chain of tasks with the same float."""

    float_minutes: int
    is_critical: bool
    task_ids: list[UUID]


class PathsOut(Schema):
    """The most critical chains first."""

    paths: list[PathOut]


class ComparedTask(Schema):
    """A task that differs between two moments, with old and new values by field."""

    id: UUID
    number: int
    name: str | None
    kind: str
    start: ToldMoment | None
    finish: ToldMoment | None
    fields: dict[str, list[Any]] = Field(default_factory=dict)


class ComparedLink(Schema):
    """A link that is there at one of two moments."""

    id: UUID
    before_id: UUID
    after_id: UUID
    type: Link.Type
    lag: int
    lag_unit: Link.LagUnit


class ComparisonOut(Schema):
    """What differs between two moments of a plan."""

    added: list[ComparedTask]
    removed: list[ComparedTask]
    changed: list[ComparedTask]
    moved: list[ComparedTask]
    links_added: list[ComparedLink]
    links_removed: list[ComparedLink]


class OffenderOut(Schema):
    """A task at fault."""

    id: UUID
    number: int
    wbs_code: str
    name: str | None


class CheckOut(Schema):
    """One check of schedule quality; `passed` is null where `reason` says why not."""

    number: int
    code: str
    value: float | None
    limit: float | None
    passed: bool | None
    reason: str | None
    n_considered: int
    n_offenders: int
    offenders: list[OffenderOut]


class QualityOut(Schema):
    """The fourteen checks."""

    as_of: ToldMoment | None
    checks: list[CheckOut]


class VerdictOut(Schema):
    """How the project stands, in a word, and how many calendar days late."""

    code: Literal["empty", "done", "no_baseline", "on_track", "late", "very_late"]
    slip_days: float | None


class TaskCardOut(Schema):
    """A task beside the baseline."""

    task_id: UUID
    number: int
    wbs_code: str
    name: str | None
    kind: str
    start: ToldMoment
    at: ToldMoment
    baseline_at: ToldMoment | None
    slip_days: float | None
    percent_complete: float
    is_critical: bool
    total_float_minutes: int


class CauseOut(TaskCardOut):
    """The task that adds most to the slip of the project."""

    added_days: float


class BaselineName(Schema):
    """A baseline by name."""

    id: UUID
    name: str


class QualityTally(Schema):
    """How many of the checks passed."""

    n_passed: int
    n_failed: int
    n_unknown: int


class BaselineRequestOut(Veiled):
    """A request for another baseline that waits for a decision, and what the viewer may do."""

    id: UUID
    name: str
    reason: str | None
    set_at: datetime
    set_by: SetBy | None
    finish: ToldMoment | None
    can_decide: bool
    body: str | None = Field(description="The body for which the viewer would vote; else null.")
    question_id: UUID | None
    can_withdraw: bool


class OverviewOut(Schema):
    """How a project stands."""

    project: ProjectOut
    verdict: VerdictOut
    main_cause: CauseOut | None
    as_of: ToldMoment | None
    forecast_finish: ToldMoment | None
    baseline_finish: ToldMoment | None
    baseline: BaselineName | None
    baseline_request: BaselineRequestOut | None
    slip_minutes: int | None
    slip_days: float | None
    percent_complete: float | None
    planned_percent_complete: float | None
    key_dates: list[TaskCardOut]
    critical_tasks: list[TaskCardOut]
    n_critical: int
    n_near_critical: int
    quality: QualityTally
    n_tasks: int
    n_milestones: int
    n_late: int
    n_conflicts: int


class MovingProject(Schema):
    """A project whose plan moved this one; `_locked` where the viewer may not see it."""

    model_config = ConfigDict(extra="allow")

    id: UUID | None
    key: str | None
    name: str | None


class PlanEventOut(Veiled):
    """One entry of a project's history."""

    id: UUID
    kind: str
    at: datetime
    by: str | None
    plan_version: int | None
    operations: list[str]
    n_changed: int
    n_moved: int
    can_undo: bool
    because_of: list[MovingProject]


class HistoryOut(Schema):
    """A page of events."""

    items: list[PlanEventOut]
    next_cursor: str | None


class PlanName(Schema):
    """A project by its key and name."""

    id: UUID
    key: str
    name: str


class PlansOut(Schema):
    """The plans that follow a calendar, directly or through one that inherits from it."""

    n_plans: int
    n_hidden: int = Field(description="Those of them that the viewer may not see.")
    n_calendars: int = Field(description="Calendars that inherit from it.")
    items: list[PlanName] = Field(description="At most fifty, by key.")


class WorkOut(Schema):
    """What somebody has to do in the plans that the viewer may see."""

    n_open_tasks: int
    n_plans: int


class FieldStep(Schema):
    """What a field was, and what it became."""

    name: str
    before: Any
    after: Any


class TaskStep(Schema):
    """One thing that happened to a task, to who is put to it, or to what it waits for."""

    what: Literal["task", "assignee", "predecessor", "successor"]
    how: Literal["added", "changed", "removed", "moved"]
    name: str | None = Field(None, description="The other task, or who; null if it is gone.")
    fields: list[FieldStep]


class TaskEventOut(Veiled):
    """An edit of a plan as far as it changed one task."""

    id: UUID
    kind: str
    at: datetime
    by: str | None
    steps: list[TaskStep]


class TaskHistoryOut(Schema):
    """A page of what happened to a task, the newest first."""

    items: list[TaskEventOut]
    next_cursor: str | None
