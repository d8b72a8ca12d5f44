"""What people are told of questions that are put to bodies, and of the answers."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from zhongshu.access.authorities import hearing, reading
from zhongshu.access.authorities.models import Question
from zhongshu.access.models import SYSTEM, User
from zhongshu.collaboration.models import Notification
from zhongshu.collaboration.notifying import Notice
from zhongshu.collaboration.subjects import Subject, ToldKind, subjects_in_view
from zhongshu.kit.models import Event

QUESTION_KIND = "question"
# How the kinds of questions about a project begin, and what a project is called as a subject.
OF_PROJECT, PROJECT = "projects.", "project"


def find_questions(ids: Collection[UUID]) -> Iterable[Subject]:
    """The questions of these ids that exist, of the class of the project that each is about."""
    rows = list(Question.objects.filter(pk__in=ids))
    projects = subjects_in_view(SYSTEM, [one for row in rows for one in _project_of(row)])
    for row in rows:
        about = [projects[one] for one in _project_of(row) if one in projects]
        label = max((one.classification for one in about), default=0)
        address = {"question_id": str(row.pk)}
        yield Subject(QUESTION_KIND, row.pk, row.scope_id, "", row.title, address, label)


def _project_of(question: Question) -> list[tuple[str, UUID]]:
    """The project that a question is about, if it is about one, as a subject is named."""
    is_about = question.subject_kind.startswith(OF_PROJECT) and question.subject_id
    return [(PROJECT, question.subject_id)] if is_about and question.subject_id else []


def _kept(user: User, ids: Collection[UUID]) -> set[UUID]:
    """The questions about projects that a user does not see."""
    about = {row.pk: _project_of(row) for row in Question.objects.filter(pk__in=ids)}
    seen = subjects_in_view(user, [one for named in about.values() for one in named])
    return {pk for pk, named in about.items() if any(one not in seen for one in named)}


def _seen(user: User) -> QuerySet[Question]:
    return reading.questions(user)


QUESTIONS = ToldKind(QUESTION_KIND, find_questions, _seen, hearing.facts, _kept)


def of_question(event: Event) -> list[Notice]:
    """Who is told that a question was put; nothing of it is kept with the notification."""
    return _put(Question.objects.filter(pk=event.subject_id))


def of_asked_decision(event: Event) -> list[Notice]:
    """Who is told that bodies are asked to decide on a project."""
    bodies = event.data["body_ids"]
    return _put(Question.objects.filter(subject_id=event.subject_id, body__in=bodies))


def of_first_vote(event: Event) -> list[Notice]:
    """Who is told that a member of a body began to decide on a project, by the first vote."""
    begun = Question.objects.filter(pk=event.subject_id, subject_kind__startswith=OF_PROJECT)
    return _put(begun.filter(asked_by=None, votes__cast_at=F("opened_at")))


def _put(questions: QuerySet[Question]) -> list[Notice]:
    rows = {one.pk: one for one in questions.filter(state=Question.State.OPEN)}
    return [
        Notice(user, Notification.Kind.QUESTION_PUT, subject)
        for subject in find_questions(rows)
        for user in sorted(hearing.hearers(rows[subject.id], at=timezone.now()))
    ]


def of_answer(event: Event) -> list[Notice]:
    """Whoever put a question, and in whose place, is told what came of it."""
    question = Question.objects.filter(pk=event.subject_id).first()
    if question is None:
        return []
    [subject] = find_questions([question.pk])
    decided = Notification.Kind.QUESTION_DECIDED
    return [Notice(one, decided, subject) for one in sorted(question.askers)]
