"""The shape of presence on the wire."""

from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict


class PresenceIn(Schema):
    """What a tab has open, and what its person is at there."""

    model_config = ConfigDict(extra="forbid")

    scope_id: UUID = Field(description="The scope of what is open, as of a project.")
    page: str = Field(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_-]*$")
    subject_id: UUID | None = Field(None, description="What is looked at within the page.")
    field: str = Field("", max_length=40, pattern=r"^[a-z0-9_]*$", description="What is written.")


class PersonHere(Schema):
    """Somebody, by id and name."""

    id: UUID
    name: str


class PresenceOut(Schema):
    """Somebody who has a page open."""

    user: PersonHere
    page: str
    subject_id: UUID | None
    field: str


class PresenceList(Schema):
    """Everybody who is here, once for each tab; the caller's own are among them."""

    items: list[PresenceOut]
