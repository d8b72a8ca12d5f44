"""What Microsoft Project's XML says is read in full."""

from datetime import date
from decimal import Decimal

import pytest

from zhongshu.integrations.planfiles.calendars import WorkingTime, effective
from zhongshu.integrations.planfiles.moments import moment
from zhongshu.integrations.planfiles.plan import Plan, PlanCalendarException
from zhongshu.integrations.planfiles.readers.mspdi import read_mspdi


def plan_of(body: str) -> Plan:
    namespace = "http://schemas.microsoft.com/project"
    return read_mspdi(f'<Project xmlns="{namespace}">{body}</Project>'.encode(), "plan.xml")


def tasks_of(*tasks: str) -> Plan:
    return plan_of("<Tasks>" + "".join(f"<Task>{task}</Task>" for task in tasks) + "</Tasks>")


def calendar_of(body: str) -> Plan:
    return plan_of(
        "<Calendars><Calendar><UID>1</UID><Name>标准</Name><IsBaseCalendar>1</IsBaseCalendar>"
        f"<BaseCalendarUID>-1</BaseCalendarUID>{body}</Calendar></Calendars>"
    )


def exception(first: str, last: str, more: str = "") -> str:
    return (
        f"<Exception><TimePeriod><FromDate>{first}T00:00:00</FromDate>"
        f"<ToDate>{last}T23:59:00</ToDate></TimePeriod><Name>国庆节</Name>"
        f"<DayWorking>0</DayWorking>{more}</Exception>"
    )


@pytest.mark.parametrize(
    ("lag", "lag_format", "expected"),
    [
        (4800, 7, (480, "working")),
        (-4800, 7, (-480, "working")),
        (28800, 8, (2880, "elapsed")),
        (600, 6, (60, "elapsed")),
        (50, 19, (50, "percent")),
        (-25, 20, (-25, "elapsed_percent")),
        (4800, 39, (480, "working")),
    ],
)
def test_a_lag_is_minutes_or_per_cent(lag: int, lag_format: int, expected: object) -> None:
    link = (
        "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>3</Type>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{lag_format}</LagFormat></PredecessorLink>"
    )

    plan = tasks_of("<UID>1</UID>", f"<UID>2</UID>{link}")

    read = plan.links[0]
    assert (read.before_uid, read.after_uid, read.type) == (1, 2, "ss")
    assert (read.lag, read.lag_unit) == expected


@pytest.mark.parametrize(
    ("code", "constraint"),
    list(enumerate(["asap", "alap", "mso", "mfo", "snet", "snlt", "fnet", "fnlt"])),
)
def test_a_constraint_has_its_code(code: int, constraint: str) -> None:
    plan = tasks_of(
        f"<UID>1</UID><ConstraintType>{code}</ConstraintType>"
        "<ConstraintDate>2026-03-02T08:00:00</ConstraintDate>"
    )

    task = plan.tasks[0]

    assert (task.constraint, task.constraint_at) == (constraint, moment("2026-03-02T08:00"))


def test_the_outline_follows_the_levels() -> None:
    plan = tasks_of(
        "<UID>0</UID><OutlineLevel>0</OutlineLevel><Name>Project</Name>",
        "<UID>7</UID><OutlineLevel>1</OutlineLevel>",
        "<UID>3</UID><OutlineLevel>2</OutlineLevel>",
        "<UID>9</UID><OutlineLevel>1</OutlineLevel>",
        "<UID>5</UID><IsNull>1</IsNull>",
    )

    outline = [(task.uid, task.parent_uid, task.kind) for task in plan.tasks]

    assert outline == [(7, None, "summary"), (3, 7, "task"), (9, None, "task")]
    assert plan.root is not None
    assert plan.root.name == "Project"
    assert [(each.code, each.n) for each in plan.findings] == [("blank_rows", 1)]


def test_money_comes_in_hundredths_and_slack_in_tenths_of_minutes() -> None:
    plan = tasks_of(
        "<UID>1</UID><FixedCost>1250</FixedCost><TotalSlack>-4800</TotalSlack>"
        "<Duration>PT48H0M0S</Duration><DurationFormat>8</DurationFormat>"
        "<LevelingDelay>9600</LevelingDelay>"
    )

    task = plan.tasks[0]

    assert task.fixed_cost == Decimal("12.5")
    assert task.total_slack_minutes == -480
    assert (task.duration_minutes, task.is_elapsed) == (2880, True)
    assert task.levelling_delay_minutes == 960


def test_a_value_that_makes_no_sense_is_a_finding_not_a_failure() -> None:
    plan = tasks_of("<UID>1</UID><Start>yesterday</Start>", "<UID>2</UID><Start>never</Start>")

    found = plan.findings[0]

    assert plan.tasks[0].start is None
    assert (found.code, found.where, found.n) == ("value_ignored", "Task UID 1, Start", 2)


def test_a_working_day_without_times_has_the_usual_ones() -> None:
    plan = calendar_of(
        "<WeekDays><WeekDay><DayType>7</DayType><DayWorking>1</DayWorking></WeekDay></WeekDays>"
    )

    week, _ = effective(plan, 1)

    assert week[5] == [(480, 720), (780, 1020)]
    assert week[6] == []


def test_a_shift_to_midnight_ends_with_the_day() -> None:
    times = "<FromTime>23:00:00</FromTime><ToTime>00:00:00</ToTime>"
    plan = calendar_of(
        "<WeekDays><WeekDay><DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes>"
        f"<WorkingTime>{times}</WorkingTime></WorkingTimes></WeekDay></WeekDays>"
    )

    week, _ = effective(plan, 1)

    assert week[0] == [(1380, 1440)]


def test_a_holiday_of_a_week_is_one_exception() -> None:
    plan = calendar_of(f"<Exceptions>{exception('2026-10-01', '2026-10-07')}</Exceptions>")

    read = plan.calendars[0].exceptions

    first, last = date(2026, 10, 1), date(2026, 10, 7)
    assert read == [PlanCalendarException(from_date=first, to_date=last, name="国庆节")]


@pytest.mark.parametrize(
    ("repeat", "days"),
    [
        (
            "<Type>2</Type><Month>4</Month><MonthDay>1</MonthDay>",
            [date(2026, 5, 1), date(2027, 5, 1)],
        ),
        (
            "<Type>3</Type><Month>10</Month><MonthItem>7</MonthItem>"
            "<MonthPosition>3</MonthPosition>",
            [date(2026, 11, 26), date(2027, 11, 25)],  # the fourth Thursday of November
        ),
        (
            "<Type>5</Type><Period>12</Period><MonthItem>1</MonthItem>"
            "<MonthPosition>4</MonthPosition>",
            [date(2026, 1, 30), date(2027, 1, 29)],  # the last week day of January
        ),
        (
            "<Type>6</Type><Period>26</Period><DaysOfWeek>32</DaysOfWeek>",
            # every 26th week's Friday
            [date(2026, 1, 2), date(2026, 7, 3), date(2027, 1, 1), date(2027, 7, 2),
             date(2027, 12, 31)],
        ),
        (
            "<Type>1</Type><Period>365</Period><EnteredByOccurrences>1</EnteredByOccurrences>"
            "<Occurrences>1</Occurrences>",
            [date(2026, 1, 1)],
        ),
    ],
)  # fmt: skip
def test_a_repeating_exception_becomes_its_days(repeat: str, days: list[date]) -> None:
    body = exception("2026-01-01", "2027-12-31", repeat)

    plan = calendar_of(f"<Exceptions>{body}</Exceptions>")

    assert [each.from_date for each in plan.calendars[0].exceptions] == days


def test_a_resource_calendar_inherits_week_and_holidays() -> None:
    plan = plan_of(
        "<Calendars><Calendar><UID>1</UID><Name>公司</Name><BaseCalendarUID>-1</BaseCalendarUID>"
        f"<Exceptions>{exception('2026-10-01', '2026-10-07')}</Exceptions></Calendar>"
        "<Calendar><UID>2</UID><Name>张</Name><IsBaseCalendar>0</IsBaseCalendar>"
        "<BaseCalendarUID>1</BaseCalendarUID><WeekDays><WeekDay><DayType>6</DayType>"
        "<DayWorking>0</DayWorking></WeekDay></WeekDays></Calendar></Calendars>"
    )

    working = WorkingTime(plan, 2)

    assert working.shifts(date(2026, 10, 5)) == []
    assert working.shifts(date(2026, 10, 9)) == []
    assert working.shifts(date(2026, 10, 12)) == [(480, 720), (780, 1020)]
    assert working.next_start(moment("2026-10-01T08:00")) == moment("2026-10-08T08:00")


def test_work_weeks_hold_for_their_time_only() -> None:
    plan = calendar_of(
        "<WorkWeeks><WorkWeek><TimePeriod><FromDate>2026-03-02T00:00:00</FromDate>"
        "<ToDate>2026-03-15T23:59:00</ToDate></TimePeriod><Name>赶工</Name><WeekDays><WeekDay>"
        "<DayType>7</DayType><DayWorking>1</DayWorking></WeekDay></WeekDays></WorkWeek></WorkWeeks>"
    )

    days = [each.from_date for each in plan.calendars[0].exceptions]

    assert days == [date(2026, 3, 7), date(2026, 3, 14)]


def test_custom_fields_are_typed_and_keep_their_alias() -> None:
    plan = plan_of(
        "<ExtendedAttributes><ExtendedAttribute><FieldID>188743731</FieldID>"
        "<FieldName>Text1</FieldName><Alias>供应商</Alias></ExtendedAttribute></ExtendedAttributes>"
        "<Tasks><Task><UID>1</UID>"
        "<ExtendedAttribute><FieldID>188743731</FieldID><Value>东方</Value></ExtendedAttribute>"
        "<ExtendedAttribute><FieldID>188743767</FieldID><Value>2.50</Value></ExtendedAttribute>"
        "<ExtendedAttribute><FieldID>188743752</FieldID><Value>1</Value></ExtendedAttribute>"
        "<ExtendedAttribute><FieldID>188743786</FieldID><Value>990</Value></ExtendedAttribute>"
        "</Task></Tasks>"
    )

    values = plan.tasks[0].fields

    assert values == {
        "Text1": "东方",
        "Number1": Decimal("2.5"),
        "Flag1": True,
        "Cost1": Decimal("9.9"),
    }
    assert next((each.name, each.alias, each.kind) for each in plan.custom_fields) == (
        "Text1",
        "供应商",
        "text",
    )


def test_a_pause_in_working_time_splits_a_task() -> None:
    def phase(start: str, finish: str, value: str) -> str:
        return (
            f"<TimephasedData><Type>1</Type><UID>1</UID><Start>{start}</Start>"
            f"<Finish>{finish}</Finish><Unit>2</Unit>{value}</TimephasedData>"
        )

    plan = plan_of(
        "<Tasks><Task><UID>1</UID><Duration>PT16H0M0S</Duration></Task></Tasks><Assignments>"
        "<Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>-65535</ResourceUID>"
        + phase("2026-03-02T08:00:00", "2026-03-02T17:00:00", "<Value>PT8H0M0S</Value>")
        + phase("2026-03-02T17:00:00", "2026-03-03T17:00:00", "<Value>PT0H0M0S</Value>")
        + phase("2026-03-03T17:00:00", "2026-03-04T17:00:00", "<Value>PT8H0M0S</Value>")
        + "</Assignment></Assignments>"
    )

    pieces = plan.tasks[0].splits

    assert pieces == [
        (moment("2026-03-02T08:00"), moment("2026-03-02T17:00")),
        (moment("2026-03-04T08:00"), moment("2026-03-04T17:00")),
    ]
    assert plan.assignments == []
