"""The shape of access on the wire."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from zhongshu.access.passwords import MAXIMUM_LENGTH

Language = Literal["zh-CN", "en"]
Theme = Literal["light", "dark", "system"]


class Viewer(Schema):
    """Who is signed in."""

    id: UUID
    username: str
    name: str
    email: str
    language: str
    theme: str


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

    language: Language | None = None
    theme: Theme | None = None


class PasswordChange(Schema):
    """A request to change one's own password."""

    present: str = Field(max_length=MAXIMUM_LENGTH)
    password: str = Field(description="12 to 128 characters, not a common one, not one's name.")


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


class RolePage(Page):
    """A page of roles."""

    items: list[Role]


class RoleDetail(Role):
    """A role with what it opens."""

    permissions: list[str]


class Grant(Schema):
    """A role that a user holds over a scope."""

    id: UUID
    user: Named
    role: Named
    role_code: str
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


class Account(Schema):
    """Someone, or some system, that can sign in."""

    id: UUID
    username: str
    name: str
    email: str
    is_active: bool
    last_login: datetime | None
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


class AccountPatch(Schema):
    """Fields of an account to change."""

    is_active: bool
