"""Names are sorted as a Chinese reader expects; the rows that there are get their keys."""

from typing import Any

from django.db import migrations

from zhongshu.kit.derived import fill
from zhongshu.kit.sort_keys import SortKeyField


def give_keys(apps: Any, schema_editor: Any) -> None:
    fill(apps.get_model("projects", "Project"))


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0006_scopes_of_deleted_projects_are_gone"),
    ]

    operations = [
        migrations.AddField(
            model_name="project",
            name="sort_key",
            field=SortKeyField(default="", editable=False, max_length=2000, sources=("name",)),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
    ]
