"""What Primavera knows and Microsoft Project does not: hammocks and second constraints."""

import copy
from pathlib import Path

import pytest

from tests.factories.organisation import CalendarFactory, UnitFactory
from tests.integrations.reference import needs_java, parameters, readable_with_java
from tests.integrations.test_xer_reading import TABLES, export
from zhongshu.access.models import SYSTEM
from zhongshu.integrations import services
from zhongshu.integrations.opening import opened
from zhongshu.integrations.planfiles.findings import check
from zhongshu.integrations.planfiles.moments import iso_minute, moment
from zhongshu.integrations.planfiles.plan import Plan
from zhongshu.integrations.planfiles.readers import read
from zhongshu.integrations.planfiles.readers.xer import read_xer
from zhongshu.integrations.planfiles.writers.mspdi import write_mspdi
from zhongshu.integrations.planfiles.writers.xlsx import write_xlsx
from zhongshu.integrations.row_plans import plan_of
from zhongshu.kit import clock
from zhongshu.planning.models import Task
from zhongshu.planning.scheduling import reschedule

ONE_ACTIVITY = [path for path in readable_with_java() if path.name == "ProjectDefaultCalendar.xml"]


def activity(key: str, kind: str = "TT_Task", **fields: str) -> dict[str, str]:
    return {
        "task_id": key,
        "proj_id": "7",
        "wbs_id": "2",
        "clndr_id": "1",
        "task_code": f"A{key}",
        "task_name": {"1": "Dig", "2": "Pour", "3": "Site office"}[key],
        "task_type": kind,
        "complete_pct_type": "CP_Drtn",
        "target_drtn_hr_cnt": "16",
        "remain_drtn_hr_cnt": "16",
        **fields,
    }


def relation(before: str, after: str, kind: str) -> dict[str, str]:
    return {
        "task_pred_id": f"{before}{after}{kind}",
        "pred_task_id": before,
        "task_id": after,
        "proj_id": "7",
        "pred_proj_id": "7",
        "pred_type": kind,
        "lag_hr_cnt": "0",
    }


def file(activities: list[dict[str, str]], relations: list[dict[str, str]]) -> bytes:
    tables = copy.deepcopy(TABLES)
    tables |= {"TASK": activities, "TASKPRED": relations}
    for name in ("TASKRSRC", "UDFVALUE", "TASKMEMO"):
        del tables[name]
    return export(tables)


SITE_OFFICE = file(
    [
        activity("1"),
        activity("2"),
        activity("3", "TT_LOE", act_start_date="2026-03-01 08:00", cstr_type="CS_MEO"),
    ],
    [relation("1", "2", "PR_FS"), relation("1", "3", "PR_SS"), relation("3", "2", "PR_FF")],
)


def computed(plan: Plan) -> dict[str, tuple[str, str, str]]:
    rows = reschedule(opened(plan)).tasks.values()
    return {row.name: (row.kind, iso_minute(row.start), iso_minute(row.finish)) for row in rows}


def test_a_level_of_effort_comes_in_as_a_hammock() -> None:
    plan = read_xer(SITE_OFFICE, "site.xer")

    found = computed(plan)

    # The status date is Wednesday 4 March, 16:00, when the day's work ends.
    assert found["Dig"][1:] == ("2026-03-05T08:00", "2026-03-06T16:00")
    assert found["Pour"][1:] == ("2026-03-09T08:00", "2026-03-10T16:00")
    assert found["Site office"] == ("hammock", "2026-03-05T08:00", "2026-03-10T16:00")
    assert "spanning_activity" not in [each.code for each in check(plan)]


class TestWithJava:
    pytestmark = needs_java

    @pytest.mark.parametrize("sample", parameters(ONE_ACTIVITY))
    def test_so_it_does_from_primaveras_xml(self, sample: Path) -> None:
        content = sample.read_bytes().replace(b"Task Dependent", b"Level of Effort")

        plan = read(content, sample.name)

        assert [each.kind for each in plan.leaves] == ["hammock"]


def test_one_without_a_link_at_an_end_is_found_before_the_import() -> None:
    plan = read_xer(
        file([activity("1"), activity("3", "TT_LOE")], [relation("1", "3", "PR_SS")]), "site.xer"
    )

    found = {each.code: each.params for each in check(plan)}

    assert found["loose_hammock"] == {"examples": ["D.A3 Site office"]}


def test_in_microsofts_format_it_is_a_task_with_given_dates_that_nothing_waits_for() -> None:
    plan = read_xer(SITE_OFFICE, "site.xer")
    hammock = next(each for each in plan.tasks if each.is_hammock)
    hammock.start, hammock.finish = moment("2026-03-05T08:00"), moment("2026-03-10T16:00")

    again = read(write_mspdi(plan), "again.xml")

    task = next(each for each in again.tasks if each.name == "Site office")
    assert (task.mode, task.manual_start, task.manual_finish) == (
        "manual",
        hammock.start,
        hammock.finish,
    )
    names = {each.uid: each.name for each in again.tasks}
    assert sorted((names[one.before_uid], names[one.after_uid]) for one in again.links) == [
        ("Dig", "Pour"),
        ("Dig", "Site office"),
    ]


def test_a_workbook_carries_both() -> None:
    plan = read_xer(SITE_OFFICE, "site.xer")
    pour = next(each for each in plan.tasks if each.name == "Pour")
    pour.constraint, pour.constraint_at = "snet", moment("2026-03-09T08:00")
    pour.second_constraint, pour.second_constraint_at = "fnlt", moment("2026-03-20T16:00")

    again = {each.name: each for each in read(write_xlsx(plan), "plan.xlsx").tasks}

    assert again["Site office"].kind == "hammock"
    assert again["Pour"].second_constraint == "fnlt"
    assert again["Pour"].second_constraint_at == moment("2026-03-20T16:00")


@pytest.mark.parametrize(
    ("fields", "expected", "codes"),
    [
        (
            {"cstr_type": "CS_MSOA", "cstr_type2": "CS_MEOB"},
            [("snet", "2026-03-09T08:00"), ("fnlt", "2026-03-20T16:00")],
            [],
        ),
        (
            {"cstr_type": "CS_MSO"},
            [("snet", "2026-03-09T08:00"), ("snlt", "2026-03-09T08:00")],
            [],
        ),
        (
            {"cstr_type": "CS_MSO", "cstr_type2": "CS_MEOB"},
            [("snet", "2026-03-09T08:00"), ("snlt", "2026-03-09T08:00")],
            ["third_constraint"],
        ),
        ({"cstr_type2": "CS_MEOB"}, [("fnlt", "2026-03-20T16:00"), (None, None)], []),
    ],
)
def test_both_constraints_of_an_activity_are_read(
    fields: dict[str, str], expected: list[tuple[str, str]], codes: list[str]
) -> None:
    dates = {"cstr_date": "2026-03-09 08:00", "cstr_date2": "2026-03-20 16:00"}

    plan = read_xer(file([activity("1", **fields, **dates)], []), "site.xer")

    (task,) = plan.leaves
    held = [
        (task.constraint, task.constraint_at),
        (task.second_constraint, task.second_constraint_at),
    ]
    assert [(kind, None if at is None else iso_minute(at)) for kind, at in held] == expected
    assert [each.code for each in plan.findings] == codes


@pytest.mark.django_db
def test_both_are_kept_through_import_and_export() -> None:
    CalendarFactory.create()
    now = clock.now()
    window = {"cstr_type": "CS_MSOA", "cstr_date": "2026-03-09 08:00"}
    window |= {"cstr_type2": "CS_MEOB", "cstr_date2": "2026-03-20 16:00"}
    content = file(
        [activity("1", **window), activity("3", "TT_LOE")],
        [relation("1", "3", "PR_SS"), relation("1", "3", "PR_FF")],
    )
    row, _ = services.preview_plan_file(SYSTEM, content=content, file_name="s.xer", now=now)

    done = services.import_as_project(SYSTEM, unit=UnitFactory.create(), uploaded=row, now=now)

    dig, office = Task.objects.get(name="Dig"), Task.objects.get(name="Site office")
    assert (dig.second_constraint, iso_minute(dig.second_constraint_at or 0)) == (
        "fnlt",
        "2026-03-20T16:00",
    )
    assert (office.kind, office.start, office.finish) == ("hammock", dig.start, dig.finish)
    tasks = {each.name: each for each in plan_of(done.project).tasks}
    assert tasks["Dig"].second_constraint == "fnlt"
    assert tasks["Site office"].kind == "hammock"


@pytest.mark.django_db
def test_a_recurring_task_of_microsoft_project_keeps_its_mark() -> None:
    CalendarFactory.create()
    now = clock.now()
    plan = read_xer(SITE_OFFICE, "site.xer")
    for each in plan.tasks:
        each.is_recurring = each.name in ("Dig", "Build")
    row, _ = services.preview_plan_file(
        SYSTEM, content=write_mspdi(plan), file_name="s.xml", now=now
    )

    done = services.import_as_project(SYSTEM, unit=UnitFactory.create(), uploaded=row, now=now)

    assert Task.objects.get(name="Dig").is_recurring
    again = read(write_mspdi(plan_of(done.project)), "again.xml")
    assert [each.name for each in again.tasks if each.is_recurring] == ["Dig", "Build"]
