"""Setting baselines."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhongshu.access.guard import requires
from zhongshu.access.models import Actor, User
from zhongshu.kit import events
from zhongshu.kit.errors import DomainError
from zhongshu.planning.models import Baseline, BaselineTask, Task
from zhongshu.planning.open_plan import OpenPlan
from zhongshu.planning.operations import UnknownTask
from zhongshu.planning.outline import Key, descendants
from zhongshu.planning.scheduling import health_of
from zhongshu.planning.services.edits import plan_to_edit
from zhongshu.projects.models import Project


class NothingToBaseline(DomainError):
    """The project has no task yet."""

    code = "planning.nothing_to_baseline"


class BaselineNameTaken(DomainError):
    """The project has a baseline of this name; baselines are never overwritten."""

    code = "planning.baseline_name_taken"


@requires("planning.set_baseline", on="project")
@transaction.atomic
def set_baseline(
    actor: Actor,
    *,
    project: Project,
    name: str,
    at: datetime,
    task_ids: Sequence[Key] | None = None,
) -> Baseline:
    """Freeze the present schedule, or the part below some tasks, as a new baseline.

    Earlier baselines stay: variance is reported against the one in force on a day.
    """
    plan = plan_to_edit(project)
    keys = _keys(plan, task_ids)
    if not keys:
        raise NothingToBaseline(project.key)
    if Baseline.objects.filter(project=project, name=name).exists():
        raise BaselineNameTaken(name, field="name")
    baseline = Baseline.objects.create(
        project=project,
        name=name,
        set_at=at,
        set_by=actor if isinstance(actor, User) else None,
        is_whole=task_ids is None,
    )
    freeze(baseline, keys)
    _measure(project, plan, is_whole=task_ids is None)
    events.record(
        "planning.baseline_set",
        actor=actor,
        subject=plan.settings,
        baseline=str(baseline.pk),
        name=name,
        n_tasks=len(keys),
    )
    return baseline


def freeze(baseline: Baseline, keys: Sequence[Key]) -> None:
    """Copy tasks into a baseline as they stand."""
    rows = Task.objects.filter(project=baseline.project_id).values_list(
        "id", "number", "name", "kind", "start", "finish", "duration_minutes", "work_minutes",
        "cost_minor",
    )  # fmt: skip
    wanted = set(keys)
    BaselineTask.objects.bulk_create(
        (
            BaselineTask(
                baseline=baseline,
                task_id=key,
                number=number,
                name=name,
                kind=kind,
                start=start,
                finish=finish,
                duration_minutes=duration,
                work_minutes=work,
                cost_minor=cost,
            )
            for key, number, name, kind, start, finish, duration, work, cost in rows.iterator(5000)
            if str(key) in wanted
        ),
        batch_size=1000,
    )


def _keys(plan: OpenPlan, task_ids: Sequence[Key] | None) -> list[Key]:
    chosen: dict[Key, None] = {}
    if task_ids is None:
        chosen = dict.fromkeys(plan.outline.order)
        task_ids = ()
    for key in task_ids:
        if key not in plan.tasks:
            raise UnknownTask(str(key), field="task_ids", id=str(key))
        chosen.update(dict.fromkeys(descendants(plan.outline, key)))
    # What is switched off was not agreed: it has no part in the finish that is measured.
    return [key for key in chosen if plan.tasks[key].is_active]


def _measure(project: Project, plan: OpenPlan, *, is_whole: bool) -> None:
    """Measure the project's finish against the new baseline, if that took in the whole plan."""
    if is_whole:
        finish = plan.settings.finish
        Project.objects.filter(pk=project.pk).update(
            baseline_finish=finish, health=health_of(finish, finish)
        )
