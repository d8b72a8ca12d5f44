"""Tasks know what blocks them, and people how far they have seen what changed."""

import django.db.models.deletion
import zhongshu.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0005_tasks_are_updated_in_place"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="blocked_because",
            field=models.TextField(blank=True),
        ),
        migrations.CreateModel(
            name="LastLook",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhongshu.kit.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("seq", models.BigIntegerField(default=0)),
                ("looked_at", models.DateTimeField()),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
