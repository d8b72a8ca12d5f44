"""The class, personal mark and retention of the access tables, and what each shows."""

from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from zhongshu.access.models import (
    Actor,
    ApiToken,
    DefaultView,
    FormerPassword,
    Grant,
    LegalHold,
    PolicyVersion,
    RecoveryCode,
    RetentionPeriod,
    RetentionRun,
    Role,
    RolePermission,
    SavedView,
    Scope,
    ScopeClosure,
    ScopeEdge,
    System,
    User,
    scopes_allowed,
)
from zhongshu.access.open_fields import Open, Unclassed
from zhongshu.access.resources import Field, Resource
from zhongshu.access.roles import READY_CODES
from zhongshu.access.values import Kind
from zhongshu.kit.declarations import declare

declare(
    User,
    retention="account",
    internal=(
        "username", "name", "sort_key", "language", "theme", "preferences", "is_active",
        "must_change_password",
    ),
    sensitive=("email", "last_login", "password_set_at"),
    highly_sensitive=("password",),
    personal=(
        "username", "name", "sort_key", "email", "language", "preferences", "last_login",
        "password", "password_set_at",
    ),
    basis="contract: operation of the account",
    whose="self",
    free_text=("name", "email"),
)  # fmt: skip
declare(
    RecoveryCode,
    retention="account",
    internal=("user", "used_at"),
    highly_sensitive=("digest",),
    personal=("user", "used_at"),
    basis="contract: operation of the account",
)
declare(
    FormerPassword,
    retention="account",
    internal=("user",),
    highly_sensitive=("password",),
    personal=("user", "password"),
    basis="contract: operation of the account",
)
declare(
    Scope,
    retention="organisation",
    internal=("kind", "label", "sort_key", "is_gone"),
    free_text=("label",),
)
declare(ScopeEdge, retention="organisation", internal=("id", "parent", "child"))
declare(ScopeClosure, retention="organisation", internal=("id", "ancestor", "descendant"))
declare(
    Role,
    retention="organisation",
    internal=(
        "code", "name", "name_en", "sort_key", "sort_key_en", "needs_second_factor",
        "waiting_permissions", "proposed_by",
    ),
    personal=("proposed_by",),
    basis="legal obligation: accountability of who may see what",
    free_text=("name", "name_en"),
)  # fmt: skip
declare(RolePermission, retention="organisation", internal=("id", "role", "permission"))
declare(
    Grant,
    retention="account",
    internal=(
        "role",
        "scope",
        "valid_from",
        "valid_to",
        "is_waiting",
        "proposed_by",
        "confirmed_by",
        "confirmed_at",
        "kind",
        "ended_at",
        "is_to_review",
        "reviewed_by",
        "reviewed_at",
    ),
    sensitive=("user", "reason", "finding"),
    personal=("user", "proposed_by", "confirmed_by", "reviewed_by", "reason", "finding"),
    basis="contract: operation of the account",
    whose="user",
    free_text=("reason", "finding"),
)
declare(
    ApiToken,
    retention="account",
    internal=(
        "user", "name", "prefix", "expires_at", "permissions", "is_read_only", "last_used_at",
        "revoked_at",
    ),
    highly_sensitive=("digest",),
    personal=("user", "last_used_at"),
    basis="contract: operation of the account",
    free_text=("name",),
)  # fmt: skip
declare(
    PolicyVersion,
    retention="organisation",
    internal=(
        "number", "state", "note", "content", "digest", "drafted_by", "published_by",
        "published_at",
    ),
    personal=("drafted_by", "published_by"),
    basis="legal obligation: accountability of who may see what",
    free_text=("note",),
)  # fmt: skip
declare(
    SavedView,
    retention="account",
    internal=("owner", "page", "name", "sort_key", "shared_with"),
    sensitive=("definition",),
    personal=("owner",),
    basis="contract: operation of the account",
    free_text=("name",),
)
declare(
    DefaultView,
    retention="account",
    internal=("id", "user", "page", "view"),
    personal=("user",),
    basis="contract: operation of the account",
)
declare(
    LegalHold,
    retention="audit",
    internal=(
        "somebody_id", "held_scope", "since", "until", "placed_by", "released_at", "released_by",
    ),
    sensitive=("reason",),
    personal=("somebody_id", "placed_by", "released_by"),
    basis="legal duty: evidence is kept",
    free_text=("reason",),
)  # fmt: skip
declare(RetentionPeriod, retention="operation", internal=("code", "days"))
declare(
    RetentionRun,
    retention="audit",
    internal=("id", "ran_at", "is_dry", "asked_by", "report"),
    personal=("asked_by",),
    basis="legal duty: proof that data was removed in time",
)


def _n_grants(actor: Actor, of: str) -> Coalesce:
    """How many grants in the actor's view name a row, in force or not."""
    named = Grant.objects.standing().filter(**{of: OuterRef("pk")}).order_by().values(of)
    if not isinstance(actor, System):
        managed = scopes_allowed(actor, "access.manage")
        named = named.filter(Q(scope__in=managed) | Q(user=actor))
    return Coalesce(Subquery(named.annotate(n=Count("pk")).values("n")), 0)


ACCOUNT = Resource(
    name="account",
    model=User,
    permission="access.manage",
    scope="",
    default_sort=("username",),
    fields=(
        Field("id", Kind.ID),
        Field("username", Kind.TEXT),
        Field("name", Kind.TEXT),
        Field("email", Kind.TEXT),
        Field("is_active", Kind.BOOLEAN),
        Field("last_login", Kind.INSTANT),
        Field(
            "n_grants",
            Kind.INTEGER,
            expression=lambda actor: _n_grants(actor, "user"),
            inputs=("username",),
        ),
        Field("version", Kind.INTEGER),
    ),
    unclassed=Unclassed.PERSON,
    open={
        Open.IDENTITY: "id username name version",
        Open.STATE: "is_active",
    },
)
ROLE = Resource(
    name="role",
    model=Role,
    permission="",
    scope="",
    default_sort=("code",),
    fields=(
        Field("id", Kind.ID),
        Field("code", Kind.TEXT),
        Field("name", Kind.TEXT),
        Field("name_en", Kind.TEXT),
        Field("version", Kind.INTEGER),
        Field("needs_second_factor", Kind.BOOLEAN),
        Field("waiting_permissions", Kind.JSON, is_queryable=False),
        Field("proposed_by", Kind.REFERENCE, label="proposed_by__name"),
        Field(
            "is_ready",
            Kind.BOOLEAN,
            expression=lambda _: ExpressionWrapper(Q(code__in=READY_CODES), BooleanField()),
            inputs=("code",),
        ),
        Field(
            "n_grants",
            Kind.INTEGER,
            expression=lambda actor: _n_grants(actor, "role"),
            inputs=("code",),
        ),
    ),
    unclassed=Unclassed.RULE,
    open={
        Open.IDENTITY: "id version code name name_en is_ready",
        Open.RIGHTS: "waiting_permissions",
    },
)
GRANT = Resource(
    name="grant",
    model=Grant,
    permission="access.manage",
    default_sort=("user", "role"),
    fields=(
        Field("id", Kind.ID),
        Field("version", Kind.INTEGER),
        Field("user", Kind.REFERENCE, label="user__name"),
        Field("role", Kind.REFERENCE, label="role__name"),
        Field("role_code", Kind.TEXT, source="role__code"),
        Field("role_en", Kind.TEXT, source="role__name_en"),
        Field("scope", Kind.REFERENCE, label="scope__label"),
        Field("scope_kind", Kind.CHOICE, source="scope__kind"),
        Field("valid_from", Kind.INSTANT),
        Field("valid_to", Kind.INSTANT),
        Field("is_waiting", Kind.BOOLEAN),
        Field("proposed_by", Kind.REFERENCE, label="proposed_by__name"),
        Field("confirmed_by", Kind.REFERENCE, label="confirmed_by__name"),
        Field("kind", Kind.CHOICE),
        Field("reason", Kind.TEXT),
        Field("is_to_review", Kind.BOOLEAN),
        Field("reviewed_by", Kind.REFERENCE, label="reviewed_by__name"),
        Field("reviewed_at", Kind.INSTANT),
        Field("finding", Kind.TEXT),
    ),
    relations={"own": "user_id"},
    unclassed=Unclassed.RIGHT,
    open={
        Open.IDENTITY: "id version",
        Open.PLACE: "scope scope_kind",
        Open.STATE: "is_waiting is_to_review",
        Open.RIGHTS: "role role_code role_en kind",
    },
)
TOKEN = Resource(
    name="token",
    model=ApiToken,
    permission="",
    scope="",
    default_sort=("-created_at",),
    fields=(
        Field("id", Kind.ID),
        Field("name", Kind.TEXT),
        Field("prefix", Kind.TEXT),
        Field("created_at", Kind.INSTANT),
        Field("expires_at", Kind.INSTANT),
        Field("permissions", Kind.JSON, is_queryable=False),
        Field("is_read_only", Kind.BOOLEAN),
        Field("last_used_at", Kind.INSTANT),
    ),
    unclassed=Unclassed.OWN,
    open={
        Open.OWN: "id name prefix created_at expires_at permissions is_read_only last_used_at",
    },
)
MANAGE_POLICY = "access.manage_policy"
PUBLISH_POLICY = "access.publish_policy"

POLICY_VERSION = Resource(
    name="policy_version",
    model=PolicyVersion,
    permission=MANAGE_POLICY,
    scope="",
    default_sort=("-created_at",),
    fields=(
        Field("id", Kind.ID),
        Field("version", Kind.INTEGER),
        Field("created_at", Kind.INSTANT),
        Field("number", Kind.INTEGER),
        Field("state", Kind.CHOICE, order=tuple(PolicyVersion.State.values)),
        Field("note", Kind.TEXT),
        Field("drafted_by", Kind.REFERENCE, source="drafted_by_id", label="drafted_by__name"),
        Field("published_by", Kind.REFERENCE, source="published_by_id", label="published_by__name"),
        Field("published_at", Kind.INSTANT),
    ),
    unclassed=Unclassed.RULE,
    open={
        Open.IDENTITY: "id version number created_at",
        Open.STATE: "state",
    },
)
SHARE_VIEWS = "access.share_views"

# The definition is shown by `viewing.cards` alone, which leaves out what the viewer may not ask by.
SAVED_VIEW = Resource(
    name="saved_view",
    model=SavedView,
    permission="",
    scope="",
    default_sort=("page", "name"),
    fields=(
        Field("id", Kind.ID),
        Field("page", Kind.CHOICE),
        Field("name", Kind.TEXT),
        Field("version", Kind.INTEGER, is_queryable=False),
        Field("owner", Kind.REFERENCE, source="owner_id", label="owner__name"),
        Field("shared_with", Kind.REFERENCE, source="shared_with_id", label="shared_with__label"),
        Field("definition", Kind.JSON, is_queryable=False),
    ),
    unclassed=Unclassed.OWN,
    open={
        Open.IDENTITY: "id version page name",
        Open.PLACE: "owner shared_with",
    },
)
AUDIENCE = Resource(
    name="audience",
    model=Scope,
    permission=SHARE_VIEWS,
    scope="",
    default_sort=("kind", "label"),
    fields=(
        Field("id", Kind.ID),
        Field("label", Kind.TEXT),
        Field("kind", Kind.CHOICE),
    ),
    unclassed=Unclassed.PLACE,
    open={
        Open.IDENTITY: "id label kind",
    },
)
SCOPE = Resource(
    name="scope",
    model=Scope,
    permission="access.manage",
    scope="",
    default_sort=("kind", "label"),
    fields=(
        Field("id", Kind.ID),
        Field("label", Kind.TEXT),
        Field("kind", Kind.CHOICE),
        Field("is_gone", Kind.BOOLEAN),
    ),
    unclassed=Unclassed.PLACE,
    open={
        Open.IDENTITY: "id label kind is_gone",
    },
)
