"""Activities of other projects: they hold their successors and count for nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.plans import at, dates, days_of, links, moments, network
from tests.engines.test_laws import CALENDARS, START, laws, networks
from tests.engines.test_patching import assert_equal_to_a_new_schedule
from zhongshu.engines.causes import causes
from zhongshu.engines.clock import NONE
from zhongshu.engines.network import SNET, Network
from zhongshu.engines.patching import Reschedule
from zhongshu.engines.paths import critical_paths
from zhongshu.engines.schedule import schedule

# Activity 0 lasts two days, 1 one day; 2 is elsewhere, from Wednesday 4 to Tuesday 10 March.
BEGINS, ENDS = "2026-03-04 08:00", "2026-03-10 17:00"


def plan(*rows, **fields):
    return schedule(
        network(
            [2, 1, 5],
            is_outside=np.array([False, False, True]),
            actual_start=moments(3, _2=BEGINS),
            actual_finish=moments(3, _2=ENDS),
            **links(*rows),
            **fields,
        )
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # It begins on Wednesday; so does what may begin with it, and a day later with a lag.
        ((2, 1, "ss"), ("2026-03-04 08:00", "2026-03-04 17:00")),
        ((2, 1, "ss", 1), ("2026-03-05 08:00", "2026-03-05 17:00")),
        # It ends on Tuesday evening.
        ((2, 1, "fs"), ("2026-03-11 08:00", "2026-03-11 17:00")),
        ((2, 1, "fs", -1), ("2026-03-10 08:00", "2026-03-10 17:00")),
        ((2, 1, "ff"), ("2026-03-10 08:00", "2026-03-10 17:00")),
        # The morning asked for is the same working instant as the evening before.
        ((2, 1, "sf"), ("2026-03-03 08:00", "2026-03-04 08:00")),
        # Twenty per cent of its five days are one.
        ((2, 1, "fs", 20, "percent"), ("2026-03-12 08:00", "2026-03-12 17:00")),
    ],
)
def test_it_limits_its_successor_like_any_predecessor(row, expected):
    found = plan(row)

    assert dates(found, 1) == expected
    assert found.is_driving_link.tolist() == [True]


def test_the_project_ends_with_its_own_work():
    found = plan((2, 1, "ss"))

    assert found.project_finish == at("2026-03-04 17:00")
    assert found.project_start == at("2026-03-02 08:00")
    assert days_of(found.total_float[:2]) == [1, 0]
    assert found.is_critical.tolist() == [False, True, False]


def test_a_link_from_elsewhere_that_does_not_hold_leaves_the_float_alone():
    found = plan((0, 1), (2, 1, "ss", -2))

    assert dates(found, 1) == ("2026-03-04 08:00", "2026-03-04 17:00")
    assert found.is_driving_link.tolist() == [True, False]
    assert [path.activities for path in critical_paths(found.network, found)] == [[0, 1]]


def test_it_ends_the_chain_of_causes():
    found = plan((0, 1), (2, 0))

    chain = causes(found.network, found, 1)

    assert [(one.activity, one.kind) for one in chain] == [(1, "link"), (0, "link"), (2, "actual")]


def test_a_project_finish_is_missed_by_its_own_work_only():
    kept = plan((2, 1, "ss"), project_finish=at("2026-03-06 17:00"))
    missed = plan((2, 1, "ss"), project_finish=at("2026-03-03 17:00"))

    assert kept.conflicts == []
    assert [(one.activity, one.code) for one in missed.conflicts] == [
        (1, "project_finish_missed"),
        (1, "negative_float"),
    ]


def test_a_plan_from_its_finish_is_dated_without_it():
    found = plan((2, 1), is_from_finish=True, project_finish=at("2026-03-20 17:00"))

    assert dates(found, 1) == ("2026-03-20 08:00", "2026-03-20 17:00")
    assert found.project_finish == at("2026-03-20 17:00")
    assert not found.is_critical[2]


@st.composite
def waiting(draw: st.DrawFn) -> Network:
    """A network in which activities without predecessors, up to three, are elsewhere."""
    found = draw(networks())
    firsts = sorted(set(range(found.n_activities)) - set(found.after.tolist()))
    elsewhere = firsts[: draw(st.integers(1, 3))]
    is_outside = np.zeros(found.n_activities, np.bool_)
    started, done = (np.full(found.n_activities, NONE) for _ in range(2))
    is_outside[elsewhere] = True
    for one in elsewhere:
        started[one] = CALENDARS.add(0, START, draw(st.integers(0, 9000)))
        done[one] = CALENDARS.add(0, int(started[one]), draw(st.integers(0, 3000)))
    units = draw(
        st.lists(st.integers(0, 3), min_size=len(found.before), max_size=len(found.before))
    )
    return found.with_changes(
        is_outside=is_outside,
        actual_start=started,
        actual_finish=done,
        lag_unit=np.array(units, dtype=np.int8),
    )


@laws
@given(
    waiting(), st.lists(st.tuples(st.integers(0, 11), st.integers(0, 2500)), max_size=4), st.data()
)
def test_edits_of_a_plan_that_waits_equal_a_new_schedule(
    waits: Network, edits: list[tuple[int, int]], data: st.DataObject
) -> None:
    own = np.flatnonzero(~waits.is_outside)
    if not own.size:
        return
    plan, duration = Reschedule(waits), waits.duration.copy()
    rules, limits = np.zeros(waits.n_activities, np.int8), np.full(waits.n_activities, NONE)

    for activity, minutes in edits:
        duration[own[activity % own.size]] = minutes
        plan.set_duration(int(own[activity % own.size]), minutes)
    dragged = int(data.draw(st.sampled_from(own.tolist())))
    rules[dragged], limits[dragged] = SNET, CALENDARS.add(0, START, 4000)
    plan.constrain(dragged, SNET, int(limits[dragged]))

    assert_equal_to_a_new_schedule(
        plan, waits.with_changes(duration=duration, constraint=rules, constraint_at=limits)
    )
    for one in np.flatnonzero(waits.is_outside).tolist():
        assert plan.schedule.start[one] == waits.actual_start[one]
        assert plan.schedule.finish[one] == waits.actual_finish[one]
