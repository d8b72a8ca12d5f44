import zhongshu.kit.personal.columns
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from zhongshu.kit.append_only import KIT_TABLES, installation, removal


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite makes the table anew for a new column type, and forgets its triggers."""
    connection = schema_editor.connection
    for statement in [*removal(connection, KIT_TABLES), *installation(connection, KIT_TABLES)]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("kit", "0003_append_only")]

    operations = [
        migrations.CreateModel(
            name="SubjectKey",
            fields=[
                ("subject_id", models.UUIDField(primary_key=True, serialize=False)),
                ("wrapped", models.CharField(blank=True, max_length=120)),
                ("label", models.CharField(blank=True, max_length=80)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("destroyed_at", models.DateTimeField(db_index=True, null=True)),
            ],
        ),
        migrations.AlterField(
            model_name="event",
            name="actor_name",
            field=zhongshu.kit.personal.columns.SealedTextField(
                blank=True, max_length=1200, of="actor_id"
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="ip",
            field=zhongshu.kit.personal.columns.SealedTextField(
                blank=True, max_length=200, of="actor_id"
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="user_agent",
            field=zhongshu.kit.personal.columns.SealedTextField(
                blank=True, max_length=800, of="actor_id"
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="data",
            field=zhongshu.kit.personal.columns.SealedJSONField(default=dict),
        ),
        migrations.RunPython(guard, migrations.RunPython.noop, elidable=False),
    ]
