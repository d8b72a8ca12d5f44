"""Duties that are kept apart: the rules that come with the product, and whether one is broken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from zhongshu.access.authorities.models import Separation
from zhongshu.access.authorities.powers import conflicting
from zhongshu.access.models import Grant, Role, User
from zhongshu.access.roles import BREAK_GLASS
from zhongshu.kit.errors import DomainError
from zhongshu.kit.models import Event

Doers = Mapping[str, Callable[[], set[UUID]]]


class DutiesConflict(DomainError):
    """One person must not do both on the same subject; ``first`` is what was done already."""

    code = "access.duties_conflict"
    status = 403


class RolesConflict(DomainError):
    """One person must not hold both roles."""

    code = "access.roles_conflict"


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """A rule that every installation has; a fixed one cannot be switched off."""

    kind: str
    first: str
    second: str
    is_fixed: bool = False
    is_on: bool = True


_ACTS, _ROLES = Separation.Kind.ACTS.value, Separation.Kind.ROLES.value
# The acts that are kept apart, as their services name them to `refuse_conflict`.
PROPOSE_AUTHORITY, CONFIRM_AUTHORITY = "access.propose_authority", "access.confirm_authority"
HOLD_AUTHORITY = "access.hold_authority"
REQUEST_BASELINE, DECIDE_BASELINE = "planning.request_baseline", "planning.decide_baseline"
LEAD_PROJECT, EDIT_PLAN = "projects.lead_project", "planning.edit_plan"
PROPOSE_PROJECT = "projects.propose_project"
ADMIT_PROJECT, STOP_PROJECT = "projects.admit_project", "projects.stop_project"
GRANT_ROLE, CONFIRM_GRANT = "access.grant_role", "access.confirm_grant"
RECEIVE_ROLE = "access.receive_role"
REVIEW_GLASS = "access.review_break_glass"
ASK_LOWERING, CONFIRM_LOWERING = "access.ask_lowering", "access.confirm_lowering"

# Which acts on one subject can be kept apart: the first is looked up when the second is done.
PAIRS = (
    (REQUEST_BASELINE, DECIDE_BASELINE),
    (LEAD_PROJECT, DECIDE_BASELINE),
    (EDIT_PLAN, DECIDE_BASELINE),
    (PROPOSE_PROJECT, ADMIT_PROJECT),
    (LEAD_PROJECT, ADMIT_PROJECT),
    (PROPOSE_PROJECT, STOP_PROJECT),
    (LEAD_PROJECT, STOP_PROJECT),
    (PROPOSE_AUTHORITY, CONFIRM_AUTHORITY),
    (HOLD_AUTHORITY, CONFIRM_AUTHORITY),
    (GRANT_ROLE, CONFIRM_GRANT),
    (RECEIVE_ROLE, CONFIRM_GRANT),
    (BREAK_GLASS, REVIEW_GLASS),
    (ASK_LOWERING, CONFIRM_LOWERING),
)
READY_RULES = (
    ReadyRule(_ACTS, REQUEST_BASELINE, DECIDE_BASELINE, is_fixed=True),
    ReadyRule(_ACTS, PROPOSE_AUTHORITY, CONFIRM_AUTHORITY, is_fixed=True),
    ReadyRule(_ACTS, HOLD_AUTHORITY, CONFIRM_AUTHORITY, is_fixed=True),
    ReadyRule(_ACTS, PROPOSE_PROJECT, ADMIT_PROJECT, is_fixed=True),
    ReadyRule(_ACTS, RECEIVE_ROLE, CONFIRM_GRANT, is_fixed=True),
    ReadyRule(_ACTS, BREAK_GLASS, REVIEW_GLASS, is_fixed=True),
    ReadyRule(_ACTS, GRANT_ROLE, CONFIRM_GRANT),
    ReadyRule(_ACTS, ASK_LOWERING, CONFIRM_LOWERING),
    ReadyRule(_ACTS, LEAD_PROJECT, DECIDE_BASELINE),
    ReadyRule(_ACTS, LEAD_PROJECT, ADMIT_PROJECT),
    ReadyRule(_ACTS, PROPOSE_PROJECT, STOP_PROJECT),
    ReadyRule(_ACTS, LEAD_PROJECT, STOP_PROJECT),
    ReadyRule(_ACTS, EDIT_PLAN, DECIDE_BASELINE, is_on=False),
    ReadyRule(_ROLES, "system_administrator", "security_administrator"),
    ReadyRule(_ROLES, "system_administrator", "audit_administrator"),
    ReadyRule(_ROLES, "security_administrator", "audit_administrator"),
    ReadyRule(_ROLES, "administrator", "audit_administrator"),
)
FIXED = frozenset((one.kind, one.first, one.second) for one in READY_RULES if one.is_fixed)


def is_fixed(rule: Separation) -> bool:
    """Whether a rule comes with the product and cannot be switched off."""
    return (rule.kind, rule.first, rule.second) in FIXED


def are_grants_confirmed() -> bool:
    """Whether a role that opens sensitive fields waits for another person: unless switched off."""
    return not _is_off(GRANT_ROLE, CONFIRM_GRANT)


def are_classes_lowered_by_two() -> bool:
    """Whether lowering the class of a record takes another person: unless switched off."""
    return not _is_off(ASK_LOWERING, CONFIRM_LOWERING)


def _is_off(first: str, second: str) -> bool:
    rules = Separation.objects.filter(kind=_ACTS, first=first, second=second, is_on=False)
    return rules.exists()


def doers_of(acts: QuerySet[Event]) -> set[UUID]:
    """Who did something by the events that tell of it, and in whose place a deputy did it."""
    told = acts.values_list("actor_id", "on_behalf_of_id")
    return {key for pair in told for key in pair if key is not None}


def refuse_conflict(people: set[Any], act: str, doers: Doers) -> None:
    """Refuse an act by people of whom one did what must be kept apart from it.

    ``people`` are the actor and everybody in whose place the actor acts; ``doers`` tells for
    each earlier act who did it on this subject, and is asked only where a rule needs it. What
    is fixed holds whatever is stored.

    Raises
    ------
    DutiesConflict
        If the rule of a pair is on.
    """
    stored = Separation.objects.filter(kind=_ACTS, second=act, is_on=True)
    firsts = set(stored.values_list("first", flat=True))
    firsts |= {first for kind, first, second in FIXED if (kind, second) == (_ACTS, act)}
    for first in sorted(firsts & doers.keys()):
        if people & doers[first]():
            raise DutiesConflict(f"{first} | {act}", first=first, second=act)


def refuse_role_conflict(user: User, role: Role) -> None:
    """Refuse a role beside another that the user holds or will hold, wherever that is.

    The three administrators are told by what their roles open, whatever those are called. The
    user's row is locked: of two roles given at once the second finds the first.

    Raises
    ------
    RolesConflict
        If a rule that is on keeps the two apart.
    """
    User.objects.select_for_update().get(pk=user.pk)
    rules = Separation.objects.filter(Q(first=role.code) | Q(second=role.code))
    others = {
        second if first == role.code else first
        for first, second in rules.filter(kind=_ROLES, is_on=True).values_list("first", "second")
    }
    held = Grant.objects.not_over().filter(user=user, role__code__in=others).select_related("role")
    if conflict := held.order_by("role__code").first():
        raise _conflict(conflict.role, role)
    carried = frozenset(role.permissions.values_list("permission", flat=True))
    if mixed := conflicting(user, carried, besides=role):
        raise _conflict(mixed[0], role)


def _conflict(held: Role, role: Role) -> RolesConflict:
    return RolesConflict(
        f"{held.code} | {role.code}", field="role_id", first=held.code, second=role.code
    )
