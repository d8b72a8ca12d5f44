"""The event of the trail as its readers see it, and who did something wherever that is told."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, F, When

from zhongshu.access.models import Actor, Scope
from zhongshu.access.open_fields import Open, Unclassed
from zhongshu.access.policy.seeing import Decision
from zhongshu.access.resources import Field, Resource, decided_on
from zhongshu.access.values import Kind
from zhongshu.access.veiling import veil
from zhongshu.kit.models import Event

READ_AUDIT = "access.read_audit"

# What an event tells is shown by `auditing.complete` alone, which leaves out what the reader may
# not read of its subject.
AUDIT_EVENT = Resource(
    name="audit_event",
    model=Event,
    permission=READ_AUDIT,
    scope="",
    is_edited=False,
    # Numbers of events would tell how much happens elsewhere, so none is shown.
    default_sort=("-recorded_at", "-id"),
    fields=(
        Field("id", Kind.ID),
        Field("recorded_at", Kind.INSTANT),
        Field("kind", Kind.CHOICE),
        Field("outcome", Kind.CHOICE),
        Field("classification", Kind.INTEGER),
        # Whoever may not read who did it is told by no id and no token either.
        Field("actor_id", Kind.ID, inputs=("actor_id", "actor_name")),
        Field("actor_name", Kind.TEXT, is_queryable=False),
        Field("on_behalf_of_id", Kind.ID, inputs=("on_behalf_of_id", "actor_name")),
        Field("token_id", Kind.ID, inputs=("token_id", "actor_name")),
        Field("automation", Kind.TEXT),
        Field("subject_type", Kind.CHOICE),
        Field(
            "subject_id",
            Kind.ID,
            expression=lambda actor: _subject_for(actor),
            inputs=("subject_id",),
        ),
        Field("scope_id", Kind.ID),
        Field("request_id", Kind.TEXT),
        Field("ip", Kind.TEXT, is_queryable=False),
        Field("user_agent", Kind.TEXT, is_queryable=False),
        Field("data", Kind.JSON, is_queryable=False),
    ),
    unclassed=Unclassed.PROOF,
    open={
        Open.IDENTITY: "id",
        Open.PLACE: "scope_id",
        Open.TRAIL: "recorded_at kind outcome classification subject_type",
    },
)
# A scope of which somebody reads the audit, to ask for what happened there.
AUDITED_SCOPE = Resource(
    name="audited_scope",
    model=Scope,
    permission=READ_AUDIT,
    scope="",
    is_edited=False,
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
# By each of these it is told who did something, or in whose place.
_WHO = ("actor_id", "actor_name", "on_behalf_of_id")

Told = dict[str, Any]


def decision(actor: Actor, name: str) -> Decision | None:
    """What a viewer may do with a field of any event; None if no rule is about it."""
    return next(iter(decided_on(actor, AUDIT_EVENT, name, Event.objects.none())), None)


def is_readable(actor: Actor, name: str) -> bool:
    """Whether a viewer reads a field of events: as no scope governs them, of all or of none."""
    decided = decision(actor, name)
    return decided is None or decided.is_readable


def closed_fields(actor: Actor) -> list[str]:
    """The fields of events that a viewer may not read."""
    names = (one.name for one in AUDIT_EVENT.fields if one.is_closable)
    return [name for name in names if not is_readable(actor, name)]


def knows_who(actor: Actor) -> bool:
    """Whether a viewer may know who did something."""
    return all(is_readable(actor, name) for name in _WHO)


def doing(actor: Actor) -> Callable[[str], Told]:
    """How histories tell a viewer by whom something was done: as the trail would, under ``by``."""
    decided = decision(actor, "actor_name")

    def told(name: str) -> Told:
        item: Told = {"by": name}
        return item if decided is None else veil(item, {"by": decided}, {"by": name})

    return told


def as_told(by: Callable[[str], Told], name: str, decided: Decision | None) -> Told:
    """Who did something, where a field of its record tells that: the lower of both counts."""
    if decided is None or decided.is_readable:
        return by(name)
    item: Told = {"by": name}
    return veil(dict(item), {"by": decided}, item)


def named(actor: Actor) -> Callable[[str], str | None]:
    """The name of whom did something, as far as a viewer may know it; else None."""
    told = doing(actor)
    return lambda name: told(name)["by"]


def _subject_for(actor: Actor) -> Any:
    """What an event is about; where somebody did something to their own account it tells who."""
    if knows_who(actor):
        return F("subject_id")
    return Case(When(subject_id=F("actor_id"), then=None), default=F("subject_id"))
