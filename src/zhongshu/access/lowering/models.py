"""What was asked to be lowered, and what became of it."""

from typing import Any

from django.db import models
from django.db.models import Q

from zhongshu.kit.models import Model

USER = "access.User"


class Lowering(Model):
    """A request that a record of class ``was`` be of a lower ``classification`` from now on.

    ``label`` is the class that counted for the record when it was asked for, with what it belongs
    to; whom that class is closed to sees nothing of the request either.
    """

    class State(models.TextChoices):
        """Waiting for another person, or what became of it."""

        WAITING = "waiting"
        CONFIRMED = "confirmed"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    scope = models.ForeignKey("access.Scope", models.CASCADE, related_name="+")
    record_kind = models.CharField(max_length=40)
    record_id = models.UUIDField()
    was = models.PositiveSmallIntegerField()
    classification = models.PositiveSmallIntegerField()
    label = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_kind", "record_id"],
                condition=Q(state="waiting"),
                name="lowering_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.record_kind}:{self.record_id}"

    @property
    def askers(self) -> set[Any]:
        """Who asked for it, and in whose place."""
        return {self.asked_by_id, self.on_behalf_of_id} - {None}
