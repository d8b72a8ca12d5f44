"""What holds personal data back from removal, and how long it is kept."""

from django.db import models
from django.db.models import F, Q

from zhongshu.kit.models import Model


class LegalHold(Model):
    """Why data must not be removed for a time: of one person or account, or of all below a scope.

    While it lasts, neither an erasure nor a retention job touches what it covers. ``until`` is
    the first day on which it no longer holds; a released hold holds no more either.
    """

    somebody_id = models.UUIDField(null=True)
    held_scope = models.ForeignKey("access.Scope", models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)
    placed_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(somebody_id__isnull=False) ^ Q(held_scope__isnull=False),
                name="legal_hold_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="legal_hold_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} from {self.since} until {self.until}"


class RetentionPeriod(models.Model):
    """For how many days data of one retention class is kept, where it is not as by default."""

    code = models.CharField(max_length=20, primary_key=True)
    days = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.code} {self.days} days"


class RetentionRun(models.Model):
    """What a retention job removed, or in a dry run would have removed, and what held it back."""

    id = models.UUIDField(primary_key=True)
    ran_at = models.DateTimeField()
    is_dry = models.BooleanField()
    asked_by = models.ForeignKey("access.User", models.SET_NULL, null=True, related_name="+")
    report = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.ran_at} {'dry' if self.is_dry else 'done'}"
