"""Records that are secret whole: whom the gate of their class shuts out sees none of them."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhongshu.access.models import Actor, User
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.policy.seeing import Sight, rules_of
from zhongshu.access.resources import Resource, sight

# By whether it may be read, a row is in sight.
_KNOWN_BY = "id"


def closed_rows(actor: Actor, resource: Resource, rows: QuerySet[Any]) -> list[UUID]:
    """Those of the rows whose class is closed to the actor, by id."""
    seeing = sight(actor, resource, [_KNOWN_BY])
    if not seeing.rules:
        return []
    found = rows.order_by().values_list("pk", *seeing.columns)
    return [pk for pk, *values in found if not _is_open(seeing, values)]


def open_to(
    resource: Resource,
    row_id: UUID,
    users: Collection[UUID],
    *,
    own_classes: Iterable[int] = (),
) -> set[UUID]:
    """Those of the users to whom a row is open by its class, or was by one of its earlier ones."""
    if not users or not rules_of(policy_in_force(), resource, [_KNOWN_BY]):
        return set(users)
    rows = resource.model._default_manager.filter(pk=row_id)
    found = set()
    for user in User.objects.filter(pk__in=users):
        seeing = sight(user, resource, [_KNOWN_BY])
        values = rows.values_list(*seeing.columns).first()
        if values is None:
            continue
        at = seeing.columns.index(resource.own_class)
        known = [values, *((*values[:at], one, *values[at + 1 :]) for one in own_classes)]
        if any(_is_open(seeing, one) for one in known):
            found.add(user.pk)
    return found


def _is_open(seeing: Sight, values: Any) -> bool:
    return seeing.decisions(values)[_KNOWN_BY].is_readable
