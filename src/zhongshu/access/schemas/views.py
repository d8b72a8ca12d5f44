"""The shape of saved views on the wire."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from zhongshu.access.schemas.common import FieldName, Named, Page, ScopeOut
from zhongshu.kit.wire import Veiled


class ViewColumn(Schema):
    """One column of a view, and how wide it is in pixels."""

    model_config = ConfigDict(extra="forbid")

    field: FieldName
    width: int | None = Field(None, ge=40, le=1200)


class ViewDefinition(Schema):
    """How a page is looked at; what is absent is as the page has it by itself."""

    model_config = ConfigDict(extra="forbid")

    columns: list[ViewColumn] | None = Field(None, max_length=100)
    filters: list[Annotated[str, Field(max_length=10_000)]] = Field(
        default_factory=list, max_length=20, description="`field:operator:value`, as in lists."
    )
    sort: str | None = Field(None, max_length=200)
    group: FieldName | None = None
    layout: FieldName | None = None
    zoom: FieldName | None = None
    settings: dict[FieldName, bool | int | Annotated[str, Field(max_length=60)]] = Field(
        default_factory=dict,
        max_length=30,
        description="Further switches of the page; never values of the rows.",
    )


class Withheld(Schema):
    """A part of a view that the viewer cannot apply; its value is not told."""

    part: Literal["filter", "sort", "group", "page"]
    field: str


class View(Veiled):
    """A saved view as the viewer may have it."""

    id: UUID
    page: str
    name: str
    version: int
    owner: Named
    shared_with: Named | None
    definition: ViewDefinition
    withheld: list[Withheld]
    is_default: bool = Field(description="The page opens with it for the viewer.")
    may_edit: bool


class ViewPage(Page):
    """A page of views."""

    items: list[View]


class NewView(Schema):
    """A request to save a view."""

    model_config = ConfigDict(extra="forbid")

    page: FieldName
    name: str = Field(min_length=1, max_length=100)
    definition: ViewDefinition


class ViewPatch(Schema):
    """What to change of a view; absent fields stay."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=100)
    definition: ViewDefinition | None = None


class ViewShare(Schema):
    """With whom to share a view."""

    scope_id: UUID


class Audience(ScopeOut):
    """The company or a unit with which the viewer may share views."""


class AudiencePage(Page):
    """A page of audiences."""

    items: list[Audience]
