"""A plan that went through the platform's rows is the plan that came from the file."""

import re
from pathlib import Path

import pytest
from django.utils import timezone

from tests.factories.organisation import CalendarFactory, UnitFactory
from tests.integrations.reference import (
    needs_java,
    parameters,
    readable_with_java,
    readable_without_java,
)
from zhongshu.access.models import SYSTEM
from zhongshu.integrations import services
from zhongshu.integrations.planfiles.difference import differences
from zhongshu.integrations.planfiles.plan import Plan, PlanCalendar, PlanField, PlanTask
from zhongshu.integrations.planfiles.readers import read
from zhongshu.integrations.planfiles.writers.mspdi import write_mspdi
from zhongshu.integrations.row_plans import plan_of

pytestmark = pytest.mark.django_db

# Computed by whoever schedules: `docs/reference/schedule-accuracy.md` compares these.
COMPUTED = {
    "start", "finish", "early_start", "early_finish", "late_start", "late_finish",
    "total_slack_minutes", "free_slack_minutes", "is_critical",
}  # fmt: skip
# Of a summary everything but its name, constraint, notes and own costs comes from below.
ROLLED_UP = COMPUTED | {
    "duration_minutes", "percent_complete", "actual_start", "actual_finish",
    "actual_duration_minutes", "remaining_minutes", "stop", "resume", "is_elapsed",
    "duration_format", "splits",
}  # fmt: skip
# What only says how another tool shows or recomputes things.
SHOWN_ONLY = {"lag_format", "number", "outline_level"}
OF_PRIMAVERA = r"plan\.(float_mode|lag_calendar|progress_mode|required_finish)"
OF_PROJECT = {"plan.finish", "plan.name", "plan.code", "plan.guid", "plan.title"}


def through_the_platform(plan_file: Path) -> tuple[Plan, Plan]:
    CalendarFactory.create()
    unit = UnitFactory.create()
    now = timezone.now()
    content = plan_file.read_bytes()
    row, before = services.preview_plan_file(
        SYSTEM, content=content, file_name=plan_file.name, now=now
    )
    done = services.import_as_project(SYSTEM, unit=unit, uploaded=row, now=now)
    exported = write_mspdi(plan_of(done.project))
    return before, read(exported, "exported.xml")


def is_needed(calendar: PlanCalendar, plan: Plan) -> bool:
    """Whether a calendar says something, or belongs to somebody."""
    users = {each.calendar_uid for each in (*plan.resources, *plan.tasks, plan)}
    says = calendar.exceptions or any(day is not None for day in calendar.week)
    return bool(says) or calendar.uid in users


def lost(before: Plan, after: Plan) -> list[str]:
    summaries = {f"plan.tasks[{task.uid}]" for task in before.tasks if task.is_summary}
    possible = {
        f"plan.links[{(each.before_uid, each.after_uid, each.type)}]" for each in after.links
    }
    found = []
    before.calendars = [each for each in before.calendars if is_needed(each, before)]
    for each in differences(before, after):
        place, _, name = each.where.rpartition(".")
        ignored = ROLLED_UP if place in summaries else COMPUTED
        if name in ignored | SHOWN_ONLY or each.where in OF_PROJECT or place == "plan.root":
            continue
        if "plan.links" in each.where and each.where not in possible:
            continue
        if re.fullmatch(
            r"plan\.(float_mode|lag_calendar|progress_mode|required_finish)", each.where
        ):
            continue
        found.append(f"{each.where}: {each.before} → {each.after}")
    return found


def primavera_only(where: str) -> bool:
    return bool(re.search(r"\.(code|activity_type|second_constraint|second_constraint_at):", where))


@pytest.mark.parametrize("path", parameters(readable_without_java()))
def test_nothing_is_lost_without_java(path: Path) -> None:
    before, after = through_the_platform(path)

    where = [each for each in lost(before, after) if not primavera_only(each)]

    assert where == []


@pytest.mark.once
@pytest.mark.parametrize("path", parameters(readable_with_java()))
class TestWithJava:
    pytestmark = needs_java

    def test_nothing_is_lost(self, path: Path) -> None:
        before, after = through_the_platform(path)

        where = [each for each in lost(before, after) if not primavera_only(each)]

        assert where == []


def test_what_another_tool_alone_needs_comes_back_unchanged() -> None:
    CalendarFactory.create()
    unit = UnitFactory.create()
    now = timezone.now()
    before = Plan(format="mspdi", title="T", start=29536800, critical_slack_days=2, author="A")
    before.custom_fields = [
        PlanField(entity="task", name="Text1", kind="text", field_id="188743731")
    ]
    before.tasks = [
        PlanTask(
            uid=9, name="x", duration_minutes=480, hyperlink_address="https://example.org/",
            physical_percent_complete=30, earned_value_method=1, contact="王",
            levelling_delay_format=6, fields={"Text1": "甲"},
        )
    ]  # fmt: skip
    row, _ = services.preview_plan_file(
        SYSTEM, content=write_mspdi(before), file_name="t.xml", now=now
    )

    done = services.import_as_project(SYSTEM, unit=unit, uploaded=row, now=now)

    after = plan_of(done.project)
    for name in ("hyperlink_address", "physical_percent_complete", "earned_value_method", "contact",
                 "levelling_delay_format", "fields"):  # fmt: skip
        assert getattr(after.tasks[0], name) == getattr(before.tasks[0], name), name
    assert (after.author, after.critical_slack_days) == ("A", 2)
