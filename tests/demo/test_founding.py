"""How the demo company is founded: the same from the same seed, once, and cheaply."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.demo.conftest import REFERENCE_DATA
from tests.factories.organisation import UnitFactory
from zhongshu import demo
from zhongshu.access.queries import demo_logins
from zhongshu.collaboration.models import Notification
from zhongshu.demo.building import NotEmpty
from zhongshu.kit.events import deliver_pending
from zhongshu.kit.models import Event
from zhongshu.organisation.models import Person, Unit
from zhongshu.planning.models import Task
from zhongshu.projects.models import Project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]

# Friday, 15 May 2026, 18:00
FRIDAY_EVENING = 29647800


class Undone(Exception):
    """Ends a transaction without keeping what it did."""


def told(seed: int, n_projects: int = 8) -> dict[str, list[Any]]:
    """Everything that a visitor sees of a company, which is gone again afterwards."""
    seen: dict[str, list[Any]] = {}
    try:
        with transaction.atomic():
            demo.build(seed=seed, n_projects=n_projects)
            seen["people"] = list(
                Person.objects.order_by("employee_number").values_list(
                    "employee_number", "name", "position", "manager__name", "joins_on", "email"
                )
            )
            seen["projects"] = list(
                Project.objects.order_by("key").values_list(
                    "key", "name", "state", "start", "finish", "baseline_finish", "manager__name"
                )
            )
            seen["tasks"] = list(
                Task.objects.order_by("project__key", "number").values_list(
                    "project__key", "number", "name", "start", "finish", "percent_complete", "state"
                )
            )
            raise Undone
    except Undone:
        return seen


def test_the_same_seed_gives_the_same_company_and_another_seed_another():
    first, again, other = told(7), told(7), told(8)

    assert first == again
    assert len(first["projects"]) == len(other["projects"]) == 8
    assert first["projects"] != other["projects"]
    assert first["people"] != other["people"]


def test_a_second_build_leaves_everything_as_it_is():
    said: list[str] = []
    assert demo.build(n_projects=1)
    n_events = Event.objects.count()

    assert not demo.build(n_projects=5, report=said.append)

    assert (Project.objects.count(), Event.objects.count()) == (1, n_events)
    assert said == ["The demo company is there already."]


def test_is_never_built_beside_real_data():
    unit = UnitFactory.create()

    with pytest.raises(NotEmpty):
        demo.build(n_projects=1)

    assert list(Unit.objects.all()) == [unit]
    assert not Person.objects.exists()


def test_the_logins_shown_are_those_that_work(settings):
    settings.DEMO = True
    demo.build(n_projects=2)

    logins = demo_logins()

    assert [one["role"] for one in logins] == [
        "administrator", "pmo", "project_manager", "member", "executive", "auditor",
        "data_protection_officer",
    ]  # fmt: skip
    for one in logins:
        user = authenticate(username=one["username"], password=one["password"])
        assert user is not None
        assert (user.name, user.person.name) == (one["name"], one["name"])


def test_more_projects_cost_more_rows_but_hardly_more_statements():
    counts = []
    for n_projects in (8, 16):
        with CaptureQueriesContext(
            connection,
        ) as statements:
            told(3, n_projects)
        # Keys made in a transaction that may still be undone are read again for each event.
        asked = [one for one in statements if "kit_subjectkey" not in one["sql"]]
        counts.append(len(asked))

    assert counts[1] <= counts[0] + 4


def test_another_day_moves_the_company_along():
    demo.build(n_projects=6, today=date(2026, 5, 15))

    assert max(Event.objects.filter(kind="planning.plan_edited").values_list(
        "recorded_at__date", flat=True)) <= date(2026, 5, 15)  # fmt: skip
    # Plans in which a visitor has work to report are a week behind.
    assert set(Project.objects.filter(state="active").values_list("status_date", flat=True)) == {
        FRIDAY_EVENING,
        FRIDAY_EVENING - 7 * 1440,
    }


@pytest.mark.reference_data
def test_takes_in_real_plan_files_where_they_are(settings):
    if not (REFERENCE_DATA / "plan_files").is_dir():
        pytest.skip("the reference data (ZHONGSHU_REFERENCE_DATA) is not here")
    settings.REFERENCE_DATA = REFERENCE_DATA

    demo.build(n_projects=1)

    imported = Project.objects.exclude(source_format="").order_by("name")
    assert [project.n_tasks > 0 for project in imported] == [True, True, True]
    assert [project.manager is not None for project in imported] == [True, True, True]


def test_what_happened_before_the_doors_opened_is_no_news():
    demo.build(n_projects=8)
    before = Notification.objects.count()

    deliver_pending()

    assert Notification.objects.count() == before
