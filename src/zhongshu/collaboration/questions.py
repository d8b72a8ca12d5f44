"""What people are told of questions that are put to bodies by hand, and of the answers."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhongshu.access.authorities import hearing, reading
from zhongshu.access.authorities.models import Question
from zhongshu.access.models import User
from zhongshu.collaboration.models import Notification
from zhongshu.collaboration.notifying import Notice
from zhongshu.collaboration.subjects import Subject, ToldKind
from zhongshu.kit.models import Event

QUESTION_KIND = "question"


def find_questions(ids: Collection[UUID]) -> Iterable[Subject]:
    """The questions of these ids that exist."""
    for pk, scope_id, title in Question.objects.filter(pk__in=ids).values_list(
        "pk", "scope_id", "title"
    ):
        yield Subject(QUESTION_KIND, pk, scope_id, "", title, {"question_id": str(pk)})


def _seen(user: User) -> QuerySet[Question]:
    return reading.questions(user)


QUESTIONS = ToldKind(QUESTION_KIND, find_questions, _seen, hearing.facts)


def of_question(event: Event) -> list[Notice]:
    """Who is told that a question was put; nothing of it is kept with the notification."""
    question = Question.objects.filter(pk=event.subject_id, state=Question.State.OPEN).first()
    if question is None:
        return []
    [subject] = find_questions([question.pk])
    users = hearing.hearers(question, at=timezone.now())
    return [Notice(one, Notification.Kind.QUESTION_PUT, subject) for one in sorted(users)]


def of_answer(event: Event) -> list[Notice]:
    """Whoever put a question is told what came of it."""
    question = Question.objects.filter(pk=event.subject_id).first()
    if question is None or question.asked_by_id is None:
        return []
    [subject] = find_questions([question.pk])
    return [Notice(question.asked_by_id, Notification.Kind.QUESTION_DECIDED, subject)]
