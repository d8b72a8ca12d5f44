"""Questions put to bodies: how one comes to be, is counted, and is carried out by its domain."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from zhongshu.access.authorities.counting import Result, Seats, count
from zhongshu.access.authorities.deciding import voters, voting_seats
from zhongshu.access.authorities.kinds import AUTHORITIES
from zhongshu.access.authorities.models import Body, Elector, Member, Question, Vote
from zhongshu.access.models import User
from zhongshu.kit.errors import DomainError
from zhongshu.kit.origin import here

BY_HOLDER = "decided_by_holder"


class QuestionDecided(DomainError):
    """The question is not, or no longer, open."""

    code = "access.question_decided"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a domain does with the decisions on its subjects.

    ``hold`` locks the subject of an open question and refuses a voter who must not decide on
    it; ``apply`` carries a decision out in the same transaction, and records the one event.
    """

    hold: Callable[[User, Question], None]
    apply: Callable[[User, Question, datetime, str], None]


_EFFECTS: dict[str, Effect] = {}


def register_effect(subject_kind: str, effect: Effect) -> None:
    """Let bodies decide on a kind of subject; called by its domain when the application starts."""
    _EFFECTS[subject_kind] = effect


def effect_of(question: Question) -> Effect | None:
    """What its domain does with the decision; None where the decision is only registered."""
    return _EFFECTS.get(question.subject_kind)


def put(body: Body, *, scope_id: UUID, at: datetime, **fields: Any) -> Question:
    """Put a question to a body: those who vote in it now decide, by its present quorum and rule.

    The body is held meanwhile, so that its rule does not change beside the question. How much is
    decided on is told to all before whom it comes, and money of a plan is not for all of them.
    """
    if fields.get("amount") is not None and AUTHORITIES[fields["authority"]].measure == "money":
        raise TypeError("a question about money does not carry the amount")
    body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    fields.setdefault("on_behalf_of_id", here().on_behalf_of_id if fields.get("asked_by") else None)
    question = Question.objects.create(
        body=body,
        scope_id=scope_id,
        opened_at=at,
        quorum=body.quorum,
        rule=body.rule,
        does_chair_break_ties=body.does_chair_break_ties,
        **fields,
    )
    Elector.objects.bulk_create(
        Elector(question=question, user_id=seat.user_id, role=seat.role)
        for seat in voters([body.pk])
    )
    return question


def electors(questions: Collection[UUID]) -> QuerySet[Elector]:
    """Who may still vote on questions: who could when each was put, and has the seat today."""
    seats = voting_seats().filter(body=OuterRef("question__body"), user=OuterRef("user"))
    return Elector.objects.filter(Exists(seats), question__in=questions)


def open_question(body_id: UUID, subject_id: UUID) -> Question | None:
    """The open question about a subject before a body."""
    rows = Question.objects.filter(body=body_id, subject_id=subject_id, state=Question.State.OPEN)
    return rows.select_related("body").first()


def locked(question: Question) -> Question:
    """The question as it is now, held until the transaction ends.

    Raises
    ------
    QuestionDecided
        If it is not open any more.
    """
    row = (
        Question.objects.select_for_update(of=("self",)).select_related("body").get(pk=question.pk)
    )
    if row.state != Question.State.OPEN:
        raise QuestionDecided(row.title, state=row.state)
    return row


def counted(question: Question, *, is_closed: bool = False) -> Result:
    """The votes of those who could vote when the question was put, counted."""
    seats = list(Elector.objects.filter(question=question).values_list("user", "role"))
    chair = next((user for user, role in seats if role == Member.Role.CHAIR), None)
    votes = dict(Vote.objects.filter(question=question).values_list("user", "choice"))
    rule = Seats(
        frozenset(user for user, _ in seats), chair, question.quorum, question.rule,
        question.does_chair_break_ties,
    )  # fmt: skip
    return count(rule, votes, is_closed=is_closed)


def settle(question: Question, result: Result, *, at: datetime) -> None:
    """Write down what the votes came to, the decision included if there is one."""
    question.n_for, question.n_against = result.n_for, result.n_against
    question.n_abstained, question.outcome = result.n_abstained, result.outcome
    if result.is_adopted is not None:
        adopted, rejected = Question.State.ADOPTED, Question.State.REJECTED
        question.state = adopted if result.is_adopted else rejected
        question.decided_at = at
        # Not with each vote: whoever may not read the tally could count them by it.
        question.version += 1
    question.save()


def close_about(subject_id: UUID, state: Question.State, *, at: datetime) -> None:
    """Close what bodies were asked about a subject, which was settled without them."""
    Question.objects.filter(subject_id=subject_id, state=Question.State.OPEN).update(
        state=state, outcome=BY_HOLDER, decided_at=at
    )
