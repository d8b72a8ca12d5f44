"""Rows of which each viewer is told another version: see `versions`."""

from django.db import models

from zhongshu.access.models import Governed


class FieldVersioned(Governed):
    """A row that also counts the edits which changed nothing but fields that can be closed.

    ``field_edits`` has how many there were, by the names of these fields with commas between.
    """

    field_edits = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True
