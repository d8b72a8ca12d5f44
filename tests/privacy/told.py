"""Notices that were published, and answers to what they show."""

from datetime import date
from typing import Any

from tests.privacy.planted import NOW, TODAY
from zhongshu.access import services
from zhongshu.access.models import SYSTEM, NoticeAnswer, NoticeVersion, PrivacyNotice, User
from zhongshu.access.privacy.wording import TEXTS, TITLES, text_digest

WORDS = {
    "title": "员工隐私告知书", "title_en": "Privacy notice", "text": "我们保存姓名。",
    "text_en": "We keep names.",
}  # fmt: skip


def draft(purpose: str = "", **words: str) -> PrivacyNotice:
    """A notice that nobody is shown yet: a consent if there is a purpose."""
    kind, basis = ("consent", "consent") if purpose else ("information", "employment")
    return services.create_notice(
        SYSTEM, kind=kind, purpose=purpose, basis=basis, words={**WORDS, **words}
    )


def publish(
    notice: PrivacyNotice, *, day: date = TODAY, on: date = TODAY, is_material: bool = True
) -> NoticeVersion:
    """The draft, in force from a day on."""
    return services.publish_notice(
        SYSTEM, notice=notice, effective_on=day, is_material=is_material, expected_version=None,
        at=NOW, on=on,
    )  # fmt: skip


def published(purpose: str = "", **words: str) -> NoticeVersion:
    """A notice in force since today."""
    return publish(draft(purpose, **words))


def changed(version: NoticeVersion, *, is_material: bool = True, **when: date) -> NoticeVersion:
    """The next version of a notice."""
    text = f"{version.text} 又及。"
    services.draft_notice(
        SYSTEM, notice=version.notice, words={**WORDS, "text": text}, expected_version=None
    )
    return publish(version.notice, is_material=is_material, **when)


def answer(
    user: User, version: NoticeVersion, given: str, *, language: str = "zh-CN", **other: Any
) -> NoticeAnswer:
    """What somebody answers who was shown a version."""
    told = {"digest": text_digest(version, language), "at": NOW, "on": TODAY, **other}
    return services.answer_notice(
        user,
        notice=version.notice,
        notice_version_id=version.pk,
        language=language,
        answer=given,
        **told,
    )


def body(version: NoticeVersion, given: str, language: str = "en") -> dict[str, str]:
    """The same, over the wire."""
    assert getattr(version, TITLES[language]) + getattr(version, TEXTS[language])
    return {
        "notice_version_id": str(version.pk), "language": language, "answer": given,
        "digest": text_digest(version, language),
    }  # fmt: skip
