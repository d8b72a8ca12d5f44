"""Who is here: the fresh presences of those who may be."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from zhongshu.access.models import SYSTEM, Grant, User, scopes_allowed
from zhongshu.access.privacy.consents import may_process
from zhongshu.access.resources import present
from zhongshu.collaboration.models import Presence
from zhongshu.collaboration.presence.fields import PRESENCE, PURPOSE, VIEW
from zhongshu.collaboration.subjects import may_be_there, open_among

FRESH = timedelta(seconds=15)

# Where each person is in a scope: user, page, subject and field of each open tab.
Whereabouts = frozenset[tuple[UUID, UUID, str, UUID | None, str]]


def check_may_be_in(actor: User, scope_id: UUID) -> None:
    """Raise `Http404` unless the actor may see what the scope governs."""
    if not scopes_allowed(actor, VIEW).rows.filter(descendant=scope_id).exists():
        raise Http404


def may_be_shown(actor: User) -> bool:
    """Whether somebody's presence may be kept and shown at all."""
    return User.objects.filter(may_process(PURPOSE, account="pk"), pk=actor.pk).exists()


def people_here(actor: User, scope_id: UUID, *, at: datetime) -> list[dict[str, Any]]:
    """Everybody who has something of the scope open, once for each tab.

    To whom something there is closed as a whole, nobody is shown, and they are not shown either.

    Raises
    ------
    Http404
        If the actor may not see what the scope governs.
    """
    check_may_be_in(actor, scope_id)
    return told(scope_id, at=at) if may_be_there(actor, scope_id) else []


def told(scope_id: UUID, *, at: datetime) -> list[dict[str, Any]]:
    """What is told of those in a scope to each other; whoever lost the right to be is left out."""
    allowed = Grant.objects.in_force().filter(
        scope__reach__descendant=scope_id, role__permissions__permission=VIEW
    )
    rows = _fresh(at).filter(scope=scope_id, user__in=allowed.values("user"))
    items = present(SYSTEM, PRESENCE, rows.order_by("user__sort_key", "id"))
    there = open_among(scope_id, {UUID(one["user"]["id"]) for one in items})
    return [one for one in items if UUID(one["user"]["id"]) in there]


def whereabouts(*, at: datetime) -> dict[UUID, Whereabouts]:
    """Where everybody is, by scope."""
    found: dict[UUID, set[Any]] = {}
    for scope_id, *where in _fresh(at).values_list(
        "scope", "id", "user", "page", "subject_id", "field"
    ):
        found.setdefault(scope_id, set()).add(tuple(where))
    return {scope_id: frozenset(where) for scope_id, where in found.items()}


def _fresh(at: datetime) -> QuerySet[Presence]:
    active = User.objects.filter(is_active=True)
    rows = Presence.objects.filter(seen_at__gt=at - FRESH, user__in=active)
    return rows.filter(may_process(PURPOSE, account="user"))
