"""Loops: networks in which work would have to wait for itself."""

import numpy as np

from zhongshu.engines.network import Int


class CyclicNetwork(ValueError):
    """The links form a loop, so no order of work exists.

    Parameters
    ----------
    loop : list of int
        The activities that wait for each other, in the order of the links; the last one is
        followed by the first.
    """

    def __init__(self, loop: list[int]) -> None:
        super().__init__(f"activities {loop} wait for each other")
        self.loop = loop


def loop_of(before: Int, after: Int, rank: Int, n_activities: int, gated: Int) -> list[int]:
    """One loop among the nodes that got no rank.

    Parameters
    ----------
    before, after : ndarray of int64, shape (n_edges,)
        The edges between nodes.
    rank : ndarray of int32, shape (n_nodes,)
        Negative for nodes that are in a loop or wait for one.
    n_activities : int
        Nodes from here on are gates of summaries.
    gated : ndarray of int64
        The summaries of those gates.

    Returns
    -------
    list of int
        Activities, each once where the loop passes a summary's gate and roll-up in turn.
    """
    stuck = (rank[before] < 0) & (rank[after] < 0)
    waits_for = dict(zip(after[stuck].tolist(), before[stuck].tolist(), strict=True))
    node = next(iter(waits_for))
    seen: dict[int, int] = {}
    while node not in seen:
        seen[node] = len(seen)
        node = waits_for[node]
    nodes = list(seen)[seen[node] :][::-1]
    activities = np.concatenate((np.arange(n_activities), gated))[nodes].tolist()
    loop = [
        one
        for one, last in zip(activities, [activities[-1], *activities], strict=False)
        if one != last
    ]
    return loop or activities[:1]
