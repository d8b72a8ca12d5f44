"""What may be read about what was asked to be lowered."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from zhongshu.access.authorities.acting import behind
from zhongshu.access.authority import holders
from zhongshu.access.keeping import closed_rows
from zhongshu.access.lowering.fields import LOWERING
from zhongshu.access.lowering.kinds import LOWERABLE
from zhongshu.access.lowering.models import Lowering
from zhongshu.access.models import Actor, System, User, scopes_allowed
from zhongshu.access.resources import present


def lowerings(actor: Actor) -> QuerySet[Lowering]:
    """The requests about records in view that the actor asked for, or may confirm."""
    if isinstance(actor, System):
        return Lowering.objects.all()
    seen = Q(pk__in=[])
    for name, kind in LOWERABLE.items():
        concerned = Q(asked_by=actor.pk) | Q(on_behalf_of=actor.pk)
        concerned |= Q(scope__in=scopes_allowed(actor, kind.permission))
        within = scopes_allowed(actor, kind.resource.permission)
        of_kind = Q(record_kind=name, scope__in=within, record_id__in=kind.rows(actor).values("pk"))
        seen |= of_kind & concerned
    return open_requests(actor, Lowering.objects.filter(seen))


def open_requests(actor: Actor, rows: QuerySet[Lowering]) -> QuerySet[Lowering]:
    """Those of some requests about records whose class is open to the actor."""
    return rows.exclude(pk__in=closed_rows(actor, LOWERING, rows))


def get_lowering(actor: Actor, lowering_id: UUID) -> Lowering:
    """Return the request, or raise `Http404` if it is absent or out of sight."""
    return get_object_or_404(lowerings(actor), pk=lowering_id)


def lowering_card(actor: Actor, lowering: Lowering) -> dict[str, Any]:
    """One request as its resource shows it, with the record that it is about."""
    [card] = completed(actor, present(actor, LOWERING, Lowering.objects.filter(pk=lowering.pk)))
    return card


def completed(actor: Actor, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Requests with what their records are called, as far as the actor may know, and where.

    An own one can be withdrawn and not confirmed; that of another the other way about.
    """
    shown = _shown(actor, items)
    people = behind(actor)
    asked = Q(asked_by__in=people) | Q(on_behalf_of__in=people)
    rows = Lowering.objects.filter(asked, pk__in=[item["id"] for item in items])
    own = {str(key) for key in rows.values_list("pk", flat=True)}
    for item in items:
        item["is_own"] = item["id"] in own
        item["record"] = shown.get((item["record_kind"], item["record_id"]))
    return items


def _shown(actor: Actor, items: Iterable[dict[str, Any]]) -> dict[tuple[str, str], Any]:
    by_kind: dict[str, set[UUID]] = defaultdict(set)
    for item in items:
        by_kind[item["record_kind"]].add(UUID(item["record_id"]))
    return {
        (name, str(key)): one
        for name, keys in by_kind.items()
        for key, one in LOWERABLE[name].show(actor, keys).items()
    }


def who_may_confirm_lowering(lowering: Lowering) -> QuerySet[User]:
    """Who sees the record and may lower its class, but for who asked."""
    kind = LOWERABLE[lowering.record_kind]
    held = holders(kind.permission, lowering.scope).values("user")
    people = User.objects.filter(pk__in=held, is_active=True).exclude(pk__in=lowering.askers)
    able = [one.pk for one in people if kind.is_in_sight(one, lowering.record_id)]
    return User.objects.filter(pk__in=able).order_by("pk")
