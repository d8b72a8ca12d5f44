"""The shape of the history of a record on the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from zhongshu.kit.wire import Veiled


class HistoryQuery(Schema):
    """Which page of a history is asked for."""

    cursor: UUID | None = Field(None, description="`next_cursor` of the page before.")
    limit: int = Field(30, ge=1, le=100)


class FieldChange(Schema):
    """One field before and after; ``is_hidden``: it names something that is out of sight."""

    name: str
    before: Any
    after: Any
    is_hidden: bool


class RecordEvent(Veiled):
    """One change of a record, as far as the viewer may read it today; ``by`` is who made it."""

    id: UUID
    kind: str
    at: datetime
    by: str | None
    is_account: bool
    fields: list[FieldChange]


class RecordHistory(Schema):
    """Changes of a record, the newest first."""

    items: list[RecordEvent]
    next_cursor: UUID | None
