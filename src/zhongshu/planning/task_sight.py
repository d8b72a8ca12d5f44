"""What a viewer may read of the tasks of a plan, some of which are raised above its class."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from zhongshu.access.models import Actor, System
from zhongshu.access.policy.seeing import Decision, Sight
from zhongshu.access.resources import facts_over, sight
from zhongshu.organisation.models import Person
from zhongshu.planning.fields import TASK
from zhongshu.planning.open_plan import OpenPlan, TaskRow, open_plan
from zhongshu.planning.outline import Key
from zhongshu.planning.scheduling import Cycle, computed
from zhongshu.planning.sighting import noted
from zhongshu.projects.models import Project

_NOTHING: frozenset[str] = frozenset()
# What an open plan holds of a task that may be locked, and what stands there instead.
_VEILED: dict[str, Any] = {"name": None, "checklist": []}


Asked = tuple[Sight, Mapping[UUID, list[Any]]]


def what_is_asked(actor: Actor, scope_ids: Iterable[UUID]) -> Asked:
    """What the policy asks of the tasks of projects, and what it asks of each, by scope."""
    seeing = sight(actor, TASK)
    return seeing, facts_over(TASK, seeing, scope_ids) if seeing.rules else {}


class TaskSight:
    """What one viewer may do with the ruled fields of the tasks of a project, task by task.

    Which tasks are assigned to the viewer (``own``) is told by the plan, or by the caller; without
    them, none. ``asked`` is `what_is_asked` of several projects.
    """

    def __init__(
        self,
        actor: Actor,
        project: Project,
        plan: OpenPlan | None = None,
        own: Iterable[Key] = (),
        asked: Asked | None = None,
    ) -> None:
        seeing, facts = asked or what_is_asked(actor, [project.scope_id])
        self._seeing = seeing
        self._facts = seeing.facts(facts[project.scope_id]) if seeing.rules else None
        asks_whose = any(cell.relation == "own" for one in seeing.rules.values()
                         for cell in one.cells())  # fmt: skip
        # The tasks that are assigned to the viewer, where a rule asks for them.
        self.own = frozenset(own) if asks_whose else _NOTHING
        if asks_whose and plan is not None:
            self.own = _own_tasks(actor, plan)
        self._made: dict[tuple[int, bool], Mapping[str, Decision]] = {}
        self._hidden: dict[tuple[int, bool], frozenset[str]] = {}

    def seen(self, plan: OpenPlan) -> OpenPlan:
        """The plan with the rows as the viewer may read them: a name that is locked is None.

        Nothing may be written from it. It shares what was computed from the plan, and keeps to
        itself what is computed from it.
        """
        veiled = {}
        for key, row in plan.tasks.items() if self._facts is not None else ():
            if hidden := self.hidden(row) & _VEILED.keys():
                veiled[key] = row._replace(**{name: _VEILED[name] for name in hidden})
        if not veiled:
            return plan
        computed(plan)
        return replace(plan, tasks={**plan.tasks, **veiled}, memory=dict(plan.memory))

    @property
    def everywhere(self) -> frozenset[str]:
        """The fields that the viewer may not read of a task that is not raised."""
        return self.hidden_as(0)

    def said(self, row: TaskRow) -> Mapping[str, Decision]:
        """What the viewer may do with the ruled fields of a task."""
        return self._said(row.classification, is_own=row.id in self.own)

    def hidden(self, row: TaskRow) -> frozenset[str]:
        """The fields of a task that the viewer may not read."""
        return self.hidden_as(row.classification, is_own=row.id in self.own)

    def hidden_as(self, classification: int, *, is_own: bool = False) -> frozenset[str]:
        """The fields that the viewer may not read of a task of this class."""
        key = (classification, is_own)
        if key not in self._hidden:
            said = self._said(classification, is_own=is_own)
            self._hidden[key] = frozenset(n for n, one in said.items() if not one.is_readable)
        return self._hidden[key]

    def locks(self, rows: Iterable[TaskRow]) -> dict[Key, dict[str, Any]]:
        """Of the tasks of which the viewer may read less or more than of others: what is locked."""
        if self._facts is None:
            return {}
        common = self.everywhere
        return {
            row.id: {"fields": sorted(hidden), "classification": self._label(row)}
            for row in rows
            if (hidden := self.hidden(row)) is not common and hidden != common
        }

    def _label(self, row: TaskRow) -> int:
        assert self._facts is not None  # noqa: S101 - there are rules
        return max(row.classification, self._facts.record_class)

    def _said(self, classification: int, *, is_own: bool) -> Mapping[str, Decision]:
        key = (classification, is_own)
        if self._facts is None:
            return {}
        if key not in self._made:
            facts = self._facts._replace(
                own_class=classification,
                record_class=max(self._facts.record_class, classification),
                relations=self._facts.relations | ({"own"} if is_own else set()),
            )
            self._made[key] = self._seeing.decide(facts)
        return self._made[key]


def _own_tasks(actor: Actor, plan: OpenPlan) -> frozenset[Key]:
    """The tasks of a plan that are assigned to the viewer."""
    if isinstance(actor, System):
        return _NOTHING
    people = {str(key) for key in Person.objects.filter(user=actor).values_list("pk", flat=True)}
    own = {key for key, one in plan.resources.items() if one.person_id in people}
    return frozenset(
        task for task, staff in plan.assignments.items()
        if any(one.resource_id in own for one in staff)
    )  # fmt: skip


def seen_plan(actor: Actor, project: Project) -> OpenPlan:
    """The plan of a project as the viewer may read it: see `TaskSight.seen`."""
    plan = open_plan(project)
    return TaskSight(actor, project, plan).seen(plan)


def without_locked_names(actor: Actor, plan: OpenPlan, refusal: Cycle) -> Cycle:
    """The refusal of a loop, with no name of a task that the viewer may not read."""
    seeing = TaskSight(actor, plan.settings, plan)
    for task in refusal.params["loop"]:
        if "name" in seeing.hidden(plan.tasks[task["id"]]):
            task["name"] = None
    noted(plan, refusal.params["loop"])
    return refusal


def locked_name(row: TaskRow) -> str:
    """What stands in a file in the place of a name that is locked to who takes it out.

    Taken in again, it says nothing of the name.
    """
    return f"••• #{row.number}"
