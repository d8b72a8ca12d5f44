"""Tasks that are raised above the class of their project: who may raise them, and what follows."""

from dataclasses import replace

from zhongshu.access.danger import prove
from zhongshu.access.guard import check
from zhongshu.access.models import Actor, System, User
from zhongshu.access.opening import OpensToAuthor
from zhongshu.access.policy.document import Effect
from zhongshu.access.policy.seeing import Decision
from zhongshu.kit.origin import acting_from, here
from zhongshu.planning.changes import Draft
from zhongshu.planning.fields import TASK
from zhongshu.planning.models import BaselineTask
from zhongshu.planning.open_plan import OpenPlan, TaskRow
from zhongshu.planning.outline import Key
from zhongshu.planning.task_sight import TaskSight
from zhongshu.projects.services import LOWER_CLASS


def take_classes_from_parents(draft: Draft, drafted: OpenPlan) -> None:
    """Raise every task to the class of the one it is part of, wherever it came from."""
    if not any(row.classification for row in drafted.tasks.values()):
        return
    for key in drafted.outline.order:
        row = draft.tasks[key]
        above = draft.tasks[row.parent_id].classification if row.parent_id else 0
        if row.classification < above:
            draft.set_task(key, classification=above)


def keep_classes(before: OpenPlan, after: OpenPlan) -> None:
    """Give what baselines hold of tasks the classes that these have from now on."""
    by_class: dict[int, list[Key]] = {}
    for key, row in after.tasks.items():
        was = before.tasks.get(key)
        if was is not None and was.classification != row.classification:
            by_class.setdefault(row.classification, []).append(key)
    for classification, keys in by_class.items():
        held = BaselineTask.objects.filter(baseline__project=after.settings, task_id__in=keys)
        held.update(classification=classification)


def check_classes(actor: Actor, before: OpenPlan, after: OpenPlan) -> None:
    """Raise unless the actor may give tasks the classes that they have after an edit.

    Everybody who edits a plan may raise a task. Lowering one takes the right to lower the class of
    the project and a fresh proof. By none of it, and by giving themselves a task, may the
    editors read more of a task than before.

    Raises
    ------
    OpensToAuthor
        If they would.
    """
    touched = [
        (was, row)
        for key, row in after.tasks.items()
        if (was := before.tasks.get(key)) is not None
        and (was.classification or row.classification)
        and (
            was.classification != row.classification
            or before.assignments.get(key) != after.assignments.get(key)
        )
    ]
    if not touched or isinstance(actor, System):
        return
    if any(row.classification < was.classification for was, row in touched):
        check(actor, LOWER_CLASS, after.settings)
        prove(actor)
    behind = here().on_behalf_of_id
    with acting_from(replace(here(), acting=None)):
        for author in (User(pk=pk) for pk in {actor.pk, behind} - {None}):
            _refuse_opening(author, before, after, touched)


def _refuse_opening(
    author: User, before: OpenPlan, after: OpenPlan, touched: list[tuple[TaskRow, TaskRow]]
) -> None:
    then, now = (TaskSight(author, after.settings, plan) for plan in (before, after))
    for was, row in touched:
        old, new = then.said(was), now.said(row)
        gained = sorted(name for name in new if _told(new[name]) > _told(old[name]))
        if gained:
            field = "classification" if was.classification != row.classification else "person_id"
            raise OpensToAuthor(
                field, field=field, id=row.id, fields=[f"{TASK.name}.{name}" for name in gained]
            )


def _told(decided: Decision) -> int:
    """How much is told; what one lets write is no matter here."""
    return min(decided.effect, Effect.READ)
