"""The shape of privacy notices and their answers on the wire."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from zhongshu.access.schemas.common import Named, Page
from zhongshu.access.schemas.sessions import Language
from zhongshu.kit.wire import Veiled

Kind = Literal["information", "consent"]
Basis = Literal["employment", "legal_duty", "legitimate_interest", "consent"]
Answer = Literal["acknowledged", "agreed", "refused", "withdrawn"]
_LONGEST = 50_000


class NoticeText(Schema):
    """What a version says in one language."""

    language: Language
    title: str
    text: str = Field(description="Markdown.")
    digest: str = Field(description="SHA-256; an answer carries that of the text that was shown.")


class ShownNotice(Schema):
    """A published version of a notice, as it is read."""

    id: UUID
    notice_id: UUID
    kind: Kind
    purpose: str = Field(description="What consent is asked for; empty for what is only told.")
    basis: Basis
    number: int
    is_material: bool
    effective_on: date
    texts: list[NoticeText]


class OwedNotices(Schema):
    """What the viewer has to read and to answer, the first first."""

    notices: list[ShownNotice]


class OwnAnswer(Schema):
    """What the viewer answered, to which version, in which language."""

    answer: Answer
    language: Language
    text_digest: str
    answered_at: datetime
    notice_version_id: UUID
    number: int
    title: str
    title_en: str


class OwnNotice(Schema):
    """A notice with all that the viewer ever answered to it, the last first."""

    notice_id: UUID
    in_force: ShownNotice | None
    is_owed: bool
    answers: list[OwnAnswer]


class OwnNotices(Schema):
    """What the viewer was shown and agreed to."""

    notices: list[OwnNotice]


class NewAnswer(Schema):
    """An answer to what was shown."""

    model_config = ConfigDict(extra="forbid")

    notice_version_id: UUID = Field(description="The version that was shown.")
    language: Language
    digest: str = Field(max_length=64, description="That of the text that was shown.")
    answer: Answer


class Words(Schema):
    """What a version says in both languages; both are needed to publish it."""

    title: str = Field("", max_length=200)
    title_en: str = Field("", max_length=200)
    text: str = Field("", max_length=_LONGEST)
    text_en: str = Field("", max_length=_LONGEST)


class NewNotice(Words):
    """A notice with its first draft."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    purpose: str = Field("", max_length=40)
    basis: Basis


class DraftWords(Words):
    """What the draft says."""

    model_config = ConfigDict(extra="forbid")


class Publication(Schema):
    """From which day a draft is in force, and whether it must be answered anew."""

    model_config = ConfigDict(extra="forbid")

    effective_on: date
    is_material: bool


class NoticeDraft(Words):
    """The version that is being written."""

    id: UUID
    version: int


class PublishedVersion(Words):
    """A version that was published and never changes."""

    id: UUID
    number: int
    digest: str = Field(description="SHA-256 of the kind, the purpose, the ground and all texts.")
    is_material: bool
    effective_on: date
    published_at: datetime
    published_by: str | None


class AnswerCounts(Schema):
    """How many open accounts gave which answer that still counts; `open` gave none."""

    acknowledged: int
    agreed: int
    refused: int
    withdrawn: int
    open: int


class ManagedNotice(Schema):
    """A notice, as those who write it see it."""

    id: UUID
    kind: Kind
    purpose: str
    basis: Basis
    in_force: PublishedVersion | None
    draft: NoticeDraft | None
    answers: AnswerCounts | None = Field(description="Null where no version is in force yet.")


class NoticeHistory(ManagedNotice):
    """A notice with every published version, the last first."""

    versions: list[PublishedVersion]


class NoticePurpose(Schema):
    """What consent can be asked for; `is_connected` if the product itself keeps to the answer."""

    code: str
    is_connected: bool


class Notices(Schema):
    """Every notice, and for what else consent can be asked."""

    items: list[ManagedNotice]
    purposes: list[NoticePurpose]
    may_publish: bool
    may_read_answers: bool


class LedgerEntry(Veiled):
    """One answer of one account."""

    id: UUID
    notice_id: UUID
    purpose: str
    notice_number: int
    notice_title: str
    notice_title_en: str
    account: Named | None
    answer: Answer | None
    language: str | None
    answered_at: datetime


class LedgerPage(Page):
    """A page of the ledger."""

    items: list[LedgerEntry]
