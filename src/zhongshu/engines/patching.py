"""Patching a schedule: after an edit only what the edit can move is computed again."""

from typing import Any

import numpy as np

from zhongshu.engines.clock import NONE, moment
from zhongshu.engines.compiling import compiled, lean
from zhongshu.engines.forward import date_node
from zhongshu.engines.hammocks import hang, has_hammocks, wired
from zhongshu.engines.network import (
    ALAP,
    ASAP,
    PERCENT,
    Int,
    Network,
    UnusableNetwork,
    is_default,
)
from zhongshu.engines.outcome import early_moments
from zhongshu.engines.passes import late_dates, run, start_bounds
from zhongshu.engines.placing import CONSTRAINT, CONSTRAINT_AT, rules_of
from zhongshu.engines.schedule import Schedule, read, schedule
from zhongshu.engines.wiring import (
    ADD,
    CALENDAR,
    CODE,
    FIRST,
    FLAGS,
    INACTIVE,
    IS_GATE,
    IS_SUMMARY,
    SAME,
    SOURCE,
    SPAN,
    SPECIAL,
)

_WORD = 5  # 32 ranks share one word of marks
_OUTSIDE = -1


class Reschedule:
    """A schedule that is kept up to date while activities change.

    Everything is computed once. Then an edit follows the links from the activity as far as
    dates change, and no further; the result equals that of a new schedule. Late dates and
    float, which one edit can change everywhere, are computed when they are asked for.

    Parameters
    ----------
    network : Network
        The plan, scheduled from its start.

    Raises
    ------
    UnusableNetwork
        If the plan is scheduled from its finish or has activities as late as possible: there
        every edit can move everything.

    Examples
    --------
    >>> from zhongshu.engines.calendars import ROUND_THE_CLOCK, WorkingCalendars
    >>> plan = Reschedule(Network(
    ...     calendars=WorkingCalendars.compile([ROUND_THE_CLOCK], 0, 30), project_start=1440,
    ...     duration=np.array([20, 30, 50]), before=np.array([0]), after=np.array([1]),
    ... ))
    >>> plan.set_duration(0, 25).tolist(), int(plan.schedule.finish[1]) - 1440
    ([0, 1], 55)
    """

    def __init__(self, network: Network) -> None:
        if network.is_from_finish:
            raise UnusableNetwork("is_from_finish: such a plan is scheduled as a whole")
        if not is_default(network.constraint) and (network.constraint == ALAP).any():
            raise UnusableNetwork("constraint: with ALAP a plan is scheduled as a whole")
        self._set_up(schedule(network).network)

    def _set_up(self, network: Network) -> None:
        self._duration = network.duration.copy()
        self._constraint = np.array(network.constraint)
        self._constraint_at = np.array(network.constraint_at)
        self._network = network.with_changes(
            duration=self._duration,
            constraint=self._constraint,
            constraint_at=self._constraint_at,
        )
        wiring = wired(self._network)
        rules = rules_of(self._network, wiring.nodes, for_all=True)
        self._state = run(self._network, wiring, rules, for_all=True)
        self._out_bounds, self._out_targets = _links_out(wiring.nodes, wiring.edges)
        self._marks = np.zeros((wiring.order.size >> _WORD) + 1, np.int64)
        self._moved = np.empty(wiring.order.size, np.int32)
        self._bound = start_bounds(self._network)
        self._nothing = np.empty((0, 2), np.int32)
        self._out = np.empty(4, np.int64)
        self._schedule: Schedule | None = None
        self._spans = self._spanned() if has_hammocks(network) else None

    @property
    def schedule(self) -> Schedule:
        """The schedule after all edits, with late dates and float."""
        if self._schedule is None:
            late_dates(self._network, self._state)
            self._schedule = read(self._network, self._state)
        return self._schedule

    def duration_of(self, activity: int) -> int:
        """The duration of an activity.

        Parameters
        ----------
        activity : int
            Position of the activity.

        Returns
        -------
        int
            Working minutes.
        """
        return int(self._duration[activity])

    def set_duration(self, activity: int, minutes: int) -> Int:
        """Make an activity longer or shorter.

        Parameters
        ----------
        activity : int
            Position of the activity.
        minutes : int
            Its new duration in working minutes.

        Returns
        -------
        ndarray of int64
            The activities whose dates changed, in an order of work; all of them where the
            calendars had to be extended.

        Raises
        ------
        UnusableNetwork
            If the duration is negative, or the activity is a summary or a hammock.
        """
        wiring = self._state.wiring
        rank = int(wiring.rank[activity])
        if minutes < 0 or self._is_computed(activity):
            raise UnusableNetwork("duration: must not be negative; summaries, hammocks have none")
        change = minutes - int(self._duration[activity])
        self._duration[activity] = minutes
        leaves = self._network.before == activity if self._has_shares() else None
        if leaves is not None and leaves.any():
            return self._again()
        _stretch(wiring.nodes, wiring.edges, rank, change)
        return self._follow(rank)

    def constrain(self, activity: int, constraint: int, at: int = NONE) -> Int:
        """Give an activity a constraint, or with ``ASAP`` take it away.

        Parameters
        ----------
        activity : int
            Position of the activity.
        constraint : int
            Position in ``CONSTRAINTS``; ALAP is not possible.
        at : int
            The moment it names.

        Returns
        -------
        ndarray of int64
            The activities whose dates changed, in an order of work.

        Raises
        ------
        UnusableNetwork
            If the constraint is ALAP or its moment is missing, or the activity is a summary or
            a hammock.
        """
        state = self._state
        rank = int(state.wiring.rank[activity])
        if constraint == ALAP or (constraint != ASAP and at == NONE):
            raise UnusableNetwork("constraint: ALAP, or the moment is missing")
        if self._is_computed(activity):
            raise UnusableNetwork("constraint: a summary's is scheduled with the whole plan")
        self._constraint[activity], self._constraint_at[activity] = constraint, at
        if not self._network.calendars.reaches(at):
            return self._again()
        state.rules.own[activity, CONSTRAINT] = constraint
        state.rules.own[activity, CONSTRAINT_AT] = at
        state.wiring.nodes[rank, FLAGS] |= SPECIAL
        return self._follow(rank)

    def _is_computed(self, activity: int) -> bool:
        return bool(self._network.is_summary[activity] or self._network.is_hammock[activity])

    def _has_shares(self) -> bool:
        return not is_default(self._network.lag_unit) and bool(
            (self._network.lag_unit >= PERCENT).any()
        )

    def _follow(self, rank: int) -> Int:
        state = self._state
        self._schedule = None
        n_moved = _follow(
            state.tables,
            state.wiring,
            state.rules,
            self._bound,
            self._nothing,
            state.early,
            state.dates,
            state.driver,
            state.driving,
            self._out,
            self._out_bounds,
            self._out_targets,
            self._marks,
            self._moved,
            rank,
        )
        if n_moved == _OUTSIDE:
            self._set_up(schedule(self._network).network)
            return np.arange(self._network.n_activities)
        nodes = state.wiring.order[self._moved[:n_moved]]
        moved = nodes[nodes < self._network.n_activities].astype(np.int64)
        return moved if self._spans is None else self._with_hammocks(moved, self._spans)

    def _with_hammocks(self, moved: Int, known: tuple[Int, Int]) -> Int:
        """What moved, hammocks and the summaries above them last."""
        self._spans = now = self._spanned()
        changed = (now[0] != known[0]) | (now[1] != known[1])
        is_known = np.zeros(changed.size, dtype=np.bool_)
        is_known[moved] = True
        return np.concatenate((moved[changed[moved]], np.flatnonzero(changed & ~is_known)))

    def _spanned(self) -> tuple[Int, Int]:
        """Starts and finishes, those of hammocks included."""
        network, state = self._network, self._state
        start, finish = early_moments(
            state.tables, state.wiring, state.early, state.dates, network.n_activities
        )
        hang(network, start, finish)
        return start, finish

    def _again(self) -> Int:
        """Schedule the whole plan; the activities whose dates changed."""
        before = read(self._network, self._state) if self._schedule is None else self._schedule
        after = schedule(self._network)
        self._set_up(after.network)
        return np.flatnonzero((after.start != before.start) | (after.finish != before.finish))


@compiled
def _links_out(nodes: Any, edges: Any) -> Any:
    """For each rank the ranks that its edges lead to."""
    bounds = np.zeros(nodes.shape[0], dtype=np.int32)
    for k in range(edges.shape[0]):
        bounds[(edges[k, SOURCE] >> 3) + 1] += 1
    for rank in range(nodes.shape[0] - 1):
        bounds[rank + 1] += bounds[rank]
    filled = bounds.copy()
    targets = np.empty(edges.shape[0], dtype=np.int32)
    for rank in range(nodes.shape[0] - 1):
        for k in range(nodes[rank, FIRST], nodes[rank + 1, FIRST]):
            source = edges[k, SOURCE] >> 3
            targets[filled[source]] = rank
            filled[source] += 1
    return bounds, targets


@lean
def _stretch(nodes: Any, edges: Any, rank: int, change: int) -> None:
    """Change a node's span, and the links that ask for its finish."""
    span = nodes[rank, SPAN]
    twice = span + (span & 1) + 2 * change
    nodes[rank, SPAN] = twice - (twice > 0)
    for k in range(nodes[rank, FIRST], nodes[rank + 1, FIRST]):
        if edges[k, CODE] == SAME and edges[k, SOURCE] & 2:
            edges[k, ADD] -= 2 * change


@lean
def _follow(
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
    out_bounds: Any,
    out_targets: Any,
    marks: Any,
    moved: Any,
    first: int,
) -> int:
    """Date again what is marked, rank by rank, and mark what follows where a date changed."""
    nodes = wiring.nodes
    n_moved, word, last = 0, first >> _WORD, first >> _WORD
    marks[word] |= 1 << (first & 31)
    is_inside = True
    while word <= last:
        while marks[word]:
            rank = _lowest(marks[word]) + (word << _WORD)
            marks[word] &= marks[word] - 1
            was = _seen(nodes, early, dates, rank)
            date_node(tables, wiring, rules, bound, late, early, dates, driver, driving, out, rank)
            now = _seen(nodes, early, dates, rank)
            if was == now and rank != first:
                continue
            moved[n_moved] = rank
            n_moved += 1
            is_inside &= now[1] == NONE or moment(tables, nodes[rank, CALENDAR], now[1]) != NONE
            for k in range(out_bounds[rank], out_bounds[rank + 1]):
                target = out_targets[k]
                marks[target >> _WORD] |= 1 << (target & 31)
                last = max(last, target >> _WORD)
        word += 1
    return n_moved if is_inside else _OUTSIDE


@lean
def _seen(nodes: Any, early: Any, dates: Any, rank: int) -> Any:
    """What others see of a node: its instants, and its moments where it has any."""
    flags = nodes[rank, FLAGS]
    start, finish, start_at, finish_at = NONE, NONE, NONE, NONE
    if not flags & (IS_GATE | IS_SUMMARY):
        start, finish = early[rank, 0], early[rank, 1]
    if flags & ~INACTIVE:
        start_at, finish_at = dates[rank, 0], dates[rank, 1]
    return start, finish, start_at, finish_at


@lean
def _lowest(word: int) -> int:
    """Position of the lowest bit."""
    position = 0
    while not word & 1:
        word >>= 1
        position += 1
    return position
