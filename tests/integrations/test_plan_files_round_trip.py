"""A plan read, written as MSPDI and read again is the same plan."""

from pathlib import Path

import pytest

from tests.integrations.reference import (
    needs_java,
    parameters,
    readable_with_java,
    readable_without_java,
)
from zhongshu.integrations.planfiles.difference import differences
from zhongshu.integrations.planfiles.plan import Plan, PlanTask
from zhongshu.integrations.planfiles.readers import read
from zhongshu.integrations.planfiles.writers.mspdi import write_mspdi

# Primavera's own notions, for which Microsoft's format has no element.
PRIMAVERA_ONLY = (
    "plan.code",
    "plan.float_mode",
    "plan.lag_calendar",
    "plan.progress_mode",
    ".code",
    ".activity_type",
    ".second_constraint",
    ".second_constraint_at",
)


def lost(plan: Plan) -> list[str]:
    again = read(write_mspdi(plan), "again.xml")
    found = [difference.where for difference in differences(plan, again)]
    if plan.format in ("xer", "pmxml"):
        return [where for where in found if not where.endswith(PRIMAVERA_ONLY)]
    return found


@pytest.mark.parametrize("path", parameters(readable_without_java()))
def test_nothing_is_lost_without_java(path: Path) -> None:
    plan = read(path.read_bytes(), path.name)

    where = lost(plan)

    assert where == []


@pytest.mark.parametrize("path", parameters(readable_with_java()))
class TestWithJava:
    pytestmark = needs_java

    def test_nothing_is_lost(self, path: Path) -> None:
        plan = read(path.read_bytes(), path.name)

        where = lost(plan)

        assert where == []


def test_a_difference_is_found_by_key_whatever_the_order() -> None:
    before = Plan(format="mspdi", tasks=[PlanTask(uid=1, name="a"), PlanTask(uid=2, name="b")])
    after = Plan(format="mspdi", tasks=[PlanTask(uid=2, name="c"), PlanTask(uid=1, name="a")])

    found = differences(before, after)

    assert [(each.where, each.before, each.after) for each in found] == [
        ("plan.tasks[2].name", "b", "c")
    ]
