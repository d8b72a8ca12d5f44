"""What the projects of the demo company wait for in each other: hand-overs, as things stand."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from zhongshu.demo.plans import Story
from zhongshu.kit.ids import uuid7
from zhongshu.kit.moments import MINUTES_PER_DAY
from zhongshu.planning.arranging import calendar_of, work_between
from zhongshu.planning.models import Link, Task
from zhongshu.planning.open_plan import TaskRow

# Which kinds of project hand something over to which.
_PAIRS = (
    ("tooling", "new_product"),
    ("new_product", "line"),
    ("supplier", "new_product"),
    ("security", "mes"),
    ("erp", "mes"),
    ("line", "warehouse"),
    ("compliance", "new_product"),
    ("mes", "line"),
    ("new_product", "compliance"),
    ("cost_down", "supplier"),
    ("relocation", "line"),
    ("new_product", "tooling"),
)
_PROJECTS_PER_LINK = 5
_MOST_DAYS_APART = 10


def waits(stories: Sequence[Story]) -> list[dict[str, Any]]:
    """One link for every five projects, as columns.

    The lag is the working time between the hand-over and the work that waits for it, so each
    link holds its task exactly where the project's own links put it.
    """
    wanted = round(len(stories) / _PROJECTS_PER_LINK)
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    for _ in range(wanted):
        for before_kind, after_kind in _PAIRS:
            link = _first(_between(stories, before_kind, after_kind), taken)
            if link is not None and len(found) < wanted:
                found.append(link)
                taken |= {link["after_id"], link["before_id"]}
    return found


def _first(links: Iterable[dict[str, Any]], taken: set[str]) -> dict[str, Any] | None:
    for link in links:
        if not taken & {link["before_id"], link["after_id"]}:
            return link
    return None


def _between(
    stories: Sequence[Story], before_kind: str, after_kind: str
) -> Iterator[dict[str, Any]]:
    givers = [story for story in stories if story.idea.kind.code == before_kind]
    takers = [story for story in stories if story.idea.kind.code == after_kind]
    for taker in takers:
        waiting = [row for row in taker.plan.tasks.values() if _may_wait(row)]
        for giver in givers:
            for before in _hand_overs(giver):
                for after in waiting:
                    lag = _lag(taker, before, after)
                    if lag is not None:
                        yield _columns(giver, taker, before, after, lag)


def _may_wait(row: TaskRow) -> bool:
    is_open = row.actual_start is None and row.percent_complete == 0
    return row.kind == Task.Kind.TASK and is_open and row.driver == "link"


def _hand_overs(story: Story) -> list[TaskRow]:
    """The milestones that are still to come."""
    rows = story.plan.tasks.values()
    return [row for row in rows if row.kind == Task.Kind.MILESTONE and row.actual_finish is None]


def _lag(story: Story, before: TaskRow, after: TaskRow) -> int | None:
    """The whole working days between two tasks, if they are few."""
    if not 0 < after.start - before.finish <= 2 * _MOST_DAYS_APART * MINUTES_PER_DAY:
        return None
    plan, per_day = story.plan, story.project.minutes_per_day
    minutes = work_between(plan, calendar_of(plan, after), before.finish, after.start)
    days, rest = divmod(minutes, per_day)
    return minutes if rest == 0 and days <= _MOST_DAYS_APART else None


def _columns(
    giver: Story, taker: Story, before: TaskRow, after: TaskRow, lag: int
) -> dict[str, Any]:
    return {
        "id": str(uuid7()),
        "project_id": taker.project.pk,
        "before_project_id": giver.project.pk,
        "before_id": before.id,
        "after_id": after.id,
        "type": Link.Type.FINISH_START.value,
        "lag": lag,
        "lag_unit": Link.LagUnit.WORKING.value,
        "before_start": before.start,
        "before_finish": before.finish,
        "before_minutes": before.duration_minutes,
        "version": 1,
    }
