"""The ids of votes, of those that there are as well, tell no more when each was cast."""

from typing import Any

from django.db import migrations, models

from zhongshu.kit.ids import untimed


def draw_ids(apps: Any, schema_editor: Any) -> None:
    votes = apps.get_model("access", "Vote").objects
    for key in list(votes.values_list("pk", flat=True)):
        votes.filter(pk=key).update(id=untimed())


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0017_views_and_english_names_sort_alike"),
    ]

    operations = [
        migrations.AlterField(
            model_name="vote",
            name="id",
            field=models.UUIDField(
                default=untimed, editable=False, primary_key=True, serialize=False
            ),
        ),
        migrations.RunPython(draw_ids, migrations.RunPython.noop),
    ]
