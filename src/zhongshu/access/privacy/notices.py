"""What may be read of notices: what somebody owes and answered, and what the company publishes."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.shortcuts import get_object_or_404

from zhongshu.access.guard import Forbidden, check, is_allowed
from zhongshu.access.models import Actor, NoticeAnswer, NoticeVersion, PrivacyNotice, User
from zhongshu.access.privacy.consents import last_answers, owed_by, versions_in_force
from zhongshu.access.privacy.fields import MANAGE_NOTICES, PUBLISH_NOTICES, READ_CONSENTS
from zhongshu.access.privacy.purposes import PURPOSES
from zhongshu.access.privacy.subjects import Somebody
from zhongshu.access.privacy.wording import WORDS, texts_of

Told = dict[str, Any]


def owed(user: User, *, on: date) -> list[Told]:
    """What somebody has to read and to answer, the first first."""
    return [shown(one) for one in owed_by(user, on=on)]


def shown(version: NoticeVersion) -> Told:
    """A version as it is read: in both languages, each with the digest that an answer carries."""
    notice = version.notice
    return {
        "id": str(version.pk),
        "notice_id": str(notice.pk),
        "kind": notice.kind,
        "purpose": notice.purpose,
        "basis": notice.basis,
        "number": version.number,
        "is_material": version.is_material,
        "effective_on": version.effective_on,
        "texts": texts_of(version),
    }


def own(user: User, *, on: date) -> list[Told]:
    """Each notice that somebody was ever shown or is to be, and all that they answered."""
    in_force = {one.notice_id: one for one in versions_in_force(on).select_related("notice")}
    waiting = {one.pk for one in owed_by(user, on=on)}
    answers: dict[UUID, list[NoticeAnswer]] = {}
    rows = NoticeAnswer.objects.filter(account=user).select_related("notice_version__notice")
    for one in rows.order_by("-number"):
        answers.setdefault(one.notice_id, []).append(one)
    ids = in_force.keys() | answers.keys()
    notices = PrivacyNotice.objects.filter(pk__in=ids).order_by("-kind", "created_at", "pk")
    return [
        {
            "notice_id": str(notice.pk),
            "in_force": shown(in_force[notice.pk]) if notice.pk in in_force else None,
            "is_owed": notice.pk in in_force and in_force[notice.pk].pk in waiting,
            "answers": [_answer(one) for one in answers.get(notice.pk, [])],
        }
        for notice in notices
    ]


def _answer(one: NoticeAnswer) -> Told:
    version = one.notice_version
    return {
        "answer": one.answer,
        "language": one.language,
        "text_digest": one.text_digest,
        "answered_at": one.answered_at,
        "notice_version_id": str(version.pk),
        "number": version.number,
        "title": version.title,
        "title_en": version.title_en,
    }


def published(version_id: UUID) -> Told:
    """A published version, or `Http404`: what was told to everybody stays readable to everybody."""
    rows = NoticeVersion.objects.filter(number__isnull=False).select_related("notice")
    return shown(get_object_or_404(rows, pk=version_id))


def answerable(notice_id: UUID) -> PrivacyNotice:
    """A notice that was ever published, or `Http404`."""
    rows = PrivacyNotice.objects.filter(versions__number__isnull=False).distinct()
    return get_object_or_404(rows, pk=notice_id)


def managed(actor: Actor, notice_id: UUID) -> PrivacyNotice:
    """Return the notice, or raise `Http404` unless the actor writes or publishes notices."""
    may = _looks_after(actor)
    rows = PrivacyNotice.objects.all() if may else PrivacyNotice.objects.none()
    return get_object_or_404(rows, pk=notice_id)


def catalogue(actor: Actor, *, on: date) -> Told:
    """Every notice with the version in force, the draft, and how many answered in which way."""
    _refuse_others(actor)
    notices = list(PrivacyNotice.objects.order_by("-kind", "created_at", "pk"))
    return {
        "items": _cards(notices, on),
        "purposes": [
            {"code": one.code, "is_connected": bool(one.tables)} for one in PURPOSES.values()
        ],
        "may_publish": is_allowed(actor, PUBLISH_NOTICES, None),
        "may_read_answers": is_allowed(actor, READ_CONSENTS, None),
    }


def card(actor: Actor, notice: PrivacyNotice, *, on: date) -> Told:
    """One notice, with all its versions."""
    _refuse_others(actor)
    [told] = _cards([notice], on)
    rows = notice.versions.filter(number__isnull=False).select_related("published_by", "notice")
    return told | {"versions": [_version(one) for one in rows.order_by("-number")]}


def _looks_after(actor: Actor) -> bool:
    return any(is_allowed(actor, one, None) for one in (MANAGE_NOTICES, PUBLISH_NOTICES))


def _refuse_others(actor: Actor) -> None:
    if not _looks_after(actor):
        raise Forbidden(MANAGE_NOTICES)


def _cards(notices: Iterable[PrivacyNotice], on: date) -> list[Told]:
    in_force = {
        one.notice_id: one for one in versions_in_force(on).select_related("notice", "published_by")
    }
    drafts = {one.notice_id: one for one in NoticeVersion.objects.filter(number=None)}
    counts = _counts(on)
    return [
        {
            "id": str(one.pk),
            "kind": one.kind,
            "purpose": one.purpose,
            "basis": one.basis,
            "in_force": _version(in_force[one.pk]) if one.pk in in_force else None,
            "draft": _draft(drafts[one.pk]) if one.pk in drafts else None,
            "answers": counts.get(one.pk) if one.pk in in_force else None,
        }
        for one in notices
    ]


def _version(version: NoticeVersion) -> Told:
    by = version.published_by
    return {
        **_words(version),
        "id": str(version.pk),
        "number": version.number,
        "digest": version.digest,
        "is_material": version.is_material,
        "effective_on": version.effective_on,
        "published_at": version.published_at,
        "published_by": by and by.name,
    }


def _draft(version: NoticeVersion) -> Told:
    return {**_words(version), "id": str(version.pk), "version": version.version}


def _words(version: NoticeVersion) -> Told:
    return {name: getattr(version, name) for name in WORDS}


def _counts(on: date) -> dict[UUID, dict[str, int]]:
    """Of each notice in force, how many open accounts gave which answer that still counts."""
    n_accounts = User.objects.filter(is_active=True).count()
    least = dict(versions_in_force(on).values_list("notice", "covers_from"))
    counted = {one: dict.fromkeys(NoticeAnswer.Answer.values, 0) for one in least}
    rows = (
        last_answers()
        .filter(account__is_active=True)
        .order_by()
        .values("notice", "answer", at=F("notice_version__number"))
        .annotate(n=Count("pk"))
    )
    for row in rows:
        if row["notice"] in least and row["at"] >= (least[row["notice"]] or 0):
            counted[row["notice"]][row["answer"]] += row["n"]
    return {
        notice: {**given, "open": n_accounts - sum(given.values())}
        for notice, given in counted.items()
    }


def answers_for(actor: Actor) -> QuerySet[NoticeAnswer]:
    """The whole ledger, for those who may read it."""
    check(actor, READ_CONSENTS, None)
    return NoticeAnswer.objects.all()


def told_to(somebody: Somebody) -> list[Told]:
    """The exact text of everything that somebody was shown and answered, for their own export."""
    versions = NoticeVersion.objects.filter(
        pk__in=NoticeAnswer.objects.filter(account__in=somebody.ids).values("notice_version")
    )
    return [shown(one) for one in versions.select_related("notice").order_by("published_at", "pk")]
