"""Runs of the passes over a wired network, and the arrays they work on."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from zhongshu.engines import outcome
from zhongshu.engines.backward import backward
from zhongshu.engines.calendars import OutsideCalendar
from zhongshu.engines.clock import NONE, after
from zhongshu.engines.forward import forward
from zhongshu.engines.network import ALAP, FAR, Int, Network, is_default
from zhongshu.engines.placing import KEEPS_SUCCESSORS, Rules
from zhongshu.engines.wiring import FLAGS, INACTIVE, Wiring


@dataclass
class Passes:
    """The working arrays of one run, by rank."""

    wiring: Wiring
    rules: Rules
    early: NDArray[np.int32]
    dates: Int
    driver: NDArray[np.int8]
    driving: NDArray[np.int32]
    latest: NDArray[np.int32] = field(default_factory=lambda: np.empty((0, 2), np.int32))
    limits: Int = field(default_factory=lambda: np.empty((0, 4), np.int64))
    tables: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    is_mirrored: bool = False


def run(network: Network, wiring: Wiring, rules: Rules, for_all: bool = False) -> Passes:
    """Both passes over a wired network.

    Parameters
    ----------
    network : Network
        What is scheduled.
    wiring : Wiring
        The network by rank.
    rules : Rules
        The rules of its special activities.
    for_all : bool
        Whether to keep room for the moments of all activities, even if none needs it yet.

    Returns
    -------
    Passes
        Working instants and moments by rank.

    Raises
    ------
    OutsideCalendar
        If the project does not fit between the ends of the calendars.
    """
    n, is_plain = wiring.order.size, not for_all and not wiring.nodes[:, FLAGS].any()
    state = Passes(
        wiring,
        rules,
        early=np.empty((n, 2), np.int32),
        dates=np.empty((0 if is_plain else n, 2), np.int64),
        driver=np.empty(n, np.int8),
        driving=np.full(0 if is_plain else n, -1, np.int32),
        tables=network.calendars.tables,
    )
    _forward(network, state)
    late_dates(network, state)
    if not is_default(network.constraint) and (network.constraint == ALAP).any():
        _forward(network, state)
        rules.all[KEEPS_SUCCESSORS] = 0
        late_dates(network, state)
    return state


def _forward(network: Network, state: Passes) -> None:
    forward(
        network.calendars.tables,
        state.wiring,
        state.rules,
        start_bounds(network),
        state.latest,
        state.early,
        state.dates,
        state.driver,
        state.driving,
        np.empty(4, np.int64),
    )


def start_bounds(network: Network) -> Int:
    """The instant before which nothing starts, for each calendar.

    Parameters
    ----------
    network : Network
        What is scheduled.

    Returns
    -------
    ndarray of int64, shape (n_calendars,)
        Working instants.
    """
    tables, rows = network.calendars.tables, range(network.calendars.n_calendars)
    begin = max(network.project_start, network.status_date)
    return np.array([after(tables, row, begin) for row in rows], np.int64)


def late_dates(network: Network, state: Passes) -> None:
    """The backward pass over what the forward pass has dated.

    Parameters
    ----------
    network : Network
        What is scheduled.
    state : Passes
        Receives late finishes, and the limits of float.

    Raises
    ------
    OutsideCalendar
        If the project does not fit between the ends of the calendars.
    """
    tables, wiring = network.calendars.tables, state.wiring
    _, ends = project_ends(network, state)
    if ends == NONE:
        raise OutsideCalendar("the work reaches beyond the calendars")
    finish = network.project_finish if network.project_finish != NONE else ends
    latest = outcome.late_finishes(
        tables,
        wiring,
        state.early,
        network.calendars.n_calendars,
        finish,
        network.ends_are_critical,
    )
    state.latest = latest
    state.limits = np.full((len(state.dates), 4), FAR, np.int64)
    backward(
        tables,
        wiring,
        state.rules,
        state.early,
        state.dates,
        state.limits,
        state.latest,
        np.zeros(8, np.int64),
    )


def project_ends(network: Network, state: Passes) -> tuple[int, int]:
    """First start and last finish; a project without activities takes no time.

    Parameters
    ----------
    network : Network
        What is scheduled.
    state : Passes
        The arrays of the forward pass.

    Returns
    -------
    tuple of int
        Two moments, or ``NONE`` beyond the calendars.
    """
    starts, ends = outcome.project_ends(
        network.calendars.tables,
        _without_outside(network, state.wiring),
        state.early,
        state.dates,
        network.calendars.n_calendars,
    )
    if ends == -FAR:
        return network.project_start, network.project_start
    return int(starts), int(ends)


def _without_outside(network: Network, wiring: Wiring) -> Wiring:
    """The wiring in which activities of other projects do not count."""
    if is_default(network.is_outside) or not network.is_outside.any():
        return wiring
    nodes = wiring.nodes.copy()
    nodes[wiring.rank[: network.n_activities][network.is_outside], FLAGS] |= INACTIVE
    return wiring._replace(nodes=nodes)
