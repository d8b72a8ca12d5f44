"""Why somebody may decide something: each way there is, as far as its reader may know its terms."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhongshu.access.authorities.deciding import (
    Amount,
    Way,
    best_way,
    holdings_over,
    ways,
)
from zhongshu.access.authorities.fields import DELEGATION, HOLDING, MEMBER
from zhongshu.access.authorities.models import Delegation, Holding, Member
from zhongshu.access.models import Actor, Scope, User
from zhongshu.access.paths import paths_down, told_scope
from zhongshu.access.resources import Resource, UnknownField, decided_on, present

PERIOD = ("valid_from", "valid_to")
# What of the verdicts says on which side of today a period lies.
_DATED = {"not_yet", "over"}
NOT_NOW = "not_now"
_VEIL = ("_locked", "_masked", "_present", "_on_request", "_classes")
Cards = Mapping[UUID, dict[str, Any]]


def explanation(
    actor: Actor, user: User, authority: str, scope: Scope, amount: Amount, *, at: datetime
) -> dict[str, Any]:
    """Whether somebody may decide something here, and the proof of each way there is.

    Ways stay untold where it may not be read who holds the authority.

    Raises
    ------
    UnknownField
        If it is asked for as much as something, and not all limits may be read: by trying, they
        would be found.
    """
    _refuse_trying(actor, authority, scope, amount)
    found = ways(user, authority, scope, amount, at=at)
    proof = _Proof(actor, found, paths_down(scope))
    return {
        "is_allowed": best_way(found) is not None,
        "authority": authority,
        "amount": amount.value,
        "currency": amount.currency,
        "user": {"id": str(user.pk), "name": user.name},
        "scope": told_scope(scope),
        "ways": [proof.told(one) for one in found if actor.pk == user.pk or proof.names(one)],
    }


def _refuse_trying(actor: Actor, authority: str, scope: Scope, amount: Amount) -> None:
    if amount.value is None:
        return
    rows = holdings_over(authority, scope.pk)
    for name in ("limit", "currency"):
        if not all(said.is_readable for said in decided_on(actor, HOLDING, name, rows)):
            raise UnknownField("amount", field="amount")


class _Proof:
    """The ways by which somebody has an authority, as one reader may know them."""

    def __init__(self, actor: Actor, found: list[Way], above: dict[UUID, list[Scope]]) -> None:
        self.above = above
        terms = ("user", "body", "limit", "currency", *PERIOD)
        held = {one.holding.pk for one in found}
        seats = {one.member.pk for one in found if one.member}
        passed = {step.pk for one in found for step in one.delegations}
        self.holdings = cards(actor, HOLDING, Holding.objects.filter(pk__in=held), terms)
        self.seats = cards(actor, MEMBER, Member.objects.filter(pk__in=seats), PERIOD)
        delegations = Delegation.objects.filter(pk__in=passed)
        self.delegations = cards(actor, DELEGATION, delegations, ("reason", *PERIOD))

    def names(self, way: Way) -> bool:
        """Whether the reader may know who holds what the way begins with."""
        locked = self.holdings[way.holding.pk].get("_locked", ())
        return not {"user", "body"} & {*locked}

    def told(self, way: Way) -> dict[str, Any]:
        """One way, without what its reader may not know."""
        holding, member = way.holding, way.member
        card = self.holdings[holding.pk]
        holder = holding.user or holding.body
        assert holder is not None  # noqa: S101 - the table has exactly one of them
        return veil_of(card) | {
            "verdict": self._verdict(way),
            "holding_id": str(holding.pk),
            "holder": {"id": str(holder.pk), "name": holder.name},
            "is_body": holding.body_id is not None,
            "seat": member.role if member else None,
            "delegations": [
                veil_of(passed := self.delegations[one.pk])
                | {"id": str(one.pk), "giver": one.giver.name, "deputy": one.deputy.name}
                | {name: passed[name] for name in ("valid_to", "reason")}
                for one in way.delegations
            ],
            **{name: card[name] for name in ("limit", "currency", *PERIOD)},
            "path": [told_scope(one) for one in self.above[holding.scope_id]],
        }

    def _verdict(self, way: Way) -> str:
        asked = [self.holdings[way.holding.pk]]
        asked += [self.seats[way.member.pk]] if way.member else []
        asked += [self.delegations[one.pk] for one in way.delegations]
        return dated(way.verdict, asked)


def cards(
    actor: Actor, resource: Resource, rows: QuerySet[Any], names: Iterable[str]
) -> dict[UUID, dict[str, Any]]:
    """Some fields of rows as their reader may have them, by the ids of the rows."""
    found = present(actor, resource, rows, ("id", *names))
    return {UUID(card["id"]): card for card in found}


def veil_of(card: Mapping[str, Any]) -> dict[str, Any]:
    """What a row tells of its fields that are not shown whole."""
    return {name: card[name] for name in _VEIL if name in card}


def dated(verdict: str, asked: Iterable[Mapping[str, Any]]) -> str:
    """A verdict by periods: which side of today they lie on, where all of them may be read."""
    if verdict in _DATED and any({*PERIOD} & {*veiled(card)} for card in asked):
        return NOT_NOW
    return verdict


def veiled(card: Mapping[str, Any]) -> list[str]:
    """The fields of a row that are not shown whole."""
    return [*card.get("_locked", ()), *card.get("_masked", ())]
