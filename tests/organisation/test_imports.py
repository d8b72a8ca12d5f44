"""Imports: what a table would change, what it does change, and what it may not."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import xlsxwriter

from tests.organisation.company import TODAY, calendar, company, person, unit, user_with
from zhongshu.access.guard import Forbidden
from zhongshu.access.models import SYSTEM, ScopeClosure
from zhongshu.access.scopes import all_pairs
from zhongshu.kit.errors import BadInput
from zhongshu.kit.models import Event
from zhongshu.organisation import services, tables
from zhongshu.organisation.models import OrganisationImport, Person, Unit, UnitPlacement

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PEOPLE = """工号,姓名,部门,上级工号,岗位,入职日期
1001,王芳,RD,,研发总监,2018/7/1
1002,李伟,RD,1001,高级工程师,2021年3月15日
1003,张敏,Unit PD,李伟,工艺工程师,
"""


def preview(kind: str, content: str | bytes, name: str = "people.csv", actor: Any = SYSTEM) -> Any:
    return services.preview_import(
        actor,
        kind=kind,
        content=content.encode() if isinstance(content, str) else content,
        file_name=name,
        now=NOW,
        today=TODAY,
    )


def take_in(kind: str, content: str | bytes) -> dict[str, int]:
    uploaded, _ = preview(kind, content)
    _, plan = services.apply_import(SYSTEM, uploaded=uploaded, now=NOW)
    return plan.counts


def counted(added: int = 0, changed: int = 0, unchanged: int = 0, rejected: int = 0) -> Any:
    return {"added": added, "changed": changed, "unchanged": unchanged, "rejected": rejected}


def test_a_preview_changes_nothing_and_applying_it_does_what_it_showed():
    research = unit("RD")
    unit("PD")

    uploaded, plan = preview("people", PEOPLE)

    assert plan.counts == counted(added=3)
    assert not Person.objects.exists()

    services.apply_import(SYSTEM, uploaded=uploaded, now=NOW)

    li = Person.objects.get(employee_number="1002")
    assert (li.name, li.unit, li.scope_id) == ("李伟", research, research.scope_id)
    assert (li.manager.name, li.joins_on) == ("王芳", date(2021, 3, 15))
    assert Person.objects.get(employee_number="1003").manager == li
    event = Event.objects.get(kind="organisation.people_imported")
    assert event.data["after"]["1003"]["unit"] == "PD"
    assert event.data["counts"] == counted(added=3)


def test_the_same_file_again_changes_nothing():
    unit("RD")
    unit("PD")
    take_in("people", PEOPLE)

    assert take_in("people", PEOPLE) == counted(unchanged=3)
    assert set(Person.objects.values_list("version", flat=True)) == {1}


def test_a_change_is_shown_field_by_field_and_a_missing_column_is_left_alone():
    unit("RD")
    unit("PD")
    take_in("people", PEOPLE)

    _, plan = preview("people", "employee_number,Job Title,manager\n1002,Principal Engineer,\n")

    assert plan.lines[0].changes == {
        "manager": ["1001", None],
        "position": ["高级工程师", "Principal Engineer"],
    }


def test_another_unit_takes_the_person_into_its_scope():
    old, new = unit("RD"), unit("PD")
    worker = person("1", of=old)
    leader = user_with("organisation.view", over=new.scope)

    assert take_in("people", "工号,部门\n1,PD\n") == counted(changed=1)

    assert Person.objects.visible_to(leader, "organisation.view").get() == worker
    assert Person.objects.get().version == 2


def test_each_rejected_row_has_its_number_field_and_reason_and_the_others_go_in():
    unit("RD")
    table = (
        "工号,姓名,部门,上级工号,邮箱,入职日期,离职日期\n"
        "1,甲,RD,,a@example.com,2020-01-01,\n"
        ",乙,RD,,,,\n"
        "1,丙,RD,,,,\n"
        "4,丁,NO,,,,\n"
        "5,戊,RD,99,,,\n"
        "6,己,RD,,nobody,2020-13-01,\n"
        "7,庚,RD,,,2020-01-02,2020-01-01\n"
        "8,辛,RD,9,,,\n"
        "9,壬,RD,8,,,\n"
        "10,癸,RD,4,,,\n"
    )

    _, plan = preview("people", table)

    rejected = [
        (line.row, problem["field"], problem["code"])
        for line in plan.lines
        for problem in line.problems
    ]
    assert rejected == [
        (3, "employee_number", "required"),
        (4, "employee_number", "repeated"),
        (5, "unit", "unknown"),
        (6, "manager", "unknown"),
        (7, "email", "not_an_email"),
        (7, "joins_on", "not_a_date"),
        (8, "leaves_on", "before_joining"),
        (9, "manager", "loop"),
        (10, "manager", "loop"),
        (11, "manager", "unknown"),
    ]
    assert plan.counts == counted(added=1, rejected=9)
    assert take_in("people", table) == plan.counts
    assert Person.objects.get().name == "甲"


def test_a_loop_with_people_already_there_is_rejected():
    team = unit("RD")
    first = person("1", of=team)
    person("2", of=team, manager=first)

    _, plan = preview("people", "工号,上级工号\n1,2\n")

    assert plan.lines[0].problems == [{"field": "manager", "code": "loop"}]


def test_a_name_that_two_people_share_points_at_nobody():
    team = unit("RD")
    for number in ("1", "2"):
        services.create_person(SYSTEM, unit=team, employee_number=number, name="王伟")

    _, plan = preview("people", "工号,姓名,部门,上级\n3,李娜,RD,王伟\n4,赵磊,RD,2\n")

    assert [line.outcome for line in plan.lines] == ["rejected", "added"]
    assert plan.lines[0].problems == [{"field": "manager", "code": "ambiguous", "value": "王伟"}]


def test_units_come_in_any_order_move_today_and_keep_the_closure_right():
    calendar("苏州日历", kind="site")
    unit("RD")
    moved = unit("T1")
    table = (
        "编码,名称,上级编码,工作日历\n"
        "RD-1-1,嵌入式组,RD-1,\n"
        "RD-1,软件部,RD,苏州日历\n"
        "T1,Unit T1,RD-1,\n"
    )

    assert take_in("units", table) == counted(added=2, changed=1)
    assert take_in("units", table) == counted(unchanged=3)

    assert Unit.objects.get(code="RD-1-1").parent.parent.code == "RD"
    assert Unit.objects.get(code="RD-1").calendar.name == "苏州日历"
    placements = UnitPlacement.objects.filter(unit=moved).order_by("from_date")
    assert [one.parent and one.parent.code for one in placements] == [None, "RD-1"]
    assert set(ScopeClosure.objects.values_list("ancestor", "descendant")) == all_pairs()


def test_units_in_a_ring_are_rejected():
    unit("Z")

    _, plan = preview("units", "code,name,parent\nA,a,B\nB,b,A\nC,c,A\nD,d,\n")

    assert [line.outcome for line in plan.lines] == ["rejected", "rejected", "rejected", "added"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_reads_the_encodings_spreadsheets_write(encoding):
    unit("RD")
    unit("PD")

    _, plan = preview("people", PEOPLE.encode(encoding))

    assert [line.name for line in plan.lines] == ["王芳", "李伟", "张敏"]


def test_reads_a_workbook_with_its_numbers_and_dates():
    unit("RD")
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["工号", "姓名", "部门", "入职日期", "备注"])
    sheet.write_row(2, 0, [1001, "王芳", "RD"])
    sheet.write_datetime(2, 3, datetime(2018, 7, 1), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
    book.close()

    uploaded, plan = preview("people", content.getvalue(), "people.xlsx")

    [line] = plan.lines
    assert (line.row, line.key, line.outcome) == (3, "1001", "added")
    assert line.changes["joins_on"] == [None, "2018-07-01"]
    assert uploaded.unknown_columns == ["备注"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"PK\x03\x04nonsense", "工号,姓名\n".encode(), b"a,b\n1,2\n", b'"a'],
)
def test_what_is_no_table_is_refused_and_leaves_nothing(content):
    with pytest.raises(BadInput):
        preview("people", content)

    assert not OrganisationImport.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("limit", "value", "content"),
    [
        ("MAX_ROWS", 2, "工号\n1\n2\n3\n"),
        ("MAX_COLUMNS", 2, "工号,a,b\n1,2,3\n"),
        ("MAX_CELL", 3, "工号\n1234\n"),
        ("MAX_BYTES", 3, "工号\n1\n"),
    ],
)
def test_limits_are_refused_by_name(monkeypatch, limit, value, content):
    monkeypatch.setattr(tables, limit, value)

    with pytest.raises(tables.UnreadableTable) as refused:
        preview("people", content)

    assert refused.value.params["limit"] == value


def test_what_was_shown_is_what_is_done_or_nothing_is():
    team = unit("RD")
    uploaded, _ = preview("people", "工号,姓名,部门\n1,甲,RD\n")
    person("1", of=team)

    with pytest.raises(services.ImportOutdated):
        services.apply_import(SYSTEM, uploaded=uploaded, now=NOW)

    assert Person.objects.get().name == "Person 1"
    assert OrganisationImport.objects.get().state == "previewed"


def test_an_import_is_applied_once_and_within_a_day():
    unit("RD")
    first, _ = preview("people", "工号,姓名,部门\n1,甲,RD\n")
    services.apply_import(SYSTEM, uploaded=first, now=NOW)
    second, _ = preview("people", "工号,姓名,部门\n2,乙,RD\n")

    with pytest.raises(services.ImportApplied):
        services.apply_import(SYSTEM, uploaded=first, now=NOW)
    with pytest.raises(services.ImportExpired):
        services.apply_import(SYSTEM, uploaded=second, now=NOW + timedelta(days=1))

    assert Person.objects.count() == 1


def test_is_refused_without_authority_over_the_company():
    team = unit("RD")
    manager = user_with("organisation.manage", over=team.scope)

    with pytest.raises(Forbidden):
        preview("people", PEOPLE, actor=manager)

    assert company().kind == "company"
    assert not OrganisationImport.objects.exists()


@pytest.mark.parametrize("n_people", [1, 50])
def test_more_rows_cost_no_more_queries(django_assert_max_num_queries, n_people):
    unit("RD")
    rows = "".join(f"{n},人员{n},RD\n" for n in range(n_people))

    # PostgreSQL takes one more than SQLite.
    with django_assert_max_num_queries(30):
        assert take_in("people", f"工号,姓名,部门\n{rows}") == counted(added=n_people)
