"""What others did to a plan after the version that somebody saw."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile
from typing import Any

from zhongshu.access.event_fields import named
from zhongshu.access.models import Actor
from zhongshu.kit.models import Event
from zhongshu.planning.changes import PLAN_EVENTS, RESCHEDULED
from zhongshu.planning.open_plan import OpenPlan
from zhongshu.planning.outline import Key
from zhongshu.planning.reading import reading_of

Place = tuple[str, Key]

# What was computed again, nobody wrote.
_GIVEN = tuple(kind for kind in PLAN_EVENTS if kind != RESCHEDULED)


@dataclass(slots=True)
class Touch:
    """What others did to one row since a version.

    ``base`` are the values from before, by column; ``who`` tells the last who wrote each.
    """

    by: str | None
    at: datetime
    is_added: bool = False
    is_removed: bool = False
    base: dict[str, Any] = field(default_factory=dict)
    who: dict[str, tuple[str | None, datetime]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Since:
    """The version an edit was made on, and the later ones that its author made."""

    version: int
    own: frozenset[int] = frozenset()


def touched_since(actor: Actor, plan: OpenPlan, since: Since) -> dict[Place, Touch]:
    """Every row of a plan that others changed after a version, by entity and id.

    What they changed that the actor may not read is left out: nobody is refused for it.
    """
    project, reading = plan.settings, reading_of(actor, plan)
    given = Event.objects.filter(subject_id=project.pk, kind__in=_GIVEN).order_by("-seq")
    newer = list(takewhile(lambda one: _version(one) > since.version, given.iterator(20)))
    found: dict[Place, Touch] = {}
    name_of = named(actor)
    for event in reversed(newer):
        if event.actor_id == actor.pk and _version(event) in since.own:
            continue
        by, at = name_of(event.actor_name), event.recorded_at
        for entity, key, before, after in reading.readable(event.data["changes"]):
            touch = found.setdefault((entity, key), Touch(by, at, is_added=before is None))
            touch.by, touch.at = by, at
            touch.is_removed = after is None
            for name, value in (before or {}).items():
                touch.base.setdefault(name, value)
                touch.who[name] = (by, at)
    return found


def _version(event: Event) -> int:
    version: int = event.data["plan_version"]
    return version
