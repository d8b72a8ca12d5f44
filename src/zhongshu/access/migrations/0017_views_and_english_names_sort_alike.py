"""Views and English names are sorted like other names; the rows that there are get their keys."""

from typing import Any

from django.db import migrations

from zhongshu.kit.derived import fill
from zhongshu.kit.sort_keys import SortKeyField


def give_keys(apps: Any, schema_editor: Any) -> None:
    fill(apps.get_model("access", "Body"))
    fill(apps.get_model("access", "Role"))
    fill(apps.get_model("access", "SavedView"))


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0016_names_sort_as_in_china"),
    ]

    operations = [
        migrations.AddField(
            model_name="body",
            name="sort_key_en",
            field=SortKeyField(default="", editable=False, max_length=2000, sources=("name_en",)),
        ),
        migrations.AddField(
            model_name="role",
            name="sort_key_en",
            field=SortKeyField(default="", editable=False, max_length=2000, sources=("name_en",)),
        ),
        migrations.AddField(
            model_name="savedview",
            name="sort_key",
            field=SortKeyField(default="", editable=False, max_length=2000, sources=("name",)),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
    ]
