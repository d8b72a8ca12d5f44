"""Stories of two worlds: what happened in them, and what the watcher could tell at each step."""

import pytest

from tests.architecture.source import ROOT
from tests.secrecy.stories.telling import told
from tests.secrecy.zoo.courses import COURSES

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("leak", COURSES, ids=lambda one: one.name)
def test_a_course_of_events_tells_nothing_unless_the_product_leaks(worlds, leak):
    assert told(worlds, leak.steps) == []

    with leak.planted():
        assert told(worlds, leak.steps) != []


def test_documentation_lists_every_course():
    page = (ROOT / "docs" / "reference" / "secrecy.md").read_text(encoding="utf-8")

    missing = [leak.name for leak in COURSES if f"| {leak.name} | {leak.seen_in} |" not in page]
    assert missing == []
