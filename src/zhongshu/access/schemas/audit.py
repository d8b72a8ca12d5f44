"""The shape of the audit trail on the wire."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from zhongshu.access.listing import ListQuery
from zhongshu.access.schemas.common import FieldName, Named, Page, Purpose
from zhongshu.kit.wire import Instant, Veiled


class AuditQuery(ListQuery):
    """How the audit trail is asked for."""

    field: FieldName | None = Field(None, description="Only changes that name this field.")
    who: str | None = Field(
        None, max_length=100, description="Only acts of accounts whose name holds this text."
    )
    within: UUID | None = Field(
        None, description="Only what happened in this scope or in one below it."
    )


class AuditExportQuery(AuditQuery):
    """How the trail is taken out, and what for."""

    format: Literal["jsonl", "csv"] = "jsonl"
    purpose: Purpose | None = None


class Readable(Schema):
    """A resource, and those of its fields whose reading is recorded."""

    resource: str
    fields: list[str]


class ReadableList(Schema):
    """Resources of which one can ask who saw them."""

    items: list[Readable]


class AuditEvent(Veiled):
    """One event; ``data`` is what it tells, ``withheld`` what of that one may not read."""

    id: UUID
    recorded_at: datetime
    kind: str
    outcome: Literal["success", "refused", "failed"]
    classification: int
    actor_id: UUID | None
    actor_name: str | None
    on_behalf_of_id: UUID | None
    on_behalf_of_name: str | None = Field(
        description="In whose place it was done; empty if in none."
    )
    token_id: UUID | None
    automation: str | None
    subject_type: str
    subject_id: UUID | None
    scope_id: UUID | None
    request_id: str | None
    ip: str | None
    user_agent: str | None
    data: dict[str, Any] | None
    withheld: list[str]


class AuditPage(Page):
    """A page of events."""

    items: list[AuditEvent]


class AuditedScope(Schema):
    """A scope whose audit one reads."""

    id: UUID
    label: str
    kind: str


class AuditedScopePage(Page):
    """A page of scopes."""

    items: list[AuditedScope]


class AuditBlock(Schema):
    """The header of a block: its hash is that of the other members in canonical form."""

    format: int
    number: int
    previous: str
    n_events: int
    tree_size: int
    settled_seq: int
    root: str
    sealed_at: str
    hash: str


class AuditProof(Schema):
    """The path from the hash of an event to the root of the newest block."""

    leaf: str
    position: int
    path: list[str]
    block: AuditBlock


class TrailAlarm(Schema):
    """Something that is wrong with the trail; about which of its entries, in words of the log.

    To those who read the audit of a part it is not told about which.
    """

    code: str
    about: str


class AuditState(Schema):
    """How far the trail is sealed: the newest block, and how many events wait for the next.

    Both are null for those who read the audit of a part: they would tell how much happens in
    the rest. What is wrong is told to everybody who audits, and when it was looked for last; null
    where this server has not looked yet.
    """

    watched_at: Instant | None
    verified_at: Instant | None
    alarms: list[TrailAlarm]
    is_whole: bool
    block: AuditBlock | None
    n_waiting: int | None


class SightQuery(Schema):
    """Whose sights, or of what, between two moments."""

    since: Instant
    until: Instant
    resource: FieldName | None = None
    field: FieldName | None = None
    row_id: UUID | None = None
    account_id: UUID | None = None


class Sight(Veiled):
    """Fields of some rows that were shown to somebody in one request."""

    event_id: UUID
    at: datetime
    account: Named | None
    token_id: UUID | None
    request_id: str | None
    ip: str | None
    is_export: bool
    is_on_request: bool
    is_under_glass: bool = Field(description="The viewer had broken the glass there.")
    resource: str
    fields: list[str]
    n_rows: int


class SightPage(Schema):
    """Sights, the newest first."""

    items: list[Sight]
    is_complete: bool
