"""The fourteen checks of schedule quality, with the tasks that offend against each."""

from typing import Any

import numpy as np

from zhongshu.engines.clock import NONE
from zhongshu.engines.quality import Check, Facts, assess
from zhongshu.kit import moments
from zhongshu.planning.models import Baseline, CrossLink
from zhongshu.planning.open_plan import OpenPlan
from zhongshu.planning.queries.baselines import agreed_tasks
from zhongshu.planning.scheduling import Computed, computed

MAX_OFFENDERS = 500


def quality(plan: OpenPlan, baseline: Baseline | None) -> dict[str, Any]:
    """The checks of a plan against a baseline; a check that cannot be made says why."""
    result = computed(plan)
    checks = assess(result.network, result.schedule, _facts(plan, result, baseline))
    return {
        "as_of": moments.iso(plan.settings.status_date),
        "checks": [_on_wire(plan, result, check) for check in checks],
    }


def _facts(plan: OpenPlan, result: Computed, baseline: Baseline | None) -> Facts:
    agreed = agreed_tasks(plan, baseline)
    rows = [agreed.get(key) for key in result.order]
    status = plan.settings.status_date
    waiting = CrossLink.objects.filter(before_project_id=plan.settings.pk)
    awaited = {str(key) for key in waiting.values_list("before_id", flat=True)}
    return Facts(
        minutes_per_day=plan.settings.minutes_per_day,
        status_date=NONE if status is None else status,
        baseline_finish=_array([one.finish if one else None for one in rows], NONE),
        baseline_minutes=_array([one.duration_minutes if one else None for one in rows], -1),
        is_awaited=np.array([key in awaited for key in result.order], np.bool_),
        is_resourced=np.array([bool(plan.assignments.get(key)) for key in result.order], np.bool_),
    )


def _on_wire(plan: OpenPlan, result: Computed, check: Check) -> dict[str, Any]:
    offenders = [result.order[n] for n in check.offenders.tolist()[:MAX_OFFENDERS]]
    return {
        "number": check.number,
        "code": check.code,
        "value": check.value,
        "limit": check.limit,
        "passed": check.passed,
        "reason": check.reason,
        "n_considered": check.n_considered,
        "n_offenders": len(check.offenders),
        "offenders": [
            {
                "id": key,
                "number": plan.tasks[key].number,
                "wbs_code": plan.outline.code[key],
                "name": plan.tasks[key].name,
            }
            for key in offenders
        ],
    }


def _array(values: list[int | None], absent: int) -> Any:
    return np.array([absent if one is None else one for one in values], dtype=np.int64)
