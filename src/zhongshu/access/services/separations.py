"""Which duties are kept apart, as far as the company may choose."""

from typing import Any

from django.db import IntegrityError, transaction

from zhongshu.access.authorities.models import Separation
from zhongshu.access.authorities.separating import (
    ASK_LOWERING,
    CONFIRM_GRANT,
    CONFIRM_LOWERING,
    GRANT_ROLE,
    PAIRS,
    READY_RULES,
    ReadyRule,
    is_fixed,
)
from zhongshu.access.danger import dangerous
from zhongshu.access.guard import requires
from zhongshu.access.models import Actor, Role, User
from zhongshu.access.services.confirming import managers_but, refuse_if_nobody
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.http import refuse_stale

# By what takes another person nobody is let off by one.
_OFF_BY_TWO = {(GRANT_ROLE, CONFIRM_GRANT), (ASK_LOWERING, CONFIRM_LOWERING)}


class FixedSeparation(DomainError):
    """The rule comes with the product and always holds."""

    code = "access.separation_fixed"


class SeparationExists(DomainError):
    """The two are kept apart already."""

    code = "access.separation_exists"


@requires("access.manage", on=None)
@dangerous
@transaction.atomic
def add_separation(actor: Actor, *, kind: str, first: str, second: str) -> Separation:
    """Keep two duties apart from now on; what was done or given before stays."""
    if kind == Separation.Kind.ACTS and (first, second) not in PAIRS:
        raise BadInput("these two acts do not meet on one subject", field="second")
    if kind == Separation.Kind.ROLES:
        _refuse_bad_roles(first, second)
    rule = Separation(kind=kind, first=first, second=second)
    try:
        with transaction.atomic():
            rule.save(force_insert=True)
    except IntegrityError as error:
        raise SeparationExists(f"{first} | {second}", field="second") from error
    events.record("access.separation_added", actor=actor, subject=rule, after=_rule_state(rule))
    return rule


@requires("access.manage", on=None)
@transaction.atomic
def install_separation(actor: Actor, *, ready: ReadyRule) -> Separation:
    """Give the installation a rule that comes with the product, switched as it comes."""
    rule = Separation.objects.create(
        kind=ready.kind, first=ready.first, second=ready.second, is_on=ready.is_on
    )
    events.record("access.separation_added", actor=actor, subject=rule, after=_rule_state(rule))
    return rule


@requires("access.manage", on=None)
@dangerous
@transaction.atomic
def switch_separation(
    actor: Actor, *, separation: Separation, is_on: bool, expected_version: int | None
) -> Separation:
    """Switch a rule on or off.

    The rule that asks for a second person is switched off by two: the first proposes it.

    Raises
    ------
    NobodyConfirms
        If nobody else could switch it off.
    FixedSeparation
        If the rule is one that always holds.
    """
    rule = _locked_rule(separation, expected_version)
    before = _rule_state(rule)
    if not is_on and rule.is_on and isinstance(actor, User) and _asks_for_two(rule, actor):
        rule.off_proposed_by = actor
        kind = "access.separation_off_proposed"
    else:
        rule.is_on, rule.off_proposed_by = is_on, None
        kind = "access.separation_switched"
    rule.version += 1
    rule.save()
    events.record(kind, actor=actor, subject=rule, before=before, after=_rule_state(rule))
    return rule


def _asks_for_two(rule: Separation, actor: User) -> bool:
    """Whether another person has still to agree that a rule is switched off."""
    if rule.kind != Separation.Kind.ACTS or (rule.first, rule.second) not in _OFF_BY_TWO:
        return False
    if rule.off_proposed_by_id not in (None, actor.pk):
        return False
    refuse_if_nobody(managers_but({actor.pk}), str(rule))
    return True


@requires("access.manage", on=None)
@dangerous
@transaction.atomic
def remove_separation(
    actor: Actor, *, separation: Separation, expected_version: int | None
) -> None:
    """Remove a rule of the company's own; those of the product are switched off instead."""
    rule = _locked_rule(separation, expected_version)
    if any((one.kind, one.first, one.second) == _names(rule) for one in READY_RULES):
        raise FixedSeparation(str(rule))
    events.record("access.separation_removed", actor=actor, subject=rule, before=_rule_state(rule))
    rule.delete()


def _locked_rule(separation: Separation, expected_version: int | None) -> Separation:
    rule = Separation.objects.select_for_update().get(pk=separation.pk)
    refuse_stale(rule.version, expected=expected_version, current=lambda: _rule_state(rule))
    if is_fixed(rule):
        raise FixedSeparation(str(rule))
    return rule


def _refuse_bad_roles(first: str, second: str) -> None:
    if first == second:
        raise BadInput("a role cannot be kept apart from itself", field="second")
    known = set(Role.objects.filter(code__in=[first, second]).values_list("code", flat=True))
    for field, code in (("first", first), ("second", second)):
        if code not in known:
            raise BadInput("there is no role of this code", field=field)
    if Separation.objects.filter(kind=Separation.Kind.ROLES, first=second, second=first).exists():
        raise SeparationExists(f"{first} | {second}", field="second")


def _names(rule: Separation) -> tuple[str, str, str]:
    return rule.kind, rule.first, rule.second


def _rule_state(rule: Separation) -> dict[str, Any]:
    return {"kind": rule.kind, "first": rule.first, "second": rule.second, "is_on": rule.is_on}
