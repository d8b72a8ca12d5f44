"""Tasks of other projects in the arrays of a plan: fixed dates that hold their successors.

Each link from another project brings an activity of its own, done at the dates that the plan
knows, behind the plan's tasks. Its calendar is the project's; an elapsed duration has none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhongshu.engines.network import LAG_CALENDARS, LAG_UNITS, LINK_TYPES, Network
from zhongshu.planning.open_plan import CrossLinkRow, OpenPlan
from zhongshu.planning.outline import Key

_DEFAULTS = {
    one.name: (one.metadata["default"], one.metadata["dtype"])
    for one in fields(Network)
    if "default" in one.metadata
}


def holding(plan: OpenPlan) -> list[CrossLinkRow]:
    """The links from other projects whose earlier task is there and has dates."""
    return [row for row in plan.cross_links.values() if row.before_finish is not None]


def with_outside(
    columns: Mapping[str, Any],
    rows: Sequence[CrossLinkRow],
    position: Mapping[Key, int],
    lag_calendar: str,
) -> dict[str, NDArray[Any]]:
    """The columns of a network with the tasks of other projects, and the links from them, added."""
    n, n_more = len(columns["duration"]), len(rows)
    given: dict[str, list[Any]] = {
        "duration": [row.before_minutes for row in rows],
        "actual_start": [row.before_start for row in rows],
        "actual_finish": [row.before_finish for row in rows],
        "is_outside": [True] * n_more,
        "is_elapsed": [row.before_is_elapsed for row in rows],
        "before": list(range(n, n + n_more)),
        "after": [position[row.after_id] for row in rows],
        "link_type": [LINK_TYPES.index(row.type) for row in rows],
        "lag": [row.lag for row in rows],
        "lag_unit": [LAG_UNITS.index(row.lag_unit) for row in rows],
        "lag_calendar": [LAG_CALENDARS.index(lag_calendar)] * n_more,
    }
    found: dict[str, NDArray[Any]] = {}
    for name, held in {"is_outside": np.zeros(n, np.bool_), **columns}.items():
        if name == "split_bounds":
            found[name] = np.concatenate((held, np.full(n_more, held[-1])))
        elif name in given:
            found[name] = np.concatenate((held, np.array(given[name], dtype=held.dtype)))
        elif name in _DEFAULTS:
            default, dtype = _DEFAULTS[name]
            found[name] = np.concatenate((held, np.full(n_more, default, dtype)))
    return found
