"""The dates of real plan files come out again from their own rules."""

from pathlib import Path

import pytest
from benchmarks.accuracy.measuring import UNEXPLAINED, measure

from tests.integrations.reference import (
    needs_java,
    parameters,
    readable_with_java,
    readable_without_java,
)

# The tools that computed their dates by the rules in the same file; converters are not among them.
EXACT = (
    "mpp", "mspdi.xml", "sample.xml", "baselines.xml", "mspdiresource.xml", "mspdisplittask.xml",
    "mspditimephasedsegments.xml", "mspdinulltasks.xml",
)  # fmt: skip


def is_exact(path: Path) -> bool:
    return path.name.endswith(EXACT) and "HouseBuilding" not in path.name


@pytest.mark.parametrize("path", parameters(readable_without_java()))
def test_every_difference_has_a_cause_in_the_file(path: Path) -> None:
    found = measure(path)

    assert found.causes()[UNEXPLAINED] == 0
    if is_exact(path):
        assert found.n_equal == found.n_tasks


@pytest.mark.parametrize("path", parameters(readable_with_java()))
class TestWithJava:
    pytestmark = needs_java

    def test_every_difference_has_a_cause_in_the_file(self, path: Path) -> None:
        found = measure(path)

        assert found.causes()[UNEXPLAINED] == 0
        if is_exact(path):
            assert found.n_equal == found.n_tasks
