"""Who asked for a baseline, who decided on it and when, as far as a viewer may know it."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from zhongshu.access.event_fields import as_told
from zhongshu.access.models import Actor
from zhongshu.access.policy.seeing import Decision
from zhongshu.access.resources import facts_over, sight
from zhongshu.access.versions import hidden_in
from zhongshu.planning.fields import BASELINE
from zhongshu.projects.models import Project

_DECIDED = tuple(f"planning.baseline_{done}" for done in ("approved", "rejected", "withdrawn"))
# Which field of a baseline tells by whom the events happened, and which one when.
DOERS = {
    "planning.baseline_set": "set_by",
    "planning.baseline_proposed": "set_by",
    **dict.fromkeys(_DECIDED, "decided_by"),
}
MOMENTS = dict.fromkeys(_DECIDED, "decided_at")


class BaselineSight:
    """What one viewer may know of what happened to the baselines of some projects."""

    def __init__(self, actor: Actor, project_ids: Collection[UUID]) -> None:
        self._said: dict[UUID, Mapping[str, Decision]] = {}
        seeing = sight(actor, BASELINE, {*DOERS.values(), *MOMENTS.values()})
        if seeing.rules:
            projects = Project.objects.filter(pk__in=project_ids)
            scopes = dict(projects.values_list("pk", "scope"))
            facts = facts_over(BASELINE, seeing, scopes.values())
            self._said = {key: seeing.decisions(facts[scope]) for key, scope in scopes.items()}

    def is_told(self, kind: str, project_id: UUID) -> bool:
        """Whether it is told that an event happened: where the moment is closed, it is not."""
        return MOMENTS.get(kind) not in hidden_in(self._said.get(project_id, {}))

    def doer(self, kind: str, project_id: UUID) -> Decision | None:
        """What the viewer may do with the field that tells who did it; None if no rule is on it."""
        return self._said.get(project_id, {}).get(DOERS.get(kind, ""))

    def by(
        self, kind: str, project_id: UUID, name: str, by: Callable[[str], dict[str, Any]]
    ) -> dict[str, Any]:
        """By whom it was done: as that field tells it, and where it does, as the trail."""
        return as_told(by, name, self.doer(kind, project_id))


def doers_of(kind: str, actor: Actor, project_ids: Collection[UUID]) -> dict[UUID, Decision]:
    """What an actor may do with the field that tells who did it, by project, where a rule is."""
    seeing = BaselineSight(actor, project_ids)
    return {key: one for key in project_ids if (one := seeing.doer(kind, key))}
