"""Where a task stands in the eyes of those who do it, and how that agrees with its progress."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhongshu.planning.models import Task
from zhongshu.planning.open_plan import TaskRow
from zhongshu.planning.outline import Key

State = Task.State
STATES: tuple[str, ...] = tuple(State.values)
# Whose state follows from other tasks.
_FOLLOWING = frozenset({Task.Kind.SUMMARY.value, Task.Kind.HAMMOCK.value})


class Progress(Enum):
    """What is known of the work of a task; a milestone is only ever ahead or finished."""

    AHEAD = "ahead"
    BEGUN = "begun"
    FINISHED = "finished"


# The states that agree with each progress; where a state does not, the first one takes its place.
AGREEING: Mapping[Progress, tuple[str, ...]] = {
    Progress.AHEAD: (State.TODO.value, State.BLOCKED.value),
    Progress.BEGUN: (State.IN_PROGRESS.value, State.IN_REVIEW.value, State.BLOCKED.value),
    Progress.FINISHED: (State.DONE.value,),
}
_OF_MILESTONE = tuple(one for one in STATES if one != State.DONE)
_CODE = {name: n for n, name in enumerate(STATES)}


def progress_of(row: TaskRow) -> Progress:
    """How far the work of a task has come."""
    if row.percent_complete == 100 or row.actual_finish is not None:
        return Progress.FINISHED
    if row.percent_complete > 0 or row.actual_start is not None:
        return Progress.BEGUN
    return Progress.AHEAD


def agreeing(row: TaskRow) -> tuple[str, ...]:
    """The states that agree with the progress of a task."""
    progress = progress_of(row)
    if row.kind == Task.Kind.MILESTONE and progress is not Progress.FINISHED:
        return _OF_MILESTONE
    return AGREEING[progress]


def settled(row: TaskRow) -> str:
    """The state of a task, or the one that takes its place where it does not agree."""
    allowed = agreeing(row)
    return row.state if row.state in allowed else allowed[0]


def settle(before: Mapping[Key, TaskRow], tasks: dict[Key, TaskRow]) -> None:
    """Let the states of changed tasks agree with their progress."""
    for key, row in tasks.items():
        if row is before.get(key) or row.kind in _FOLLOWING:
            continue
        if (state := settled(row)) != row.state:
            tasks[key] = row._replace(state=state)


def states_of(
    rows: Sequence[TaskRow], ends: NDArray[Any], percent: NDArray[Any], counts: NDArray[Any]
) -> list[str]:
    """The state of every row in the order of the outline, those of summaries from below them.

    ``ends`` is the position after the last row below each one, ``counts`` whether a row is
    work of its own. A summary is done when all that counts below it is, and in progress as
    soon as some of it has left the first state; a hammock follows its per cent complete.
    """
    codes = np.fromiter((_CODE[row.state] for row in rows), np.int64, len(rows))
    done, todo = _CODE[State.DONE], _CODE[State.TODO]
    n_below = _below(counts, ends)
    n_done = _below(counts & (codes == done), ends)
    n_begun = _below(counts & (codes != todo), ends)
    for n, row in enumerate(rows):
        if row.kind == Task.Kind.SUMMARY:
            is_done, has_begun = n_below[n] > 0 and n_done[n] == n_below[n], n_begun[n] > 0
        elif row.kind == Task.Kind.HAMMOCK:
            is_done, has_begun = percent[n] == 100, percent[n] > 0
        else:
            continue
        codes[n] = done if is_done else _CODE[State.IN_PROGRESS] if has_begun else todo
    return [STATES[code] for code in codes.tolist()]


def _below(is_counted: NDArray[Any], ends: NDArray[Any]) -> NDArray[np.int64]:
    """How many rows are counted below each one."""
    sums = np.concatenate(([0], np.cumsum(is_counted)))
    found: NDArray[np.int64] = sums[ends] - sums[:-1]
    return found
