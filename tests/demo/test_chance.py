"""Chance: the distributions are the ones that are written down."""

import math
from statistics import fmean, median, pstdev

import pytest

from zhongshu.demo.chance import CONSTRUCTION, DESIGN, DISCIPLINE, SCOPE, SYSTEMS, Chance

N = 20_000


@pytest.mark.parametrize("slip", [DESIGN, SCOPE, CONSTRUCTION, SYSTEMS])
def test_phase_and_task_together_slip_as_measured_but_for_the_discipline(slip):
    chance = Chance(1)

    logs = [math.log(chance.phase_slip(slip) * chance.task_slip(slip)) for _ in range(N)]

    assert fmean(logs) == pytest.approx(DISCIPLINE * slip.centre, abs=0.005)
    assert pstdev(logs) == pytest.approx(DISCIPLINE * slip.spread, abs=0.005)


def test_days_scatter_around_the_usual_and_are_half_or_whole():
    chance = Chance(2)

    days = [chance.days(10.0) for _ in range(N)]

    assert median(days) == 8.0
    assert pstdev(math.log(one) for one in days) == pytest.approx(0.6, abs=0.02)
    assert {one % 0.5 for one in days} == {0.0}


def test_parts_do_not_disturb_one_another():
    first, second = Chance(3), Chance(3)
    first.whole(1, 6)

    assert first.below("names").whole(1, 10**9) == second.below("names").whole(1, 10**9)
    assert first.below("names").whole(1, 10**9) != first.below("plans").whole(1, 10**9)
