"""The ids that clients chose for what was removed from plans are given to nothing else."""

from typing import Any
from uuid import UUID

import django.db.models.deletion
from django.db import migrations, models

from zhongshu.kit.ids import is_chosen

_OF_PLANS = ("planning.plan_edited", "planning.progress_reported", "planning.edit_undone",
             "planning.edit_redone", "planning.plan_imported", "planning.plan_rescheduled")  # fmt: skip


def spend(apps: Any, schema_editor: Any) -> None:
    """Keep those of which the trail tells that they were removed."""
    SpentId = apps.get_model("planning", "SpentId")
    projects = set(apps.get_model("projects", "Project").objects.values_list("pk", flat=True))
    told = apps.get_model("kit", "Event").objects.filter(kind__in=_OF_PLANS)
    for project, data in told.values_list("subject_id", "data").iterator(50):
        gone = [UUID(key) for _, key, _, after in data.get("changes", ()) if after is None]
        rows = [SpentId(id=key, project_id=project) for key in gone if is_chosen(key)]
        if rows and project in projects:
            SpentId.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("kit", "0006_earlier_erasures"),
        ("planning", "0010_tasks_raise_their_class"),
    ]

    operations = [
        migrations.CreateModel(
            name="SpentId",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.project",
                    ),
                ),
            ],
        ),
        migrations.RunPython(spend, migrations.RunPython.noop, elidable=True),
    ]
