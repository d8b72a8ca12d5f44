"""The trace of every night: by any field of any list, and where values lock by any column."""

import pytest

from tests.secrecy.twins.policy import BY_NAME, GOVERNORS, VIEWERS
from tests.secrecy.twins.probes import Reach
from tests.secrecy.twins.trace import all_of, compared

pytestmark = [pytest.mark.django_db, pytest.mark.trace, pytest.mark.nightly]

# The lists whose rows have fields that lock.
LOCKING = {
    "organisation.list_people",
    "planning.list_roadmap",
    "planning.list_tasks",
    "projects.list_projects",
}


@pytest.mark.parametrize("viewer", [*VIEWERS, *GOVERNORS], ids=lambda one: one.name)
def test_no_field_of_any_list_tells_what_is_hidden(worlds, viewer):
    verdict = compared(worlds, viewer, reach=Reach.FIELDS)

    assert verdict.is_secret, all_of(verdict.differences + verdict.sang)
    assert verdict.failed == []
    assert verdict.told_apart == []


@pytest.mark.parametrize("operation", sorted(LOCKING))
@pytest.mark.parametrize("name", ["planner", "ruled"])
def test_no_column_of_any_table_tells_what_is_hidden(worlds, name, operation):
    verdict = compared(
        worlds,
        BY_NAME[name],
        chosen=lambda probe: probe.operation.name == operation,
        reach=Reach.EVERYTHING,
    )

    assert verdict.is_secret, all_of(verdict.differences + verdict.sang)
    assert verdict.failed == []
