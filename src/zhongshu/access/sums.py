"""Sums over what the viewer may not read, told so that none of them gives a single value away.

The guarantee, and what it does not cover, is in `docs/explanation/access.md`.
"""

from collections.abc import Iterable
from math import floor, log10
from typing import Any

from django.db.models import Aggregate, Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Now

from zhongshu.access import view_as
from zhongshu.access.authorities.models import Delegation
from zhongshu.access.models import Actor, System, User, scopes_allowed
from zhongshu.access.resources import Field, Partition, Resource, readable
from zhongshu.kit.origin import here


def may_have_sums(actor: Actor, resource: Resource, rows: QuerySet[Any], one: Field) -> bool:
    """Whether groups by this field may tell sums over what the viewer may not read.

    Never by a second field, never to somebody who can change what is summed up or move it from
    group to group, and never to somebody who looks with less than all of one's own rights: the
    difference of two sums would be the value of one row.
    """
    cut = resource.partition
    if cut is None or cut.field != one.name or isinstance(actor, System):
        return isinstance(actor, System)
    if here().acting is not None or actor.limited_to is not None or view_as.is_viewing():
        return False
    moved = (
        rows.filter(**{f"{resource.scope}__in": scopes_allowed(actor, mover)})
        for mover in cut.movers
    )
    return not (_moves_for_another(actor, cut) or any(one.exists() for one in moved))


def _moves_for_another(actor: User, cut: Partition) -> bool:
    """Whether the viewer can become a mover by acting under a delegation."""
    received = Delegation.objects.standing().filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=Now()),
        deputy=actor, revoked_at=None, valid_to__gt=Now(),
    )  # fmt: skip
    held = received.values_list("permissions", flat=True)
    return any(not set(cut.movers).isdisjoint(permissions) for permissions in held)


def hidden_parts(
    actor: Actor, resource: Resource, rows: QuerySet[Any], fields: Iterable[Field]
) -> dict[str, Aggregate]:
    """What the query computes of the values that the viewer may not read, for each field."""
    fields = list(fields)
    taken: dict[str, Aggregate] = {}
    for name, shown in readable(actor, resource, [one.name for one in fields], rows).items():
        path, hidden = resource.by_name[name].path, ~shown
        taken |= {
            f"_hidden_rows_{name}": Count("pk", filter=hidden),
            f"_hidden_values_{name}": Count(path, filter=hidden),
            f"_hidden_sum_{name}": Sum(path, filter=hidden),
            f"_hidden_most_{name}": Max(path, filter=hidden),
            f"_hidden_least_{name}": Min(path, filter=hidden),
        }
    return taken


def make_coarse(told: list[dict[str, Any]], least: dict[str, int]) -> None:
    """Round what hidden values add to the measures, and withhold what would tell of too few.

    Withheld is a measure of fewer hidden values than the policy asks, here or in all the rest,
    or of which one makes up more than half.
    """
    for name, k in least.items():
        total = sum(row[f"_hidden_values_{name}"] for row in told)
        for row in told:
            if not row[f"_hidden_rows_{name}"]:
                continue
            n, hidden = row[f"_hidden_values_{name}"], row[f"_hidden_sum_{name}"]
            row[f"_withheld_{name}"] = n < k or 0 < total - n < k or _is_one_of_all(row, name)
            row[f"_coarse_{name}"] = not row[f"_withheld_{name}"]
            if row[f"_coarse_{name}"]:
                row[f"_measured_{name}"] += coarse(hidden, k) - hidden


def coarse(total: int, k: int) -> int:
    """A sum rounded to the next of 1, 2, 5, 10, 20 … that is no less than its k-th part.

    Examples
    --------
    >>> coarse(1_234_567, 5), coarse(9_400, 5), coarse(9_400, 20), coarse(-7, 5), coarse(0, 5)
    (1000000, 10000, 9500, -8, 0)
    """
    size = abs(total)
    if not size:
        return 0
    power: int = 10 ** max(0, floor(log10(size / k)))
    step = next(n * power for n in (1, 2, 5, 10, 20) if n * power * k >= size)
    rounded = (size + step // 2) // step * step
    return rounded if total > 0 else -rounded


def _is_one_of_all(row: dict[str, Any], name: str) -> bool:
    """Whether one of the hidden values of a group is more than half of their sum."""
    ends = (row[f"_hidden_most_{name}"], row[f"_hidden_least_{name}"])
    return any(2 * abs(one) > abs(row[f"_hidden_sum_{name}"]) for one in ends)
