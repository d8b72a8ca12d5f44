"""Every night: courses of events that nobody wrote down, and the leaks that they find."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.secrecy.stories.machine import NIGHTLY, GivenAway, machine_of
from tests.secrecy.zoo.courses import COURSES

# Sixty courses in a product that gives nothing away are told to their ends.
pytestmark = [pytest.mark.django_db, pytest.mark.nightly, pytest.mark.timeout(7200)]


def test_nothing_that_happens_gives_the_hidden_away(worlds):
    run_state_machine_as_test(machine_of(worlds), settings=NIGHTLY)


@pytest.mark.parametrize("leak", COURSES, ids=lambda one: one.name)
def test_planted_leak_is_found_without_being_told_the_steps(worlds, leak):
    with pytest.raises(GivenAway):
        run_state_machine_as_test(machine_of(worlds, leak), settings=NIGHTLY)
