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
from zhongshu.engines.schedule import DRIVER_KINDS, schedule

# 0 before; 1 a summary of 2 and 3; 4 after.
OUTLINE = [-1, -1, 1, 1, -1]
DAYS = [2, 0, 1, 3, 1]


def test_a_summary_spans_its_children() -> None:
    plan = schedule(network(DAYS, parent=OUTLINE, **links((2, 3))))

    assert dates(plan, 1) == ("2026-03-02 08:00", "2026-03-05 17:00")
    assert DRIVER_KINDS[plan.driver[1]] == "children"
    assert plan.driving_activity[1] == 3


def test_a_link_into_a_summary_holds_all_its_children() -> None:
    plan = schedule(network(DAYS, parent=OUTLINE, **links((0, 1))))

    assert dates(plan, 2) == ("2026-03-04 08:00", "2026-03-04 17:00")
    assert dates(plan, 3) == ("2026-03-04 08:00", "2026-03-06 17:00")
    assert [DRIVER_KINDS[plan.driver[child]] for child in (2, 3)] == ["summary", "summary"]
    assert plan.driving_activity[2] == 1
    assert plan.total_float.tolist() == [0, 0, 2 * DAY, 0, 4 * DAY]


def test_a_link_into_a_summary_may_have_a_lag() -> None:
    plan = schedule(network(DAYS, parent=OUTLINE, **links((0, 1, "ss", 3))))

    assert text(plan.start[2]) == text(plan.start[3]) == "2026-03-05 08:00"


def test_a_link_out_of_a_summary_waits_for_its_last_child() -> None:
    plan = schedule(network(DAYS, parent=OUTLINE, **links((1, 4))))

    assert dates(plan, 4) == ("2026-03-05 08:00", "2026-03-05 17:00")
    assert plan.total_float.tolist() == [2 * DAY, 0, 2 * DAY, 0, 0]
    assert late_dates(plan, 2) == ("2026-03-04 08:00", "2026-03-04 17:00")


def test_a_link_from_a_summarys_start_follows_its_first_child() -> None:
    held = constrained(5, _2=("snet", "2026-03-05 08:00"), _3=("snet", "2026-03-04 08:00"))
    plan = schedule(network(DAYS, parent=OUTLINE, **held, **links((1, 4, "ss", 1))))

    assert dates(plan, 4) == ("2026-03-05 08:00", "2026-03-05 17:00")


def test_a_lag_of_a_share_of_a_summary_counts_its_working_time() -> None:
    plan = schedule(network(DAYS, parent=OUTLINE, **links((2, 3), (1, 4, "fs", 50, "percent"))))

    assert text(plan.start[4]) == "2026-03-10 08:00"


def test_gates_stand_behind_gates() -> None:
    outline = [-1, -1, 1, 2, -1]
    plan = schedule(network([2, 0, 0, 1, 3], parent=outline, **links((0, 1), (4, 2))))

    assert dates(plan, 3) == ("2026-03-05 08:00", "2026-03-05 17:00")
    assert text(plan.start[1]) == text(plan.start[2]) == "2026-03-05 08:00"


def test_constraints_of_a_summary_are_its_childrens() -> None:
    not_before = constrained(5, _1=("snet", "2026-03-10 08:00"))
    not_after = constrained(5, _1=("fnlt", "2026-03-03 17:00"))

    later = schedule(network(DAYS, parent=OUTLINE, **not_before))
    tight = schedule(network(DAYS, parent=OUTLINE, **not_after))

    assert text(later.start[2]) == text(later.start[3]) == "2026-03-10 08:00"
    assert tight.total_float.tolist()[2:4] == [DAY, -DAY]
    assert (1, "constraint_missed") in codes(tight)


def test_a_deadline_of_a_summary_limits_its_children() -> None:
    plan = schedule(
        network([2, 0, 1, 3, 9], parent=OUTLINE, deadline=moments(5, _1="2026-03-05 17:00"))
    )

    assert plan.total_float.tolist() == [7 * DAY, DAY, 3 * DAY, DAY, 0]


def test_a_manual_summary_keeps_its_dates_while_its_children_move() -> None:
    plan = schedule(
        network(
            DAYS,
            parent=OUTLINE,
            is_manual=[False, True, False, False, False],
            manual_start=moments(5, _1="2026-03-09 08:00"),
            manual_finish=moments(5, _1="2026-03-13 17:00"),
            **links((1, 4)),
        )
    )

    assert dates(plan, 1) == ("2026-03-09 08:00", "2026-03-13 17:00")
    assert dates(plan, 3) == ("2026-03-02 08:00", "2026-03-04 17:00")
    assert dates(plan, 4) == ("2026-03-16 08:00", "2026-03-16 17:00")


def test_a_link_that_asks_for_a_summarys_finish_is_named() -> None:
    plan = schedule(network(DAYS, parent=OUTLINE, **links((0, 1, "ff"))))

    assert text(plan.start[2]) == "2026-03-02 08:00"
    assert codes(plan) == [(1, "link_type_on_summary")]


def test_inactive_children_do_not_stretch_a_summary() -> None:
    inactive = [False, False, False, True, False]
    plan = schedule(network(DAYS, parent=OUTLINE, is_inactive=inactive))

    assert dates(plan, 1) == ("2026-03-02 08:00", "2026-03-02 17:00")
