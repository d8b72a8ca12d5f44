"""The worked pieces of a split task, from the pauses that planning keeps."""

from __future__ import annotations

from zhongshu.integrations.planfiles.plan import Shift
from zhongshu.planning.arranging import calendar_of, working
from zhongshu.planning.open_plan import OpenPlan, TaskRow


def worked_pieces(plan: OpenPlan, row: TaskRow) -> list[Shift]:
    """The spans in which a split task is worked on, empty for any other."""
    if not row.splits:
        return []
    _, calendars = working(plan)
    calendar = calendar_of(plan, row)
    pieces: list[Shift] = []
    start, done = row.start, 0
    for after, gap in row.splits:
        finish = calendars.add(calendar, start, after - done)
        pieces.append((start, finish))
        start = calendars.next_start(calendar, calendars.add(calendar, finish, gap))
        done = after
    pieces.append((start, row.finish))
    return pieces
