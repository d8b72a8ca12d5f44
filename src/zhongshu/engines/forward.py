"""The forward pass: every activity as early as its links and rules allow.

Where both ends of a link count in one calendar, a link is an addition of working instants; only
other links look at moments.
"""

from typing import Any

import numpy as np

from zhongshu.engines.clock import NONE, after, moment, plus
from zhongshu.engines.compiling import lean, merged
from zhongshu.engines.links import FINISH, START, asked_start, lagged
from zhongshu.engines.network import ALAP, FAR, MSO, SNET
from zhongshu.engines.placing import (
    BY_CHILDREN,
    BY_CONSTRAINT,
    BY_LINK,
    BY_MANUAL,
    BY_PROJECT_START,
    BY_STATUS_DATE,
    BY_SUMMARY,
    CONSTRAINT,
    CONSTRAINT_AT,
    DELAY,
    IS_MANUAL,
    MANUAL_FINISH,
    MANUAL_START,
    N_ACTIVITIES,
    PROJECT_START,
    STATUS_DATE,
    place,
    place_manual,
    place_started,
)
from zhongshu.engines.wiring import (
    ADD,
    CALENDAR,
    CODE,
    CROSS,
    CROSS_LAG,
    FIRST,
    FLAGS,
    GATE,
    IGNORED,
    INACTIVE,
    IS_GATE,
    IS_SUMMARY,
    MEMBER,
    NEEDS_MOMENT,
    SOURCE,
    SPAN,
    SPECIAL,
    STARTED,
)


@lean
def gate_moment(
    tables: Any, nodes: Any, edges: Any, lag_calendar: Any, dates: Any, k: int, calendar: int
) -> int:
    """The moment before which a link into a summary lets none of its children start."""
    source, code = edges[k, SOURCE], edges[k, CODE]
    at = dates[source >> 3, (source >> 2) & 1]
    if source & 2 or code == IGNORED:  # a summary's finish is its children's: nothing to ask
        return NONE
    if code == CROSS_LAG:
        return moment(tables, calendar, plus(after(tables, calendar, at), edges[k, ADD]))
    if code in (CROSS, GATE):
        return at
    return lagged(tables, nodes, edges, lag_calendar, dates, k, calendar, at)


@lean
def open_gate(
    tables: Any, wiring: Any, rules: Any, dates: Any, driver: Any, driving: Any, rank: int
) -> None:
    """When the children of a summary may begin."""
    nodes, edges, own = wiring.nodes, wiring.edges, rules.own
    activity = wiring.gated[wiring.order[rank] - rules.all[N_ACTIVITIES]]
    opens, cause = rules.all[PROJECT_START], BY_PROJECT_START
    for k in range(nodes[rank, FIRST], nodes[rank + 1, FIRST]):
        at = gate_moment(tables, nodes, edges, rules.lag_calendar, dates, k, nodes[rank, CALENDAR])
        if at != NONE and at >= opens:
            opens, cause = at, BY_LINK if edges[k, CODE] != GATE else BY_SUMMARY
            driving[rank] = k
    kind = own[activity, CONSTRAINT]
    if kind in (SNET, MSO) and own[activity, CONSTRAINT_AT] > opens:
        opens, cause = own[activity, CONSTRAINT_AT], BY_CONSTRAINT
        driving[rank] = -1
    driver[rank] = cause
    dates[rank, START] = dates[rank, FINISH] = opens + own[activity, DELAY]


@lean
def roll_up(
    tables: Any, wiring: Any, rules: Any, dates: Any, driver: Any, driving: Any, rank: int
) -> None:
    """The dates of a summary: those of its first and last child, or its own if manual."""
    nodes, edges, own = wiring.nodes, wiring.edges, rules.own
    activity, row = wiring.order[rank], nodes[rank, CALENDAR]
    driver[rank] = BY_CHILDREN
    starts, ends = FAR, -FAR
    for k in range(nodes[rank, FIRST], nodes[rank + 1, FIRST]):
        if edges[k, CODE] == MEMBER:
            child = edges[k, SOURCE] >> 3
            starts = min(starts, dates[child, START])
            if dates[child, FINISH] > ends:
                ends = dates[child, FINISH]
                driving[rank] = k
    if starts == FAR:
        starts = ends = moment(tables, row, after(tables, row, rules.all[PROJECT_START]))
    if own[activity, IS_MANUAL]:
        driver[rank] = BY_MANUAL
        if own[activity, MANUAL_START] != NONE:
            starts = own[activity, MANUAL_START]
        if own[activity, MANUAL_FINISH] != NONE:
            ends = own[activity, MANUAL_FINISH]
    dates[rank, START], dates[rank, FINISH] = starts, ends


@lean
def finishes_at_start(edges: Any, k: int) -> bool:
    """Whether a link without a lag makes an activity end just where another begins (SF).

    Microsoft Project then shows the finish at that beginning, not on the evening before.
    """
    return edges[k, CODE] == CROSS and edges[k, SOURCE] & 6 == 2


@lean
def place_special(
    tables: Any,
    own: Any,
    everywhere: Any,
    calendar: int,
    span: int,
    activity: int,
    started: int,
    start: int,
    asked: int,
    late: int,
    out: Any,
) -> int:
    """Date an activity that has rules of its own; the driver, or -1 if links decide."""
    if started:
        return place_started(tables, own, everywhere, calendar, span, activity, asked, out)
    if own[activity, IS_MANUAL] and (
        own[activity, MANUAL_START] != NONE or own[activity, MANUAL_FINISH] != NONE
    ):
        return place_manual(tables, own, everywhere, calendar, span, activity, out)
    wish = NONE
    if own[activity, CONSTRAINT] == ALAP and late != NONE:
        wish = (2 * (late >> 1) if span & 1 else late) - span
    return place(tables, own, everywhere, calendar, span, activity, start, wish, out)


@merged
def date(  # noqa: C901 - one activity in one piece: a call in the inner loop costs as much as it
    tables: Any,
    wiring: Any,
    rules: Any,
    bound: Any,
    late: Any,
    early: Any,
    dates: Any,
    driver: Any,
    driving: Any,
    out: Any,
    rank: int,
) -> None:
    """Date one activity, which may have links over calendars or rules of its own."""
    nodes, edges = wiring.nodes, wiring.edges
    flags, calendar, span = nodes[rank, FLAGS], nodes[rank, CALENDAR], nodes[rank, SPAN]
    start = int(bound[calendar])
    asked, by, last_at, last = -FAR, -1, -FAR, -1
    for k in range(nodes[rank, FIRST], nodes[rank + 1, FIRST]):
        code, source = edges[k, CODE], edges[k, SOURCE]
        if (code == CROSS and not source & 2) or code == GATE:
            at = dates[source >> 3, (source >> 2) & 1]
            if at > last_at:
                last_at, last = at, k
        else:
            this = asked_start(
                tables, nodes, edges, rules.lag_calendar, early, dates, k, calendar, span
            )
            if this > asked:
                asked, by = this, k
    if last >= 0:
        this = after(tables, calendar, last_at)
        if this > asked:
            asked, by = this, last
    cause = BY_PROJECT_START
    if rules.all[STATUS_DATE] > rules.all[PROJECT_START]:
        cause = BY_STATUS_DATE
    if asked >= start:
        start = asked
        cause = BY_LINK if edges[by, CODE] != GATE else BY_SUMMARY
    driving[rank] = by
    begins = start | (span & 1)
    finish, own_cause = begins + span, -1
    if flags & SPECIAL:
        latest = np.int64(late[rank, 0]) if late.shape[0] else NONE
        own_cause = place_special(
            tables, rules.own, rules.all, calendar, span, wiring.order[rank], flags & STARTED,
            start, asked, latest, out,
        )  # fmt: skip
        begins, finish = out[0], out[1]
        dates[rank, START], dates[rank, FINISH] = out[2], out[3]
    else:
        dates[rank, START] = moment(tables, calendar, begins)
        dates[rank, FINISH] = moment(tables, calendar, finish)
    if own_cause >= 0:
        cause = own_cause
    elif cause == BY_LINK and asked & span & 1 and finishes_at_start(edges, by):
        finish += 1
        dates[rank, FINISH] = moment(tables, calendar, finish)
    driver[rank] = cause
    early[rank, START], early[rank, FINISH] = begins, finish


@merged
def date_plainly(
    tables: Any, nodes: Any, edges: Any, bound: Any, early: Any, dates: Any, rank: int
) -> None:
    """Date one activity whose links are all within one calendar."""
    start = int(bound[nodes[rank, CALENDAR]])
    for k in range(nodes[rank, FIRST], nodes[rank + 1, FIRST]):
        source = edges[k, SOURCE]
        asked = (early[source >> 3, (source >> 2) & 1] & ~(source & 1)) + edges[k, ADD]
        start = max(start, asked)
    span = nodes[rank, SPAN]
    start |= span & 1
    early[rank, START] = start
    early[rank, FINISH] = start + span
    if nodes[rank, FLAGS] & NEEDS_MOMENT:
        dates[rank, START] = moment(tables, nodes[rank, CALENDAR], start)
        dates[rank, FINISH] = moment(tables, nodes[rank, CALENDAR], start + span)


@merged
def date_node(
    tables: Any,
    wiring: Any,
    rules: Any,
    bound: Any,
    late: Any,
    early: Any,
    dates: Any,
    driver: Any,
    driving: Any,
    out: Any,
    rank: int,
) -> None:
    """Date whatever stands at a rank: an activity, a summary or its gate."""
    flags = wiring.nodes[rank, FLAGS]
    if flags & ~(NEEDS_MOMENT | INACTIVE) == 0:
        date_plainly(tables, wiring.nodes, wiring.edges, bound, early, dates, rank)
    elif flags & IS_GATE:
        open_gate(tables, wiring, rules, dates, driver, driving, rank)
    elif flags & IS_SUMMARY:
        roll_up(tables, wiring, rules, dates, driver, driving, rank)
    else:
        date(tables, wiring, rules, bound, late, early, dates, driver, driving, out, rank)


@lean
def forward(
    tables: Any,
    wiring: Any,
    rules: Any,
    bound: Any,
    late: Any,
    early: Any,
    dates: Any,
    driver: Any,
    driving: Any,
    out: Any,
) -> None:
    """Date every activity.

    ``bound[c]`` is the instant before which nothing starts on calendar ``c``; ``late`` is empty,
    or holds late finishes for activities that are placed as late as possible.
    """
    for rank in range(wiring.nodes.shape[0] - 1):
        date_node(tables, wiring, rules, bound, late, early, dates, driver, driving, out, rank)
