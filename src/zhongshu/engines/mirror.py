"""Mirroring: a network whose time runs backwards, so that it is scheduled from its finish."""

import numpy as np
from numpy.typing import NDArray

from zhongshu.engines.clock import NONE
from zhongshu.engines.network import (
    ALAP,
    ASAP,
    FF,
    FNET,
    FNLT,
    FS,
    MFO,
    MSO,
    PREDECESSOR,
    PROJECT,
    ROUND_THE_CLOCK,
    SF,
    SNET,
    SNLT,
    SS,
    SUCCESSOR,
    Int,
    Network,
)

# What each code becomes when time runs backwards.
_LINK_TYPE = np.array([FS, FF, SS, SF], dtype=np.int8)
_LAG_CALENDAR = np.array([SUCCESSOR, PREDECESSOR, PROJECT, ROUND_THE_CLOCK], dtype=np.int8)
_CONSTRAINT = np.array([ALAP, ASAP, FNLT, FNET, SNLT, SNET, MFO, MSO], dtype=np.int8)


def mirrored(network: Network) -> Network:
    """The network seen in a mirror: starts are finishes, and links point the other way.

    Parameters
    ----------
    network : Network
        A network that is scheduled from its finish.

    Returns
    -------
    Network
        A network that is scheduled from its start, which is the other's finish. What has begun
        is a given date in it.
    """
    fixed_start, fixed_finish, is_fixed = _given(network)
    return network.with_changes(
        calendars=network.calendars.mirrored(),
        project_start=-network.project_finish,
        project_finish=NONE,
        is_from_finish=False,
        status_date=NONE,
        constraint=_CONSTRAINT[network.constraint],
        constraint_at=_negative(network.constraint_at),
        second_constraint=_CONSTRAINT[network.second_constraint],
        second_constraint_at=_negative(network.second_constraint_at),
        deadline=np.full(network.n_activities, NONE),
        is_manual=network.is_manual | is_fixed,
        manual_start=_negative(fixed_finish),
        manual_finish=_negative(fixed_start),
        actual_start=np.full(network.n_activities, NONE),
        actual_finish=np.full(network.n_activities, NONE),
        before=network.after,
        after=network.before,
        link_type=_LINK_TYPE[network.link_type],
        lag_calendar=_LAG_CALENDAR[network.lag_calendar],
    )


def _negative(moments: Int) -> Int:
    return np.where(moments == NONE, NONE, -moments)


def _given(network: Network) -> tuple[Int, Int, NDArray[np.bool_]]:
    """Dates that are given, by hand or by what has happened."""
    begun = network.actual_start != NONE
    start = np.where(begun, network.actual_start, network.manual_start)
    finish = np.where(begun, network.actual_finish, network.manual_finish)
    return start, finish, begun | (network.actual_finish != NONE)
