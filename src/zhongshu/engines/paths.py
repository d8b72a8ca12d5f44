"""Paths: the chains of driving links that carry the project's finish."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from zhongshu.engines.network import Int, Network
from zhongshu.engines.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of activities, each held by the one before.

    Attributes
    ----------
    activities : list of int
        Positions, from the first to the last.
    float_minutes : int
        The total float of its last activity: how much the whole chain may slip.
    is_critical : bool
        Whether that float is within the network's limit for critical.
    """

    activities: list[int]
    float_minutes: int
    is_critical: bool


def critical_paths(network: Network, schedule: Schedule, limit: int = 10) -> list[Path]:
    """The distinct chains of critical and nearly critical activities, the tightest first.

    Parameters
    ----------
    network : Network
        The network that was scheduled.
    schedule : Schedule
        Its schedule.
    limit : int
        The most paths to return.

    Returns
    -------
    list of Path
        Chains that end where no other activity is held, ordered by float, then by finish.

    Examples
    --------
    >>> from zhongshu.engines.calendars import ROUND_THE_CLOCK, WorkingCalendars
    >>> from zhongshu.engines.schedule import schedule
    >>> network = Network(
    ...     calendars=WorkingCalendars.compile([ROUND_THE_CLOCK], 0, 9), project_start=0,
    ...     duration=np.array([20, 30, 50, 0]),
    ...     before=np.array([0, 0, 1, 2]), after=np.array([1, 2, 3, 3]),
    ... )
    >>> [path.activities for path in critical_paths(network, schedule(network))]
    [[0, 2, 3]]
    """
    counted = (schedule.is_critical | schedule.is_near_critical) & ~network.is_summary
    drives = schedule.is_driving_link & counted[network.before] & counted[network.after]
    before, after = network.before[drives], network.after[drives]
    into: dict[int, list[int]] = {}
    for source, target in sorted(zip(before.tolist(), after.tolist(), strict=True)):
        into.setdefault(target, []).append(source)
    ends = np.setdiff1d(np.flatnonzero(counted), before)
    paths: list[Path] = []
    for end in _tightest_first(schedule, ends):
        float_minutes = int(schedule.total_float[end])
        for chain in _chains(int(end), into):
            if len(paths) == limit:
                return paths
            is_critical = float_minutes <= network.critical_float
            paths.append(Path(chain, float_minutes, is_critical))
    return paths


def _tightest_first(schedule: Schedule, ends: Int) -> Int:
    return ends[np.lexsort((-schedule.finish[ends], schedule.total_float[ends]))]


def _chains(end: int, into: dict[int, list[int]]) -> Iterator[list[int]]:
    """Every chain that leads to an activity, without recursion: chains can be long."""
    pending = [(end, iter(into.get(end, ())))]
    has_source = [end in into]
    while pending:
        source = next(pending[-1][1], None)
        if source is None:
            if not has_source[-1]:
                yield [activity for activity, _ in reversed(pending)]
            pending.pop()
            has_source.pop()
        else:
            pending.append((source, iter(into.get(source, ()))))
            has_source.append(source in into)
