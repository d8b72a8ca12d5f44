"""Names are sorted as a Chinese reader expects; the rows that there are get their keys."""

from typing import Any

from django.db import migrations

from zhongshu.kit.derived import fill
from zhongshu.kit.sort_keys import SortKeyField


def give_keys(apps: Any, schema_editor: Any) -> None:
    fill(apps.get_model("access", "Body"))
    fill(apps.get_model("access", "Role"))
    fill(apps.get_model("access", "Scope"))
    fill(apps.get_model("access", "User"))


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0015_scopes_outlive_their_owner"),
    ]

    operations = [
        migrations.AddField(
            model_name="body",
            name="sort_key",
            field=SortKeyField(default="", editable=False, max_length=2000, sources=("name",)),
        ),
        migrations.AddField(
            model_name="role",
            name="sort_key",
            field=SortKeyField(default="", editable=False, max_length=2000, sources=("name",)),
        ),
        migrations.AddField(
            model_name="scope",
            name="sort_key",
            field=SortKeyField(default="", editable=False, max_length=2000, sources=("label",)),
        ),
        migrations.AddField(
            model_name="user",
            name="sort_key",
            field=SortKeyField(
                default="", editable=False, is_person=True, max_length=2000, sources=("name",)
            ),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
    ]
