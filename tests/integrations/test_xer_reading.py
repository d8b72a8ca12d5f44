"""What a Primavera export says is read in full, whatever its release and encoding."""

from datetime import date
from decimal import Decimal

import pytest

from zhongshu.integrations.planfiles.moments import moment
from zhongshu.integrations.planfiles.plan import Plan
from zhongshu.integrations.planfiles.readers.xer import read_xer
from zhongshu.integrations.planfiles.readers.xer_tables import decode

FIVE_DAYS = (
    "(0||CalendarData()((0||DaysOfWeek()((0||1()())"
    + "".join(f"(0||{day}()((0||0(s|08:00|f|16:00)())))" for day in range(2, 7))
    + "(0||7()())))(0||VIEW(ShowTotal|N)())(0||Exceptions()("
    "(0||0(d|46296)())(0||1(d|46297)())(0||2(d|46305)((0||0(s|08:00|f|12:00)())))))))"
)
TABLES: dict[str, list[dict[str, str]]] = {
    "CURRTYPE": [{"curr_id": "16", "curr_symbol": "¥", "curr_short_name": "CNY"}],
    "PROJECT": [
        {
            "proj_id": "7",
            "proj_short_name": "PLANT-7",
            "clndr_id": "1",
            "plan_start_date": "2026-03-02 08:00",
            "last_recalc_date": "2026-03-04 16:00",
            "export_flag": "Y",
        }
    ],
    "CALENDAR": [
        {"clndr_id": "1", "clndr_name": "五天八小时", "day_hr_cnt": "8", "clndr_data": FIVE_DAYS}
    ],
    "SCHEDOPTIONS": [
        {
            "proj_id": "7",
            "sched_retained_logic": "N",
            "sched_progress_override": "Y",
            "sched_float_type": "FT_SF",
            "sched_calendar_on_relationship_lag": "rcal_24Hour",
        }
    ],
    "PROJWBS": [
        {"wbs_id": "1", "proj_id": "7", "proj_node_flag": "Y", "wbs_name": "Plant"},
        {
            "wbs_id": "3",
            "proj_id": "7",
            "parent_wbs_id": "1",
            "seq_num": "20",
            "wbs_short_name": "B",
            "wbs_name": "Build",
        },
        {
            "wbs_id": "2",
            "proj_id": "7",
            "parent_wbs_id": "1",
            "seq_num": "10",
            "wbs_short_name": "D",
            "wbs_name": "Design",
        },
    ],
    "TASK": [
        {
            "task_id": "100",
            "proj_id": "7",
            "wbs_id": "2",
            "clndr_id": "1",
            "task_code": "A1000",
            "task_name": "Draw",
            "task_type": "TT_Task",
            "complete_pct_type": "CP_Drtn",
            "target_drtn_hr_cnt": "40",
            "remain_drtn_hr_cnt": "16",
            "act_start_date": "2026-03-02 08:00",
            "early_end_date": "2026-03-06 16:00",
            "total_float_hr_cnt": "-8",
            "cstr_type": "CS_MSO",
            "cstr_date": "2026-03-02 08:00",
        },
        {
            "task_id": "101",
            "proj_id": "7",
            "wbs_id": "3",
            "clndr_id": "1",
            "task_code": "A1010",
            "task_name": "Done",
            "task_type": "TT_FinMile",
            "target_drtn_hr_cnt": "0",
            "remain_drtn_hr_cnt": "0",
            "early_start_date": "2026-03-09 16:00",
            "early_end_date": "2026-03-09 16:00",
            "cstr_type": "CS_MANDFIN",
            "cstr_date": "2026-03-09 16:00",
        },
    ],
    "TASKPRED": [
        {
            "task_pred_id": "1",
            "task_id": "101",
            "pred_task_id": "100",
            "proj_id": "7",
            "pred_proj_id": "7",
            "pred_type": "PR_FF",
            "lag_hr_cnt": "-4",
        },
        {
            "task_pred_id": "2",
            "task_id": "101",
            "pred_task_id": "999",
            "proj_id": "7",
            "pred_proj_id": "8",
            "pred_type": "PR_FS",
            "lag_hr_cnt": "0",
        },
    ],
    "RSRC": [
        {"rsrc_id": "5", "rsrc_name": "焊工", "rsrc_short_name": "W", "rsrc_type": "RT_Labor"}
    ],
    "RSRCRATE": [{"rsrc_id": "5", "max_qty_per_hr": "2", "cost_per_qty": "80.5"}],
    "TASKRSRC": [
        {
            "taskrsrc_id": "9",
            "task_id": "100",
            "rsrc_id": "5",
            "remain_qty": "16",
            "act_reg_qty": "24",
            "remain_qty_per_hr": "1.5",
            "act_reg_cost": "1932",
            "remain_cost": "1288",
        }
    ],
    "UDFTYPE": [
        {
            "udf_type_id": "1",
            "table_name": "TASK",
            "udf_type_label": "分包商",
            "logical_data_type": "FT_TEXT",
        }
    ],
    "UDFVALUE": [{"udf_type_id": "1", "fk_id": "100", "udf_text": "东方"}],
    "MEMOTYPE": [{"memo_type_id": "1", "memo_type": "Notes"}],
    "TASKMEMO": [
        {"memo_id": "1", "task_id": "100", "memo_type_id": "1", "task_memo": "<p>a &amp; b</p>"}
    ],
}


def export(tables: dict[str, list[dict[str, str]]], encoding: str = "utf-8") -> bytes:
    lines = ["ERMHDR\t8.0\t2026-01-01\tProject\tadmin\tadmin\tdb\tPM\tCNY"]
    for table, records in tables.items():
        columns = list(dict.fromkeys(column for record in records for column in record))
        lines += [f"%T\t{table}", "\t".join(["%F", *columns])]
        lines += ["\t".join(["%R", *(each.get(c, "") for c in columns)]) for each in records]
    return "\r\n".join([*lines, "%E", ""]).encode(encoding)


def plan() -> Plan:
    return read_xer(export(TABLES), "plant.xer")


def test_the_work_breakdown_becomes_the_outline_in_its_own_order() -> None:
    read = plan()

    outline = [(task.name, task.outline_level, task.wbs_code, task.kind) for task in read.tasks]

    assert outline == [
        ("Design", 1, "D", "summary"),
        ("Draw", 2, "D.A1000", "task"),
        ("Build", 1, "B", "summary"),
        ("Done", 2, "B.A1010", "milestone"),
    ]
    assert read.root is not None
    assert (read.name, read.root.name, read.code) == ("Plant", "Plant", "PLANT-7")


def test_schedule_options_are_taken_over() -> None:
    read = plan()

    options = (read.lag_calendar, read.progress_mode, read.float_mode, read.minutes_per_day)

    assert options == ("elapsed", "progress_override", "start", 480)
    assert read.status_date == moment("2026-03-04T16:00")
    assert (read.currency_code, read.currency_symbol) == ("CNY", "¥")


def test_a_started_activity_has_its_spent_and_remaining_duration() -> None:
    draw = plan().tasks[1]

    progress = (draw.actual_duration_minutes, draw.remaining_minutes, draw.duration_minutes)

    assert progress == (3 * 480, 960, 2400)
    assert (draw.percent_complete, draw.start) == (60, moment("2026-03-02T08:00"))
    assert (draw.total_slack_minutes, draw.is_critical) == (-480, True)


def test_start_on_yields_to_logic_and_mandatory_does_not() -> None:
    _, draw, _, done = plan().tasks

    constraints = [(task.constraint, task.second_constraint) for task in (draw, done)]

    assert constraints == [("snet", "snlt"), ("mfo", None)]
    assert done.constraint_at == moment("2026-03-09T16:00")


def test_links_have_lag_in_hours_and_those_to_other_projects_are_reported() -> None:
    read = plan()

    links = [(each.before_uid, each.after_uid, each.type, each.lag) for each in read.links]

    assert links == [(100, 101, "ff", -240)]
    assert [each.code for each in read.findings] == ["external_link"]


def test_a_calendar_has_its_week_and_exceptions() -> None:
    calendar = plan().calendars[0]

    exceptions = [(each.from_date, each.to_date, each.shifts) for each in calendar.exceptions]

    assert calendar.week == [[(480, 960)]] * 5 + [[], []]
    assert exceptions == [
        (date(2026, 10, 1), date(2026, 10, 2), []),
        (date(2026, 10, 10), date(2026, 10, 10), [(480, 720)]),
    ]


def test_resources_assignments_fields_and_notes_are_read() -> None:
    read = plan()

    resource, assignment, draw = read.resources[0], read.assignments[0], read.tasks[1]

    assert (resource.name, resource.max_units, resource.standard_rate) == (
        "焊工",
        Decimal("2"),
        Decimal("80.5"),
    )
    assert (assignment.units, assignment.work_minutes, assignment.cost) == (
        Decimal("1.5"),
        2400,
        Decimal("3220"),
    )
    assert (draw.cost, draw.actual_cost, draw.work_minutes) == (Decimal(3220), Decimal(1932), 2400)
    assert draw.fields == {"Text1": "东方"}
    assert read.custom_fields[0].alias == "分包商"
    assert draw.notes == "a & b"


def test_keys_that_two_tables_share_stay_apart() -> None:
    tables = TABLES | {"TASK": [TABLES["TASK"][0] | {"task_id": "2"}], "TASKPRED": []}

    read = read_xer(export(tables), "plant.xer")

    assert len({task.uid for task in read.tasks}) == len(read.tasks) == 3


def test_a_second_project_is_reported_and_a_baseline_project_becomes_a_baseline() -> None:
    other = {"proj_id": "8", "proj_short_name": "OTHER", "export_flag": "Y"}
    baseline = {"proj_id": "9", "proj_short_name": "PLANT-7 B1", "orig_proj_id": "7"}
    planned = {
        "task_id": "900",
        "proj_id": "9",
        "task_code": "A1000",
        "target_start_date": "2026-02-02 08:00",
        "target_end_date": "2026-02-06 16:00",
        "target_drtn_hr_cnt": "40",
    }
    tables = TABLES | {
        "PROJECT": [*TABLES["PROJECT"], other, baseline],
        "TASK": [*TABLES["TASK"], planned],
    }

    read = read_xer(export(tables), "plant.xer")

    kept = read.tasks[1].baselines[0]
    assert (kept.number, kept.start, kept.duration_minutes) == (0, moment("2026-02-02T08:00"), 2400)
    assert [each.code for each in read.findings] == ["other_projects", "external_link"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("焊接工程 — ¥", "utf-8"),
        ("焊接工程进度计划", "gb18030"),
        ("Überprüfung der Anlage, façade, Größe", "cp1252"),
    ],
)
def test_the_encoding_is_recognised(text: str, encoding: str) -> None:
    read = decode(text.encode(encoding))

    assert read == text
