"""The backward pass: how late every activity can be, and what it leaves its predecessors."""

from typing import Any

import numpy as np

from zhongshu.engines.clock import NONE, before, moment
from zhongshu.engines.compiling import lean, merged
from zhongshu.engines.links import FINISH, START, carried, hold_back
from zhongshu.engines.network import ALAP, FAR, FNLT, MFO, PROGRESS_OVERRIDE, SNLT
from zhongshu.engines.placing import (
    CONSTRAINT,
    CONSTRAINT_AT,
    DEADLINE,
    HONOURS,
    KEEPS_SUCCESSORS,
    PROGRESS_MODE,
    REMAINING,
    SECOND,
    SECOND_AT,
    constrained_finish,
)
from zhongshu.engines.wiring import (
    ADD,
    ASKS_FINISH,
    CALENDAR,
    CODE,
    CROSS,
    DONE,
    FIRST,
    FLAGS,
    INACTIVE,
    IS_GATE,
    IS_SUMMARY,
    SAME,
    SLOW_LINKS,
    SOURCE,
    SPAN,
    SPECIAL,
    STARTED,
)

# Places of what a node leaves its predecessors: instants, then moments, late and now.
STARTS, ENDS, STARTS_NOW, ENDS_NOW, START_AT, FINISH_AT, START_AT_NOW, FINISH_AT_NOW = range(8)


@lean
def latest_by_rules(
    tables: Any, own: Any, everywhere: Any, calendar: int, span: int, activity: int, finish: int
) -> int:
    """The latest finish that an activity's own constraints and deadline leave."""
    honours = everywhere[HONOURS] != 0
    if own[activity, DEADLINE] != NONE:
        finish = min(finish, before(tables, calendar, own[activity, DEADLINE]))
    kind, at = own[activity, SECOND], own[activity, SECOND_AT]
    if at != NONE:
        finish = constrained_finish(tables, calendar, span, kind, at, finish, honours)
    kind, at = own[activity, CONSTRAINT], own[activity, CONSTRAINT_AT]
    if at != NONE:
        finish = constrained_finish(tables, calendar, span, kind, at, finish, honours)
    return finish


@lean
def summary_limit(own: Any, limits: Any, activity: int, rank: int) -> None:
    """What a summary's own constraint and deadline ask of all its children."""
    kind, at = own[activity, CONSTRAINT], own[activity, CONSTRAINT_AT]
    if kind in (FNLT, MFO):
        limits[rank, 1] = min(limits[rank, 1], at)
    if kind == SNLT:
        limits[rank, 0] = min(limits[rank, 0], at)
    if own[activity, DEADLINE] != NONE:
        limits[rank, 1] = min(limits[rank, 1], own[activity, DEADLINE])


@lean
def limited(
    tables: Any,
    limits: Any,
    calendar: int,
    span: int,
    flags: int,
    finish: int,
    rank: int,
    which: int,
) -> int:
    """The latest finish, given the moments by which successors need a start or a finish."""
    if limits[rank, which + 1] != FAR:
        finish = min(finish, before(tables, calendar, limits[rank, which + 1]))
    if limits[rank, which] != FAR and not flags & STARTED:
        start = before(tables, calendar, limits[rank, which])
        if span:
            start = (start - 1) | 1  # work begins with a minute, not at the end of one
        finish = min(finish, start + span)
    return finish


@lean
def remaining_start(own: Any, activity: int, finish: int, span: int) -> int:
    """The latest instant at which the remaining work of a started activity goes on."""
    left = own[activity, REMAINING]
    if left < 0:
        return finish - span
    return finish - 2 * left + (left > 0)


@lean
def latest_of(
    tables: Any,
    nodes: Any,
    own: Any,
    everywhere: Any,
    early: Any,
    limits: Any,
    finish: int,
    rank: int,
    activity: int,
) -> int:
    """The late finish of an activity from what its successors and its rules leave."""
    flags, calendar, span = nodes[rank, FLAGS], nodes[rank, CALENDAR], nodes[rank, SPAN]
    if flags & DONE:
        return int(early[rank, FINISH])
    if limits.shape[0]:
        finish = limited(tables, limits, calendar, span, flags, finish, rank, 0)
    if flags & SPECIAL:
        finish = latest_by_rules(tables, own, everywhere, calendar, span, activity, finish)
    # A milestone falls on the end of work, but stays where it is if it cannot move.
    if span == 0 and finish >> 1 == early[rank, FINISH] >> 1:
        return int(early[rank, FINISH])
    return 2 * (finish >> 1)


@merged
def limit_node(  # noqa: C901 - one node in one piece: a call in the inner loop costs as much
    tables: Any,
    wiring: Any,
    rules: Any,
    early: Any,
    dates: Any,
    limits: Any,
    latest: Any,
    leaves: Any,
    rank: int,
) -> bool:
    """Settle the late finish of whatever stands at a rank, from what its successors left it.

    Fills ``leaves`` with what it leaves in turn; False if it holds no predecessor back.
    """
    nodes, order, own = wiring.nodes, wiring.order, rules.own
    flags = nodes[rank, FLAGS]
    finish, keeps = np.int64(latest[rank, 0]), False
    if not flags & (IS_GATE | IS_SUMMARY):
        finish = latest_of(tables, nodes, own, rules.all, early, limits, finish, rank, order[rank])
        if flags & SPECIAL and rules.all[KEEPS_SUCCESSORS]:
            keeps = own[order[rank], CONSTRAINT] == ALAP
        if keeps:
            finish = latest_without_push(tables, nodes, limits, latest, finish, rank)
        latest[rank, 0] = finish
    elif flags & IS_SUMMARY:
        summary_limit(own, limits, order[rank], rank)
    if flags & (INACTIVE | DONE):
        return False
    if flags & STARTED and rules.all[PROGRESS_MODE] == PROGRESS_OVERRIDE:
        return False
    start = finish - nodes[rank, SPAN]
    if flags & STARTED:
        start = remaining_start(own, order[rank], finish, nodes[rank, SPAN])
    leaves[STARTS], leaves[ENDS] = start, finish
    leaves[STARTS_NOW], leaves[ENDS_NOW] = early[rank, START], early[rank, FINISH]
    if flags & (IS_GATE | IS_SUMMARY):
        for side in range(4):
            leaves[START_AT + side] = limits[rank, side]
    elif flags & SLOW_LINKS:
        leave_moments(tables, nodes, early, dates, leaves, rank)
    if keeps:
        leaves[STARTS_NOW], leaves[ENDS_NOW] = start, finish
        leaves[START_AT_NOW], leaves[FINISH_AT_NOW] = leaves[START_AT], leaves[FINISH_AT]
    return True


@lean
def latest_without_push(
    tables: Any, nodes: Any, limits: Any, latest: Any, finish: int, rank: int
) -> int:
    """The latest finish that leaves all successors where they are."""
    span = nodes[rank, SPAN]
    limit = int(latest[rank, 1])
    if limits.shape[0]:
        flags, calendar = nodes[rank, FLAGS], nodes[rank, CALENDAR]
        limit = limited(tables, limits, calendar, span, flags, limit, rank, 2)
    return min(finish, 2 * (limit >> 1) if span else limit)


@merged
def leave_moments(tables: Any, nodes: Any, early: Any, dates: Any, leaves: Any, rank: int) -> None:
    """What a node leaves to predecessors on other calendars."""
    calendar, odd = nodes[rank, CALENDAR], nodes[rank, SPAN] & 1
    leaves[START_AT] = moment(tables, calendar, leaves[STARTS])
    leaves[START_AT_NOW] = dates[rank, START]
    if nodes[rank, FLAGS] & ASKS_FINISH:
        # What another calendar asks of a finish holds until work would go on.
        leaves[FINISH_AT] = moment(tables, calendar, leaves[ENDS] | odd)
        leaves[FINISH_AT_NOW] = moment(tables, calendar, early[rank, FINISH] | odd)


@merged
def leave(
    tables: Any,
    wiring: Any,
    rules: Any,
    dates: Any,
    limits: Any,
    latest: Any,
    leaves: Any,
    k: int,
    rank: int,
) -> None:
    """Carry what a node leaves over one edge to its predecessor."""
    nodes, edges = wiring.nodes, wiring.edges
    code, source = edges[k, CODE], edges[k, SOURCE]
    held = source >> 3
    if code == SAME:
        if nodes[held, FLAGS] & STARTED and not source & 4:
            return
        add, span = edges[k, ADD], nodes[held, SPAN]
        limit = carried(source, add, span, leaves[STARTS], leaves[ENDS])
        limit_now = carried(source, add, span, leaves[STARTS_NOW], leaves[ENDS_NOW])
        latest[held, 0] = min(latest[held, 0], limit)
        latest[held, 1] = min(latest[held, 1], limit_now)
    elif code == CROSS:
        left, asked = (source >> 2) & 1, (source >> 1) & 1
        limits[held, left] = min(limits[held, left], leaves[START_AT + asked])
        limits[held, left + 2] = min(limits[held, left + 2], leaves[START_AT_NOW + asked])
    else:
        hold_back(
            tables, nodes, edges, rules.lag_calendar, dates, limits, k, rank, 0,
            leaves[START_AT], leaves[FINISH_AT],
        )  # fmt: skip
        hold_back(
            tables, nodes, edges, rules.lag_calendar, dates, limits, k, rank, 2,
            leaves[START_AT_NOW], leaves[FINISH_AT_NOW],
        )  # fmt: skip


@lean
def backward(
    tables: Any,
    wiring: Any,
    rules: Any,
    early: Any,
    dates: Any,
    limits: Any,
    latest: Any,
    leaves: Any,
) -> None:
    """Find the latest finish of every activity that moves the project no more, or no other.

    The first column of ``latest`` comes in as the late finish of activities without successors
    and holds late finishes in the end; the second comes in unlimited and holds what the *early*
    dates of the successors leave, whose distance from the early finish is the free float.
    ``limits``, empty where nothing needs moments, collects for both what successors on other
    calendars leave to a start and to a finish.
    """
    nodes = wiring.nodes
    for rank in range(nodes.shape[0] - 2, -1, -1):
        if limit_node(tables, wiring, rules, early, dates, limits, latest, leaves, rank):
            for k in range(nodes[rank, FIRST], nodes[rank + 1, FIRST]):
                leave(tables, wiring, rules, dates, limits, latest, leaves, k, rank)
