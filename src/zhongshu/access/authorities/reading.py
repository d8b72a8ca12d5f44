"""What may be read about authorities: holders, bodies, questions, delegations and rules."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zhongshu.access import queries
from zhongshu.access.authorities.acting import NEVER_DELEGATED
from zhongshu.access.authorities.asking import electors
from zhongshu.access.authorities.deciding import Amount, seats_that_count, voting_seats, ways
from zhongshu.access.authorities.fields import (
    BODY,
    DELEGATION,
    HOLDING,
    MANAGE,
    MEMBER,
    QUESTION,
    SEPARATION,
    TALLY,
    VIEW,
    VOTE,
)
from zhongshu.access.authorities.hearing import about_held
from zhongshu.access.authorities.kinds import AUTHORITIES
from zhongshu.access.authorities.models import (
    Body,
    Delegation,
    Holding,
    Member,
    Question,
    Separation,
    Vote,
)
from zhongshu.access.authorities.separating import PAIRS, READY_RULES, is_fixed
from zhongshu.access.guard import is_allowed
from zhongshu.access.listing import default_sort
from zhongshu.access.models import (
    Actor,
    Grant,
    Scope,
    System,
    User,
    scopes_allowed,
)
from zhongshu.access.paths import told_scope
from zhongshu.access.resources import present

_RULES_OF_PRODUCT = {(one.kind, one.first, one.second) for one in READY_RULES}


def authority_cards() -> list[dict[str, Any]]:
    """Every authority there is, in the order in which they are declared."""
    return [
        {
            "code": one.code,
            "name": one.name,
            "name_en": one.name_en,
            "decides": one.decides,
            "decides_en": one.decides_en,
            "measure": one.measure,
            "may_pass_on": one.may_pass_on,
        }
        for one in AUTHORITIES.values()
    ]


def holdings(actor: Actor) -> QuerySet[Holding]:
    """The holdings over what the actor may look into, one's own, and those of one's bodies."""
    if isinstance(actor, System):
        return Holding.objects.standing()
    mine = Q(user=actor.pk) | Q(body__in=_seats(actor))
    return Holding.objects.standing().filter(Q(scope__in=scopes_allowed(actor, VIEW)) | mine)


def get_holding(actor: Actor, holding_id: UUID) -> Holding:
    """Return the holding, or raise `Http404` if it is absent or out of sight."""
    return get_object_or_404(holdings(actor).select_related("body", "user"), pk=holding_id)


def holding_card(actor: Actor, holding: Holding) -> dict[str, Any]:
    """One holding as its resource shows it."""
    [card] = present(actor, HOLDING, Holding.objects.filter(pk=holding.pk))
    return card


def _seats(actor: User) -> QuerySet[Member, Any]:
    return seats_that_count().filter(user=actor.pk).values("body")


def bodies(actor: Actor) -> QuerySet[Body]:
    """The bodies over what the actor may look into, and those the actor sits in."""
    if isinstance(actor, System):
        return Body.objects.all()
    standing = Body.objects.filter(scope__is_gone=False)
    return standing.filter(Q(scope__in=scopes_allowed(actor, VIEW)) | Q(pk__in=_seats(actor)))


def get_body(actor: Actor, body_id: UUID) -> Body:
    """Return the body, or raise `Http404` if it is absent or out of sight."""
    return get_object_or_404(bodies(actor), pk=body_id)


def members(actor: Actor) -> QuerySet[Member]:
    """The seats in the bodies in view."""
    return Member.objects.filter(body__in=bodies(actor))


def get_member(body: Body, user_id: UUID) -> Member:
    """Return the seat of somebody in a body, or raise `Http404`."""
    member: Member = get_object_or_404(body.members.select_related("user"), user=user_id)
    return member


def body_card(actor: Actor, body: Body) -> dict[str, Any]:
    """One body with its members."""
    [card] = present(actor, BODY, Body.objects.filter(pk=body.pk))
    seats = body.members.order_by("role", "user__sort_key", "pk")
    return _with_rows(card, ["n_members"], members=lambda: present(actor, MEMBER, seats))


# By the beginning of what questions are about: the scopes in which that is closed to somebody.
_CLOSED: dict[str, Callable[[Actor], Collection[UUID]]] = {}


def register_closed(about: str, closed: Callable[[Actor], Collection[UUID]]) -> None:
    """Let questions be out of sight where what they are about is closed as a whole."""
    _CLOSED[about] = closed


def questions(actor: Actor) -> QuerySet[Question]:
    """The questions about what the actor may look into or decide, before one's bodies, or own."""
    if isinstance(actor, System):
        return Question.objects.all()
    return _questions(actor).exclude(_about_closed(actor))


def _about_closed(actor: Actor) -> Q:
    """The condition on questions about what is closed to the actor as a whole."""
    found = Q(pk__in=[])
    for about, closed in _CLOSED.items():
        if scopes := closed(actor):
            found |= Q(subject_kind__startswith=about, scope__in=scopes)
    return found


def _questions(actor: User) -> QuerySet[Question]:
    own = Q(asked_by=actor.pk) | Q(on_behalf_of=actor.pk)
    mine = own | Q(body__in=_seats(actor)) | about_held(actor)
    return Question.objects.filter(Q(scope__in=scopes_allowed(actor, VIEW)) | mine)


def get_question(actor: Actor, question_id: UUID) -> Question:
    """Return the question, or raise `Http404` if it is absent or out of sight."""
    return get_object_or_404(questions(actor).select_related("body"), pk=question_id)


def votes(actor: Actor) -> QuerySet[Vote]:
    """The votes on the questions in view."""
    return Vote.objects.filter(question__in=questions(actor))


def question_card(actor: User, question: Question) -> dict[str, Any]:
    """One question with its votes, and what the viewer can do about it."""
    [card] = present(actor, QUESTION, Question.objects.filter(pk=question.pk))
    cast = Vote.objects.filter(question=question)
    seat = voting_seats().filter(body=question.body_id, user=actor.pk).first()
    is_elector = electors([question.pk]).filter(user=actor.pk).exists()
    is_open = card["state"] == Question.State.OPEN
    has_voted = cast.filter(user=actor.pk).exists()
    is_own = actor.pk in question.askers
    return _with_votes(actor, card, cast) | {
        "can_vote": is_open
        and is_elector
        and not has_voted
        and not (is_own and bool(question.subject_kind)),
        "can_close": is_open
        and seat is not None
        and seat.role == Member.Role.CHAIR
        and cast.count() >= question.quorum,
        "can_withdraw": is_open and is_own and not question.subject_kind,
    }


def _with_votes(actor: Actor, card: dict[str, Any], cast: QuerySet[Vote]) -> dict[str, Any]:
    """A question with each vote, as they were cast where it may be read when that was."""
    votes = cast.order_by(*default_sort(actor, VOTE, cast))
    return _with_rows(card, TALLY, votes=lambda: present(actor, VOTE, votes))


def _with_rows(
    card: dict[str, Any], counts: Collection[str], **rows: Callable[[], list[dict[str, Any]]]
) -> dict[str, Any]:
    """A row with the rows that belong to it, where it may be read how many these are.

    Whoever may not read one of these ``counts`` is told none of the rows: they could be counted.
    """
    closed = [name for name in counts if name in card.get("_locked", ())]
    if not closed:
        return card | {name: told() for name, told in rows.items()}
    label = max(card["_classes"][name] for name in closed)
    return card | {
        **dict.fromkeys(rows),
        "_locked": [*card["_locked"], *rows],
        "_classes": card["_classes"] | dict.fromkeys(rows, label),
    }


def delegations(actor: Actor) -> QuerySet[Delegation]:
    """What the actor passed on and received, and what is passed on where one manages that."""
    if isinstance(actor, System):
        return Delegation.objects.standing()
    mine = Q(giver=actor.pk) | Q(deputy=actor.pk)
    return Delegation.objects.standing().filter(Q(scope__in=scopes_allowed(actor, MANAGE)) | mine)


def get_delegation(actor: Actor, delegation_id: UUID) -> Delegation:
    """Return the delegation, or raise `Http404` if it is absent or out of sight."""
    return get_object_or_404(delegations(actor), pk=delegation_id)


def delegation_card(actor: Actor, delegation: Delegation) -> dict[str, Any]:
    """One delegation as its resource shows it."""
    [card] = present(actor, DELEGATION, Delegation.objects.filter(pk=delegation.pk))
    return card


def passable(actor: User, scope: Scope) -> set[str]:
    """The authorities that the actor may pass on over a scope today."""
    return {
        code
        for code, kind in AUTHORITIES.items()
        for way in ways(actor, code, scope, Amount(), at=timezone.now())
        if way.counts
        and way.member is None
        and way.holding.is_delegable
        and (kind.may_pass_on or not way.delegations)
    }


def delegable(actor: User, *, at: datetime) -> list[dict[str, Any]]:
    """What the actor could pass on, scope by scope, as it was given to them."""
    found: dict[Scope, tuple[set[str], set[str]]] = {}
    rows = Grant.objects.in_force().filter(user=actor, kind=Grant.Kind.ORDINARY)
    rows = rows.select_related("scope", "role")
    for grant in rows.prefetch_related("role__permissions"):
        held = {one.permission for one in grant.role.permissions.all()} - NEVER_DELEGATED
        found.setdefault(grant.scope, (set(), set()))[1].update(held)
    own = Holding.objects.in_force().filter(
        user=actor, confirmed_at__isnull=False, is_delegable=True
    )
    for holding in own.select_related("scope"):
        found.setdefault(holding.scope, (set(), set()))[0].add(holding.authority)
    received = Delegation.objects.in_force().filter(deputy=actor, revoked_at=None)
    for one in received.select_related("scope"):
        further = {code for code in one.authorities if AUTHORITIES[code].may_pass_on}
        if further:
            found.setdefault(one.scope, (set(), set()))[0].update(further)
    return [
        {
            "scope": told_scope(scope),
            "authorities": [code for code in AUTHORITIES if code in authorities],
            "permissions": sorted(permissions),
        }
        for scope, (authorities, permissions) in sorted(
            found.items(), key=lambda item: (item[0].kind, item[0].sort_key, str(item[0].pk))
        )
        if authorities or permissions
    ]


def get_passing_scope(actor: User, scope_id: UUID) -> Scope:
    """Return a scope over which the actor was given anything, or raise `Http404`."""
    granted = Grant.objects.in_force().filter(user=actor).values("scope")
    held = Holding.objects.in_force().filter(user=actor).values("scope")
    passed = Delegation.objects.in_force().filter(deputy=actor, revoked_at=None).values("scope")
    above = Q(reached_from__ancestor__in=granted) | Q(reached_from__ancestor__in=held)
    rows = Scope.objects.filter(above | Q(reached_from__ancestor__in=passed)).distinct()
    return get_object_or_404(rows, pk=scope_id)


def colleagues(actor: User, text: str) -> QuerySet[User]:
    """The people with an open account whom the actor sees in the organisation, but for oneself."""
    seen = queries.belonging_to(scopes_allowed(actor, "organisation.view"))
    rows = queries.accounts(actor) | User.objects.filter(seen)
    named = Q(name__icontains=text) | Q(username__icontains=text) if text else Q()
    return rows.filter(named, is_active=True).exclude(pk=actor.pk).order_by("sort_key", "pk")


def get_colleague(actor: User, user_id: UUID) -> User:
    """Return somebody with an open account whom the actor sees, or raise `Http404`."""
    return get_object_or_404(
        User.objects.filter(pk__in=colleagues(actor, "").order_by().values("pk")), pk=user_id
    )


def deciding_scopes(actor: Actor) -> QuerySet[Scope]:
    """The scopes into whose authorities the actor may look."""
    if isinstance(actor, System):
        return Scope.objects.standing()
    return Scope.objects.standing().filter(pk__in=scopes_allowed(actor, VIEW))


def get_decider(actor: Actor, user_id: UUID) -> User:
    """Return oneself or an account that the actor sees, or raise `Http404`."""
    if isinstance(actor, System):
        return get_object_or_404(User, pk=user_id)
    seen = queries.belonging_to(scopes_allowed(actor, "organisation.view"))
    holding = holdings(actor).filter(user__isnull=False).values("user")
    sitting = Member.objects.filter(body__in=bodies(actor)).values("user")
    named = Q(pk=actor.pk) | Q(pk__in=holding) | Q(pk__in=sitting)
    rows = queries.accounts(actor) | User.objects.filter(seen | named)
    return get_object_or_404(User.objects.filter(pk__in=rows.order_by().values("pk")), pk=user_id)


def separations(actor: Actor) -> QuerySet[Separation]:
    """The rules that keep duties apart; those about roles only for who hands out roles."""
    if isinstance(actor, System) or scopes_allowed(actor, queries.MANAGE).rows.exists():
        return Separation.objects.all()
    if not scopes_allowed(actor, VIEW).rows.exists():
        return Separation.objects.none()
    return Separation.objects.filter(kind=Separation.Kind.ACTS)


def get_separation(actor: Actor, separation_id: UUID) -> Separation:
    """Return the rule, or raise `Http404` unless the actor manages access to the company."""
    rows = separations(actor) if is_allowed(actor, queries.MANAGE, None) else None
    return get_object_or_404(Separation.objects.none() if rows is None else rows, pk=separation_id)


def separation_card(actor: Actor, rule: Separation) -> dict[str, Any]:
    """One rule, and whether it can be changed."""
    [card] = present(actor, SEPARATION, Separation.objects.filter(pk=rule.pk))
    return with_limits([card])[0]


def with_limits(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rules with what of them can be changed: nothing of a fixed one, and not the product's own."""
    for item in items:
        rule = Separation(kind=item["kind"], first=item["first"], second=item["second"])
        item["is_fixed"] = is_fixed(rule)
        item["is_ready"] = (rule.kind, rule.first, rule.second) in _RULES_OF_PRODUCT
    return items


def pairs_of_acts() -> list[dict[str, str]]:
    """Which acts can be kept apart."""
    return [{"first": first, "second": second} for first, second in PAIRS]
