import numpy as np
import pytest

from tests.engines.plans import NIGHTS, OFFICE, at, calendars, day, holiday, text
from zhongshu.engines.calendars import (
    CalendarRules,
    DatedShifts,
    OutsideCalendar,
    UnusableCalendar,
    WorkingCalendars,
    intersection,
    union,
)


@pytest.mark.parametrize(
    ("moment", "start", "finish"),
    [
        ("2026-03-02 08:00", "2026-03-02 08:00", "2026-02-27 17:00"),
        ("2026-03-02 10:30", "2026-03-02 10:30", "2026-03-02 10:30"),
        ("2026-03-02 12:00", "2026-03-02 13:00", "2026-03-02 12:00"),
        ("2026-03-02 12:30", "2026-03-02 13:00", "2026-03-02 12:00"),
        ("2026-03-06 17:00", "2026-03-09 08:00", "2026-03-06 17:00"),
        ("2026-03-07 11:00", "2026-03-09 08:00", "2026-03-06 17:00"),
    ],
)
def test_it_finds_the_working_time_around_a_moment(moment: str, start: str, finish: str) -> None:
    office = calendars()

    following, before = office.next_start(0, at(moment)), office.previous_finish(0, at(moment))

    assert (text(following), text(before)) == (start, finish)


@pytest.mark.parametrize(
    ("moment", "minutes", "reached"),
    [
        ("2026-03-02 08:00", 480, "2026-03-02 17:00"),
        ("2026-03-02 08:00", 481, "2026-03-03 08:01"),
        ("2026-03-06 17:00", 1, "2026-03-09 08:01"),
        ("2026-03-02 17:00", -480, "2026-03-02 08:00"),
        ("2026-03-02 08:00", -480, "2026-02-27 08:00"),
        ("2026-03-07 11:00", 0, "2026-03-07 11:00"),
        ("2026-03-02 08:00", 2400 * 52, "2027-02-26 17:00"),
    ],
)
def test_it_adds_and_subtracts_working_minutes(moment: str, minutes: int, reached: str) -> None:
    office = calendars()

    found = office.add(0, at(moment), minutes)

    assert text(found) == reached


def test_it_counts_the_working_minutes_between_two_moments() -> None:
    office = calendars(OFFICE, NIGHTS)

    by_day = office.between(0, at("2026-03-02 08:00"), at("2026-03-09 12:00"))
    by_night = office.between(1, at("2026-03-02 08:00"), at("2026-03-03 08:00"))
    backwards = office.between(0, at("2026-03-09 12:00"), at("2026-03-02 08:00"))

    assert (by_day, by_night, backwards) == (2640, 480, -2640)


def test_arrays_of_moments_are_answered_like_single_ones() -> None:
    office = calendars(OFFICE, NIGHTS)
    rows = np.array([0, 1, 0])
    moments = np.array([at("2026-03-02 08:00"), at("2026-03-02 08:00"), at("2026-03-05 09:00")])
    minutes = np.array([960, 960, -500])

    reached = office.add_all(rows, moments, minutes)
    back = office.between_all(rows, moments, reached)

    singly = [office.add(*row) for row in zip(rows, moments, minutes, strict=True)]
    assert (reached.tolist(), back.tolist()) == (singly, [960, 960, -500])


def test_a_later_exception_beats_an_earlier_one() -> None:
    rules = CalendarRules(
        OFFICE.week,
        (
            DatedShifts(day("2026-10-01"), day("2026-10-07")),
            DatedShifts(day("2026-10-03"), day("2026-10-03"), ((540, 600),)),
        ),
    )
    office = calendars(rules)

    start = office.next_start(0, at("2026-10-01 08:00"))
    end = office.add(0, at("2026-10-01 08:00"), 61)

    assert (text(start), text(end)) == ("2026-10-03 09:00", "2026-10-08 08:01")


def test_make_up_days_work_on_a_weekend() -> None:
    rules = CalendarRules(
        OFFICE.week, (DatedShifts(day("2026-02-28"), day("2026-02-28"), ((480, 720),)),)
    )

    start = calendars(rules).next_start(0, at("2026-02-27 17:00"))

    assert text(start) == "2026-02-28 08:00"


def test_two_calendars_share_the_time_in_which_both_work() -> None:
    task = holiday("2026-03-03", "2026-03-03")
    resource = CalendarRules(week=(((600, 1200),),) * 3 + ((),) * 4)
    both = calendars(intersection(task, resource))

    ends = [text(both.add(0, at("2026-03-02 08:00"), minutes)) for minutes in (120, 121, 361)]

    assert ends == ["2026-03-02 12:00", "2026-03-02 13:01", "2026-03-04 10:01"]


def test_two_resources_work_whenever_one_of_them_does() -> None:
    either = calendars(union(holiday("2026-03-03", "2026-03-03"), NIGHTS))

    starts = [text(either.next_start(0, at(f"2026-03-03 {hour}"))) for hour in ("05:00", "07:00")]
    day_and_night = either.between(0, at("2026-03-02 00:00"), at("2026-03-03 00:00"))

    assert starts == ["2026-03-03 05:00", "2026-03-03 22:00"]
    assert day_and_night == 360 + 480 + 120


def test_the_calendar_for_elapsed_time_stands_last() -> None:
    office = calendars(OFFICE, NIGHTS)

    reached = office.add(office.elapsed, at("2026-03-06 17:00"), 1440)

    assert (office.elapsed, office.n_calendars, text(reached)) == (2, 3, "2026-03-07 17:00")


@pytest.mark.parametrize("question", ["add", "next_start", "between"])
def test_it_refuses_to_guess_beyond_its_days(question: str) -> None:
    office = calendars()
    beyond = at("2040-01-01 00:00")
    ask = {
        "add": lambda: office.add(0, at("2028-12-01 08:00"), 480_000),
        "next_start": lambda: office.next_start(0, beyond),
        "between": lambda: office.between(0, at("2026-03-02 08:00"), beyond),
    }[question]

    with pytest.raises(OutsideCalendar, match="cover only day"):
        ask()


def test_longer_calendars_answer_the_same() -> None:
    office = calendars(holiday("2026-05-01", "2026-05-05"))
    longer = office.extended(4000)

    asked = [office.add(0, at("2026-03-02 08:00"), minutes) for minutes in range(1, 90_000, 977)]
    again = [longer.add(0, at("2026-03-02 08:00"), minutes) for minutes in range(1, 90_000, 977)]

    assert asked == again
    assert text(longer.add(0, at("2028-12-29 17:00"), 480)) == "2029-01-01 17:00"


def test_in_the_mirror_the_end_of_work_is_its_beginning() -> None:
    office = calendars(NIGHTS)
    seen = office.mirrored()

    finish = office.add(0, at("2026-03-02 23:00"), 500)
    start = seen.add(0, -finish, 500)

    assert start == -at("2026-03-02 23:00")


@pytest.mark.parametrize(
    ("week", "sentence"),
    [
        ((((480, 720), (700, 800)),) * 7, "must not overlap"),
        ((((480, 1500),),) * 7, "0 to 1440"),
        ((((720, 480),),) * 7, "0 to 1440"),
        (((480, 720),) * 6, "expected 7 days"),
    ],
)
def test_contradicting_shifts_are_named(week: object, sentence: str) -> None:
    with pytest.raises(UnusableCalendar, match=sentence):
        WorkingCalendars.compile([CalendarRules(week=week)], 0, 10)  # type: ignore[arg-type]


def test_days_must_not_run_backwards() -> None:
    backwards = CalendarRules(OFFICE.week, (DatedShifts(5, 4),))

    with pytest.raises(UnusableCalendar, match="to_day 4 lies before from_day 5"):
        WorkingCalendars.compile([backwards], 0, 10)
    with pytest.raises(UnusableCalendar, match="last_day 0 lies before first_day 3"):
        WorkingCalendars.compile([OFFICE], 3, 0)
