"""Scopes whose project was deleted before are marked, and what stood there ends, as it does now."""

from typing import Any

from django.db import migrations
from django.db.models import Q
from django.db.models.functions import Now


def mark(apps: Any, schema_editor: Any) -> None:
    Scope = apps.get_model("access", "Scope")
    Body = apps.get_model("access", "Body")
    Question = apps.get_model("access", "Question")
    owned = apps.get_model("projects", "Project").objects.values("scope")
    gone = list(
        Scope.objects.filter(kind="project").exclude(pk__in=owned).values_list("pk", flat=True)
    )
    for pk in gone:
        Scope.objects.filter(pk=pk).update(is_gone=True)
        Body.objects.filter(scope=pk, dissolved_at=None).update(dissolved_at=Now())
        asked = Question.objects.filter(Q(scope=pk) | Q(body__scope=pk), state="open")
        asked.update(state="withdrawn", decided_at=Now())


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0005_field_edits"),
        ("access", "0015_scopes_outlive_their_owner"),
    ]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
