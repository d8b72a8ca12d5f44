import pytest

from tests.engines.plans import links, network
from zhongshu.engines.schedule import CyclicNetwork, schedule


def rotations(loop: list[int]) -> list[list[int]]:
    return [loop[n:] + loop[:n] for n in range(len(loop))]


def test_a_loop_is_refused_and_named_in_order() -> None:
    plan = network([1] * 6, **links((0, 1), (1, 2), (2, 3), (3, 1), (3, 4), (5, 0)))

    with pytest.raises(CyclicNetwork) as refusal:
        schedule(plan)

    assert refusal.value.loop in rotations([1, 2, 3])


def test_an_activity_cannot_wait_for_itself() -> None:
    with pytest.raises(CyclicNetwork) as refusal:
        schedule(network([1, 1], **links((1, 1))))

    assert refusal.value.loop == [1]


def test_a_summary_cannot_wait_for_its_own_child() -> None:
    with pytest.raises(CyclicNetwork) as refusal:
        schedule(network([0, 1, 1], parent=[-1, 0, 0], **links((1, 0))))

    assert refusal.value.loop in rotations([0, 1])


def test_a_child_cannot_wait_for_its_summary() -> None:
    with pytest.raises(CyclicNetwork) as refusal:
        schedule(network([0, 1, 1], parent=[-1, 0, 0], **links((0, 1))))

    assert refusal.value.loop in rotations([0, 1])


def test_a_loop_through_two_summaries_is_found() -> None:
    outline = [-1, 0, -1, 2]
    with pytest.raises(CyclicNetwork) as refusal:
        schedule(network([0, 1, 0, 1], parent=outline, **links((0, 2), (3, 1))))

    assert set(refusal.value.loop) == {0, 1, 2, 3}
