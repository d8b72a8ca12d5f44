"""The whole plan, and the answer to an edit of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from zhongshu.access.guard import permissions_over
from zhongshu.access.models import Actor
from zhongshu.kit import moments
from zhongshu.planning.changes import PlanEdit
from zhongshu.planning.models import Baseline
from zhongshu.planning.open_plan import OpenPlan, open_plan
from zhongshu.planning.outline import Key
from zhongshu.planning.queries import baselines as baseline_queries
from zhongshu.planning.queries.baselines import Agreed
from zhongshu.planning.queries.ghosts import cross_links
from zhongshu.planning.queries.picture import (
    conflicts,
    link_table,
    resource_cards,
    task_table,
    turned_links,
)
from zhongshu.planning.queries.turns import turns
from zhongshu.planning.reading import reading_of
from zhongshu.planning.sighting import noted
from zhongshu.planning.task_sight import TaskSight
from zhongshu.projects.models import Project
from zhongshu.projects.queries import project_card


def whole_plan(
    actor: Actor, project: Project, *, at: datetime, baseline_id: UUID | None = None
) -> dict[str, Any]:
    """Everything the Gantt needs to draw a plan, measured against a baseline."""
    held = open_plan(project)
    seeing = TaskSight(actor, project, held)
    plan = seeing.seen(held)
    baseline, agreed = _measure(plan, at=at, baseline_id=baseline_id)
    return {
        "project": plan_header(actor, plan, seeing),
        "plan_version": reading_of(actor, held, seeing).version(),
        "baseline_id": None if baseline is None else str(baseline.pk),
        "tasks": task_table(plan, plan.outline.order, agreed, seeing),
        "links": link_table(plan, plan.links.values()),
        "cross_links": cross_links(actor, plan),
        "resources": resource_cards(actor, plan),
        "calendars": [calendar.wire() for calendar in plan.calendars.values()],
        "baselines": [
            {
                "id": str(one.pk),
                "name": one.name,
                "set_at": one.set_at.isoformat(),
                "is_whole": one.is_whole,
                "state": one.state,
            }
            for one in baseline_queries.baselines_of(project)
        ],
        "conflicts": conflicts(plan),
        **_turns(actor, project),
    }


def edit_answer(
    actor: Actor, edit: PlanEdit, *, at: datetime, baseline_id: UUID | None = None
) -> dict[str, Any]:
    """What an edit changed: only the rows that differ from before."""
    before, after = edit.before, edit.after
    seeing = TaskSight(actor, after.settings, after)
    seen, reading = seeing.seen(after), reading_of(actor, after, seeing)
    _, agreed = _measure(after, at=at, baseline_id=baseline_id)
    changed = _changed_tasks(before, after)
    turned = turned_links(before, after)
    links = [
        link
        for key, link in after.links.items()
        if before.links.get(key) is not link or key in turned
    ]
    is_recrossed = before.cross_links is not after.cross_links or bool(
        turned & set(after.cross_links)
    )
    is_recalendared = before.calendars is not after.calendars
    is_restaffed = before.resources != after.resources
    return {
        "plan_version": reading.version(),
        "previous_version": reading.version(before.settings),
        "event_id": None if edit.event is None else str(edit.event.id),
        "tasks": task_table(seen, changed, agreed, seeing),
        "removed_task_ids": [key for key in before.tasks if key not in after.tasks],
        "links": link_table(after, links),
        "removed_link_ids": [key for key in before.links if key not in after.links],
        "cross_links": cross_links(actor, after) if is_recrossed else None,
        "project": plan_header(actor, after, seeing),
        "resources": resource_cards(actor, after) if is_restaffed else None,
        "calendars": [one.wire() for one in after.calendars.values()] if is_recalendared else None,
        "conflicts": noted(seen, conflicts(seen)),
        **_turns(actor, after.settings),
    }


def plan_header(actor: Actor, plan: OpenPlan, seeing: TaskSight) -> dict[str, Any]:
    """The project as its plan page heads it, with what the viewer may do and not see."""
    project = plan.settings
    card = project_card(actor, project)
    return card | {
        "finish": moments.iso(project.finish),
        "calendar_id": str(project.calendar_id),
        "wip_limits": project.wip_limits,
        "permissions": permissions_over(actor, project.scope_id),
        "locked": sorted(seeing.everywhere),
    }


def _changed_tasks(before: OpenPlan, after: OpenPlan) -> list[Key]:
    """The tasks of which a plan shows anything else than before, in display order."""
    # Near-critical is judged by the project's limit.
    if before.settings.near_critical_minutes != after.settings.near_critical_minutes:
        return list(after.outline.order)
    is_restaffed = before.assignments is not after.assignments
    is_reshaped = before.outline is not after.outline
    return [
        key
        for key in after.outline.order
        if after.tasks[key] is not before.tasks.get(key)
        or (is_restaffed and after.assignments.get(key) != before.assignments.get(key))
        or (is_reshaped and before.outline.code.get(key) != after.outline.code[key])
    ]


def _measure(
    plan: OpenPlan, *, at: datetime, baseline_id: UUID | None
) -> tuple[Baseline | None, Mapping[Key, Agreed]]:
    project = plan.settings
    if baseline_id is not None:
        baseline: Baseline | None = baseline_queries.get_baseline(project, baseline_id)
    else:
        baseline = baseline_queries.baseline_in_force(project, at=at)
    return baseline, baseline_queries.agreed_tasks(plan, baseline)


def _turns(actor: Actor, project: Project) -> dict[str, bool]:
    found = turns(actor, project)
    return {"can_undo": found.to_undo is not None, "can_redo": found.to_redo is not None}
