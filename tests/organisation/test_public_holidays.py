"""Public holidays: day by day as the State Council announced them."""

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.organisation.company import calendar
from zhongshu.organisation.public_holidays import is_announced, public_days
from zhongshu.organisation.queries import calendar_year
from zhongshu.organisation.working_time import days_between, effective

NOTICES = Path(os.environ.get("ZHONGSHU_REFERENCE_DATA", "../shared/data")) / "holiday_cn"
YEARS = range(2007, 2027)


@pytest.fixture
def notices() -> dict[date, bool]:
    """Per marked day: whether it is off."""
    if not NOTICES.is_dir():
        pytest.skip("the reference data (ZHONGSHU_REFERENCE_DATA) is not here")
    marked = {}
    for year in YEARS:
        notice = json.loads((NOTICES / f"{year}.json").read_text(encoding="utf-8"))
        marked |= {date.fromisoformat(day["date"]): day["isOffDay"] for day in notice["days"]}
    return marked


@pytest.mark.reference_data
@pytest.mark.django_db
def test_each_day_of_twenty_years_works_as_announced(notices):
    resolved = effective(calendar(country="CN"))
    first, last = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)

    works = [bool(day.shifts) for day in days_between(resolved, first, last)]

    days = [first + timedelta(days=n) for n in range(len(works))]
    expected = [not notices[day] if day in notices else day.weekday() < 5 for day in days]
    assert len(days) == 7305
    assert [
        day for day, is_work, should in zip(days, works, expected, strict=True) if is_work != should
    ] == []


def test_the_next_year_is_not_announced():
    assert is_announced("CN", 2026)
    assert not is_announced("CN", 2027)
    assert [days for days in public_days("CN") if days.from_date.year == 2027] == []


def test_a_country_without_notices_waits_for_none():
    assert is_announced("", 2027)


@pytest.mark.django_db
def test_a_year_tells_why_each_day_is_as_it_is():
    year = calendar_year(calendar(country="CN"), 2026)

    by_date = {day["date"]: day for day in year["days"]}
    assert year["is_announced"]
    assert len(by_date) == 365
    assert sum(day["is_working"] for day in year["days"]) == 248
    national_day = by_date[date(2026, 10, 1)]
    assert (national_day["kind"], national_day["minutes"]) == ("holiday", 0)
    assert (national_day["name"], national_day["name_en"]) == ("国庆节", "National Day")
    makeup = by_date[date(2026, 10, 10)]
    assert (makeup["kind"], makeup["minutes"]) == ("makeup", 480)
    assert (makeup["name"], makeup["name_en"]) == ("国庆节调休", "National Day (make-up day)")
    assert by_date[date(2026, 10, 11)]["kind"] == "weekend"
    assert by_date[date(2026, 10, 12)]["kind"] == "weekday"
    assert by_date[date(2026, 4, 5)]["name"] == "清明节"


@pytest.mark.django_db
def test_a_year_that_is_not_announced_has_only_its_weeks():
    year = calendar_year(calendar(country="CN"), 2027)

    assert not year["is_announced"]
    assert {day["kind"] for day in year["days"]} == {"weekday", "weekend"}
    assert sum(day["is_working"] for day in year["days"]) == 261
