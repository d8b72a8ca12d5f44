"""Where the work of a task stands, its checklist, and its place on a board."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q


def read_states(apps: Any, schema_editor: Any) -> None:
    """Give every task the state that agrees with its progress."""
    tasks = apps.get_model("planning", "Task").objects.using(schema_editor.connection.alias)
    is_done = Q(percent_complete=100) | Q(actual_finish__isnull=False)
    has_begun = Q(percent_complete__gt=0) | Q(actual_start__isnull=False)
    tasks.filter(is_done).update(state="done")
    tasks.filter(has_begun).exclude(state="done").update(state="in_progress")


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0006_people_report_progress"),
        ("projects", "0003_wip_limits"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="state",
            field=models.CharField(
                choices=[
                    ("todo", "Todo"),
                    ("in_progress", "In Progress"),
                    ("in_review", "In Review"),
                    ("blocked", "Blocked"),
                    ("done", "Done"),
                ],
                default="todo",
                max_length=11,
            ),
        ),
        migrations.AddField(
            model_name="task", name="checklist", field=models.JSONField(default=list)
        ),
        migrations.AddField(
            model_name="task", name="board_position", field=models.BigIntegerField(null=True)
        ),
        migrations.RunPython(read_states, migrations.RunPython.noop),
    ]
