"""Links as the passes see them: what each asks of its successor, and leaves its predecessor."""

from typing import Any

import numpy as np

from zhongshu.engines.clock import after, before, moment, plus, worked_before
from zhongshu.engines.compiling import lean
from zhongshu.engines.network import FAR, PREDECESSOR, PROJECT, SUCCESSOR
from zhongshu.engines.wiring import (
    ADD,
    CALENDAR,
    CODE,
    CROSS,
    CROSS_LAG,
    ELAPSED_LAG,
    GATE,
    IGNORED,
    LINK,
    MEMBER,
    SAME,
    SHARE,
    SOURCE,
    SPAN,
)

START, FINISH = 0, 1


@lean
def lag_minutes(tables: Any, nodes: Any, edges: Any, dates: Any, k: int) -> int:
    """A link's lag in minutes; of a summary's duration if it is a share of it."""
    minutes = edges[k, ADD]
    if edges[k, CODE] != SHARE:
        return minutes
    rank = edges[k, SOURCE] >> 3
    row = nodes[rank, CALENDAR]
    finish = worked_before(tables, row, dates[rank, FINISH])
    return ((finish - worked_before(tables, row, dates[rank, START])) * minutes) // 100


@lean
def lag_row(nodes: Any, edges: Any, lag_calendar: Any, k: int, calendar: int) -> int:
    """The calendar in which a link's lag counts, given its successor's."""
    choice = lag_calendar[edges[k, LINK]]
    if choice == PREDECESSOR:
        return int(nodes[edges[k, SOURCE] >> 3, CALENDAR])
    if choice == SUCCESSOR:
        return calendar
    # The last node's row has room for what holds for the whole network.
    return int(nodes[nodes.shape[0] - 1, SPAN if choice == PROJECT else CALENDAR])


@lean
def lagged(
    tables: Any, nodes: Any, edges: Any, lag_calendar: Any, dates: Any, k: int, calendar: int,
    at: int,
) -> int:  # fmt: skip
    """The moment that a link with a lag makes of the moment it starts from."""
    if edges[k, CODE] == ELAPSED_LAG:
        return at + edges[k, ADD]
    minutes = lag_minutes(tables, nodes, edges, dates, k)
    row = lag_row(nodes, edges, lag_calendar, k, calendar)
    return moment(tables, row, plus(after(tables, row, at), minutes))


@lean
def unlagged(
    tables: Any, nodes: Any, edges: Any, lag_calendar: Any, dates: Any, k: int, calendar: int,
    at: int,
) -> int:  # fmt: skip
    """The latest moment from which a link still reaches ``at``."""
    code = edges[k, CODE]
    if code == CROSS or at == FAR:
        return at
    if code == ELAPSED_LAG:
        return at - edges[k, ADD]
    minutes = lag_minutes(tables, nodes, edges, dates, k)
    row = calendar
    if code != CROSS_LAG:
        row = lag_row(nodes, edges, lag_calendar, k, calendar)
    # The last working minute from which the lag, ending or going back, does not pass ``at``.
    worked = ((before(tables, row, at) - (minutes < 0)) >> 1) - minutes
    return moment(tables, row, 2 * worked + 1)


@lean
def asked_start(
    tables: Any,
    nodes: Any,
    edges: Any,
    lag_calendar: Any,
    early: Any,
    dates: Any,
    k: int,
    calendar: int,
    span: int,
) -> int:
    """The instant before which a link does not let its successor start."""
    source, code = edges[k, SOURCE], edges[k, CODE]
    if code == SAME:
        return (early[source >> 3, (source >> 2) & 1] & ~(source & 1)) + edges[k, ADD]
    if code == IGNORED:
        return -FAR
    at = dates[source >> 3, (source >> 2) & 1]
    if code in (CROSS, GATE):
        start = after(tables, calendar, at)
    elif code == CROSS_LAG:
        start = plus(after(tables, calendar, at), edges[k, ADD])
    else:
        at = lagged(tables, nodes, edges, lag_calendar, dates, k, calendar, at)
        start = after(tables, calendar, at)
    return start - (span + (span & 1)) if source & 2 else start


@lean
def hold_back(
    tables: Any,
    nodes: Any,
    edges: Any,
    lag_calendar: Any,
    dates: Any,
    limits: Any,
    k: int,
    rank: int,
    which: int,
    start_at: int,
    finish_at: int,
) -> None:
    """Carry the limit of a successor over one slow edge to its predecessor.

    ``which`` is 0 for the limits of late dates, 2 for those of free float.
    """
    source, code = edges[k, SOURCE], edges[k, CODE]
    held = source >> 3
    if code == IGNORED:
        return
    if code == GATE:
        limits[held, which] = min(limits[held, which], start_at)
    elif code == MEMBER:
        limits[held, which + 1] = min(limits[held, which + 1], finish_at)
        starts = limits[rank, which]
        if starts != FAR and dates[held, START] == dates[rank, START]:
            limits[held, which] = min(limits[held, which], starts)
    else:
        at = finish_at if source & 2 else start_at
        if code != CROSS:
            calendar = np.int64(nodes[rank, CALENDAR])
            at = unlagged(tables, nodes, edges, lag_calendar, dates, k, calendar, at)
        side = which + ((source >> 2) & 1)
        limits[held, side] = min(limits[held, side], at)


@lean
def carried(source: int, add: int, held_span: int, start: int, finish: int) -> int:
    """The latest finish that a successor's dates leave over an edge within one calendar."""
    # Without branches: which kind of link comes next cannot be predicted.
    has_lag = source & 1
    came = start ^ ((start ^ finish) & -((source >> 1) & 1))
    side = has_lag * (1 - (add & 1)) + (1 - has_lag) * (came & 1)
    leaves_start = 1 - ((source >> 2) & 1)
    twice = (held_span + (held_span & 1)) * leaves_start
    return 2 * ((start >> 1) - (add >> 1)) + side + twice
