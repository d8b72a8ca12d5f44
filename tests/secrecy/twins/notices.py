"""What everybody is told about their data, and what one of them answered, which is a secret."""

from typing import Any

from tests.secrecy.twins.clockwork import PRESENT
from tests.secrecy.twins.secrets import Secrets
from zhongshu.access.models import SYSTEM, NoticeVersion, User
from zhongshu.access.privacy.wording import text_digest
from zhongshu.access.services import (
    answer_notice,
    create_notice,
    draft_notice,
    publish_notice,
)

_WORDS = {"title": "告知", "title_en": "Notice", "text": "内容", "text_en": "Text"}
_TODAY = PRESENT.date()


def told_and_asked(viewer: User, boss: User, secrets: Secrets) -> dict[str, Any]:
    """A notice that waits for the viewer, and a consent that somebody else gave or refused."""
    told, asked = _published("", "employment"), _published("overseas_transfer", "consent")
    _answer(viewer, asked, "agreed")
    for given in ("agreed", "withdrawn") if secrets.is_high else ("refused", "agreed"):
        _answer(boss, asked, given)
    words = _WORDS | {"text": "另一内容"}
    draft_notice(SYSTEM, notice=told.notice, words=words, expected_version=0)
    return {
        "notice_id": told.notice_id,
        "notice_version_id": told.pk,
        "notice_digest": text_digest(told, "en"),
    }


def _published(purpose: str, basis: str) -> NoticeVersion:
    kind = "consent" if purpose else "information"
    notice = create_notice(SYSTEM, kind=kind, purpose=purpose, basis=basis, words=_WORDS)
    return publish_notice(
        SYSTEM, notice=notice, effective_on=_TODAY, is_material=True, expected_version=None,
        at=PRESENT, on=_TODAY,
    )  # fmt: skip


def _answer(user: User, version: NoticeVersion, given: str) -> None:
    answer_notice(
        user, notice=version.notice, notice_version_id=version.pk, language="en",
        digest=text_digest(version, "en"), answer=given, at=PRESENT, on=_TODAY,
    )  # fmt: skip
