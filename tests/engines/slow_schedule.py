"""A second scheduler, slow and plain, written from the definitions to check the engine by.

It walks over minutes: working time is a sorted list of the minutes worked, and there is no
working instant anywhere.
"""

from bisect import bisect_left

import numpy as np

from zhongshu.engines.calendars import WorkingCalendars
from zhongshu.engines.network import FF, FS, SF, Network
from zhongshu.engines.schedule import Schedule


def worked_minutes(calendars: WorkingCalendars, row: int) -> list[int]:
    """Every minute a calendar works, as the moment at which it begins."""
    works = calendars.patterns[calendars.days[row]].ravel()
    return (np.flatnonzero(works) + calendars.first_day * 1440).tolist()


def early_work(network: Network, plan: Schedule) -> tuple[list[int], list[list[int]]]:
    """For each activity: how many minutes of its calendar lie before its earliest start.

    The earliest start is what the links ask for, seen from the dates that ``plan`` gives to the
    predecessors: where work ends on Friday evening and goes on on Monday, both moments are the
    same place in the one calendar and different places in another.
    """
    worked = [
        worked_minutes(network.calendars, row) for row in range(network.calendars.n_calendars)
    ]
    rows = network.calendar.tolist()
    earliest = [bisect_left(worked[row], network.project_start) for row in rows]
    for source, target, kind, lag in zip(
        network.before, network.after, network.link_type, network.lag, strict=True
    ):
        reached = plan.finish[source] if kind in (FS, FF) else plan.start[source]
        needed = bisect_left(worked[rows[target]], reached) + int(lag)
        if kind in (FF, SF):
            needed -= int(network.duration[target])
        earliest[target] = max(earliest[target], needed)
    return earliest, worked
