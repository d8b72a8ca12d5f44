"""Primavera's calendars: nested brackets ``(0||name(attributes)(children))`` in one column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from zhongshu.integrations.planfiles.calendars import as_exceptions
from zhongshu.integrations.planfiles.errors import PlanFileError
from zhongshu.integrations.planfiles.plan import PlanCalendar, Shift
from zhongshu.integrations.planfiles.readers.xer_tables import Record, identity, place, text

_EPOCH = date(1899, 12, 30)
_MAX_DEPTH = 12
_TOKEN = re.compile(r"\(|\)|[^()]+")


@dataclass(slots=True)
class _Node:
    name: str
    attributes: dict[str, str]
    children: list[_Node] = field(default_factory=list)


def calendar(record: Record) -> PlanCalendar:
    """One row of the table ``CALENDAR``; raises ``PlanFileError`` for broken brackets."""
    name = text(record, "clndr_name")
    base = text(record, "base_clndr_id")
    read = PlanCalendar(
        uid=identity(record, "clndr_id"),
        name=name,
        base_uid=int(base) if base.isdecimal() else None,
        is_base=text(record, "clndr_type") != "CA_Rsrc",
    )
    data = text(record, "clndr_data")
    if not data:
        return read
    try:
        root = _parse(data)
        _fill(read, root)
    except (ValueError, IndexError, KeyError, OverflowError) as broken:
        where = f"{place(record, 'CALENDAR')} {name}"
        raise PlanFileError("broken_calendar", where=where, name=name) from broken
    return read


def _fill(read: PlanCalendar, root: _Node) -> None:
    exceptions: dict[date, list[Shift]] = {}
    for part in root.children:
        if part.name == "DaysOfWeek":
            for day in part.children:
                read.week[(int(day.name) + 5) % 7] = _shifts(day)
        elif part.name == "Exceptions":
            for each in part.children:
                day_number = int(each.attributes["d"])
                exceptions[_EPOCH + timedelta(days=day_number)] = _shifts(each)
    read.exceptions = as_exceptions(exceptions, "")


def _shifts(node: _Node) -> list[Shift]:
    shifts = []
    for each in node.children:
        if "s" not in each.attributes:
            continue
        begin, end = _clock(each.attributes["s"]), _clock(each.attributes["f"])
        shifts.append((begin, end if end > begin else 1440))
    return sorted(shifts)


def _clock(value: str) -> int:
    """The minute of a time such as ``08:00`` or ``1:00 PM``; 59 at the end means the full hour."""
    clock, _, half = value.strip().partition(" ")
    hours, minutes = (int(part) for part in clock.split(":")[:2])
    if half:
        hours = hours % 12 + (12 if half.upper().startswith("P") else 0)
    return hours * 60 + (60 if minutes == 59 else minutes)


def _parse(data: str) -> _Node:
    tokens = [
        token.strip("\x7f \r\n\t") for token in _TOKEN.findall(data) if token.strip("\x7f \r\n\t")
    ]
    node, end = _node(tokens, 0, 0)
    if end != len(tokens):
        raise ValueError("text after the calendar")
    return node


def _node(tokens: list[str], i: int, depth: int) -> tuple[_Node, int]:
    """The node that opens at ``i`` and the index after it."""
    if depth > _MAX_DEPTH:
        raise ValueError("too deep")
    _expect(tokens[i], "(")
    _number, _, name = tokens[i + 1].partition("||")
    _expect(tokens[i + 2], "(")
    i += 3
    attributes: dict[str, str] = {}
    if tokens[i] != ")":
        parts = tokens[i].split("|")
        attributes = dict(zip(parts[::2], parts[1::2], strict=False))
        i += 1
    _expect(tokens[i], ")")
    _expect(tokens[i + 1], "(")
    node, i = _Node(name, attributes), i + 2
    while tokens[i] == "(":
        child, i = _node(tokens, i, depth + 1)
        node.children.append(child)
    _expect(tokens[i], ")")
    _expect(tokens[i + 1], ")")
    return node, i + 2


def _expect(token: str, wanted: str) -> None:
    if token != wanted:
        raise ValueError(f"{wanted} expected, {token[:20]} found")
