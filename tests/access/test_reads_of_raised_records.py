"""A read of a record of a high class leaves a mark, whatever the class of its fields."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.access.test_policy import published
from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory, UnitFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.kit.declarations import Classification
from zhongshu.kit.models import Event
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db

INTERNAL, SENSITIVE, HIGH = list(Classification)[1:]
CLOSED = Cell(Subject.EVERYONE, Effect.NONE, classification=HIGH)
EDITOR = ("projects.view", "planning.edit_plan")


def reads() -> dict[str, dict[str, Any]]:
    """What the newest read was of, by resource; nothing if none is kept."""
    events = Event.objects.filter(kind="access.fields_read")
    event = events.order_by("-seq").first()
    return {one["resource"]: one for one in event.data["reads"]} if event else {}


def ids(*rows: Any) -> list[str]:
    return sorted(str(getattr(row, "pk", row)) for row in rows)


def test_a_list_names_the_rows_that_are_raised_and_no_others():
    viewer = user_with("projects.view")
    low, _, top = (ProjectFactory.create(classification=one, description="d")
                   for one in (INTERNAL, SENSITIVE, HIGH))  # fmt: skip
    Project.objects.exclude(pk__in=[low.pk, top.pk]).update(description="")

    Wire(viewer).get("/api/v1/projects")

    read = reads()["project"]
    assert {"description", "start"} <= set(read["fields"])
    assert not {"finish", "health"} & set(read["fields"])
    assert not {"id", "key", "name", "unit", "state", "classification"} & set(read["fields"])
    assert str(low.pk) not in read["rows"]
    assert str(top.pk) in read["rows"]


def test_of_what_is_not_raised_nothing_is_kept_and_nothing_more_is_asked():
    wire = Wire(user_with("projects.view"))
    rows = [ProjectFactory.create() for _ in range(3)]
    counted = []

    for label in (INTERNAL, SENSITIVE):
        Project.objects.filter(pk__in=ids(*rows)).update(classification=label)
        with CaptureQueriesContext(connection) as queries:
            wire.get("/api/v1/projects")
        counted.append(sum('FROM "projects_project"' in one["sql"] for one in queries))
        assert bool(reads()) == (label >= SENSITIVE)

    assert counted[0] == counted[1]


def test_whoever_is_kept_out_by_the_class_has_read_nothing():
    published(CLOSED)
    viewer = user_with("projects.view", "organisation.view")
    project = ProjectFactory.create(classification=HIGH, description="d")
    PersonFactory.create(classification=HIGH, position="p")
    tasks = plan_with(ProjectFactory.create(), {"A": 2}, [])
    Task.objects.filter(pk=tasks["A"]).update(classification=HIGH)

    for path in ("/projects", "/people", "/tasks", f"/projects/{project.pk}"):
        assert Wire(viewer).get(f"/api/v1{path}").status_code == 200

    assert reads() == {}


def test_groups_tell_of_rows_that_are_on_no_page():
    project = ProjectFactory.create(classification=SENSITIVE, manager=PersonFactory.create())
    asked = {"group": "manager", "closed": str(project.manager_id)}

    answer = Wire(user_with("projects.view")).get("/api/v1/projects", asked).json()

    assert str(project.manager_id) in [one["key"] for one in answer["groups"]]
    assert (answer["items"], reads()["project"]["rows"]) == ([], ids(project))
    assert reads()["project"]["fields"] == ["manager"]


def test_the_picture_of_a_plan_tells_the_names_of_raised_tasks():
    project = ProjectFactory.create()
    tasks = plan_with(project, {"A": 2, "B": 3}, [])
    wire = Wire(user_with("projects.view"))
    path = f"/api/v1/projects/{project.pk}/plan"

    wire.get(path)
    before = reads()
    raised = {"op": "update_task", "id": str(tasks["B"]), "fields": {"classification": 2}}
    edit_plan(SYSTEM, project=Project.objects.get(pk=project.pk), operations=[raised])
    wire.get(path)

    assert before == {}
    assert (reads()["task"]["fields"], reads()["task"]["rows"]) == (["name"], ids(tasks["B"]))


def test_the_picture_of_a_raised_project_tells_of_all_its_tasks():
    project = ProjectFactory.create(classification=SENSITIVE)
    tasks = plan_with(project, {"A": 2, "B": 3}, [])

    Wire(user_with("projects.view")).get(f"/api/v1/projects/{project.pk}/plan")

    assert reads()["task"]["rows"] == ids(*tasks.values())
    assert reads()["project"]["rows"] == ids(project)


def test_the_picture_tells_names_that_a_policy_raises():
    published(classes={"task.name": SENSITIVE})
    project = ProjectFactory.create()
    tasks = plan_with(project, {"A": 2}, [])

    Wire(user_with("projects.view")).get(f"/api/v1/projects/{project.pk}/plan")

    assert (reads()["task"]["fields"], reads()["task"]["rows"]) == (["name"], ids(*tasks.values()))


def test_the_answer_to_an_edit_is_a_read_of_what_it_shows():
    project = ProjectFactory.create()
    tasks = plan_with(project, {"A": 2, "B": 3, "C": 1}, ["A -> B"])
    wire = Wire(user_with(*EDITOR))
    path = f"/projects/{project.pk}/plan/edits"
    raised = {"op": "update_task", "id": str(tasks["B"]), "fields": {"classification": 2}}
    edit_plan(SYSTEM, project=Project.objects.get(pk=project.pk), operations=[raised])

    for key, fields in (("C", {"name": "D"}), ("A", {"duration_minutes": 4800})):
        longer = {"op": "update_task", "id": str(tasks[key]), "fields": fields}
        assert wire.call("post", path, {"operations": [longer]}).status_code == 200
        assert ("task" in reads()) == (key == "A")

    assert reads()["task"]["rows"] == ids(tasks["B"])


def test_a_refused_edit_that_tells_what_another_wrote_is_a_read():
    project = ProjectFactory.create()
    tasks = plan_with(project, {"A": 2}, [])
    base = Project.objects.get(pk=project.pk).plan_version
    theirs, mine = ({"op": "update_task", "id": str(tasks["A"]), "fields": {"notes": text}}
                    for text in ("theirs", "mine"))  # fmt: skip
    raised = {**theirs, "fields": theirs["fields"] | {"classification": 2}}
    edit_plan(SYSTEM, project=Project.objects.get(pk=project.pk), operations=[raised])

    wire, path = Wire(user_with(*EDITOR)), f"/projects/{project.pk}/plan/edits"
    refused = wire.call("post", path, {"operations": [mine], "plan_version": base})

    assert (refused.status_code, "theirs" in refused.content.decode()) == (412, True)
    assert reads()["task"]["fields"] == ["name", "notes"]


@pytest.mark.parametrize("label", [INTERNAL, SENSITIVE])
def test_a_preview_of_a_table_tells_what_is_stored(label):
    unit = UnitFactory.create()
    person = PersonFactory.create(employee_number="77", position="secret post", email="",
                                  unit=unit, scope=unit.scope, classification=label)  # fmt: skip
    other = PersonFactory.create(employee_number="78", email="old@example.com", position="",
                                 unit=unit, scope=unit.scope)  # fmt: skip
    table = SimpleUploadedFile("people.csv", b"employee_number,Job Title\n77,New\n78,New\n")
    mails = SimpleUploadedFile("people.csv", b"employee_number,email\n78,new@example.com\n")
    wire = Wire(user_with("organisation.view", "organisation.manage", "organisation.view_personal"))

    shown = wire.post("/api/v1/organisation-imports", {"kind": "people", "file": table})
    of_posts = reads()
    wire.post("/api/v1/organisation-imports", {"kind": "people", "file": mails})

    assert (shown.status_code, b"secret post" in shown.content) == (201, True)
    assert [one["rows"] for one in of_posts.values()] == [ids(person)] * (label >= SENSITIVE)
    assert (reads()["person"]["fields"], reads()["person"]["rows"]) == (["email"], ids(other))
    wire.call("post", f"/organisation-imports/{shown.json()['id']}/apply")
    event = Event.objects.get(kind="organisation.people_imported")
    assert event.classification == max(label, INTERNAL)


def test_an_auditor_can_ask_for_what_counts_only_where_a_record_is_raised():
    wire = Wire(user_with("access.read_audit"))

    items = wire.get("/api/v1/audit/readable").json()["items"]

    found = {one["resource"]: set(one["fields"]) for one in items}
    assert {"description", "start"} <= found["project"]
    assert {"name", "notes"} <= found["task"]
    assert {"position", "email"} <= found["person"]
    assert "head" in found["unit"]
    assert not found["project"] & {"id", "key", "name", "classification", "finish"}
