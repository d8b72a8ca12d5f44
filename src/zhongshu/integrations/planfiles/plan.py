"""The canonical plan: what every reader fills and every writer reads.

Moments are whole local minutes since 1970 (``moments.py``), durations and work whole working
minutes, percentages whole numbers 0 to 100, units and rates ratios (1 = 100 %), money ``Decimal``
in the plan's currency. ``None`` always means *the file does not say*.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

Shift = tuple[int, int]  # from and to minute of the day, 0 to 1440
FieldValue = str | int | Decimal | bool
Week = list[list[Shift] | None]  # Monday first; None: as the base calendar says

LinkType = Literal["fs", "ss", "ff", "sf"]
LagUnit = Literal["working", "elapsed", "percent", "elapsed_percent"]
Constraint = Literal["asap", "alap", "snet", "snlt", "fnet", "fnlt", "mso", "mfo"]
LagCalendar = Literal["predecessor", "successor", "project", "elapsed"]
ProgressMode = Literal["retained_logic", "progress_override", "actual_dates"]
TaskMode = Literal["auto", "manual"]
TaskState = Literal["todo", "in_progress", "in_review", "blocked", "done"]
ResourceKind = Literal["work", "material", "cost"]
FieldKind = Literal["text", "number", "date", "duration", "cost", "flag", "code"]
Severity = Literal["error", "warning", "info"]


LEVEL_OF_EFFORT = "level_of_effort"
"""What Primavera calls a task that lasts as long as those it is linked to."""


@dataclass(slots=True, kw_only=True)
class Finding:
    """Something the reader of a preview should know about a file."""

    severity: Severity
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    where: str = ""
    n: int = 1


@dataclass(slots=True, kw_only=True)
class PlanCalendarException:
    """Days on which a calendar differs from its week; both dates are included."""

    from_date: date
    to_date: date
    name: str = ""
    shifts: list[Shift] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class PlanCalendar:
    """A working calendar; a later exception beats an earlier one, an own one a base's."""

    uid: int
    name: str
    guid: str = ""
    base_uid: int | None = None
    is_base: bool = True
    week: Week = field(default_factory=lambda: [None] * 7)
    exceptions: list[PlanCalendarException] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class PlanBaseline:
    """What one of the numbered baselines (0 to 10) froze of a task or an assignment."""

    number: int
    start: int | None = None
    finish: int | None = None
    duration_minutes: int | None = None
    work_minutes: int | None = None
    cost: Decimal | None = None
    fixed_cost: Decimal | None = None


@dataclass(slots=True, kw_only=True)
class PlanLink:
    """A dependency; ``lag`` is minutes, or per cent of the predecessor's duration."""

    before_uid: int
    after_uid: int
    type: LinkType = "fs"
    lag: int = 0
    lag_unit: LagUnit = "working"
    lag_format: int = 7  # how the file's own tool shows the lag (days)


@dataclass(slots=True, kw_only=True)
class PlanTask:
    """A task, milestone or summary of the outline, in the order of ``Plan.tasks``."""

    uid: int
    name: str = ""
    number: int | None = None
    guid: str = ""
    code: str = ""  # activity id of Primavera
    parent_uid: int | None = None
    outline_level: int = 1
    wbs_code: str = ""
    is_summary: bool = False
    is_milestone: bool = False
    activity_type: str = ""  # Primavera: resource_dependent, level_of_effort, start_milestone, …
    mode: TaskMode = "auto"
    is_active: bool = True
    is_recurring: bool = False
    is_external: bool = False
    priority: int = 500
    notes: str = ""
    hyperlink: str = ""
    hyperlink_address: str = ""
    contact: str = ""

    # What the schedule is computed from
    duration_minutes: int | None = None
    is_elapsed: bool = False
    is_estimated: bool = False
    duration_format: int = 7
    constraint: Constraint = "asap"
    constraint_at: int | None = None
    second_constraint: Constraint | None = None  # Primavera has two
    second_constraint_at: int | None = None
    deadline: int | None = None
    calendar_uid: int | None = None
    ignores_resource_calendars: bool = False
    task_type: int = 0  # 0 fixed units, 1 fixed duration, 2 fixed work
    is_effort_driven: bool = False
    levelling_delay_minutes: int = 0
    levelling_delay_format: int = 8
    splits: list[Shift] = field(default_factory=list)  # worked pieces: (start, finish) moments

    # Progress
    state: TaskState | None = None  # as the platform and hand-made lists have it
    percent_complete: int = 0
    percent_work_complete: int | None = None
    physical_percent_complete: int | None = None
    earned_value_method: int = 0
    actual_start: int | None = None
    actual_finish: int | None = None
    actual_duration_minutes: int | None = None
    remaining_minutes: int | None = None
    stop: int | None = None
    resume: int | None = None

    # Work and cost
    work_minutes: int | None = None
    actual_work_minutes: int | None = None
    remaining_work_minutes: int | None = None
    cost: Decimal | None = None
    actual_cost: Decimal | None = None
    remaining_cost: Decimal | None = None
    fixed_cost: Decimal | None = None
    fixed_cost_accrual: int | None = None

    # Dates the file's own tool computed
    start: int | None = None
    finish: int | None = None
    early_start: int | None = None
    early_finish: int | None = None
    late_start: int | None = None
    late_finish: int | None = None
    manual_start: int | None = None
    manual_finish: int | None = None
    manual_duration_minutes: int | None = None
    total_slack_minutes: int | None = None
    free_slack_minutes: int | None = None
    is_critical: bool | None = None

    baselines: list[PlanBaseline] = field(default_factory=list)
    fields: dict[str, FieldValue] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """``summary``, ``hammock``, ``milestone`` or ``task``, as the platform stores it."""
        if self.is_summary:
            return "summary"
        if self.is_hammock:
            return "hammock"
        return "milestone" if self.is_milestone else "task"

    @property
    def is_hammock(self) -> bool:
        """Whether the task lasts as long as those it is linked to: a level of effort."""
        return self.activity_type == LEVEL_OF_EFFORT and not self.is_summary


@dataclass(slots=True, kw_only=True)
class PlanRate:
    """What a resource costs from a moment on; ``table`` 0 to 4 is A to E."""

    table: int = 0
    from_at: int | None = None
    to_at: int | None = None
    standard: Decimal | None = None
    standard_format: int | None = None
    overtime: Decimal | None = None
    overtime_format: int | None = None
    per_use: Decimal | None = None


@dataclass(slots=True, kw_only=True)
class PlanResource:
    """A person, material or cost that tasks are assigned to."""

    uid: int
    name: str = ""
    number: int | None = None
    guid: str = ""
    kind: ResourceKind = "work"
    initials: str = ""
    code: str = ""
    group: str = ""
    email: str = ""
    material_label: str = ""
    notes: str = ""
    max_units: Decimal | None = None
    calendar_uid: int | None = None
    is_generic: bool = False
    is_active: bool = True
    accrual: int | None = None
    standard_rate: Decimal | None = None
    standard_rate_format: int | None = None
    overtime_rate: Decimal | None = None
    overtime_rate_format: int | None = None
    cost_per_use: Decimal | None = None
    rates: list[PlanRate] = field(default_factory=list)
    baselines: list[PlanBaseline] = field(default_factory=list)
    fields: dict[str, FieldValue] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class PlanAssignment:
    """A resource's share in a task."""

    uid: int
    task_uid: int
    resource_uid: int
    guid: str = ""
    units: Decimal | None = None
    work_minutes: int | None = None
    actual_work_minutes: int | None = None
    remaining_work_minutes: int | None = None
    overtime_work_minutes: int | None = None
    percent_work_complete: int | None = None
    cost: Decimal | None = None
    actual_cost: Decimal | None = None
    remaining_cost: Decimal | None = None
    start: int | None = None
    finish: int | None = None
    actual_start: int | None = None
    actual_finish: int | None = None
    stop: int | None = None
    resume: int | None = None
    delay_minutes: int = 0
    levelling_delay_minutes: int = 0
    work_contour: int = 0
    rate_table: int = 0
    has_fixed_rate_units: bool = True
    notes: str = ""
    baselines: list[PlanBaseline] = field(default_factory=list)
    fields: dict[str, FieldValue] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class PlanField:
    """The definition of a custom field; ``name`` is the key in ``fields`` of its entity."""

    entity: Literal["task", "resource", "assignment"]
    name: str
    kind: FieldKind
    alias: str = ""
    field_id: str = ""  # Microsoft Project's number of the field


@dataclass(slots=True, kw_only=True)
class Plan:
    """One project of one plan file."""

    format: str
    file_name: str = ""
    name: str = ""
    title: str = ""
    guid: str = ""
    code: str = ""
    subject: str = ""
    author: str = ""
    mark: str = ""  # who takes the file out and when, where its class asks for that
    manager: str = ""
    company: str = ""
    created_at: int | None = None
    saved_at: int | None = None

    start: int | None = None
    finish: int | None = None
    required_finish: int | None = None  # a finish that is imposed on the project
    is_scheduled_from_start: bool = True
    status_date: int | None = None
    current_date: int | None = None
    calendar_uid: int | None = None
    minutes_per_day: int = 480
    minutes_per_week: int = 2400
    days_per_month: int = 20
    default_start_minute: int = 480
    default_finish_minute: int = 1020
    week_start_day: int = 1  # 0 Sunday
    currency_code: str = ""
    currency_symbol: str = ""
    currency_digits: int = 2
    currency_position: int = 0

    critical_slack_days: int = 0
    has_multiple_critical_paths: bool = False
    honours_constraints: bool = True
    splits_in_progress_tasks: bool = True
    new_tasks_are_manual: bool = False
    lag_calendar: LagCalendar = "successor"  # as Microsoft Project counts
    progress_mode: ProgressMode = "retained_logic"
    knows_days_only: bool = False  # times of day were not in the file
    float_mode: str = "finish"  # Primavera: start, finish or smallest of both

    root: PlanTask | None = None  # the row that stands for the project itself
    tasks: list[PlanTask] = field(default_factory=list)
    links: list[PlanLink] = field(default_factory=list)
    calendars: list[PlanCalendar] = field(default_factory=list)
    resources: list[PlanResource] = field(default_factory=list)
    assignments: list[PlanAssignment] = field(default_factory=list)
    custom_fields: list[PlanField] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def leaves(self) -> list[PlanTask]:
        """Tasks and milestones, without summaries."""
        return [task for task in self.tasks if not task.is_summary]
