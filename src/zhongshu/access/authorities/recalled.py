"""What the histories of authorities, bodies, questions, delegations and rules tell."""

from django.db.models import Q, QuerySet

from zhongshu.access.authorities import reading
from zhongshu.access.authorities.fields import (
    BODY,
    DELEGATION,
    HOLDING,
    MEMBER,
    QUESTION,
    SEPARATION,
    TALLY,
    VOTE,
)
from zhongshu.access.authorities.models import Member, Question, Vote
from zhongshu.access.models import Actor
from zhongshu.access.recalling import recall
from zhongshu.access.resources import decided_on
from zhongshu.kit.models import Event

_DECIDED = "access.question_decided"


def recall_authorities() -> None:
    """Let each of them have a history."""
    recall(
        HOLDING,
        reading.holdings,
        kinds="access.authority_",
        named=("user", "body", "scope"),
        doers={
            "access.authority_proposed": "proposed_by",
            "access.authority_confirmed": "confirmed_by",
        },
        moments={"access.authority_confirmed": "confirmed_at"},
    )
    recall(
        BODY,
        reading.bodies,
        kinds="access.body_",
        named=("scope",),
        doers={"access.body_updated": "proposed_by"},
    )
    recall(
        MEMBER,
        reading.members,
        kinds="access.member_ access.seat_",
        condition=_of_seat,
        named=("user",),
        doers={
            "access.member_seated": "proposed_by",
            "access.seat_confirmed": "confirmed_by",
        },
        moments={"access.seat_confirmed": "confirmed_at"},
    )
    recall(
        QUESTION,
        reading.questions,
        kinds="access.question_",
        narrowed=_without_votes,
        named=("body", "scope"),
        doers={"access.question_put": "asked_by", "access.question_withdrawn": "asked_by"},
        moments={"access.question_withdrawn": "decided_at", _DECIDED: "decided_at"},
    )
    recall(
        DELEGATION,
        reading.delegations,
        kinds="access.delegat",
        named=("deputy", "scope"),
    )
    recall(
        SEPARATION,
        reading.separations,
        kinds="access.separation_",
        doers={"access.separation_off_proposed": "off_proposed_by"},
    )


def _of_seat(seat: Member) -> Q:
    """The events of a body that are about the seat of one of its members."""
    theirs = Q(data__after__user_id=str(seat.user_id)) | Q(data__before__user_id=str(seat.user_id))
    return Q(subject_id=seat.body_id) & theirs


def _without_votes(actor: Actor, question: Question, events: QuerySet[Event]) -> QuerySet[Event]:
    """Leave the decision out where it would tell of a vote: whose vote is the last decides.

    Who voted is told nowhere where a count is closed, as the votes could be counted.
    """
    votes = Vote.objects.filter(question=question)
    asked = Question.objects.filter(pk=question.pk)
    closing = [
        *(said for name in ("user", "cast_at") for said in decided_on(actor, VOTE, name, votes)),
        *(said for name in TALLY for said in decided_on(actor, QUESTION, name, asked)),
    ]
    is_open = all(said.is_readable for said in closing)
    return events if is_open else events.exclude(kind=_DECIDED)
