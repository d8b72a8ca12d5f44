from django.db import migrations
from django.db.migrations.state import StateApps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from zhongshu.kit.search_keys import SearchKeyField, search_key


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Person = apps.get_model("organisation", "Person")
    changed = []
    for row in Person.objects.only("name").iterator(chunk_size=500):
        row.search_key = search_key(row.name)
        changed.append(row)
    Person.objects.bulk_update(changed, ["search_key"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_transfers")]

    operations = [
        migrations.AddField(
            "person",
            "search_key",
            SearchKeyField(default="", editable=False, max_length=2000, sources=("name",)),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
