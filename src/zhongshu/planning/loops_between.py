"""Loops across projects: work that would wait for itself by way of other plans."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.shortcuts import get_object_or_404

from zhongshu.access.models import Actor
from zhongshu.kit.errors import DomainError
from zhongshu.planning.models import CrossLink, Task
from zhongshu.planning.open_plan import OpenPlan, TaskRow, open_plan
from zhongshu.planning.outline import Key
from zhongshu.planning.queries.tasks import names_of, tasks_in_view
from zhongshu.projects.models import Project

# Names the lock on the links between projects among PostgreSQL's advisory locks.
_BETWEEN_PROJECTS = 7_467_002


class CrossCycle(DomainError):
    """The work of several projects would wait for itself; ``loop`` names the tasks in order.

    Of a task that the planner may not see it only tells that there is one.
    """

    code = "planning.cross_cycle"


class Crossing(NamedTuple):
    """A link from one project into another."""

    id: Key
    before_project: Key
    before: Key
    project: Key
    after: Key


def refuse_loops(actor: Actor, before: OpenPlan, after: OpenPlan) -> None:
    """Refuse a plan whose links and those between projects let work wait for itself.

    Only a plan that waits for others can close such a loop. While it is looked at, nobody else
    changes what waits for what: two halves of a loop could not see each other.

    Raises
    ------
    CrossCycle
        If there is a loop.
    """
    if not after.cross_links or not _is_rewired(before, after):
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_BETWEEN_PROJECTS])
    loop = _Between(after).loop()
    if loop:
        raise CrossCycle("the projects would wait for each other", loop=_named(actor, loop))


def _is_rewired(before: OpenPlan, after: OpenPlan) -> bool:
    """Whether anything else waits for anything else than before."""
    return (
        before.outline is not after.outline
        or before.links != after.links
        or _ends(before) != _ends(after)
        or any(
            row is not (was := before.tasks.get(key)) and was and _manner(row) != _manner(was)
            for key, row in after.tasks.items()
        )
    )


def _ends(plan: OpenPlan) -> set[tuple[Key, Key]]:
    return {(row.before_id, row.after_id) for row in plan.cross_links.values()}


def _manner(row: TaskRow) -> tuple[bool, bool]:
    """How a task hangs on others: by what follows it, or as late as all work allows."""
    return row.kind == Task.Kind.HAMMOCK, row.constraint == Task.Constraint.ALAP


class _Between:
    """The links between projects; each leads to those that wait for what it holds."""

    def __init__(self, plan: OpenPlan) -> None:
        self._edited = str(plan.settings.pk)
        self._plans = {self._edited: plan}
        # The edited plan's own links count as edited, those of others as stored.
        self._own = [
            Crossing(row.id, row.before_project_id, row.before_id, self._edited, row.after_id)
            for row in plan.cross_links.values()
        ]
        self._leaving: dict[Key, list[Crossing]] = {}

    def loop(self) -> list[Crossing]:
        """The links of a loop in order of work, or none."""
        done: set[Key] = set()
        for start in self._own:
            found = self._search(start, done)
            if found:
                return found
        return []

    def _search(self, start: Crossing, done: set[Key]) -> list[Crossing]:
        """Walk on from a link; coming back to one of the way that led there is a loop."""
        if start.id in done:
            return []
        path, pending = [start], [iter(self._following(start))]
        while pending:
            link = next(pending[-1], None)
            if link is None:
                pending.pop()
                done.add(path.pop().id)
            elif link in path:
                return path[path.index(link) :]
            elif link.id not in done:
                path.append(link)
                pending.append(iter(self._following(link)))
        return []

    def _following(self, link: Crossing) -> list[Crossing]:
        leaving = self._links_out_of(link.project)
        if not leaving:
            return []
        reached = reached_from(self._plan(link.project), link.after)
        return [one for one in leaving if one.before in reached]

    def _links_out_of(self, project: Key) -> list[Crossing]:
        if project not in self._leaving:
            stored = CrossLink.objects.filter(before_project_id=project)
            rows = stored.exclude(project_id=UUID(self._edited)).values_list(
                "pk", "before_project_id", "before_id", "project_id", "after_id"
            )
            self._leaving[project] = [
                *(one for one in self._own if one.before_project == project),
                *(Crossing(*map(str, row)) for row in rows),
            ]
        return self._leaving[project]

    def _plan(self, project: Key) -> OpenPlan:
        if project not in self._plans:
            self._plans[project] = open_plan(get_object_or_404(Project, pk=project))
        return self._plans[project]


def reached_from(plan: OpenPlan, start: Key) -> set[Key]:
    """The tasks of a plan whose dates depend on one of them.

    A task moves its successors and the sum of those beside it; a summary that waits for
    something holds back all below it. What is done as late as possible gives way to all
    work, as far as the end of the project.
    """
    following = _following(plan)
    # A task, and whether it waits (with all below it) or is only the sum of those below it.
    late = [key for key, row in plan.tasks.items() if row.constraint == Task.Constraint.ALAP]
    pending = [(key, True) for key in (start, *late)]
    seen = set(pending)
    while pending:
        key, waits = pending.pop()
        row = plan.tasks.get(key)
        nodes = [(after, True) for after in following.get(key, ())]
        if row is not None and row.parent_id is not None:
            nodes.append((row.parent_id, False))
        if waits:
            nodes += [(child, True) for child in plan.outline.children.get(key, ())]
        fresh = [node for node in dict.fromkeys(nodes) if node not in seen]
        seen.update(fresh)
        pending += fresh
    return {key for key, _ in seen}


def _following(plan: OpenPlan) -> dict[Key, list[Key]]:
    """What the links of a plan move with each task: its successors, and hammocks either way."""
    hammocks = {key for key, row in plan.tasks.items() if row.kind == Task.Kind.HAMMOCK}
    found: dict[Key, list[Key]] = {}
    for link in plan.links.values():
        ends = link.before_id, link.after_id
        if link.before_id in hammocks and link.after_id not in hammocks:
            ends = ends[::-1]
        found.setdefault(ends[0], []).append(ends[1])
    return found


def _named(actor: Actor, loop: list[Crossing]) -> list[dict[str, Any]]:
    """The tasks at both ends of each link of a loop, as far as the actor may see them."""
    keys = list(dict.fromkeys(key for link in loop for key in (link.before, link.after)))
    seen = tasks_in_view(actor).filter(pk__in=keys).select_related("project")
    tasks, names = {str(task.pk): task for task in seen}, names_of(actor, [one.pk for one in seen])
    return [_card(tasks.get(key), names) for key in keys]


def _card(task: Any, names: Mapping[UUID, str | None]) -> dict[str, Any]:
    if task is None:
        return {"id": None, "name": None, "project": None, "_locked": ["id", "name", "project"]}
    project = {"id": str(task.project_id), "key": task.project.key, "name": task.project.name}
    return {"id": str(task.pk), "name": names[task.pk], "project": project}
