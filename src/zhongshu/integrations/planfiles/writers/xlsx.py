"""A workbook of the plan with headings in Chinese and English, which can be read back."""

from __future__ import annotations

import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook

from zhongshu.integrations.planfiles.calendars import lineage
from zhongshu.integrations.planfiles.moments import datetime_of
from zhongshu.integrations.planfiles.plan import Plan
from zhongshu.integrations.planfiles.writers.task_table import (
    Moment,
    TaskTable,
    at_moment,
    cell_text,
)

_MOMENT_FORMAT, _DATE_FORMAT = "yyyy-mm-dd hh:mm", "yyyy-mm-dd"
_WEEKDAYS = ("周一 Mon", "周二 Tue", "周三 Wed", "周四 Thu", "周五 Fri", "周六 Sat", "周日 Sun")


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
        if plan.mark:
            workbook.set_properties({"author": plan.mark, "comments": plan.mark})
        _Writer(plan, workbook).write()
    return buffer.getvalue()


class _Writer:
    def __init__(self, plan: Plan, workbook: Workbook) -> None:
        self.plan = plan
        self.workbook = workbook
        self.heading = workbook.add_format({"bold": True, "bg_color": "#E8EDF3", "border": 1})
        self.moment = workbook.add_format({"num_format": _MOMENT_FORMAT})
        self.day = workbook.add_format({"num_format": _DATE_FORMAT})
        self.bold = workbook.add_format({"bold": True})
        self.table = TaskTable(plan)
        self.numbers, self.resources = self.table.numbers, self.table.resources

    def write(self) -> None:
        self._write_tasks()
        self._write_links()
        self._write_resources()
        self._write_assignments()
        self._write_calendars()

    def _sheet(self, name: str, headings: Iterable[tuple[str, int]]) -> Any:
        sheet = self.workbook.add_worksheet(name)
        for column, (heading, width) in enumerate(headings):
            sheet.write_string(0, column, cell_text(heading), self.heading)
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        if self.plan.mark:
            sheet.set_footer(f"&L{self.plan.mark.replace('&', '&&')}")
        return sheet

    def _put(self, sheet: Any, row: int, column: int, value: Any, style: Any = None) -> None:
        if value is None or value == "":
            return
        if isinstance(value, Moment):
            sheet.write_datetime(row, column, datetime_of(value.at), self.moment)
        elif isinstance(value, bool):
            sheet.write_string(row, column, "是 Yes" if value else "")
        elif isinstance(value, (int, float, Decimal)):
            sheet.write_number(row, column, float(value), style)
        else:
            sheet.write_string(row, column, cell_text(str(value)), style)

    def _write_tasks(self) -> None:
        columns = self.table.columns()
        sheet = self._sheet("任务 Tasks", [(name, width) for name, width, _ in columns])
        sheet.freeze_panes(1, 4)
        for row, task in enumerate(self.plan.tasks, 1):
            style = self.bold if task.is_summary else None
            for column, (_, _, value) in enumerate(columns):
                self._put(sheet, row, column, value(task), style)
            if task.outline_level > 1:
                sheet.set_row(row, None, None, {"level": min(task.outline_level - 1, 7)})
        sheet.autofilter(0, 0, max(len(self.plan.tasks), 1), len(columns) - 1)

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
                link.type.upper(), self.table.lag(link).removeprefix("+"),
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
                _hours(each.actual_work_minutes), each.cost, at_moment(each.start),
                at_moment(each.finish),
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


def _hours(minutes: int | None) -> float | None:
    return None if minutes is None else round(minutes / 60, 2)


def _shifts(shifts: list[tuple[int, int]] | None) -> str:
    if shifts is None:
        return "沿用 inherited"
    if not shifts:
        return "休 off"
    return ", ".join(f"{a // 60:02}:{a % 60:02}–{b // 60:02}:{b % 60:02}" for a, b in shifts)
