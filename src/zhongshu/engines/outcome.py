"""What comes out of the passes, as moments and float by activity."""

from typing import Any

import numpy as np

from zhongshu.engines.backward import limited
from zhongshu.engines.clock import NONE, before, moment, worked_before
from zhongshu.engines.compiling import compiled, lean
from zhongshu.engines.network import FAR
from zhongshu.engines.wiring import (
    CALENDAR,
    CODE,
    DONE,
    FIRST,
    FLAGS,
    INACTIVE,
    IS_GATE,
    IS_SUMMARY,
    MEMBER,
    SLOW_LINKS,
    SOURCE,
    SPAN,
    SPECIAL,
    STARTED,
)

UNLIMITED = 2**30
"""A late finish that nothing limits."""


@compiled
def project_ends(tables: Any, wiring: Any, early: Any, dates: Any, n_calendars: int) -> Any:
    """First start and last finish of all active activities; NONE if outside the tables."""
    nodes = wiring.nodes
    first = np.full(n_calendars, FAR, dtype=np.int64)
    last = np.full(n_calendars, -FAR, dtype=np.int64)
    starts, ends = FAR, -FAR
    for rank in range(nodes.shape[0] - 1):
        flags = nodes[rank, FLAGS]
        if flags & (IS_GATE | IS_SUMMARY | INACTIVE):
            continue
        if flags & (SPECIAL | SLOW_LINKS):
            starts, ends = min(starts, dates[rank, 0]), max(ends, dates[rank, 1])
        else:
            row = nodes[rank, CALENDAR]
            first[row] = min(first[row], early[rank, 0])
            last[row] = max(last[row], early[rank, 1])
    for row in range(n_calendars):
        if first[row] != FAR:
            at = moment(tables, row, last[row])
            if at == NONE:
                return NONE, NONE
            ends = max(ends, at)
            starts = min(starts, moment(tables, row, first[row]))
    return starts, ends


@compiled
def late_finishes(
    tables: Any,
    wiring: Any,
    early: Any,
    n_calendars: int,
    finish: int,
    ends_are_critical: bool,
) -> Any:
    """Late finishes before the backward pass: the project's finish, or each end's own."""
    nodes, edges = wiring.nodes, wiring.edges
    n = nodes.shape[0] - 1
    bound = np.empty(n_calendars, dtype=np.int32)
    for row in range(bound.shape[0]):
        bound[row] = before(tables, row, finish)
    latest = np.empty((n, 2), dtype=np.int32)
    for rank in range(n):
        latest[rank, 0] = bound[nodes[rank, CALENDAR]]
        latest[rank, 1] = UNLIMITED
    if ends_are_critical:
        has_successor = np.zeros(n, dtype=np.bool_)
        for k in range(edges.shape[0]):
            if edges[k, CODE] != MEMBER:
                has_successor[edges[k, SOURCE] >> 3] = True
        for rank in range(n):
            if not has_successor[rank]:
                latest[rank, 0] = early[rank, 1]
    return latest


@compiled
def early_moments(tables: Any, wiring: Any, early: Any, dates: Any, n_activities: int) -> Any:
    """Early start and finish of every activity."""
    nodes = wiring.nodes
    starts = np.empty(n_activities, dtype=np.int64)
    finishes = np.empty(n_activities, dtype=np.int64)
    for rank in range(nodes.shape[0] - 1):
        flags = nodes[rank, FLAGS]
        if flags & IS_GATE:
            continue
        activity = wiring.order[rank]
        if flags & ~INACTIVE:
            starts[activity], finishes[activity] = dates[rank, 0], dates[rank, 1]
        else:
            row = nodes[rank, CALENDAR]
            starts[activity] = moment(tables, row, early[rank, 0])
            finishes[activity] = moment(tables, row, early[rank, 1])
    return starts, finishes


@compiled
def late_moments(
    tables: Any, wiring: Any, early: Any, latest: Any, starts: Any, finishes: Any
) -> Any:
    """Late start and finish of every activity; a summary spans its children's."""
    nodes = wiring.nodes
    late_start = np.full(starts.shape[0], FAR, dtype=np.int64)
    late_finish = np.full(starts.shape[0], -FAR, dtype=np.int64)
    for rank in range(nodes.shape[0] - 1):
        flags, row = nodes[rank, FLAGS], nodes[rank, CALENDAR]
        activity = wiring.order[rank]
        if flags & IS_GATE:
            continue
        if flags & IS_SUMMARY:
            _span_children(wiring, late_start, late_finish, rank)
        if flags & DONE or (flags & IS_SUMMARY and late_start[activity] == FAR):
            late_start[activity], late_finish[activity] = starts[activity], finishes[activity]
        elif not flags & IS_SUMMARY:
            late_finish[activity] = moment(tables, row, latest[rank, 0])
            if latest[rank, 0] >> 1 == early[rank, 1] >> 1:
                # A link may ask for the moment at which work would go on, not for its end.
                late_finish[activity] = max(late_finish[activity], finishes[activity])
            late_start[activity] = starts[activity]
            if not flags & STARTED:
                late_start[activity] = moment(tables, row, latest[rank, 0] - nodes[rank, SPAN])
    return late_start, late_finish


@lean
def _span_children(wiring: Any, late_start: Any, late_finish: Any, rank: int) -> None:
    nodes, edges, order = wiring.nodes, wiring.edges, wiring.order
    summary = order[rank]
    for k in range(nodes[rank, FIRST], nodes[rank + 1, FIRST]):
        if edges[k, CODE] == MEMBER:
            child = order[edges[k, SOURCE] >> 3]
            late_start[summary] = min(late_start[summary], late_start[child])
            late_finish[summary] = max(late_finish[summary], late_finish[child])


@compiled
def floats(
    tables: Any,
    wiring: Any,
    early: Any,
    latest: Any,
    limits: Any,
    dates: Any,
    late: Any,
) -> Any:
    """Total and free float of every activity, in working minutes of its calendar."""
    nodes = wiring.nodes
    n = late[0].shape[0]
    total_float = np.zeros(n, dtype=np.int64)
    free_float = np.zeros(n, dtype=np.int64)
    for rank in range(nodes.shape[0] - 1):
        flags = nodes[rank, FLAGS]
        if flags & IS_GATE:
            continue
        activity = wiring.order[rank]
        if flags & IS_SUMMARY:
            late_start, late_finish = late[0][activity], late[1][activity]
            found = _summary_floats(tables, nodes, dates, limits, late_start, late_finish, rank)
            total_float[activity], free_float[activity] = found
        elif not flags & DONE:
            found = _floats_of(tables, nodes, early, latest, limits, rank)
            total_float[activity], free_float[activity] = found
    return total_float, free_float


@lean
def _summary_floats(
    tables: Any,
    nodes: Any,
    dates: Any,
    limits: Any,
    late_start: int,
    late_finish: int,
    rank: int,
) -> Any:
    row = nodes[rank, CALENDAR]
    start = worked_before(tables, row, dates[rank, 0])
    finish = worked_before(tables, row, dates[rank, 1])
    at_start = worked_before(tables, row, late_start) - start
    whole = min(at_start, worked_before(tables, row, late_finish) - finish)
    free = whole
    if limits[rank, 3] != FAR:
        free = worked_before(tables, row, limits[rank, 3]) - finish
    return whole, max(0, free)


@lean
def _floats_of(tables: Any, nodes: Any, early: Any, latest: Any, limits: Any, rank: int) -> Any:
    flags, row, span = nodes[rank, FLAGS], nodes[rank, CALENDAR], nodes[rank, SPAN]
    finish = np.int64(early[rank, 1]) >> 1
    whole = (np.int64(latest[rank, 0]) >> 1) - finish
    if not flags & STARTED:
        start = np.int64(early[rank, 0]) >> 1
        whole = min(whole, (np.int64(latest[rank, 0] - span) >> 1) - start)
    limit = np.int64(latest[rank, 1])
    if limits.shape[0]:
        limit = limited(tables, limits, row, span, flags, limit, rank, 2)
    free = (limit >> 1) - finish if limit < UNLIMITED else whole
    return whole, max(0, min(whole, free))
