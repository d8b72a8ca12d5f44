"""The statistics of the timing report, by hand."""

import pytest
from benchmarks.access.timing import trimmed, welch


def test_welch_by_hand():
    found = welch([1, 2, 3], [2, 4, 6])

    # Means 2 and 4, variances 1 and 4: t = -2 / sqrt(1/3 + 4/3), degrees = (5/3)^2 / (17/18).
    assert found.t == pytest.approx(-2 / (5 / 3) ** 0.5)
    assert found.degrees == pytest.approx(50 / 17)


def test_welch_of_samples_that_never_vary():
    assert welch([5.0, 5.0], [5.0, 5.0]).t == 0


def test_slowest_tenth_is_left_out():
    assert trimmed([9, 1, 2, 3, 4, 5, 6, 7, 8, 100]) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
