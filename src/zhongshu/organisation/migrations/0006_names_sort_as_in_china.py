"""Names are sorted as a Chinese reader expects; the rows that there are get their keys."""

from typing import Any

from django.db import migrations

from zhongshu.kit.derived import fill
from zhongshu.kit.sort_keys import SortKeyField


def give_keys(apps: Any, schema_editor: Any) -> None:
    fill(apps.get_model("organisation", "Calendar"))
    fill(apps.get_model("organisation", "Person"))
    fill(apps.get_model("organisation", "Unit"))


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0005_field_edits"),
    ]

    operations = [
        migrations.AddField(
            model_name="calendar",
            name="sort_key",
            field=SortKeyField(default="", editable=False, max_length=2000, sources=("name",)),
        ),
        migrations.AddField(
            model_name="person",
            name="sort_key",
            field=SortKeyField(
                default="", editable=False, is_person=True, max_length=2000, sources=("name",)
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="sort_key",
            field=SortKeyField(default="", editable=False, max_length=2000, sources=("name",)),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
    ]
