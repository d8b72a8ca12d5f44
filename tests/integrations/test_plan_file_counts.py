"""What is read agrees with what MPXJ counts in the same files."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.integrations.reference import (
    PLAN_FILES,
    expected_counts,
    mspdi_files,
    needs_java,
    parameters,
)
from zhongshu.integrations.planfiles.moments import iso_minute
from zhongshu.integrations.planfiles.plan import Plan
from zhongshu.integrations.planfiles.readers import read
from zhongshu.integrations.planfiles.readers.mpxj import read_with_mpxj
from zhongshu.integrations.planfiles.readers.mspdi import read_mspdi

CONSTRAINT_NAMES = {"asap": "AS_SOON_AS_POSSIBLE", "snet": "START_NO_EARLIER_THAN"}
CONVERTED = {
    "Commercial construction project plan.mpp": "Commercial_construction_project_plan.mspdi.xml",
    "New Product.mpp": "New_Product.mspdi.xml",
    "HouseBuildingSample.gan": "HouseBuildingSample.mspdi.xml",
}
MONTHS_TWO = 44  # working days, the limit of two of the DCMA checks


def counted(plan: Plan) -> dict[str, Any]:
    leaves = {task.uid for task in plan.leaves}
    after = {link.after_uid for link in plan.links}
    before = {link.before_uid for link in plan.links}
    limit = MONTHS_TWO * plan.minutes_per_day
    starts = [task.start for task in plan.tasks if task.start is not None]
    finishes = [task.finish for task in plan.tasks if task.finish is not None]
    return {
        "tasks": len(plan.tasks),
        "summary": len(plan.tasks) - len(leaves),
        "leaf": len(leaves),
        "milestones": sum(task.is_milestone for task in plan.leaves),
        "relations": len(plan.links),
        "relation_types": dict(Counter(link.type.upper() for link in plan.links)),
        "lags": sum(link.lag > 0 for link in plan.links),
        "leads": sum(link.lag < 0 for link in plan.links),
        "leaf_no_predecessor": len(leaves - after),
        "leaf_no_successor": len(leaves - before),
        "leaf_missing_either": len((leaves - after) | (leaves - before)),
        "constraints": dict(Counter(CONSTRAINT_NAMES[task.constraint] for task in plan.leaves)),
        "leaf_duration_over_44d": sum((t.duration_minutes or 0) > limit for t in plan.leaves),
        "leaf_without_assignment": len(leaves - {each.task_uid for each in plan.assignments}),
        "start": iso_minute(min(starts)),
        "finish": iso_minute(max(finishes)),
        "currency": plan.currency_symbol,
    }


def wanted(name: str) -> dict[str, Any]:
    counts = dict(expected_counts()[name])
    # GanttProject has no constraint at all on most tasks, which is as soon as possible.
    free = counts["constraints"].pop("None", 0)
    if free:
        counts["constraints"]["AS_SOON_AS_POSSIBLE"] = free
    # MPXJ takes Microsoft's placeholder for "nobody" as an assignment; it is none.
    if counts["leaf_without_assignment"] == 0:
        del counts["leaf_without_assignment"]
    return counts


def disagreements(plan: Plan, name: str) -> dict[str, tuple[Any, Any]]:
    expected, found = wanted(name), counted(plan)
    if plan.knows_days_only:
        # MPXJ shows midnight where the file has no time, and no constraint where a task is
        # held by nothing but the user's hand; reading gives both.
        del found["constraints"]
        for side in ("start", "finish"):
            found[side], expected[side] = found[side][:10], expected[side][:10]
    return {
        key: (found[key], expected.get(key))
        for key in found
        if found[key] != expected.get(key, found[key])
    }


needs_files = pytest.mark.skipif(not expected_counts(), reason="reference data is absent")


@needs_files
@pytest.mark.reference_data
@pytest.mark.parametrize("name", sorted(CONVERTED))
def test_the_converted_file_has_the_counts_of_its_source(name: str) -> None:
    path = PLAN_FILES / "converted" / CONVERTED[name]

    plan = read(path.read_bytes(), path.name)

    assert disagreements(plan, name) == {}


@needs_files
@pytest.mark.reference_data
@pytest.mark.parametrize("name", sorted(expected_counts()))
class TestSources:
    pytestmark = needs_java

    def test_the_source_has_the_expected_counts(self, name: str) -> None:
        path = next(PLAN_FILES.glob(f"*/{name}"))

        plan = read(path.read_bytes(), path.name)

        assert disagreements(plan, name) == {}


@pytest.mark.parametrize("path", parameters(mspdi_files()))
class TestBothReaders:
    pytestmark = needs_java

    def test_our_reader_and_mpxj_see_the_same_plan(self, path: Path) -> None:
        content = path.read_bytes()

        ours, theirs = read_mspdi(content, path.name), read_with_mpxj(content, path.name, "mspdi")

        assert _seen(ours) == _seen(theirs)


def _seen(plan: Plan) -> dict[str, Any]:
    return {
        "tasks": {
            task.uid: (
                task.name,
                task.outline_level,
                task.start,
                task.finish,
                task.duration_minutes,
                task.constraint,
                task.percent_complete,
                task.deadline,
                task.notes,
                task.fields,
                task.baselines,
            )
            for task in plan.tasks
        },
        "links": sorted(
            (link.before_uid, link.after_uid, link.type, link.lag, link.lag_unit)
            for link in plan.links
        ),
        "resources": {(each.uid, each.name, each.kind) for each in plan.resources},
        "assignments": {
            (each.task_uid, each.resource_uid, each.work_minutes, each.start, each.finish)
            for each in plan.assignments
        },
    }
