"""The tasks of a plan as comma-separated values, which spreadsheets open and we read back."""

from __future__ import annotations

import csv
import io
from typing import Any

from zhongshu.integrations.planfiles.moments import datetime_of
from zhongshu.integrations.planfiles.plan import Plan
from zhongshu.integrations.planfiles.writers.task_table import Moment, TaskTable, cell_text

# Without it, Excel takes the file for one in the alphabet of the machine.
_BYTE_ORDER_MARK = "\ufeff"


def write_csv(plan: Plan) -> bytes:
    """The tasks as a table with the headings of the workbook."""
    columns = TaskTable(plan).columns()
    if plan.mark:
        columns.append(("导出 Taken out", 0, lambda _: plan.mark))
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(cell_text(heading) for heading, _, _ in columns)
    for task in plan.tasks:
        writer.writerow(_text(value(task)) for _, _, value in columns)
    return (_BYTE_ORDER_MARK + buffer.getvalue()).encode()


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "是 Yes"
    if isinstance(value, Moment):
        return datetime_of(value.at).strftime("%Y-%m-%d %H:%M")
    return cell_text(value) if isinstance(value, str) else str(value)
