"""Whether somebody may decide something, by a holding, a body or a delegation, and how far."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhongshu.access.authorities.kinds import AUTHORITIES
from zhongshu.access.authorities.models import Body, Delegation, Holding, Member
from zhongshu.access.guard import Forbidden
from zhongshu.access.models import Actor, Scope, System
from zhongshu.kit.errors import DomainError
from zhongshu.kit.origin import here

IN_FORCE = "in_force"
BEYOND_LIMIT = "beyond_limit"
# A delegation of a delegation of a delegation is nobody's intention.
_MOST_STEPS = 3


class BeyondLimit(DomainError):
    """The actor has the authority, but not as far as this: somebody with a higher limit decides."""

    code = "access.beyond_limit"
    status = 403


@dataclass(frozen=True, slots=True)
class Amount:
    """How much is decided on, in the measure of the authority; None: as much as there is."""

    value: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way by which somebody has an authority, or would have it.

    ``member`` is the seat where a body holds it; ``delegations`` lead from the holder down to
    who asks. ``verdict`` is ``in_force`` or what stands in the way.
    """

    holding: Holding
    verdict: str
    member: Member | None = None
    delegations: tuple[Delegation, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether the authority may be used by this way."""
        return self.verdict == IN_FORCE

    @property
    def basis(self) -> dict[str, Any]:
        """By what right a decision was made, as the trail keeps it."""
        return {
            "authority": self.holding.authority,
            "holding_id": str(self.holding.pk),
            "delegation_ids": [str(one.pk) for one in self.delegations],
        }

    @property
    def on_behalf_of_id(self) -> UUID | None:
        """In whose place it is used."""
        return self.delegations[0].giver_id if self.delegations else None

    @property
    def people(self) -> set[UUID]:
        """Everybody in whose name it is used, the deputy aside."""
        return {one.giver_id for one in self.delegations}


def exercise(actor: Actor, authority: str, governed: Any, amount: Amount | None = None) -> Way:
    """May the actor decide this here, and as much? Return the way by which; else refuse.

    This is the one question that domains ask before they carry a decision out.

    Raises
    ------
    Forbidden
        If no way to the authority counts today.
    BeyondLimit
        If one does, but not for as much.
    """
    found = ways(actor, authority, governed, amount or Amount(), at=timezone.now())
    if best := best_way(found):
        return best
    if any(one.verdict == BEYOND_LIMIT for one in found):
        raise BeyondLimit(authority, authority=authority)
    raise Forbidden(authority)


def may(actor: Actor, authority: str, governed: Any, amount: Amount | None = None) -> bool:
    """Whether the actor may decide this here, alone or by a vote."""
    found = ways(actor, authority, governed, amount or Amount(), at=timezone.now())
    return best_way(found) is not None


def best_way(found: list[Way]) -> Way | None:
    """The first way that counts: one's own before another's, a person's before a body's."""
    counting = [one for one in found if one.counts]
    return min(
        counting, key=lambda one: (one.member is not None, len(one.delegations)), default=None
    )


def ways(actor: Actor, authority: str, governed: Any, amount: Amount, *, at: datetime) -> list[Way]:
    """Every way by which the actor has an authority over something, those in vain included.

    A token that is limited to some permissions carries no authority.
    """
    if isinstance(actor, System) or actor.limited_to is not None:
        return []
    scope_id = governed.pk if isinstance(governed, Scope) else governed.scope_id
    search = _Search(authority, scope_id, amount, at)
    acting = here().acting
    if acting is not None and acting.deputy_id == actor.pk:
        received = search.received(actor.pk, (acting.delegation_id,))
        return [one for one in search.delegated(received, ()) if one.delegations]
    return [*search.own(actor.pk), *search.by_seat(actor.pk), *search.from_others(actor.pk, ())]


class _Search:
    """The holdings over one scope, and the ways that lead to them."""

    def __init__(self, authority: str, scope_id: UUID, amount: Amount, at: datetime) -> None:
        self.authority, self.scope_id, self.amount, self.at = authority, scope_id, amount, at
        self.may_pass_on = AUTHORITIES[authority].may_pass_on
        self.holdings = list(
            holdings_over(authority, scope_id).select_related("user", "body", "scope")
        )

    def own(self, user_id: UUID) -> Iterator[Way]:
        """By what somebody holds in person."""
        for one in self.holdings:
            if one.user_id == user_id:
                yield Way(one, self._verdict(one))

    def by_seat(self, user_id: UUID) -> Iterator[Way]:
        """By a seat in a body that holds it; a seat is not passed on."""
        bodies = [one.body_id for one in self.holdings if one.body_id]
        seats = {
            seat.body_id: seat
            for seat in Member.objects.filter(user=user_id, body__in=bodies).select_related("user")
        } if bodies else {}  # fmt: skip
        for one in self.holdings:
            seat = seats.get(one.body_id) if one.body_id else None
            if seat is not None:
                verdict = self._verdict(one)
                yield Way(one, self._seated(seat) if verdict == IN_FORCE else verdict, seat)

    def from_others(self, user_id: UUID, steps: tuple[Delegation, ...]) -> Iterator[Way]:
        """By what others passed on, as far as they hold it themselves today."""
        if self.holdings:
            yield from self.delegated(self.received(user_id), steps)

    def received(self, user_id: UUID, only: tuple[UUID, ...] = ()) -> list[Delegation]:
        """The delegations of this authority over this scope to somebody."""
        rows = Delegation.objects.standing().filter(
            deputy=user_id, scope__reach__descendant=self.scope_id
        )
        rows = rows.filter(pk__in=only) if only else rows
        found = rows.select_related("giver", "deputy", "scope").order_by("created_at", "pk")
        return [one for one in found if self.authority in one.authorities]

    def delegated(self, received: list[Delegation], steps: tuple[Delegation, ...]) -> Iterator[Way]:
        """The ways that begin with one of these delegations, and go on as ``steps``."""
        for one in received:
            if one in steps:
                continue
            taken = (one, *steps)
            for way in self.own(one.giver_id):
                yield Way(way.holding, self._passed(way, taken), None, taken)
            if self.may_pass_on and len(taken) < _MOST_STEPS:
                yield from self.from_others(one.giver_id, taken)

    def _passed(self, way: Way, taken: tuple[Delegation, ...]) -> str:
        if not way.counts:
            return way.verdict
        if not way.holding.is_delegable:
            return "not_delegable"
        states = (delegation_state(one, at=self.at) for one in taken)
        return next((one for one in states if one != IN_FORCE), IN_FORCE)

    def _seated(self, seat: Member) -> str:
        if seat.role == Member.Role.NON_VOTING:
            return "non_voting"
        if seat.confirmed_at is None:
            return "proposed"
        return _period_state(seat, self.at) if seat.user.is_active else "account_closed"

    def _verdict(self, one: Holding) -> str:
        state = holding_state(one, at=self.at)
        wanted = self.amount.value
        if state != IN_FORCE or wanted is None or one.limit is None:
            return state
        if one.currency != self.amount.currency:
            return "other_currency"
        return BEYOND_LIMIT if wanted > one.limit else IN_FORCE


def holdings_over(authority: str, scope_id: UUID) -> QuerySet[Holding]:
    """The holdings of an authority over a scope, in force or not."""
    rows = Holding.objects.standing().filter(authority=authority, scope__reach__descendant=scope_id)
    return rows.order_by("created_at", "pk")


def holding_state(one: Holding, *, at: datetime) -> str:
    """Whether a holding counts at an instant, and if not why."""
    if one.confirmed_at is None:
        return "proposed"
    if one.user is not None and not one.user.is_active:
        return "account_closed"
    if one.body is not None and one.body.dissolved_at is not None:
        return "dissolved"
    return _period_state(one, at)


def delegation_state(one: Delegation, *, at: datetime) -> str:
    """Whether a delegation counts at an instant, and if not why."""
    if one.revoked_at is not None:
        return "revoked"
    if not (one.giver.is_active and one.deputy.is_active):
        return "account_closed"
    return _period_state(one, at)


def _period_state(one: Holding | Member | Delegation, at: datetime) -> str:
    if one.valid_from and one.valid_from > at:
        return "not_yet"
    return "over" if one.valid_to and one.valid_to <= at else IN_FORCE


def deciders(authority: str, scope_id: UUID, *, at: datetime) -> set[UUID]:
    """Everybody who may decide something here today: holders, deputies and voting members."""
    rows = list(holdings_over(authority, scope_id).select_related("user", "body"))
    rows = [one for one in rows if holding_state(one, at=at) == IN_FORCE]
    people = {one.user_id for one in rows if one.user_id}
    bodies = [one.body_id for one in rows if one.body_id]
    people |= set(voters(bodies).values_list("user", flat=True))
    seen: set[UUID] = set()
    waiting = {one.user_id for one in rows if one.user_id and one.is_delegable}
    while waiting - seen:
        givers, seen = waiting - seen, seen | waiting
        passed = Delegation.objects.in_force().filter(
            giver__in=givers, revoked_at=None, scope__reach__descendant=scope_id,
            deputy__is_active=True,
        )  # fmt: skip
        found = {one.deputy_id for one in passed if authority in one.authorities}
        people |= found
        waiting = found if AUTHORITIES[authority].may_pass_on else set()
    return people


def is_decided(authority: str, governed: Any) -> bool:
    """Whether there is anybody who may decide something here, so that it is to be decided."""
    scope_id = governed.pk if isinstance(governed, Scope) else governed.scope_id
    return bool(deciders(authority, scope_id, at=timezone.now()))


def deciding_bodies(authority: str, scope_id: UUID, amount: Amount, *, at: datetime) -> list[Body]:
    """The bodies that hold an authority over a scope today, as far as this."""
    search = _Search(authority, scope_id, amount, at)
    held = [one for one in search.holdings if one.body is not None]
    return [one.body for one in held if one.body and search._verdict(one) == IN_FORCE]


def voters(bodies: list[UUID]) -> QuerySet[Member]:
    """The seats of bodies that carry a vote today."""
    return voting_seats().filter(body__in=bodies)


def voting_seats() -> QuerySet[Member]:
    """Every seat that carries a vote today."""
    seats = seats_that_count().filter(user__is_active=True)
    return seats.exclude(role=Member.Role.NON_VOTING)


def seats_that_count() -> QuerySet[Member]:
    """Every seat that is confirmed, today, with a vote or without."""
    seats: QuerySet[Member] = Member.objects.in_force().filter(confirmed_at__isnull=False)
    return seats
