"""Taking in a whole plan that something else made."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from zhongshu.access.guard import requires
from zhongshu.access.models import Actor
from zhongshu.planning.changes import IMPORTED, PlanEdit
from zhongshu.planning.content import BaselineContent, PlanContent, draft_with
from zhongshu.planning.models import Baseline, BaselineTask
from zhongshu.planning.outline import Key
from zhongshu.planning.services.baselines import measure, needs_approval
from zhongshu.planning.services.edits import commit, plan_to_edit
from zhongshu.planning.withheld import leave_out
from zhongshu.projects.models import Project


@requires("planning.import_plan", on="project")
@transaction.atomic
def import_plan(
    actor: Actor, *, project: Project, content: PlanContent, source: Mapping[str, Any]
) -> PlanEdit:
    """Make the plan of a project what the content says, and schedule it from scratch.

    The same source again updates the same rows. Baselines are added, never changed: one
    that differs from what is known under its slot becomes a further baseline. Those of a
    project that had none are taken as agreed where nobody could approve them; others are for
    comparison, as a file approves nothing. What the policy does not let the actor set is left
    out, and told in the answer. ``source`` tells in the history where the plan came from.
    """
    draft, ids = draft_with(plan_to_edit(project), content)
    left_out = leave_out(actor, draft)
    edit = commit(actor, IMPORTED, draft, source=dict(source))
    _add_baselines(actor, edit, content, ids)
    return replace(edit, left_out=tuple(left_out))


def _add_baselines(
    actor: Actor, edit: PlanEdit, content: PlanContent, ids: Mapping[str, Key]
) -> None:
    project = edit.after.settings
    is_agreed = not needs_approval(actor, project)
    for one in sorted(content.baselines, key=lambda one: one.set_at):
        rows = {ids[uid]: dict(given) for uid, given in one.tasks.items() if uid in ids}
        if not rows or _is_known(project, one, rows):
            continue
        baseline = Baseline.objects.create(
            project=project,
            name=_free_name(project, one.name),
            slot=one.slot,
            set_at=one.set_at,
            is_whole=True,
            state=Baseline.State.APPROVED if is_agreed else Baseline.State.COMPARISON,
            in_force_at=one.set_at if is_agreed else None,
        )
        BaselineTask.objects.bulk_create(
            (
                BaselineTask(
                    baseline=baseline,
                    task_id=key,
                    number=edit.after.tasks[key].number,
                    name=edit.after.tasks[key].name,
                    kind=edit.after.tasks[key].kind,
                    classification=edit.after.tasks[key].classification,
                    **given,
                )
                for key, given in rows.items()
            ),
            batch_size=1000,
        )
    measure(project)


def _is_known(
    project: Project, one: BaselineContent, rows: Mapping[Key, Mapping[str, Any]]
) -> bool:
    names = ("start", "finish", "duration_minutes", "work_minutes", "cost_minor")
    wanted = {key: tuple(given.get(name) for name in names) for key, given in rows.items()}
    for baseline in Baseline.objects.filter(project=project, slot=one.slot):
        held = BaselineTask.objects.filter(baseline=baseline).values_list("task_id", *names)
        if {str(key): tuple(values) for key, *values in held} == wanted:
            return True
    return False


def _free_name(project: Project, name: str) -> str:
    taken = set(Baseline.objects.filter(project=project).values_list("name", flat=True))
    found, n = name, 2
    while found in taken:
        found, n = f"{name} ({n})", n + 1
    return found
