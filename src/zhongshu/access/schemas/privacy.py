"""The shape of what is said about personal data on the wire."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from zhongshu.access.schemas.common import Named

Reason = Field(..., min_length=1, max_length=1000)


class SomebodyQuery(Schema):
    """Whom to look for."""

    text: str = Field("", max_length=100)


class Somebody(Schema):
    """A person or an account."""

    id: UUID
    kind: Literal["person", "account"]
    name: str
    account_id: UUID | None
    person_id: UUID | None
    is_erased: bool


class SomebodyList(Schema):
    """People and accounts."""

    items: list[Somebody]


class ErasureQuery(Schema):
    """How far an erasure would go."""

    with_contributions: bool = Field(False, description="Also what they wrote and uploaded.")
    replaces_in_texts: bool = Field(False, description="Also their name in texts of others.")


class Blocking(Schema):
    """What must be settled before an erasure, where it stands, and whether more is kept back."""

    code: str
    items: list[Named]
    is_kept_back: bool


class Effect(Schema):
    """What an erasure does to the rows of one table."""

    table: str
    n_rows: int
    n_naming: int
    effect: Literal["blanked", "deleted", "emptied", "kept"]
    retention: str
    basis: str


class TextsNaming(Schema):
    """In how many rows of a column a name stands."""

    table: str
    field: str
    n_rows: int


class ErasurePreview(Schema):
    """What an erasure would do; ``n_events_in_clear`` are older than the sealing of names."""

    somebody: Somebody
    label: str
    is_erased: bool
    blocked_by: list[Blocking]
    effects: list[Effect]
    texts: list[TextsNaming]
    n_events: int
    n_events_in_clear: int


class NewErasure(ErasureQuery):
    """An erasure, and why; the reason is kept and must name nobody."""

    reason: str = Reason


class ErasureDone(Schema):
    """How many rows were changed in which way."""

    label: str
    deleted: int
    blanked: int
    emptied: int
    replaced: int


class HeldScope(Named):
    """A scope of which data is held, and what owns it."""

    kind: Literal["company", "unit", "portfolio", "programme", "project"]


class Hold(Schema):
    """A legal hold."""

    id: UUID
    somebody: Named | None
    scope: HeldScope | None
    reason: str
    since: date
    until: date | None
    placed_by: str | None
    released_at: datetime | None
    released_by: str | None


class HoldList(Schema):
    """Legal holds."""

    items: list[Hold]


class NewHold(Schema):
    """A hold over somebody, or over all below a scope."""

    somebody_id: UUID | None = None
    scope_id: UUID | None = None
    reason: str = Reason
    since: date
    until: date | None = None


class RetentionClass(Schema):
    """How long a class of data is kept; null: as long as what it belongs to exists."""

    code: str
    days: int | None
    proposed_days: int | None
    floor: int | None
    can_be_chosen: bool


class RetentionResult(Schema):
    """What one run did, or would have done, to one class."""

    code: str
    days: int | None
    n_due: int | None = None
    n_removed: int | None = None
    n_held: int


class RetentionRun(Schema):
    """A run of the retention job, or a dry one."""

    id: UUID
    ran_at: datetime
    is_dry: bool
    asked_by: str | None
    classes: list[RetentionResult]


class Retention(Schema):
    """The periods, and the last runs."""

    classes: list[RetentionClass]
    runs: list[RetentionRun]


class NewPeriod(Schema):
    """For how many days data of a class is kept."""

    days: int = Field(..., ge=0, le=100_000)


class NoticeNamed(Schema):
    """A version of a notice in force, by what it is called."""

    title: str
    title_en: str
    number: int


class RegisterEntry(Schema):
    """A personal field in the register of processing."""

    table: str
    field: str
    class_: int = Field(..., alias="class")
    basis: str
    purpose: str
    retention: str
    days: int | None
    readers: list[str]
    read_by: Literal["permission", "own", "record", "nobody"] = Field(
        description="Whom the readers are; or, without any, whoever it is about or sees the record."
    )
    where: list[str]
    notices: list[NoticeNamed] = Field(description="Those in force that tell people of it.")


class Register(Schema):
    """The register of processing."""

    items: list[RegisterEntry]
