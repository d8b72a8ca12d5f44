"""A workbook of the plan with headings in Chinese and English, which can be read back."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook

from zhongshu.integrations.planfiles.calendars import lineage
from zhongshu.integrations.planfiles.moments import MINUTES_PER_DAY, datetime_of
from zhongshu.integrations.planfiles.plan import Plan, PlanLink, PlanTask

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MOMENT_FORMAT, _DATE_FORMAT = "yyyy-mm-dd hh:mm", "yyyy-mm-dd"
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
_WEEKDAYS = ("周一 Mon", "周二 Tue", "周三 Wed", "周四 Thu", "周五 Fri", "周六 Sat", "周日 Sun")
Column = tuple[str, int, Callable[[PlanTask], Any]]


def write_xlsx(plan: Plan) -> bytes:
    """The plan as an Excel workbook: tasks, links, resources, assignments and calendars."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(buffer, options) as workbook:
        _Writer(plan, workbook).write()
    return buffer.getvalue()


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula, even after it was saved as CSV."""
    shown = f"'{text}" if text.startswith(_FORMULA_STARTS) else text
    return shown[:_MAX_TEXT]


class _Writer:
    def __init__(self, plan: Plan, workbook: Workbook) -> None:
        self.plan = plan
        self.workbook = workbook
        self.heading = workbook.add_format({"bold": True, "bg_color": "#E8EDF3", "border": 1})
        self.moment = workbook.add_format({"num_format": _MOMENT_FORMAT})
        self.day = workbook.add_format({"num_format": _DATE_FORMAT})
        self.bold = workbook.add_format({"bold": True})
        self.numbers = {
            task.uid: task.number if task.number is not None else position
            for position, task in enumerate(plan.tasks, 1)
        }
        self.resources = {resource.uid: resource.name for resource in plan.resources}

    def write(self) -> None:
        self._write_tasks()
        self._write_links()
        self._write_resources()
        self._write_assignments()
        self._write_calendars()

    def _sheet(self, name: str, headings: Iterable[tuple[str, int]]) -> Any:
        sheet = self.workbook.add_worksheet(name)
        for column, (heading, width) in enumerate(headings):
            sheet.write_string(0, column, heading, self.heading)
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        return sheet

    def _put(self, sheet: Any, row: int, column: int, value: Any, style: Any = None) -> None:
        if value is None or value == "":
            return
        if isinstance(value, _Moment):
            sheet.write_datetime(row, column, datetime_of(value.at), self.moment)
        elif isinstance(value, bool):
            sheet.write_string(row, column, "是 Yes" if value else "")
        elif isinstance(value, (int, float, Decimal)):
            sheet.write_number(row, column, float(value), style)
        else:
            sheet.write_string(row, column, guarded(str(value)), style)

    def _write_tasks(self) -> None:
        columns = self._task_columns()
        sheet = self._sheet("任务 Tasks", [(name, width) for name, width, _ in columns])
        sheet.freeze_panes(1, 4)
        for row, task in enumerate(self.plan.tasks, 1):
            style = self.bold if task.is_summary else None
            for column, (_, _, value) in enumerate(columns):
                self._put(sheet, row, column, value(task), style)
            if task.outline_level > 1:
                sheet.set_row(row, None, None, {"level": min(task.outline_level - 1, 7)})
        sheet.autofilter(0, 0, max(len(self.plan.tasks), 1), len(columns) - 1)

    def _task_columns(self) -> list[Column]:
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
            ("开始时间 Start", 17, lambda task: _at(task.start)),
            ("完成时间 Finish", 17, lambda task: _at(task.finish)),
            ("前置任务 Predecessors", 20, lambda task: self._predecessors(links[task.uid])),
            ("资源名称 Resources", 28, lambda task: "; ".join(assigned[task.uid])),
            ("完成百分比 % complete", 12, lambda task: f"{task.percent_complete}%"),
            ("里程碑 Milestone", 10, lambda task: task.is_milestone),
            ("任务模式 Mode", 14, lambda task: _mode(task)),
            ("限制类型 Constraint", 20, lambda task: _CONSTRAINT_NAMES.get(task.constraint)),
            ("限制日期 Constraint date", 17, lambda task: _at(task.constraint_at)),
            (
                "第二限制类型 Second constraint",
                20,
                lambda task: _CONSTRAINT_NAMES.get(task.second_constraint or ""),
            ),
            (
                "第二限制日期 Second constraint date",
                17,
                lambda task: _at(task.second_constraint_at),
            ),
            ("作业类型 Activity type", 16, lambda task: _HAMMOCK if task.is_hammock else ""),
            ("最后期限 Deadline", 17, lambda task: _at(task.deadline)),
            ("实际开始 Actual start", 17, lambda task: _at(task.actual_start)),
            ("实际完成 Actual finish", 17, lambda task: _at(task.actual_finish)),
            ("剩余工期 Remaining duration", 12, self._remaining),
            (
                "总时差(天) Total float (days)",
                12,
                lambda task: self._days(task.total_slack_minutes),
            ),
            ("关键 Critical", 8, lambda task: task.is_critical),
            ("基线开始 Baseline start", 17, lambda task: _at(_baseline(task, "start"))),
            ("基线完成 Baseline finish", 17, lambda task: _at(_baseline(task, "finish"))),
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
                    (guarded(field.alias or field.name), 16, _field_value(field.name, field.kind))
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
        return f"{self.numbers[link.before_uid]}{link.type.upper()}{self._lag(link)}"

    def _lag(self, link: PlanLink) -> str:
        if not link.lag:
            return ""
        sign, size = ("+" if link.lag > 0 else "-"), abs(link.lag)
        if "percent" in link.lag_unit:
            return f"{sign}{size}{'e' if link.lag_unit.startswith('elapsed') else ''}%"
        if link.lag_unit == "elapsed":
            return f"{sign}{size / MINUTES_PER_DAY:g}ed"
        return sign + _working_text(size, self.plan.minutes_per_day)

    def _write_links(self) -> None:
        headings = (("前置 Before", 10), ("前置名称 Before name", 40), ("后续 After", 10),
                    ("后续名称 After name", 40), ("类型 Type", 8), ("延隔 Lag", 12))  # fmt: skip
        sheet = self._sheet("依赖 Links", headings)
        names = {task.uid: task.name for task in self.plan.tasks}
        known = [
            each for each in self.plan.links if {each.before_uid, each.after_uid} <= set(names)
        ]
        for row, link in enumerate(known, 1):
            values = (
                self.numbers[link.before_uid], names[link.before_uid],
                self.numbers[link.after_uid], names[link.after_uid],
                link.type.upper(), self._lag(link).removeprefix("+"),
            )  # fmt: skip
            for column, value in enumerate(values):
                self._put(sheet, row, column, value)

    def _write_resources(self) -> None:
        headings = (("编号 ID", 8), ("资源名称 Resource", 30), ("类型 Kind", 12),
                    ("最大单位 Max units", 12),
                    ("标准费率 Standard rate", 14), ("每次使用成本 Cost per use", 14),
                    ("组 Group", 18),
                    ("日历 Calendar", 24), ("电子邮件 Email", 26))  # fmt: skip
        sheet = self._sheet("资源 Resources", headings)
        calendars = {calendar.uid: calendar.name for calendar in self.plan.calendars}
        for row, each in enumerate(self.plan.resources, 1):
            values = (
                each.uid, each.name, each.kind, each.max_units, each.standard_rate,
                each.cost_per_use, each.group, calendars.get(each.calendar_uid or -1), each.email,
            )  # fmt: skip
            for column, value in enumerate(values):
                self._put(sheet, row, column, value)

    def _write_assignments(self) -> None:
        headings = (("任务 Task", 10), ("任务名称 Task name", 40), ("资源 Resource", 30),
                    ("单位 Units", 10),
                    ("工时(小时) Work (hours)", 12), ("实际工时 Actual work (hours)", 12),
                    ("成本 Cost", 14), ("开始 Start", 17), ("完成 Finish", 17))  # fmt: skip
        sheet = self._sheet("分配 Assignments", headings)
        names = {task.uid: task.name for task in self.plan.tasks}
        for row, each in enumerate(self.plan.assignments, 1):
            values = (
                self.numbers.get(each.task_uid), names.get(each.task_uid),
                self.resources.get(each.resource_uid), each.units, _hours(each.work_minutes),
                _hours(each.actual_work_minutes), each.cost, _at(each.start), _at(each.finish),
            )  # fmt: skip
            for column, value in enumerate(values):
                self._put(sheet, row, column, value)

    def _write_calendars(self) -> None:
        headings = (
            ("日历 Calendar", 30),
            ("日期 Days", 26),
            ("名称 Name", 24),
            ("工作时间 Shifts", 30),
        )
        sheet = self._sheet("日历 Calendars", headings)
        row = 1
        for calendar in self.plan.calendars:
            bases = lineage(self.plan, calendar.uid)[:-1]
            rows: list[tuple[str, str, str]] = [
                (
                    _WEEKDAYS[weekday],
                    bases[-1].name if bases and shifts is None else "",
                    _shifts(shifts),
                )
                for weekday, shifts in enumerate(calendar.week)
            ]
            rows += [
                (f"{each.from_date} – {each.to_date}", each.name, _shifts(each.shifts))
                for each in calendar.exceptions
            ]
            for values in rows:
                for column, value in enumerate((calendar.name, *values)):
                    self._put(sheet, row, column, value)
                row += 1


class _Moment:
    """A moment that is to be shown as a date and time, not as a number."""

    def __init__(self, at: int) -> None:
        self.at = at


def _at(at: int | None) -> _Moment | None:
    return None if at is None else _Moment(at)


def _mode(task: PlanTask) -> str:
    return "手动 Manual" if task.mode == "manual" else "自动 Auto"


def _baseline(task: PlanTask, side: str) -> int | None:
    found = next((each for each in task.baselines if each.number == 0), None)
    return getattr(found, side) if found else None


def _field_value(name: str, kind: str) -> Callable[[PlanTask], Any]:
    def value(task: PlanTask) -> Any:
        raw = task.fields.get(name)
        return _at(raw) if kind == "date" and isinstance(raw, int) else raw

    return value


def _working_text(minutes: int, minutes_per_day: int) -> str:
    """Days when they are exact to a thousandth, else minutes."""
    days = minutes / minutes_per_day
    return (
        f"{days:g}d" if abs(round(days, 3) * minutes_per_day - minutes) < 0.01 else f"{minutes}min"
    )


def _hours(minutes: int | None) -> float | None:
    return None if minutes is None else round(minutes / 60, 2)


def _shifts(shifts: list[tuple[int, int]] | None) -> str:
    if shifts is None:
        return "沿用 inherited"
    if not shifts:
        return "休 off"
    return ", ".join(f"{a // 60:02}:{a % 60:02}–{b // 60:02}:{b % 60:02}" for a, b in shifts)
