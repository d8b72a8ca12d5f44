"""Passing one's authorities and permissions on to a deputy, for a time."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from zhongshu.access.authorities.acting import NEVER_DELEGATED, refuse_acting
from zhongshu.access.authorities.fields import DELEGATION
from zhongshu.access.authorities.kinds import authority_kind
from zhongshu.access.authorities.models import Delegation
from zhongshu.access.authorities.reading import passable
from zhongshu.access.danger import dangerous
from zhongshu.access.guard import is_allowed, own
from zhongshu.access.models import Scope, User
from zhongshu.access.scopes import refuse_gone
from zhongshu.access.writing import check_writes_over
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.origin import handing_on

LONGEST = timedelta(days=366)


class NotYoursToPassOn(DomainError):
    """The actor does not hold this over the scope, or it is not to be passed on."""

    code = "access.not_yours_to_pass_on"
    status = 403


class DelegationOfOthers(DomainError):
    """Only its giver, its deputy or who manages authorities there takes a delegation back."""

    code = "access.delegation_of_others"
    status = 403


@own
@dangerous
@transaction.atomic
def delegate(
    actor: User,
    *,
    deputy: User,
    scope: Scope,
    authorities: list[str],
    permissions: list[str],
    reason: str,
    valid_from: datetime,
    valid_to: datetime,
) -> Delegation:
    """Let a deputy decide and act in the actor's place over a scope, until an end.

    Raises
    ------
    NotYoursToPassOn
        If the actor lacks something of it there, or must not pass it on.
    """
    refuse_acting()
    refuse_gone(scope)
    _refuse_bad_input(actor, deputy, reason, valid_from, valid_to)
    if not authorities and not permissions:
        raise BadInput("choose what is passed on", field="authorities")
    for code in authorities:
        authority_kind(code, field="authorities")
    told = {"reason": True, "valid_from": True, "valid_to": True}
    check_writes_over(actor, DELEGATION, scope.pk, told)
    mine = passable(actor, scope)
    if missing := sorted(set(authorities) - mine):
        raise NotYoursToPassOn(", ".join(missing), field="authorities", names=missing)
    if lacked := _lacked(actor, set(permissions), scope):
        raise NotYoursToPassOn(", ".join(lacked), field="permissions", names=lacked)
    delegation = Delegation.objects.create(
        giver=actor, deputy=deputy, scope=scope, authorities=sorted(set(authorities)),
        permissions=sorted(set(permissions)), reason=reason.strip(), valid_from=valid_from,
        valid_to=valid_to,
    )  # fmt: skip
    events.record(
        "access.delegated", actor=actor, subject=delegation, after=_delegation_state(delegation)
    )
    return delegation


@own
@transaction.atomic
def revoke_delegation(actor: User, *, delegation: Delegation, at: datetime) -> Delegation:
    """End a delegation at once: its giver takes it back, or its deputy gives it back."""
    row: Delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    is_theirs = actor.pk in {row.giver_id, row.deputy_id}
    if not is_theirs and not is_allowed(actor, "access.manage_authorities", row):
        raise DelegationOfOthers
    if row.revoked_at is not None:
        return row
    row.revoked_at = at
    row.version += 1
    row.save(update_fields=["revoked_at", "version", "updated_at"])
    events.record(
        "access.delegation_revoked", actor=actor, subject=row, before=_delegation_state(row)
    )
    return row


@handing_on()
def _lacked(actor: User, permissions: set[str], scope: Scope) -> list[str]:
    """What of some permissions the actor may not pass on."""
    return sorted(
        one for one in permissions if one in NEVER_DELEGATED or not is_allowed(actor, one, scope)
    )


def _refuse_bad_input(
    actor: User, deputy: User, reason: str, valid_from: datetime, valid_to: datetime
) -> None:
    if deputy.pk == actor.pk:
        raise BadInput("a deputy is somebody else", field="deputy_id")
    if not reason.strip():
        raise BadInput("say why", field="reason")
    if not valid_from < valid_to <= valid_from + LONGEST:
        raise BadInput(
            f"a delegation ends within {LONGEST.days} days after it begins",
            field="valid_to",
            most_days=LONGEST.days,
        )


def _delegation_state(one: Delegation) -> dict[str, Any]:
    return {
        "deputy_id": str(one.deputy_id),
        "scope_id": str(one.scope_id),
        "authorities": one.authorities,
        "permissions": one.permissions,
        "reason": one.reason,
        "valid_from": one.valid_from.isoformat() if one.valid_from else None,
        "valid_to": one.valid_to.isoformat() if one.valid_to else None,
    }
