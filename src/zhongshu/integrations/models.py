"""Plan files that somebody uploaded."""

from django.db import models

from zhongshu.access.models import User
from zhongshu.kit.models import Model
from zhongshu.projects.models import Project


class PlanImport(Model):
    """A plan file that was uploaded and shown, and may have become a project or its next state.

    The file lies in the installation's own folder under the import's id, never under a name
    that came with it. ``summary``, ``findings`` and ``quality`` are what the preview showed.
    Only the person who uploaded a file sees it.
    """

    class State(models.TextChoices):
        """Whether the plan was only shown, or taken over."""

        PREVIEWED = "previewed"
        APPLIED = "applied"

    state = models.CharField(max_length=9, choices=State.choices, default=State.PREVIEWED)
    file_name = models.CharField(max_length=255)
    format = models.CharField(max_length=20)
    n_bytes = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    source_id = models.CharField(max_length=200)
    summary = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    quality = models.JSONField(default=dict)
    project = models.ForeignKey(Project, models.SET_NULL, null=True, related_name="+")
    uploaded_by = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="plan_import_expires")]

    def __str__(self) -> str:
        return f"{self.pk} {self.format} {self.state}"
