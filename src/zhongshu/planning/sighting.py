"""What an answer tells of the tasks of a plan leaves a mark in the trail, as with any record.

Plans are told from memory, past the one way out of rows; so what is about to be told is looked
through here. Where nothing of the plan is raised, that takes no more than its classes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.sighting import is_high_class
from zhongshu.access.veiling import NOTHING_TO_SEE
from zhongshu.kit.origin import note_sight
from zhongshu.planning.fields import TASK
from zhongshu.planning.open_plan import OpenPlan, TaskRow
from zhongshu.planning.outline import Key
from zhongshu.projects.models import Project

T = TypeVar("T")

_RAISED = frozenset(one.name for one in TASK.fields if one.is_raised_with_record)
# What the rows of an open plan hold of these.
_HELD = tuple(name for name in TaskRow._fields if name in _RAISED)
_NO_CLASSES: Mapping[Key, int] = {}


def high_fields(told: Iterable[str], label: int) -> set[str]:
    """Those of some fields of a task of a class of which each look is kept."""
    if is_high_class(label):
        return {one for one in told if one in _RAISED}
    classes = policy_in_force().classes
    return {one for one in told if one in TASK.by_name and TASK.is_high(one, classes)}


def note_rows(plan: OpenPlan, rows: Sequence[TaskRow], told: Collection[str] = _HELD) -> None:
    """Note which sensitive fields are told of tasks, whose rows are as their viewer has them."""
    high = high_fields(told, plan.settings.classification)
    if not high and not any(is_high_class(row.classification) for row in rows):
        return
    shown: dict[Key, set[str]] = {}
    for row in rows:
        counted = told if is_high_class(row.classification) else high
        shown[row.id] = {one for one in counted if getattr(row, one) not in NOTHING_TO_SEE}
    _note(plan.settings, shown)


def noted(plan: OpenPlan, answer: T, classes: Mapping[Key, int] = _NO_CLASSES) -> T:
    """An answer about a plan, when it is noted which sensitive fields it tells of which tasks.

    A task is told of wherever its id stands beside what it is called. ``classes`` are those of
    tasks that are no longer in the plan.
    """
    labels = {key: row.classification for key, row in plan.tasks.items() if row.classification}
    labels |= {key: label for key, label in classes.items() if key not in plan.tasks}
    above = plan.settings.classification
    high = high_fields(_RAISED, above)
    if not high and not any(map(is_high_class, labels.values())):
        return answer
    shown: dict[Key, set[str]] = {}
    for key, names in _told(answer):
        if key in plan.tasks or key in classes:
            counted = high_fields(names, max(above, labels.get(key, 0)))
            shown.setdefault(key, set()).update(counted)
    _note(plan.settings, shown)
    return answer


def note_task(project: Project, key: Any, told: Collection[str], label: int) -> None:
    """Note which sensitive fields were told of one task, which is raised to a class itself."""
    _note(project, {key: high_fields(told, max(project.classification, label))})


def _note(project: Project, shown: Mapping[Any, set[str]]) -> None:
    keys = [key for key, names in shown.items() if names]
    fields = set().union(*shown.values())
    label = TASK.model._meta.label_lower
    note_sight(TASK.name, label, fields, keys, [project.scope_id])


def _told(answer: Any) -> Iterator[tuple[Key, set[str]]]:
    """Each task that an answer tells of, by id, and the names of what it tells of it."""
    waiting = [answer]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            waiting += one.values()
            key, changed = one.get("task_id", one.get("id")), one.get("fields")
            if isinstance(key, str):
                yield key, {name for name, value in one.items() if value not in NOTHING_TO_SEE}
                yield key, set(changed) if isinstance(changed, Mapping) else set()
        elif isinstance(one, list | tuple):
            waiting += one
