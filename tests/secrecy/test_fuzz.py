"""Every night: requests that nobody wrote down, drawn from the description of the API."""

import pytest

from tests.secrecy.operations import OPERATIONS
from tests.secrecy.twins.fuzzing import followed, fuzzed
from tests.secrecy.twins.policy import BY_NAME, PLANNER
from tests.secrecy.twins.secrets import HIGH
from tests.secrecy.twins.trace import all_of
from tests.secrecy.zoo import rows  # noqa: F401 - it fills the zoo
from tests.secrecy.zoo.leaks import ZOO

pytestmark = [pytest.mark.django_db, pytest.mark.trace, pytest.mark.nightly]

VIEWERS = ("stranger", "member", "planner")
# The parts of the product in which a viewer makes something of their own.
PARTS = ("access.", "collaboration.", "planning.", "projects.")
# Leaks that a text gives away; others show in a comparison of two worlds alone.
LEAKS = (
    "every project in the list",
    "an object by its id, without its scope",
    "tasks of all projects",
)
OF_A_PROJECT = {"projects.list_projects", "projects.create_project", "projects.get_project"}


@pytest.mark.parametrize("name", VIEWERS)
def test_no_drawn_request_is_told_a_secret_or_breaks_the_server(worlds, name):
    found = fuzzed(worlds.of(BY_NAME[name], HIGH))

    assert all_of(found.findings.values()) == ""
    assert found.asked == {one.name for one in OPERATIONS}


@pytest.mark.parametrize("part", PARTS)
def test_no_course_of_drawn_requests_opens_what_is_anothers(worlds, part):
    found = followed(worlds.of(PLANNER, HIGH), lambda one: one.name.startswith(part))

    assert all_of(found.findings.values()) == ""
    assert found.succeeded


@pytest.mark.parametrize("name", LEAKS)
def test_a_planted_leak_is_heard_in_the_answer_to_a_drawn_request(worlds, name):
    [leak] = [one for one in ZOO if one.name == name]
    world = worlds.of(BY_NAME[leak.viewer], HIGH)

    with leak.planted():
        found = fuzzed(world, lambda one: one.name in leak.operations)

    assert "heard" in all_of(found.findings.values())


def test_what_is_anothers_is_noticed_when_it_is_open_to_a_stranger(worlds):
    [leak] = [one for one in ZOO if one.name == "an object by its id, without its scope"]
    world = worlds.of(PLANNER, HIGH)

    with leak.planted():
        found = followed(world, lambda one: one.name in OF_A_PROJECT)

    assert "`stranger` received" in all_of(found.findings.values())
