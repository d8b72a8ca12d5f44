"""Why a task stands where it stands: the chain of causes, and the paths that drive the end."""

from typing import Any

from django.http import Http404

from zhongshu.engines.causes import Cause, causes
from zhongshu.engines.clock import NONE
from zhongshu.engines.network import CONSTRAINTS
from zhongshu.engines.paths import critical_paths
from zhongshu.kit import moments
from zhongshu.kit.moments import MINUTES_PER_DAY
from zhongshu.organisation.working_time import EffectiveCalendar
from zhongshu.planning.arranging import keys_of
from zhongshu.planning.open_plan import OpenPlan
from zhongshu.planning.outline import Key
from zhongshu.planning.scheduling import Computed, computed


def drivers(plan: OpenPlan, task_id: Key) -> dict[str, Any]:
    """The chain of links, constraints and free days from a task's date back to its cause."""
    result = computed(plan)
    if task_id not in result.position:
        raise Http404
    chain = causes(result.network, result.schedule, result.position[task_id])
    return {"task_id": task_id, "chain": [_step(plan, result, cause) for cause in chain]}


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


def _step(plan: OpenPlan, result: Computed, cause: Cause) -> dict[str, Any]:
    key = result.order[cause.activity]
    row = plan.tasks[key]
    link = plan.links[result.link_ids[cause.link]] if cause.link >= 0 else None
    return {
        "task_id": key,
        "wbs_code": plan.outline.code[key],
        "name": row.name,
        "side": cause.side,
        "at": moments.iso(int(cause.at)),
        "kind": cause.kind,
        "is_critical": row.is_critical,
        "link": link
        and {
            "id": link.id,
            "before_id": link.before_id,
            "type": link.type,
            "lag": link.lag,
            "lag_unit": link.lag_unit,
        },
        "constraint": CONSTRAINTS[cause.constraint] if cause.constraint >= 0 else None,
        "calendar": _skipped(plan, row.id, int(cause.calendar_from), int(cause.calendar_to)),
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
