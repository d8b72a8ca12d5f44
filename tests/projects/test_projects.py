"""Opening, changing and removing projects, and who may."""

from datetime import date

import pytest

from tests.factories.access import user_with
from tests.factories.organisation import CalendarFactory, PersonFactory, UnitFactory
from tests.factories.projects import MONDAY, ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM, Scope, ScopeClosure
from zhongshu.kit.models import Event
from zhongshu.projects.models import Project
from zhongshu.projects.services import create_project, update_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory.create(calendar=CalendarFactory.create())


def test_a_project_gets_the_next_key_of_its_year_and_hangs_under_its_unit(unit):
    opened = [
        create_project(
            SYSTEM, unit=unit, name=name, starts_on=day, calendar=CalendarFactory.create()
        )
        for name, day in (("A", date(2026, 1, 5)), ("B", date(2026, 3, 2)), ("C", date(2027, 1, 4)))
    ]

    assert [project.key for project in opened] == [
        "PRJ-2026-0001",
        "PRJ-2026-0002",
        "PRJ-2027-0001",
    ]
    assert opened[0].start == MONDAY
    assert ScopeClosure.objects.filter(ancestor=unit.scope, descendant=opened[0].scope).exists()


def test_whoever_may_create_over_the_unit_opens_a_project(unit):
    wire = Wire(user_with("projects.create", "projects.view", "organisation.view", over=unit.scope))

    answer = wire.call(
        "post",
        "/projects",
        {"name": "新泵站", "unit_id": str(unit.pk), "start_date": "2026-01-05"},
    )

    assert answer.status_code == 201
    assert answer.json()["name"] == "新泵站"
    assert answer.json()["start"] == "2026-01-05T08:00"
    assert answer.json()["calendar"]["id"] == str(unit.calendar_id)
    assert answer["ETag"] == '"1"'
    assert Event.objects.filter(kind="projects.project_created").count() == 1


def test_a_change_needs_the_version_it_was_made_from():
    project = ProjectFactory.create()
    wire = Wire(user_with("projects.view", "projects.edit", over=project.scope))
    path = f"/projects/{project.pk}"

    unnamed = wire.call("patch", path, {"name": "X"})
    changed = wire.call("patch", path, {"name": "X"}, version=1)
    stale = wire.call("patch", path, {"name": "Y"}, version=1)

    assert unnamed.status_code == 428
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert stale.status_code == 412
    assert stale.json()["current"]["name"] == "X"
    [event] = Event.objects.filter(kind="projects.project_updated")
    assert event.data["after"] == {"name": "X"}


def test_a_project_moves_to_another_unit_with_the_authority_over_it(unit):
    project = ProjectFactory.create()
    boss = user_with("projects.view", "projects.edit", "projects.create", "organisation.view")
    follower = user_with("projects.view", over=unit.scope)

    before = Wire(follower).call("get", f"/projects/{project.pk}").status_code
    Wire(boss).call("patch", f"/projects/{project.pk}", {"unit_id": str(unit.pk)}, version=1)
    after = Wire(follower).call("get", f"/projects/{project.pk}").status_code

    assert (before, after) == (404, 200)


def test_a_renamed_project_goes_by_its_new_name_where_scopes_are_chosen(unit):
    project = ProjectFactory.create(unit=unit)

    update_project(SYSTEM, project=project, expected_version=None, name="Line 7")

    assert Scope.objects.get(pk=project.scope_id).label == "Line 7"


def test_removing_a_project_keeps_its_history():
    project = ProjectFactory.create()
    viewer = Wire(user_with("projects.view", over=project.scope))
    boss = Wire(user_with("projects.view", "projects.delete", over=project.scope))

    refused = viewer.call("delete", f"/projects/{project.pk}", version=1)
    removed = boss.call("delete", f"/projects/{project.pk}", version=1)

    assert (refused.status_code, removed.status_code) == (403, 204)
    assert not Project.objects.filter(pk=project.pk).exists()
    [event] = Event.objects.filter(kind="projects.project_deleted")
    assert event.subject_id == project.pk


def test_the_list_shows_what_is_in_view_with_its_slip(django_assert_max_num_queries):
    unit = UnitFactory.create()
    ProjectFactory.create(unit=unit, name="late", finish=MONDAY + 2880, baseline_finish=MONDAY)
    ProjectFactory.create(unit=unit, name="plain", manager=PersonFactory.create())
    ProjectFactory.create(name="elsewhere")
    wire = Wire(user_with("projects.view", over=unit.scope))

    with django_assert_max_num_queries(12):
        answer = wire.get("/api/v1/projects", {"sort": "name"}).json()

    assert [(item["name"], item["slip_minutes"]) for item in answer["items"]] == [
        ("late", 2880),
        ("plain", None),
    ]
    assert answer["total"] == 2


def test_the_number_of_queries_of_the_list_does_not_grow(django_assert_num_queries):
    unit = UnitFactory.create()
    wire = Wire(user_with("projects.view", over=unit.scope))
    ProjectFactory.create(unit=unit)

    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            wire.call("get", "/projects")
        return len(seen)

    queries()
    one = queries()
    ProjectFactory.create_batch(49, unit=unit)

    assert queries() == one
