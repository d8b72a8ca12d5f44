"""The one or two constraints of a task, and which pairs make sense.

Primavera allows a second constraint beside the first. Together they make a window: between an
earliest and a latest moment of the start, of the finish, or from one to the other.
"""

from typing import Any

from zhongshu.kit.errors import BadInput
from zhongshu.planning.models import Task
from zhongshu.planning.open_plan import TaskRow

Constraint = Task.Constraint

KINDS = ("constraint", "second_constraint")
MOMENTS = ("constraint_at", "second_constraint_at")
NO_SECOND: dict[str, Any] = {
    "second_constraint": Constraint.ASAP.value,
    "second_constraint_at": None,
}

_DATELESS = {Constraint.ASAP.value, Constraint.ALAP.value}
# Those that another can stand beside: the mandatory ones leave nothing open.
_OPEN = {
    Constraint.SNET.value,
    Constraint.SNLT.value,
    Constraint.FNET.value,
    Constraint.FNLT.value,
}
_WINDOWS = (
    (Constraint.SNET.value, Constraint.SNLT.value),
    (Constraint.FNET.value, Constraint.FNLT.value),
    (Constraint.SNET.value, Constraint.FNLT.value),
)


def first(row: TaskRow, kind: str, at: int | None) -> dict[str, Any]:
    """The columns of a task that gets a constraint; a second that cannot stand beside it goes.

    Raises
    ------
    BadInput
        If the constraint needs a date that is missing.
    """
    if kind in _DATELESS:
        at = None
    elif at is None:
        raise BadInput("this constraint needs a date", field="constraint_at")
    changes: dict[str, Any] = {"constraint": kind, "constraint_at": at}
    second_kind, second_at = row.second_constraint, row.second_constraint_at
    if second_kind != Constraint.ASAP and (
        kind not in _OPEN or kind == second_kind or _is_empty((kind, at), (second_kind, second_at))
    ):
        changes |= NO_SECOND
    return changes


def second(row: TaskRow, kind: str, at: int | None) -> dict[str, Any]:
    """The columns of a task that gets a second constraint, or with ``asap`` loses it.

    Raises
    ------
    BadInput
        If the date is missing, or the second constraint cannot stand beside the first.
    """
    if kind == Constraint.ASAP:
        return NO_SECOND
    if kind not in _OPEN:
        raise BadInput(
            "a second constraint is one of snet, snlt, fnet and fnlt", field="second_constraint"
        )
    if row.constraint not in _OPEN or row.constraint == kind:
        raise BadInput(
            "a second constraint stands beside another of snet, snlt, fnet and fnlt",
            field="second_constraint",
        )
    if at is None:
        raise BadInput("this constraint needs a date", field="second_constraint_at")
    if _is_empty((row.constraint, row.constraint_at), (kind, at)):
        raise BadInput(
            "the two constraints leave no moment: the latest lies before the earliest",
            field="second_constraint_at",
        )
    return {"second_constraint": kind, "second_constraint_at": at}


def _is_empty(one: tuple[str, int | None], other: tuple[str, int | None]) -> bool:
    """Whether no moment lies between the earliest and the latest that two constraints name."""
    moments = dict((one, other))
    for earliest, latest in _WINDOWS:
        opens, closes = moments.get(earliest), moments.get(latest)
        if opens is not None and closes is not None and closes < opens:
            return True
    return False
