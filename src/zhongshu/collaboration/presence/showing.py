"""Showing that one is here, and no longer."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from zhongshu.access.models import User
from zhongshu.collaboration.models import Presence
from zhongshu.collaboration.presence.here import FRESH, check_may_be_in, may_be_shown
from zhongshu.collaboration.subjects import may_be_there
from zhongshu.kit.ephemeral import ephemeral
from zhongshu.kit.errors import DomainError

MAX_TABS = 30


class TooManyTabs(DomainError):
    """The actor has more pages open than anybody can look at."""

    code = "collaboration.too_many_tabs"
    status = 429


@ephemeral(Presence, lasts=FRESH)
def show_presence(
    actor: User,
    *,
    tab_id: UUID,
    scope_id: UUID,
    page: str,
    subject_id: UUID | None,
    field: str,
    at: datetime,
) -> None:
    """Say that a tab has a page of a scope open, and what the actor is at there.

    Nothing is kept of somebody who did not agree where the company asks for consent.

    Raises
    ------
    Http404
        If the actor may not see what the scope governs, or the tab is somebody else's.
    TooManyTabs
        If too many others of the actor are open.
    """
    check_may_be_in(actor, scope_id)
    if Presence.objects.filter(pk=tab_id).exclude(user=actor).exists():
        raise Http404
    if not may_be_shown(actor) or not may_be_there(actor, scope_id):
        return
    others = Presence.objects.filter(user=actor, seen_at__gt=at - FRESH).exclude(pk=tab_id)
    if others.count() >= MAX_TABS:
        raise TooManyTabs("close some pages first", limit=MAX_TABS)
    row = Presence(
        id=tab_id,
        user=actor,
        scope_id=scope_id,
        page=page,
        subject_id=subject_id,
        field=field,
        seen_at=at,
    )
    # One statement: a tab that speaks twice at once is still one tab.
    Presence.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["scope", "page", "subject_id", "field", "seen_at"],
    )


@ephemeral(Presence, lasts=FRESH)
def end_presence(actor: User, *, tab_id: UUID) -> None:
    """Say that a tab shows nothing any more; of a tab of somebody else nothing is said."""
    Presence.objects.filter(pk=tab_id, user=actor).delete()


@ephemeral(Presence, lasts=FRESH)
def forget_absent(*, at: datetime) -> None:
    """Delete what does not count any more."""
    Presence.objects.filter(seen_at__lte=at - FRESH).delete()
