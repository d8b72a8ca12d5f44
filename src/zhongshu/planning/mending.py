"""Whether a plan hangs together after parts of it were brought back."""

from collections import Counter
from typing import NamedTuple

from zhongshu.planning.changes import Draft
from zhongshu.planning.models import Task
from zhongshu.planning.operations import end_summary, is_within, make_summary
from zhongshu.planning.outline import Key, outline_of


class Tear(NamedTuple):
    """A row that does not fit into the plan around it, and the column that says so."""

    id: Key
    field: str


def mend(draft: Draft) -> Tear | None:
    """Let summaries be what has tasks below it, and name what cannot be mended.

    A task whose parent is gone, or lies below it; a link or an assignment without one of its
    ends; a link inside a summary, or twice the same.
    """
    found = (
        _loose_task(draft)
        or _loose_assignment(draft)
        or _loose_link(draft)
        or _loose_cross_link(draft)
    )
    if found is None:
        for key, row in list(draft.tasks.items()):
            if draft.children.get(key):
                make_summary(draft, row)
            elif row.kind == Task.Kind.SUMMARY:
                end_summary(draft, key)
    return found


def _loose_task(draft: Draft) -> Tear | None:
    if not draft.is_reshaped:
        return None
    reached = set(outline_of(draft.tasks.values()).order)
    return next((Tear(key, "parent_id") for key in draft.tasks if key not in reached), None)


def _loose_assignment(draft: Draft) -> Tear | None:
    for one in draft.assignments.values():
        if one.task_id not in draft.tasks:
            return Tear(one.id, "task_id")
        if one.resource_id not in draft.resources:
            return Tear(one.id, "resource_id")
    return None


def _loose_link(draft: Draft) -> Tear | None:
    same = Counter((link.before_id, link.after_id, link.type) for link in draft.links.values())
    for link in draft.links.values():
        before, after = link.before_id, link.after_id
        if before not in draft.tasks:
            return Tear(link.id, "before_id")
        if after not in draft.tasks or same[before, after, link.type] > 1:
            return Tear(link.id, "after_id")
        if is_within(draft, before, after) or is_within(draft, after, before):
            return Tear(link.id, "after_id")
    return None


def _loose_cross_link(draft: Draft) -> Tear | None:
    links = draft.cross_links.values()
    same = Counter((link.before_id, link.after_id, link.type) for link in links)
    for link in links:
        if link.after_id not in draft.tasks or same[link.before_id, link.after_id, link.type] > 1:
            return Tear(link.id, "after_id")
    return None
