"""Split tasks of Microsoft Project's XML, which only the time-phased work of assignments shows."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from zhongshu.integrations.planfiles.calendars import WorkingTime
from zhongshu.integrations.planfiles.moments import exact_duration, moment
from zhongshu.integrations.planfiles.plan import Shift
from zhongshu.integrations.planfiles.readers.xml_values import children, text

_REMAINING_WORK, _ACTUAL_WORK = "1", "2"


def worked_pieces(assignment: Element) -> list[Shift]:
    """Spans with work; time without a value or with none lies between them."""
    segments = []
    for phase in children(assignment, "TimephasedData"):
        if text(phase, "Type") in (_REMAINING_WORK, _ACTUAL_WORK):
            value = text(phase, "Value")
            work = exact_duration(value) if value else 0.0
            segments.append((moment(text(phase, "Start")), moment(text(phase, "Finish")), work))
    pieces: list[Shift] = []
    is_open = False
    for start, finish, work in sorted(segments):
        if not work:
            is_open = False
        elif is_open:
            pieces[-1] = (pieces[-1][0], max(pieces[-1][1], finish))
        else:
            pieces.append((start, finish))
            is_open = True
    return pieces


def joined(pieces: Iterable[Shift]) -> list[Shift]:
    """The union of spans that may overlap."""
    union: list[Shift] = []
    for start, finish in sorted(pieces):
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], finish))
        else:
            union.append((start, finish))
    return union


def splits(pieces: Iterable[Shift], working: WorkingTime) -> list[Shift]:
    """The worked pieces of a task on its calendar, empty unless working time lies between."""
    apart: list[Shift] = []
    for start, finish in joined(pieces):
        begin, end = working.next_start(start), working.last_finish(finish)
        if begin >= end:
            continue
        if apart and working.next_start(apart[-1][1]) >= begin:
            apart[-1] = (apart[-1][0], end)
        else:
            apart.append((begin, end))
    return apart if len(apart) > 1 else []
