"""What each field of a project is called, its class, and who may ask for it."""

from typing import Any

from django.db.models import F, OuterRef, Q, Subquery, Sum

from zhongshu.access.models import Actor
from zhongshu.access.open_fields import Open
from zhongshu.access.resources import Field, Measure, Partition, Resource
from zhongshu.access.values import Kind
from zhongshu.kit.declarations import declare
from zhongshu.organisation import in_sight
from zhongshu.projects.closed_plans import SCHEDULE, closed_plans
from zhongshu.projects.models import KeySequence, Project

declare(KeySequence, retention="operation", internal=("prefix", "last"))
declare(
    Project,
    retention="project",
    internal=(
        "scope", "key", "name", "search_key", "sort_key", "description", "unit", "manager", "state",
        "calendar", "currency", "scheduled_from", "start", "required_finish", "status_date",
        "minutes_per_day", "minutes_per_week", "days_per_month", "progress_mode", "lag_calendar",
        "critical_float_minutes", "near_critical_minutes", "honours_constraints", "options",
        "wip_limits", "classification",
        "plan_version", "plan_field_versions", "last_task_number", "finish", "baseline_finish",
        "health",
        "percent_complete", "n_tasks", "source_id", "source_format",
    ),
    personal=("manager",),
    basis="contract: the person manages the project",
    free_text=("name", "description", "options"),
)  # fmt: skip

VIEW_COSTS = "finance.view_costs"
# What an edit of a project sets; all else is decided, or belongs to its plan.
EDITABLE = ("name", "description", "state", "manager", "unit", "currency", "classification")
WORST_FIRST = (Project.Health.RED, Project.Health.AMBER, Project.Health.GREEN)


def _of_plan(name: str, kind: Kind, *more: str, **told: Any) -> Field:
    """A field that the plan tells, and that is closed with the schedule."""
    inputs = (*(more or (name,)), SCHEDULE)
    return Field(name, kind, inputs=inputs, hidden=_where_plans_are_closed, **told)


def _where_plans_are_closed(actor: Actor) -> Q:
    closed = closed_plans(actor)
    return Q(scope__in=closed) if closed else Q()


def _cost() -> Subquery:
    """What the work of a project costs by its plan; null where no task has a cost."""
    tasks: Any = Project._meta.get_field("tasks").related_model
    of_project = tasks.objects.filter(project=OuterRef("pk"), is_active=True)
    costly = of_project.exclude(kind="summary").exclude(cost_minor=0).order_by()
    return Subquery(costly.values("project").annotate(cost=Sum("cost_minor")).values("cost"))


def cost_of_plan(project: Project) -> int | None:
    """What the work of one project costs by its plan, for the rules that compare it."""
    costs = Project.objects.filter(pk=project.pk).annotate(cost=_cost())
    found: int | None = costs.values_list("cost", flat=True).get()
    return found


PROJECT = Resource(
    "project",
    Project,
    "projects.view",
    (
        Field("id", Kind.ID),
        Field("scope_id", Kind.ID, is_queryable=False),
        Field("key", Kind.TEXT),
        Field("name", Kind.TEXT),
        Field("description", Kind.TEXT),
        Field("classification", Kind.INTEGER, is_groupable=True),
        Field("state", Kind.CHOICE, is_groupable=True, order=tuple(Project.State.values)),
        Field("version", Kind.INTEGER, is_queryable=False),
        Field(
            "unit",
            Kind.REFERENCE,
            source="unit_id",
            label="unit__name",
            is_groupable=True,
            seen=lambda actor: in_sight.units_in_sight(actor, "projects.view"),
        ),
        # Who leads a project takes part in it, and so is in sight of whoever sees it.
        Field(
            "manager",
            Kind.REFERENCE,
            source="manager_id",
            label="manager__name",
            is_groupable=True,
        ),
        Field(
            "calendar",
            Kind.REFERENCE,
            source="calendar_id",
            label="calendar__name",
            is_groupable=True,
        ),
        Field("currency", Kind.TEXT, is_groupable=True),
        Field(
            SCHEDULE,
            Kind.MOMENT,
            measure=Measure.LEAST,
            hidden=_where_plans_are_closed,
        ),
        _of_plan("finish", Kind.MOMENT, measure=Measure.GREATEST),
        _of_plan("required_finish", Kind.MOMENT),
        Field(
            "cost_minor",
            Kind.INTEGER,
            needs=VIEW_COSTS,
            expression=lambda _: _cost(),
            inputs=("tasks__cost_minor", SCHEDULE),
            measure=Measure.SUM,
            currency="currency",
        ),
        _of_plan("baseline_finish", Kind.MOMENT),
        _of_plan(
            "slip_minutes",
            Kind.INTEGER,
            "finish",
            "baseline_finish",
            expression=lambda _: F("finish") - F("baseline_finish"),
            measure=Measure.GREATEST,
        ),
        _of_plan("health", Kind.CHOICE, is_groupable=True, order=WORST_FIRST),
        _of_plan("percent_complete", Kind.RATIO, measure=Measure.MEAN),
        _of_plan("n_tasks", Kind.INTEGER, measure=Measure.SUM),
        _of_plan("status_date", Kind.MOMENT),
        _of_plan("scheduled_from", Kind.CHOICE, is_groupable=True),
        _of_plan("progress_mode", Kind.CHOICE, is_groupable=True),
        _of_plan("lag_calendar", Kind.CHOICE, is_groupable=True),
        _of_plan("minutes_per_day", Kind.INTEGER),
        _of_plan("minutes_per_week", Kind.INTEGER),
        _of_plan("days_per_month", Kind.INTEGER),
        _of_plan("critical_float_minutes", Kind.INTEGER),
        _of_plan("near_critical_minutes", Kind.INTEGER),
        _of_plan("plan_version", Kind.INTEGER, is_queryable=False, newest="plan_field_versions"),
        _of_plan("source_format", Kind.TEXT, is_groupable=True),
    ),
    default_sort=("key",),
    actions=("projects.edit", "planning.edit_plan"),
    record_class="classification",
    state="state",
    relations={"managed": "manager__user_id"},
    partition=Partition(
        "unit",
        movers=("projects.edit", "projects.delete", "planning.edit_plan", "planning.import_plan"),
    ),
    open={
        Open.IDENTITY: "id key name version",
        Open.PLACE: "scope_id unit",
        Open.CLASS: "classification",
        Open.STATE: "state",
        Open.DRAWN: "calendar currency",
        Open.PART: (
            "finish required_finish baseline_finish slip_minutes health percent_complete n_tasks "
            "status_date scheduled_from progress_mode lag_calendar minutes_per_day "
            "minutes_per_week days_per_month critical_float_minutes near_critical_minutes "
            "plan_version source_format"
        ),
    },
)
