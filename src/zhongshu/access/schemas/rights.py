"""The shape of accounts, roles, grants and explanations on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

from zhongshu.access.passwords import MAXIMUM_LENGTH
from zhongshu.access.schemas.common import GrantKind, Named, Page, ScopeOut
from zhongshu.kit.wire import Veiled

PermissionNames = list[Annotated[str, Field(max_length=64)]]


class Role(Veiled):
    """A named set of permissions."""

    id: UUID
    code: str
    name: str
    name_en: str
    version: int
    is_ready: bool = Field(description="It comes with the product and stays as it is.")
    n_grants: int | None
    needs_second_factor: bool | None = Field(description="Demanded of those who hold the role.")
    waiting_permissions: list[str] = Field(
        description="Added to it; they count once somebody else has confirmed them."
    )
    proposed_by: Named | None = Field(description="Who added what waits.")


class RolePage(Page):
    """A page of roles."""

    items: list[Role]


class RoleDetail(Role):
    """A role with what it opens."""

    permissions: list[str]


class NewRole(Schema):
    """A request to make a role."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")
    name: str = Field(min_length=1, max_length=100)
    name_en: str = Field(min_length=1, max_length=100)
    permissions: PermissionNames = Field(default_factory=list, max_length=200)


class RolePatch(Schema):
    """What to change of a role; absent fields stay."""

    name: str | None = Field(None, min_length=1, max_length=100)
    name_en: str | None = Field(None, min_length=1, max_length=100)
    permissions: PermissionNames | None = Field(None, max_length=200)


class PermissionChange(Schema):
    """What a change of a role means for one permission.

    Only accounts count that hold it there by no other role.
    """

    permission: str
    change: Literal["gained", "lost"]
    n_accounts: int | None = Field(description="Null where the numbers may not be known.")
    n_scopes: int | None


class RoleEffect(Schema):
    """What other permissions of a role would mean for those who hold it."""

    changes: list[PermissionChange]


class Permissions(Schema):
    """Every permission there is, and those that the viewer could hand out everywhere."""

    names: list[str]
    held: list[str]


class Grant(Veiled):
    """A role that a user holds over a scope."""

    id: UUID
    version: int
    user: Named | None
    role: Named
    role_code: str
    role_en: str
    scope: Named
    scope_kind: str
    valid_from: datetime | None
    valid_to: datetime | None
    is_waiting: bool = Field(
        description="It opens sensitive fields, and counts once another person has confirmed it."
    )
    proposed_by: Named | None
    confirmed_by: Named | None
    kind: GrantKind = Field(description="Given, or opened by its user for an emergency.")
    reason: str | None
    is_to_review: bool
    reviewed_by: Named | None
    reviewed_at: datetime | None
    finding: str | None


class GrantPage(Page):
    """A page of grants."""

    items: list[Grant]


class NewGrant(Schema):
    """A request to let a user hold a role over a scope."""

    user_id: UUID
    role_id: UUID
    scope_id: UUID
    valid_from: datetime | None = None
    valid_to: datetime | None = None


class GrantPatch(Schema):
    """When a grant begins and ends; null is for good on that side."""

    valid_from: datetime | None
    valid_to: datetime | None


class ListedScope(ScopeOut):
    """A scope in a list to choose from."""

    is_gone: bool = Field(description="What owned it was deleted; only legal holds may name it.")


class ScopePage(Page):
    """A page of scopes."""

    items: list[ListedScope]


class RoleName(Named):
    """A role, by both its names."""

    name_en: str


class GrantReason(Veiled):
    """A grant that carries a permission over a scope, or would if it counted today."""

    id: UUID
    role: RoleName
    role_code: str
    kind: GrantKind
    valid_from: datetime | None
    valid_to: datetime | None
    state: Literal["in_force", "proposed", "not_yet", "over", "not_now", "account_closed"]
    path: list[ScopeOut] = Field(description="From the scope of the grant down to the asked one.")


class DelegationReason(Veiled):
    """A delegation of a permission over a scope, or one that would count if all of it did."""

    id: UUID
    giver: Named
    valid_from: datetime | None
    valid_to: datetime | None
    state: Literal["in_force", "not_yet", "over", "not_now", "account_closed", "giver_lacks_it"]
    grants: list[GrantReason] = Field(description="The grants of the giver that carry it.")


class Explanation(Schema):
    """Whether a user may do something somewhere, and why."""

    is_allowed: bool
    permission: str
    user: Named
    scope: ScopeOut
    grants: list[GrantReason]
    delegations: list[DelegationReason]
    view_grants: list[GrantReason] = Field(
        description="The grants by which the user may see as anybody of the company."
    )


class Account(Veiled):
    """Someone, or some system, that can sign in."""

    id: UUID
    username: str
    name: str
    email: str | None
    is_active: bool
    last_login: datetime | None
    n_grants: int | None
    version: int


class AccountPage(Page):
    """A page of accounts."""

    items: list[Account]


class NewAccount(Schema):
    """A request for an account."""

    username: str = Field(min_length=1, max_length=150)
    name: str = Field(min_length=1, max_length=200)
    email: str = Field("", max_length=254)
    password: str | None = Field(None, max_length=MAXIMUM_LENGTH)


class OneTimePassword(Schema):
    """A password that is in this answer and nowhere else."""

    password: str


class AccountPatch(Schema):
    """Fields of an account to change."""

    is_active: bool
