"""A second scheduler, slow and plain, written from the definitions to check the engine by.

It walks over minutes: working time is a sorted list of the minutes worked, links are followed
by recursion, and there is no working instant anywhere.
"""

from bisect import bisect_left
from collections.abc import Callable
from functools import cache

import numpy as np

from zhongshu.engines.calendars import WorkingCalendars
from zhongshu.engines.network import FF, FS, SF, Network


def worked_minutes(calendars: WorkingCalendars, row: int) -> list[int]:
    """Every minute a calendar works, as the moment at which it begins."""
    works = calendars.patterns[calendars.days[row]].ravel()
    return (np.flatnonzero(works) + calendars.first_day * 1440).tolist()


def early_work(network: Network) -> tuple[Callable[[int], int], list[list[int]]]:
    """For each activity: how many minutes of its calendar lie before its start."""
    worked = [
        worked_minutes(network.calendars, row) for row in range(network.calendars.n_calendars)
    ]
    rows = network.calendar.tolist()
    duration = network.duration.tolist()
    into: list[list[int]] = [[] for _ in duration]
    for link, target in enumerate(network.after.tolist()):
        into[target].append(link)

    def at_start(row: int, before: int) -> int:
        return worked[row][before]

    def at_finish(row: int, before: int) -> int:
        return worked[row][before - 1] + 1

    @cache
    def start(activity: int) -> int:
        row = rows[activity]
        earliest = bisect_left(worked[row], network.project_start)
        for link in into[activity]:
            earliest = max(earliest, asked(link, row, duration[activity]))
        return earliest

    def asked(link: int, row: int, minutes: int) -> int:
        source = int(network.before[link])
        kind, lag = network.link_type[link], int(network.lag[link])
        if kind in (FS, FF):
            moment = at_finish(rows[source], start(source) + duration[source])
        else:
            moment = at_start(rows[source], start(source))
        needed = bisect_left(worked[row], moment) + lag
        return needed - minutes if kind in (FF, SF) else needed

    return start, worked
