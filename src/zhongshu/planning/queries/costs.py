"""What the tasks of a plan cost, as far as the viewer may see it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from zhongshu.access.models import Actor
from zhongshu.access.policy.document import Effect
from zhongshu.access.policy.seeing import Decision
from zhongshu.access.resources import present, said_over
from zhongshu.planning.fields import TASK
from zhongshu.planning.models import Task
from zhongshu.planning.open_plan import OpenPlan, open_plan
from zhongshu.planning.outline import Key
from zhongshu.projects.models import Project

COSTS = ("cost_minor", "fixed_cost_minor", "actual_cost_minor")


def plan_costs(actor: Actor, project: Project) -> dict[str, Any]:
    """The costs of every task in display order, and what the viewer may do with each of them.

    A summary costs what the active tasks below it do, and is locked where one of them is; null
    is what is locked.
    """
    said = said_over(actor, TASK, project.scope_id)
    plan = open_plan(project)
    rows = present(actor, TASK, Task.objects.filter(project=project), ("id", *COSTS))
    costs = {row["id"]: row for row in rows}
    for name in COSTS:
        _sum_up(plan, costs, name)
    return {
        "currency": project.currency,
        "fields": [_field(name, said.get(name)) for name in COSTS],
        "tasks": {
            "columns": ["id", *COSTS],
            "rows": [
                [key, *(costs[key][name] for name in COSTS)]
                for key in plan.outline.order
                if key in costs
            ],
        },
        "present": {name: _present(rows, name) for name in COSTS},
    }


def _sum_up(plan: OpenPlan, costs: Mapping[Key, dict[str, Any]], name: str) -> None:
    """Give each summary what the tasks below it cost, the deepest first."""
    below: dict[Key | None, int] = defaultdict(int)
    closed: set[Key | None] = set()
    for key in reversed(plan.outline.order):
        row = plan.tasks[key]
        if key not in costs:
            continue
        if row.kind == Task.Kind.SUMMARY:
            costs[key][name] = None if key in closed else below[key]
        if row.is_active and costs[key][name] is None:
            closed.add(row.parent_id)
        elif row.is_active:
            below[row.parent_id] += costs[key][name]


def _field(name: str, decided: Decision | None) -> dict[str, Any]:
    effect = Effect.WRITE if decided is None else decided.effect
    label = TASK.classification(name) if decided is None else decided.classification
    return {"name": name, "effect": effect.code, "classification": int(label)}


def _present(rows: Iterable[Mapping[str, Any]], name: str) -> list[str]:
    """The tasks of which the viewer may know that they have a value, and no more."""
    return [row["id"] for row in rows if name in row.get("_present", ())]
