"""The baselines of a project, and the plan measured against one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from zhongshu.access.models import Actor
from zhongshu.kit import moments
from zhongshu.kit.moments import MINUTES_PER_DAY
from zhongshu.planning.models import Baseline, BaselineTask, Task
from zhongshu.planning.open_plan import OpenPlan, TaskRow, open_plan
from zhongshu.planning.outline import Key
from zhongshu.planning.sighting import noted
from zhongshu.planning.task_sight import TaskSight
from zhongshu.projects.models import Project
from zhongshu.projects.plan_sight import plans_in_view


class Agreed(NamedTuple):
    """What a baseline holds of one task."""

    number: int
    name: str
    kind: str
    start: int | None
    finish: int | None
    duration_minutes: int | None
    classification: int = 0


@dataclass(frozen=True, slots=True)
class Variance:
    """One task measured against a baseline; None where one of the two does not know it.

    ``cause`` names what explains most of a late finish: `scope_added`, `scope_removed`,
    `estimate` (the work takes longer), `dependency` (a predecessor is later), `late_start`
    (it could have started), `constraint`, `resource` (levelling), `calendar`, or empty.
    """

    task_id: Key
    number: int
    name: str | None
    kind: str
    agreed: Agreed | None
    row: TaskRow | None
    cause: str

    @property
    def start_slip_minutes(self) -> int | None:
        """Calendar minutes the start is late."""
        if self.agreed is None or self.row is None or self.agreed.start is None:
            return None
        return self.row.start - self.agreed.start

    @property
    def finish_slip_minutes(self) -> int | None:
        """Calendar minutes the finish is late."""
        if self.agreed is None or self.row is None or self.agreed.finish is None:
            return None
        return self.row.finish - self.agreed.finish

    @property
    def duration_change_minutes(self) -> int | None:
        """Working minutes the task takes more than agreed."""
        if self.agreed is None or self.row is None or self.agreed.duration_minutes is None:
            return None
        return self.row.duration_minutes - self.agreed.duration_minutes


def baselines_in_view(actor: Actor) -> QuerySet[Baseline]:
    """The baselines of the projects that the actor may see."""
    return Baseline.objects.filter(project__in=plans_in_view(actor))


def baselines_of(project: Project) -> QuerySet[Baseline]:
    """The baselines of a project, the oldest first."""
    return Baseline.objects.filter(project=project).order_by("set_at", "id")


def baseline_in_force(project: Project, *, at: datetime) -> Baseline | None:
    """The baseline of the whole plan that came into force last, at or before an instant."""
    rows = Baseline.objects.filter(project=project, is_whole=True, in_force_at__lte=at)
    return rows.order_by("-in_force_at", "-id").first()


def waiting_request(project: Project) -> Baseline | None:
    """The request for another baseline that nobody has decided on yet."""
    return Baseline.objects.filter(project=project, state=Baseline.State.PROPOSED).first()


def get_baseline(project: Project, baseline_id: UUID) -> Baseline:
    """Return a baseline of the project, or raise `Http404`."""
    return get_object_or_404(Baseline, project=project, pk=baseline_id)


def agreed_tasks(plan: OpenPlan, baseline: Baseline | None) -> Mapping[Key, Agreed]:
    """What a baseline holds, by task; remembered with the plan, as it never changes."""
    if baseline is None:
        return {}
    held = plan.memory.get("baseline")
    if held is not None and held[0] == baseline.pk:
        return held[1]  # type: ignore[no-any-return]
    rows = BaselineTask.objects.filter(baseline=baseline).values_list("task_id", *Agreed._fields)
    found = {str(key): Agreed(*values) for key, *values in rows.iterator(5000)}
    plan.memory["baseline"] = (baseline.pk, found)
    return found


def variances(plan: OpenPlan, baseline: Baseline, seeing: TaskSight) -> list[Variance]:
    """Every task of the plan or the baseline, in display order, removed ones last.

    The plan is the one that the viewer sees; what is locked of removed tasks is None.
    """
    agreed = agreed_tasks(plan, baseline)
    found = [
        Variance(
            key, row.number, row.name, row.kind, agreed.get(key), row, _cause(row, agreed.get(key))
        )
        for key in plan.outline.order
        for row in (plan.tasks[key],)
        if baseline.is_whole or key in agreed
    ]
    found += [
        Variance(
            key,
            was.number,
            None if "name" in seeing.hidden_as(was.classification) else was.name,
            was.kind,
            was,
            None,
            "scope_removed",
        )
        for key, was in sorted(agreed.items(), key=lambda item: item[1].number)
        if key not in plan.tasks
    ]
    return found


_CAUSE_OF_START = {
    "link": "dependency",
    "summary": "dependency",
    "children": "dependency",
    "constraint": "constraint",
    "manual": "constraint",
    "delay": "resource",
    "levelling": "resource",
    "calendar": "calendar",
}


def _cause(row: TaskRow, agreed: Agreed | None) -> str:
    """What explains the greater part of a later finish."""
    if agreed is None:
        return "scope_added"
    if agreed.start is None or agreed.finish is None or row.finish <= agreed.finish:
        return ""
    slip, start_slip = row.finish - agreed.finish, row.start - agreed.start
    if 2 * start_slip >= slip:
        return _CAUSE_OF_START.get(row.driver, "late_start")
    if agreed.duration_minutes is not None and row.duration_minutes > agreed.duration_minutes:
        return "estimate"
    if row.actual_start is not None and row.remaining_minutes:
        return "estimate"
    return "calendar"


def variance_on_wire(one: Variance, code: str) -> dict[str, Any]:
    """A variance as JSON shows it; days are calendar days, rounded half away from zero."""
    slip = one.finish_slip_minutes
    agreed, row = one.agreed, one.row
    return {
        "task_id": one.task_id,
        "number": one.number,
        "wbs_code": code,
        "name": one.name,
        "kind": one.kind,
        "is_summary": one.kind == Task.Kind.SUMMARY,
        "baseline_start": moments.iso(agreed.start) if agreed else None,
        "baseline_finish": moments.iso(agreed.finish) if agreed else None,
        "start": moments.iso(row.start) if row else None,
        "finish": moments.iso(row.finish) if row else None,
        "start_slip_minutes": one.start_slip_minutes,
        "finish_slip_minutes": slip,
        "slip_days": None if slip is None else days(slip),
        "duration_change_minutes": one.duration_change_minutes,
        "cause": one.cause,
    }


def days(minutes: int) -> float:
    """Minutes as calendar days, to one decimal."""
    return round(minutes / MINUTES_PER_DAY, 1)


def variance_page(
    actor: Actor,
    project: Project,
    *,
    at: datetime,
    baseline_id: UUID | None = None,
    limit: int,
    cursor: int | None = None,
) -> dict[str, Any]:
    """A page of variances against a named baseline, or the one in force at an instant."""
    held = open_plan(project)
    seeing = TaskSight(actor, project, held)
    plan = seeing.seen(held)
    if baseline_id is not None:
        baseline: Baseline | None = get_baseline(project, baseline_id)
    else:
        baseline = baseline_in_force(project, at=at)
    found = variances(plan, baseline, seeing) if baseline is not None else []
    first = cursor or 0
    codes = plan.outline.code
    agreed = agreed_tasks(plan, baseline)
    told = {
        "baseline": baseline
        and {
            "id": str(baseline.pk),
            "name": baseline.name,
            "set_at": baseline.set_at.isoformat(),
            "is_whole": baseline.is_whole,
            "state": baseline.state,
        },
        "project": _project_variance(plan, agreed),
        "items": [
            variance_on_wire(one, codes.get(one.task_id, ""))
            for one in found[first : first + limit]
        ],
        "next_cursor": str(first + limit) if first + limit < len(found) else None,
        "total": len(found),
    }
    return noted(plan, told, {key: one.classification for key, one in agreed.items()})


def _project_variance(plan: OpenPlan, agreed: Mapping[Key, Agreed]) -> dict[str, Any]:
    """The whole project against a baseline: its first start and its last finish."""
    starts = [one.start for one in agreed.values() if one.start is not None]
    ends = [one.finish for one in agreed.values() if one.finish is not None]
    finish = plan.settings.finish
    slip = finish - max(ends) if ends and finish is not None else None
    return {
        "start": moments.iso(min((row.start for row in plan.tasks.values()), default=None)),
        "finish": moments.iso(finish),
        "baseline_start": moments.iso(min(starts, default=None)),
        "baseline_finish": moments.iso(max(ends, default=None)),
        "finish_slip_minutes": slip,
        "slip_days": None if slip is None else days(slip),
    }
