"""Erasures from before erasures told whose keys they destroyed are told now, once."""

from typing import Any

from django.db import migrations

from zhongshu.kit.horizon import take_transaction_id

# As `zhongshu.kit.audit.erasures` reads it, and `zhongshu.kit.personal.keys` writes it.
_ERASED, _FORMER = "access.somebody_erased", r"^前成员 Former member #[0-9A-F]{6}$"
_REASON = "noted at an upgrade: erased before erasures told of their keys"


def tell(apps: Any, schema_editor: Any) -> None:
    """Write an event for each former member of whose keys no event tells."""
    Event = apps.get_model("kit", "Event")
    told = {
        key
        for event in Event.objects.filter(kind=_ERASED).iterator(200)
        for key in event.data.get("keys", ())
    }
    destroyed = apps.get_model("kit", "SubjectKey").objects.filter(
        destroyed_at__isnull=False, label__regex=_FORMER
    )
    untold: dict[str, list[str]] = {}
    for key, label in destroyed.order_by("pk").values_list("pk", "label"):
        if str(key) not in told:
            untold.setdefault(label, []).append(str(key))
    for label, keys in untold.items():
        take_transaction_id()
        Event.objects.create(
            kind=_ERASED,
            actor_name="system",
            data={"reason": _REASON, "keys": keys, "former": label},
        )


class Migration(migrations.Migration):
    dependencies = [("kit", "0005_event_texts")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop, elidable=False)]
