from tests.engines.plans import DAY, at, constrained, dates, links, network, text
from zhongshu.engines.schedule import DRIVER_KINDS, schedule

FINISH = {"is_from_finish": True, "project_finish": at("2026-03-13 17:00")}
LATE = {f"_{n}": ("alap", None) for n in range(4)}


def test_from_the_finish_work_is_placed_as_late_as_possible() -> None:
    joined = links((0, 1), (1, 3), (2, 3))
    plan = schedule(network([3, 2, 1, 0], **FINISH, **joined, **constrained(4, **LATE)))

    assert dates(plan, 3) == ("2026-03-13 17:00", "2026-03-13 17:00")
    assert dates(plan, 1) == ("2026-03-12 08:00", "2026-03-13 17:00")
    assert dates(plan, 0) == ("2026-03-09 08:00", "2026-03-11 17:00")
    assert dates(plan, 2) == ("2026-03-13 08:00", "2026-03-13 17:00")
    assert text(plan.project_start) == "2026-03-09 08:00"
    assert plan.total_float.tolist() == [0, 0, 4 * DAY, 0]


def test_from_the_finish_an_early_activity_pulls_those_before_it() -> None:
    joined = links((0, 1), (1, 3), (2, 3))
    early = constrained(4, **{**LATE, "_2": ("asap", None)})
    plan = schedule(network([3, 2, 1, 0], **FINISH, **joined, **early))

    assert dates(plan, 2) == ("2026-03-09 08:00", "2026-03-09 17:00")


def test_from_the_finish_constraints_keep_their_meaning() -> None:
    rules = {**LATE, "_1": ("fnlt", "2026-03-10 17:00"), "_2": ("snet", "2026-03-11 08:00")}
    joined = links((0, 1, "ff", 1), (1, 3), (2, 3))
    plan = schedule(network([3, 2, 1, 0], **FINISH, **joined, **constrained(4, **rules)))

    assert dates(plan, 1) == ("2026-03-09 08:00", "2026-03-10 17:00")
    assert dates(plan, 0) == ("2026-03-05 08:00", "2026-03-09 17:00")
    assert dates(plan, 2) == ("2026-03-13 08:00", "2026-03-13 17:00")


def test_from_the_finish_the_successor_drives() -> None:
    plan = schedule(
        network([3, 2], **FINISH, **links((0, 1)), **constrained(2, **dict(list(LATE.items())[:2])))
    )

    assert [DRIVER_KINDS[kind] for kind in plan.driver] == ["link", "project_finish"]
    assert plan.driving_activity.tolist() == [1, -1]
