"""Baselines are approved and rejected; links lead from one project to another."""

from typing import Any

import django.db.models.deletion
import zhongshu.kit.ids
import zhongshu.kit.moments
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def agree_to_what_was_set(apps: Any, schema_editor: Any) -> None:
    """Until now the latest baseline of the whole plan was in force, whoever had set it."""
    rows = apps.get_model("planning", "Baseline").objects.filter(is_whole=True)
    rows.update(state="approved", in_force_at=F("set_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0001_initial"),
        ("projects", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CrossLink",
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
                ("before_project_id", models.UUIDField()),
                ("before_id", models.UUIDField()),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("fs", "Finish Start"),
                            ("ss", "Start Start"),
                            ("ff", "Finish Finish"),
                            ("sf", "Start Finish"),
                        ],
                        default="fs",
                        max_length=2,
                    ),
                ),
                ("lag", models.BigIntegerField(default=0)),
                (
                    "lag_unit",
                    models.CharField(
                        choices=[
                            ("working", "Working"),
                            ("elapsed", "Elapsed"),
                            ("percent", "Percent"),
                            ("elapsed_percent", "Elapsed Percent"),
                        ],
                        default="working",
                        max_length=15,
                    ),
                ),
                ("before_start", zhongshu.kit.moments.MomentField(null=True)),
                ("before_finish", zhongshu.kit.moments.MomentField(null=True)),
                ("before_minutes", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="baseline",
            name="decided_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="baseline",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="baseline",
            name="decision",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="baseline",
            name="in_force_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="baseline",
            name="reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="baseline",
            name="state",
            field=models.CharField(
                choices=[
                    ("approved", "Approved"),
                    ("comparison", "Comparison"),
                    ("proposed", "Proposed"),
                    ("rejected", "Rejected"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="comparison",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="baseline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("project",),
                name="baseline_proposed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="baseline",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "approved"), ("in_force_at", None), _connector="OR"),
                name="baseline_in_force_only_if_approved",
            ),
        ),
        migrations.AddField(
            model_name="crosslink",
            name="after",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cross_links_in",
                to="planning.task",
            ),
        ),
        migrations.AddField(
            model_name="crosslink",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cross_links",
                to="projects.project",
            ),
        ),
        migrations.AddIndex(
            model_name="crosslink",
            index=models.Index(fields=["before_project_id"], name="cross_link_before"),
        ),
        migrations.AddConstraint(
            model_name="crosslink",
            constraint=models.UniqueConstraint(
                fields=("before_id", "after", "type"), name="cross_link_unique"
            ),
        ),
        migrations.RunPython(agree_to_what_was_set, migrations.RunPython.noop),
    ]
