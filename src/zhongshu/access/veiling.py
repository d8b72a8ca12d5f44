"""What is left of an item for a viewer who may not read all of it."""

from collections.abc import Mapping
from typing import Any

from zhongshu.access.policy.document import Effect
from zhongshu.access.policy.masks import masked
from zhongshu.access.policy.seeing import Decision

NOTHING_TO_SEE: tuple[Any, ...] = (None, "", {}, [])


def veil(
    item: dict[str, Any], said: Mapping[str, Decision], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Take out of an item what its viewer may not read, and name it.

    ``_locked`` names what is null for the viewer's lack of a right, ``_masked`` what is shown
    in part, ``_present`` of what is locked that there is a value, ``_on_request`` what of both is
    shown to the viewer who asks for it; ``_classes`` has the class of each of them.
    """
    locked, hidden, present_ones, on_request = [], [], [], []
    for name, decided in said.items():
        if decided.is_readable or name not in item:
            continue
        if decided.effect is Effect.ON_REQUEST:
            on_request.append(name)
        if decided.effect >= Effect.MASKED and decided.cell is not None and decided.cell.mask:
            item[name] = masked(values[name], decided.cell.mask)
            hidden.append(name)
            continue
        if decided.effect is Effect.EXISTS and values[name] not in (*NOTHING_TO_SEE, 0):
            present_ones.append(name)
        item[name] = None
        locked.append(name)
    told = {
        "_locked": locked,
        "_masked": hidden,
        "_present": present_ones,
        "_on_request": on_request,
    }
    item |= {name: names for name, names in told.items() if names}
    if locked or hidden:
        item["_classes"] = {name: int(said[name].classification) for name in (*locked, *hidden)}
    return item
