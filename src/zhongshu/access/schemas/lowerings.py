"""The shape of what is asked to be lowered on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

from zhongshu.access.schemas.common import Named, Page
from zhongshu.kit.wire import Veiled

RecordKind = Literal["project", "unit", "person", "task", "comment", "attachment"]
Class = Annotated[int, Field(ge=0, le=3)]


class LoweredRecord(Schema):
    """What a record is called, as far as the viewer may know, and where it is found."""

    name: str | None
    subject_kind: str = Field(description="What opens: the record, or what it was said about.")
    address: dict[str, str]


class LoweringOut(Veiled):
    """A request that a record be of a lower class."""

    id: UUID
    version: int
    record_kind: RecordKind
    record_id: UUID
    record: LoweredRecord | None = Field(description="Null where the record is no more.")
    is_own: bool = Field(description="Whether the viewer asked, or whoever acts for them.")
    scope: Named
    was: int = Field(description="The class when it was asked for.")
    classification: int = Field(description="The class that is asked for.")
    label: int = Field(description="The class that counted, with what the record belongs to.")
    reason: str | None
    state: Literal["waiting", "confirmed", "declined", "withdrawn"]
    asked_by: Named | None
    asked_at: datetime
    decided_by: Named | None
    decided_at: datetime | None


class LoweringPage(Page):
    """A page of such requests."""

    items: list[LoweringOut]


class NewLowering(Schema):
    """A request that a record be of a lower class, and why."""

    record_kind: RecordKind
    record_id: UUID
    classification: Class
    reason: str = Field(min_length=1, max_length=500)
