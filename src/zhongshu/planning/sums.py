"""What summaries add up to, as far as an event must tell it to be taken back."""

from typing import Any

from zhongshu.planning.changes import COMPUTED_KINDS, ROLLED_UP, TASK, Change
from zhongshu.planning.open_plan import OpenPlan


def rolled_up(before: OpenPlan, after: OpenPlan) -> list[list[Any]]:
    """Summaries and hammocks in both that come to something else: id, old values, new ones."""
    found = []
    for key, new in after.tasks.items():
        old = before.tasks.get(key)
        if old is None or old is new or not COMPUTED_KINDS & {old.kind, new.kind}:
            continue
        was, now = ([getattr(row, name) for name in ROLLED_UP] for row in (old, new))
        if was != now:
            found.append([key, *was, *now])
    return found


def told_whole(changes: list[Change], before: OpenPlan, after: OpenPlan) -> list[Change]:
    """The changes, with the computed columns where a task became a summary or a hammock, or back.

    What the task had of its own is not anywhere else once it is computed.
    """
    found = []
    for change in changes:
        kinds = {
            values["kind"]
            for values in (change.before, change.after)
            if values and "kind" in values
        }
        if change.entity == TASK and len(kinds) == 2 and COMPUTED_KINDS & kinds:
            was, now = before.tasks[change.id], after.tasks[change.id]
            change = Change(
                TASK,
                change.id,
                {**(change.before or {}), **{name: getattr(was, name) for name in ROLLED_UP}},
                {**(change.after or {}), **{name: getattr(now, name) for name in ROLLED_UP}},
            )
        found.append(change)
    return found
