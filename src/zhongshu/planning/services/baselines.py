"""Setting baselines, and asking for another one to be in force."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhongshu.access.authorities.deciding import is_decided
from zhongshu.access.authorities.kinds import BASELINE_APPROVAL
from zhongshu.access.guard import requires
from zhongshu.access.models import Actor, System, User
from zhongshu.access.writing import check_writes_over, given
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.origin import here
from zhongshu.planning.approval import PROPOSED, put_to_bodies
from zhongshu.planning.fields import BASELINE
from zhongshu.planning.models import Baseline, BaselineTask, Task
from zhongshu.planning.open_plan import OpenPlan
from zhongshu.planning.outline import Key, descendants
from zhongshu.planning.refusals import UnknownTask
from zhongshu.planning.scheduling import health_of
from zhongshu.planning.services.edits import plan_to_edit
from zhongshu.projects.models import Project


class NothingToBaseline(DomainError):
    """The project has no task yet."""

    code = "planning.nothing_to_baseline"


class BaselineNameTaken(DomainError):
    """The project has a baseline of this name; baselines are never overwritten."""

    code = "planning.baseline_name_taken"


class RequestWaiting(DomainError):
    """The project asks for another baseline already, and nobody has decided on that yet."""

    code = "planning.request_waiting"


IN_FORCE = "in_force"
COMPARISON = "comparison"


@requires("planning.set_baseline", on="project")
@transaction.atomic
def set_baseline(
    actor: Actor,
    *,
    project: Project,
    name: str,
    at: datetime,
    task_ids: Sequence[Key] | None = None,
    purpose: str | None = None,
    reason: str = "",
) -> Baseline:
    """Freeze the present schedule, or the part below some tasks, as a new baseline.

    Earlier baselines stay: variance is reported against the one in force on a day. The first
    baseline of the whole plan is in force at once where nobody could approve it, and else a
    request, as is every other that shall be in force: it needs somebody else's approval, and
    a reason where there is a baseline already. One for comparison needs neither.

    Raises
    ------
    BadInput
        If a part of the plan shall be in force, or the reason for a request is missing.
    RequestWaiting
        If the project has a request already.
    """
    plan = plan_to_edit(project)
    keys = _keys(plan, task_ids)
    if not keys:
        raise NothingToBaseline(project.key)
    if Baseline.objects.filter(project=project, name=name).exists():
        raise BaselineNameTaken(name, field="name")
    is_whole = task_ids is None
    wanted = purpose or (IN_FORCE if is_whole else COMPARISON)
    state = _state_of(actor, project, wanted, is_whole=is_whole)
    is_request = state == Baseline.State.PROPOSED
    if is_request and has_agreed(project) and not reason.strip():
        raise BadInput("say why the plan needs another baseline", field="reason")
    if is_request:
        check_writes_over(actor, BASELINE, project.scope_id, given(reason=reason.strip()))
    baseline = Baseline.objects.create(
        project=project,
        name=name,
        set_at=at,
        set_by=actor if isinstance(actor, User) else None,
        on_behalf_of_id=here().on_behalf_of_id if isinstance(actor, User) else None,
        is_whole=is_whole,
        state=state,
        reason=reason.strip() if is_request else "",
        in_force_at=at if state == Baseline.State.APPROVED else None,
    )
    freeze(baseline, keys)
    measure(project)
    if is_request:
        put_to_bodies(baseline, at=at)
    events.record(
        PROPOSED if is_request else "planning.baseline_set",
        actor=actor,
        subject=plan.settings,
        baseline=str(baseline.pk),
        name=name,
        state=state,
        n_tasks=len(keys),
    )
    return baseline


def measure(project: Project) -> None:
    """Measure the project's finish against the baseline of the whole plan that is in force."""
    agreed = Baseline.objects.filter(project=project, is_whole=True, in_force_at__isnull=False)
    baseline = agreed.order_by("-in_force_at", "-id").first()
    if baseline is None:
        return
    work = BaselineTask.objects.filter(baseline=baseline).exclude(kind=Task.Kind.HAMMOCK)
    ends = work.filter(finish__isnull=False)
    agreed_finish = ends.order_by("-finish").values_list("finish", flat=True).first()
    row = Project.objects.filter(pk=project.pk)
    finish = row.values_list("finish", flat=True).get()
    row.update(baseline_finish=agreed_finish, health=health_of(finish, agreed_finish))


def has_agreed(project: Project) -> bool:
    """Whether a baseline of the project has ever been in force."""
    return Baseline.objects.filter(project=project, state=Baseline.State.APPROVED).exists()


def needs_approval(actor: Actor, project: Project) -> bool:
    """Whether a baseline is in force only once somebody has approved it."""
    if isinstance(actor, System):
        return has_agreed(project)
    return has_agreed(project) or is_decided(BASELINE_APPROVAL, project)


def _state_of(actor: Actor, project: Project, purpose: str, *, is_whole: bool) -> Baseline.State:
    if purpose == COMPARISON:
        return Baseline.State.COMPARISON
    if not is_whole:
        raise BadInput("only a baseline of the whole plan can be in force", field="purpose")
    if not needs_approval(actor, project):
        return Baseline.State.APPROVED
    if Baseline.objects.filter(project=project, state=Baseline.State.PROPOSED).exists():
        raise RequestWaiting(project.key)
    return Baseline.State.PROPOSED


def freeze(baseline: Baseline, keys: Sequence[Key]) -> None:
    """Copy tasks into a baseline as they stand."""
    rows = Task.objects.filter(project=baseline.project_id).values_list(
        "id", "number", "name", "kind", "start", "finish", "duration_minutes", "work_minutes",
        "cost_minor", "classification",
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
                classification=label,
            )
            for key, number, name, kind, start, finish, duration, work, cost, label in (
                rows.iterator(5000)
            )
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
