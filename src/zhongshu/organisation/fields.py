"""What each field of the organisation is called, its class, and who may ask for it."""

from django.db.models import BooleanField, ExpressionWrapper, Q

from zhongshu.access.open_fields import Open, Unclassed
from zhongshu.access.resources import Field, Resource
from zhongshu.access.values import Kind
from zhongshu.kit.declarations import declare
from zhongshu.organisation import in_sight
from zhongshu.organisation.models import (
    Calendar,
    OrganisationImport,
    Person,
    Transfer,
    Unit,
    UnitPlacement,
)

VIEW_PERSONAL = "organisation.view_personal"
MANAGE = "organisation.manage"
LOWER_CLASS = "organisation.lower_class"
MANAGE_ACCESS = "access.manage"

declare(
    Calendar,
    retention="organisation",
    internal=(
        "scope",
        "name",
        "sort_key",
        "kind",
        "parent",
        "country",
        "week",
        "exceptions",
        "external_uid",
    ),
    free_text=("name", "exceptions"),
)
declare(
    Unit,
    retention="organisation",
    internal=(
        "scope",
        "code",
        "name",
        "sort_key",
        "parent",
        "head",
        "calendar",
        "valid_from",
        "valid_to",
        "classification",
    ),
    personal=("head",),
    basis="contract: the person leads the unit",
    free_text=("name",),
)
declare(
    UnitPlacement,
    retention="organisation",
    internal=("id", "unit", "parent", "from_date", "to_date"),
)
declare(
    Person,
    retention="employment",
    internal=(
        "scope", "name", "search_key", "sort_key", "user", "unit", "manager", "position",
        "location", "calendar", "classification",
    ),
    sensitive=("employee_number", "email", "joins_on", "leaves_on"),
    personal=(
        "employee_number", "name", "search_key", "sort_key", "email", "user", "unit", "manager",
        "position", "location", "calendar", "joins_on", "leaves_on",
    ),
    basis="contract: employment",
    whose="self",
    free_text=("name", "email", "position", "location"),
)  # fmt: skip

declare(
    Transfer,
    retention="employment",
    internal=("id", "person", "from_unit", "to_unit", "on", "is_done"),
    personal=("person", "from_unit", "to_unit", "on"),
    basis="contract: employment",
)
declare(
    OrganisationImport,
    retention="one day",
    internal=(
        "scope", "kind", "state", "file_name", "on", "columns", "unknown_columns", "counts",
        "plan_digest", "uploaded_by", "expires_at",
    ),
    sensitive=("rows",),
    personal=("rows", "uploaded_by"),
    basis="contract: employment",
    free_text=("file_name",),
)  # fmt: skip

UNIT = Resource(
    "unit",
    Unit,
    "organisation.view",
    (
        Field("id", Kind.ID),
        Field("code", Kind.TEXT),
        Field("name", Kind.TEXT),
        Field("version", Kind.INTEGER, is_queryable=False),
        Field(
            "parent",
            Kind.REFERENCE,
            source="parent_id",
            label="parent__name",
            seen=lambda actor: in_sight.units_in_sight(actor),
        ),
        Field("classification", Kind.INTEGER),
        Field("head", Kind.REFERENCE, source="head_id", label="head__name"),
        Field("calendar", Kind.REFERENCE, source="calendar_id", label="calendar__name"),
        Field("valid_from", Kind.DATE),
        Field("valid_to", Kind.DATE),
        Field("scope", Kind.REFERENCE, source="scope_id", label="scope__label"),
    ),
    default_sort=("code",),
    actions=(MANAGE, MANAGE_ACCESS, LOWER_CLASS),
    record_class="classification",
    open={
        Open.IDENTITY: "id version code name",
        Open.PLACE: "parent scope",
        Open.CLASS: "classification",
        Open.DRAWN: "valid_from valid_to",
    },
)

PERSON = Resource(
    "person",
    Person,
    "organisation.view",
    (
        Field("id", Kind.ID),
        Field("name", Kind.TEXT),
        Field("version", Kind.INTEGER, is_queryable=False),
        Field("classification", Kind.INTEGER),
        Field("employee_number", Kind.TEXT, needs=VIEW_PERSONAL),
        Field("email", Kind.TEXT, needs=VIEW_PERSONAL),
        Field("unit", Kind.REFERENCE, source="unit_id", label="unit__name"),
        Field(
            "account",
            Kind.REFERENCE,
            source="user_id",
            label="user__username",
            needs=MANAGE_ACCESS,
        ),
        Field(
            "has_account",
            Kind.BOOLEAN,
            expression=lambda _: ExpressionWrapper(
                Q(user__isnull=False), output_field=BooleanField()
            ),
            inputs=("user",),
            is_declassified=True,
        ),
        Field(
            "manager",
            Kind.REFERENCE,
            source="manager_id",
            label="manager__name",
            seen=lambda actor: in_sight.people_in_sight(actor),
        ),
        Field("position", Kind.TEXT),
        Field("location", Kind.TEXT),
        Field("calendar", Kind.REFERENCE, source="calendar_id", label="calendar__name"),
        Field("joins_on", Kind.DATE, needs=VIEW_PERSONAL),
        Field("leaves_on", Kind.DATE, needs=VIEW_PERSONAL),
    ),
    default_sort=("name",),
    actions=(MANAGE, MANAGE_ACCESS, LOWER_CLASS),
    record_class="classification",
    relations={"own": "user_id", "managed": "manager__user_id"},
    open={
        Open.IDENTITY: "id version name",
        Open.PLACE: "unit",
        Open.CLASS: "classification",
    },
)

CALENDAR = Resource(
    "calendar",
    Calendar,
    "organisation.view",
    (
        Field("id", Kind.ID),
        Field("name", Kind.TEXT),
        Field("version", Kind.INTEGER),
        Field("kind", Kind.CHOICE),
        Field("parent", Kind.REFERENCE, source="parent_id", label="parent__name"),
        Field("country", Kind.TEXT),
        Field("week", Kind.JSON, is_queryable=False),
        Field("exceptions", Kind.JSON, is_queryable=False),
    ),
    default_sort=("name",),
    actions=(MANAGE,),
    unclassed=Unclassed.BASIS,
    open={
        Open.IDENTITY: "id version name",
        Open.PLACE: "parent",
        Open.DRAWN: "kind country week exceptions",
    },
)
