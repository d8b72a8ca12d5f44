"""Projects, and the sequence from which their keys are drawn."""

from django.db import models

from zhongshu.access.versioned import FieldVersioned
from zhongshu.kit.declarations import Classification
from zhongshu.kit.moments import MomentField
from zhongshu.kit.search_keys import SearchKeyField
from zhongshu.kit.sort_keys import SortKeyField
from zhongshu.organisation.models import Calendar, Person, Unit


class KeySequence(models.Model):
    """The last number given out for one prefix and year."""

    prefix = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last:04}"


class Project(FieldVersioned):
    """A temporary organisation set up to deliver an agreed change.

    ``start`` is given; ``finish`` and the roll-ups after it are computed by planning with
    every change of the plan, so they are never stale. ``plan_version`` rises with each of those
    changes and tells when it was, not how many there were; ``plan_field_versions`` has that of the
    newest change of each field that a policy can close, since one of which everybody is told.
    """

    class State(models.TextChoices):
        """Where the project stands in its life."""

        PROPOSED = "proposed"
        PLANNED = "planned"
        ACTIVE = "active"
        ON_HOLD = "on_hold"
        CLOSED = "closed"
        CANCELLED = "cancelled"

    class ScheduledFrom(models.TextChoices):
        """Which end of the project is given."""

        START = "start"
        FINISH = "finish"

    class ProgressMode(models.TextChoices):
        """What happens to work that started before its predecessors finished."""

        RETAINED_LOGIC = "retained_logic"
        PROGRESS_OVERRIDE = "progress_override"
        ACTUAL_DATES = "actual_dates"

    class LagCalendar(models.TextChoices):
        """By whose calendar a lag is counted."""

        PREDECESSOR = "predecessor"
        SUCCESSOR = "successor"
        PROJECT = "project"
        ELAPSED = "elapsed"

    class Health(models.TextChoices):
        """The finish against the baseline in force; see `planning.scheduling.health_of`."""

        GREEN = "green"
        AMBER = "amber"
        RED = "red"

    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)
    search_key = SearchKeyField(sources=("key", "name"))
    sort_key = SortKeyField(sources=("name",))
    description = models.TextField(blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="projects")
    manager = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="managed_projects")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3, default="CNY")
    classification = models.PositiveSmallIntegerField(
        choices=[(int(one), one.name.lower()) for one in Classification],
        default=Classification.PUBLIC,
    )

    scheduled_from = models.CharField(
        max_length=6, choices=ScheduledFrom.choices, default=ScheduledFrom.START
    )
    start = MomentField()
    required_finish = MomentField(null=True)
    status_date = MomentField(null=True)
    minutes_per_day = models.PositiveIntegerField(default=480)
    minutes_per_week = models.PositiveIntegerField(default=2400)
    days_per_month = models.PositiveIntegerField(default=20)
    progress_mode = models.CharField(
        max_length=17, choices=ProgressMode.choices, default=ProgressMode.RETAINED_LOGIC
    )
    lag_calendar = models.CharField(
        max_length=11, choices=LagCalendar.choices, default=LagCalendar.SUCCESSOR
    )
    critical_float_minutes = models.IntegerField(default=0)
    near_critical_minutes = models.PositiveIntegerField(default=2400)
    honours_constraints = models.BooleanField(default=True)
    options = models.JSONField(default=dict)
    wip_limits = models.JSONField(default=dict)

    plan_version = models.PositiveBigIntegerField(default=0)
    plan_field_versions = models.JSONField(default=dict, editable=False)
    last_task_number = models.PositiveIntegerField(default=0)
    finish = MomentField(null=True)
    baseline_finish = MomentField(null=True)
    health = models.CharField(max_length=5, choices=Health.choices, blank=True)
    percent_complete = models.FloatField(null=True)
    n_tasks = models.PositiveIntegerField(default=0)

    source_id = models.CharField(max_length=200, blank=True)
    source_format = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["scope", "state"], name="project_scope_state"),
            models.Index(fields=["source_id"], name="project_source"),
            # Few are raised, and each list asks which are closed for that.
            models.Index(fields=["classification"], name="project_class"),
        ]

    def __str__(self) -> str:
        return self.key
