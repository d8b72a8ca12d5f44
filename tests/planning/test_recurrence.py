"""The days a pattern names, checked against calendars read off by hand."""

from datetime import date
from uuid import UUID

import pytest

from zhongshu.kit.errors import BadInput
from zhongshu.kit.moments import iso
from zhongshu.organisation.working_time import EffectiveCalendar, ExceptionDays, day_number
from zhongshu.planning.recurrence import (
    NoOccurrence,
    TooManyOccurrences,
    as_json,
    recurrence_of,
    starts_of,
)

OFFICE = ((480, 720), (780, 1020))
SPRING = day_number(date(2026, 2, 16)), day_number(date(2026, 2, 22))  # a week off
CALENDAR = EffectiveCalendar(
    UUID(int=1),
    "Office",
    "",
    (OFFICE,) * 5 + ((),) * 2,
    (ExceptionDays(*SPRING, (), "春节", "Spring Festival", "holiday"),),
)


def days(**pattern):
    pattern.setdefault("from_date", "2026-01-05")
    return [iso(at)[:10] for at in starts_of(recurrence_of(pattern), CALENDAR)]


def test_every_third_day():
    # Mon 5, Thu 8, (Sun 11 →) Mon 12, Wed 14, (Sat 17 →) Mon 19
    assert days(frequency="daily", interval=3, count=5) == [
        "2026-01-05",
        "2026-01-08",
        "2026-01-12",
        "2026-01-14",
        "2026-01-19",
    ]


def test_every_third_working_day():
    # Mon 5, Thu 8, Tue 13, Fri 16, Wed 21
    assert days(frequency="daily", interval=3, counts_working_days=True, count=5) == [
        "2026-01-05",
        "2026-01-08",
        "2026-01-13",
        "2026-01-16",
        "2026-01-21",
    ]


def test_two_days_off_that_move_to_one_day_of_work_are_one_occurrence():
    assert days(frequency="daily", until="2026-01-13")[4:] == [
        "2026-01-09",
        "2026-01-12",
        "2026-01-13",
    ]


def test_days_off_may_be_skipped():
    assert days(frequency="daily", interval=2, until="2026-01-13", on_days_off="skip") == [
        "2026-01-05",
        "2026-01-07",
        "2026-01-09",
        "2026-01-13",
    ]


def test_every_other_week_on_tuesday_and_thursday():
    # From Thursday the 8th: its own week counts as the first.
    found = days(frequency="weekly", interval=2, weekdays=[3, 1], from_date="2026-01-08", count=4)

    assert found == ["2026-01-08", "2026-01-20", "2026-01-22", "2026-02-03"]


def test_a_holiday_moves_a_weekly_meeting_to_the_next_working_day():
    found = days(frequency="weekly", weekdays=[2], from_date="2026-02-11", until="2026-02-25")

    assert found == ["2026-02-11", "2026-02-23", "2026-02-25"]


def test_on_the_last_day_of_months_that_are_too_short():
    # Sat 31 Jan → Mon 2 Feb; Sat 28 Feb → Mon 2 Mar; Tue 31 Mar; Thu 30 Apr
    assert days(frequency="monthly", day=31, count=4) == [
        "2026-02-02",
        "2026-03-02",
        "2026-03-31",
        "2026-04-30",
    ]


@pytest.mark.parametrize(
    ("nth", "expected"),
    [
        (2, ["2026-01-13", "2026-02-10", "2026-03-10"]),
        (-1, ["2026-01-27", "2026-02-24", "2026-03-31"]),
    ],
)
def test_on_the_nth_tuesday_of_the_month(nth, expected):
    assert days(frequency="monthly", nth=nth, weekday=1, count=3) == expected


def test_every_quarter():
    assert days(frequency="monthly", interval=3, day=15, count=3) == [
        "2026-01-15",
        "2026-04-15",
        "2026-07-15",
    ]


def test_yearly_by_day_and_by_weekday():
    # 1 May 2026 is a Friday, 2027 a Saturday (→ Mon 3), 2028 a Monday.
    assert days(frequency="yearly", month=5, day=1, count=3) == [
        "2026-05-01",
        "2027-05-03",
        "2028-05-01",
    ]
    assert days(frequency="yearly", month=11, nth=4, weekday=3, count=2) == [
        "2026-11-26",
        "2027-11-25",
    ]


def test_29_february_falls_on_the_28th_in_other_years():
    found = days(frequency="yearly", month=2, day=29, from_date="2027-01-01", count=2)

    # Sun 28 Feb 2027 → Mon 1 March; Tue 29 Feb 2028
    assert found == ["2027-03-01", "2028-02-29"]


def test_an_occurrence_begins_when_work_does_unless_a_time_is_given():
    by_shift = starts_of(
        recurrence_of({"frequency": "daily", "from_date": "2026-01-05", "count": 1}), CALENDAR
    )
    at_ten = starts_of(
        recurrence_of(
            {"frequency": "daily", "from_date": "2026-01-05", "count": 1, "start_minute": 600}
        ),
        CALENDAR,
    )

    assert [iso(at) for at in (*by_shift, *at_ten)] == ["2026-01-05T08:00", "2026-01-05T10:00"]


@pytest.mark.parametrize(
    ("pattern", "field"),
    [
        ({"frequency": "daily"}, "until"),
        ({"frequency": "daily", "count": 3, "until": "2026-02-01"}, "until"),
        ({"frequency": "daily", "until": "2026-01-01"}, "until"),
        ({"frequency": "daily", "until": "2099-01-01"}, "until"),
        ({"frequency": "weekly", "count": 3}, "weekdays"),
        ({"frequency": "weekly", "weekdays": [1], "day": 3, "count": 3}, "day"),
        ({"frequency": "monthly", "count": 3}, "day"),
        ({"frequency": "monthly", "day": 3, "nth": 1, "weekday": 1, "count": 3}, "day"),
        ({"frequency": "monthly", "nth": 0, "weekday": 1, "count": 3}, "nth"),
        ({"frequency": "yearly", "day": 3, "count": 3}, "month"),
    ],
)
def test_a_pattern_that_says_too_little_or_too_much_is_refused(pattern, field):
    with pytest.raises(BadInput) as refused:
        days(**pattern)

    assert refused.value.field == f"recurrence.{field}"


def test_more_than_999_are_refused_and_none_as_well():
    with pytest.raises(TooManyOccurrences) as refused:
        days(frequency="daily", counts_working_days=True, until="2031-01-01")
    assert refused.value.params == {"limit": 999}
    with pytest.raises(TooManyOccurrences):
        days(frequency="daily", count=1000)
    with pytest.raises(NoOccurrence):
        days(frequency="weekly", weekdays=[6], until="2026-01-31", on_days_off="skip")


def test_the_json_form_comes_back_the_same():
    pattern = recurrence_of(
        {"frequency": "weekly", "weekdays": [4, 0], "from_date": "2026-01-05", "count": 3}
    )

    assert as_json(pattern) == {
        "frequency": "weekly",
        "interval": 1,
        "weekdays": [0, 4],
        "from_date": "2026-01-05",
        "until": None,
        "count": 3,
        "start_minute": None,
        "on_days_off": "shift",
    }
    assert recurrence_of(as_json(pattern)) == pattern
