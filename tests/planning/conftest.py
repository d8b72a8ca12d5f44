"""Two projects whose plans are linked with each other."""

import pytest

from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory


@pytest.fixture
def supplier():
    """Monday 5 January 2026 until Wednesday: S1 takes three days, S2 two after it."""
    project = ProjectFactory.create(name="Supplier")
    project.ids = plan_with(project, {"S1": 3, "S2": 2}, ["S1 -> S2"])
    return project


@pytest.fixture
def buyer():
    """B1 takes a day, B2 a day after it; both could be done by Tuesday."""
    project = ProjectFactory.create(name="Buyer")
    project.ids = plan_with(project, {"B1": 1, "B2": 1}, ["B1 -> B2"])
    return project
