"""Hammocks: dated by what they are linked to, holding nobody.

The rule is Primavera's for activities of the type level of effort, as its help gives it
("calculated from the earliest early start of its predecessors/successors linked to the start end
to the latest early finish of its predecessors/successors linked to the finish end", in the
activity's own calendar); the dates were worked by hand on the calendar of March 2026.
"""

import numpy as np
import pytest

from tests.engines.plans import (
    DAY,
    OFFICE,
    SIX_DAYS,
    calendars,
    codes,
    dates,
    links,
    moments,
    network,
    text,
)
from zhongshu.engines.causes import causes
from zhongshu.engines.loops import CyclicNetwork
from zhongshu.engines.network import UnusableNetwork
from zhongshu.engines.patching import Reschedule
from zhongshu.engines.paths import critical_paths
from zhongshu.engines.placing import DRIVER_KINDS
from zhongshu.engines.quality import Facts, assess
from zhongshu.engines.schedule import schedule


def hammocks(size: int, *positions: int) -> np.ndarray:
    found = np.zeros(size, dtype=np.bool_)
    found[list(positions)] = True
    return found


def test_it_spans_from_its_first_predecessor_to_its_last_successor() -> None:
    # 0 Mon 2 – Tue 3, 1 Wed 4 – Fri 6; 2 (the hammock) starts with 0 and ends with 1.
    plan = schedule(
        network(
            [2, 3, 1],
            is_hammock=hammocks(3, 2),
            **links((0, 1), (0, 2, "ss"), (2, 1, "ff")),
        )
    )

    assert dates(plan, 2) == ("2026-03-02 08:00", "2026-03-06 17:00")
    assert plan.total_float[2] == plan.free_float[2] == 0
    assert not plan.is_critical[2]
    assert not plan.is_near_critical[2]
    assert plan.conflicts == []


@pytest.mark.parametrize(
    ("kind", "lag", "start", "finish"),
    [
        # Activity 0 lasts Mon 2 – Tue 3, activity 1 follows it on Wed 4 – Fri 6.
        ("fs", 0, "2026-03-02 08:00", "2026-03-03 17:00"),  # ends where 1 starts
        ("ff", 0, "2026-03-02 08:00", "2026-03-06 17:00"),
        ("fs", 1, "2026-03-02 08:00", "2026-03-02 17:00"),  # a day before 1 starts
        ("ff", 1, "2026-03-02 08:00", "2026-03-05 17:00"),
        ("ff", -1, "2026-03-02 08:00", "2026-03-09 17:00"),
    ],
)
def test_a_successor_gives_the_finish(kind: str, lag: int, start: str, finish: str) -> None:
    plan = schedule(
        network(
            [2, 3, 1],
            is_hammock=hammocks(3, 2),
            **links((0, 1), (0, 2, "ss"), (2, 1, kind, lag)),
        )
    )

    assert dates(plan, 2) == (start, finish)


@pytest.mark.parametrize(
    ("kind", "lag", "start"),
    [
        ("ss", 0, "2026-03-04 08:00"),  # begins with 1
        ("ss", 1, "2026-03-03 08:00"),  # so that 1 begins a day later
        ("sf", 0, "2026-03-09 08:00"),  # begins where 1 has ended
    ],
)
def test_a_successor_gives_the_start(kind: str, lag: int, start: str) -> None:
    # 0 Mon 2 – Tue 3, 1 Wed 4 – Fri 6, 2 Mon 9 – Wed 11; the hammock ends with 2.
    plan = schedule(
        network(
            [2, 3, 3, 1],
            is_hammock=hammocks(4, 3),
            **links((0, 1), (1, 2), (3, 1, kind, lag), (2, 3, "ff")),
        )
    )

    assert dates(plan, 3) == (start, "2026-03-11 17:00")


@pytest.mark.parametrize(
    ("kind", "lag", "start", "finish"),
    [
        ("fs", 0, "2026-03-04 08:00", "2026-03-06 17:00"),
        ("fs", 1, "2026-03-05 08:00", "2026-03-06 17:00"),
        ("ss", 1, "2026-03-03 08:00", "2026-03-06 17:00"),
    ],
)
def test_a_predecessor_gives_the_start(kind: str, lag: int, start: str, finish: str) -> None:
    plan = schedule(
        network(
            [2, 3, 1],
            is_hammock=hammocks(3, 2),
            **links((0, 1), (0, 2, kind, lag), (1, 2, "ff")),
        )
    )

    assert dates(plan, 2) == (start, finish)


def test_the_earliest_start_and_the_latest_finish_count() -> None:
    # 0 Mon 2; 1 Tue 3 – Wed 4; 2 Tue 3 – Thu 5; the hammock is linked to both ends of all.
    plan = schedule(
        network(
            [1, 2, 3, 0],
            is_hammock=hammocks(4, 3),
            **links((0, 1), (0, 2), (1, 3, "ss"), (2, 3, "ss"), (1, 3, "ff"), (2, 3, "ff")),
        )
    )

    assert dates(plan, 3) == ("2026-03-03 08:00", "2026-03-05 17:00")
    assert plan.hammocks.start_link.tolist() == [2]
    assert plan.hammocks.finish_link.tolist() == [5]
    assert plan.is_driving_link.tolist() == [True, True, True, False, False, True]


def test_it_counts_in_its_own_calendar() -> None:
    # The crew works until Saturday 7; the hammock keeps office hours and ends on Friday 6.
    plan = schedule(
        network(
            [6, 0],
            calendars=calendars(OFFICE, SIX_DAYS),
            calendar=np.array([1, 0]),
            is_hammock=hammocks(2, 1),
            **links((0, 1, "ss"), (0, 1, "ff")),
        )
    )

    assert dates(plan, 0)[1] == "2026-03-07 17:00"
    assert dates(plan, 1) == ("2026-03-02 08:00", "2026-03-06 17:00")


def test_lags_may_be_shares_and_elapsed_time() -> None:
    # Half of four days after its start; a day round the clock after its finish (Thu 5, 17:00).
    plan = schedule(
        network(
            [4, 0],
            is_hammock=hammocks(2, 1),
            **links((0, 1, "ss", 50, "percent"), (0, 1, "ff", 1, "elapsed")),
        )
    )

    assert dates(plan, 1) == ("2026-03-04 08:00", "2026-03-06 17:00")


def test_nothing_follows_from_it() -> None:
    plain = schedule(network([2, 3, 5], **links((0, 1))))
    plan = schedule(
        network(
            [2, 3, 5, 40],
            is_hammock=hammocks(4, 3),
            **links((0, 1), (0, 3, "ss"), (1, 3, "ff", 20), (3, 2)),
        )
    )

    for name in ("start", "finish", "late_start", "late_finish", "total_float", "is_critical"):
        assert getattr(plan, name)[:3].tolist() == getattr(plain, name).tolist(), name
    assert plan.project_finish == plain.project_finish
    assert dates(plan, 3)[1] == "2026-04-03 17:00"
    assert all(3 not in path.activities for path in critical_paths(plan.network, plan))


def test_its_own_rules_are_ignored() -> None:
    plan = schedule(
        network(
            [2, 9],
            is_hammock=hammocks(2, 1),
            actual_start=moments(2, _1="2026-02-02 08:00"),
            constraint=np.array([0, 6], dtype=np.int8),
            constraint_at=moments(2, _1="2026-05-04 08:00"),
            **links((0, 1, "ss"), (0, 1, "ff")),
        )
    )

    assert dates(plan, 1) == ("2026-03-02 08:00", "2026-03-03 17:00")


def test_a_hammock_may_hang_on_another() -> None:
    # 2 spans 0 and 1 (Mon 2 – Fri 6); 3 begins when 2 has ended and lasts until 4 begins.
    plan = schedule(
        network(
            [2, 3, 0, 0, 1],
            is_hammock=hammocks(5, 2, 3),
            constraint=np.array([0, 0, 0, 0, 2], dtype=np.int8),
            constraint_at=moments(5, _4="2026-03-16 08:00"),
            **links((0, 1), (0, 2, "ss"), (1, 2, "ff"), (2, 3), (3, 4)),
        )
    )

    assert dates(plan, 2) == ("2026-03-02 08:00", "2026-03-06 17:00")
    assert dates(plan, 3) == ("2026-03-09 08:00", "2026-03-13 17:00")


def test_hammocks_that_hang_on_each_other_are_a_loop() -> None:
    plan = network(
        [1, 0, 0], is_hammock=hammocks(3, 1, 2), **links((0, 1, "ss"), (1, 2), (2, 1, "ff"))
    )

    with pytest.raises(CyclicNetwork) as refused:
        schedule(plan)

    assert sorted(refused.value.loop) == [1, 2]


def test_what_it_hangs_on_may_follow_it_in_the_same_chain() -> None:
    # A loop of links, but not of work: nothing waits for a hammock.
    plan = schedule(network([2, 0], is_hammock=hammocks(2, 1), **links((0, 1, "ss"), (1, 0, "ff"))))

    assert dates(plan, 1) == dates(plan, 0)


@pytest.mark.parametrize(
    ("rows", "span", "code"),
    [
        ([(1, 0, "ff")], ("2026-03-03 17:00", "2026-03-03 17:00"), "hammock_without_start"),
        ([(0, 1, "fs")], ("2026-03-04 08:00", "2026-03-04 08:00"), "hammock_without_finish"),
        (
            [(0, 1, "fs"), (0, 1, "sf")],
            ("2026-03-04 08:00", "2026-03-04 08:00"),
            "hammock_ends_before_start",
        ),
    ],
)
def test_an_end_that_hangs_on_nothing_is_named(
    rows: list[tuple[int, int, str]], span: tuple[str, str], code: str
) -> None:
    plan = schedule(network([2, 5], is_hammock=hammocks(2, 1), **links(*rows)))

    assert dates(plan, 1) == span
    assert codes(plan) == [(1, code)]


def test_without_any_link_it_takes_no_time_at_the_project_start() -> None:
    plan = schedule(network([2, 5], is_hammock=hammocks(2, 1)))

    assert dates(plan, 1) == ("2026-03-02 08:00", "2026-03-02 08:00")
    assert codes(plan) == [(1, "hammock_without_start"), (1, "hammock_without_finish")]


def test_a_summary_spans_it_but_what_follows_the_summary_does_not_wait() -> None:
    # 1 (Mon 2 – Tue 3) and the hammock 2 (until 3 ends on Fri 6) lie below 0; 4 follows 0.
    plan = schedule(
        network(
            [0, 2, 0, 5, 1],
            parent=np.array([-1, 0, 0, -1, -1]),
            is_hammock=hammocks(5, 2),
            **links((1, 2, "ss"), (3, 2, "ff"), (0, 4)),
        )
    )

    assert dates(plan, 0) == ("2026-03-02 08:00", "2026-03-06 17:00")
    assert dates(plan, 4)[0] == "2026-03-04 08:00"


def test_a_summary_of_nothing_else_stands_where_its_hammocks_do() -> None:
    # 1 and 0 above hammock 2; 3 lasts Mon 2 – Tue 3, 4 Wed 4 – Fri 6.
    plan = schedule(
        network(
            [0, 0, 0, 2, 3],
            parent=np.array([-1, 0, 1, -1, -1]),
            is_hammock=hammocks(5, 2),
            **links((3, 4), (4, 2, "ss"), (4, 2, "ff")),
        )
    )

    for activity in (0, 1, 2):
        assert dates(plan, activity) == ("2026-03-04 08:00", "2026-03-06 17:00")
    assert not plan.is_critical[:3].any()


def test_its_chain_of_causes_starts_with_the_link_of_its_start() -> None:
    plan = schedule(
        network([2, 3, 0], is_hammock=hammocks(3, 2), **links((0, 1), (2, 1, "ss"), (1, 2, "ff")))
    )

    chain = causes(plan.network, plan, 2)

    assert [(one.activity, one.side, one.kind, one.link) for one in chain] == [
        (2, "start", "link", 1),
        (1, "start", "link", 0),
        (0, "finish", "project_start", -1),
    ]
    assert DRIVER_KINDS[plan.driver[2]] == "link"
    assert plan.driving_activity[2] == 1


def test_scheduled_from_the_finish_it_spans_the_same_work() -> None:
    # Everything ends on Fri 13: 1 lasts Wed 11 – Fri 13, 0 Mon 9 – Tue 10.
    plan = schedule(
        network(
            [2, 3, 1],
            is_from_finish=True,
            project_finish=int(moments(1, _0="2026-03-13 17:00")[0]),
            is_hammock=hammocks(3, 2),
            **links((0, 1), (0, 2, "ss"), (2, 1, "fs")),
        )
    )

    assert [text(one) for one in plan.start] == [
        "2026-03-09 08:00",
        "2026-03-11 08:00",
        "2026-03-09 08:00",
    ]
    assert dates(plan, 2)[1] == "2026-03-10 17:00"


def test_no_quality_check_looks_at_it() -> None:
    plan = schedule(
        network([1, 1, 9], is_hammock=hammocks(3, 2), **links((0, 2, "ss", 1), (1, 2, "ff", -1)))
    )

    found = {one.code: one for one in assess(plan.network, plan, Facts())}

    assert found["logic"].offenders.tolist() == [0, 1]
    assert found["leads"].value == 0
    assert found["high_duration"].n_considered == 2


def test_a_summary_is_no_hammock() -> None:
    with pytest.raises(UnusableNetwork, match="is_hammock"):
        network([0, 1], parent=np.array([-1, 0]), is_hammock=hammocks(2, 0))


def test_neither_duration_nor_constraint_of_it_can_be_set() -> None:
    plan = Reschedule(
        network([1, 0], is_hammock=hammocks(2, 1), **links((0, 1, "ss"), (0, 1, "ff")))
    )

    with pytest.raises(UnusableNetwork, match="duration"):
        plan.set_duration(1, DAY)
    with pytest.raises(UnusableNetwork, match="constraint"):
        plan.constrain(1, 2, 0)
