"""Who could approve baselines by a role holds the authority in person from now on.

Administrators are left out: nobody has an authority because they administer access. Who managed
accounts with `access.manage` still does, by the permission that this has become.
"""

from typing import Any

from django.db import migrations
from django.utils import timezone

_APPROVE = "planning.approve_baseline"


def carry_over(apps: Any, schema_editor: Any) -> None:
    Grant = apps.get_model("access", "Grant")
    Holding = apps.get_model("access", "Holding")
    RolePermission = apps.get_model("access", "RolePermission")
    grants = Grant.objects.filter(role__permissions__permission=_APPROVE)
    for grant in grants.exclude(role__code="administrator").order_by("created_at", "pk"):
        Holding.objects.get_or_create(
            authority="baseline_approval",
            user_id=grant.user_id,
            scope_id=grant.scope_id,
            defaults={
                "valid_from": grant.valid_from,
                "valid_to": grant.valid_to,
                "is_delegable": True,
                "confirmed_at": timezone.now(),
            },
        )
    managing = RolePermission.objects.filter(permission="access.manage")
    RolePermission.objects.bulk_create(
        [
            RolePermission(role_id=role_id, permission="access.manage_accounts")
            for role_id in managing.values_list("role_id", flat=True)
        ],
        ignore_conflicts=True,
    )
    RolePermission.objects.filter(permission=_APPROVE).delete()


class Migration(migrations.Migration):
    dependencies = [("access", "0006_authorities")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
