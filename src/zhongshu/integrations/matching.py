"""Which rows of a project a plan file speaks of, by the names the file gave them before."""

from __future__ import annotations

from collections.abc import Iterable

from zhongshu.integrations.plan_rows import external_uid
from zhongshu.integrations.planfiles.plan import PlanResource, PlanTask
from zhongshu.planning.models import PlanResource as ResourceOfPlan
from zhongshu.planning.models import Task
from zhongshu.projects.models import Project


class Known:
    """The names under which a project knows the things of a file, by number and by GUID.

    A GUID beats a number: some tools number anew, none gives a GUID twice.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = frozenset(names)
        self._by_uid = {name.partition(":")[0]: name for name in self.names}
        self._by_guid = {guid: name for name in self.names if (guid := name.partition(":")[2])}
        self._taken: set[str] = set()

    def name(self, source: PlanTask | PlanResource) -> str:
        """The name that the project knows a thing by, else the one it gets."""
        candidates = (
            self._by_guid.get(source.guid),
            self._by_uid.get(str(source.uid)),
            external_uid(source),
            f"{source.uid}:again",
        )
        found = next(each for each in candidates if each and each not in self._taken)
        self._taken.add(found)
        return found


def known_tasks(project: Project) -> Known:
    """The tasks of a project that came from a file."""
    rows = Task.objects.filter(project=project).exclude(external_uid="")
    return Known(rows.values_list("external_uid", flat=True))


def known_resources(project: Project) -> Known:
    """The resources of a project that came from a file."""
    rows = ResourceOfPlan.objects.filter(project=project).exclude(external_uid="")
    return Known(rows.values_list("external_uid", flat=True))
