"""Links from other projects know whether a duration counts round the clock."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0003_hammocks_second_constraints_and_recurrence"),
    ]

    operations = [
        migrations.AddField(
            model_name="crosslink",
            name="before_is_elapsed",
            field=models.BooleanField(default=False),
        ),
    ]
