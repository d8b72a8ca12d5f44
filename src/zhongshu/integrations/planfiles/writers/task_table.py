"""Tasks as the rows of a spreadsheet with headings in Chinese and English."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from zhongshu.integrations.planfiles.moments import MINUTES_PER_DAY
from zhongshu.integrations.planfiles.plan import Plan, PlanLink, PlanTask
from zhongshu.kit.formulas import guarded

_MAX_TEXT = 32_767  # characters Excel allows in a cell
_CONSTRAINT_NAMES = {
    "alap": "ALAP 越晚越好",
    "snet": "SNET 不得早于…开始",
    "snlt": "SNLT 不得晚于…开始",
    "fnet": "FNET 不得早于…完成",
    "fnlt": "FNLT 不得晚于…完成",
    "mso": "MSO 必须开始于",
    "mfo": "MFO 必须完成于",
}
_HAMMOCK = "配合任务 Level of effort"
_STATE_NAMES = {
    "todo": "待办 To do",
    "in_progress": "进行中 In progress",
    "in_review": "待验收 In review",
    "blocked": "受阻 Blocked",
    "done": "已完成 Done",
}
Column = tuple[str, int, Callable[[PlanTask], Any]]


def cell_text(text: str) -> str:
    """Text as a cell holds it: no formula, even after it was saved as CSV, and not too long."""
    return guarded(text)[:_MAX_TEXT]


class TaskTable:
    """What is written of each task of a plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.numbers = {
            task.uid: task.number if task.number is not None else position
            for position, task in enumerate(plan.tasks, 1)
        }
        self.resources = {resource.uid: resource.name for resource in plan.resources}

    def columns(self) -> list[Column]:
        """The heading of each column, its width, and what it says of a task."""
        links: dict[int, list[PlanLink]] = defaultdict(list)
        for link in self.plan.links:
            links[link.after_uid].append(link)
        assigned: dict[int, list[str]] = defaultdict(list)
        for each in self.plan.assignments:
            share = "" if each.units in (None, 1) else f"[{float(each.units or 0) * 100:g}%]"
            assigned[each.task_uid].append(self.resources.get(each.resource_uid, "") + share)
        return [
            ("编号 ID", 8, lambda task: self.numbers[task.uid]),
            ("WBS 编码 WBS", 12, lambda task: task.wbs_code),
            ("大纲级别 Level", 8, lambda task: task.outline_level),
            ("任务名称 Name", 44, lambda task: task.name),
            ("工期 Duration", 12, self._duration),
            ("开始时间 Start", 17, lambda task: at_moment(task.start)),
            ("完成时间 Finish", 17, lambda task: at_moment(task.finish)),
            ("前置任务 Predecessors", 20, lambda task: self._predecessors(links[task.uid])),
            ("资源名称 Resources", 28, lambda task: "; ".join(assigned[task.uid])),
            ("完成百分比 % complete", 12, lambda task: f"{task.percent_complete}%"),
            ("状态 State", 16, _state),
            ("里程碑 Milestone", 10, lambda task: task.is_milestone),
            ("任务模式 Mode", 14, lambda task: _mode(task)),
            ("限制类型 Constraint", 20, lambda task: _CONSTRAINT_NAMES.get(task.constraint)),
            ("限制日期 Constraint date", 17, lambda task: at_moment(task.constraint_at)),
            (
                "第二限制类型 Second constraint",
                20,
                lambda task: _CONSTRAINT_NAMES.get(task.second_constraint or ""),
            ),
            (
                "第二限制日期 Second constraint date",
                17,
                lambda task: at_moment(task.second_constraint_at),
            ),
            ("作业类型 Activity type", 16, lambda task: _HAMMOCK if task.is_hammock else ""),
            ("最后期限 Deadline", 17, lambda task: at_moment(task.deadline)),
            ("实际开始 Actual start", 17, lambda task: at_moment(task.actual_start)),
            ("实际完成 Actual finish", 17, lambda task: at_moment(task.actual_finish)),
            ("剩余工期 Remaining duration", 12, self._remaining),
            (
                "总时差(天) Total float (days)",
                12,
                lambda task: self._days(task.total_slack_minutes),
            ),
            ("关键 Critical", 8, lambda task: task.is_critical),
            ("基线开始 Baseline start", 17, lambda task: at_moment(_baseline(task, "start"))),
            ("基线完成 Baseline finish", 17, lambda task: at_moment(_baseline(task, "finish"))),
            ("固定成本 Fixed cost", 12, lambda task: task.fixed_cost),
            ("优先级 Priority", 8, lambda task: task.priority),
            ("备注 Notes", 40, lambda task: task.notes),
            *self._custom_columns(),
        ]

    def _custom_columns(self) -> list[Column]:
        columns: list[Column] = []
        for field in self.plan.custom_fields:
            if field.entity == "task":
                columns.append(
                    (field.alias or field.name, 16, _field_value(field.name, field.kind))
                )
        return columns

    def _duration(self, task: PlanTask) -> str:
        if task.duration_minutes is None:
            return ""
        if task.is_elapsed:
            return f"{task.duration_minutes / MINUTES_PER_DAY:g}ed"
        return _working_text(task.duration_minutes, self.plan.minutes_per_day)

    def _remaining(self, task: PlanTask) -> str:
        if task.remaining_minutes is None or task.is_summary:
            return ""
        return _working_text(task.remaining_minutes, self.plan.minutes_per_day)

    def _days(self, minutes: int | None) -> float | None:
        return None if minutes is None else round(minutes / self.plan.minutes_per_day, 4)

    def _predecessors(self, links: list[PlanLink]) -> str:
        return "; ".join(self._reference(link) for link in links if link.before_uid in self.numbers)

    def _reference(self, link: PlanLink) -> str:
        return f"{self.numbers[link.before_uid]}{link.type.upper()}{self.lag(link)}"

    def lag(self, link: PlanLink) -> str:
        """What lies between the tasks of a link, with its sign; empty where nothing does."""
        if not link.lag:
            return ""
        sign, size = ("+" if link.lag > 0 else "-"), abs(link.lag)
        if "percent" in link.lag_unit:
            return f"{sign}{size}{'e' if link.lag_unit.startswith('elapsed') else ''}%"
        if link.lag_unit == "elapsed":
            return f"{sign}{size / MINUTES_PER_DAY:g}ed"
        return sign + _working_text(size, self.plan.minutes_per_day)


class Moment:
    """A moment that is to be shown as a date and time, not as a number."""

    def __init__(self, at: int) -> None:
        self.at = at


def at_moment(at: int | None) -> Moment | None:
    """A moment to be shown as such, where there is one."""
    return None if at is None else Moment(at)


def _state(task: PlanTask) -> str:
    return "" if task.state is None else _STATE_NAMES[task.state]


def _mode(task: PlanTask) -> str:
    return "手动 Manual" if task.mode == "manual" else "自动 Auto"


def _baseline(task: PlanTask, side: str) -> int | None:
    found = next((each for each in task.baselines if each.number == 0), None)
    return getattr(found, side) if found else None


def _field_value(name: str, kind: str) -> Callable[[PlanTask], Any]:
    def value(task: PlanTask) -> Any:
        raw = task.fields.get(name)
        return at_moment(raw) if kind == "date" and isinstance(raw, int) else raw

    return value


def _working_text(minutes: int, minutes_per_day: int) -> str:
    """Days when they are exact to a thousandth, else minutes."""
    days = minutes / minutes_per_day
    return (
        f"{days:g}d" if abs(round(days, 3) * minutes_per_day - minutes) < 0.01 else f"{minutes}min"
    )
