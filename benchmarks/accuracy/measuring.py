"""One plan file: its dates dropped, computed again, and each difference explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from zhongshu.integrations.opening import opened
from zhongshu.integrations.planfiles.calendars import TaskTime
from zhongshu.integrations.planfiles.errors import PlanFileError
from zhongshu.integrations.planfiles.moments import MINUTES_PER_DAY
from zhongshu.integrations.planfiles.plan import Plan, PlanLink, PlanTask
from zhongshu.integrations.planfiles.readers import read
from zhongshu.planning.open_plan import OpenPlan, TaskRow
from zhongshu.planning.scheduling import reschedule

UNEXPLAINED = "unexplained"
# Why a stored date cannot follow from the file's own rules, in the order they are looked for.
CAUSES = {
    "backwards": "the file lets the task finish before it starts",
    "same_instant": (
        "the same working instant, which the file names from its other side "
        "(17:00 of one day is midnight and 08:00 of the next working day)"
    ),
    "placed_freely": (
        "no link, constraint or actual date of the file holds the task where it is stored"
    ),
    "other_length": "the stored span does not contain the task's own duration",
    "not_working": "the stored start is no working minute of the task's calendar",
    "follows": (
        "follows such a task: with that one held on its stored dates, this one comes out equal"
    ),
    UNEXPLAINED: "no cause found in the file",
}


@dataclass(frozen=True, slots=True)
class Different:
    """A task whose computed dates are not those of the file."""

    task: PlanTask
    start: int
    finish: int
    cause: str


@dataclass(slots=True)
class Measured:
    """How well the dates of a file were computed again."""

    path: Path
    format: str = ""
    refusal: str = ""
    n_tasks: int = 0
    n_equal: int = 0
    knows_days_only: bool = False
    different: list[Different] = field(default_factory=list)

    @property
    def n_consistent(self) -> int:
        """Tasks whose stored dates follow from the file's own rules, as far as can be told."""
        return self.n_equal + sum(each.cause == UNEXPLAINED for each in self.different)

    def causes(self) -> Counter[str]:
        """How often each cause was found."""
        return Counter(each.cause for each in self.different)


def measure(path: Path) -> Measured:
    """Read a file, compute its dates from its rules alone, and compare leaf by leaf."""
    found = Measured(path)
    try:
        plan = read(path.read_bytes(), path.name)
    except PlanFileError as refused:
        found.refusal = refused.code
        return found
    found.format, found.knows_days_only = plan.format, plan.knows_days_only
    project = opened(plan)
    keys = dict(zip((task.uid for task in plan.tasks), project.outline.order, strict=True))
    dated = [t for t in plan.leaves if t.start is not None and t.finish is not None]
    computed = reschedule(project)
    differing = [
        task for task in dated if not _is_equal(plan, task, computed.tasks[keys[task.uid]])
    ]
    found.n_tasks, found.n_equal = len(dated), len(dated) - len(differing)
    explainer = _Explainer(plan)
    causes = {task.uid: explainer.cause(task, computed.tasks[keys[task.uid]]) for task in differing}
    # With the tasks that stand where no rule puts them held there, the others must come out.
    held = {uid for uid, cause in causes.items() if cause != UNEXPLAINED}
    again = reschedule(_with_held(project, plan, {uid: keys[uid] for uid in held}))
    for task in differing:
        row, cause = computed.tasks[keys[task.uid]], causes[task.uid]
        if cause == UNEXPLAINED and explainer.is_same_instant(task, again.tasks[keys[task.uid]]):
            cause = "follows"
        found.different.append(Different(task, row.start, row.finish, cause))
    return found


def _with_held(project: OpenPlan, plan: Plan, held: Mapping[int, str]) -> OpenPlan:
    """The plan with some tasks fixed on their stored dates."""
    rows = dict(project.tasks)
    for task in plan.leaves:
        if task.uid in held:
            start, finish = task.start, max(task.start or 0, task.finish or 0)
            rows[held[task.uid]] = rows[held[task.uid]]._replace(
                mode="manual", manual_start=start, manual_finish=finish, constraint="asap",
                constraint_at=None, actual_start=None, actual_finish=None,
            )  # fmt: skip
    return replace(project, tasks=rows, memory={})


def _is_equal(plan: Plan, task: PlanTask, row: TaskRow) -> bool:
    start, finish = task.start or 0, task.finish or 0
    if plan.knows_days_only:
        return _days(start, finish) == _days(row.start, row.finish)
    return (start, finish) == (row.start, row.finish)


def _days(start: int, finish: int) -> tuple[int, int]:
    """Both days; a finish at midnight belongs to the day that ends."""
    return start // MINUTES_PER_DAY, max(start, finish - 1) // MINUTES_PER_DAY


class _Explainer:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.times = TaskTime(plan)
        self.tasks = {task.uid: task for task in plan.tasks}
        self.links: dict[int, list[PlanLink]] = {}
        for link in plan.links:
            self.links.setdefault(link.after_uid, []).append(link)

    def cause(self, task: PlanTask, row: TaskRow) -> str:
        """The first cause that applies."""
        checks = (
            ("backwards", self._is_backwards(task)),
            ("same_instant", self.is_same_instant(task, row)),
            ("placed_freely", self._is_placed_freely(task)),
            ("other_length", self._has_other_length(task)),
            ("not_working", self._starts_outside(task)),
        )
        return next((name for name, applies in checks if applies), UNEXPLAINED)

    def _with_summaries(self, uid: int) -> list[int]:
        found = [uid]
        parent = self.tasks[uid].parent_uid
        while parent is not None:
            found.append(parent)
            parent = self.tasks[parent].parent_uid
        return found

    @staticmethod
    def _is_backwards(task: PlanTask) -> bool:
        return (task.finish or 0) < (task.start or 0)

    def is_same_instant(self, task: PlanTask, row: TaskRow) -> bool:
        """Whether no working time lies between the stored and the computed dates."""
        working = self.times.of(task)
        pairs = ((task.start or 0, row.start), (task.finish or 0, row.finish))
        return all(working.minutes_between(min(pair), max(pair)) == 0 for pair in pairs)

    def _starts_outside(self, task: PlanTask) -> bool:
        if task.is_elapsed or task.mode == "manual" or not task.duration_minutes:
            return False
        return not self.times.of(task).is_start(task.start or 0)

    def _has_other_length(self, task: PlanTask) -> bool:
        is_given = task.is_elapsed or task.mode == "manual" or task.splits or task.actual_start
        if is_given or not task.duration_minutes:
            return False
        spent = self.times.of(task).minutes_between(task.start or 0, task.finish or 0)
        return spent != task.duration_minutes

    def _is_placed_freely(self, task: PlanTask) -> bool:
        """Whether nothing in the file explains that the task does not start earlier."""
        branch = [self.tasks[uid] for uid in self._with_summaries(task.uid)]
        links = [link for each in branch for link in self.links.get(each.uid, ())]
        is_held = any(
            each.constraint not in ("asap", "snet") or each.levelling_delay_minutes
            for each in branch
        )
        is_plain = all(link.type == "fs" and link.lag == 0 for link in links)
        if is_held or not is_plain or task.actual_start is not None or task.mode == "manual":
            return False
        bounds = [self.plan.start or 0, *(each.constraint_at or 0 for each in branch)]
        bounds += [self.tasks[link.before_uid].finish or 0 for link in links]
        return self.times.of(task).minutes_between(max(bounds), task.start or 0) > 0
