"""The shape of sessions, preferences and tokens on the wire."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from zhongshu.access.passwords import MAXIMUM_LENGTH
from zhongshu.access.schemas.common import Page
from zhongshu.access.schemas.policy import Viewing

Language = Literal["zh-CN", "en"]
Theme = Literal["light", "dark", "system"]
Step = Literal["second_factor", "set_up_second_factor", "new_password"]
FactorKind = Literal["passkey", "totp", "recovery_code"]
Credential = dict[str, Any]
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


class ProviderName(Schema):
    """An identity provider, as it is called on the button that leads there."""

    id: str
    name: str
    name_en: str


class PasswordRules(Schema):
    """What the profile of the installation asks of a new password."""

    shortest: int
    n_kinds: int = Field(description="Of small letters, capitals, digits, others; 0: any.")
    n_remembered: int = Field(description="So many earlier passwords may not come back.")


class Session(Schema):
    """Who looks, and what they may do somewhere."""

    user: Viewer | None
    csrf_token: str = Field(description="To be sent as `X-CSRFToken` with every write.")
    demo: Demo | None
    permissions: list[str]
    viewing_as: Viewing | None = Field(description="Whose view `user` is, if not one's own.")
    server_date: date
    step: Step | None = Field(description="What the viewer must do before anything else.")
    factors: list[FactorKind] = Field(description="By what the second factor can be given.")
    providers: list[ProviderName] = Field(description="Single sign-on, for everybody alike.")
    password_rules: PasswordRules
    owes_notice: bool = Field(description="Whether a privacy notice waits for the viewer's answer.")


class SignIn(Schema):
    """A request to sign in."""

    username: str = Field(min_length=1, max_length=150)
    password: str = Field(min_length=1, max_length=MAXIMUM_LENGTH)


class SecondFactor(Schema):
    """The second factor of a sign-in: one of the three."""

    model_config = ConfigDict(extra="forbid")

    code: str | None = Field(None, max_length=20)
    recovery_code: str | None = Field(None, max_length=60)
    credential: Credential | None = None


class Proof(SecondFactor):
    """A proof by somebody who is signed in: one of the four."""

    password: str | None = Field(None, max_length=MAXIMUM_LENGTH)


class PasskeyAnswer(Schema):
    """What a passkey answered, as the browser gives it (WebAuthn Level 3, JSON)."""

    credential: Credential


class Proofs(Schema):
    """By what one can prove again who one is, and for how many minutes that holds."""

    kinds: list[Literal["passkey", "totp", "password"]]
    providers: list[ProviderName]
    minutes: int


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


class Token(Schema):
    """A personal token; its secret is not among what can be read."""

    id: UUID
    name: str
    prefix: str = Field(description="The first characters of the secret.")
    created_at: datetime
    expires_at: datetime
    permissions: list[str] | None = Field(description="What it is limited to; null: to nothing.")
    is_read_only: bool
    last_used_at: datetime | None


class TokenPage(Page):
    """A page of tokens."""

    items: list[Token]


class NewToken(Schema):
    """A request for a token."""

    name: str = Field(min_length=1, max_length=100)
    expires_at: datetime = Field(description="At most a year from now.")
    permissions: frozenset[str] | None = Field(
        None, max_length=200, description="Permissions of one's own to limit it to; null: to none."
    )
    is_read_only: bool = False


class IssuedToken(Token):
    """A token just made, with the secret that is shown only now."""

    secret: str
