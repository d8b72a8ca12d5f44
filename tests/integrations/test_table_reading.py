"""Spreadsheets become plans, whatever their columns are called."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from tests.kit.test_formulas import FORMULAS
from zhongshu.integrations.planfiles.findings import check
from zhongshu.integrations.planfiles.moments import iso_minute, moment
from zhongshu.integrations.planfiles.plan import (
    Plan,
    PlanAssignment,
    PlanCalendar,
    PlanCalendarException,
    PlanField,
    PlanLink,
    PlanResource,
    PlanTask,
)
from zhongshu.integrations.planfiles.readers import read
from zhongshu.integrations.planfiles.readers.table_values import (
    DayLengths,
    constraint,
    day_or_moment,
    duration,
    link,
    percent,
)
from zhongshu.integrations.planfiles.writers.comma_separated import write_csv
from zhongshu.integrations.planfiles.writers.ical import write_ical
from zhongshu.integrations.planfiles.writers.xlsx import write_xlsx
from zhongshu.kit.formulas import guarded

CHINESE = """进度计划表,,,,,
任务名称,工期,开始时间,完成时间,前置任务,负责人
设计,,,,,
　图纸,3d,2026-03-02,2026-03-04,,张伟
　评审,2天,2026/3/9,2026-03-10,2FS+2d,"李娜[50%]；王芳"
采购,2周,2026年3月11日,2026-03-24,3,
验收,0,2026-03-24 17:00,,4,
"""
ENGLISH = """ID;WBS;Task Name;Duration;Start;Finish;Predecessors;% Complete
10;1;Phase;;;;;
20;1.1;Dig;5 days;02/03/2026 08:00;;;50%
30;1.2;Pour;8 hrs;;;20SS-25%,99;0.25
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3d", (1440, False)),
        ("5 days?", (2400, False)),
        ("2周", (4800, False)),
        ("1.5 个月", (14400, False)),
        ("4", (1920, False)),
        ("90 min", (90, False)),
        ("8 小时", (480, False)),
        ("2ed", (2880, True)),
        ("1 emon", (43200, True)),
    ],
)
def test_durations_are_understood(text: str, expected: tuple[int, bool]) -> None:
    assert duration(text, DayLengths()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", ("3", "fs", 0, "working")),
        ("3FS+2d", ("3", "fs", 960, "working")),
        ("1.2SS-50%", ("1.2", "ss", -50, "percent")),
        ("A1000 FF + 1 ew", ("A1000", "ff", 10080, "elapsed")),
        ("7完成-开始-1天", ("7", "fs", -480, "working")),
        ("7开始-开始", ("7", "ss", 0, "working")),
    ],
)
def test_predecessors_are_understood(text: str, expected: tuple[str, str, int, str]) -> None:
    assert link(text, DayLengths()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02", "2026-03-02T00:00"),
        ("2026年3月2日", "2026-03-02T00:00"),
        ("周一 2026/3/2 13:30", "2026-03-02T13:30"),
        ("Mon 3/2/26 1:30 PM", "2026-03-02T13:30"),
        ("02-Mar-26", "2026-03-02T00:00"),
    ],
)
def test_dates_are_understood(text: str, expected: str) -> None:
    at, has_time = day_or_moment(text)

    assert (iso_minute(at), has_time) == (expected, "T00:00" not in expected)


@pytest.mark.parametrize("text", ["soon", "2026-13-01", "", "31/31/2026"])
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        day_or_moment(text)


def test_percentages_and_constraints_are_understood() -> None:
    assert [percent(text) for text in ("50%", "50", "0.5", "1", "100%")] == [50, 50, 50, 1, 100]
    assert constraint("不得早于...开始") == "snet"
    assert constraint("Must Start On") == "mso"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_chinese_list_is_outlined_by_its_indents(encoding: str) -> None:
    plan = read(CHINESE.encode(encoding), "计划.csv")

    rows = [(task.name, task.outline_level, task.duration_minutes) for task in plan.tasks]

    assert rows == [
        ("设计", 1, None),
        ("图纸", 2, 1440),
        ("评审", 2, 960),
        ("采购", 1, 4800),
        ("验收", 1, 0),
    ]
    assert [(each.before_uid, each.after_uid, each.lag) for each in plan.links] == [
        (2, 3, 960),
        (3, 4, 0),
        (4, 5, 0),
    ]
    assert [resource.name for resource in plan.resources] == ["张伟", "李娜", "王芳"]
    assert [float(each.units or 0) for each in plan.assignments] == [1, 0.5, 1]
    assert plan.tasks[1].start == moment("2026-03-02T08:00")
    assert plan.tasks[1].finish == moment("2026-03-04T17:00")
    assert plan.tasks[4].is_milestone


def test_an_english_list_is_outlined_by_its_codes() -> None:
    plan = read(ENGLISH.encode(), "plan.csv")

    rows = [(task.name, task.parent_uid, task.percent_complete) for task in plan.tasks]

    assert rows == [("Phase", None, 0), ("Dig", 1, 50), ("Pour", 1, 25)]
    assert plan.links == [
        PlanLink(before_uid=2, after_uid=3, type="ss", lag=-25, lag_unit="percent")
    ]
    assert [(each.code, each.where) for each in plan.findings if each.severity == "error"] == [
        ("link_to_missing_task", "row 4")
    ]


def test_our_own_workbook_is_read_back() -> None:
    start, finish = moment("2026-03-02T08:00"), moment("2026-03-06T17:00")
    plan = Plan(
        format="mspdi",
        name="厂房",
        tasks=[
            PlanTask(uid=1, name="=1+1", is_summary=True, wbs_code="1", start=start, finish=finish),
            PlanTask(
                uid=2, name="Dig", wbs_code="1.1", outline_level=2, parent_uid=1, number=7,
                duration_minutes=2400, start=start, finish=finish, constraint="snet",
                constraint_at=start, percent_complete=40,
            ),
            PlanTask(
                uid=3, name="Done", wbs_code="1.2", outline_level=2, parent_uid=1, number=8,
                duration_minutes=0, start=finish, finish=finish, is_milestone=True,
            ),
        ],
        links=[PlanLink(before_uid=2, after_uid=3, lag=-240)],
    )  # fmt: skip

    again = read(write_xlsx(plan), "plan.xlsx")

    for before, after in zip(plan.tasks, again.tasks, strict=True):
        assert (after.name, after.kind, after.wbs_code) == (
            before.name, before.kind, before.wbs_code
        )  # fmt: skip
        assert (after.start, after.finish, after.outline_level) == (
            before.start, before.finish, before.outline_level
        )  # fmt: skip
        assert (after.constraint, after.percent_complete) == (
            before.constraint, before.percent_complete
        )  # fmt: skip
    assert [(each.type, each.lag) for each in again.links] == [("fs", -240)]


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
def test_states_are_read_back_from_what_we_wrote(write) -> None:
    wanted = ["todo", "in_progress", "in_review", "blocked", "done", None]
    start, finish = moment("2026-03-02T08:00"), moment("2026-03-06T17:00")
    plan = Plan(
        format="mspdi",
        tasks=[
            PlanTask(
                uid=n, number=n, name=f"=T{n}", state=state, start=start, finish=finish,
                duration_minutes=2400, percent_complete=100 if state == "done" else 0,
            )
            for n, state in enumerate(wanted, 1)
        ],
    )  # fmt: skip

    again = read(write(plan), f"plan.{'csv' if write is write_csv else 'xlsx'}")

    assert [task.state for task in again.tasks] == wanted
    assert [task.name for task in again.tasks] == [f"=T{n}" for n in range(1, 7)]
    assert {(task.start, task.finish, task.duration_minutes) for task in again.tasks} == {
        (start, finish, 2400)
    }


@pytest.mark.parametrize(
    ("text", "state", "percent", "has_begun"),
    [
        ("Completed", "done", 100, False),
        ("进行中", "in_progress", 0, True),
        ("In Review", "in_review", 0, True),
        ("Not Started", "todo", 0, False),
        ("on hold", "blocked", 0, False),
        ("green", None, 0, False),
    ],
)
def test_a_state_tells_the_progress_where_nothing_else_does(
    text: str, state: str | None, percent: int, has_begun: bool
) -> None:
    rows = f"Name,Start,Finish,Status\nDig,2026-03-02,2026-03-06,{text}\n"

    plan = read(rows.encode(), "plan.csv")

    (task,) = plan.tasks
    assert (task.state, task.percent_complete) == (state, percent)
    assert (task.actual_start is not None) == has_begun
    assert bool(plan.findings) == (state is None)


def formulas_everywhere(text: str) -> Plan:
    return Plan(
        format="mspdi",
        mark=f"{text} taken out",
        tasks=[PlanTask(uid=1, name=text, wbs_code=text, notes=text, fields={"Text1": text})],
        custom_fields=[PlanField(entity="task", name="Text1", alias=text, kind="text")],
        resources=[PlanResource(uid=1, name=text, group=text, email=text)],
        assignments=[PlanAssignment(uid=1, task_uid=1, resource_uid=1, units=1)],
        calendars=[PlanCalendar(uid=1, name=text, exceptions=[a_holiday(text)])],
    )


def a_holiday(name: str) -> PlanCalendarException:
    day = date(2026, 5, 1)
    return PlanCalendarException(from_date=day, to_date=day, name=name)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_file_is_a_formula(text: str) -> None:
    plan = formulas_everywhere(text)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(write_xlsx(plan)))
    sheets = [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]
    table = list(csv.reader(io.StringIO(write_csv(plan).decode("utf-8-sig"), newline="")))

    for sheet, n_texts in zip([*sheets, table], (6, 0, 3, 2, 9, 7), strict=True):
        cells = [cell for row in sheet for cell in row if isinstance(cell, str)]
        assert sum(text in cell for cell in cells) == n_texts
        assert [cell for cell in cells if guarded(cell) != cell and cell[0] != "'"] == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''=1", "\uff1d1", "'a"])
@pytest.mark.parametrize(("write", "file_name"), [(write_csv, "p.csv"), (write_xlsx, "p.xlsx")])
def test_what_was_guarded_comes_back_as_it_was(
    text: str, write: Callable[[Plan], bytes], file_name: str
) -> None:
    back = read(write(formulas_everywhere(text)), file_name)

    (task,), (resource,) = back.tasks, back.resources
    assert (task.name, task.wbs_code, task.notes, resource.name) == (text, text, text, text)


def test_the_calendar_feed_has_stable_names_and_whole_day_milestones() -> None:
    start, finish = moment("2026-03-02T08:00"), moment("2026-03-06T17:00")
    plan = Plan(
        format="mspdi",
        guid="P",
        tasks=[
            PlanTask(uid=1, name="挖方", start=start, finish=finish, notes="a, b; c"),
            PlanTask(uid=2, name="完工", is_milestone=True, start=finish, finish=finish),
            PlanTask(uid=3, name="off", is_active=False, start=start, finish=finish),
        ],
    )
    stamped = datetime(2026, 3, 1, tzinfo=UTC)

    feeds = [write_ical(plan, stamped_at=stamped, sequence=n) for n in (4, 5)]

    first, second = (list(Calendar.from_ical(feed).walk("VEVENT")) for feed in feeds)
    assert [str(event["summary"]) for event in first] == ["挖方", "完工"]
    assert [str(event["uid"]) for event in first] == [str(event["uid"]) for event in second]
    assert [int(event["sequence"]) for event in second] == [5, 5]
    assert first[0]["dtstart"].dt == datetime.fromisoformat("2026-03-02T08:00")
    assert first[1]["dtstart"].dt.isoformat() == "2026-03-06"
    assert str(first[0]["description"]) == "a, b; c"


def test_what_is_wrong_with_a_plan_is_found() -> None:
    saturday = moment("2026-03-07T08:00")
    plan = Plan(
        format="mspdi",
        tasks=[
            PlanTask(uid=1, name="A", is_summary=True),
            PlanTask(uid=2, name="B", parent_uid=1, duration_minutes=-60),
            PlanTask(uid=3, name="C", start=saturday, finish=saturday - 1, duration_minutes=60),
            PlanTask(uid=3, name="D", calendar_uid=44),
        ],
        links=[
            PlanLink(before_uid=2, after_uid=3),
            PlanLink(before_uid=3, after_uid=2),
            PlanLink(before_uid=2, after_uid=2),
            PlanLink(before_uid=9, after_uid=2),
            PlanLink(before_uid=1, after_uid=2),
        ],
    )

    found = {finding.code: finding.n for finding in check(plan)}

    assert found == {
        "duplicate_task": 2,
        "link_to_missing_task": 1,
        "link_to_itself": 1,
        "negative_duration": 1,
        "cycle": 1,
        "link_to_own_summary": 1,
        "missing_calendar": 1,
        "finish_before_start": 1,
    }


def test_a_long_loop_is_named_in_order() -> None:
    tasks = [PlanTask(uid=uid, name=str(uid)) for uid in range(5000)]
    links = [PlanLink(before_uid=uid, after_uid=uid + 1) for uid in range(4999)]
    links.append(PlanLink(before_uid=4999, after_uid=4990))

    found = check(Plan(format="mspdi", tasks=tasks, links=links))

    assert found[0].params["loop"] == [str(uid) for uid in range(4990, 5000)]
