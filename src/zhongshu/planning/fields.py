"""What each field of a plan is called, its class, and who may ask for it."""

from django.db.models import CharField, F, FloatField, Value
from django.db.models.functions import Cast, Concat

from zhongshu.access.open_fields import Open
from zhongshu.access.policy.seeing import Several
from zhongshu.access.resources import Field, Resource
from zhongshu.access.values import Kind
from zhongshu.kit.declarations import declare
from zhongshu.organisation.fields import VIEW_PERSONAL
from zhongshu.organisation.in_sight import people_in_sight
from zhongshu.planning.models import (
    Assignment,
    Baseline,
    BaselineTask,
    CrossLink,
    LastLook,
    Link,
    PlanResource,
    SpentId,
    Task,
)
from zhongshu.projects.closed_plans import SCHEDULE
from zhongshu.projects.fields import VIEW_COSTS

declare(
    Task,
    retention="project",
    internal=(
        "project", "number", "parent", "position", "wbs_code", "name", "kind", "mode", "is_active",
        "state", "checklist", "board_position",
        "notes", "classification", "duration_minutes", "is_elapsed", "is_estimated", "calendar",
        "ignores_resource_calendars", "constraint", "constraint_at", "second_constraint",
        "second_constraint_at", "deadline", "manual_start", "manual_finish", "is_recurring",
        "recurrence", "levelling_delay_minutes", "priority", "percent_complete",
        "physical_percent_complete", "actual_start", "actual_finish", "remaining_minutes", "stop",
        "resume", "blocked_because", "splits", "effort_type", "is_effort_driven", "work_minutes",
        "actual_work_minutes", "custom", "external_uid", "start", "finish", "late_start",
        "late_finish", "total_float_minutes", "free_float_minutes", "is_critical", "driver",
        "conflict",
    ),
    sensitive=("fixed_cost_minor", "cost_minor", "actual_cost_minor", "extra"),
    free_text=("name", "checklist", "notes", "blocked_because", "custom", "extra"),
)  # fmt: skip
declare(
    Link,
    retention="project",
    internal=("project", "before", "after", "type", "lag", "lag_unit", "external_uid"),
)
declare(
    CrossLink,
    retention="project",
    internal=(
        "project", "before_project_id", "before_id", "after", "type", "lag", "lag_unit",
        "before_start", "before_finish", "before_minutes", "before_is_elapsed",
    ),
)  # fmt: skip
declare(
    PlanResource,
    retention="project",
    internal=(
        "project", "name", "kind", "person", "calendar", "max_units", "custom", "external_uid",
    ),
    sensitive=(
        "email", "rate_minor", "overtime_rate_minor", "cost_per_use_minor", "rates", "details",
        "extra",
    ),
    personal=("name", "person", "email"),
    basis="contract: the person works on the project",
    free_text=("name", "email", "rates", "details", "custom", "extra"),
)  # fmt: skip
declare(
    Assignment,
    retention="project",
    internal=(
        "task", "resource", "units", "work_minutes", "actual_work_minutes",
        "remaining_work_minutes", "start", "finish", "delay_minutes", "external_uid",
    ),
    sensitive=("cost_minor", "actual_cost_minor", "extra"),
    personal=("resource", "actual_work_minutes"),
    basis="contract: the person works on the project",
    whose="resource__person",
    free_text=("extra",),
)  # fmt: skip
declare(
    Baseline,
    retention="project",
    internal=(
        "project", "name", "set_at", "set_by", "on_behalf_of", "is_whole", "slot", "state",
        "reason", "decided_at", "decided_by", "decision", "in_force_at",
    ),
    personal=("set_by", "on_behalf_of", "decided_by"),
    basis="legitimate interest: accountability of changes",
    free_text=("name", "reason", "decision"),
)  # fmt: skip
declare(
    BaselineTask,
    retention="project",
    internal=(
        "id", "baseline", "task_id", "number", "name", "kind", "start", "finish",
        "duration_minutes", "work_minutes", "classification",
    ),
    sensitive=("cost_minor",),
    free_text=("name",),
)  # fmt: skip

declare(SpentId, retention="project", internal=("id", "project"))
declare(
    LastLook,
    retention="account",
    internal=("user", "seq", "looked_at"),
    personal=("user", "looked_at"),
    basis="contract: the person works with the platform",
)

# What belongs to a plan stands behind the schedule of its project.
_PLAN = ("project", SCHEDULE)

TASK = Resource(
    "task",
    Task,
    "projects.view",
    (
        Field("id", Kind.ID),
        Field("number", Kind.INTEGER),
        Field(
            "key",
            Kind.TEXT,
            expression=lambda _: Concat(
                F("project__key"), Value("-"), Cast("number", CharField()), output_field=CharField()
            ),
            inputs=("project__key", "number"),
        ),
        Field("project", Kind.REFERENCE, source="project_id", label="project__name"),
        Field("parent_id", Kind.ID),
        Field("wbs_code", Kind.TEXT),
        Field("name", Kind.TEXT, names_the_row=True),
        Field("kind", Kind.CHOICE),
        Field("mode", Kind.CHOICE),
        Field("is_active", Kind.BOOLEAN),
        Field("state", Kind.CHOICE, is_groupable=True, order=tuple(Task.State.values)),
        Field("checklist", Kind.JSON, is_queryable=False, names_the_row=True),
        Field("board_position", Kind.INTEGER),
        Field("notes", Kind.TEXT),
        Field("classification", Kind.INTEGER),
        Field("version", Kind.INTEGER),
        Field("start", Kind.MOMENT),
        Field("finish", Kind.MOMENT),
        Field("duration_minutes", Kind.INTEGER),
        Field("is_elapsed", Kind.BOOLEAN),
        Field("is_recurring", Kind.BOOLEAN),
        Field(
            "percent_complete",
            Kind.RATIO,
            expression=lambda _: F("percent_complete") / Value(100.0, output_field=FloatField()),
            inputs=("percent_complete",),
        ),
        Field("actual_start", Kind.MOMENT),
        Field("actual_finish", Kind.MOMENT),
        Field("remaining_minutes", Kind.INTEGER),
        Field("blocked_because", Kind.TEXT, names_the_row=True),
        Field("constraint", Kind.CHOICE),
        Field("constraint_at", Kind.MOMENT),
        Field("second_constraint", Kind.CHOICE),
        Field("second_constraint_at", Kind.MOMENT),
        Field("deadline", Kind.MOMENT),
        Field("priority", Kind.INTEGER),
        Field("late_start", Kind.MOMENT),
        Field("late_finish", Kind.MOMENT),
        Field("total_float_minutes", Kind.INTEGER),
        Field("free_float_minutes", Kind.INTEGER),
        Field("is_critical", Kind.BOOLEAN),
        Field("driver", Kind.CHOICE),
        Field("conflict", Kind.CHOICE),
        Field("work_minutes", Kind.INTEGER),
        Field("actual_work_minutes", Kind.INTEGER),
        Field("fixed_cost_minor", Kind.INTEGER, needs=VIEW_COSTS),
        Field("cost_minor", Kind.INTEGER, needs=VIEW_COSTS),
        Field("actual_cost_minor", Kind.INTEGER, needs=VIEW_COSTS),
        Field("custom", Kind.JSON, is_queryable=False),
    ),
    default_sort=("number",),
    scope="project__scope",
    behind=_PLAN,
    record_class="project__classification",
    own_class="classification",
    state="project__state",
    relations={
        "managed": "project__manager__user_id",
        "own": Several("assignments__resource__person__user_id"),
    },
    open={
        Open.IDENTITY: "id number key version",
        Open.PLACE: "project parent_id",
        Open.STATE: "state",
        Open.CLASS: "classification",
        Open.DRAWN: (
            "wbs_code kind mode is_active board_position start finish "
            "duration_minutes is_elapsed is_recurring percent_complete actual_start "
            "actual_finish remaining_minutes constraint constraint_at "
            "second_constraint second_constraint_at deadline priority late_start late_finish "
            "total_float_minutes free_float_minutes is_critical driver conflict work_minutes "
            "actual_work_minutes"
        ),
    },
)

RATES = ("rate_minor", "overtime_rate_minor", "cost_per_use_minor")
# Only plan files tell the rates and the address: no page shows them, each may be asked for alone.
PLAN_RESOURCE = Resource(
    "plan_resource",
    PlanResource,
    "projects.view",
    (
        Field("id", Kind.ID),
        Field("project", Kind.REFERENCE, source="project_id", label="project__name"),
        Field("name", Kind.TEXT),
        Field("kind", Kind.CHOICE),
        Field(
            "person",
            Kind.REFERENCE,
            source="person_id",
            label="person__name",
            seen=people_in_sight,
        ),
        Field("calendar", Kind.REFERENCE, source="calendar_id", label="calendar__name"),
        Field("max_units", Kind.RATIO),
        Field("email", Kind.TEXT, needs=VIEW_PERSONAL),
        *(Field(name, Kind.INTEGER, needs=VIEW_COSTS) for name in RATES),
        # They tell each of the three again, to the last digit.
        Field("rates", Kind.JSON, needs=VIEW_COSTS, is_queryable=False, inputs=("rates", *RATES)),
        # A code may be the number of an employee.
        Field("details", Kind.JSON, needs=VIEW_PERSONAL, is_queryable=False),
        Field("custom", Kind.JSON, is_queryable=False),
    ),
    default_sort=("name",),
    scope="project__scope",
    behind=_PLAN,
    record_class="project__classification",
    state="project__state",
    relations={"managed": "project__manager__user_id", "own": "person__user_id"},
    stands_for="person_id",
    open={
        Open.IDENTITY: "id name",
        Open.PLACE: "project",
        Open.DRAWN: "kind person calendar max_units",
    },
)

BASELINE = Resource(
    "baseline",
    Baseline,
    "projects.view",
    (
        Field("id", Kind.ID),
        Field("name", Kind.TEXT),
        Field("set_at", Kind.INSTANT),
        Field("set_by", Kind.REFERENCE, source="set_by_id", label="set_by__name"),
        Field("is_whole", Kind.BOOLEAN),
        Field("slot", Kind.INTEGER),
        Field("state", Kind.CHOICE),
        Field("reason", Kind.TEXT),
        Field("decided_at", Kind.INSTANT),
        Field("decided_by", Kind.REFERENCE, source="decided_by_id", label="decided_by__name"),
        Field("decision", Kind.TEXT),
        Field("in_force_at", Kind.INSTANT),
        Field("project_id", Kind.ID, expression=lambda _: F("project"), inputs=("project",)),
    ),
    default_sort=("set_at",),
    scope="project__scope",
    behind=_PLAN,
    record_class="project__classification",
    state="project__state",
    relations={"managed": "project__manager__user_id"},
    open={
        Open.IDENTITY: "id name slot",
        Open.PLACE: "project_id",
        Open.STATE: "state",
        Open.DRAWN: "set_at is_whole in_force_at",
    },
)
