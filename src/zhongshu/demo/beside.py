"""What runs beside the work in some projects: regular meetings, and support that lasts as long."""

from typing import Any

from zhongshu.demo.chance import Chance
from zhongshu.demo.company import Company
from zhongshu.kit.ids import uuid7
from zhongshu.kit.moments import date_of
from zhongshu.planning.changes import Draft
from zhongshu.planning.models import Task
from zhongshu.planning.open_plan import LinkRow, TaskRow
from zhongshu.planning.operations import BLANK
from zhongshu.planning.outline import GAP
from zhongshu.planning.recurring import add_recurring_task

_MEETING = ("项目例会", "Status meeting")
_SUPPORT = ("项目管理与现场支持", "Project management and site support")
_SHARE = 0.2
_HOUR = 60
_MONDAY_AT = 10 * 60
_MOST = 20


def add_what_runs_beside(
    company: Company, draft: Draft, leaves: list[str], weeks: float, chance: Chance
) -> None:
    """Add a status meeting to some projects, and a hammock over all the work to others."""
    if chance.happens(_SHARE):
        _add_meeting(company, draft, weeks)
    if chance.happens(_SHARE):
        _add_support(company, draft, leaves)


def _add_meeting(company: Company, draft: Draft, weeks: float) -> None:
    interval = 1 if weeks <= _MOST else 2 if weeks <= 2 * _MOST else 4
    key = str(uuid7())
    pattern: dict[str, Any] = {
        "frequency": "weekly",
        "interval": interval,
        "weekdays": [0],
        "from_date": date_of(draft.settings["start"]).isoformat(),
        "count": max(3, min(_MOST, int(0.8 * weeks / interval))),
        "start_minute": _MONDAY_AT,
    }
    add_recurring_task(
        draft,
        {
            "id": key,
            "name": company.said(*_MEETING),
            "duration_minutes": _HOUR,
            "recurrence": pattern,
        },
    )
    draft.set_task(key, position=draft.last_number * GAP)


def _add_support(company: Company, draft: Draft, leaves: list[str]) -> None:
    start = draft.settings["start"]
    key = str(uuid7())
    draft.last_number += 1
    dates = dict.fromkeys(("start", "finish", "late_start", "late_finish"), start)
    draft.tasks[key] = TaskRow(**{
        **BLANK,
        **dates,
        "id": key,
        "number": draft.last_number,
        "parent_id": None,
        "position": draft.last_number * GAP,
        "name": company.said(*_SUPPORT),
        "kind": Task.Kind.HAMMOCK.value,
    })  # fmt: skip
    for before, kind in ((leaves[0], "ss"), (leaves[-1], "ff")):
        link = str(uuid7())
        draft.links[link] = LinkRow(link, before, key, kind, 0, "working", 1)
