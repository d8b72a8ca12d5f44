"""Questions before bodies: put, voted on, closed and taken back."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from zhongshu.access.authorities import asking
from zhongshu.access.authorities.acting import refuse_acting
from zhongshu.access.authorities.asking import QuestionDecided
from zhongshu.access.authorities.counting import Result
from zhongshu.access.authorities.deciding import voters
from zhongshu.access.authorities.fields import TALLY
from zhongshu.access.authorities.kinds import authority_kind
from zhongshu.access.authorities.models import Body, Member, Question, Vote
from zhongshu.access.guard import own, requires
from zhongshu.access.models import Actor, Scope, User
from zhongshu.access.scopes import refuse_gone
from zhongshu.access.services.bodies import BodyDissolved
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError

__all__ = ["QuestionDecided"]


class NotAVotingMember(DomainError):
    """Only who has a seat with a vote in the body votes, in person."""

    code = "access.not_a_voting_member"
    status = 403


class NotTheChair(DomainError):
    """Only the chair of the body ends a vote."""

    code = "access.not_the_chair"
    status = 403


class QuestionOfAnother(DomainError):
    """Only whoever put a question takes it back."""

    code = "access.question_of_another"
    status = 403


class OwnQuestion(DomainError):
    """Whoever put a question about a request or a project, or had a deputy put it, has no vote."""

    code = "access.own_question"
    status = 403


class AlreadyVoted(DomainError):
    """Each member votes once."""

    code = "access.already_voted"


class NotQuorate(DomainError):
    """Too few members have voted; how many are needed is told by the question."""

    code = "access.not_quorate"


@requires("access.put_questions", on="scope")
@transaction.atomic
def ask_question(
    actor: Actor, *, body: Body, scope: Scope, authority: str, title: str, at: datetime
) -> Question:
    """Put a question about a scope to a body; its members are asked to vote."""
    refuse_gone(scope)
    authority_kind(authority)
    if not title.strip():
        raise BadInput("a question needs words", field="title")
    if body.dissolved_at is not None:
        raise BodyDissolved(body.name, field="body_id")
    question = asking.put(
        body, scope_id=scope.pk, at=at, authority=authority, title=title.strip(),
        asked_by=actor if isinstance(actor, User) else None,
    )  # fmt: skip
    events.record(
        "access.question_put", actor=actor, subject=question, after=_question_state(question)
    )
    return question


@own
@transaction.atomic
def cast_vote(
    actor: User, *, question: Question, choice: str, at: datetime, note: str = ""
) -> Question:
    """Vote on a question before a body of which the actor is a voting member.

    With the vote that leaves no doubt the question is decided, and its domain carries the
    decision out in the same transaction.

    Raises
    ------
    QuestionDecided
        If the question is not open any more.
    NotAVotingMember
        If the actor has no vote in the body, or had none when the question was put.
    OwnQuestion
        If the actor asked for the decision, or a deputy did in the actor's place.
    AlreadyVoted
        If the actor has voted.
    """
    refuse_acting()
    effect = asking.effect_of(question)
    if effect:
        effect.hold(actor, question)
    held = asking.locked(question)
    if not asking.electors([held.pk]).filter(user=actor).exists():
        raise NotAVotingMember(held.body.name)
    if held.subject_kind and actor.pk in held.askers:
        raise OwnQuestion(held.title)
    try:
        with transaction.atomic():
            Vote.objects.create(
                question=held, user=actor, choice=choice, note=note.strip(), cast_at=at
            )
    except IntegrityError as error:
        raise AlreadyVoted(held.title) from error
    return _conclude(actor, held, asking.counted(held), at=at, choice=choice, note=note)


@own
@transaction.atomic
def close_vote(actor: User, *, question: Question, at: datetime) -> Question:
    """End the vote as the chair of the body: who has not voted is no longer waited for.

    Raises
    ------
    NotTheChair
        If the actor does not chair the body.
    NotQuorate
        If too few have voted.
    """
    refuse_acting()
    effect = asking.effect_of(question)
    if effect:
        effect.hold(actor, question)
    held = asking.locked(question)
    if not voters([held.body_id]).filter(user=actor, role=Member.Role.CHAIR).exists():
        raise NotTheChair(held.body.name)
    result = asking.counted(held, is_closed=True)
    if result.outcome == "no_quorum":
        raise NotQuorate(held.title)
    return _conclude(actor, held, result, at=at, choice="", note="")


@own
@transaction.atomic
def withdraw_question(actor: User, *, question: Question, at: datetime) -> Question:
    """Take back a question that the actor put.

    Raises
    ------
    QuestionOfAnother
        If somebody else put it, or it stands for a request that is withdrawn where it was made.
    """
    held = asking.locked(question)
    if actor.pk not in held.askers or held.subject_kind:
        raise QuestionOfAnother(held.title)
    held.state, held.decided_at = Question.State.WITHDRAWN, at
    held.version += 1
    held.save(update_fields=["state", "decided_at", "version", "updated_at"])
    events.record(
        "access.question_withdrawn", actor=actor, subject=held, after=_question_state(held)
    )
    return held


def _conclude(
    actor: User, held: Question, result: Result, *, at: datetime, choice: str, note: str
) -> Question:
    """Write the count down, and record the one event: of the vote, or of the decision."""
    asking.settle(held, result, at=at)
    effect = asking.effect_of(held)
    if effect and held.state != Question.State.OPEN:
        effect.apply(actor, held, at, note)
        return held
    after = _question_state(held)
    if result.is_adopted is None:
        # The event of each vote with the tally would tell how each member voted.
        after = {name: value for name, value in after.items() if name not in TALLY}
    kind = "access.vote_cast" if result.is_adopted is None else "access.question_decided"
    events.record(kind, actor=actor, subject=held, choice=choice, after=after)
    return held


def _question_state(question: Question) -> dict[str, Any]:
    return {
        "body_id": str(question.body_id),
        "authority": question.authority,
        "title": question.title,
        "state": str(question.state),
        "n_for": question.n_for,
        "n_against": question.n_against,
        "n_abstained": question.n_abstained,
    }
