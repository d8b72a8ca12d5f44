"""What somebody has to do: what may be reported, and what is answered."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from zhongshu.kit.wire import Instant, Moment, ToldMoment, Veiled
from zhongshu.planning.checklists import MAX_ITEMS
from zhongshu.planning.schemas.answered import TaskOut
from zhongshu.planning.schemas.checklists import ChecklistItemOut, Tick
from zhongshu.planning.schemas.strict import Ratio, Strict
from zhongshu.planning.staffing import MAX_MINUTES
from zhongshu.projects.schemas import Reference

_LARGEST = 2**63 - 1
GroupCode = Literal["overdue", "today", "this_week", "next", "later", "blocked", "done"]
Why = Literal[
    "overdue",
    "due_today",
    "under_way",
    "late_start",
    "starts_today",
    "starts_this_week",
    "starts_next_week",
    "later",
    "blocked",
    "waits",
    "done",
]
ChangeCode = Literal[
    "moved",
    "assigned",
    "unassigned",
    "removed",
    "changed",
    "plan_edited",
    "imported",
    "baseline_set",
    "baseline_proposed",
    "baseline_approved",
    "baseline_rejected",
    "baseline_withdrawn",
]


class ProgressIn(Strict):
    """How far a task is, told in one way: done, a share, or what is left.

    `remaining_work_minutes` is the reporter's own work left. `blocked_because` says what is in
    the way; empty, that nothing is any more. Ticks alone say nothing of how far it is.
    """

    is_done: bool | None = None
    is_started: bool | None = Field(None, description="It begins now, unless it has begun.")
    percent_complete: Ratio | None = None
    remaining_minutes: int | None = Field(None, ge=0, le=MAX_MINUTES)
    remaining_work_minutes: int | None = Field(None, ge=0, le=MAX_MINUTES)
    actual_start: Moment | None = None
    actual_finish: Moment | None = None
    blocked_because: str | None = Field(None, max_length=2000)
    ticks: list[Tick] | None = Field(
        None, max_length=MAX_ITEMS, description="Items of the checklist that were done, or not."
    )
    plan_version: int | None = Field(None, description="The version the report was made on.")
    own_versions: list[int] | None = Field(None, max_length=1000, description="Later ones of mine.")


class TakeBackIn(Strict):
    """Which report to take back."""

    event_id: UUID


class ProgressOut(Schema):
    """What a report led to."""

    plan_version: int
    event_id: UUID | None = Field(description="To take it back by; null if nothing changed.")
    n_moved: int = Field(description="How many tasks it moved.")
    task: TaskOut


class WorkProject(Schema):
    """The project of a task."""

    id: UUID
    key: str
    name: str
    minutes_per_day: int
    plan_version: int


class TiedTask(Schema):
    """A task that another one is linked with; all null where it is out of sight."""

    task_id: UUID | None
    name: str | None
    kind: str | None
    project_id: UUID | None
    finish: ToldMoment | None
    people: list[str]
    is_mine: bool


class WorkTask(Schema):
    """A task that the viewer does."""

    id: UUID
    number: int
    wbs_code: str
    name: str | None
    kind: str
    project: WorkProject
    start: ToldMoment
    finish: ToldMoment
    duration_minutes: int
    percent_complete: float
    actual_start: ToldMoment | None
    actual_finish: ToldMoment | None
    remaining_minutes: int | None
    deadline: ToldMoment | None
    total_float_minutes: int
    is_critical: bool
    blocked_because: str | None
    checklist: list[ChecklistItemOut] | None
    units: float = Field(description="The viewer's share.")
    work_minutes: int = Field(description="The viewer's work in all.")
    why: Why = Field(description="Why it stands in its group.")
    days_late: int = Field(description="Days since its last one; negative before it.")
    may_report: bool
    waits_for: list[TiedTask] = Field(description="What must come first and is not there yet.")
    holds_up: list[TiedTask] = Field(description="What cannot begin before it.")


class WorkGroup(Schema):
    """Tasks of one urgency."""

    code: GroupCode
    tasks: list[WorkTask]


class WorkCounts(Schema):
    """How many tasks each group has, and how many are due today."""

    overdue: int
    today: int
    this_week: int
    next: int
    later: int
    blocked: int
    done: int
    due_today: int


class ManagedProject(Veiled):
    """A running project that the viewer leads."""

    id: UUID
    key: str
    name: str
    health: str | None
    finish: ToldMoment | None
    slip_minutes: int | None
    percent_complete: float | None


class TeamProject(Schema):
    """The project of a task."""

    id: UUID
    key: str
    name: str


class TeamTask(Schema):
    """An overdue task of somebody who reports to the viewer."""

    id: UUID
    number: int
    name: str | None
    finish: ToldMoment
    days_late: int
    project: TeamProject


class TeamMember(Schema):
    """Somebody who reports to the viewer and is late with something."""

    person: Reference
    tasks: list[TeamTask]


class Team(Schema):
    """Those who report to the viewer."""

    n_people: int
    overdue: list[TeamMember]


class MyWorkOut(Schema):
    """The viewer's own work over all projects in view."""

    today: date
    groups: list[WorkGroup]
    counts: WorkCounts
    managed: list[ManagedProject]
    team: Team


class ChangedDates(Schema):
    """What a change was from or led to: dates of a task, or a name."""

    start: ToldMoment | None = None
    finish: ToldMoment | None = None
    name: str | None = None


class WorkChange(Veiled):
    """One thing that others changed."""

    code: ChangeCode
    task: Reference | None
    before: ChangedDates | None
    after: ChangedDates | None
    fields: list[str]
    n_changed: int
    n_moved: int
    at: datetime
    by: str | None


class ProjectChanges(Schema):
    """What changed in one project, the latest first."""

    project: TeamProject
    n_changes: int
    changes: list[WorkChange]


class ChangesOut(Schema):
    """What others changed in the viewer's tasks and projects."""

    since: datetime | None = Field(description="When the viewer last looked, if ever.")
    upto: UUID | None = Field(description="To be sent back once it was seen.")
    is_cut: bool = Field(description="Whether there was more than is told.")
    projects: list[ProjectChanges]


class ChangesQuery(Schema):
    """Since when; absent means since the viewer last looked."""

    since: Instant | None = None


class LookedIn(Strict):
    """Up to where everything was seen; absent means all there is."""

    upto: UUID | None = None


class LookedOut(Schema):
    """When the viewer looked."""

    looked_at: datetime
