"""Whose sight changed: what open pages are told, so that they forget what they hold.

Rights change by what somebody does, which leaves an event, and by time alone: grants,
delegations, seats and holdings begin and end by themselves.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from zhongshu.access.authorities.models import Delegation, Holding, Member
from zhongshu.access.models import Grant
from zhongshu.kit.models import Event

# An event is dated before its transaction is committed: it is looked for so much longer.
LATE = timedelta(seconds=30)

# What concerns everybody, as where everything hangs does.
_EVERYBODY = {
    "access.policy_published",
    "organisation.person_moved",
    "organisation.unit_moved",
    "organisation.unit_placed",
}
# What concerns the account that is named by the state before or after.
_NAMED = {
    "access.authority_confirmed",
    "access.authority_revoked",
    "access.delegated",
    "access.delegation_revoked",
    "access.glass_broken",
    "access.glass_ended",
    "access.grant_changed",
    "access.grant_confirmed",
    "access.grant_revoked",
    "access.member_seated",
    "access.member_unseated",
    "access.role_granted",
    "access.seat_confirmed",
}
_OF_ROLES = {"access.role_change_confirmed", "access.role_defined", "access.role_updated"}
_OF_BODIES = {"access.body_change_confirmed", "access.body_dissolved", "access.body_updated"}
_OF_ACCOUNTS = {"access.account_closed", "access.account_opened"}
# What concerns whoever holds anything over the row, if it changed what a policy asks of rows.
_OF_ROWS = {
    "organisation.person_updated",
    "organisation.unit_updated",
    "projects.project_updated",
}
_ASKED = {"classification", "head", "manager", "state", "unit", "user"}
KINDS = _EVERYBODY | _NAMED | _OF_ROLES | _OF_BODIES | _OF_ACCOUNTS | _OF_ROWS

_PERIODS: tuple[tuple[Any, str], ...] = (
    (Delegation, "deputy"),
    (Grant, "user"),
    (Holding, "user"),
    (Member, "user"),
)


def events_between(since: datetime, until: datetime) -> list[Event]:
    """What was done between two instants that may change what somebody sees."""
    rows = Event.objects.filter(kind__in=KINDS, recorded_at__gt=since, recorded_at__lte=until)
    return list(rows.order_by("seq"))


def concerned_by(found: Collection[Event], among: Collection[UUID]) -> set[UUID]:
    """Those of some accounts whose sight these events may have changed."""
    told: set[UUID] = set()
    for event in found:
        if event.kind in _EVERYBODY or "unit" in _changed(event):
            return set(among)
        told |= _named(event)
        if event.kind in _OF_ROWS and _ASKED & _changed(event):
            told |= _over(event, among)
    return _with_deputies(told) & set(among)


def concerned_by_time(since: datetime, until: datetime, among: Collection[UUID]) -> set[UUID]:
    """Those of some accounts for whom something began or ended by itself."""
    passed = Q(valid_from__gt=since, valid_from__lte=until)
    passed |= Q(valid_to__gt=since, valid_to__lte=until)
    told: set[UUID] = set()
    for model, path in _PERIODS:
        told.update(model.objects.filter(passed).values_list(path, flat=True))
    return _with_deputies(told) & set(among)


def _changed(event: Event) -> set[str]:
    if event.kind not in _OF_ROWS:
        return set()
    return {name for side in ("before", "after") for name in event.data.get(side) or ()}


def _named(event: Event) -> set[UUID]:
    """The accounts that an event is about."""
    if event.kind in _OF_ACCOUNTS:
        return {event.subject_id}
    if event.kind in _OF_ROLES:
        return set(Grant.objects.filter(role=event.subject_id).values_list("user", flat=True))
    if event.kind in _OF_BODIES:
        return _members([event.subject_id])
    states = [event.data.get(side) or {} for side in ("before", "after")]
    users = {
        one for state in states for name in ("user_id", "deputy_id") if (one := state.get(name))
    }
    bodies = {one for state in states if (one := state.get("body_id"))}
    return {UUID(one) for one in users} | (_members(bodies) if bodies else set())


def _members(bodies: Collection[Any]) -> set[UUID]:
    return set(Member.objects.filter(body__in=bodies).values_list("user", flat=True))


def _over(event: Event, among: Collection[UUID]) -> set[UUID]:
    """Those who hold anything over the row of an event."""
    held = Grant.objects.in_force().filter(user__in=among, scope__reach__descendant=event.scope_id)
    return set(held.values_list("user", flat=True))


def _with_deputies(users: set[UUID]) -> set[UUID]:
    """Accounts, and those who act in their place: their sight is no wider."""
    if not users:
        return users
    passed = Delegation.objects.in_force().filter(giver__in=users, revoked_at=None)
    return users | set(passed.values_list("deputy", flat=True))
