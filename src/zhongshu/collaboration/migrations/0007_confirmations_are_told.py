from typing import Any

from django.db import migrations, models

KINDS = [
    ("mentioned", "Mentioned"),
    ("commented", "Commented"),
    ("assigned", "Assigned"),
    ("dates_moved", "Dates Moved"),
    ("baseline_waiting", "Baseline Waiting"),
    ("baseline_decided", "Baseline Decided"),
    ("sign_in_changed", "Sign In Changed"),
    ("question_put", "Question Put"),
    ("question_decided", "Question Decided"),
    ("confirm_waiting", "Confirm Waiting"),
    ("confirmed", "Confirmed"),
]
CONSUMERS = ("collaboration.notify_of_waiting", "collaboration.notify_of_confirmed")


def begin_with_the_next_event(apps: Any, schema_editor: Any) -> None:
    """Nobody is told of what was asked for before."""
    newest = apps.get_model("kit", "Event").objects.order_by("-seq").first()
    if newest is not None:
        cursors = apps.get_model("kit", "OutboxCursor").objects
        for consumer in CONSUMERS:
            cursors.update_or_create(consumer=consumer, defaults={"seq": newest.seq})


class Migration(migrations.Migration):
    dependencies = [
        ("collaboration", "0006_talk_raises_its_class"),
    ]
    operations = [
        *(
            migrations.AlterField(
                model_name=model,
                name="kind",
                field=models.CharField(choices=KINDS, max_length=20),
            )
            for model in ("notification", "notificationpreference")
        ),
        migrations.RunPython(begin_with_the_next_event, migrations.RunPython.noop),
    ]
