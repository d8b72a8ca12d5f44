"""The shape of access on the wire."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from zhongshu.access.listing import ListQuery
from zhongshu.access.passwords import MAXIMUM_LENGTH
from zhongshu.kit.wire import Instant

Language = Literal["zh-CN", "en"]
Theme = Literal["light", "dark", "system"]


FieldName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,60}$")]


Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class KeptPreferences(Schema):
    """How an account wants to see the pages; what it never chose is as it comes."""

    density: Literal["standard", "compact"] = "standard"
    start_page: Code = Field("work", description="The room that opens first.")
    week_start: Literal["monday", "sunday"] = "monday"
    date_style: Literal["iso", "local"] = "iso"
    has_single_keys: bool = Field(True, description="Whether keys without Ctrl or Alt do anything.")
    tours_seen: list[Code] = Field(default_factory=list, max_length=30)


class Viewer(Schema):
    """Who is signed in."""

    id: UUID
    username: str
    name: str
    email: str
    language: str
    theme: str
    preferences: KeptPreferences


class DemoLogin(Schema):
    """One of the logins that the demo company shows to everyone."""

    username: str
    password: str
    role: str
    name: str


class Demo(Schema):
    """What the sign-in page of the demo shows."""

    logins: list[DemoLogin]


class Session(Schema):
    """Who looks, and what they may do somewhere."""

    user: Viewer | None
    csrf_token: str = Field(description="To be sent as `X-CSRFToken` with every write.")
    demo: Demo | None
    permissions: list[str]
    server_date: date


class SignIn(Schema):
    """A request to sign in."""

    username: str = Field(min_length=1, max_length=150)
    password: str = Field(min_length=1, max_length=MAXIMUM_LENGTH)


class Preferences(Schema):
    """How the viewer wants to see the pages; absent fields stay."""

    model_config = ConfigDict(extra="forbid")

    language: Language | None = None
    theme: Theme | None = None
    density: Literal["standard", "compact"] | None = None
    start_page: Code | None = None
    week_start: Literal["monday", "sunday"] | None = None
    date_style: Literal["iso", "local"] | None = None
    has_single_keys: bool | None = None
    tours_seen: list[Code] | None = Field(None, max_length=30)


class PasswordChange(Schema):
    """A request to change one's own password."""

    present: str = Field(max_length=MAXIMUM_LENGTH)
    password: str = Field(description="12 to 128 characters, not a common one, not one's name.")


PermissionNames = list[Annotated[str, Field(max_length=64)]]


class Page(Schema):
    """What every page of a list has."""

    next_cursor: str | None
    total: int


class Named(Schema):
    """Another object, by id and the name to show."""

    id: UUID
    name: str


class Token(Schema):
    """A personal token; its secret is not among what can be read."""

    id: UUID
    name: str
    prefix: str = Field(description="The first characters of the secret.")
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class TokenPage(Page):
    """A page of tokens."""

    items: list[Token]


class NewToken(Schema):
    """A request for a token."""

    name: str = Field(min_length=1, max_length=100)
    expires_at: datetime = Field(description="At most a year from now.")


class IssuedToken(Token):
    """A token just made, with the secret that is shown only now."""

    secret: str


class Role(Schema):
    """A named set of permissions."""

    id: UUID
    code: str
    name: str
    name_en: str
    version: int
    is_ready: bool = Field(description="It comes with the product and stays as it is.")
    n_grants: int


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
    n_accounts: int
    n_scopes: int


class RoleEffect(Schema):
    """What other permissions of a role would mean for those who hold it."""

    changes: list[PermissionChange]


class Permissions(Schema):
    """Every permission there is, and those that the viewer could hand out everywhere."""

    names: list[str]
    held: list[str]


class Grant(Schema):
    """A role that a user holds over a scope."""

    id: UUID
    version: int
    user: Named
    role: Named
    role_code: str
    role_en: str
    scope: Named
    scope_kind: str
    valid_from: datetime | None
    valid_to: datetime | None


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


class ScopeOut(Schema):
    """The company, a unit, a portfolio, a programme or a project."""

    id: UUID
    label: str
    kind: str


class ScopePage(Page):
    """A page of scopes."""

    items: list[ScopeOut]


class RoleName(Named):
    """A role, by both its names."""

    name_en: str


class GrantReason(Schema):
    """A grant that carries a permission over a scope, or would if it counted today."""

    id: UUID
    role: RoleName
    role_code: str
    valid_from: datetime | None
    valid_to: datetime | None
    state: Literal["in_force", "not_yet", "over", "account_closed"]
    path: list[ScopeOut] = Field(description="From the scope of the grant down to the asked one.")


class Explanation(Schema):
    """Whether a user may do something somewhere, and why."""

    is_allowed: bool
    permission: str
    user: Named
    scope: ScopeOut
    grants: list[GrantReason]


class Account(Schema):
    """Someone, or some system, that can sign in."""

    id: UUID
    username: str
    name: str
    email: str
    is_active: bool
    last_login: datetime | None
    n_grants: int
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


class View(Schema):
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


class AuditQuery(ListQuery):
    """How the audit trail is asked for."""

    field: FieldName | None = Field(None, description="Only changes that name this field.")


class AuditEvent(Schema):
    """One event; ``data`` is what it tells, ``withheld`` what of that one may not read."""

    id: int
    event_id: UUID
    recorded_at: datetime
    kind: str
    outcome: Literal["success", "refused", "failed"]
    classification: int
    actor_id: UUID | None
    actor_name: str
    on_behalf_of_id: UUID | None
    token_id: UUID | None
    automation: str
    subject_type: str
    subject_id: UUID
    scope_id: UUID | None
    request_id: str
    ip: str
    user_agent: str
    data: dict[str, Any]
    withheld: list[str]


class AuditPage(Page):
    """A page of events."""

    items: list[AuditEvent]


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


class AuditState(Schema):
    """How far the trail is sealed: the newest block, and how many events wait for the next."""

    block: AuditBlock | None
    n_waiting: int


class SightQuery(Schema):
    """Whose sights, or of what, between two moments."""

    since: Instant
    until: Instant
    resource: FieldName | None = None
    field: FieldName | None = None
    row_id: UUID | None = None
    account_id: UUID | None = None


class Sight(Schema):
    """Fields of some rows that were shown to somebody in one request."""

    event_id: UUID
    at: datetime
    account: Named | None
    token_id: UUID | None
    request_id: str
    ip: str
    is_export: bool
    resource: str
    fields: list[str]
    n_rows: int


class SightPage(Schema):
    """Sights, the newest first."""

    items: list[Sight]
    is_complete: bool
