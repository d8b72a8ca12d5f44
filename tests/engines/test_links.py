import pytest

from tests.engines.plans import NIGHTS, OFFICE, SIX_DAYS, calendars, dates, links, network, text
from zhongshu.engines.schedule import schedule

# Two activities of 2 and 3 days; the first on Monday 2 and Tuesday 3 March 2026.


@pytest.mark.parametrize(
    ("kind", "lag", "start", "finish"),
    [
        ("fs", 0, "2026-03-04 08:00", "2026-03-06 17:00"),
        ("fs", 2, "2026-03-06 08:00", "2026-03-10 17:00"),
        ("fs", -1, "2026-03-03 08:00", "2026-03-05 17:00"),
        ("fs", 0.5, "2026-03-04 13:00", "2026-03-09 12:00"),
        ("ss", 0, "2026-03-02 08:00", "2026-03-04 17:00"),
        ("ss", 1, "2026-03-03 08:00", "2026-03-05 17:00"),
        ("ff", 0, "2026-03-02 08:00", "2026-03-04 17:00"),
        ("ff", 3, "2026-03-04 08:00", "2026-03-06 17:00"),
        ("sf", 0, "2026-03-02 08:00", "2026-03-04 17:00"),
        ("sf", 5, "2026-03-04 08:00", "2026-03-06 17:00"),
    ],
)
def test_each_kind_of_link_holds_its_successor(
    kind: str, lag: float, start: str, finish: str
) -> None:
    plan = schedule(network([2, 3], **links((0, 1, kind, lag))))

    assert dates(plan, 1) == (start, finish)


def test_work_never_begins_before_the_project() -> None:
    plan = schedule(network([2, 3], **links((0, 1, "fs", -9))))

    assert dates(plan, 1) == ("2026-03-02 08:00", "2026-03-04 17:00")


def test_a_start_to_finish_link_ends_work_where_the_other_begins() -> None:
    plan = schedule(network([4, 1, 1], **links((0, 1), (1, 2, "sf"))))

    assert dates(plan, 2) == ("2026-03-05 08:00", "2026-03-06 08:00")


@pytest.mark.parametrize(
    ("lag", "unit", "start"),
    [
        (1, "working", "2026-03-09 08:00"),
        (1, "elapsed", "2026-03-09 08:00"),
        (4, "elapsed", "2026-03-10 08:00"),  # Monday 17:00 is over
        (50, "percent", "2026-03-11 13:00"),
        (-50, "percent", "2026-03-04 13:00"),
        (100, "elapsed_percent", "2026-03-09 08:00"),
    ],
)
def test_a_lag_counts_in_its_own_unit(lag: float, unit: str, start: str) -> None:
    duration = 5 if "percent" in unit else 4
    plan = schedule(network([duration, 1], **links((0, 1, "fs", lag, unit))))

    assert text(plan.start[1]) == start


@pytest.mark.parametrize(
    ("choice", "start"),
    [
        ("predecessor", "2026-03-09 08:00"),  # Saturday counts
        ("successor", "2026-03-10 08:00"),
        ("project", "2026-03-10 08:00"),
        ("elapsed", "2026-03-09 08:00"),
    ],
)
def test_a_lag_counts_in_the_calendar_of_choice(choice: str, start: str) -> None:
    plan = schedule(
        network(
            [5, 1],
            calendars=calendars(OFFICE, SIX_DAYS),
            calendar=[1, 0],
            **links((0, 1, "fs", 1, "working", choice)),
        )
    )

    assert text(plan.start[1]) == start


def test_a_link_over_calendars_waits_for_the_successors_own_time() -> None:
    plan = schedule(
        network(
            [1, 1, 1],
            calendars=calendars(OFFICE, NIGHTS),
            calendar=[0, 1, 0],
            **links((0, 1), (1, 2)),
        )
    )

    assert dates(plan, 1) == ("2026-03-02 22:00", "2026-03-03 06:00")
    assert dates(plan, 2) == ("2026-03-03 08:00", "2026-03-03 17:00")


def test_elapsed_durations_run_through_nights_and_weekends() -> None:
    plan = schedule(network([5, 1, 1], is_elapsed=[False, True, False], **links((0, 1), (1, 2))))

    assert dates(plan, 1) == ("2026-03-06 17:00", "2026-03-07 01:00")
    assert dates(plan, 2) == ("2026-03-09 08:00", "2026-03-09 17:00")


@pytest.mark.parametrize(
    ("kind", "lag", "moment"),
    [
        ("fs", 0, "2026-03-06 17:00"),
        ("fs", 1, "2026-03-09 17:00"),
        ("ss", 0, "2026-03-02 08:00"),
        ("ff", 0, "2026-03-06 17:00"),
    ],
)
def test_a_milestone_stays_on_the_side_of_the_night_it_comes_from(
    kind: str, lag: float, moment: str
) -> None:
    plan = schedule(network([5, 0, 1], **links((0, 1, kind, lag), (1, 2))))

    assert dates(plan, 1) == (moment, moment)


def test_work_after_a_milestone_begins_in_the_morning() -> None:
    plan = schedule(network([5, 0, 1], **links((0, 1), (1, 2))))

    assert dates(plan, 2) == ("2026-03-09 08:00", "2026-03-09 17:00")


def test_gaps_of_a_split_activity_push_its_finish() -> None:
    split = {"split_bounds": [0, 2, 2], "split_after": [480, 1440], "split_gap": [480, 960]}
    plan = schedule(network([4, 1], **split, **links((0, 1))))

    assert dates(plan, 0) == ("2026-03-02 08:00", "2026-03-10 17:00")
    assert [(text(start), text(end)) for start, end in plan.spans(0)] == [
        ("2026-03-02 08:00", "2026-03-02 17:00"),
        ("2026-03-04 08:00", "2026-03-05 17:00"),
        ("2026-03-10 08:00", "2026-03-10 17:00"),
    ]
    assert dates(plan, 1) == ("2026-03-11 08:00", "2026-03-11 17:00")
    assert plan.spans(1) == [(plan.start[1], plan.finish[1])]


def test_inactive_activities_hold_nothing() -> None:
    plan = schedule(network([2, 9, 1], is_inactive=[False, True, False], **links((0, 1), (1, 2))))

    assert dates(plan, 1) == ("2026-03-04 08:00", "2026-03-16 17:00")
    assert dates(plan, 2) == ("2026-03-02 08:00", "2026-03-02 17:00")
    assert text(plan.project_finish) == "2026-03-03 17:00"
    assert plan.total_float.tolist()[0] == 0


def test_an_empty_project_takes_no_time() -> None:
    plan = schedule(network([]))

    assert text(plan.project_finish) == "2026-03-02 08:00"
