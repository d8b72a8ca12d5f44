from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from zhongshu.kit.append_only import installation, removal


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let texts be erased, and nothing else be changed."""
    for statement in [*removal(schema_editor.connection), *installation(schema_editor.connection)]:
        schema_editor.execute(statement, params=None)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in removal(schema_editor.connection):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("kit", "0004_subject_keys")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="texts",
            field=models.TextField(editable=False, null=True),
        ),
        migrations.RunPython(guard, unguard, elidable=False),
    ]
