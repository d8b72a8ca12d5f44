"""Tasks, the links between them, who is assigned, and the baselines they are measured against."""

from django.db import models
from django.db.models import F, Q

from zhongshu.access.models import User
from zhongshu.kit.declarations import Classification
from zhongshu.kit.models import Model
from zhongshu.kit.moments import MomentField
from zhongshu.organisation.models import Calendar, Person
from zhongshu.projects.models import Project


class Task(Model):
    """A piece of work with a start and a finish.

    The dates and floats are computed: every service that changes the plan reschedules it in
    the same transaction, so they are never empty and never stale. A summary spans its
    children; a milestone takes no time; a hammock lasts as long as what it is linked to.
    ``manual_start`` and ``manual_finish`` are the dates given to a task that is not scheduled
    by its links. ``state`` agrees with the progress; ``blocked_because`` is what whoever does the
    task says is in the way, empty where nothing is. ``checklist`` is a list of ``id``, ``text``
    and ``is_done``; ``board_position`` orders the cards of a board, and where it is empty the
    number does. ``is_recurring`` marks a summary of occurrences and each of these, and
    ``recurrence`` is the pattern the summary was made by. ``classification`` is the class to which
    the task is raised above its project, never below that of the task it is part of.
    """

    class Kind(models.TextChoices):
        """Work, the sum of other work, a moment that matters, or what lasts as long as others."""

        TASK = "task"
        SUMMARY = "summary"
        MILESTONE = "milestone"
        HAMMOCK = "hammock"

    class Mode(models.TextChoices):
        """Whether the links decide the dates, or a person."""

        AUTO = "auto"
        MANUAL = "manual"

    class Constraint(models.TextChoices):
        """The eight constraint types of project scheduling."""

        ASAP = "asap"
        ALAP = "alap"
        SNET = "snet"
        SNLT = "snlt"
        FNET = "fnet"
        FNLT = "fnlt"
        MSO = "mso"
        MFO = "mfo"

    class State(models.TextChoices):
        """Where the work stands in the eyes of those who do it."""

        TODO = "todo"
        IN_PROGRESS = "in_progress"
        IN_REVIEW = "in_review"
        BLOCKED = "blocked"
        DONE = "done"

    # The two indexes that begin with the project serve this key as well.
    project = models.ForeignKey(Project, models.CASCADE, related_name="tasks", db_index=False)
    number = models.PositiveIntegerField()
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    position = models.BigIntegerField()
    wbs_code = models.CharField(max_length=255, blank=True)
    name = models.CharField(max_length=500)
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.TASK)
    mode = models.CharField(max_length=6, choices=Mode.choices, default=Mode.AUTO)
    is_active = models.BooleanField(default=True)
    state = models.CharField(max_length=11, choices=State.choices, default=State.TODO)
    checklist = models.JSONField(default=list)
    board_position = models.BigIntegerField(null=True)
    notes = models.TextField(blank=True)
    classification = models.PositiveSmallIntegerField(
        choices=[(int(one), one.name.lower()) for one in Classification],
        default=Classification.PUBLIC,
    )

    duration_minutes = models.BigIntegerField(default=480)
    is_elapsed = models.BooleanField(default=False)
    is_estimated = models.BooleanField(default=False)
    calendar = models.ForeignKey(Calendar, models.PROTECT, null=True, related_name="+")
    ignores_resource_calendars = models.BooleanField(default=False)
    constraint = models.CharField(max_length=4, choices=Constraint.choices, default=Constraint.ASAP)
    constraint_at = MomentField(null=True)
    second_constraint = models.CharField(
        max_length=4, choices=Constraint.choices, default=Constraint.ASAP
    )
    second_constraint_at = MomentField(null=True)
    deadline = MomentField(null=True)
    manual_start = MomentField(null=True)
    manual_finish = MomentField(null=True)
    levelling_delay_minutes = models.BigIntegerField(default=0)
    priority = models.PositiveSmallIntegerField(default=500)

    percent_complete = models.PositiveSmallIntegerField(default=0)
    physical_percent_complete = models.PositiveSmallIntegerField(null=True)
    actual_start = MomentField(null=True)
    actual_finish = MomentField(null=True)
    remaining_minutes = models.BigIntegerField(null=True)
    stop = MomentField(null=True)
    resume = MomentField(null=True)
    blocked_because = models.TextField(blank=True)
    splits = models.JSONField(default=list)
    is_recurring = models.BooleanField(default=False)
    recurrence = models.JSONField(null=True)

    effort_type = models.CharField(max_length=14, default="fixed_units")
    is_effort_driven = models.BooleanField(default=False)
    work_minutes = models.BigIntegerField(default=0)
    actual_work_minutes = models.BigIntegerField(default=0)
    fixed_cost_minor = models.BigIntegerField(default=0)
    cost_minor = models.BigIntegerField(default=0)
    actual_cost_minor = models.BigIntegerField(default=0)
    custom = models.JSONField(default=dict)
    external_uid = models.CharField(max_length=100, blank=True)
    extra = models.JSONField(default=dict)

    start = MomentField()
    finish = MomentField()
    late_start = MomentField()
    late_finish = MomentField()
    total_float_minutes = models.BigIntegerField(default=0)
    free_float_minutes = models.BigIntegerField(default=0)
    is_critical = models.BooleanField(default=False)
    driver = models.CharField(max_length=20, blank=True)
    conflict = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="task_number_unique"),
            models.CheckConstraint(
                condition=Q(duration_minutes__gte=0), name="task_duration_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(percent_complete__lte=100), name="task_percent_at_most_100"
            ),
            models.CheckConstraint(
                condition=Q(finish__gte=F("start")), name="task_finish_not_before_start"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "parent", "position"], name="task_outline"),
            # A list of projects sums the costs of each without a look at its tasks.
            models.Index(fields=["project", "is_active", "kind", "cost_minor"], name="task_costs"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.number}"


class Link(Model):
    """A dependency: when one task may start or finish, seen from another.

    ``lag`` counts working or elapsed minutes, or per cent of the earlier task's duration;
    negative is a lead. ``external_uid`` is set on a link that a plan file brought.
    """

    class Type(models.TextChoices):
        """Which end of the earlier task drives which end of the later one."""

        FINISH_START = "fs"
        START_START = "ss"
        FINISH_FINISH = "ff"
        START_FINISH = "sf"

    class LagUnit(models.TextChoices):
        """What the lag counts."""

        WORKING = "working"
        ELAPSED = "elapsed"
        PERCENT = "percent"
        ELAPSED_PERCENT = "elapsed_percent"

    project = models.ForeignKey(Project, models.CASCADE, related_name="links")
    before = models.ForeignKey(Task, models.CASCADE, related_name="links_out")
    after = models.ForeignKey(Task, models.CASCADE, related_name="links_in")
    type = models.CharField(max_length=2, choices=Type.choices, default=Type.FINISH_START)
    lag = models.BigIntegerField(default=0)
    lag_unit = models.CharField(max_length=15, choices=LagUnit.choices, default=LagUnit.WORKING)
    external_uid = models.CharField(max_length=210, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before", "after", "type"], name="link_unique"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="link_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} {self.type} {self.after_id}"


class CrossLink(Model):
    """A link whose earlier task belongs to another project; it is part of the later task's plan.

    The earlier task is named by its ids, not held by a key: one that is removed and brought
    back is the same. ``before_start``, ``before_finish`` and ``before_minutes`` are its dates
    and duration by which this plan was computed last; empty once it is gone.
    ``before_is_elapsed`` tells whether that duration counts round the clock.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="cross_links")
    before_project_id = models.UUIDField()
    before_id = models.UUIDField()
    after = models.ForeignKey(Task, models.CASCADE, related_name="cross_links_in")
    type = models.CharField(max_length=2, choices=Link.Type.choices, default=Link.Type.FINISH_START)
    lag = models.BigIntegerField(default=0)
    lag_unit = models.CharField(
        max_length=15, choices=Link.LagUnit.choices, default=Link.LagUnit.WORKING
    )
    before_start = MomentField(null=True)
    before_finish = MomentField(null=True)
    before_minutes = models.BigIntegerField(null=True)
    before_is_elapsed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before_id", "after", "type"], name="cross_link_unique")
        ]
        indexes = [models.Index(fields=["before_project_id"], name="cross_link_before")]

    def __str__(self) -> str:
        return f"{self.before_id} {self.type} {self.after_id}"


class PlanResource(Model):
    """Somebody or something that one plan counts on, by the name it has there.

    ``rates`` is what a file says of costs to the last digit and for other days, ``details`` what
    it says of the resource beside the columns; ``extra`` holds by what the file knows it.
    """

    class Kind(models.TextChoices):
        """What is consumed: working time, quantity, or money."""

        WORK = "work"
        MATERIAL = "material"
        COST = "cost"

    project = models.ForeignKey(Project, models.CASCADE, related_name="resources")
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.WORK)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    calendar = models.ForeignKey(Calendar, models.SET_NULL, null=True, related_name="+")
    max_units = models.FloatField(default=1.0)
    rate_minor = models.BigIntegerField(default=0)
    overtime_rate_minor = models.BigIntegerField(default=0)
    cost_per_use_minor = models.BigIntegerField(default=0)
    rates = models.JSONField(default=dict)
    email = models.EmailField(blank=True)
    details = models.JSONField(default=dict)
    custom = models.JSONField(default=dict)
    external_uid = models.CharField(max_length=100, blank=True)
    extra = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"


class Assignment(Model):
    """A resource put to a task, with the share of its time and the work expected of it."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="assignments")
    resource = models.ForeignKey(PlanResource, models.CASCADE, related_name="assignments")
    units = models.FloatField(default=1.0)
    work_minutes = models.BigIntegerField(default=0)
    actual_work_minutes = models.BigIntegerField(default=0)
    remaining_work_minutes = models.BigIntegerField(default=0)
    cost_minor = models.BigIntegerField(default=0)
    actual_cost_minor = models.BigIntegerField(default=0)
    start = MomentField(null=True)
    finish = MomentField(null=True)
    delay_minutes = models.BigIntegerField(default=0)
    external_uid = models.CharField(max_length=100, blank=True)
    extra = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.task_id} {self.resource_id}"


class Baseline(Model):
    """A frozen schedule to measure against; its tasks are never edited, and it is never deleted.

    ``is_whole`` tells whether it took in the whole plan or a chosen part. ``slot`` is the
    number under which a plan file carried it, if one did. ``on_behalf_of`` is in whose place a
    deputy set it. In force on a day is the baseline of
    the whole plan whose ``in_force_at`` is the latest until then; ``reason`` is why the
    project asked for a new one, ``decision`` what was said to that.
    """

    class State(models.TextChoices):
        """Agreed to, only for comparison, or a request and what became of it."""

        APPROVED = "approved"
        COMPARISON = "comparison"
        PROPOSED = "proposed"
        REJECTED = "rejected"
        WITHDRAWN = "withdrawn"

    project = models.ForeignKey(Project, models.CASCADE, related_name="baselines")
    name = models.CharField(max_length=100)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_whole = models.BooleanField(default=True)
    slot = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.COMPARISON)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decision = models.TextField(blank=True)
    in_force_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="baseline_name_unique"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state="proposed"), name="baseline_proposed_once"
            ),
            models.CheckConstraint(
                condition=Q(state="approved") | Q(in_force_at=None),
                name="baseline_in_force_only_if_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"


class BaselineTask(models.Model):
    """One task as it stood when its baseline was set.

    The task is named by its id and number, not held by a key: a task that is deleted later
    stays in the baseline. ``classification`` follows the class to which the task is raised, and
    stays when the task is gone.
    """

    baseline = models.ForeignKey(Baseline, models.CASCADE, related_name="tasks")
    task_id = models.UUIDField()
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=500)
    kind = models.CharField(max_length=9)
    start = MomentField(null=True)
    finish = MomentField(null=True)
    duration_minutes = models.BigIntegerField(null=True)
    work_minutes = models.BigIntegerField(null=True)
    cost_minor = models.BigIntegerField(null=True)
    classification = models.PositiveSmallIntegerField(default=Classification.PUBLIC)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["baseline", "task_id"], name="baseline_task_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.baseline_id}/{self.task_id}"


class SpentId(models.Model):
    """An id that a client chose for what was removed from a plan: nothing else is given it.

    The history of what was removed, and what was said of it, hang on its id and its class.
    """

    id = models.UUIDField(primary_key=True)
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)


class LastLook(Model):
    """How far somebody has seen what changed in their work: up to which event, and when."""

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    seq = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id}@{self.seq}"
