"""Who is here now."""

from django.db import models

from zhongshu.access.models import Scope, User


class Presence(models.Model):
    """Somebody who has a page of something open, in one tab of a browser.

    It counts only while it is fresh: a tab says every few seconds that it is still there.
    ``page`` is what is open of the scope, ``subject_id`` what the person is at within it (a
    task, say), and ``field`` what they are writing in just now.
    """

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    scope = models.ForeignKey(Scope, models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True)
    field = models.CharField(max_length=40, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["scope", "seen_at"], name="presence_scope_seen")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.page} of {self.scope_id}"
