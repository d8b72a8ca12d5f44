from typing import Any

from django.db import migrations

CONSUMERS = ("collaboration.notify_of_asked_decision", "collaboration.notify_of_first_vote")


def begin_with_the_next_event(apps: Any, schema_editor: Any) -> None:
    """Nobody is told of the questions of before."""
    newest = apps.get_model("kit", "Event").objects.order_by("-seq").first()
    if newest is not None:
        cursors = apps.get_model("kit", "OutboxCursor").objects
        for consumer in CONSUMERS:
            cursors.update_or_create(consumer=consumer, defaults={"seq": newest.seq})


class Migration(migrations.Migration):
    dependencies = [
        ("collaboration", "0004_questions_are_told"),
    ]
    operations = [
        migrations.RunPython(begin_with_the_next_event, migrations.RunPython.noop),
    ]
