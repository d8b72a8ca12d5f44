from django.db import migrations
from django.db.migrations.state import StateApps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from zhongshu.kit.search_keys import SearchKeyField, search_key


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Project = apps.get_model("projects", "Project")
    changed = []
    for row in Project.objects.only("key", "name").iterator(chunk_size=500):
        row.search_key = search_key(row.key, row.name)
        changed.append(row)
    Project.objects.bulk_update(changed, ["search_key"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [
        migrations.AddField(
            "project",
            "search_key",
            SearchKeyField(default="", editable=False, max_length=2000, sources=("key", "name")),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
