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
    ("declined", "Declined"),
    ("glass_broken", "Glass Broken"),
]


def begin_with_the_next_event(apps: Any, schema_editor: Any) -> None:
    """Nobody is told of what happened before."""
    newest = apps.get_model("kit", "Event").objects.order_by("-seq").first()
    if newest is not None:
        apps.get_model("kit", "OutboxCursor").objects.update_or_create(
            consumer="collaboration.notify_of_glass", defaults={"seq": newest.seq}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("collaboration", "0008_refusals_are_told"),
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
