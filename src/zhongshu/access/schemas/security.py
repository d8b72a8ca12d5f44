"""The shape of second factors, sessions and linked identities on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from zhongshu.access.schemas.sessions import Credential, ProviderName


class Factor(Schema):
    """An authenticator app or a passkey of an account."""

    id: UUID
    kind: Literal["totp", "passkey"]
    name: str
    created_at: datetime
    last_used_at: datetime | None


class Factors(Schema):
    """The second factors of an account."""

    items: list[Factor]
    n_recovery_codes: int = Field(description="How many are left.")
    is_needed: bool = Field(description="A role of the account demands one.")


class NewApp(Schema):
    """The secret of an authenticator app that is being set up; it is in this answer alone."""

    secret: str
    address: str = Field(description="The same for a camera, as `otpauth://…`.")


class AppCode(Schema):
    """The first code of an authenticator app."""

    code: str = Field(min_length=6, max_length=20)


class NewPasskey(Schema):
    """A passkey that the browser made."""

    name: str = Field(min_length=1, max_length=60)
    credential: Credential


class RecoveryCodes(Schema):
    """Codes that are in this answer and nowhere else; null where there were codes before."""

    recovery_codes: list[str] | None


class OpenSession(Schema):
    """Where an account is signed in."""

    id: UUID
    ip: str
    user_agent: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


class OpenSessions(Schema):
    """The sessions of an account, the one last seen first."""

    items: list[OpenSession]


class EndedSessions(Schema):
    """How many sessions were ended."""

    n_sessions: int


class Identity(Schema):
    """The name by which an identity provider knows an account."""

    id: UUID
    provider: ProviderName
    subject: str
    linked_at: datetime
    last_used_at: datetime


class Identities(Schema):
    """The identities linked to an account."""

    items: list[Identity]


class AccountSecurity(Schema):
    """How somebody signs in, for those who manage their account."""

    factors: list[Factor]
    n_recovery_codes: int
    is_needed: bool
    sessions: list[OpenSession]
    identities: list[Identity]
    has_password: bool
    must_change_password: bool


class NewIdentity(Schema):
    """A request to let somebody sign in by an identity provider."""

    model_config = ConfigDict(extra="forbid")

    provider: str = Field(max_length=64)
    subject: str = Field(min_length=1, max_length=191)


class WayOut(Schema):
    """What a browser is sent to an identity provider for, and where it comes back to."""

    model_config = ConfigDict(extra="forbid")

    purpose: Literal["sign_in", "link", "prove"] = "sign_in"
    to: str = Field("/", max_length=500, description="An address of our own pages.")


class Elsewhere(Schema):
    """The address of the identity provider to go to."""

    address: str


class FactorDemand(Schema):
    """Whether a role demands a second factor of those who hold it."""

    needs_second_factor: bool
