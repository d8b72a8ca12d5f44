"""What a viewer may do with the resources of a plan, and what of a file goes with which field."""

from collections.abc import Iterable, Mapping

from zhongshu.access.models import Actor
from zhongshu.access.policy.seeing import Decision
from zhongshu.access.resources import said_over, sight
from zhongshu.access.versions import hidden_in
from zhongshu.planning.fields import PLAN_RESOURCE
from zhongshu.planning.models import PlanResource
from zhongshu.planning.outline import Key
from zhongshu.projects.models import Project

# Which of what a file says of costs goes with which rate; the rest goes with all of them.
PARTS: Mapping[str, tuple[str, ...]] = {
    "rate_minor": ("standard_rate", "standard_rate_format"),
    "overtime_rate_minor": ("overtime_rate", "overtime_rate_format"),
    "cost_per_use_minor": ("cost_per_use",),
}
OF_ALL_RATES = ("rates", "baselines")


class ResourceSight:
    """What one viewer may do with the ruled fields of the resources of a project, one by one."""

    def __init__(self, actor: Actor, project: Project) -> None:
        seeing = sight(actor, PLAN_RESOURCE)
        self._said: dict[Key, Mapping[str, Decision]] = {}
        self._of_new: Mapping[str, Decision] = {}
        if seeing.rules:
            rows = PlanResource.objects.filter(project=project).values_list("pk", *seeing.columns)
            self._said = {str(key): seeing.decisions(values) for key, *values in rows}
            self._of_new = said_over(actor, PLAN_RESOURCE, project.scope_id)

    def said(self, key: Key) -> Mapping[str, Decision]:
        """What the viewer may do with the ruled fields of a resource, also of a new one."""
        return self._said.get(key, self._of_new)

    def hidden(self, key: Key) -> frozenset[str]:
        """The fields of a resource that the viewer may not read."""
        return hidden_in(self.said(key))

    @property
    def hidden_in_new(self) -> frozenset[str]:
        """The fields that the viewer may not read of a resource that stands for somebody else."""
        return hidden_in(self._of_new)


def parts_of(names: Iterable[str]) -> set[str]:
    """What of that which a file says of costs goes with some rates."""
    parts = {part for name in names for part in PARTS[name]}
    return parts | set(OF_ALL_RATES) if parts else parts
