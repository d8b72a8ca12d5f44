"""How a project stands: a verdict, its key dates, and what makes it late."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from zhongshu.access.authorities.asking import open_question
from zhongshu.access.authorities.deciding import best_way, ways
from zhongshu.access.authorities.kinds import BASELINE_APPROVAL
from zhongshu.access.guard import is_allowed
from zhongshu.access.models import Actor
from zhongshu.access.resources import present
from zhongshu.kit import moments
from zhongshu.planning.approval import requesters, slip_of
from zhongshu.planning.fields import BASELINE
from zhongshu.planning.models import Baseline, BaselineTask, Task
from zhongshu.planning.open_plan import OpenPlan, TaskRow
from zhongshu.planning.outline import Key
from zhongshu.planning.queries.baselines import (
    Agreed,
    agreed_tasks,
    baseline_in_force,
    days,
    waiting_request,
)
from zhongshu.planning.queries.picture import conflicts, leaves
from zhongshu.planning.queries.quality import quality
from zhongshu.planning.queries.reasons import paths
from zhongshu.planning.sighting import noted
from zhongshu.planning.task_sight import seen_plan
from zhongshu.projects.models import Project
from zhongshu.projects.queries import project_card

MAX_KEY_DATES = 100
MAX_CRITICAL_TASKS = 50


def overview(actor: Actor, project: Project, *, at: datetime, now: int) -> dict[str, Any]:
    """The state of a project as of its status date, or of ``now`` where it has none."""
    plan = seen_plan(actor, project)
    baseline = baseline_in_force(project, at=at)
    agreed = agreed_tasks(plan, baseline)
    rows = leaves(plan)
    as_of = project.status_date if project.status_date is not None else now
    slip = _project_slip(rows, agreed)
    chains = paths(plan, limit=1)
    critical = _critical_rows(plan, chains)
    checks = quality(plan, baseline)["checks"]
    told = {
        "project": project_card(actor, project),
        "verdict": {
            "code": _verdict(rows, slip),
            "slip_days": None if slip is None else days(slip),
        },
        "main_cause": _main_cause(plan, critical, agreed),
        "as_of": moments.iso(as_of),
        "forecast_finish": moments.iso(project.finish) if rows else None,
        "baseline_finish": moments.iso(project.baseline_finish),
        "baseline": baseline and {"id": str(baseline.pk), "name": baseline.name},
        "baseline_request": _request(actor, project),
        "slip_minutes": slip,
        "slip_days": None if slip is None else days(slip),
        "percent_complete": project.percent_complete,
        "planned_percent_complete": _planned_ratio(rows, agreed, as_of),
        "key_dates": _key_dates(plan, agreed),
        "critical_tasks": [_card(plan, row, agreed) for row in critical[:MAX_CRITICAL_TASKS]],
        "n_critical": sum(row.is_critical and row.actual_finish is None for row in rows),
        "n_near_critical": _n_near_critical(plan, rows),
        "quality": {
            "n_passed": sum(check["passed"] is True for check in checks),
            "n_failed": sum(check["passed"] is False for check in checks),
            "n_unknown": sum(check["passed"] is None for check in checks),
        },
        "n_tasks": len(plan.tasks),
        "n_milestones": sum(row.kind == Task.Kind.MILESTONE for row in rows),
        "n_late": sum(_slip(row, agreed) > 0 for row in rows),
        "n_conflicts": len(conflicts(plan)),
    }
    return noted(plan, told)


def _request(actor: Actor, project: Project) -> dict[str, Any] | None:
    """The request for another baseline that waits, and whether the viewer may decide on it."""
    request = waiting_request(project)
    if request is None:
        return None
    ends = BaselineTask.objects.filter(baseline=request).aggregate(last=Max("finish"))["last"]
    is_own = actor.pk in requesters(request)
    way = best_way(ways(actor, BASELINE_APPROVAL, project, slip_of(request), at=timezone.now()))
    body = way.holding.body if way and way.member else None
    question = open_question(body.pk, request.pk) if body else None
    has_voted = question is not None and question.votes.filter(user=actor.pk).exists()
    may_decide = not is_own and way is not None and not has_voted
    row = Baseline.objects.filter(pk=request.pk)
    [card] = present(actor, BASELINE, row, ("id", "name", "reason", "set_at", "set_by"))
    return card | {
        "finish": moments.iso(ends),
        "can_decide": may_decide,
        "body": body.name if body else None,
        "question_id": str(question.pk) if question else None,
        "can_withdraw": is_own and is_allowed(actor, "planning.set_baseline", project),
    }


def _verdict(rows: Sequence[TaskRow], slip: int | None) -> str:
    if not rows:
        return "empty"
    if all(row.percent_complete == 100 for row in rows):
        return "done"
    if slip is None:
        return "no_baseline"
    if slip <= 0:
        return "on_track"
    return "late" if slip <= 10 * moments.MINUTES_PER_DAY else "very_late"


def _project_slip(rows: Sequence[TaskRow], agreed: Mapping[Key, Agreed]) -> int | None:
    """How much later the last work ends than the baseline's last work."""
    ends = [
        one.finish
        for one in agreed.values()
        if one.finish is not None and one.kind != Task.Kind.HAMMOCK
    ]
    if not ends or not rows:
        return None
    return max(row.finish for row in rows) - max(ends)


def _slip(row: TaskRow, agreed: Mapping[Key, Agreed]) -> int:
    was = agreed.get(row.id)
    return row.finish - was.finish if was is not None and was.finish is not None else 0


def _critical_rows(plan: OpenPlan, chains: Sequence[dict[str, Any]]) -> list[TaskRow]:
    if not chains:
        return []
    return [plan.tasks[key] for key in chains[0]["task_ids"]]


def _main_cause(
    plan: OpenPlan, critical: Sequence[TaskRow], agreed: Mapping[Key, Agreed]
) -> dict[str, Any] | None:
    """The task of the critical path that adds most to the slip of the one before it."""
    before, most, cause = 0, 0, None
    for row in critical:
        slip = _slip(row, agreed)
        if slip - before > most:
            most, cause = slip - before, row
        before = slip
    if cause is None:
        return None
    return {**_card(plan, cause, agreed), "added_days": days(most)}


def _planned_ratio(
    rows: Sequence[TaskRow], agreed: Mapping[Key, Agreed], as_of: int
) -> float | None:
    """The share of the work that the baseline wanted done by a moment, by duration."""
    total, wanted = 0, 0.0
    for row in rows:
        was = agreed.get(row.id)
        if was is None or was.start is None or was.finish is None or not was.duration_minutes:
            continue
        total += was.duration_minutes
        span = max(1, was.finish - was.start)
        wanted += was.duration_minutes * min(1.0, max(0.0, (as_of - was.start) / span))
    return wanted / total if total else None


def _n_near_critical(plan: OpenPlan, rows: Sequence[TaskRow]) -> int:
    limit = plan.settings.near_critical_minutes
    return sum(
        not row.is_critical and row.actual_finish is None and row.total_float_minutes <= limit
        for row in rows
    )


def _key_dates(plan: OpenPlan, agreed: Mapping[Key, Agreed]) -> list[dict[str, Any]]:
    """Milestones and top-level phases, in the order of their dates."""
    rows = [
        row
        for row in plan.tasks.values()
        if row.is_active
        and (
            row.kind == Task.Kind.MILESTONE
            or (
                row.kind == Task.Kind.SUMMARY
                and not row.is_recurring
                and plan.outline.level[row.id] <= 2
            )
        )
    ]
    rows.sort(key=lambda row: (row.finish, row.number))
    return [_card(plan, row, agreed) for row in rows[:MAX_KEY_DATES]]


def _card(plan: OpenPlan, row: TaskRow, agreed: Mapping[Key, Agreed]) -> dict[str, Any]:
    was = agreed.get(row.id)
    known = was is not None and was.finish is not None
    return {
        "task_id": row.id,
        "number": row.number,
        "wbs_code": row.wbs_code or plan.outline.code[row.id],
        "name": row.name,
        "kind": row.kind,
        "start": moments.iso(row.start),
        "at": moments.iso(row.finish),
        "baseline_at": moments.iso(was.finish) if was else None,
        "slip_days": days(_slip(row, agreed)) if known else None,
        "percent_complete": row.percent_complete / 100,
        "is_critical": row.is_critical,
        "total_float_minutes": row.total_float_minutes,
    }
