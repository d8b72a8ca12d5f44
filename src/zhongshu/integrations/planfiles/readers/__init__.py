"""Readers of plan files; the content, not the name, decides which one reads."""

from __future__ import annotations

from zhongshu.integrations.planfiles.errors import PlanFileError
from zhongshu.integrations.planfiles.findings import check
from zhongshu.integrations.planfiles.limits import check_archive, check_size, check_xml
from zhongshu.integrations.planfiles.plan import Plan
from zhongshu.integrations.planfiles.readers.formats import detect
from zhongshu.integrations.planfiles.readers.mpxj import read_with_mpxj
from zhongshu.integrations.planfiles.readers.mspdi import read_mspdi
from zhongshu.integrations.planfiles.readers.table import read_csv, read_workbook
from zhongshu.integrations.planfiles.readers.xer import read_xer


def read(content: bytes, file_name: str) -> Plan:
    """The (first) plan in a file, with findings about what was read and what looks wrong.

    Raises
    ------
    PlanFileError
        When the file is empty, too big, hostile, broken, protected or of no known format.
    """
    check_size(content)
    file_format = detect(content, file_name)
    plan = _read(content, file_name, file_format)
    if not plan.tasks and not plan.root:
        raise PlanFileError("no_tasks", format=file_format)
    plan.findings = check(plan)
    return plan


def _read(content: bytes, file_name: str, file_format: str) -> Plan:
    if file_format == "mspdi":
        return read_mspdi(content, file_name)
    if file_format == "xer":
        return read_xer(content, file_name)
    if file_format == "csv":
        return read_csv(content, file_name)
    if file_format == "xlsx":
        check_archive(content)
        return read_workbook(content, file_name)
    if file_format == "xls":
        return read_workbook(content, file_name)
    if file_format in ("pmxml", "ganttproject", "planner"):
        check_xml(content)
    return read_with_mpxj(content, file_name, file_format)
