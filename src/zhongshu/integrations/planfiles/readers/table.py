"""Plans in CSV and Excel tables, whatever the columns are called and however they are outlined."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from zhongshu.integrations.planfiles.calendars import STANDARD_WEEK, WorkingTime
from zhongshu.integrations.planfiles.errors import PlanFileError
from zhongshu.integrations.planfiles.plan import (
    LEVEL_OF_EFFORT,
    Constraint,
    Finding,
    Plan,
    PlanAssignment,
    PlanBaseline,
    PlanCalendar,
    PlanLink,
    PlanResource,
    PlanTask,
)
from zhongshu.integrations.planfiles.readers import table_values as values
from zhongshu.integrations.planfiles.readers.table_columns import find_headings
from zhongshu.integrations.planfiles.readers.xer_tables import decode
from zhongshu.kit.formulas import unguarded

MAX_ROWS = 100_000
MAX_COLUMNS = 500
_CALENDAR_UID = 1
_FIRST_START, _LAST_FINISH = 480, 1020
# A row is a task when it has one of these; names may be missing.
_TASK_MARKS = ("name", "uid", "number", "code", "start")
_LEVEL_OF_EFFORT = re.compile(r"level.?of.?effort|\bloe\b|hammock|配合", re.IGNORECASE)
Row = list[Any]


def read_csv(content: bytes, file_name: str) -> Plan:
    """The plan of a delimited text in UTF-8, UTF-16, GB 18030 or Windows-1252.

    Raises
    ------
    PlanFileError
        When no headings are found or a row cannot be split.
    """
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = content.decode("utf-16") if is_wide else decode(content)
        dialect = csv.Sniffer().sniff(text[:8192], delimiters=",;\t|")
    except UnicodeDecodeError as broken:
        raise PlanFileError("bad_encoding") from broken
    except csv.Error:
        dialect = csv.excel
    reader = csv.reader(io.StringIO(text, newline=""), dialect)
    rows: list[Row] = []
    try:
        for row in reader:
            rows.append(list(row[:MAX_COLUMNS]))
            if len(rows) > MAX_ROWS:
                raise PlanFileError("too_many_rows", limit=MAX_ROWS)
    except csv.Error as broken:
        where = f"line {reader.line_num}"
        raise PlanFileError("broken_table", where=where, reason=str(broken)) from broken
    return _TableReader(rows, "csv", file_name).read()


def read_workbook(content: bytes, file_name: str) -> Plan:
    """The plan of the first sheet of a workbook that has known headings."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
        for sheet in sheets:
            rows = [row[:MAX_COLUMNS] for row in sheet.to_python(nrows=MAX_ROWS)]
            if find_headings(_texts(rows[:20]))[0] >= 0:
                return _TableReader(rows, "xlsx", file_name).read()
    except PasswordError as locked:
        raise PlanFileError("password_protected") from locked
    except (CalamineError, ValueError, KeyError) as broken:
        raise PlanFileError("broken_file", format="xlsx", reason=str(broken)[:200]) from broken
    raise PlanFileError("no_headings")


def _texts(rows: list[Row]) -> list[list[str]]:
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = "" if cell is None else str(cell)
    return unguarded(text)


class _TableReader:
    def __init__(self, rows: list[Row], file_format: str, file_name: str) -> None:
        self.rows = rows
        self.heading_row, self.columns = find_headings(_texts(rows[:20]))
        if self.heading_row < 0:
            raise PlanFileError("no_headings")
        self.plan = Plan(format=file_format, file_name=file_name)
        self.plan.name = self.plan.title = file_name.rpartition(".")[0]
        self.plan.calendar_uid = _CALENDAR_UID
        self.plan.calendars = [
            PlanCalendar(uid=_CALENDAR_UID, name="Standard", week=[list(d) for d in STANDARD_WEEK])
        ]
        self.lengths = values.DayLengths()
        self.working = WorkingTime(self.plan, _CALENDAR_UID)
        self.bad: dict[str, Finding] = {}
        self.predecessors: list[tuple[PlanTask, str, str]] = []
        self.resources: dict[str, PlanResource] = {}
        self.indents: list[int] = []

    def read(self) -> Plan:
        """Tasks row by row, then the outline, then the links, which may point forward."""
        for index, row in enumerate(self.rows[self.heading_row + 1 :], self.heading_row + 2):
            if any(self._cell(row, column).strip() for column in _TASK_MARKS):
                self._read_task(row, f"row {index}")
        self._outline()
        self._read_links()
        starts = [task.start for task in self.plan.tasks if task.start is not None]
        finishes = [task.finish for task in self.plan.tasks if task.finish is not None]
        self.plan.start, self.plan.finish = min(starts, default=None), max(finishes, default=None)
        self.plan.findings.extend(self.bad.values())
        return self.plan

    def _raw(self, row: Row, column: str) -> Any:
        index = self.columns.get(column, -1)
        return row[index] if 0 <= index < len(row) else ""

    def _cell(self, row: Row, column: str) -> str:
        return _text(self._raw(row, column))

    def _value(self, row: Row, column: str, where: str, parse: Callable[[Any], Any]) -> Any:
        """A parsed cell, ``None`` when empty or, with a finding, when it cannot be understood."""
        raw = self._raw(row, column)
        text = _text(raw).strip()
        if not text or text.upper() in ("NA", "N/A", "-", "—"):
            return None
        try:
            return parse(text if isinstance(raw, (str, float, int)) else raw)
        except (ValueError, ArithmeticError):
            if column in self.bad:
                self.bad[column].n += 1
            else:
                params = {"element": column, "value": text[:80]}
                self.bad[column] = Finding(
                    severity="warning", code="value_ignored", where=where, params=params
                )
            return None

    def _moment(self, row: Row, column: str, where: str, *, is_finish: bool = False) -> int | None:
        """A moment; a bare day is its first working minute, or its last for a finish."""
        found = self._value(row, column, where, values.day_or_moment)
        if found is None:
            return None
        at, has_time = found
        if has_time:
            return int(at)
        if is_finish:
            return self.working.last_finish(at + _LAST_FINISH)
        return self.working.next_start(at + _FIRST_START)

    def _read_task(self, row: Row, where: str) -> None:
        name = self._cell(row, "name")
        uid = self._value(row, "uid", where, lambda text: int(float(text)))
        number = self._value(row, "number", where, str)
        task = PlanTask(
            uid=uid if uid is not None else len(self.plan.tasks) + 1,
            number=int(float(number)) if number and _is_number(number) else None,
            name=name.strip(),
            code=self._cell(row, "code").strip() or ("" if _is_number(number) else number or ""),
            wbs_code=self._cell(row, "wbs_code").strip(),
            notes=self._cell(row, "notes").strip(),
        )
        self.indents.append(len(name) - len(name.lstrip(" \t\u3000")))
        task.outline_level = (
            self._value(row, "outline_level", where, lambda text: int(float(text))) or 0
        )
        self._read_schedule(task, row, where)
        self._read_progress(task, row, where)
        self.plan.tasks.append(task)
        for reference in values.split_links(self._cell(row, "predecessors")):
            self.predecessors.append((task, reference, where))
        self._read_resources(task, row)

    def _read_schedule(self, task: PlanTask, row: Row, where: str) -> None:
        task.start = self._moment(row, "start", where)
        task.finish = self._moment(row, "finish", where, is_finish=True)
        length = self._value(row, "duration", where, lambda t: values.duration(t, self.lengths))
        if length is not None:
            task.duration_minutes, task.is_elapsed = length
            task.duration_format = 8 if task.is_elapsed else 7
            task.is_estimated = "?" in self._cell(row, "duration")
        elif task.start is not None and task.finish is not None:
            task.duration_minutes = self.working.minutes_between(task.start, task.finish)
        task.is_milestone = values.is_yes(self._cell(row, "milestone"))
        if task.duration_minutes == 0 and not task.is_milestone:
            task.is_milestone = True
        if task.is_milestone and task.duration_minutes is None:
            task.duration_minutes = 0
        kind, task.constraint_at = self._read_constraint("constraint", row, where)
        task.constraint = kind or "asap"
        second, at = self._read_constraint("second_constraint", row, where)
        if second not in (None, "asap"):
            task.second_constraint, task.second_constraint_at = second, at
        if _LEVEL_OF_EFFORT.search(self._cell(row, "activity_type")):
            task.activity_type = LEVEL_OF_EFFORT
        task.deadline = self._moment(row, "deadline", where, is_finish=True)
        mode = self._cell(row, "mode").lower()
        task.mode = "manual" if "manual" in mode or "手动" in mode else "auto"

    def _read_constraint(
        self, column: str, row: Row, where: str
    ) -> tuple[Constraint | None, int | None]:
        kind: Constraint | None = self._value(row, column, where, values.constraint)
        is_finish = kind in ("fnet", "fnlt", "mfo")
        return kind, self._moment(row, f"{column}_at", where, is_finish=is_finish)

    def _read_progress(self, task: PlanTask, row: Row, where: str) -> None:
        task.percent_complete = self._value(row, "percent_complete", where, values.percent) or 0
        task.actual_start = self._moment(row, "actual_start", where)
        task.actual_finish = self._moment(row, "actual_finish", where, is_finish=True)
        task.state = self._value(row, "state", where, values.state)
        if not self._cell(row, "percent_complete").strip():
            _follow_state(task)
        left = self._value(row, "remaining", where, lambda t: values.duration(t, self.lengths))
        task.remaining_minutes = left[0] if left else None
        task.priority = self._value(row, "priority", where, lambda text: int(float(text))) or 500
        task.cost = self._value(row, "cost", where, values.money)
        task.fixed_cost = self._value(row, "fixed_cost", where, values.money)
        hours = values.DayLengths(per_day=480)
        work = self._value(row, "work", where, lambda text: _work_minutes(text, hours))
        task.work_minutes = work
        start = self._moment(row, "baseline_start", where)
        finish = self._moment(row, "baseline_finish", where, is_finish=True)
        if start is not None or finish is not None:
            task.baselines = [PlanBaseline(number=0, start=start, finish=finish)]

    def _read_resources(self, task: PlanTask, row: Row) -> None:
        for entry in values.split_links(self._cell(row, "resources")):
            name, _, units = entry.strip().partition("[")
            name = name.strip()
            if not name:
                continue
            resource = self.resources.get(name)
            if resource is None:
                uid = len(self.resources) + 1
                resource = PlanResource(uid=uid, number=uid, name=name)
                self.resources[name] = resource
                self.plan.resources.append(resource)
            share = units.rstrip("] ").rstrip("%")
            self.plan.assignments.append(
                PlanAssignment(
                    uid=len(self.plan.assignments) + 1,
                    task_uid=task.uid,
                    resource_uid=resource.uid,
                    units=values.money(share) / 100 if _is_number(share) else values.money("1"),
                )
            )

    def _outline(self) -> None:
        """Levels from their column, else from dotted WBS codes, else from indents."""
        tasks = self.plan.tasks
        if not any(task.outline_level for task in tasks):
            codes = [task.wbs_code.rstrip(".") for task in tasks]
            by_code = any("." in code for code in codes)
            depths = _depths(self.indents)
            for task, code, depth in zip(tasks, codes, depths, strict=True):
                task.outline_level = code.count(".") + 1 if by_code else depth
        lowest = min((task.outline_level for task in tasks), default=1)
        above: list[PlanTask] = []
        for task in tasks:
            task.outline_level += 1 - lowest
            while above and above[-1].outline_level >= task.outline_level:
                above.pop()
            task.parent_uid = above[-1].uid if above else None
            task.outline_level = len(above) + 1
            if above:
                above[-1].is_summary, above[-1].is_milestone = True, False
            above.append(task)

    def _read_links(self) -> None:
        known = self._references()
        for task, reference, where in self.predecessors:
            try:
                key, kind, lag, unit = values.link(reference, self.lengths)
            except ValueError:
                key, kind, lag, unit = reference.strip(), "fs", 0, "working"
            if key not in known:
                params = {"examples": [reference.strip()[:80]]}
                self.plan.findings.append(
                    Finding(
                        severity="error", code="link_to_missing_task", where=where, params=params
                    )
                )
                continue
            self.plan.links.append(
                PlanLink(
                    before_uid=known[key], after_uid=task.uid, type=kind, lag=lag, lag_unit=unit
                )
            )

    def _references(self) -> dict[str, int]:
        """What a predecessor may be called: number or row, code, WBS code, name, in this order."""
        tasks = list(enumerate(self.plan.tasks, 1))
        has_numbers = "number" in self.columns
        known = {task.name: task.uid for _, task in reversed(tasks)}
        known |= {task.wbs_code: task.uid for _, task in tasks if task.wbs_code}
        known |= {task.code: task.uid for _, task in tasks if task.code}
        if not has_numbers:
            return known | {str(position): task.uid for position, task in tasks}
        return known | {str(task.number): task.uid for _, task in tasks if task.number is not None}


def _follow_state(task: PlanTask) -> None:
    """Where only a state tells how far a task is, let its progress agree with it."""
    if task.state == "done":
        task.percent_complete = 100
    elif task.state in ("in_progress", "in_review") and task.actual_start is None:
        task.actual_start = task.start


def _is_number(text: str | None) -> bool:
    try:
        float(text or "")
    except ValueError:
        return False
    return True


def _work_minutes(text: str, lengths: values.DayLengths) -> int:
    """Work; a bare number is hours."""
    return round(float(text) * 60) if _is_number(text) else values.duration(text, lengths)[0]


def _depths(indents: list[int]) -> list[int]:
    """Outline levels of names by how far they are indented."""
    open_indents: list[int] = []
    depths = []
    for indent in indents:
        while open_indents and open_indents[-1] >= indent:
            open_indents.pop()
        open_indents.append(indent)
        depths.append(len(open_indents))
    return depths
