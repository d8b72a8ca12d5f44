import numpy as np
import pytest

from tests.engines.plans import (
    DAY,
    codes,
    constrained,
    dates,
    late_dates,
    links,
    moments,
    network,
    text,
)
from zhongshu.engines.schedule import schedule

# A (3 days, Mon 2 to Wed 4 March), then B (2 days), then C (10 days): B is the constrained one.
EARLY, LATE = "2026-03-03", "2026-03-11"


def plan_with(kind: str, when: str | None, link: str = "fs", **fields: object):
    rules = constrained(4, _1=(kind, when))
    joined = links((0, 1, link), (1, 2), (2, 3))
    return schedule(network([3, 2, 10, 0], **joined, **rules, **fields))


@pytest.mark.parametrize(
    ("kind", "when", "fs", "ss", "ff"),
    [
        ("asap", None, "2026-03-05", "2026-03-02", "2026-03-03"),
        ("snet", f"{LATE} 08:00", LATE, LATE, LATE),
        ("snet", f"{EARLY} 08:00", "2026-03-05", EARLY, EARLY),
        ("fnet", f"{LATE} 17:00", "2026-03-10", "2026-03-10", "2026-03-10"),
        ("fnet", f"{EARLY} 17:00", "2026-03-05", "2026-03-02", "2026-03-03"),
        ("snlt", f"{LATE} 08:00", "2026-03-05", "2026-03-02", "2026-03-03"),
        ("snlt", f"{EARLY} 08:00", EARLY, "2026-03-02", EARLY),
        ("fnlt", f"{LATE} 17:00", "2026-03-05", "2026-03-02", "2026-03-03"),
        ("fnlt", f"{EARLY} 17:00", "2026-03-02", "2026-03-02", "2026-03-02"),
        ("mso", f"{LATE} 08:00", LATE, LATE, LATE),
        ("mso", f"{EARLY} 08:00", EARLY, EARLY, EARLY),
        ("mfo", f"{LATE} 17:00", "2026-03-10", "2026-03-10", "2026-03-10"),
        ("mfo", f"{EARLY} 17:00", "2026-03-02", "2026-03-02", "2026-03-02"),
    ],
)
def test_every_constraint_meets_every_link(
    kind: str, when: str | None, fs: str, ss: str, ff: str
) -> None:
    starts = [text(plan_with(kind, when, link).start[1]) for link in ("fs", "ss", "ff")]

    assert starts == [f"{fs} 08:00", f"{ss} 08:00", f"{ff} 08:00"]


@pytest.mark.parametrize("kind", ["snlt", "mso"])
def test_a_date_that_the_links_cannot_keep_breaks_the_link_and_says_so(kind: str) -> None:
    plan = plan_with(kind, f"{EARLY} 08:00")

    assert text(plan.start[1]) == f"{EARLY} 08:00"
    assert plan.total_float[0] == -2 * DAY
    assert (1, "constraint_beats_link") in codes(plan)
    broken = next(one for one in plan.conflicts if one.code == "constraint_beats_link")
    assert (broken.link, broken.minutes) == (0, 2 * DAY)


@pytest.mark.parametrize("kind", ["snlt", "mso", "fnlt", "mfo"])
def test_where_links_win_the_missed_date_is_named(kind: str) -> None:
    when = f"{EARLY} 08:00" if kind in ("snlt", "mso") else f"{EARLY} 17:00"
    plan = plan_with(kind, when, honours_constraints=False)

    assert text(plan.start[1]) == "2026-03-05 08:00"
    assert plan.total_float[1] < 0
    assert (1, "constraint_missed") in codes(plan)
    assert (1, "negative_float") in codes(plan)


def test_a_fixed_date_has_no_float_and_lends_it_to_what_comes_before() -> None:
    plan = plan_with("mso", f"{LATE} 08:00")

    assert plan.total_float.tolist() == [4 * DAY, 0, 0, 0]
    assert plan.is_critical.tolist() == [False, True, True, True]


def test_a_deadline_moves_nothing_but_shows_in_the_float() -> None:
    free = plan_with("asap", None)
    late = plan_with("asap", None, deadline=moments(4, _1="2026-03-04 17:00"))

    assert free.start.tolist() == late.start.tolist()
    assert late.total_float.tolist() == [-2 * DAY, -2 * DAY, 0, 0]
    assert (1, "deadline_missed") in codes(late)
    missed = next(one for one in late.conflicts if one.code == "deadline_missed")
    assert (missed.minutes, text(missed.at)) == (2 * DAY, "2026-03-04 17:00")


def test_a_deadline_that_holds_limits_the_late_finish_only() -> None:
    plan = schedule(network([1, 10], deadline=moments(2, _0="2026-03-05 17:00"), **links()))

    assert late_dates(plan, 0) == ("2026-03-05 08:00", "2026-03-05 17:00")
    assert plan.conflicts == []


def test_as_late_as_possible_uses_all_the_float_and_moves_those_behind() -> None:
    joined = links((0, 1), (1, 3), (2, 3))
    plan = schedule(network([1, 1, 10, 0], **joined, **constrained(4, _0=("alap", None))))

    assert dates(plan, 0) == ("2026-03-12 08:00", "2026-03-12 17:00")
    assert dates(plan, 1) == ("2026-03-13 08:00", "2026-03-13 17:00")
    assert text(plan.project_finish) == "2026-03-13 17:00"
    assert plan.total_float.tolist() == [0, 0, 0, 0]


def test_as_late_as_possible_may_leave_its_successors_where_they_are() -> None:
    joined = links((0, 1), (2, 1), (1, 4), (3, 4))
    plan = schedule(
        network(
            [1, 1, 4, 10, 0],
            alap_keeps_successors=True,
            **joined,
            **constrained(5, _0=("alap", None)),
        )
    )

    assert dates(plan, 0) == ("2026-03-05 08:00", "2026-03-05 17:00")
    assert dates(plan, 1) == ("2026-03-06 08:00", "2026-03-06 17:00")


def test_a_constraint_in_a_pause_takes_effect_after_it() -> None:
    plan = plan_with("snet", "2026-03-07 10:00")

    assert text(plan.start[1]) == "2026-03-09 08:00"


def test_two_constraints_hold_together() -> None:
    plan = plan_with(
        "snet",
        "2026-03-09 08:00",
        second_constraint=np.array([0, 5, 0, 0], dtype=np.int8),
        second_constraint_at=moments(4, _1="2026-03-12 17:00"),
    )

    assert dates(plan, 1) == ("2026-03-09 08:00", "2026-03-10 17:00")
    assert text(plan.late_finish[1]) == "2026-03-10 17:00"


def test_an_imposed_finish_makes_the_float_negative() -> None:
    from tests.engines.plans import at

    plan = schedule(network([3, 2], project_finish=at("2026-03-04 17:00"), **links((0, 1))))

    assert plan.total_float.tolist() == [-2 * DAY, -2 * DAY]
    assert (1, "project_finish_missed") in codes(plan)


def test_levelling_delay_waits_in_elapsed_time() -> None:
    plan = schedule(network([1, 1], delay=[0, 2880], **links((0, 1))))

    assert text(plan.start[1]) == "2026-03-05 08:00"
