import numpy as np
import pytest

from tests.engines.plans import (
    DAY,
    at,
    codes,
    dates,
    late_dates,
    links,
    moments,
    network,
    text,
)
from zhongshu.engines.network import PROGRESS_MODES
from zhongshu.engines.schedule import DRIVER_KINDS, schedule

# A (4 days) then B (3 days) then C (1 day).
CHAIN = links((0, 1), (1, 2))


def driver(plan, activity: int) -> str:
    return DRIVER_KINDS[plan.driver[activity]]


def test_what_is_done_stays_where_it_was() -> None:
    plan = schedule(
        network(
            [4, 3, 1],
            actual_start=moments(3, _0="2026-03-03 09:15"),
            actual_finish=moments(3, _0="2026-03-04 16:00"),
            **CHAIN,
        )
    )

    assert dates(plan, 0) == late_dates(plan, 0) == ("2026-03-03 09:15", "2026-03-04 16:00")
    assert dates(plan, 1) == ("2026-03-04 16:00", "2026-03-09 16:00")
    assert (driver(plan, 0), plan.total_float[0], plan.free_float[0]) == ("actual", 0, 0)
    assert plan.is_critical.tolist() == [False, True, True]


def test_what_has_begun_goes_on_from_its_actual_start() -> None:
    plan = schedule(
        network(
            [4, 3, 1],
            actual_start=moments(3, _0="2026-03-04 08:00"),
            remaining=np.array([3 * DAY, -1, -1]),
            **CHAIN,
        )
    )

    assert dates(plan, 0) == ("2026-03-04 08:00", "2026-03-09 17:00")
    assert text(plan.start[1]) == "2026-03-10 08:00"


def test_remaining_work_goes_on_where_it_is_resumed() -> None:
    plan = schedule(
        network(
            [4, 3, 1],
            actual_start=moments(3, _0="2026-03-02 08:00"),
            remaining=np.array([2 * DAY, -1, -1]),
            resume=moments(3, _0="2026-03-10 08:00"),
            **CHAIN,
        )
    )

    assert dates(plan, 0) == ("2026-03-02 08:00", "2026-03-11 17:00")


def test_nothing_remains_before_the_status_date() -> None:
    plan = schedule(
        network(
            [4, 3, 1],
            actual_start=moments(3, _0="2026-03-02 08:00"),
            remaining=np.array([2 * DAY, -1, -1]),
            status_date=at("2026-03-09 08:00"),
            **links((0, 1)),
        )
    )

    assert dates(plan, 0) == ("2026-03-02 08:00", "2026-03-10 17:00")
    assert dates(plan, 2) == ("2026-03-09 08:00", "2026-03-09 17:00")
    assert (driver(plan, 0), driver(plan, 1), driver(plan, 2)) == (
        "status_date",
        "link",
        "status_date",
    )


@pytest.mark.parametrize(
    ("mode", "finish", "cause"),
    [
        ("retained_logic", "2026-03-10 17:00", "link"),
        ("progress_override", "2026-03-05 17:00", "status_date"),
        ("actual_dates", "2026-03-04 17:00", "actual"),
    ],
)
def test_out_of_sequence_progress_follows_the_mode(mode: str, finish: str, cause: str) -> None:
    # A takes 5 days; B began before A was done, with one of its three days worked.
    plan = schedule(
        network(
            [5, 3, 1],
            actual_start=moments(3, _1="2026-03-02 08:00"),
            remaining=np.array([-1, 2 * DAY, -1]),
            status_date=at("2026-03-04 08:00"),
            progress_mode=PROGRESS_MODES.index(mode),
            **CHAIN,
        )
    )

    # A starts on the status date, Wednesday 4 March, and ends on Tuesday 10 March.
    expected = {"retained_logic": "2026-03-12 17:00"}.get(mode, finish)
    assert text(plan.finish[1]) == expected
    assert driver(plan, 1) == cause
    assert (1, "actual_breaks_link") in codes(plan)


def test_manual_activities_stay_and_hold_what_follows() -> None:
    plan = schedule(
        network(
            [4, 3, 1],
            is_manual=[False, True, False],
            manual_start=moments(3, _1="2026-03-03 08:00"),
            manual_finish=moments(3, _1="2026-03-05 17:00"),
            **CHAIN,
        )
    )

    assert dates(plan, 1) == ("2026-03-03 08:00", "2026-03-05 17:00")
    assert text(plan.start[2]) == "2026-03-06 08:00"
    assert (driver(plan, 1), codes(plan)[0]) == ("manual", (1, "manual_breaks_link"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"manual_start": "2026-03-10 08:00"}, ("2026-03-10 08:00", "2026-03-12 17:00")),
        ({"manual_finish": "2026-03-12 17:00"}, ("2026-03-10 08:00", "2026-03-12 17:00")),
        ({}, ("2026-03-06 08:00", "2026-03-10 17:00")),
    ],
)
def test_a_missing_manual_date_follows_from_the_other(
    given: dict[str, str], expected: tuple[str, str]
) -> None:
    dated = {name: moments(3, _1=when) for name, when in given.items()}
    plan = schedule(network([4, 3, 1], is_manual=[False, True, False], **dated, **CHAIN))

    assert dates(plan, 1) == expected


def test_the_float_of_work_in_progress_is_that_of_its_finish() -> None:
    plan = schedule(
        network(
            [4, 3, 9],
            actual_start=moments(3, _0="2026-03-02 08:00"),
            remaining=np.array([DAY, -1, -1]),
            **links((0, 1)),
        )
    )

    assert plan.total_float.tolist() == [2 * DAY, 2 * DAY, 0]
    assert late_dates(plan, 0)[0] == "2026-03-02 08:00"
