"""Which columns a table of people or units may have, and how their cells are read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email


class BadCell(ValueError):
    """A cell does not hold what its column asks for; the text is the refusal's code."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, the headers by which it is known, how it is read.

    ``refers_to`` names the kind of thing that the cell's text points at.
    """

    field: str
    headers: tuple[str, ...]
    read: Callable[[str], str]
    is_required: bool = False
    refers_to: str = ""


def _text(limit: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if len(cell) > limit:
            raise BadCell("too_long")
        return cell

    return read


def _email(cell: str) -> str:
    try:
        validate_email(cell)
    except ValidationError as error:
        raise BadCell("not_an_email") from error
    return cell


def _date(cell: str) -> str:
    """A day as ``2026-03-02``, ``2026/3/2``, ``20260302`` or ``2026年3月2日``."""
    found = re.fullmatch(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?", cell)
    try:
        return date(*(int(part) for part in found.groups())).isoformat() if found else _refused()
    except ValueError as error:
        raise BadCell("not_a_date") from error


def _refused() -> str:
    raise BadCell("not_a_date")


_LONG = _text(200)

PEOPLE = (
    Column(
        "employee_number",
        ("工号", "员工编号", "人员编号", "employee number", "employee id", "employee no"),
        _text(40),
        is_required=True,
    ),
    Column("name", ("姓名", "名字", "name", "full name"), _LONG, is_required=True),
    Column("email", ("邮箱", "电子邮箱", "电子邮件", "email", "e-mail"), _email),
    Column(
        "unit",
        ("部门", "部门编码", "组织单元", "所属部门", "unit", "unit code", "department"),
        _LONG,
        is_required=True,
        refers_to="unit",
    ),
    Column(
        "manager",
        ("上级", "直属上级", "上级工号", "直接上级", "manager", "manager number", "reports to"),
        _LONG,
        refers_to="person",
    ),
    Column("position", ("岗位", "职位", "职务", "position", "job title", "title"), _text(100)),
    Column("location", ("地点", "工作地点", "办公地点", "location", "site"), _text(100)),
    Column("calendar", ("日历", "工作日历", "calendar"), _LONG, refers_to="calendar"),
    Column("joins_on", ("入职日期", "入职", "joins on", "hire date", "start date"), _date),
    Column("leaves_on", ("离职日期", "离职", "leaves on", "leaving date", "end date"), _date),
)

UNITS = (
    Column(
        "code",
        ("编码", "部门编码", "单元编码", "组织编码", "code", "unit code"),
        _text(40),
        is_required=True,
    ),
    Column("name", ("名称", "部门名称", "单元名称", "name", "unit name"), _LONG, is_required=True),
    Column(
        "parent",
        ("上级", "上级编码", "上级部门", "上级单元", "parent", "parent code", "parent unit"),
        _LONG,
        refers_to="unit",
    ),
    Column("head", ("负责人", "负责人工号", "head", "head number"), _LONG, refers_to="person"),
    Column("calendar", ("日历", "工作日历", "calendar"), _LONG, refers_to="calendar"),
    Column("valid_from", ("生效日期", "成立日期", "valid from"), _date),
)

COLUMNS = {"people": PEOPLE, "units": UNITS}
KEYS = {"people": "employee_number", "units": "code"}
PARENTS = {"people": "manager", "units": "parent"}
OWN_KIND = {"people": "person", "units": "unit"}


def match_headers(kind: str, header: list[str]) -> tuple[dict[int, str], list[str]]:
    """Which field each column fills, by its position, and the headers that nothing knows.

    A field's own name is a header too. Case, spaces and underscores do not matter.
    """
    known = {
        _plain(text): column.field
        for column in COLUMNS[kind]
        for text in (*column.headers, column.field)
    }
    fields: dict[int, str] = {}
    unknown = []
    for position, text in enumerate(header):
        field = known.get(_plain(text))
        if field is None or field in fields.values():
            unknown.append(text)
        else:
            fields[position] = field
    return fields, [text for text in unknown if text]


def _plain(text: str) -> str:
    return re.sub(r"[\s_\-*（）()]+", "", text).lower()
