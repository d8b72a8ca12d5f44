"""Room for new versions of a task in the page of the old one, and one index less to keep."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def leave_room(apps: Any, schema_editor: Any) -> None:
    # Dates stand in no index: where the page has room, PostgreSQL need not touch any.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE planning_task SET (fillfactor = 50)")


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0004_cross_links_know_elapsed_durations"),
        ("projects", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="task",
            name="project",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tasks",
                to="projects.project",
            ),
        ),
        migrations.RunPython(leave_room, migrations.RunPython.noop),
    ]
