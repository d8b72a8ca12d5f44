"""Which version of a notice is in force, who owes an answer, and who agreed to what."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from zhongshu.access.models import User
from zhongshu.access.privacy.models import NoticeAnswer, NoticeVersion
from zhongshu.kit import clock

Answer = NoticeAnswer.Answer


def versions_in_force(on: date) -> QuerySet[NoticeVersion]:
    """Of each notice the last published version whose day has come."""
    come = NoticeVersion.objects.filter(number__isnull=False, effective_on__lte=on)
    later = come.filter(notice=OuterRef("notice"), number__gt=OuterRef("number"))
    return come.filter(~Exists(later))


def last_answers() -> QuerySet[NoticeAnswer]:
    """The answer of each account to each notice that counts."""
    rows = NoticeAnswer.objects.all()
    same = rows.filter(notice=OuterRef("notice"), account=OuterRef("account"))
    return rows.filter(~Exists(same.filter(number__gt=OuterRef("number"))))


def owed_by(user: User, *, on: date) -> QuerySet[NoticeVersion]:
    """The versions in force that somebody has not answered, nor one before that still counts."""
    answered = NoticeAnswer.objects.filter(
        account=user,
        notice=OuterRef("notice"),
        notice_version__number__gte=OuterRef("covers_from"),
    )
    waiting = versions_in_force(on).filter(~Exists(answered)).select_related("notice")
    # What is told comes before what is asked.
    return waiting.order_by("-notice__kind", "notice__created_at", "notice__pk")


def has_consent(account_id: UUID, purpose: str, *, on: date | None = None) -> bool:
    """Whether somebody agrees today to what is asked for a purpose.

    Refused, withdrawn, never asked, and agreed to what has materially changed since: all false.
    """
    day = on or clock.today()
    return _agreements(purpose, day).filter(account=account_id).exists()


def may_process(purpose: str, *, account: str, on: date | None = None) -> Combinable | Q:
    """The condition that a row may be processed for a purpose on which its table rests.

    As long as the company does not ask for consent, the table rests on its declared ground; from
    the day it asks, on the consent of the account to which the path ``account`` leads.
    """
    day = on or clock.today()
    agreed = _agreements(purpose, day).filter(account=OuterRef(account))
    return ~Exists(_asked(purpose, day)) | Exists(agreed)


def _asked(purpose: str, on: date) -> QuerySet[NoticeVersion]:
    return versions_in_force(on).filter(notice__purpose=purpose)


def _agreements(purpose: str, on: date) -> QuerySet[NoticeAnswer]:
    least = Subquery(_asked(purpose, on).values("covers_from")[:1])
    return last_answers().filter(
        notice__purpose=purpose, answer=Answer.AGREED, notice_version__number__gte=least
    )
