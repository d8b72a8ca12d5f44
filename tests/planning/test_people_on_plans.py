"""Company people in a plan: one resource each, chosen by those who may see them."""

import pytest

from tests.factories.access import scope_below, user_with
from tests.factories.organisation import CalendarFactory, PersonFactory
from tests.factories.planning import DAY, plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.planning.models import Assignment, PlanResource, Task
from zhongshu.planning.services.edits import edit_plan

pytestmark = pytest.mark.django_db

LEAD = ("projects.view", "planning.edit_plan", "organisation.view")


@pytest.fixture
def project():
    return ProjectFactory.create()


def edits(wire, project, *operations):
    return wire.call("post", f"/projects/{project.pk}/plan/edits", {"operations": list(operations)})


def test_a_person_put_to_two_tasks_is_one_resource(project):
    ids = plan_with(project, {"A": 1, "B": 1})
    person = PersonFactory.create(name="Li Jing", calendar=project.calendar)
    wire = Wire(user_with(*LEAD))
    steps = [{"op": "assign", "task_id": ids[one], "person_id": str(person.pk)} for one in "AB"]

    answer = edits(wire, project, *steps)

    assert answer.status_code == 200, answer.content
    [resource] = PlanResource.objects.all()
    assert (resource.name, resource.person, resource.calendar) == ("Li Jing", person, None)
    assert Assignment.objects.filter(resource=resource).count() == 2
    [told] = answer.json()["resources"]
    assert told["person_id"] == str(person.pk)
    plan = wire.call("get", f"/projects/{project.pk}/plan").json()
    staff = [row[plan["tasks"]["columns"].index("assignees")] for row in plan["tasks"]["rows"]]
    assert [one["person_id"] for group in staff for one in group] == [str(person.pk)] * 2


def test_a_person_is_added_as_a_resource_once_only(project):
    person = PersonFactory.create()
    wire = Wire(user_with(*LEAD))
    step = {"op": "add_resource", "person_id": str(person.pk)}
    edits(wire, project, step)

    answer = edits(wire, project, step)

    assert (answer.status_code, answer.json()["code"]) == (409, "planning.person_known_already")
    assert PlanResource.objects.count() == 1


def test_a_person_brings_the_calendar_they_work_by(project):
    [task] = plan_with(project, {"A": 2}).values()
    half_days = CalendarFactory.create(week=[[[480, 720]]] * 5 + [[], []])
    person = PersonFactory.create(calendar=half_days)

    edit_plan(
        SYSTEM,
        project=project,
        operations=[{"op": "assign", "task_id": task, "person_id": str(person.pk)}],
    )

    row = Task.objects.get(pk=task)
    assert row.finish - row.start == 3 * 1440 + 240
    assert PlanResource.objects.get().calendar == half_days


def test_nobody_plans_with_people_out_of_sight(project):
    [task] = plan_with(project, {"A": 1}).values()
    stranger = PersonFactory.create(scope=scope_below(label="elsewhere"))
    planner = user_with(*LEAD, over=project.scope)

    answer = edits(
        Wire(planner), project, {"op": "assign", "task_id": task, "person_id": str(stranger.pk)}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "planning.unknown_person")
    assert answer.json()["errors"][0]["field"] == "person_id"
    assert PlanResource.objects.count() == Assignment.objects.count() == 0


@pytest.mark.parametrize(
    ("step", "field"),
    [
        ({"op": "assign"}, "resource_id"),
        ({"op": "add_resource"}, "name"),
    ],
)
def test_what_names_nobody_is_refused(project, step, field):
    [task] = plan_with(project, {"A": 1}).values()
    given = step | ({"task_id": task} if step["op"] == "assign" else {})

    answer = edits(Wire(user_with(*LEAD)), project, given)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert PlanResource.objects.count() == 0


def test_undo_takes_the_person_off_and_redo_brings_them_back(project):
    [task] = plan_with(project, {"A": 1}).values()
    person = PersonFactory.create()
    wire = Wire(user_with(*LEAD))
    edits(wire, project, {"op": "assign", "task_id": task, "person_id": str(person.pk)})

    wire.call("post", f"/projects/{project.pk}/plan/undo")
    assert PlanResource.objects.count() == Assignment.objects.count() == 0

    wire.call("post", f"/projects/{project.pk}/plan/redo")
    assert Assignment.objects.get().resource.person == person
    assert Assignment.objects.get().work_minutes == DAY
