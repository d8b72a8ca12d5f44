"""Random networks for the schedule engine: typed links, lags, shuffled positions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhongshu.engines.calendars import CalendarRules, DatedShifts, WorkingCalendars
from zhongshu.engines.network import Network

MONDAY = 20_003
HOUR, DAY = 60, 480
_MORNING, _AFTERNOON = (8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR)
OFFICE = CalendarRules(week=((_MORNING, _AFTERNOON),) * 5 + ((),) * 2)


@dataclass(frozen=True)
class Links:
    """The links of a random network, in days."""

    duration: NDArray[np.int64]
    before: NDArray[np.int64]
    after: NDArray[np.int64]
    kind: NDArray[np.int8]
    lag: NDArray[np.int64]


def random_links(n: int, seed: int, leads: bool = True) -> Links:
    """About 2.5 links an activity: 80 % FS, 10 % SS, 8 % FF, 2 % SF; one in five has a lag."""
    draw = np.random.default_rng(seed)
    n_links = int(2.5 * n)
    after = draw.integers(1, n, n_links)
    reach = np.minimum(after, max(20, n // 50))
    before = after - 1 - (draw.random(n_links) * reach).astype(np.int64)
    _, unique = np.unique(before * n + after, return_index=True)
    unique.sort()
    before, after = before[unique], after[unique]
    kind = draw.choice(4, after.size, p=[0.8, 0.1, 0.08, 0.02]).astype(np.int8)
    lag = np.where(
        draw.random(after.size) < 0.2, draw.integers(-2 if leads else 1, 6, after.size), 0
    )
    duration = draw.integers(1, 21, n)
    shuffled = draw.permutation(n)
    by_position = np.empty(n, dtype=np.int64)
    by_position[shuffled] = duration
    return Links(by_position, shuffled[before], shuffled[after], kind, lag)


def calendars(n_calendars: int, n_days: int) -> WorkingCalendars:
    """The office's calendar, and others with shifts and holidays of their own."""
    rules = [OFFICE]
    for row in range(1, n_calendars):
        start = (6 + row) * HOUR
        holidays = [
            DatedShifts(MONDAY + 7 * row + 365 * y, MONDAY + 7 * row + 365 * y + 4)
            for y in range(n_days // 365)
        ]
        rules.append(
            CalendarRules(
                week=(((start, start + 4 * HOUR), (start + 5 * HOUR, start + 9 * HOUR)),) * 5
                + (((start, start + 4 * HOUR),) if row % 2 else (), ()),
                exceptions=holidays,
            )
        )
    return WorkingCalendars.compile(rules, MONDAY - 400, MONDAY + n_days)


def network_of(links: Links, n_calendars: int, n_days: int, seed: int = 2) -> Network:
    """The links as a network of the engine, eight working hours to a day."""
    draw = np.random.default_rng(seed)
    return Network(
        calendars=calendars(n_calendars, n_days),
        project_start=MONDAY * 1440 + 8 * HOUR,
        duration=links.duration * DAY,
        calendar=draw.integers(0, n_calendars, links.duration.size),
        before=links.before,
        after=links.after,
        link_type=links.kind,
        lag=links.lag * DAY,
    )
