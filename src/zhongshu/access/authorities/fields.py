"""The class, personal mark and retention of the tables of authorities, and what each shows."""

from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from zhongshu.access.authorities.models import (
    Body,
    Delegation,
    Elector,
    Holding,
    Member,
    Question,
    Separation,
    Vote,
)
from zhongshu.access.open_fields import Open, Unclassed
from zhongshu.access.resources import Field, Resource
from zhongshu.access.values import Kind
from zhongshu.kit.declarations import declare

VIEW = "access.view_authorities"
MANAGE = "access.manage_authorities"
PUT = "access.put_questions"
# What the votes on a question come to.
TALLY = ("n_for", "n_against", "n_abstained")
_BASIS = "legitimate interest: who may decide in the company"

declare(
    Body,
    retention="organisation",
    internal=(
        "scope", "name", "name_en", "sort_key", "sort_key_en", "kind", "quorum", "rule",
        "does_chair_break_ties", "waiting", "proposed_by", "dissolved_at",
    ),
    personal=("proposed_by",),
    basis=_BASIS,
    free_text=("name", "name_en"),
)  # fmt: skip
declare(
    Member,
    retention="organisation",
    internal=(
        "body", "user", "role", "valid_from", "valid_to", "proposed_by", "confirmed_by",
        "confirmed_at",
    ),
    personal=("user", "proposed_by", "confirmed_by"),
    basis=_BASIS,
)  # fmt: skip
declare(
    Holding,
    retention="organisation",
    internal=(
        "authority", "user", "body", "scope", "limit", "currency", "is_delegable", "valid_from",
        "valid_to", "proposed_by", "confirmed_by", "confirmed_at",
    ),
    personal=("user", "proposed_by", "confirmed_by"),
    basis=_BASIS,
)  # fmt: skip
declare(
    Delegation,
    retention="organisation",
    internal=(
        "giver", "deputy", "scope", "authorities", "permissions", "valid_from", "valid_to",
        "revoked_at",
    ),
    sensitive=("reason",),
    personal=("giver", "deputy", "reason"),
    basis=_BASIS,
    free_text=("reason",),
)  # fmt: skip
declare(
    Question,
    retention="organisation",
    internal=(
        "body", "scope", "authority", "title", "asked_by", "on_behalf_of", "subject_kind",
        "subject_id", "amount", "currency", "quorum", "rule", "does_chair_break_ties", "state",
        "outcome", "opened_at", "decided_at", "n_for", "n_against", "n_abstained",
    ),
    personal=("asked_by", "on_behalf_of"),
    basis=_BASIS,
    free_text=("title",),
)  # fmt: skip
declare(
    Elector,
    retention="organisation",
    internal=("question", "user", "role"),
    personal=("user",),
    basis=_BASIS,
)
declare(
    Vote,
    retention="organisation",
    internal=("question", "user", "choice", "note", "cast_at"),
    personal=("user", "note"),
    basis=_BASIS,
    free_text=("note",),
)
declare(
    Separation,
    retention="organisation",
    internal=("kind", "first", "second", "is_on", "off_proposed_by"),
    personal=("off_proposed_by",),
    basis=_BASIS,
)


def _n_members() -> Coalesce:
    seats = Member.objects.filter(body=OuterRef("pk")).order_by().values("body")
    return Coalesce(Subquery(seats.annotate(n=Count("pk")).values("n")), 0)


def _is_confirmed() -> Field:
    """Whether what was proposed counts, without when and by whom it was confirmed."""
    return Field(
        "is_confirmed",
        Kind.BOOLEAN,
        expression=lambda _: ExpressionWrapper(Q(confirmed_at__isnull=False), BooleanField()),
        inputs=("confirmed_at",),
        is_declassified=True,
    )


HOLDING = Resource(
    name="holding",
    model=Holding,
    permission=VIEW,
    default_sort=("authority", "id"),
    fields=(
        Field("id", Kind.ID),
        Field("version", Kind.INTEGER),
        Field("authority", Kind.CHOICE),
        Field("user", Kind.REFERENCE, label="user__name"),
        Field("body", Kind.REFERENCE, label="body__name"),
        Field("body_en", Kind.TEXT, source="body__name_en", inputs=("body",)),
        Field("scope", Kind.REFERENCE, label="scope__label"),
        Field("scope_kind", Kind.CHOICE, source="scope__kind"),
        Field("limit", Kind.INTEGER),
        Field("currency", Kind.TEXT, inputs=("currency", "limit")),
        Field("is_delegable", Kind.BOOLEAN),
        Field("valid_from", Kind.INSTANT),
        Field("valid_to", Kind.INSTANT),
        Field("proposed_by", Kind.REFERENCE, label="proposed_by__name"),
        Field("confirmed_by", Kind.REFERENCE, label="confirmed_by__name"),
        Field("confirmed_at", Kind.INSTANT),
        _is_confirmed(),
    ),
    relations={"own": "user_id"},
    unclassed=Unclassed.RIGHT,
    open={
        Open.IDENTITY: "id version authority",
        Open.PLACE: "scope scope_kind",
        Open.STATE: "is_confirmed",
    },
)
BODY = Resource(
    name="body",
    model=Body,
    permission=VIEW,
    default_sort=("name", "id"),
    fields=(
        Field("id", Kind.ID),
        Field("version", Kind.INTEGER),
        Field("name", Kind.TEXT),
        Field("name_en", Kind.TEXT),
        Field("kind", Kind.CHOICE),
        Field("scope", Kind.REFERENCE, label="scope__label"),
        Field("scope_kind", Kind.CHOICE, source="scope__kind"),
        Field("quorum", Kind.INTEGER),
        Field("rule", Kind.CHOICE),
        Field("does_chair_break_ties", Kind.BOOLEAN),
        Field(
            "waiting",
            Kind.JSON,
            is_queryable=False,
            inputs=("waiting", "quorum", "rule", "does_chair_break_ties"),
        ),
        Field("proposed_by", Kind.REFERENCE, label="proposed_by__name"),
        Field("dissolved_at", Kind.INSTANT),
        Field("n_members", Kind.INTEGER, expression=lambda _: _n_members(), inputs=("name",)),
    ),
    unclassed=Unclassed.RIGHT,
    open={
        Open.IDENTITY: "id version name name_en",
        Open.PLACE: "scope scope_kind",
        Open.STATE: "dissolved_at",
    },
)
MEMBER = Resource(
    name="member",
    model=Member,
    permission=VIEW,
    scope="body__scope",
    default_sort=("user", "id"),
    fields=(
        Field("id", Kind.ID),
        Field("user", Kind.REFERENCE, label="user__name"),
        Field("role", Kind.CHOICE),
        Field("valid_from", Kind.INSTANT),
        Field("valid_to", Kind.INSTANT),
        Field("proposed_by", Kind.REFERENCE, label="proposed_by__name"),
        Field("confirmed_by", Kind.REFERENCE, label="confirmed_by__name"),
        Field("confirmed_at", Kind.INSTANT),
        _is_confirmed(),
    ),
    relations={"own": "user_id"},
    unclassed=Unclassed.RIGHT,
    open={
        Open.IDENTITY: "id user",
        Open.STATE: "is_confirmed",
        Open.RIGHTS: "role",
    },
)
QUESTION = Resource(
    name="question",
    model=Question,
    permission=VIEW,
    default_sort=("-opened_at", "-id"),
    fields=(
        Field("id", Kind.ID),
        Field("version", Kind.INTEGER),
        Field("title", Kind.TEXT),
        Field("body", Kind.REFERENCE, label="body__name"),
        Field("body_en", Kind.TEXT, source="body__name_en"),
        Field("scope", Kind.REFERENCE, label="scope__label"),
        Field("scope_kind", Kind.CHOICE, source="scope__kind"),
        Field("authority", Kind.CHOICE),
        Field("asked_by", Kind.REFERENCE, label="asked_by__name"),
        Field("on_behalf_of", Kind.REFERENCE, label="on_behalf_of__name"),
        Field("subject_kind", Kind.CHOICE),
        Field("subject_id", Kind.ID),
        Field("amount", Kind.INTEGER),
        Field("currency", Kind.TEXT, inputs=("currency", "amount")),
        Field("quorum", Kind.INTEGER),
        Field("rule", Kind.CHOICE),
        Field("does_chair_break_ties", Kind.BOOLEAN),
        Field("state", Kind.CHOICE),
        Field("outcome", Kind.CHOICE),
        Field("opened_at", Kind.INSTANT),
        Field("decided_at", Kind.INSTANT),
        Field("n_for", Kind.INTEGER),
        Field("n_against", Kind.INTEGER),
        Field("n_abstained", Kind.INTEGER),
    ),
    unclassed=Unclassed.RIGHT,
    open={
        Open.IDENTITY: "id version title subject_kind subject_id opened_at",
        Open.PLACE: "scope scope_kind body body_en authority",
        Open.STATE: "state",
    },
)
VOTE = Resource(
    name="vote",
    model=Vote,
    permission=VIEW,
    scope="question__scope",
    is_edited=False,
    default_sort=("cast_at", "id"),
    fields=(
        Field("id", Kind.ID),
        Field("user", Kind.REFERENCE, label="user__name"),
        Field("choice", Kind.CHOICE),
        Field("note", Kind.TEXT),
        Field("cast_at", Kind.INSTANT),
    ),
    relations={"own": "user_id"},
    unclassed=Unclassed.RIGHT,
    open={
        Open.IDENTITY: "id",
    },
)
DELEGATION = Resource(
    name="delegation",
    model=Delegation,
    permission=MANAGE,
    default_sort=("-valid_from", "-id"),
    fields=(
        Field("id", Kind.ID),
        Field("version", Kind.INTEGER),
        Field("giver", Kind.REFERENCE, label="giver__name"),
        Field("deputy", Kind.REFERENCE, label="deputy__name"),
        Field("scope", Kind.REFERENCE, label="scope__label"),
        Field("scope_kind", Kind.CHOICE, source="scope__kind"),
        Field("authorities", Kind.JSON, is_queryable=False),
        Field("permissions", Kind.JSON, is_queryable=False),
        Field("reason", Kind.TEXT),
        Field("valid_from", Kind.INSTANT),
        Field("valid_to", Kind.INSTANT),
        Field("revoked_at", Kind.INSTANT),
    ),
    relations={"own": "deputy_id", "managed": "giver_id"},
    unclassed=Unclassed.RIGHT,
    open={
        Open.IDENTITY: "id version giver deputy",
        Open.PLACE: "scope scope_kind",
        Open.STATE: "revoked_at",
        Open.RIGHTS: "authorities permissions",
    },
)
SEPARATION = Resource(
    name="separation",
    model=Separation,
    permission="access.manage",
    scope="",
    default_sort=("kind", "first", "second"),
    fields=(
        Field("id", Kind.ID),
        Field("version", Kind.INTEGER),
        Field("kind", Kind.CHOICE),
        Field("first", Kind.TEXT),
        Field("second", Kind.TEXT),
        Field("is_on", Kind.BOOLEAN),
        Field("off_proposed_by", Kind.REFERENCE, label="off_proposed_by__name"),
    ),
    unclassed=Unclassed.RULE,
    open={
        Open.IDENTITY: "id version kind first second",
        Open.STATE: "is_on",
    },
)
