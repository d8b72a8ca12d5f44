"""Calendars: what they inherit, what beats what, and what is refused."""

from datetime import date

import pytest

from tests.organisation.company import OFFICE, calendar, company, user_with
from zhongshu.access.guard import Forbidden
from zhongshu.access.models import SYSTEM
from zhongshu.kit.errors import BadInput, Stale
from zhongshu.kit.models import Event
from zhongshu.organisation import services
from zhongshu.organisation.models import Calendar
from zhongshu.organisation.shifts import BadShifts
from zhongshu.organisation.working_time import (
    day_number,
    days_between,
    effective,
    effective_calendars,
)

pytestmark = pytest.mark.django_db

MORNING = ((480, 720),)


def off(first: str, last: str, name: str = "休息") -> dict[str, object]:
    return {"from_date": first, "to_date": last, "name": name, "shifts": []}


def working(day: str, shifts: list[list[int]]) -> dict[str, object]:
    return {"from_date": day, "to_date": day, "name": "加班", "shifts": shifts}


def shifts_on(one: Calendar, day: date) -> tuple[tuple[int, int], ...]:
    [resolved] = days_between(effective(one), day, day)
    return resolved.shifts


def test_a_weekday_comes_from_the_lowest_level_that_gives_one():
    national = calendar("中国", kind="national", country="CN")
    site = calendar("苏州", kind="site", parent=national, week=[None] * 5 + [[[480, 720]], None])
    person = calendar("王芳", kind="person", parent=site, week=[[[540, 1080]]] + [None] * 6)

    resolved = effective(person)

    assert resolved.week[0] == ((540, 1080),)
    assert resolved.week[1] == ((480, 720), (780, 1020))
    assert resolved.week[5] == MORNING
    assert resolved.week[6] == ()
    assert resolved.country == "CN"


def test_the_lower_exception_beats_the_higher_and_both_beat_the_public_holiday():
    national = calendar("中国", kind="national", country="CN")
    firm = calendar(
        "公司",
        parent=national,
        exceptions=[working("2026-10-05", [[480, 720]]), off("2026-12-31", "2026-12-31")],
    )
    site = calendar(
        "工厂", kind="site", parent=firm, exceptions=[working("2026-12-31", [[480, 600]])]
    )

    assert shifts_on(site, date(2026, 10, 5)) == MORNING
    assert shifts_on(site, date(2026, 10, 6)) == ()
    assert shifts_on(firm, date(2026, 12, 31)) == ()
    assert shifts_on(site, date(2026, 12, 31)) == ((480, 600),)


def test_a_make_up_day_works_by_its_own_weekday_where_that_works_anyhow():
    six_days = calendar("六天", country="CN", week=[*OFFICE[:5], [[480, 720]], []])
    five_days = calendar("五天", country="CN")

    assert shifts_on(six_days, date(2026, 10, 10)) == MORNING
    assert shifts_on(five_days, date(2026, 10, 10)) == ((480, 720), (780, 1020))


def test_a_night_shift_is_split_at_midnight_even_over_sunday():
    night = calendar("夜班", week=[[[1320, 360]]] * 6 + [[[1320, 1800]]])

    assert night.week[0] == [[0, 360], [1320, 1440]]
    assert night.week[6] == [[0, 360], [1320, 1440]]


def test_shifts_that_touch_are_joined_and_round_the_clock_is_one():
    firm = calendar(week=[[[720, 800], [480, 720]]] + [[[0, 1440]]] + [[]] * 5)

    assert firm.week[:2] == [[[480, 800]], [[0, 1440]]]


@pytest.mark.parametrize(
    ("week", "field"),
    [
        ([[[480, 720], [700, 800]]] + [[]] * 6, "week.0"),
        ([[[1440, 1500]]] + [[]] * 6, "week.0"),
        ([[[480, "720"]]] + [[]] * 6, "week.0"),
        ([None] + [[]] * 6, "week"),
        ([[]] * 6, "week"),
        ([[[1320, 360]], [[300, 720]]] + [[]] * 5, "week.1"),
    ],
)
def test_a_week_that_no_one_can_work_is_refused_by_name(week, field):
    with pytest.raises(BadShifts) as refused:
        calendar(week=week)

    assert refused.value.field == field
    assert not Calendar.objects.exists()
    assert not Event.objects.exists()


def test_a_night_shift_into_an_inherited_day_is_refused():
    firm = calendar()

    with pytest.raises(BadShifts) as refused:
        calendar("夜班", parent=firm, week=[[[1320, 360]]] + [None] * 6)

    assert refused.value.field == "week.1"


@pytest.mark.parametrize(
    ("exception", "field"),
    [
        (off("2026-10-07", "2026-10-01"), "exceptions.0.to_date"),
        (off("2026-02-30", "2026-03-01"), "exceptions.0.from_date"),
        (off("2026-01-01", "2035-01-01"), "exceptions.0.to_date"),
        (working("2026-10-01", [[1320, 360]]), "exceptions.0.shifts"),
    ],
)
def test_an_exception_that_is_none_is_refused_by_name(exception, field):
    with pytest.raises(BadInput) as refused:
        calendar(exceptions=[exception])

    assert refused.value.field == field


def test_a_country_without_known_holidays_is_refused():
    with pytest.raises(BadInput) as refused:
        calendar(country="ZZ")

    assert (refused.value.field, refused.value.params) == ("country", {"known": ["CN"]})


def test_inheriting_upside_down_or_in_a_ring_is_refused():
    firm = calendar()
    site = calendar("工厂", kind="site", parent=firm, week=[])
    other = calendar("仓库", kind="site", parent=site, week=[])

    with pytest.raises(BadInput):
        services.update_calendar(SYSTEM, calendar=firm, expected_version=None, parent=site)
    with pytest.raises(services.CalendarLoop):
        services.update_calendar(SYSTEM, calendar=site, expected_version=None, parent=other)

    assert Calendar.objects.get(pk=firm.pk).parent_id is None
    assert Calendar.objects.get(pk=site.pk).parent_id == firm.pk


def test_a_change_leaves_one_event_with_both_sides_and_none_without_a_change():
    firm = calendar()
    editor = user_with("organisation.manage", over=company())

    services.update_calendar(editor, calendar=firm, expected_version=1, name="集团日历")
    services.update_calendar(editor, calendar=firm, expected_version=2, name="集团日历")

    event = Event.objects.get(kind="organisation.calendar_updated")
    assert (event.actor_id, event.subject_id) == (editor.pk, firm.pk)
    assert event.data == {"before": {"name": "公司日历"}, "after": {"name": "集团日历"}}
    assert Calendar.objects.get(pk=firm.pk).version == 2


def test_a_stale_change_is_refused_with_the_present_state():
    firm = calendar()
    services.update_calendar(SYSTEM, calendar=firm, expected_version=1, name="集团日历")

    with pytest.raises(Stale) as refused:
        services.update_calendar(SYSTEM, calendar=firm, expected_version=1, name="旧")

    assert refused.value.params["current"]["name"] == "集团日历"
    assert Calendar.objects.get(pk=firm.pk).name == "集团日历"


def test_is_refused_to_someone_who_can_only_look():
    firm = calendar()
    viewer = user_with("organisation.view", over=company())

    with pytest.raises(Forbidden):
        services.update_calendar(viewer, calendar=firm, expected_version=1, name="我的")

    assert Calendar.objects.get(pk=firm.pk).name == "公司日历"


@pytest.mark.parametrize("depth", [1, 6])
def test_deeper_inheritance_and_more_calendars_cost_no_more_queries(
    django_assert_num_queries, depth
):
    chain = [calendar("0")]
    for n in range(1, depth):
        chain.append(calendar(str(n), kind="site", parent=chain[-1], week=[]))

    with django_assert_num_queries(2):
        resolved = effective_calendars([one.pk for one in chain])

    assert set(resolved) == {one.pk for one in chain}
    assert resolved[chain[-1].pk].week[0] == ((480, 720), (780, 1020))


def test_goes_over_the_wire_as_inclusive_days():
    firm = calendar(exceptions=[off("2026-10-01", "2026-10-07", "国庆节")])

    assert effective(firm).wire()["exceptions"] == [off("2026-10-01", "2026-10-07", "国庆节")]
    assert effective(firm).exceptions[0].from_day == day_number(date(2026, 10, 1)) == 20727
