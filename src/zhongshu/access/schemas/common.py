"""What the shapes of access have in common."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

GrantKind = Literal["ordinary", "break_glass"]
Purpose = Annotated[
    str, Field(min_length=1, max_length=300, description="What for; it is kept in the trail.")
]
FieldName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,60}$")]


class Page(Schema):
    """What every page of a list has."""

    next_cursor: str | None
    total: int


class Named(Schema):
    """Another object, by id and the name to show."""

    id: UUID
    name: str


class ScopeOut(Schema):
    """The company, a unit, a portfolio, a programme or a project."""

    id: UUID
    label: str
    kind: str
