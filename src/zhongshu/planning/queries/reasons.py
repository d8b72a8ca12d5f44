"""Why a task stands where it stands: the chain of causes, and the paths that drive the end."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404

from zhongshu.access.models import Actor
from zhongshu.engines.causes import Cause, causes
from zhongshu.engines.clock import NONE
from zhongshu.engines.network import CONSTRAINTS
from zhongshu.engines.paths import critical_paths
from zhongshu.kit import moments
from zhongshu.kit.moments import MINUTES_PER_DAY
from zhongshu.organisation.working_time import EffectiveCalendar
from zhongshu.planning.arranging import keys_of
from zhongshu.planning.open_plan import CrossLinkRow, LinkRow, OpenPlan
from zhongshu.planning.outline import Key
from zhongshu.planning.queries.ghosts import ghosts
from zhongshu.planning.scheduling import Computed, computed
from zhongshu.planning.sighting import noted


def drivers(actor: Actor, plan: OpenPlan, task_id: Key) -> dict[str, Any]:
    """The chain of links, constraints and free days from a task's date back to its cause.

    It ends at a task of another project, of which it tells what the viewer may read.
    """
    result = computed(plan)
    if task_id not in result.position:
        raise Http404
    chain = causes(result.network, result.schedule, result.position[task_id])
    outside = [plan.cross_links[key] for key in _keys(result, chain) if key in plan.cross_links]
    cards = ghosts(actor, [row.before_id for row in outside])
    steps = [_step(plan, result, cause, cards) for cause in chain]
    return {"task_id": task_id, "chain": noted(plan, steps)}


def paths(plan: OpenPlan, *, limit: int) -> list[dict[str, Any]]:
    """The critical and near-critical chains of tasks, the most critical first."""
    result = computed(plan)
    return [
        {
            "float_minutes": int(path.float_minutes),
            "is_critical": bool(path.is_critical),
            "task_ids": [result.order[n] for n in path.activities],
        }
        for path in critical_paths(result.network, result.schedule, limit=limit)
    ]


def _keys(result: Computed, chain: Sequence[Cause]) -> list[Key]:
    return [result.order[cause.activity] for cause in chain]


def _step(
    plan: OpenPlan, result: Computed, cause: Cause, cards: Mapping[Key, dict[str, Any]]
) -> dict[str, Any]:
    key = result.order[cause.activity]
    if key in plan.cross_links:
        return _outside_step(cause, cards[plan.cross_links[key].before_id])
    row = plan.tasks[key]
    link = _link_of(plan, result, cause.link)
    before_id = None if link is None else _before_id(link, cards)
    return {
        "task_id": key,
        "number": row.number,
        "wbs_code": plan.outline.code[key],
        "name": row.name,
        "side": cause.side,
        "at": moments.iso(int(cause.at)),
        "kind": cause.kind,
        "is_critical": row.is_critical,
        "link": link
        and {
            "id": link.id,
            "before_id": before_id,
            "type": link.type,
            "lag": link.lag,
            "lag_unit": link.lag_unit,
        },
        "constraint": CONSTRAINTS[cause.constraint] if cause.constraint >= 0 else None,
        "calendar": _skipped(plan, row.id, int(cause.calendar_from), int(cause.calendar_to)),
        "ghost": None,
    }


def _link_of(plan: OpenPlan, result: Computed, position: int) -> LinkRow | CrossLinkRow | None:
    if position < 0:
        return None
    key = result.link_ids[position]
    return plan.links.get(key) or plan.cross_links[key]


def _before_id(link: LinkRow | CrossLinkRow, cards: Mapping[Key, dict[str, Any]]) -> Key | None:
    """The earlier task of a link, unless it is one that the viewer may not see."""
    hidden = link.before_id in cards and cards[link.before_id]["task_id"] is None
    return None if hidden else link.before_id


def _outside_step(cause: Cause, ghost: dict[str, Any]) -> dict[str, Any]:
    """A task of another project, where the chain ends for this plan."""
    return {
        "task_id": None,
        "number": None,
        "wbs_code": None,
        "name": ghost["name"],
        "side": cause.side,
        "at": None if ghost["task_id"] is None else moments.iso(int(cause.at)),
        "kind": "outside",
        "is_critical": False,
        "link": None,
        "constraint": None,
        "calendar": None,
        "ghost": ghost,
    }


def _skipped(plan: OpenPlan, key: Key, from_at: int, to_at: int) -> dict[str, Any] | None:
    """The non-working time just before a date, and the exception it comes from, if any."""
    if from_at == NONE or to_at == NONE or to_at <= from_at:
        return None
    calendar = plan.calendars[keys_of(plan, plan.tasks[key])[0][0]]
    exception = _exception_between(calendar, from_at, to_at)
    return {
        "id": str(calendar.id),
        "name": calendar.name,
        "reason": "exception" if exception else "weekend",
        "exception_name": exception.name if exception else None,
        "exception_name_en": exception.name_en if exception else None,
        "from": moments.iso(from_at),
        "to": moments.iso(to_at),
    }


def _exception_between(calendar: EffectiveCalendar, from_at: int, to_at: int) -> Any:
    first, last = from_at // MINUTES_PER_DAY, to_at // MINUTES_PER_DAY
    for one in reversed(calendar.exceptions):
        if one.from_day <= last and one.to_day >= first and not one.shifts:
            return one
    return None
