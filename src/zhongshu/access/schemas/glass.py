"""The shape of breaking the glass on the wire."""

from uuid import UUID

from ninja import Field, Schema

from zhongshu.access.schemas.common import ScopeOut
from zhongshu.access.schemas.rights import RoleName


class GlassChoices(Schema):
    """Which roles the viewer may open to themselves in an emergency, and for how long."""

    roles: list[RoleName]
    most_hours: int


class GlassScopes(Schema):
    """Where the viewer may do so."""

    items: list[ScopeOut]


class NewGlass(Schema):
    """A request to open a role to oneself, at once and for a few hours."""

    role_id: UUID
    scope_id: UUID
    reason: str = Field(min_length=1, max_length=500)
    hours: int = Field(1, ge=1, le=168, description="At most what the installation allows.")


class NewFinding(Schema):
    """What a reviewer found."""

    finding: str = Field(min_length=1, max_length=2000)
