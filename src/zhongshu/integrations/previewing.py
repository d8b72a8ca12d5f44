"""What is shown of a plan file before anything is taken over."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from zhongshu.integrations.opening import currency_of, opened
from zhongshu.integrations.planfiles.moments import iso_minute
from zhongshu.integrations.planfiles.plan import Finding, Plan
from zhongshu.kit.ids import uuid7
from zhongshu.planning.models import Baseline
from zhongshu.planning.open_plan import OpenPlan
from zhongshu.planning.queries.baselines import Agreed
from zhongshu.planning.queries.quality import quality
from zhongshu.planning.scheduling import Cycle


def summary_of(plan: Plan) -> dict[str, Any]:
    """The size and the frame of a plan."""
    starts = [task.start for task in plan.tasks if task.start is not None]
    finishes = [task.finish for task in plan.tasks if task.finish is not None]
    baselines = {each.number for task in plan.tasks for each in task.baselines}
    start = plan.start if plan.start is not None else min(starts, default=None)
    finish = max(finishes, default=plan.finish)
    return {
        "name": plan.title or plan.name,
        "start": None if start is None else iso_minute(start),
        "finish": None if finish is None else iso_minute(finish),
        "status_date": None if plan.status_date is None else iso_minute(plan.status_date),
        "n_tasks": len(plan.tasks),
        "n_summaries": sum(task.is_summary for task in plan.tasks),
        "n_milestones": sum(task.is_milestone for task in plan.leaves),
        "n_links": len(plan.links),
        "n_resources": len(plan.resources),
        "n_assignments": len(plan.assignments),
        "n_calendars": len(plan.calendars),
        "n_baselines": len(baselines),
        "n_custom_fields": len(plan.custom_fields),
        "currency": currency_of(plan),
    }


def assessed(plan: Plan) -> tuple[dict[str, Any], list[Finding]]:
    """The fourteen checks of the plan as it will be scheduled, and what stands in their way."""
    project = opened(plan)
    baseline = _baseline_of(plan, project)
    try:
        checks = quality(project, baseline)
    except Cycle as loop:
        names = [each["name"] for each in loop.params["loop"]]
        is_known = any(finding.code == "cycle" for finding in plan.findings)
        found = (
            [] if is_known else [Finding(severity="error", code="cycle", params={"loop": names})]
        )
        return {}, found
    return checks, []


def _baseline_of(plan: Plan, project: OpenPlan) -> Baseline | None:
    """The file's first baseline, as planning compares with it."""
    order = project.outline.order
    agreed = {
        key: Agreed(
            project.tasks[key].number,
            task.name,
            project.tasks[key].kind,
            baseline.start,
            baseline.finish,
            baseline.duration_minutes,
        )
        for key, task in zip(order, plan.tasks, strict=True)
        for baseline in task.baselines[:1]
        if baseline.number == 0
    }
    if not agreed:
        return None
    made = Baseline(pk=uuid7())
    project.memory["baseline"] = (made.pk, agreed)
    return made


def findings_of(plan: Plan) -> list[dict[str, Any]]:
    """The findings as JSON shows them."""
    return [asdict(finding) for finding in plan.findings]
