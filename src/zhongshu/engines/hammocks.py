"""Hammocks: activities that last exactly as long as those that they are linked to.

They stay out of the passes, so that nothing follows from them, and are dated afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from zhongshu.engines.calendars import OutsideCalendar
from zhongshu.engines.clock import NONE, after, before, moment
from zhongshu.engines.compiling import compiled
from zhongshu.engines.loops import CyclicNetwork, loop_of
from zhongshu.engines.network import (
    ASAP,
    ELAPSED,
    ELAPSED_PERCENT,
    FAR,
    FS,
    PERCENT,
    PREDECESSOR,
    PROJECT,
    SF,
    SS,
    SUCCESSOR,
    Flag,
    Int,
    Network,
    is_default,
)
from zhongshu.engines.wiring import LINK, Wiring, effective_calendar, wire

_NO_RULES = {
    "constraint": ASAP,
    "second_constraint": ASAP,
    "deadline": NONE,
    "delay": 0,
    "is_manual": False,
    "actual_start": NONE,
    "actual_finish": NONE,
}
_NOBODY = np.empty(0, dtype=np.int64)
_OF_LINKS = ("before", "after", "link_type", "lag", "lag_unit", "lag_calendar")


@dataclass(frozen=True, slots=True)
class Hammocks:
    """What the hammocks of a network hang on; empty where it has none.

    Attributes
    ----------
    activity : ndarray of int64, shape (n_hammocks,)
        Positions of the hammocks.
    start_link, finish_link : ndarray of int64, shape (n_hammocks,)
        The links that give the start and the finish, or -1.
    is_backwards : ndarray of bool, shape (n_hammocks,)
        Whether what gives the finish lies before what gives the start.
    """

    activity: Int
    start_link: Int
    finish_link: Int
    is_backwards: Flag


NO_HAMMOCKS = Hammocks(_NOBODY, _NOBODY, _NOBODY, np.empty(0, dtype=np.bool_))


def has_hammocks(network: Network) -> bool:
    """Whether a network has any hammock.

    Parameters
    ----------
    network : Network
        The network.

    Returns
    -------
    bool
        True if one activity is a hammock.
    """
    return not is_default(network.is_hammock) and bool(network.is_hammock.any())


def wired(network: Network) -> Wiring:
    """The wiring of a network without its hammocks.

    Parameters
    ----------
    network : Network
        The activities and links.

    Returns
    -------
    Wiring
        Hammocks, and summaries of nothing but hammocks, are inactive and without links in it;
        edges name links by their positions in the network.

    Raises
    ------
    CyclicNetwork
        If links, or links through summaries, form a loop.
    """
    if not has_hammocks(network):
        return wire(network)
    hammock = network.is_hammock
    kept = np.flatnonzero(~(hammock[network.before] | hammock[network.after]))
    wiring = wire(_skeleton(network, kept))
    of_links = wiring.edges[:, LINK] >= 0
    wiring.edges[of_links, LINK] = kept[wiring.edges[of_links, LINK]]
    return wiring


def hang(network: Network, start: Int, finish: Int) -> Hammocks:
    """Date the hammocks of a network, and let the summaries above span them.

    Parameters
    ----------
    network : Network
        The network, with calendars that reach as far as its dates.
    start, finish : ndarray of int64, shape (n_activities,)
        The dates of all others; those of hammocks and their summaries are filled in.

    Returns
    -------
    Hammocks
        The links that each hammock hangs on.

    Raises
    ------
    CyclicNetwork
        If hammocks hang on each other.
    OutsideCalendar
        If a lag leads beyond the calendars.

    Notes
    -----
    A hammock lasts from the earliest start that any link of its own start gives to the latest
    finish that any link of its own finish gives, whether the link comes from a predecessor or
    goes to a successor, and counts in its own calendar, as Primavera dates an activity of the
    type level of effort [1]_. Where one end has no link, it falls on the other, and the
    hammock takes no time.

    References
    ----------
    .. [1] Oracle, "Primavera P6 Professional Help", topic "Level of effort activity".
    """
    found = NO_HAMMOCKS
    if not has_hammocks(network):
        return found
    for some in _rounds(network):
        found = _joined(found, _hang(network, some, start, finish))
    spread(network, start, finish)
    return found


def spread(network: Network, start: Int, finish: Int) -> None:
    """Let summaries span the hammocks below them.

    Parameters
    ----------
    network : Network
        The network.
    start, finish : ndarray of int64, shape (n_activities,)
        Dates; those of summaries above hammocks change.
    """
    hollow = hollow_summaries(network)
    start[hollow], finish[hollow] = FAR, -FAR
    climbing = np.flatnonzero(network.is_hammock & _counts(network, hollow))
    while (climbing := climbing[network.parent[climbing] >= 0]).size:
        above = network.parent[climbing]
        is_free = ~network.is_manual[above]
        np.minimum.at(start, above[is_free], start[climbing[is_free]])
        np.maximum.at(finish, above[is_free], finish[climbing[is_free]])
        climbing = np.unique(above)


def hollow_summaries(network: Network) -> Flag:
    """The summaries that have no dates but those of hammocks.

    Parameters
    ----------
    network : Network
        The network.

    Returns
    -------
    ndarray of bool, shape (n_activities,)
        True for such summaries.
    """
    has_dates = ~network.is_summary & ~network.is_hammock | network.is_manual
    climbing = np.flatnonzero(has_dates)
    while climbing.size:
        above = np.unique(network.parent[climbing])
        climbing = above[(above >= 0) & ~has_dates[above]]
        has_dates[climbing] = True
    return network.is_summary & ~has_dates


def _counts(network: Network, hollow: Flag) -> Flag:
    """Activities that the summary above spans: no inactive one, unless there is no other."""
    above = network.parent
    return ~network.is_inactive | network.is_inactive[above] | hollow[above]


def _skeleton(network: Network, kept: Int) -> Network:
    """The network with hammocks as idle activities that no link and no summary knows."""
    idle = network.is_hammock | hollow_summaries(network)
    changes: dict[str, Any] = {name: getattr(network, name)[kept] for name in _OF_LINKS}
    for name, default in _NO_RULES.items():
        values = getattr(network, name)
        if not is_default(values):
            changes[name] = np.where(idle, values.dtype.type(default), values)
    return network.with_changes(
        **changes,
        duration=np.where(idle, 0, network.duration),
        parent=np.where(idle, -1, network.parent),
        is_inactive=network.is_inactive | idle,
    )


def _rounds(network: Network) -> Iterator[Int]:
    """The hammocks in rounds: each follows those that it is linked behind."""
    both = network.is_hammock[network.before] & network.is_hammock[network.after]
    sources, targets = network.before[both], network.after[both]
    waiting = np.flatnonzero(network.is_hammock)
    while waiting.size:
        held = np.isin(waiting, targets)
        if held.all():
            n, rank = network.n_activities, np.full(network.n_activities, -1)
            raise CyclicNetwork(loop_of(sources, targets, rank, n, _NOBODY))
        yield waiting[~held]
        waiting = waiting[held]
        stays = np.isin(sources, waiting)
        sources, targets = sources[stays], targets[stays]


def _joined(one: Hammocks, other: Hammocks) -> Hammocks:
    return Hammocks(
        *(
            np.concatenate((getattr(one, name), getattr(other, name)))
            for name in ("activity", "start_link", "finish_link", "is_backwards")
        )
    )


def _hang(network: Network, some: Int, start: Int, finish: Int) -> Hammocks:
    hammock, link, at, is_start = _asked(network, some, start, finish)
    n = network.n_activities
    start_at, start_link = _first(n, hammock[is_start], link[is_start], at[is_start])
    ends = ~is_start
    finish_at, finish_link = _first(n, hammock[ends], link[ends], -at[ends])
    start_at, finish_at = start_at[some], -finish_at[some]
    begins = np.where(start_at == FAR, NONE, start_at)
    ended = np.where(finish_at == -FAR, NONE, finish_at)
    begins = np.where((begins == NONE) & (ended == NONE), network.project_start, begins)
    rows = effective_calendar(network)[some]
    start[some], finish[some] = _spans(network.calendars.tables, rows, begins, ended)
    if (start[some] == NONE).any() or (finish[some] == NONE).any():
        raise OutsideCalendar("a hammock reaches beyond the calendars")
    known = (start_link[some] >= 0) & (finish_link[some] >= 0)
    return Hammocks(some, start_link[some], finish_link[some], known & (finish_at < start_at))


def _asked(network: Network, some: Int, start: Int, finish: Int) -> tuple[Int, Int, Int, Flag]:
    """For each link at a hammock: the hammock, the link, the moment it gives, and to which end."""
    is_some = np.zeros(network.n_activities, dtype=np.bool_)
    is_some[some] = True
    into = np.flatnonzero(is_some[network.after])
    # Of two hammocks the one behind hangs on the one before, not the other way round.
    out = np.flatnonzero(is_some[network.before] & ~network.is_hammock[network.after])
    kind_in, kind_out = network.link_type[into], network.link_type[out]
    driver = np.concatenate((network.before[into], network.after[out]))
    hammock = np.concatenate((network.after[into], network.before[out]))
    link = np.concatenate((into, out))
    from_start = np.concatenate((np.isin(kind_in, (SS, SF)), np.isin(kind_out, (FS, SS))))
    is_start = np.concatenate((np.isin(kind_in, (FS, SS)), np.isin(kind_out, (SS, SF))))
    at = np.where(from_start, start[driver], finish[driver])
    sign = np.repeat([1, -1], [into.size, out.size])
    moved = _lagged(network, link, at, sign, start, finish)
    calendars = network.calendars
    if moved.size and not all(calendars.reaches(int(one)) for one in (moved.min(), moved.max())):
        raise OutsideCalendar("a lag of a hammock leads beyond the calendars")
    tells = ~network.is_inactive[driver] | network.is_inactive[hammock]
    tells &= ~hollow_summaries(network)[driver]
    return hammock[tells], link[tells], moved[tells], is_start[tells]


def _lagged(network: Network, link: Int, at: Int, sign: Int, start: Int, finish: Int) -> Int:
    """Moments with the lags of links added, or taken away again."""
    calendars, rows = network.calendars, effective_calendar(network)
    before_it, unit = network.before[link], network.lag_unit[link]
    length = network.duration[before_it].copy()
    spans = network.is_summary[before_it] | network.is_hammock[before_it]
    held = before_it[spans]
    length[spans] = calendars.between_all(rows[held], start[held], finish[held])
    share = np.rint(length * network.lag[link] / 100.0).astype(np.int64)
    minutes = sign * np.where(unit >= PERCENT, share, network.lag[link])
    is_elapsed = (unit == ELAPSED) | (unit == ELAPSED_PERCENT)
    is_elapsed |= (unit == PERCENT) & (rows[before_it] == calendars.elapsed)
    choice = network.lag_calendar[link]
    row = np.full(link.size, calendars.elapsed)
    for code, chosen in (
        (PREDECESSOR, rows[before_it]),
        (SUCCESSOR, rows[network.after[link]]),
        (PROJECT, np.full(link.size, network.project_calendar)),
    ):
        row = np.where(choice == code, chosen, row)
    worked = calendars.add_all(row, at, np.where(is_elapsed, 0, minutes))
    return np.where(is_elapsed, at + minutes, worked)


def _first(n: int, hammock: Int, link: Int, at: Int) -> tuple[Int, Int]:
    """The least moment asked of each activity, and the first link that asks for it."""
    least, which = np.full(n, FAR, dtype=np.int64), np.full(n, -1, dtype=np.int64)
    order = np.lexsort((link, at, hammock))
    asked, place = np.unique(hammock[order], return_index=True)
    least[asked], which[asked] = at[order[place]], link[order[place]]
    return least, which


@compiled
def _spans(tables: Any, calendar: Any, begins: Any, ended: Any) -> Any:
    """Starts and finishes that lie in working time; no time passes where one end is missing."""
    starts, finishes = np.empty_like(begins), np.empty_like(begins)
    for position in range(begins.shape[0]):
        row = calendar[position]
        if begins[position] == NONE:
            last = before(tables, row, ended[position])
            starts[position] = finishes[position] = moment(tables, row, 2 * (last >> 1))
            continue
        first = after(tables, row, begins[position]) | 1
        starts[position] = finishes[position] = moment(tables, row, first)
        if ended[position] != NONE:
            last = before(tables, row, ended[position])
            if last >> 1 > first >> 1:
                finishes[position] = moment(tables, row, 2 * (last >> 1))
    return starts, finishes
