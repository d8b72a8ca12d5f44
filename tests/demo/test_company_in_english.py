"""The demo company in English: no other language in it, and the same things to find."""

import pytest

from tests.demo.test_company import (  # noqa: F401
    test_everybody_finds_news_and_files_that_are_there,
    test_one_proposal_is_before_the_committee_and_the_office_admits_the_other,
)
from zhongshu.organisation.models import Calendar, Person, Unit
from zhongshu.planning.models import Baseline, Task
from zhongshu.projects.models import Project

LANGUAGE = "en"
# What the company is called and says depends on no database.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company"), pytest.mark.once]


def test_speaks_english_throughout():
    texts = [
        text
        for model, field in ((Unit, "name"), (Person, "name"), (Person, "position"),
                             (Person, "location"), (Project, "name"), (Task, "name"),
                             (Task, "notes"), (Calendar, "name"), (Baseline, "name"))
        for text in model.objects.values_list(field, flat=True)
    ]  # fmt: skip
    assert [text for text in texts if any("一" <= sign <= "鿿" for sign in text)] == []
