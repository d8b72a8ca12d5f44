"""Drivers: what holds each activity where it is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zhongshu.engines.compiling import compiled
from zhongshu.engines.hammocks import hollow_summaries
from zhongshu.engines.links import asked_start
from zhongshu.engines.network import Code, Flag, Int
from zhongshu.engines.placing import (
    BY_CHILDREN,
    BY_LINK,
    BY_PROJECT_FINISH,
    BY_PROJECT_START,
    BY_STATUS_DATE,
)
from zhongshu.engines.wiring import (
    CALENDAR,
    CODE,
    FIRST,
    FLAGS,
    GATE,
    IGNORED,
    INACTIVE,
    IS_GATE,
    IS_SUMMARY,
    LINK,
    MEMBER,
    NEEDS_MOMENT,
    SOURCE,
    SPAN,
    STARTED,
)

if TYPE_CHECKING:
    from zhongshu.engines.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Drivers:
    """What each date comes from.

    Attributes
    ----------
    kind : ndarray of int8, shape (n_activities,)
        Position in ``DRIVER_KINDS``.
    link : ndarray of int64, shape (n_activities,)
        Position of the driving link, or -1.
    activity : ndarray of int64, shape (n_activities,)
        The predecessor, the summary above, or the last child that drives; or -1.
    is_driving : ndarray of bool, shape (n_links,)
        Whether each link leaves its successor no room.
    slack : ndarray of int64, shape (n_links,)
        Working minutes between what each link asks and what its successor does; negative where
        the link is broken, zero for links of summaries and of inactive activities.
    gate_kind : ndarray of int8, shape (n_activities,)
        For a summary that its children wait for: what the wait comes from; -1 for others.
    gate_link, gate_above : ndarray of int64, shape (n_activities,)
        For such a summary: the link, or the summary further up, that it comes from; or -1.
    """

    kind: Code
    link: Int
    activity: Int
    is_driving: Flag
    slack: Int
    gate_kind: Code
    gate_link: Int
    gate_above: Int


def drivers_of(schedule: "Schedule") -> Drivers:
    """What the dates of a schedule come from.

    Parameters
    ----------
    schedule : Schedule
        The schedule to explain.

    Returns
    -------
    Drivers
        A driver for each activity, and whether each link drives.
    """
    network, state = schedule.network, schedule.passes
    n = network.n_activities
    waits = network.status_date > network.project_start and not network.is_from_finish
    found = Drivers(
        np.zeros(n, np.int8),
        np.full(n, -1),
        np.full(n, -1),
        np.zeros(network.n_links, np.bool_),
        np.zeros(network.n_links, np.int64),
        np.full(n, -1, np.int8),
        np.full(n, -1),
        np.full(n, -1),
    )
    _explain(
        state.tables,
        state.wiring,
        state.rules,
        state.early,
        state.dates,
        state.driver,
        state.driving,
        (found.kind, found.link, found.activity, found.is_driving, found.slack),
        (found.gate_kind, found.gate_link, found.gate_above),
        BY_STATUS_DATE if waits else BY_PROJECT_START,
    )
    if state.is_mirrored:
        found.kind[found.kind == BY_PROJECT_START] = BY_PROJECT_FINISH
    _explain_hammocks(schedule, found)
    return found


def _explain_hammocks(schedule: "Schedule", found: Drivers) -> None:
    """A hammock is where its links begin and end it, whichever way they point."""
    network, hammocks = schedule.network, schedule.hammocks
    hammock = hammocks.activity
    if not hammock.size:
        return
    found.kind[hollow_summaries(network)] = BY_CHILDREN
    link = np.where(hammocks.start_link >= 0, hammocks.start_link, hammocks.finish_link)
    hangs = link >= 0
    hammock, link = hammock[hangs], link[hangs]
    at_end = network.after[link] == hammock
    found.kind[hammock], found.link[hammock] = BY_LINK, link
    found.activity[hammock] = np.where(at_end, network.before[link], network.after[link])
    for links in (hammocks.start_link, hammocks.finish_link):
        found.is_driving[links[links >= 0]] = True


@compiled
def _look_at_links(
    tables: Any,
    wiring: Any,
    rules: Any,
    early: Any,
    dates: Any,
    is_driving: Any,
    slack: Any,
    rank: int,
) -> int:
    """Measure the room of every link into an activity; the first that leaves none, or -1."""
    nodes, edges = wiring.nodes, wiring.edges
    first, span = -1, nodes[rank, SPAN]
    for k in range(nodes[rank, FIRST], nodes[rank + 1, FIRST]):
        if edges[k, CODE] == GATE or edges[k, CODE] == MEMBER or edges[k, CODE] == IGNORED:
            continue
        asked = asked_start(
            tables, nodes, edges, rules.lag_calendar, early, dates, k, nodes[rank, CALENDAR], span
        )
        link = edges[k, LINK]
        slack[link] = (np.int64(early[rank, 0]) >> 1) - (asked >> 1)
        if edges[k, SOURCE] & 2:
            finish = (asked + span + (span & 1)) >> 1
            slack[link] = (np.int64(early[rank, 1]) >> 1) - finish
        if slack[link] == 0 and not nodes[rank, FLAGS] & STARTED:
            is_driving[link] = True
            first = k if first < 0 else first
    return first


@compiled
def _explain(
    tables: Any,
    wiring: Any,
    rules: Any,
    early: Any,
    dates: Any,
    driver: Any,
    driving: Any,
    found: Any,
    gates: Any,
    otherwise: int,
) -> None:
    nodes, edges = wiring.nodes, wiring.edges
    kind, link, cause, is_driving, slack = found
    gate_kind, gate_link, gate_above = gates
    n = kind.shape[0]
    for rank in range(nodes.shape[0] - 1):
        flags, activity = nodes[rank, FLAGS], wiring.order[rank]
        if flags & IS_GATE:
            summary = wiring.gated[activity - n]
            gate_kind[summary] = driver[rank]
            if driving[rank] >= 0:
                gate_link[summary] = edges[driving[rank], LINK]
                above = wiring.order[edges[driving[rank], SOURCE] >> 3]
                if edges[driving[rank], CODE] == GATE:
                    gate_above[summary] = wiring.gated[above - n]
                else:
                    is_driving[edges[driving[rank], LINK]] = True
            continue
        first = -1
        if not flags & IS_SUMMARY:
            first = _look_at_links(tables, wiring, rules, early, dates, is_driving, slack, rank)
        if flags & ~(NEEDS_MOMENT | INACTIVE) == 0:
            kind[activity] = BY_LINK if first >= 0 else otherwise
        else:
            kind[activity] = driver[rank]
            first = driving[rank]
        if first >= 0 and kind[activity] != otherwise:
            link[activity] = edges[first, LINK]
            node = wiring.order[edges[first, SOURCE] >> 3]
            cause[activity] = wiring.gated[node - n] if node >= n else node
