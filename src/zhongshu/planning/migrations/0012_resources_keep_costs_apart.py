"""What files say of the costs of resources, and of the rest of them, gets columns of its own."""

from typing import Any

from django.db import migrations, models

_RATES = (
    "standard_rate", "standard_rate_format", "overtime_rate", "overtime_rate_format",
    "cost_per_use", "rates", "baselines",
)  # fmt: skip
_DETAILS = ("initials", "code", "group", "material_label", "notes")


def _part(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("planning", "PlanResource")
    changed = []
    for row in model.objects.exclude(extra={}).iterator(1000):
        row.rates = {name: row.extra[name] for name in _RATES if name in row.extra}
        row.details = {name: row.extra[name] for name in _DETAILS if name in row.extra}
        if row.rates or row.details:
            apart = row.rates | row.details
            row.extra = {n: value for n, value in row.extra.items() if n not in apart}
            changed.append(row)
    model.objects.bulk_update(changed, ["rates", "details", "extra"], batch_size=500)


def _join(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("planning", "PlanResource")
    changed = []
    for row in model.objects.iterator(1000):
        if row.rates or row.details:
            row.extra = row.extra | row.rates | row.details
            changed.append(row)
    model.objects.bulk_update(changed, ["extra"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0011_removed_ids_are_spent"),
    ]

    operations = [
        migrations.AddField(
            model_name="planresource",
            name="rates",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="planresource",
            name="details",
            field=models.JSONField(default=dict),
        ),
        migrations.RunPython(_part, _join),
    ]
