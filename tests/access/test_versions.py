"""The version of a record counts, for each viewer, the edits of what this viewer may read."""

import pytest

from tests.access.test_policy import EVERYONE, published
from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory, UnitFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.document import Cell, Effect
from zhongshu.organisation.models import Person
from zhongshu.organisation.services import people, units
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects.services import update_project

pytestmark = pytest.mark.django_db
SEES, READS = "organisation.view", "organisation.view_personal"


@pytest.fixture
def person():
    return PersonFactory.create()


def edit(person: Person, by=SYSTEM, **fields: object) -> None:
    people.update_person(by, person=person, expected_version=None, **fields)


def versions_of(viewer, path: str) -> list[object]:
    answer = Wire(viewer).call("get", path)
    return [answer.json()["version"], answer["ETag"]]


def test_an_edit_of_what_one_may_not_read_is_none(person):
    edit(person, email="a@example.com")
    edit(person, email="b@example.com", position="Engineer")
    edit(person, joins_on="2026-01-05", email="c@example.com")
    edit(person, location="Suzhou")

    told = {
        len(rights): versions_of(user_with(*rights), f"/people/{person.pk}")
        for rights in ((SEES,), (SEES, READS))
    }

    # Two of the four edits touched something that everybody may read.
    assert told == {1: [3, '"3"'], 2: [5, '"5"']}
    person.refresh_from_db()
    assert person.field_edits == {
        "email": 1, "email,position": 1, "email,joins_on": 1, "location": 1,
    }  # fmt: skip


def test_a_list_counts_as_the_record_does(person):
    edit(person, email="a@example.com")

    listed = Wire(user_with(SEES)).call("get", "/people").json()["items"]

    assert [one["version"] for one in listed] == [1]


def test_nobody_is_refused_for_an_edit_that_they_could_not_see(person):
    editor = user_with(SEES, "organisation.manage")
    edit(person, email="a@example.com")

    saved = Wire(editor).call("patch", f"/people/{person.pk}", {"position": "A"}, version=1)

    assert (saved.status_code, saved.json()["version"], saved["ETag"]) == (200, 2, '"2"')
    person.refresh_from_db()
    assert (person.email, person.position, person.version) == ("a@example.com", "A", 3)


def test_who_changed_it_last_is_told_of_what_one_may_read(person):
    visible, hidden = user_with(SEES, "organisation.manage"), user_with("organisation.manage")
    edit(person, by=visible, position="A")
    edit(person, by=hidden, email="a@example.com")

    refused = Wire(visible).call("patch", f"/people/{person.pk}", {"position": "B"}, version=1)

    told = refused.json()
    assert (refused.status_code, told["version"], told["current"]["version"]) == (412, 2, 2)
    assert told["by"] == visible.name


def test_who_reads_all_is_refused_for_every_edit(person):
    editor = user_with(SEES, READS, "organisation.manage")
    edit(person, email="a@example.com")

    refused = Wire(editor).call("patch", f"/people/{person.pk}", {"position": "B"}, version=1)

    assert (refused.status_code, refused.json()["version"]) == (412, 2)


def test_it_counts_the_fields_that_a_policy_closes():
    project, unit = ProjectFactory.create(), UnitFactory.create()
    update_project(SYSTEM, project=project, expected_version=1, description="Secret")
    units.update_unit(SYSTEM, unit=unit, expected_version=1, head=PersonFactory.create())
    viewer = user_with(SEES, "projects.view")
    paths = (f"/projects/{project.pk}", f"/units/{unit.pk}")

    before = [versions_of(viewer, path)[0] for path in paths]
    published(
        Cell(EVERYONE, Effect.NONE, resource="project", field="description"),
        Cell(EVERYONE, Effect.NONE, resource="unit", field="head"),
    )

    assert before == [2, 2]
    assert [versions_of(viewer, path)[0] for path in paths] == [1, 1]


def test_the_history_of_a_plan_leaves_out_what_was_edited_unseen():
    project = ProjectFactory.create()
    update_project(SYSTEM, project=project, expected_version=None, description="Secret")
    viewer = user_with("projects.view")

    before = Wire(viewer).call("get", f"/projects/{project.pk}/history").json()["items"]
    published(Cell(EVERYONE, Effect.NONE, resource="project", field="description"))
    after = Wire(viewer).call("get", f"/projects/{project.pk}/history").json()["items"]

    assert [one["kind"] for one in before] == ["projects.project_updated"]
    assert after == []


@pytest.mark.parametrize("asked", ["filter=version:eq:1", "sort=version"])
@pytest.mark.parametrize("path", ["/people", "/units", "/projects"])
def test_nobody_asks_by_the_stored_version(person, path, asked):
    refused = Wire(user_with(SEES, "projects.view")).call("get", f"{path}?{asked}")

    assert (refused.status_code, refused.json()["code"]) == (400, "access.unknown_field")


@pytest.mark.parametrize(
    ("fields", "version"),
    [({"notes": "N", "cost_minor": 5}, 1), ({"name": "N"}, 1), ({"priority": 9}, 2)],
)
def test_the_version_of_a_task_counts_what_everybody_may_read(fields, version):
    project = ProjectFactory.create()
    task = plan_with(project, {"T": 1})["T"]
    Task.objects.update(version=1)

    operation = {"op": "update_task", "id": str(task), "fields": fields}
    edit_plan(SYSTEM, project=project, operations=[operation])

    assert Task.objects.get(pk=task).version == version
