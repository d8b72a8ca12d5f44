"""What can be done with privacy notices: write, publish, and answer them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from zhongshu.access.danger import dangerous
from zhongshu.access.guard import TokenLimited, own, requires
from zhongshu.access.models import Actor, NoticeAnswer, NoticeVersion, PrivacyNotice, System, User
from zhongshu.access.privacy.consents import Answer, versions_in_force
from zhongshu.access.privacy.fields import MANAGE_NOTICES, PUBLISH_NOTICES
from zhongshu.access.privacy.purposes import PURPOSES
from zhongshu.access.privacy.wording import WORDS, text_digest, tidy, version_digest
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.http import refuse_stale
from zhongshu.kit.origin import here

Kind, Basis = PrivacyNotice.Kind, PrivacyNotice.Basis
_FITTING = {
    Kind.INFORMATION: {Answer.ACKNOWLEDGED},
    Kind.CONSENT: {Answer.AGREED, Answer.REFUSED, Answer.WITHDRAWN},
}


class NoNoticeDraft(DomainError):
    """Nobody is writing another version of the notice."""

    code = "access.no_notice_draft"


class NoticeUnchanged(DomainError):
    """The draft says what the last version says."""

    code = "access.notice_unchanged"


class PurposeTaken(DomainError):
    """Consent for the purpose is asked by another notice."""

    code = "access.purpose_taken"


class NoticeChanged(DomainError):
    """What was shown is not in force; ``number`` is that of the version that is, if any."""

    code = "access.notice_changed"


class NothingToWithdraw(DomainError):
    """Who did not agree has nothing to withdraw."""

    code = "access.nothing_to_withdraw"


@requires(MANAGE_NOTICES, on=None)
@transaction.atomic
def create_notice(
    actor: Actor, *, kind: str, purpose: str, basis: str, words: Mapping[str, str]
) -> PrivacyNotice:
    """Begin a notice with its first draft; nobody is shown it before it is published."""
    is_consent = kind == Kind.CONSENT
    if is_consent != (basis == Basis.CONSENT):
        raise BadInput("consent is asked on the ground of consent, and nothing else", field="basis")
    if is_consent != bool(purpose) or (purpose and purpose not in PURPOSES):
        raise BadInput("consent is asked for one of the known purposes", field="purpose")
    if purpose and PrivacyNotice.objects.filter(purpose=purpose).exists():
        raise PurposeTaken(purpose)
    try:
        with transaction.atomic():
            notice = PrivacyNotice.objects.create(kind=kind, purpose=purpose, basis=basis)
    except IntegrityError as error:
        raise PurposeTaken(purpose) from error
    draft = _write(NoticeVersion(notice=notice), actor, words)
    draft.save(force_insert=True)
    events.record(
        "access.notice_created",
        actor=actor,
        subject=notice,
        after={"kind": kind, "purpose": purpose, "basis": basis},
    )
    return notice


@requires(MANAGE_NOTICES, on=None)
@transaction.atomic
def draft_notice(
    actor: Actor, *, notice: PrivacyNotice, words: Mapping[str, str], expected_version: int | None
) -> NoticeVersion:
    """Write the one draft of a notice; ``expected_version`` is the draft's, 0 if there was none."""
    _locked(notice)
    draft = notice.versions.filter(number=None).first()
    is_new = draft is None
    draft = _write(draft or NoticeVersion(notice=notice, version=0), actor, words, expected_version)
    draft.version += 1
    draft.save(force_insert=is_new)
    events.record("access.notice_drafted", actor=actor, subject=draft, after=_state(draft))
    return draft


@requires(MANAGE_NOTICES, on=None)
@transaction.atomic
def discard_notice_draft(
    actor: Actor, *, notice: PrivacyNotice, expected_version: int | None
) -> None:
    """Drop the draft; a notice that was never published goes with it."""
    _locked(notice)
    draft = _draft(notice, expected_version)
    events.record("access.notice_draft_discarded", actor=actor, subject=draft, before=_state(draft))
    draft.delete()
    if not notice.versions.exists():
        notice.delete()


@requires(PUBLISH_NOTICES, on=None)
@dangerous
@transaction.atomic
def publish_notice(
    actor: Actor,
    *,
    notice: PrivacyNotice,
    effective_on: date,
    is_material: bool,
    expected_version: int | None,
    at: datetime,
    on: date,
) -> NoticeVersion:
    """Give the draft the next number: it never changes again, and is in force from its day on.

    What changes materially must be answered anew; the first version always.
    """
    _locked(notice)
    draft = _draft(notice, expected_version)
    last = notice.versions.filter(number__isnull=False).order_by("-number").first()
    _refuse_unfit(draft, last, effective_on, on)
    draft.number = last.number + 1 if last and last.number else 1
    draft.is_material = is_material or last is None
    draft.covers_from = draft.number if draft.is_material or last is None else last.covers_from
    draft.effective_on, draft.published_at = effective_on, at
    draft.published_by = None if isinstance(actor, System) else actor
    draft.version += 1
    draft.save()
    events.record(
        "access.notice_published",
        actor=actor,
        subject=draft,
        before=_state(last) if last else None,
        after=_state(draft),
    )
    return draft


@own
@transaction.atomic
def answer_notice(
    actor: User,
    *,
    notice: PrivacyNotice,
    notice_version_id: UUID,
    language: str,
    digest: str,
    answer: str,
    at: datetime,
    on: date,
) -> NoticeAnswer:
    """Keep what somebody answered to the very version, in the language, that they were shown.

    What is given is what was shown. It must be in force, but for a withdrawal: that takes back what
    was agreed to, whatever was published since. The same answer again changes nothing.
    """
    if here().token_id is not None:
        raise TokenLimited("a program reads no notice")
    _locked(notice)
    if answer not in _FITTING[Kind(notice.kind)]:
        raise BadInput("this is no answer to such a notice", field="answer")
    last = NoticeAnswer.objects.filter(notice=notice, account=actor).order_by("-number").first()
    if answer == Answer.WITHDRAWN and (last is None or last.answer == Answer.REFUSED):
        raise NothingToWithdraw(str(notice.pk))
    shown = _shown(
        notice, notice_version_id, on, agreed=last if answer == Answer.WITHDRAWN else None
    )
    if digest != text_digest(shown, language):
        raise BadInput("this is not the text of the version", field="digest")
    if last is not None and (last.answer, last.notice_version_id) == (answer, shown.pk):
        return last
    given = NoticeAnswer.objects.create(
        notice=notice,
        notice_version=shown,
        account=actor,
        number=last.number + 1 if last else 1,
        answer=answer,
        language=language,
        text_digest=digest,
        answered_at=at,
    )
    after = {"answer": answer, "language": language}
    events.record(
        "access.notice_answered",
        actor=actor,
        subject=given,
        after=after,
        notice=str(notice.pk),
        number=shown.number,
        text_digest=digest,
    )
    return given


def _shown(
    notice: PrivacyNotice, version_id: UUID, on: date, *, agreed: NoticeAnswer | None
) -> NoticeVersion:
    """The version that was shown, if it can be answered."""
    if agreed is not None and agreed.notice_version_id == version_id:
        return agreed.notice_version
    in_force = versions_in_force(on).filter(notice=notice).first()
    if in_force is None or in_force.pk != version_id:
        raise NoticeChanged(
            "another version is in force: read that one first",
            number=in_force and in_force.number,
            is_material=in_force is not None and in_force.is_material,
        )
    return in_force


def _locked(notice: PrivacyNotice) -> None:
    """Let nothing be published between what is read now and what is written then."""
    PrivacyNotice.objects.select_for_update().get(pk=notice.pk)


def _write(
    draft: NoticeVersion, actor: Actor, words: Mapping[str, str], expected: int | None = None
) -> NoticeVersion:
    _refuse_stale(draft, expected)
    for name in WORDS:
        setattr(draft, name, tidy(words[name]))
    draft.drafted_by = None if isinstance(actor, System) else actor
    draft.digest = version_digest(draft.notice, draft)
    return draft


def _draft(notice: PrivacyNotice, expected_version: int | None) -> NoticeVersion:
    draft = notice.versions.filter(number=None).first()
    if draft is None:
        raise NoNoticeDraft
    _refuse_stale(draft, expected_version)
    return draft


def _refuse_unfit(
    draft: NoticeVersion, last: NoticeVersion | None, effective_on: date, on: date
) -> None:
    for name in WORDS:
        if not getattr(draft, name):
            raise BadInput("write it in both languages first", field=name)
    if last is not None and draft.digest == last.digest:
        raise NoticeUnchanged(draft.digest)
    least = max(on, last.effective_on) if last and last.effective_on else on
    if effective_on < least:
        raise BadInput(
            f"not before {least.isoformat()}", field="effective_on", least=least.isoformat()
        )


def _refuse_stale(draft: NoticeVersion, expected: int | None) -> None:
    refuse_stale(
        draft.version,
        expected=expected,
        current=lambda: {"version": draft.version, **{one: getattr(draft, one) for one in WORDS}},
    )


def _state(version: NoticeVersion) -> dict[str, Any]:
    """What an event tells of a version: the row itself holds what it says, for good."""
    return {
        "number": version.number,
        "digest": version.digest,
        "is_material": version.is_material,
        "effective_on": version.effective_on and version.effective_on.isoformat(),
    }
