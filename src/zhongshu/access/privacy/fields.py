"""The class, personal mark and retention of notices and their answers, and what each shows."""

from zhongshu.access.models import NoticeAnswer, NoticeVersion, PrivacyNotice
from zhongshu.access.open_fields import Open, Unclassed
from zhongshu.access.resources import Field, Resource
from zhongshu.access.values import Kind
from zhongshu.kit.declarations import declare

MANAGE_NOTICES = "access.manage_notices"
PUBLISH_NOTICES = "access.publish_notices"
READ_CONSENTS = "access.read_consents"

declare(PrivacyNotice, retention="organisation", internal=("kind", "purpose", "basis"))
declare(
    NoticeVersion,
    retention="organisation",
    internal=(
        "notice", "number", "title", "title_en", "text", "text_en", "digest", "is_material",
        "covers_from", "effective_on", "drafted_by", "published_by", "published_at",
    ),
    personal=("drafted_by", "published_by"),
    basis="legal duty: proof of what people were told",
)  # fmt: skip
declare(
    NoticeAnswer,
    retention="consent",
    internal=("notice", "notice_version", "number", "language", "text_digest", "answered_at"),
    sensitive=("account", "answer"),
    personal=("account", "answer", "language", "answered_at"),
    basis="legal duty: proof of what people were told and agreed to",
)

NOTICE_ANSWER = Resource(
    name="notice_answer",
    model=NoticeAnswer,
    permission=READ_CONSENTS,
    scope="",
    is_edited=False,
    default_sort=("-answered_at", "-id"),
    fields=(
        Field("id", Kind.ID),
        Field("notice_id", Kind.ID),
        Field("purpose", Kind.TEXT, source="notice__purpose"),
        Field("notice_number", Kind.INTEGER, source="notice_version__number"),
        Field("notice_title", Kind.TEXT, source="notice_version__title"),
        Field("notice_title_en", Kind.TEXT, source="notice_version__title_en"),
        Field("account", Kind.REFERENCE, source="account_id", label="account__name"),
        Field("answer", Kind.CHOICE, needs=READ_CONSENTS, order=tuple(NoticeAnswer.Answer.values)),
        Field("language", Kind.TEXT),
        Field("answered_at", Kind.INSTANT),
    ),
    unclassed=Unclassed.PROOF,
    open={
        Open.IDENTITY: (
            "id notice_id purpose notice_number notice_title notice_title_en answered_at"
        ),
    },
)
