"""What can be done with second factors: added, removed, replaced, and reset for somebody else."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from zhongshu.access import queries
from zhongshu.access.danger import dangerous
from zhongshu.access.fields import ROLE
from zhongshu.access.guard import own, requires
from zhongshu.access.models import Actor, Role, User
from zhongshu.access.services.remaining import (
    hold_ways_in,
    refuse_beyond_own,
    refuse_last_way_in,
)
from zhongshu.access.signin import factors, passkeys, records, sessions
from zhongshu.access.writing import check_writes
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.http import refuse_stale


class WrongCode(BadInput):
    """The code is not the one of this half minute, or was used before."""

    code = "access.wrong_code"


class FactorThere(DomainError):
    """The account has an authenticator app already."""

    code = "access.factor_there"


class FactorNeeded(DomainError):
    """A role of the account demands a second factor, and this is the last one."""

    code = "access.factor_needed"


class NoFactor(DomainError):
    """Recovery codes stand in for a second factor, and the account has none."""

    code = "access.no_factor"


@own
@dangerous
@transaction.atomic
def add_totp(actor: User, *, secret: str, code: str) -> list[str] | None:
    """Let an authenticator app be a second factor; with the first factor come recovery codes."""
    hold_ways_in(actor)
    if factors.strong(actor).filter(type=Authenticator.Type.TOTP).exists():
        raise FactorThere("remove the present app first")
    counter = factors.counter_of(secret, code)
    if counter is None:
        raise WrongCode("not the code of this half minute", field="code")
    factors.keep_totp(actor, secret, counter)
    return _added(actor, {"factor": "totp"})


@own
@dangerous
@transaction.atomic
def add_passkey(actor: User, *, name: str, credential: dict[str, Any]) -> list[str] | None:
    """Let a passkey be a second factor and a way to sign in."""
    if not name.strip():
        raise BadInput("a passkey needs a name", field="name")
    passkeys.register(actor, name=name.strip(), credential=credential)
    return _added(actor, {"factor": "passkey", "name": name.strip()})


def _added(actor: User, told: dict[str, str]) -> list[str] | None:
    is_first = factors.strong(actor).count() == 1
    codes = factors.new_recovery_codes(actor) if is_first else None
    events.record("access.factor_added", actor=actor, subject=actor, after=told)
    return codes


@own
@dangerous
@transaction.atomic
def remove_factor(actor: User, *, factor: Authenticator) -> None:
    """Remove an authenticator app or a passkey; with the last of them the recovery codes go."""
    hold_ways_in(actor)
    is_last = not factors.strong(actor).exclude(pk=factor.pk).exists()
    if is_last and records.needs_second_factor(actor):
        raise FactorNeeded("set up another second factor first")
    is_app = factor.type == Authenticator.Type.TOTP
    if not is_app:
        refuse_last_way_in(actor, but_factor=factor)
    told = {"factor": "totp"} if is_app else {"factor": "passkey", "name": factor.wrap().name}
    factor.delete()
    if is_last:
        factors.forget_all(actor)
    events.record("access.factor_removed", actor=actor, subject=actor, before=told)


@own
@dangerous
@transaction.atomic
def replace_recovery_codes(actor: User) -> list[str]:
    """Make other recovery codes; those from before are worthless."""
    if not factors.has_any(actor):
        raise NoFactor("set up a second factor first")
    codes = factors.new_recovery_codes(actor)
    events.record("access.recovery_codes_replaced", actor=actor, subject=actor, n_codes=len(codes))
    return codes


@requires("access.manage_accounts", on=None)
@dangerous
@transaction.atomic
def reset_factors(actor: Actor, *, user: User) -> None:
    """Remove every second factor of an account that lost them, and end its sessions.

    It is a step towards signing in as its owner, so the actor must hold all that the owner holds.
    """
    refuse_beyond_own(actor, user)
    before = factors.forget_all(user)
    sessions.end_all(user)
    events.record("access.factors_reset", actor=actor, subject=user, before=before)


@requires("access.manage", on=None)
@dangerous
@transaction.atomic
def demand_second_factor(
    actor: Actor, *, role: Role, is_needed: bool, expected_version: int | None
) -> Role:
    """Let a role demand a second factor of those who hold it, or not; ready-made ones as well."""
    row = Role.objects.select_for_update().get(pk=role.pk)
    refuse_stale(
        row.version, expected=expected_version, current=lambda: queries.role_card(actor, row)
    )
    check_writes(actor, ROLE, row, ["needs_second_factor"])
    if row.needs_second_factor == is_needed:
        return row
    row.needs_second_factor = is_needed
    row.version += 1
    row.save(update_fields=["needs_second_factor", "version", "updated_at"])
    events.record(
        "access.second_factor_demanded",
        actor=actor,
        subject=row,
        before={"needs_second_factor": not is_needed},
        after={"needs_second_factor": is_needed},
    )
    return row
