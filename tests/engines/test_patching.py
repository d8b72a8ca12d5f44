import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.plans import DAY, at, constrained, dates, links, network
from tests.engines.test_laws import CALENDARS, START, laws, networks
from zhongshu.engines.network import SNET, Network, UnusableNetwork
from zhongshu.engines.patching import Reschedule
from zhongshu.engines.schedule import schedule

COMPARED = (
    *("start", "finish", "late_start", "late_finish", "total_float", "free_float", "is_critical"),
    *("driver", "driving_link"),
)


def assert_equal_to_a_new_schedule(plan: Reschedule, expected_network: Network) -> None:
    expected = schedule(expected_network)
    for name in COMPARED:
        assert getattr(plan.schedule, name).tolist() == getattr(expected, name).tolist(), name


@laws
@given(networks(), st.lists(st.tuples(st.integers(0, 11), st.integers(0, 2500)), max_size=6))
def test_edits_of_durations_equal_a_new_schedule(
    network: Network, edits: list[tuple[int, int]]
) -> None:
    plan = Reschedule(network)
    duration = network.duration.copy()

    for activity, minutes in edits:
        position = activity % network.n_activities
        before = schedule(network.with_changes(duration=duration.copy()))
        duration[position] = minutes
        moved = plan.set_duration(position, minutes)
        after = schedule(network.with_changes(duration=duration.copy()))
        changed = (before.start != after.start) | (before.finish != after.finish)
        assert (
            set(np.flatnonzero(changed))
            <= set(moved.tolist())
            <= set(np.flatnonzero(changed)) | {position}
        )

    assert_equal_to_a_new_schedule(plan, network.with_changes(duration=duration))


@laws
@given(networks(), st.integers(0, 11), st.integers(0, 9000))
def test_a_dragged_activity_equals_a_new_schedule(
    network: Network, activity: int, minutes: int
) -> None:
    position = activity % network.n_activities
    when = CALENDARS.add(0, START, minutes)
    rules, moments = (
        np.zeros(network.n_activities, np.int8),
        np.full(network.n_activities, -(2**62)),
    )
    rules[position], moments[position] = SNET, when
    plan = Reschedule(network)

    plan.constrain(position, SNET, when)

    assert_equal_to_a_new_schedule(
        plan, network.with_changes(constraint=rules, constraint_at=moments)
    )


def test_only_what_can_move_is_looked_at() -> None:
    plan = Reschedule(network([1, 1, 5, 1], **links((0, 1), (1, 3), (2, 3))))

    assert plan.set_duration(0, 2 * DAY).tolist() == [0, 1]
    assert plan.set_duration(3, 3 * DAY).tolist() == [3]
    assert plan.set_duration(0, 9 * DAY).tolist() == [0, 1, 3]


def test_summaries_move_with_their_children() -> None:
    plan = Reschedule(network([2, 0, 1, 3, 1], parent=[-1, -1, 1, 1, -1], **links((0, 1), (1, 4))))

    moved = plan.set_duration(3, 4 * DAY)

    assert moved.tolist() == [3, 1, 4]
    assert dates(plan.schedule, 1) == ("2026-03-04 08:00", "2026-03-09 17:00")


def test_shares_of_a_duration_follow_it() -> None:
    plan = Reschedule(network([4, 1], **links((0, 1, "fs", 50, "percent"))))

    moved = plan.set_duration(0, 2 * DAY)

    assert moved.tolist() == [0, 1]
    assert dates(plan.schedule, 1)[0] == "2026-03-05 08:00"


def test_work_beyond_the_calendars_extends_them() -> None:
    plan = Reschedule(network([4, 1], **links((0, 1))))

    plan.set_duration(0, 5000 * DAY)

    expected = schedule(network([5000, 1], **links((0, 1))))
    assert plan.schedule.finish.tolist() == expected.finish.tolist()
    assert plan.constrain(1, SNET, at("2090-01-02 08:00")).tolist() == [1]


def test_what_moves_everything_is_refused() -> None:
    with pytest.raises(UnusableNetwork, match="ALAP"):
        Reschedule(network([1], **constrained(1, _0=("alap", None))))
    with pytest.raises(UnusableNetwork, match="is_from_finish"):
        Reschedule(network([1], is_from_finish=True, project_finish=at("2026-03-02 17:00")))
    plan = Reschedule(network([1, 0], parent=[1, -1]))
    with pytest.raises(UnusableNetwork, match="duration"):
        plan.set_duration(1, 480)
    with pytest.raises(UnusableNetwork, match="summary"):
        plan.constrain(1, SNET, START)
    with pytest.raises(UnusableNetwork, match="moment is missing"):
        plan.constrain(0, SNET)
    assert plan.duration_of(0) == DAY
