"""What of a plan leaves as a file, of what class that is, and what the trail keeps of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from zhongshu.access.models import Actor
from zhongshu.access.policy.channels import Channel, through
from zhongshu.access.policy.document import Effect
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.resources import Resource, sight
from zhongshu.access.sighting import is_high_class
from zhongshu.access.veiling import NOTHING_TO_SEE
from zhongshu.integrations.planfiles.plan import Plan, PlanResource
from zhongshu.integrations.rates import DETAILS_OF_FILES, RATES_OF_FILES, take_from_columns
from zhongshu.kit.declarations import Classification
from zhongshu.kit.origin import Sight, told
from zhongshu.organisation.fields import PERSON
from zhongshu.planning.fields import PLAN_RESOURCE, RATES, TASK
from zhongshu.planning.models import PlanResource as Row
from zhongshu.planning.open_plan import OpenPlan, open_plan
from zhongshu.planning.outline import Key
from zhongshu.planning.resource_sight import OF_ALL_RATES, PARTS, ResourceSight
from zhongshu.planning.sighting import high_fields
from zhongshu.planning.task_sight import TaskSight, locked_name
from zhongshu.projects.closed_plans import SCHEDULE
from zhongshu.projects.fields import PROJECT, VIEW_COSTS
from zhongshu.projects.models import Project

_EMAIL, _DETAILS, _RATES, _CUSTOM = "email", "details", "rates", "custom"
_COST_FIELDS = frozenset(one.name for one in TASK.fields if one.needs == VIEW_COSTS)
_COSTS = (
    "cost", "actual_cost", "remaining_cost", "fixed_cost", "standard_rate", "overtime_rate",
    "cost_per_use",
)  # fmt: skip
_ALL_OF_TASK = frozenset({"name", "notes", _CUSTOM}) | _COST_FIELDS
_ALL_OF_RESOURCE = frozenset(one.name for one in PLAN_RESOURCE.fields if one.is_closable)
# What each format holds of what a policy can close. The workbook tells what assignments cost,
# which is what their task does.
_HELD: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "mspdi": (_ALL_OF_TASK, _ALL_OF_RESOURCE),
    "xlsx": (
        _ALL_OF_TASK - {"actual_cost_minor"},
        _ALL_OF_RESOURCE - {"overtime_rate_minor", _RATES, _CUSTOM},
    ),
    "csv": (frozenset({"name", "notes", _CUSTOM, "fixed_cost_minor"}), frozenset()),
    "ical": (frozenset({"name", "notes"}), frozenset()),
}


class _Leaving:
    """What of the tasks and the resources of a plan its viewer may not take out."""

    def __init__(self, actor: Actor, project: Project) -> None:
        self.project, self.rows = project, open_plan(project)
        self.tasks = TaskSight(actor, project, self.rows)
        self.resources = ResourceSight(actor, project)
        self.hides_costs = _hides_costs(self.tasks, self.rows)
        people = sight(actor, PERSON, [_EMAIL])
        self.hides_addresses = bool(people.rules) and (
            people.least(_EMAIL, project.scope_id) < Effect.READ
        )

    def of_task(self, key: Key) -> frozenset[str]:
        """The fields of a task that stay."""
        hidden = self.tasks.hidden(self.rows.tasks[key])
        return hidden | _COST_FIELDS if self.hides_costs else hidden

    def of_resource(self, key: Key) -> frozenset[str]:
        """The fields of a resource that stay."""
        hidden = set(self.resources.hidden(key))
        hidden |= {_RATES, *RATES} if self.hides_costs else set()
        return frozenset(hidden | ({_EMAIL} if self.hides_addresses else set()))

    def high(self, resource: Resource, key: Key, names: Collection[str]) -> set[str]:
        """Those of some fields of a row of which each look is kept."""
        classes, label = policy_in_force().classes, self.project.classification
        high = {name for name in names if resource.is_high(name, classes)}
        if resource is TASK:
            return high | high_fields(names, max(label, self.rows.tasks[key].classification))
        fields = (resource.by_name[name] for name in names)
        raised = {one.name for one in fields if one.is_raised_with_record}
        return high | raised if is_high_class(label) else high

    def sights(
        self, resource: Resource, names: Iterable[str], *, is_high_only: bool = False
    ) -> list[Sight]:
        """Which of these fields leave, with the rows that have a value in just those."""
        wanted = sorted(names)
        if not wanted:
            return []
        found: dict[frozenset[str], Sight] = {}
        scopes = {str(self.project.scope_id)}
        hidden = self.of_task if resource is TASK else self.of_resource
        rows = resource.model._default_manager.filter(project=self.project)
        for key, *values in rows.values_list("pk", *wanted).iterator(2000):
            stay = hidden(str(key))
            fields = frozenset(
                name for name, value in zip(wanted, values, strict=True)
                if name not in stay and value not in NOTHING_TO_SEE
            )  # fmt: skip
            if is_high_only:
                fields = frozenset(self.high(resource, str(key), fields))
            if fields not in found:
                label = resource.model._meta.label_lower
                found[fields] = Sight(resource.name, label, set(fields), scopes=scopes)
            found[fields].rows.add(str(key))
        found.pop(frozenset(), None)
        return [found[fields] for fields in sorted(found, key=sorted)]


def leave_out(actor: Actor, project: Project, plan: Plan) -> None:
    """Take out of a plan what the actor may not take out of the house."""
    leaving = _Leaving(actor, project)
    if leaving.hides_costs:
        _hide_costs(plan)
    for key, task in zip(leaving.rows.outline.order, plan.tasks, strict=True):
        hidden = leaving.of_task(key)
        task.notes = "" if "notes" in hidden else task.notes
        task.fields = {} if _CUSTOM in hidden else task.fields
        if "name" in hidden:
            task.name = locked_name(leaving.rows.tasks[key])
            task.hyperlink = task.hyperlink_address = task.contact = ""
    rows = Row.objects.filter(project=project).order_by("created_at", "id")
    priceless = set()
    for row, resource in zip(rows, plan.resources, strict=True):
        hidden = leaving.of_resource(str(row.pk))
        _leave_out_of(resource, row, hidden)
        if not hidden.isdisjoint(RATES):
            priceless.add(resource.uid)
    for one in plan.assignments:
        # What somebody costs in so many hours says by the hour what they cost.
        if one.resource_uid in priceless:
            _hide_costs_of(one)


def _leave_out_of(resource: PlanResource, row: Row, hidden: frozenset[str]) -> None:
    if _RATES in hidden:
        _blank(resource, RATES_OF_FILES)
        take_from_columns(resource, row)
    for name in hidden & PARTS.keys():
        _blank(resource, (*PARTS[name], *OF_ALL_RATES))
    if _DETAILS in hidden:
        _blank(resource, DETAILS_OF_FILES)
    if _EMAIL in hidden:
        resource.email = ""
    if _CUSTOM in hidden:
        resource.fields = {}


def _blank(resource: PlanResource, parts: Iterable[str]) -> None:
    empty = PlanResource(uid=resource.uid)
    for part in parts:
        setattr(resource, part, getattr(empty, part))


def exported_class(actor: Actor, project: Project) -> Classification:
    """The class of a plan as a file: of the project, or of the highest field that is in it.

    Its dates cannot be left out, so a class to which the policy raises the schedule counts too.
    """
    classes = policy_in_force().classes
    leaving = _Leaving(actor, project)
    seeing, rows = leaving.tasks, leaving.rows
    shown = [one for one in _ALL_OF_TASK if one not in seeing.everywhere]
    if leaving.hides_costs:
        shown = [one for one in shown if one not in _COST_FIELDS]
    raised = [row.classification for row in rows.tasks.values()
              if row.classification and "name" not in seeing.hidden(row)]  # fmt: skip
    of_resources = leaving.sights(PLAN_RESOURCE, _ALL_OF_RESOURCE)
    return max(
        [
            Classification(project.classification),
            classes.get(f"{PROJECT.name}.{SCHEDULE}", Classification.PUBLIC),
            *(TASK.classification(one, classes) for one in shown),
            *(PLAN_RESOURCE.classification(name, classes)
              for one in of_resources for name in one.fields),
            *map(Classification, raised),
        ]
    )  # fmt: skip


def exported_fields(actor: Actor, project: Project, file_format: str) -> list[dict[str, Any]]:
    """The fields of high classes in a file of this format, as the audit trail keeps them."""
    with through(Channel.EXPORT):
        leaving = _Leaving(actor, project)
        sights = [
            one
            for resource, held in zip((TASK, PLAN_RESOURCE), _HELD[file_format], strict=True)
            for one in leaving.sights(resource, held, is_high_only=True)
        ]
    return told({f"{n:03}": one for n, one in enumerate(sights)})


def _hides_costs(seeing: TaskSight, rows: OpenPlan) -> bool:
    """Whether the viewer may not read some cost of some task."""
    hidden = (seeing.hidden(row) for row in rows.tasks.values())
    return bool(seeing.everywhere & _COST_FIELDS) or any(one & _COST_FIELDS for one in hidden)


def _hide_costs(plan: Plan) -> None:
    costs = {(each.entity, each.name) for each in plan.custom_fields if each.kind == "cost"}
    root = [plan.root] if plan.root else []
    holders: tuple[tuple[str, list[Any]], ...] = (
        ("task", [*plan.tasks, *root]),
        ("resource", plan.resources),
        ("assignment", plan.assignments),
    )
    for entity, rows in holders:
        for row in rows:
            _hide_costs_of(row)
            row.fields = {n: v for n, v in row.fields.items() if (entity, n) not in costs}
    for resource in plan.resources:
        resource.rates = []


def _hide_costs_of(row: Any) -> None:
    for one in (row, *row.baselines):
        for name in _COSTS:
            if hasattr(one, name):
                setattr(one, name, None)
