"""Warming up: the compiled kernels are made, or read from the cache, before anybody waits."""

import numpy as np

from zhongshu.engines.calendars import CalendarRules, WorkingCalendars
from zhongshu.engines.causes import causes
from zhongshu.engines.network import FF, FNET, PERCENT, SNET, Network
from zhongshu.engines.patching import Reschedule
from zhongshu.engines.schedule import schedule

_OFFICE = CalendarRules(week=(((480, 720), (780, 1020)),) * 5 + ((),) * 2)


def warm_up() -> None:
    """Compile every kernel of the schedule engine, or load it from the cache on disk.

    The first call on a machine compiles for some seconds and releases the interpreter only
    between kernels, so call it in a background thread or process; later calls are instant.
    """
    calendars = WorkingCalendars.compile([_OFFICE], 19_900, 20_100)
    monday = 20_003 * 1440
    network = Network(
        calendars=calendars,
        project_start=monday,
        duration=np.array([480, 0, 480, 480, 0, 0]),
        calendar=np.array([0, 0, 0, 1, 0, 0]),
        parent=np.array([-1, -1, 1, 1, -1, -1]),
        is_hammock=np.array([False, False, False, False, False, True]),
        constraint=np.array([SNET, 0, 0, FNET, 0, 0], dtype=np.int8),
        constraint_at=np.full(6, monday + 1440),
        before=np.array([0, 2, 1, 5]),
        after=np.array([1, 3, 4, 4]),
        link_type=np.array([0, FF, 0, 0], dtype=np.int8),
        lag=np.array([60, 50, 0, 0]),
        lag_unit=np.array([0, PERCENT, 0, 0], dtype=np.int8),
    )
    dated = schedule(network)
    causes(network, dated, 4)
    plain = Reschedule(
        Network(
            calendars=calendars,
            project_start=monday,
            duration=np.array([480, 480]),
            before=np.array([0]),
            after=np.array([1]),
        )
    )
    plain.set_duration(0, 960)
    calendars.between(0, monday, monday + 1440)
    calendars.add_all(network.calendar, dated.start, network.duration)
    calendars.between_all(network.calendar, dated.start, dated.finish)
