from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from zhongshu.kit.append_only import KIT_TABLES, installation, removal


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    for statement in [*removal(connection, KIT_TABLES), *installation(connection, KIT_TABLES)]:
        schema_editor.execute(statement, params=None)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in removal(schema_editor.connection, KIT_TABLES):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("kit", "0002_audit")]

    operations = [migrations.RunPython(guard, unguard, elidable=False)]
