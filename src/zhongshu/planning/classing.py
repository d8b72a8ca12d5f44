"""Tasks that are raised above the class of their project: who may raise them, and what follows."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from zhongshu.access.authorities.acting import behind
from zhongshu.access.lowering.checking import check_lowering
from zhongshu.access.models import Actor, System, User
from zhongshu.access.opening import OpensToAuthor
from zhongshu.access.policy.document import Effect
from zhongshu.access.policy.seeing import Decision
from zhongshu.kit.origin import acting_from, here
from zhongshu.planning.changes import Change, Draft
from zhongshu.planning.fields import TASK
from zhongshu.planning.models import BaselineTask
from zhongshu.planning.open_plan import OpenPlan
from zhongshu.planning.outline import Key
from zhongshu.planning.task_sight import TaskSight
from zhongshu.projects.services import LOWER_CLASS

# By what the rows of links and assignments name tasks.
_NAMING = ("before_id", "after_id", "task_id")


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
    if by_class:
        # What an open plan remembers of a baseline has the classes from before.
        after.memory.pop("baseline", None)


def class_told(
    before: OpenPlan, after: OpenPlan, changes: Iterable[Change], moved: Iterable[Sequence[Any]]
) -> int:
    """The highest class to which any task is raised, or was, of which an edit tells."""
    told = {key for key, *_ in moved}.union(*map(_tasks_in, changes))
    rows = (plan.tasks.get(key) for plan in (before, after) for key in told)
    return max((row.classification for row in rows if row), default=0)


def _tasks_in(change: Change) -> set[Key]:
    """The tasks of which a change tells: itself, or those that it binds or is put to."""
    if change.entity == TASK.name:
        return {change.id}
    states = [one for one in (change.before, change.after) if one]
    return {str(one[name]) for one in states for name in _NAMING if one.get(name)}


def check_classes(
    actor: Actor, before: OpenPlan, after: OpenPlan, confirmed: Collection[Key] = ()
) -> None:
    """Raise unless the actor may give tasks the classes that they have after an edit.

    Everybody who edits a plan may raise a task. Lowering one takes the right to lower the class of
    the project and a fresh proof, or another person, by whom it is ``confirmed``. By none of it,
    and by giving themselves a task, may the editors read more of a task than before: what they
    opened in an emergency does not count, as this outlasts it.

    Raises
    ------
    OpensToAuthor
        If they would.
    """
    if isinstance(actor, System):
        return
    changed = [
        key
        for key, row in after.tasks.items()
        if (was := before.tasks.get(key)) and was.classification != row.classification
    ]
    lowered = {
        key for key in changed if after.tasks[key].classification < before.tasks[key].classification
    }
    if lowered.difference(confirmed):
        check_lowering(actor, LOWER_CLASS, after.settings)
    is_staffed = before.assignments is not after.assignments or before.resources != after.resources
    if not (changed or is_staffed):
        return
    authors = behind(actor)
    with acting_from(replace(here(), acting=None, is_handing_on=True)):
        for author in (User(pk=pk) for pk in authors):
            _refuse_opening(author, before, after, changed)


def _refuse_opening(author: User, before: OpenPlan, after: OpenPlan, changed: list[Key]) -> None:
    then, now = (TaskSight(author, after.settings, plan) for plan in (before, after))
    taken = (key for key in sorted(now.own - then.own) if key in before.tasks)
    for field, keys in (("classification", changed), ("person_id", taken)):
        for key in keys:
            old, new = then.said(before.tasks[key]), now.said(after.tasks[key])
            gained = sorted(name for name in new if _told(new[name]) > _told(old[name]))
            if gained:
                told = [f"{TASK.name}.{name}" for name in gained]
                raise OpensToAuthor(field, field=field, id=key, fields=told)


def _told(decided: Decision) -> int:
    """How much is told; what one lets write is no matter here."""
    return min(decided.effect, Effect.READ)
