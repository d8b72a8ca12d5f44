"""Units, people, and the calendars by which they work."""

from django.db import models
from django.db.models import F, Q

from zhongshu.access.models import Governed, User
from zhongshu.access.versioned import FieldVersioned
from zhongshu.kit.declarations import Classification
from zhongshu.kit.search_keys import SearchKeyField
from zhongshu.kit.sort_keys import SortKeyField


def _record_class() -> "models.PositiveSmallIntegerField[int, int]":
    """The class of a record, which lifts that of all its fields."""
    return models.PositiveSmallIntegerField(
        choices=[(int(one), one.name.lower()) for one in Classification],
        default=Classification.PUBLIC,
    )


class Calendar(Governed):
    """When work is done: a weekly pattern and dated exceptions, laid over those of its parent.

    ``week`` holds seven entries, Monday first: a list of ``[from_minute, to_minute]`` of the
    day, or null to inherit the parent's. ``exceptions`` are inclusive ranges of days with
    their own shifts (none: a day off); they beat the parent's exceptions. A calendar with a
    ``country`` also takes that country's public holidays and make-up working days.
    """

    class Kind(models.TextChoices):
        """At which level of the inheritance the calendar stands."""

        NATIONAL = "national"
        COMPANY = "company"
        SITE = "site"
        PERSON = "person"
        PROJECT = "project"
        TASK = "task"

    name = models.CharField(max_length=200)
    sort_key = SortKeyField(sources=("name",))
    kind = models.CharField(max_length=10, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    country = models.CharField(max_length=2, blank=True)
    week = models.JSONField(default=list)
    exceptions = models.JSONField(default=list)
    external_uid = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="calendar_parent_not_self"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"


class Unit(FieldVersioned):
    """A part of the company that people belong to: a business unit, department or team.

    ``parent`` is the present one; `UnitPlacement` keeps where the unit hung before.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    sort_key = SortKeyField(sources=("name",))
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    head = models.ForeignKey("Person", models.SET_NULL, null=True, related_name="+")
    calendar = models.ForeignKey(Calendar, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    classification = _record_class()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="unit_period_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class UnitPlacement(models.Model):
    """Under which parent a unit hung during a period; ``to_date`` is the first day after it."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    from_date = models.DateField()
    to_date = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "from_date"], name="unit_placement_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} under {self.parent_id} from {self.from_date}"


class Person(FieldVersioned):
    """Somebody who works for the company; not every person signs in.

    The scope is the one of the unit. ``leaves_on`` is the first day on which the person no
    longer works here.
    """

    employee_number = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    search_key = SearchKeyField(sources=("name",))
    sort_key = SortKeyField(sources=("name",), is_person=True)
    email = models.EmailField(blank=True)
    user = models.OneToOneField(User, models.SET_NULL, null=True, related_name="person")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="people")
    manager = models.ForeignKey("self", models.SET_NULL, null=True, related_name="reports")
    position = models.CharField(max_length=100, blank=True)
    location = models.CharField(max_length=100, blank=True)
    calendar = models.ForeignKey(Calendar, models.PROTECT, null=True, related_name="+")
    joins_on = models.DateField(null=True)
    leaves_on = models.DateField(null=True)
    classification = _record_class()

    def __str__(self) -> str:
        return f"{self.employee_number} {self.pk}"


class Transfer(models.Model):
    """A person goes from one unit to another on a day; planned until the day has come."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="transfers")
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    on = models.DateField()
    is_done = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_done=False), name="transfer_planned_once"
            ),
            models.CheckConstraint(
                condition=~Q(from_unit=F("to_unit")), name="transfer_goes_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.to_unit_id} on {self.on}"


class OrganisationImport(Governed):
    """A table of people or units that somebody uploaded, kept until it is applied or expires.

    ``rows`` are the cells as read, keyed by field and with the number each row has in the
    file; what they would change is worked out against the present organisation each time.
    """

    class Kind(models.TextChoices):
        """What each row of the table describes."""

        PEOPLE = "people"
        UNITS = "units"

    class State(models.TextChoices):
        """Whether the changes were only shown, or made."""

        PREVIEWED = "previewed"
        APPLIED = "applied"

    kind = models.CharField(max_length=6, choices=Kind.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PREVIEWED)
    file_name = models.CharField(max_length=255)
    on = models.DateField()
    columns = models.JSONField(default=list)
    unknown_columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    plan_digest = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.state}"
