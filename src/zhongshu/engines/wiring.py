"""The wiring of a network: its activities in an order of work, with the links into each."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhongshu.engines.clock import NONE
from zhongshu.engines.compiling import compiled, lean
from zhongshu.engines.loops import CyclicNetwork, loop_of
from zhongshu.engines.network import (
    ASAP,
    ELAPSED,
    ELAPSED_PERCENT,
    FF,
    FS,
    MSO,
    PERCENT,
    PREDECESSOR,
    PROJECT,
    SF,
    SNET,
    SUCCESSOR,
    Flag,
    Int,
    Network,
    for_kernels,
    is_default,
)

# What a link into an activity asks for. All but SAME need moments, not only working instants.
SAME, CROSS, CROSS_LAG, OTHER_LAG, ELAPSED_LAG, GATE, MEMBER, SHARE, IGNORED = range(9)

# Columns of Wiring.nodes and of Wiring.edges.
(FIRST, SPAN, CALENDAR, FLAGS), (SOURCE, ADD, CODE, LINK) = range(4), range(4)

# What is special about an activity (bits).
SLOW_LINKS, SPECIAL, NEEDS_MOMENT, IS_GATE, IS_SUMMARY, INACTIVE, STARTED, DONE, ASKS_FINISH = (
    1 << bit for bit in range(9)
)


class Wiring(NamedTuple):
    """A network in an order of work; *rank* is the position in it.

    A summary is two nodes: a gate, which its children wait for, and the roll-up, which waits
    for its children. Gates follow the activities in ``order``'s numbering.

    A row of ``nodes`` holds the first of the edges into a node (they end where the next node's
    begin), twice its span less one (zero for a milestone), its calendar and its flags; one row
    more ends the last node's edges and holds the project's calendar and the one for elapsed time
    in the places of span and calendar. A row of
    ``edges`` holds the source: eight times the predecessor's rank, plus 4 if the link leaves its
    finish, plus 2 if it asks for the successor's finish, plus 1 if it has a lag; what to add,
    which for a SAME edge turns the predecessor's instant into the successor's start and for
    others is the lag in minutes (or per cent); the code; and the link.
    """

    order: NDArray[np.int32]
    rank: NDArray[np.int32]
    nodes: NDArray[np.int32]
    edges: NDArray[np.int32]
    gated: NDArray[np.int32]


def wire(network: Network) -> Wiring:
    """Bring a network into an order of work.

    Parameters
    ----------
    network : Network
        The activities and links.

    Returns
    -------
    Wiring
        The same network by rank.

    Raises
    ------
    CyclicNetwork
        If links, or links through summaries, form a loop.
    """
    calendar = effective_calendar(network)
    is_summary = network.is_summary
    gated = np.flatnonzero(_has_gate(network, is_summary)) if _any(is_summary) else _NOTHING
    before, after, code = _edges(network, is_summary, gated)
    n_nodes = network.n_activities + gated.size
    bounds, targets, n_into = _by_end(n_nodes, before, after)
    order, rank = _order_of_work(bounds, targets, n_into)
    if order.size < n_nodes:
        raise CyclicNetwork(loop_of(before, after, rank, network.n_activities, gated))
    nodes = _nodes(network, order, calendar, is_summary, gated, n_into)
    nodes[-1, SPAN], nodes[-1, CALENDAR] = network.project_calendar, network.calendars.elapsed
    edges = np.empty((len(before), 4), dtype=np.int32)
    links = (network.link_type, network.lag, network.lag_unit, network.lag_calendar)
    _fill_edges(
        rank, nodes, edges, before, after, code,
        tuple(for_kernels(values) for values in links),
        (network.duration, for_kernels(is_summary)),
        _is_uniform(network, nodes),
    )  # fmt: skip
    return Wiring(order, rank, nodes, edges, gated.astype(np.int32))


_NOTHING = np.empty(0, dtype=np.int64)


def effective_calendar(network: Network) -> Int:
    """The calendar that each activity's duration counts in.

    Parameters
    ----------
    network : Network
        The activities.

    Returns
    -------
    ndarray of int64, shape (n_activities,)
        Positions in the network's calendars.
    """
    if is_default(network.is_elapsed) or not network.is_elapsed.any():
        return network.calendar
    return np.where(network.is_elapsed, network.calendars.elapsed, network.calendar)


def spans(network: Network) -> Int:
    """Working minutes from start to finish: the duration and the gaps of splits.

    Parameters
    ----------
    network : Network
        The activities.

    Returns
    -------
    ndarray of int64, shape (n_activities,)
        Working minutes.
    """
    if not network.split_gap.size:
        return network.duration
    total = np.concatenate(([0], np.cumsum(network.split_gap)))
    gaps = total[network.split_bounds[1:]] - total[network.split_bounds[:-1]]
    return network.duration + gaps


def _any(flags: Flag) -> bool:
    return not is_default(flags) and bool(flags.any())


def _has_gate(network: Network, is_summary: Flag) -> Flag:
    waits = np.zeros(network.n_activities, dtype=bool)
    waits[network.after] = True
    waits |= (network.constraint == SNET) | (network.constraint == MSO)
    waits |= network.delay != 0
    return waits & is_summary


def _edges(network: Network, is_summary: Flag, gated: Int) -> tuple[Int, Int, NDArray[np.int8]]:
    """Links, then what the outline adds; an edge's code is SAME until it is looked at."""
    if not _any(is_summary):
        return network.before, network.after, np.empty(0, dtype=np.int8)
    n = network.n_activities
    gate = np.full(n, -1)
    gate[gated] = n + np.arange(gated.size)
    into = np.where(gate[network.after] >= 0, gate[network.after], network.after)
    child = np.flatnonzero(network.parent >= 0)
    parent = network.parent[child]
    counts = ~network.is_inactive[child] | network.is_inactive[parent]
    member, summary = child[counts], parent[counts]
    behind, gate_above = _gates_above(network.parent, gate, gated.size)
    before = np.concatenate((network.before, member, gate_above))
    after = np.concatenate((into, summary, behind))
    sizes = (network.n_links, member.size, behind.size)
    code = np.repeat(np.array([SAME, MEMBER, GATE], dtype=np.int8), sizes)
    return before, after, code


def _gates_above(parent: Int, gate: Int, n_gates: int) -> tuple[Int, Int]:
    """Pairs of a node and the nearest gate that stands above it."""
    if not n_gates:
        return _NOTHING, _NOTHING
    above = parent.copy()
    while True:  # one step up the outline per round, until a gate or the top
        climbs = (above >= 0) & (gate[above] < 0)
        if not climbs.any():
            break
        above[climbs] = parent[above[climbs]]
    held = np.flatnonzero(above >= 0)
    node = np.where(gate[held] >= 0, gate[held], held)
    return node, gate[above[held]]


def _nodes(
    network: Network, order: Any, calendar: Int, is_summary: Flag, gated: Int, n_into: Any
) -> NDArray[np.int32]:
    activity = order
    if gated.size:
        activity = np.concatenate((np.arange(network.n_activities), gated))[order]
    flags = _flags(network, is_summary)
    nodes = _gathered(order, activity, spans(network), for_kernels(calendar), flags, n_into)
    if flags.any():
        by_rank = nodes[:-1]
        is_gate = order >= network.n_activities
        by_rank[is_gate, FLAGS] = IS_GATE | (by_rank[is_gate, FLAGS] & INACTIVE)
        by_rank[(by_rank[:, FLAGS] & (IS_GATE | IS_SUMMARY)) != 0, SPAN] = 0
    return nodes


def _flags(network: Network, is_summary: Flag) -> NDArray[np.uint8]:
    flags = np.zeros(network.n_activities, dtype=np.uint8)
    given = ((name, getattr(network, name)) for name in _FLAGGED)
    for name, values in given:
        if not is_default(values):
            default, bits = _FLAGGED[name]
            flags |= (values != default) * np.uint8(bits)
    if not is_default(is_summary):
        flags |= is_summary * np.uint8(IS_SUMMARY)
    return flags


_FLAGGED = {
    "constraint": (ASAP, SPECIAL),
    "second_constraint": (ASAP, SPECIAL),
    "deadline": (NONE, SPECIAL),
    "delay": (0, SPECIAL),
    "is_manual": (False, SPECIAL),
    "is_inactive": (False, INACTIVE),
    "actual_start": (NONE, SPECIAL | STARTED),
    "actual_finish": (NONE, SPECIAL | STARTED | DONE),
}


@compiled
def _gathered(order: Any, activity: Any, span: Any, calendar: Any, flags: Any, n_into: Any) -> Any:
    n = activity.shape[0]
    nodes = np.empty((n + 1, 4), dtype=np.int32)
    first = 0
    for rank in range(n):
        position = activity[rank]
        minutes = span[position]
        nodes[rank, FIRST] = first
        # Twice the span, less one: a start is odd, a finish even; a milestone is one instant.
        nodes[rank, SPAN] = 2 * minutes - (minutes > 0)
        nodes[rank, CALENDAR] = calendar[position]
        nodes[rank, FLAGS] = flags[position]
        first += n_into[order[rank]]
    nodes[n, :] = 0
    nodes[n, FIRST] = first
    return nodes


def _is_uniform(network: Network, nodes: NDArray[np.int32]) -> bool:
    """Whether every link without a lag, or with a working one, is an addition of instants."""
    rows = nodes[:-1]
    if not rows.size or np.bitwise_or.reduce(rows[:, FLAGS]):
        return False
    if rows[:, CALENDAR].min() != rows[:, CALENDAR].max() or not is_default(network.lag_unit):
        return False
    return bool((network.lag_calendar <= SUCCESSOR).all())


@compiled
def _by_end(n_nodes: int, before: Any, after: Any) -> Any:
    """For each node the nodes that its edges lead to, and how many edges enter it."""
    bounds = np.zeros(n_nodes + 1, dtype=np.int32)
    n_into = np.zeros(n_nodes, dtype=np.int32)
    for edge in range(before.shape[0]):
        bounds[before[edge] + 1] += 1
        n_into[after[edge]] += 1
    for node in range(n_nodes):
        bounds[node + 1] += bounds[node]
    filled = bounds[:-1].copy()
    targets = np.empty(before.shape[0], dtype=np.int32)
    for edge in range(before.shape[0]):
        node = before[edge]
        targets[filled[node]] = after[edge]
        filled[node] += 1
    return bounds, targets, n_into


@compiled
def _order_of_work(bounds: Any, targets: Any, n_into: Any) -> Any:
    """Nodes so that each follows all it waits for, by breadth; shorter if there is a loop."""
    n = n_into.shape[0]
    waiting = n_into.copy()
    order = np.empty(n, dtype=np.int32)
    rank = np.full(n, -1, dtype=np.int32)
    n_ready = 0
    for node in range(n):
        if waiting[node] == 0:
            order[n_ready] = node
            n_ready += 1
    position = 0
    while position < n_ready:
        node = order[position]
        rank[node] = position
        position += 1
        for k in range(bounds[node], bounds[node + 1]):
            freed = targets[k]
            waiting[freed] -= 1
            if waiting[freed] == 0:
                order[n_ready] = freed
                n_ready += 1
    return order[:n_ready], rank


@compiled
def _fill_edges(
    rank: Any,
    nodes: Any,
    edges: Any,
    before: Any,
    after: Any,
    outline: Any,
    links: Any,
    activities: Any,
    is_uniform: bool,
) -> None:
    """Edges grouped by the rank they enter, ready for the passes."""
    link_type, lag, lag_unit, lag_calendar = links
    duration, is_summary = activities
    n_links, elapsed = link_type.shape[0], nodes[nodes.shape[0] - 1, CALENDAR]
    filled = nodes[:-1, FIRST].copy()
    for edge in range(before.shape[0]):
        position, target = rank[before[edge]], rank[after[edge]]
        slot = filled[target]
        filled[target] += 1
        if edge >= n_links:
            edges[slot, SOURCE], edges[slot, ADD] = position << 3, 0
            edges[slot, CODE], edges[slot, LINK] = outline[edge], -1
        else:
            minutes, code, kind = lag[edge], SAME, link_type[edge]
            if is_uniform:
                code = CROSS if kind == SF and minutes == 0 else SAME
            else:
                if minutes != 0:
                    is_elapsed = nodes[position, CALENDAR] == elapsed
                    share = duration[before[edge]], is_summary[before[edge]], is_elapsed
                    minutes, code = _lag_of(minutes, lag_unit[edge], share)
                    if code == SAME and not _in_own(nodes, position, target, lag_calendar[edge]):
                        code = OTHER_LAG
                code = _code_of(nodes, position, target, kind, minutes, code)
            edges[slot, CODE], edges[slot, LINK] = code, edge
            _write_link(nodes, edges, slot, position, target, kind, minutes)
        if edges[slot, CODE] != SAME:
            nodes[target, FLAGS] |= SLOW_LINKS | (ASKS_FINISH if edges[slot, SOURCE] & 2 else 0)
            nodes[position, FLAGS] |= NEEDS_MOMENT


@lean
def _write_link(
    nodes: Any, edges: Any, slot: int, position: int, target: int, kind: int, minutes: int
) -> None:
    at_finish = kind in (FS, FF)
    source = (position << 3) | (at_finish << 2) | ((kind >= FF) << 1) | (minutes != 0)
    edges[slot, SOURCE] = source
    edges[slot, ADD] = minutes
    if edges[slot, CODE] == SAME:
        span = nodes[target, SPAN]
        edges[slot, ADD] = 2 * minutes + (minutes < 0)
        if kind >= FF:
            edges[slot, ADD] -= span + (span & 1)


@lean
def _lag_of(lag: int, unit: int, share: Any) -> Any:
    """A lag in minutes, and its code if it does not count in working time."""
    duration, is_summary, is_elapsed = share
    if unit in (PERCENT, ELAPSED_PERCENT):
        if is_summary:
            return lag, SHARE
        lag = int(np.rint(duration * lag / 100.0))
    elapsed = unit in (ELAPSED, ELAPSED_PERCENT) or (unit == PERCENT and is_elapsed)
    return lag, ELAPSED_LAG if elapsed and lag != 0 else SAME


@lean
def _in_own(nodes: Any, position: int, target: int, choice: int) -> bool:
    """Whether a lag counts in its successor's calendar."""
    if choice == SUCCESSOR:
        return True
    row = nodes[target, CALENDAR]
    if choice == PREDECESSOR:
        return nodes[position, CALENDAR] == row
    return row == nodes[nodes.shape[0] - 1, SPAN if choice == PROJECT else CALENDAR]


@lean
def _code_of(nodes: Any, position: int, target: int, kind: int, minutes: int, code: int) -> int:
    """The code of a link, given that of its lag; nothing follows from an inactive activity."""
    flags = nodes[position, FLAGS], nodes[target, FLAGS]
    if flags[0] & INACTIVE and not flags[1] & INACTIVE:
        return IGNORED
    if code != SAME:
        return code
    differs = nodes[position, CALENDAR] != nodes[target, CALENDAR]
    if differs or (flags[0] | flags[1]) & (IS_SUMMARY | IS_GATE) or (kind == SF and minutes == 0):
        return CROSS if minutes == 0 else CROSS_LAG
    return SAME
