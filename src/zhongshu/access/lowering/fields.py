"""The class, personal mark and retention of what was asked to be lowered, and what is shown."""

from zhongshu.access.lowering.models import Lowering
from zhongshu.access.open_fields import Open
from zhongshu.access.resources import Field, Resource
from zhongshu.access.values import Kind
from zhongshu.kit.declarations import declare

declare(
    Lowering,
    retention="organisation",
    internal=(
        "scope", "record_kind", "record_id", "was", "classification", "label", "reason", "state",
        "asked_by", "on_behalf_of", "asked_at", "decided_by", "decided_at",
    ),
    personal=("asked_by", "on_behalf_of", "decided_by", "reason"),
    basis="legitimate interest: who decides what, and answers for it",
    free_text=("reason",),
)  # fmt: skip

LOWERING = Resource(
    name="lowering",
    model=Lowering,
    permission="",
    default_sort=("-asked_at", "-id"),
    record_class="label",
    is_secret_whole=True,
    fields=(
        Field("id", Kind.ID),
        Field("version", Kind.INTEGER),
        Field("record_kind", Kind.CHOICE),
        Field("record_id", Kind.ID),
        Field("scope", Kind.REFERENCE, label="scope__label"),
        Field("was", Kind.INTEGER),
        Field("classification", Kind.INTEGER),
        Field("label", Kind.INTEGER),
        Field("reason", Kind.TEXT),
        Field("state", Kind.CHOICE, order=tuple(Lowering.State.values)),
        Field("asked_by", Kind.REFERENCE, label="asked_by__name"),
        Field("asked_at", Kind.INSTANT),
        Field("decided_by", Kind.REFERENCE, label="decided_by__name"),
        Field("decided_at", Kind.INSTANT),
    ),
    relations={"own": "asked_by_id"},
    open={
        Open.IDENTITY: "id version record_kind record_id asked_at",
        Open.PLACE: "scope",
        Open.CLASS: "was classification label",
        Open.STATE: "state",
    },
)
