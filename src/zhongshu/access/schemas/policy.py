"""The shape of the policy, its catalogue and its readers on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from zhongshu.access.schemas.common import GrantKind, Named, Page, Purpose, ScopeOut
from zhongshu.kit.wire import Veiled

Subject = Literal["everyone", "role", "permission"]
Effect = Literal[
    "none", "exists", "aggregate", "masked", "on_request", "read", "write_once", "write"
]
Level = Annotated[int, Field(ge=0, le=3)]
Short = Annotated[str, Field(max_length=64)]


class Cell(Schema):
    """One rule: who may do what with a field, or all of a class, on which rows."""

    model_config = ConfigDict(extra="forbid")

    subject: Subject
    name: Short = Field("", description="The role's id, or the permission.")
    resource: Short = Field("", description="Empty: every resource.")
    field: Short = ""
    classification: Level | None = Field(None, description="Instead of a field: all of a class.")
    state: Short = Field("", description="Only rows in this state.")
    at_least: Level | None = Field(None, description="Only records of this class or higher.")
    relation: Literal["", "own", "managed"] = ""
    effect: Effect
    mask: Short = ""
    k: int = Field(0, ge=0, le=1000, description="Of how many values a sum is told at least.")


Channel = Literal["screen", "export", "mail", "notification", "shipping", "log", "backup"]


class Passage(Schema):
    """What goes through a channel; files are marked, and asked a proof for, from a class on."""

    model_config = ConfigDict(extra="forbid")

    highest: Level
    marked_from: Level | None = None
    proved_from: Level | None = None


class PolicyContent(Schema):
    """All that a policy says; what it does not say stays as the product has it."""

    model_config = ConfigDict(extra="forbid")

    cells: list[Cell] = Field(max_length=1000)
    classes: dict[str, Level] = Field(default_factory=dict, description="By `resource.field`.")
    names: dict[str, list[Annotated[str, Field(max_length=100)]]] = Field(
        default_factory=dict, description="Of the four classes, lowest first, by language."
    )
    channels: dict[Channel, Passage] = Field(
        default_factory=dict, description="Where they differ from the product's own."
    )
    note: str | None = Field(None, max_length=500, description="Absent: it stays as it is.")


class VersionRow(Veiled):
    """A version of the policy in a list."""

    id: UUID
    version: int
    created_at: datetime
    number: int | None
    state: str
    note: str | None
    drafted_by: Named | None
    published_by: Named | None
    published_at: datetime | None


class Version(VersionRow):
    """A version of the policy with all that it says."""

    cells: list[Cell]
    classes: dict[str, int]
    names: dict[str, list[str]]
    channels: dict[str, Passage]


class VersionPage(Page):
    """A page of versions."""

    items: list[VersionRow]


class MatrixRow(Schema):
    """What each role gives over one field of a plain row."""

    resource: str
    field: str
    n_conditional: int = Field(description="Cells that count for some rows only.")
    roles: dict[str, Effect] = Field(description="By the role's id.")


class PolicyState(Schema):
    """The policy in force and the draft; the matrix is of the draft, if there is one."""

    in_force: Version | None
    draft: Version | None
    matrix: list[MatrixRow]
    can_publish: bool
    is_own_draft: bool = Field(description="The viewer wrote on it, so another publishes it.")


class Reach(Schema):
    """How many rows, and to how many people; the first of their names."""

    n_rows: int
    n_people: int
    people: list[str]


class FieldEffect(Schema):
    """What would newly be shown, hidden, open to writing and closed to it."""

    resource: str
    field: str = Field(description="Empty for rows that come into sight, or leave it, as a whole.")
    exposed: Reach
    hidden: Reach
    opened: Reach
    closed: Reach


class ChannelEffect(Schema):
    """What would change in a channel: its rule, and how many records it opens and shuts out."""

    channel: Channel
    before: Passage
    after: Passage
    n_opened: int
    n_shut: int


class PolicyEffect(Schema):
    """What publishing the draft would change, field by field and channel by channel."""

    changes: list[FieldEffect]
    channels: list[ChannelEffect]


class FieldOut(Schema):
    """A field, its class, and what a policy may say of it."""

    name: str
    classification: int
    declared: int
    floor: int
    is_closable: bool
    needs: str
    masks: list[str]
    can_sum: bool


class ResourceOut(Schema):
    """An entity with its fields."""

    name: str
    has_class: bool
    states: list[str]
    relations: list[str]
    fields: list[FieldOut]


class ChannelOut(Passage):
    """What goes through a channel now, by itself, and whether a policy may change it."""

    default: Passage
    is_settable: bool


class Catalogue(Schema):
    """What the classes are called, and every field with its class."""

    names: dict[str, list[str]]
    schemes: dict[str, dict[str, list[str]]]
    channels: dict[str, ChannelOut] = Field(description="What goes out of the server by which way.")
    resources: list[ResourceOut]


class RoleNames(Named):
    """A role in both languages."""

    name_en: str


class CarryingGrant(Schema):
    """A grant by which a cell speaks for somebody."""

    id: UUID
    role: RoleNames
    role_code: str
    kind: GrantKind
    path: list[ScopeOut]


class DecidingCell(Cell):
    """The cell that decided."""

    is_built_in: bool


class ReaderOut(Veiled):
    """Somebody who sees the row, what they may do with the field, and why."""

    user: Named
    effect: Effect
    rank: int
    classification: int
    cell: DecidingCell | None
    grants: list[CarryingGrant]
    through: Named | None = Field(description="In whose place, or as whom, they see it.")
    delegation_id: UUID | None = Field(description="The delegation by which; null if by none.")
    until: datetime | None
    view_grants: list[CarryingGrant] = Field(
        description="The grants by which they may see as anybody of the company."
    )


class Readers(Schema):
    """Everybody who sees a row, with what each may do with a field of it."""

    resource: str
    field: str
    scope: ScopeOut
    readers: list[ReaderOut]


class ShownField(Schema):
    """Which value of a row to show, and what for."""

    field: Short
    purpose: Purpose


class ShownValue(Schema):
    """One value that is shown because its viewer asked for it, and its class."""

    value: Any
    classification: int


class Viewing(Schema):
    """Whom seeing as another account concerns, and until when."""

    user: Named
    until: datetime


class ViewAs(Schema):
    """Whose view to take, and what for."""

    user_id: UUID
    purpose: Purpose
