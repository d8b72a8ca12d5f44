"""Tasks may be hammocks, carry a second constraint, and recur."""

import zhongshu.kit.moments
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0002_baseline_approval_and_cross_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="is_recurring",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="task",
            name="recurrence",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="second_constraint",
            field=models.CharField(
                choices=[
                    ("asap", "Asap"),
                    ("alap", "Alap"),
                    ("snet", "Snet"),
                    ("snlt", "Snlt"),
                    ("fnet", "Fnet"),
                    ("fnlt", "Fnlt"),
                    ("mso", "Mso"),
                    ("mfo", "Mfo"),
                ],
                default="asap",
                max_length=4,
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="second_constraint_at",
            field=zhongshu.kit.moments.MomentField(null=True),
        ),
        migrations.AlterField(
            model_name="task",
            name="kind",
            field=models.CharField(
                choices=[
                    ("task", "Task"),
                    ("summary", "Summary"),
                    ("milestone", "Milestone"),
                    ("hammock", "Hammock"),
                ],
                default="task",
                max_length=9,
            ),
        ),
    ]
