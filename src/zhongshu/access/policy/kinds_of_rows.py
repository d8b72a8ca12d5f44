"""What the rules of fields ask of rows, and how many rows give each answer."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, QuerySet

from zhongshu.access.guard import company
from zhongshu.access.policy.seeing import Several, Sight


def kinds_of_rows(rows: QuerySet[Any], judging: Sight) -> Iterable[tuple[Any, ...]]:
    """What the rules ask of rows, each answer once, and how many rows give it."""
    if not judging.resource.scope:
        return [(company().pk, rows.count())]
    if _several(judging):
        return [(*values, n) for values, n in Counter(told_of(rows, judging)).items()]
    found: Iterable[tuple[Any, ...]] = rows.values_list(*judging.columns).annotate(n=Count("pk"))
    return found


def told_of(rows: QuerySet[Any], judging: Sight) -> Iterator[tuple[Any, ...]]:
    """What the rules ask of each row; of accounts to which it is related, all at once."""
    several = _several(judging)
    places = [n for n, path in enumerate(judging.columns) if path in several]
    told: dict[Any, list[Any]] = {}
    for key, *values in rows.order_by().values_list("pk", *judging.columns).iterator(2000):
        known = told.setdefault(key, values)
        for n in places:
            before = known[n] if isinstance(known[n], frozenset) else frozenset()
            known[n] = before | {values[n]}
    yield from map(tuple, told.values())


def _several(judging: Sight) -> set[str]:
    """Those of the columns asked for by which a row may be related to several accounts."""
    relations = judging.resource.relations.values()
    return {one.path for one in relations if isinstance(one, Several)} & set(judging.columns)
