"""The shape of authorities, their holders, bodies and questions on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

from zhongshu.access.schemas.common import Named, Page, ScopeOut
from zhongshu.kit.wire import Veiled

AuthorityCode = Literal[
    "admission",
    "resource_arbitration",
    "performance_evaluation",
    "budget_release",
    "baseline_approval",
    "exception",
    "stop",
]
Currency = Annotated[str, Field(pattern=r"^([A-Z]{3})?$")]
Limit = Annotated[int, Field(ge=0, lt=2**53)]
BodyKind = Literal["steering_committee", "change_board", "portfolio_board", "other"]
Rule = Literal["simple_majority", "two_thirds", "unanimous"]
Seat = Literal["chair", "member", "non_voting"]
Choice = Literal["for", "against", "abstain"]


class Authority(Schema):
    """Something that can be decided, as the product declares it."""

    code: str
    name: str
    name_en: str
    decides: str
    decides_en: str
    measure: Literal["money", "days", "level"] | None = Field(
        description="What a limit is counted in; null where there is none."
    )
    may_pass_on: bool = Field(description="Who received it by delegation may delegate it further.")


class Authorities(Schema):
    """Every authority there is."""

    authorities: list[Authority]


class Holding(Veiled):
    """An authority that a person or a body holds over a scope."""

    id: UUID
    version: int
    authority: str
    user: Named | None
    body: Named | None
    body_en: str | None
    scope: Named
    scope_kind: str
    limit: int | None
    currency: str | None
    is_delegable: bool | None
    valid_from: datetime | None
    valid_to: datetime | None
    proposed_by: Named | None
    confirmed_by: Named | None
    confirmed_at: datetime | None
    is_confirmed: bool = Field(description="False while it waits for another person.")


class HoldingPage(Page):
    """A page of holdings."""

    items: list[Holding]


class NewHolding(Schema):
    """A proposal to let one person or one body hold an authority over a scope."""

    authority: AuthorityCode
    scope_id: UUID
    user_id: UUID | None = None
    body_id: UUID | None = None
    limit: Limit | None = None
    currency: Currency = ""
    is_delegable: bool = False
    valid_from: datetime | None = None
    valid_to: datetime | None = None


class Passed(Veiled):
    """A delegation on the way from the holder to who asks."""

    id: UUID
    giver: str
    deputy: str
    valid_to: datetime | None
    reason: str | None


class Way(Veiled):
    """One way by which somebody has an authority, or would if nothing stood in the way."""

    verdict: Literal[
        "in_force",
        "proposed",
        "not_yet",
        "over",
        "not_now",
        "account_closed",
        "dissolved",
        "revoked",
        "not_delegable",
        "non_voting",
        "beyond_limit",
        "other_currency",
    ]
    holding_id: UUID
    holder: Named
    is_body: bool
    seat: Seat | None
    delegations: list[Passed]
    limit: int | None
    currency: str | None
    valid_from: datetime | None
    valid_to: datetime | None
    path: list[ScopeOut] = Field(description="From the scope of the holding down to the asked one.")


class AuthorityExplanation(Schema):
    """Whether somebody may decide something here, and the proof."""

    is_allowed: bool
    authority: str
    amount: int | None
    currency: str
    user: Named
    scope: ScopeOut
    ways: list[Way]


class BodyWays(Schema):
    """How a body would decide."""

    quorum: int
    rule: Rule
    does_chair_break_ties: bool


class BodyOut(Veiled):
    """People who decide together."""

    id: UUID
    version: int
    name: str
    name_en: str
    kind: BodyKind | None
    scope: Named
    scope_kind: str
    quorum: int | None
    rule: Rule | None
    does_chair_break_ties: bool | None
    waiting: BodyWays | None = Field(
        description="How it would decide once another person confirms it."
    )
    proposed_by: Named | None = Field(description="Who proposed what waits.")
    dissolved_at: datetime | None
    n_members: int | None


class BodyPage(Page):
    """A page of bodies."""

    items: list[BodyOut]


class MemberOut(Veiled):
    """A seat in a body."""

    id: UUID
    user: Named
    role: Seat
    valid_from: datetime | None
    valid_to: datetime | None
    proposed_by: Named | None
    confirmed_by: Named | None
    confirmed_at: datetime | None
    is_confirmed: bool = Field(description="False while it waits for another person.")


class BodyDetail(BodyOut):
    """A body with its members."""

    members: list[MemberOut] | None = Field(
        description="Null, and locked, where it may not be read how many they are."
    )


class NewBody(Schema):
    """A request to found a body."""

    scope_id: UUID
    name: str = Field(min_length=1, max_length=100)
    name_en: str = Field(min_length=1, max_length=100)
    kind: BodyKind
    quorum: int = Field(ge=1, le=100)
    rule: Rule
    does_chair_break_ties: bool = False


class BodyPatch(Schema):
    """What to change of a body; absent fields stay."""

    name: str = Field("", min_length=1, max_length=100)
    name_en: str = Field("", min_length=1, max_length=100)
    quorum: int = Field(1, ge=1, le=100)
    rule: Rule = "simple_majority"
    does_chair_break_ties: bool = False


class SeatIn(Schema):
    """What somebody is in a body, and for how long."""

    role: Seat
    valid_from: datetime | None = None
    valid_to: datetime | None = None


class QuestionOut(Veiled):
    """What a body decides on, or decided."""

    id: UUID
    version: int
    title: str
    body: Named
    body_en: str
    scope: Named
    scope_kind: str
    authority: str
    asked_by: Named | None = Field(description="Null where a member put it by voting.")
    on_behalf_of: Named | None = Field(description="In whose place a deputy put it.")
    subject_kind: str
    subject_id: UUID | None
    amount: int | None
    currency: str | None
    quorum: int | None
    rule: Rule | None
    does_chair_break_ties: bool | None
    state: Literal["open", "adopted", "rejected", "withdrawn"]
    outcome: str | None = Field(
        description="majority, lost, no_quorum, decided_by_holder, or empty."
    )
    opened_at: datetime
    decided_at: datetime | None
    n_for: int | None
    n_against: int | None
    n_abstained: int | None


class QuestionPage(Page):
    """A page of questions."""

    items: list[QuestionOut]


class VoteOut(Veiled):
    """How one member voted."""

    id: UUID
    user: Named | None
    choice: Choice | None
    note: str | None
    cast_at: datetime | None


class QuestionDetail(QuestionOut):
    """A question with its votes, and what the viewer can do about it."""

    votes: list[VoteOut] | None = Field(
        description="Null, and locked, where it may not be read what they come to."
    )
    can_vote: bool
    can_close: bool
    can_withdraw: bool


class NewQuestion(Schema):
    """A question to put before a body."""

    body_id: UUID
    scope_id: UUID
    authority: AuthorityCode
    title: str = Field(min_length=1, max_length=300)


class VoteIn(Schema):
    """How one votes, and why."""

    choice: Choice
    note: str = Field("", max_length=500)
