"""Who hears of a question before a body: its voters, and who holds the authority it is about."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhongshu.access.authorities.asking import electors
from zhongshu.access.authorities.deciding import deciders, seats_that_count
from zhongshu.access.authorities.fields import QUESTION, TALLY, VOTE
from zhongshu.access.authorities.kinds import AUTHORITIES
from zhongshu.access.authorities.models import Delegation, Holding, Question
from zhongshu.access.models import ScopeClosure, User
from zhongshu.access.policy.document import Effect
from zhongshu.access.policy.seeing import Sight
from zhongshu.access.resources import present, sight

# Why somebody hears of a question.
ASKED, VOTES, AUTHORITY = "asked", "vote", "authority"
_MOST_STEPS = 3


def hearers(question: Question, *, at: datetime) -> set[UUID]:
    """Who is told that a question was put: who votes on it, and who could decide it elsewhere."""
    seats = set(electors([question.pk]).values_list("user", flat=True))
    return seats | deciders(question.authority, question.scope_id, at=at)


def about_held(actor: User) -> Q:
    """The condition on questions about an authority that the actor holds over their scope today.

    In person, by a seat in a body, or as a deputy; a limit does not keep a question from being
    known, and a token that is limited to some permissions carries no authority.
    """
    if actor.limited_to is not None:
        return Q(pk__in=[])
    seats = seats_that_count().filter(user=actor.pk).values("body")
    own = Q(user=actor.pk) | Q(body__in=seats, body__dissolved_at=None)
    found = Q(Exists(_holdings(own)))
    for one in _deputised(actor.pk, ()):
        found |= one
    return found


def _holdings(held_by: Q) -> QuerySet[Holding]:
    """The holdings in force of the authority of the question at hand, over its scope."""
    return (
        Holding.objects.in_force()
        .filter(held_by, confirmed_at__isnull=False)
        .filter(authority=OuterRef("authority"), scope__reach__descendant=OuterRef("scope"))
    )


def _deputised(deputy: UUID, steps: tuple[UUID, ...]) -> Iterator[Q]:
    """What somebody may know in the place of others, as far as those hold it themselves."""
    received = Delegation.objects.in_force().filter(
        deputy=deputy, revoked_at=None, giver__is_active=True, deputy__is_active=True
    )
    for one in received:
        if one.pk in steps or not one.authorities:
            continue
        below = ScopeClosure.objects.filter(ancestor=one.scope_id).values("descendant")
        there = Q(authority__in=one.authorities, scope__in=below)
        yield there & Q(Exists(_holdings(Q(user=one.giver_id, is_delegable=True))))
        passed = [code for code in one.authorities if AUTHORITIES[code].may_pass_on]
        if passed and len(steps) + 1 < _MOST_STEPS:
            for further in _deputised(one.giver_id, (*steps, one.pk)):
                yield there & Q(authority__in=passed) & further


def facts(user: User, ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """What is to be known of questions now, and why it is told to this user.

    What the votes came to is told to whoever may read it, and who did it (``by``) where it may be
    known who asked and who voted; the rest is locked.
    """
    rows = Question.objects.filter(pk__in=ids).select_related("body", "scope").order_by("pk")
    may_vote = set(electors(ids).filter(user=user.pk).values_list("question", flat=True))
    cards = present(user, QUESTION, rows, ("id", "asked_by", *TALLY))
    votes = sight(user, VOTE, ["user"])
    return {
        one.pk: _shown(card, votes, one.scope_id)
        | {
            "why": _why(user, one, may_vote),
            "body": one.body.name,
            "body_en": one.body.name_en,
            "scope": one.scope.label,
            "authority": AUTHORITIES[one.authority].name,
            "authority_en": AUTHORITIES[one.authority].name_en,
            "state": one.state,
        }
        for one, card in zip(rows, cards, strict=True)
    }


def _shown(card: dict[str, Any], votes: Sight, scope_id: UUID) -> dict[str, Any]:
    """The tally of a question, and what of it, and of who did it, is locked with which class."""
    classes = dict(card.get("_classes", {}))
    if "asked_by" in classes:
        classes["by"] = classes.pop("asked_by")
    if votes.rules and votes.least("user", scope_id) < Effect.READ:
        classes["by"] = max(classes.get("by", 0), int(VOTE.classification("user", votes.classes)))
    told: dict[str, Any] = {name: card[name] for name in TALLY}
    return told | {"_locked": list(classes), "_classes": classes} if classes else told


def _why(user: User, question: Question, may_vote: Collection[UUID]) -> str:
    if user.pk in question.askers:
        return ASKED
    return VOTES if question.pk in may_vote else AUTHORITY
