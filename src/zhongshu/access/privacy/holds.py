"""Which legal holds are in force, and what they cover."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from zhongshu.access.models import ScopeClosure
from zhongshu.access.privacy.models import LegalHold
from zhongshu.access.privacy.subjects import Somebody, owned, personal_models


def holds_in_force(on: date) -> QuerySet[LegalHold]:
    """The holds that hold on a day."""
    return LegalHold.objects.filter(
        Q(until__isnull=True) | Q(until__gt=on), since__lte=on, released_at=None
    )


def scopes_held(on: date) -> set[UUID]:
    """Every scope at or below one that is held."""
    held = holds_in_force(on).exclude(held_scope=None).values("held_scope")
    below = ScopeClosure.objects.filter(ancestor__in=held)
    return set(below.values_list("descendant", flat=True))


def people_held(on: date) -> set[UUID]:
    """The ids of the people and accounts that are held themselves."""
    held = holds_in_force(on).exclude(somebody_id=None)
    return {one for one in held.values_list("somebody_id", flat=True) if one is not None}


def holds_on(somebody: Somebody, on: date) -> list[LegalHold]:
    """The holds that keep somebody from being erased: their own, and those of where they worked."""
    holds = list(holds_in_force(on).order_by("since", "pk"))
    found = [one for one in holds if one.somebody_id in somebody.ids]
    over = {one.held_scope_id: one for one in holds if one.held_scope_id is not None}
    if over:
        touched = _scopes_of(somebody)
        above = ScopeClosure.objects.filter(ancestor__in=over, descendant__in=touched)
        found += [over[one] for one in sorted(set(above.values_list("ancestor", flat=True)))]
    return found


def _scopes_of(somebody: Somebody) -> set[UUID]:
    """The scopes in which rows about somebody lie."""
    found: set[UUID] = set()
    for model in personal_models():
        if "scope" in {column.name for column in model._meta.concrete_fields}:
            found |= set(owned(model, somebody).values_list("scope", flat=True))
    return found


def is_covered(ids: Collection[UUID], on: date) -> bool:
    """Whether one of these people or accounts is held."""
    return bool(people_held(on) & set(ids))
