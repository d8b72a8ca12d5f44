"""Events are read by time and id, the newest first: one index serves the order and its pages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The index over time also holds the id."""

    dependencies = [("kit", "0006_earlier_erasures")]

    operations = [
        migrations.RemoveIndex(model_name="event", name="event_time"),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["recorded_at", "id"], name="event_time"),
        ),
    ]
