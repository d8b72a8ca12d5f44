"""The shape of delegations and of duties kept apart on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

from zhongshu.access.schemas.authorities import AuthorityCode
from zhongshu.access.schemas.common import Named, Page, ScopeOut
from zhongshu.access.schemas.rights import PermissionNames
from zhongshu.kit.wire import Veiled


class DelegationOut(Veiled):
    """What one person lets another do in their place."""

    id: UUID
    version: int
    giver: Named
    deputy: Named
    scope: Named
    scope_kind: str
    authorities: list[str]
    permissions: list[str]
    reason: str | None
    valid_from: datetime | None
    valid_to: datetime | None
    revoked_at: datetime | None


class DelegationPage(Page):
    """A page of delegations."""

    items: list[DelegationOut]


class NewDelegation(Schema):
    """A request to let a deputy act in one's place."""

    deputy_id: UUID
    scope_id: UUID
    authorities: list[AuthorityCode] = Field(default_factory=list, max_length=20)
    permissions: PermissionNames = Field(default_factory=list, max_length=200)
    reason: str = Field(min_length=1, max_length=300)
    valid_from: datetime | None = Field(None, description="Null: from now on.")
    valid_to: datetime


class Delegable(Schema):
    """What the viewer was given over one scope and can pass on."""

    scope: ScopeOut
    authorities: list[str]
    permissions: list[str]


class DelegableList(Schema):
    """What the viewer can pass on, scope by scope."""

    items: list[Delegable]


class Colleagues(Schema):
    """People whom the viewer can choose."""

    items: list[Named]


class SeparationOut(Veiled):
    """Two duties that one person must not have."""

    id: UUID
    version: int
    kind: Literal["acts", "roles"]
    first: str
    second: str
    is_on: bool
    off_proposed_by: Named | None = Field(
        description="Who would switch it off; another person does so."
    )
    is_fixed: bool = Field(description="It always holds.")
    is_ready: bool = Field(description="It comes with the product and is not removed.")


class SeparationPage(Page):
    """A page of rules."""

    items: list[SeparationOut]


class Pair(Schema):
    """Two acts that can be kept apart."""

    first: str
    second: str


class Pairs(Schema):
    """Which acts can be kept apart."""

    pairs: list[Pair]


DutyName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]{0,63}$")]


class NewSeparation(Schema):
    """Two duties to keep apart."""

    kind: Literal["acts", "roles"]
    first: DutyName
    second: DutyName


class SeparationPatch(Schema):
    """Whether a rule holds."""

    is_on: bool
