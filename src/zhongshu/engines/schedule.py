"""The schedule of a network: early and late dates, float, drivers and conflicts."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zhongshu.engines import outcome
from zhongshu.engines.calendars import MINUTES_PER_DAY, OutsideCalendar
from zhongshu.engines.clock import NONE
from zhongshu.engines.conflicts import Conflict, conflicts_of
from zhongshu.engines.drivers import Drivers, drivers_of
from zhongshu.engines.hammocks import NO_HAMMOCKS, Hammocks, hang, hollow_summaries, spread, wired
from zhongshu.engines.loops import CyclicNetwork
from zhongshu.engines.mirror import mirrored
from zhongshu.engines.network import FAR, Flag, Int, Network, is_default
from zhongshu.engines.passes import Passes, project_ends, run
from zhongshu.engines.placing import DRIVER_KINDS, rules_of
from zhongshu.engines.wiring import effective_calendar

__all__ = ["DRIVER_KINDS", "CyclicNetwork", "Schedule", "schedule"]

_MOST_DAYS = 366 * 800


@dataclass
class Schedule:
    """The dates of a network and what follows from them.

    Attributes
    ----------
    network : Network
        What was scheduled; its calendars may reach further than those given.
    start, finish : ndarray of int64, shape (n_activities,)
        When each activity happens.
    early_start, early_finish, late_start, late_finish : ndarray of int64, shape (n_activities,)
        The soonest, and the latest that moves no other and not the project.
    total_float, free_float : ndarray of int64, shape (n_activities,)
        Working minutes an activity can slip without moving the project, or any other.
        Total float is negative where constraints or deadlines cannot be met. A hammock has
        none, and is late when it is early.
    is_critical, is_near_critical : ndarray of bool, shape (n_activities,)
        Whether the float is at most the network's limits; neither is true of what is done.
    project_start, project_finish : int
        First start and last finish of all activities but hammocks.
    hammocks : Hammocks
        What the hammocks hang on.
    """

    network: Network
    start: Int
    finish: Int
    early_start: Int
    early_finish: Int
    late_start: Int
    late_finish: Int
    total_float: Int
    free_float: Int
    is_critical: Flag
    is_near_critical: Flag
    project_start: int
    project_finish: int
    passes: Passes = field(repr=False)
    hammocks: Hammocks = NO_HAMMOCKS

    @cached_property
    def drivers(self) -> Drivers:
        """What each date comes from."""
        return drivers_of(self)

    @property
    def driver(self) -> NDArray[np.int8]:
        """Position in ``DRIVER_KINDS`` for each activity."""
        return self.drivers.kind

    @property
    def driving_link(self) -> Int:
        """Position of the link that drives each activity, or -1."""
        return self.drivers.link

    @property
    def driving_activity(self) -> Int:
        """The predecessor, summary or child that drives each activity, or -1."""
        return self.drivers.activity

    @property
    def is_driving_link(self) -> Flag:
        """Whether each link leaves its successor no room."""
        return self.drivers.is_driving

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """Rules that could not be kept, named."""
        return conflicts_of(self)

    def spans(self, activity: int) -> list[tuple[int, int]]:
        """The pieces in which an activity is worked on.

        Parameters
        ----------
        activity : int
            Position of the activity.

        Returns
        -------
        list of tuple of int
            Start and finish of each piece; one piece where there is no split.
        """
        network = self.network
        first, last = network.split_bounds[activity], network.split_bounds[activity + 1]
        start, finish = int(self.start[activity]), int(self.finish[activity])
        calendar = int(effective_calendar(network)[activity])
        pieces, begins, done = [], start, 0
        for gap in range(first, last):
            worked = int(network.split_after[gap]) - done
            ends = network.calendars.add(calendar, begins, worked)
            if ends >= finish:
                break
            pieces.append((begins, ends))
            goes_on = network.calendars.add(calendar, ends, int(network.split_gap[gap]))
            begins = network.calendars.next_start(calendar, goes_on)
            done += worked
        return [*pieces, (begins, finish)]


def schedule(network: Network) -> Schedule:
    """Compute the dates of every activity of a network.

    Parameters
    ----------
    network : Network
        Activities, links, calendars and rules.

    Returns
    -------
    Schedule
        Dates by activity. Constraints that cannot be kept leave negative float and a named
        conflict.

    Raises
    ------
    CyclicNetwork
        If work would wait for itself, through links or through summaries.
    OutsideCalendar
        If the work does not fit into eight centuries, or a calendar in use never works.

    Notes
    -----
    Kelley and Walker's two passes [1]_ over working calendars, in O(activities + links).
    Typed links with lags follow the precedence diagramming method [2]_; where it leaves a
    choice (summaries, actual dates, which side of a night a milestone falls on) the result is
    Microsoft Project's, or Primavera's where the network says so.

    References
    ----------
    .. [1] J. E. Kelley and M. R. Walker, "Critical-path planning and scheduling", Proc. Eastern
       Joint Computer Conference, 1959, pp. 160-173. :doi:`10.1145/1460299.1460318`
    .. [2] J. W. Fondahl, "A non-computer approach to the critical path method for the
       construction industry", Stanford University, 1962.

    Examples
    --------
    >>> from zhongshu.engines.calendars import ROUND_THE_CLOCK, WorkingCalendars
    >>> calendars = WorkingCalendars.compile([ROUND_THE_CLOCK], 0, 30)
    >>> plan = schedule(Network(
    ...     calendars=calendars, project_start=1440, duration=np.array([20, 30, 50, 0]),
    ...     before=np.array([0, 0, 1, 2]), after=np.array([1, 2, 3, 3]),
    ... ))
    >>> (plan.finish - 1440).tolist(), plan.total_float.tolist()
    ([20, 50, 70, 70], [0, 20, 0, 0])
    """
    network = _covered(network)
    while True:
        try:
            return _schedule(network)
        except OutsideCalendar:
            calendars = network.calendars
            days = calendars.last_day - calendars.first_day + 1
            if days > _MOST_DAYS or not calendars.works[effective_calendar(network)].all():
                raise
            network = network.with_changes(calendars=calendars.extended(days))


def _covered(network: Network) -> Network:
    """The network with calendars that reach as far as every moment it names."""
    named = [np.array([network.project_start, network.status_date, network.project_finish])]
    named += [
        network.constraint_at,
        network.second_constraint_at,
        network.deadline,
        network.manual_start,
        network.manual_finish,
        network.actual_start,
        network.actual_finish,
        network.resume,
    ]
    low, high = FAR, -FAR
    for moments in named:
        if moments.size and not is_default(moments) and moments.max() != NONE:
            low = min(low, int(np.where(moments == NONE, FAR, moments).min()))
            high = max(high, int(moments.max()))
    calendars = network.calendars
    if high == -FAR:
        return network
    missing = max(
        calendars.first_day - low // MINUTES_PER_DAY, high // MINUTES_PER_DAY - calendars.last_day
    )
    if missing < 0:
        return network
    if missing > _MOST_DAYS:
        raise OutsideCalendar("a date of the network lies more than eight centuries away")
    return network.with_changes(calendars=calendars.extended(missing + 31))


def _schedule(network: Network) -> Schedule:
    if network.is_from_finish:
        seen = mirrored(network)
        return _with_hammocks(_unmirrored(network, _read(seen, _run(seen))))
    return read(network, _run(network))


def _run(network: Network) -> Passes:
    wiring = wired(network)
    return run(network, wiring, rules_of(network, wiring.nodes))


def _unmirrored(network: Network, seen: Schedule) -> Schedule:
    """The schedule of a network from that of its mirror image."""
    seen.passes.is_mirrored = True
    dates = [-seen.finish, -seen.start, -seen.late_finish, -seen.late_start]
    start, finish, early_start, early_finish = dates
    ends = -seen.project_finish, -seen.project_start
    return Schedule(
        network,
        start,
        finish,
        early_start,
        early_finish,
        start,
        finish,
        seen.total_float,
        seen.free_float,
        seen.is_critical,
        seen.is_near_critical,
        *ends,
        seen.passes,
    )


def read(network: Network, state: Passes) -> Schedule:
    """The schedule that both passes have led to.

    Parameters
    ----------
    network : Network
        What was scheduled.
    state : Passes
        The passes' arrays.

    Returns
    -------
    Schedule
        Moments and float by activity.

    Raises
    ------
    OutsideCalendar
        If a date lies beyond the calendars.
    """
    return _with_hammocks(_read(network, state))


def _with_hammocks(plan: Schedule) -> Schedule:
    """The schedule with hammocks dated, and spanned by the summaries above them."""
    network = plan.network
    plan.hammocks = hang(network, plan.start, plan.finish)
    hammock = plan.hammocks.activity
    if not hammock.size:
        return plan
    for starts, finishes in (
        (plan.early_start, plan.early_finish),
        (plan.late_start, plan.late_finish),
    ):
        if starts is not plan.start:
            starts[hammock], finishes[hammock] = plan.start[hammock], plan.finish[hammock]
            spread(network, starts, finishes)
    for one in (hammock, np.flatnonzero(hollow_summaries(network))):
        plan.total_float[one] = plan.free_float[one] = 0
        plan.is_critical[one] = plan.is_near_critical[one] = False
    return plan


def _read(network: Network, state: Passes) -> Schedule:
    tables, wiring = network.calendars.tables, state.wiring
    n = network.n_activities
    start, finish = outcome.early_moments(tables, wiring, state.early, state.dates, n)
    late = outcome.late_moments(tables, wiring, state.early, state.latest, start, finish)
    if any((moments == NONE).any() for moments in (start, finish, *late)):
        raise OutsideCalendar("the work reaches beyond the calendars")
    total_float, free_float = outcome.floats(
        tables, wiring, state.early, state.latest, state.limits, state.dates, late
    )
    open_ended = np.ones(n, dtype=np.bool_)
    if not is_default(network.actual_finish):
        open_ended = network.actual_finish == NONE
    if not is_default(network.is_inactive):
        open_ended &= ~network.is_inactive
    if not is_default(network.is_outside):
        open_ended &= ~network.is_outside
    is_critical = open_ended & (total_float <= network.critical_float)
    is_near = open_ended & ~is_critical & (total_float <= network.near_critical_float)
    starts, ends = project_ends(network, state)
    return Schedule(
        network=network,
        start=start,
        finish=finish,
        early_start=start,
        early_finish=finish,
        late_start=late[0],
        late_finish=late[1],
        total_float=total_float,
        free_float=free_float,
        is_critical=is_critical,
        is_near_critical=is_near,
        project_start=starts,
        project_finish=ends,
        passes=state,
    )
