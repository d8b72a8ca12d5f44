from tests.engines.plans import DAY, constrained, links, network
from zhongshu.engines.paths import critical_paths
from zhongshu.engines.schedule import schedule


def paths(plan, limit: int = 10):
    dated = schedule(plan)
    return [
        (path.activities, path.float_minutes // DAY, path.is_critical)
        for path in critical_paths(plan, dated, limit)
    ]


def test_the_critical_path_comes_first_and_nearly_critical_ones_follow() -> None:
    plan = network(
        [5, 3, 4, 1, 1],
        near_critical_float=2 * DAY,
        **links((0, 3), (1, 3), (2, 4)),
    )

    assert paths(plan) == [([0, 3], 0, True), ([2, 4], 1, False), ([1], 2, False)]


def test_every_way_through_a_diamond_is_a_path_of_its_own() -> None:
    joined = links((0, 1), (0, 2), (1, 3), (2, 3))

    assert paths(network([1, 2, 2, 1], **joined)) == [([0, 1, 3], 0, True), ([0, 2, 3], 0, True)]


def test_no_more_paths_are_looked_for_than_asked() -> None:
    ladder = [
        pair
        for n in range(0, 60, 3)
        for pair in ((n, n + 1), (n, n + 2), (n + 1, n + 3), (n + 2, n + 3))
    ]

    found = paths(network([1] * 61, **links(*ladder)), limit=4)

    assert len({tuple(activities) for activities, *_ in found}) == 4


def test_a_path_may_begin_where_a_constraint_holds() -> None:
    plan = network(
        [5, 1, 1], **links((0, 1), (1, 2)), **constrained(3, _1=("snet", "2026-03-16 08:00"))
    )

    assert paths(plan) == [([1, 2], 0, True)]


def test_two_ends_make_two_paths() -> None:
    plan = network([2, 3, 3], **links((0, 1), (0, 2)))

    assert paths(plan) == [([0, 1], 0, True), ([0, 2], 0, True)]


def test_with_ends_of_their_own_every_chain_is_critical() -> None:
    plan = network([2, 3, 1], ends_are_critical=True, **links((0, 1)))

    assert paths(plan) == [([0, 1], 0, True), ([2], 0, True)]
