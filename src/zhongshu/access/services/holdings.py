"""Who is given which authority over what: proposed by one, confirmed by another."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from zhongshu.access.authorities.fields import HOLDING
from zhongshu.access.authorities.kinds import AuthorityKind, authority_kind
from zhongshu.access.authorities.models import Body, Holding
from zhongshu.access.authorities.separating import (
    CONFIRM_AUTHORITY,
    HOLD_AUTHORITY,
    PROPOSE_AUTHORITY,
    refuse_conflict,
)
from zhongshu.access.danger import dangerous
from zhongshu.access.guard import requires
from zhongshu.access.models import Actor, Scope, System, User
from zhongshu.access.scopes import refuse_gone
from zhongshu.access.writing import check_writes_over, given
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError


class AlreadyHeld(DomainError):
    """The holder has this authority over this scope, or it waits to be confirmed."""

    code = "access.authority_already_held"


class OwnAuthority(DomainError):
    """Nobody gives an authority to themselves, or to a body in which they sit."""

    code = "access.own_authority"
    status = 403


class AlreadyConfirmed(DomainError):
    """The authority is confirmed already."""

    code = "access.authority_confirmed"


@requires("access.manage_authorities", on="scope")
@dangerous
@transaction.atomic
def propose_authority(
    actor: Actor,
    *,
    authority: str,
    scope: Scope,
    user: User | None = None,
    body: Body | None = None,
    limit: int | None = None,
    currency: str = "",
    is_delegable: bool = False,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
) -> Holding:
    """Propose that a person or a body holds an authority; another person confirms it.

    What the platform itself proposes needs nobody else: the demo company and migrations.
    """
    refuse_gone(scope)
    kind = authority_kind(authority)
    _refuse_bad_terms(kind, limit, currency, valid_from, valid_to)
    if (user is None) == (body is None):
        raise BadInput("name one person or one body", field="user_id")
    _refuse_own(actor, authority, user, body)
    # A limit of nothing is one as well.
    terms = given(limit=limit is not None, currency=currency, is_delegable=is_delegable,
                  valid_from=valid_from, valid_to=valid_to)  # fmt: skip
    check_writes_over(actor, HOLDING, scope.pk, terms)
    is_ours = isinstance(actor, System)
    holding = Holding(
        authority=authority, user=user, body=body, scope=scope, limit=limit, currency=currency,
        is_delegable=is_delegable and body is None, valid_from=valid_from, valid_to=valid_to,
        proposed_by=actor if isinstance(actor, User) else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            holding.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyHeld(authority, field="authority") from error
    if is_ours:
        Holding.objects.filter(pk=holding.pk).update(confirmed_at=holding.created_at)
    events.record(
        "access.authority_proposed", actor=actor, subject=holding, after=_holding_state(holding)
    )
    return holding


@requires("access.manage_authorities", on="holding")
@dangerous
@transaction.atomic
def confirm_authority(actor: Actor, *, holding: Holding, at: datetime) -> Holding:
    """Let an authority that another person proposed count from now on.

    Raises
    ------
    DutiesConflict
        If the actor proposed it, or would hold it.
    """
    row: Holding = Holding.objects.select_for_update(of=("self",)).get(pk=holding.pk)
    if row.confirmed_at is not None:
        raise AlreadyConfirmed(row.authority)
    holders: set[Any] = {row.user_id} if row.user_id else _members(row)
    proposers: set[Any] = {row.proposed_by_id} if row.proposed_by_id else set()
    refuse_conflict(
        {actor.pk},
        CONFIRM_AUTHORITY,
        {
            PROPOSE_AUTHORITY: lambda: proposers,
            HOLD_AUTHORITY: lambda: holders,
        },
    )
    row.confirmed_at = at
    row.confirmed_by = actor if isinstance(actor, User) else None
    row.version += 1
    row.save(update_fields=["confirmed_at", "confirmed_by", "version", "updated_at"])
    events.record("access.authority_confirmed", actor=actor, subject=row, after=_holding_state(row))
    return row


@requires("access.manage_authorities", on="holding")
@dangerous
@transaction.atomic
def revoke_authority(actor: Actor, *, holding: Holding) -> None:
    """Take an authority away, or turn a proposal down; at once, deputies included."""
    before = _holding_state(holding)
    Holding.objects.filter(pk=holding.pk).delete()
    events.record("access.authority_revoked", actor=actor, subject=holding, before=before)


def _members(holding: Holding) -> set[Any]:
    assert holding.body is not None  # noqa: S101 - the table has exactly one holder
    return set(holding.body.members.values_list("user", flat=True))


def _refuse_own(actor: Actor, authority: str, user: User | None, body: Body | None) -> None:
    if user is not None and user.pk == actor.pk:
        raise OwnAuthority(authority, field="user_id")
    if body is not None and body.members.filter(user=actor.pk).exists():
        raise OwnAuthority(authority, field="body_id")


def _refuse_bad_terms(
    kind: AuthorityKind,
    limit: int | None,
    currency: str,
    valid_from: datetime | None,
    valid_to: datetime | None,
) -> None:
    if valid_from and valid_to and valid_to <= valid_from:
        raise BadInput("the authority ends before it begins", field="valid_to")
    if limit is not None and kind.measure is None:
        raise BadInput("this authority has no limit", field="limit")
    if limit is not None and not 0 <= limit < 2**63:
        raise BadInput("a limit is not below zero", field="limit")
    if bool(currency) != (limit is not None and kind.measure == "money"):
        raise BadInput("a limit in money names its currency, no other does", field="currency")


def _holding_state(holding: Holding) -> dict[str, Any]:
    return {
        "authority": holding.authority,
        "user_id": str(holding.user_id) if holding.user_id else None,
        "body_id": str(holding.body_id) if holding.body_id else None,
        "scope_id": str(holding.scope_id),
        "limit": holding.limit,
        "currency": holding.currency,
        "is_delegable": holding.is_delegable,
        "valid_from": holding.valid_from.isoformat() if holding.valid_from else None,
        "valid_to": holding.valid_to.isoformat() if holding.valid_to else None,
    }
