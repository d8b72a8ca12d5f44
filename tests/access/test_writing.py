"""What a policy lets be read only is not written, by whatever service."""

from typing import Any

import pytest

from tests.access.test_policy import published
from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.access.resources import UnknownField
from zhongshu.access.writing import FieldIsReadOnly
from zhongshu.kit.models import Event
from zhongshu.organisation.models import Person
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db


def said(resource: str, field: str, effect: Effect, **more: Any) -> Cell:
    return Cell(Subject.EVERYONE, effect, resource=resource, field=field, **more)


@pytest.fixture
def person():
    return PersonFactory.create(position="Engineer")


@pytest.fixture
def wire(person):
    return Wire(user_with("organisation.view", "organisation.manage", over=person.scope))


@pytest.mark.parametrize(
    ("effect", "status", "code"),
    [
        (Effect.NONE, 400, "access.unknown_field"),
        (Effect.READ, 403, "access.read_only_field"),
        (Effect.WRITE_ONCE, 403, "access.read_only_field"),
    ],
)
def test_a_field_that_may_not_be_written_is_refused(person, wire, effect, status, code):
    published(said("person", "position", effect))
    n_events = Event.objects.filter(kind__startswith="organisation.").count()

    refused = wire.call("patch", f"/people/{person.pk}", {"position": "Boss"}, version=1)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert Person.objects.get(pk=person.pk).position == "Engineer"
    assert Event.objects.filter(kind__startswith="organisation.").count() == n_events


def test_what_may_be_written_once_is_written_while_it_is_empty(person, wire):
    Person.objects.filter(pk=person.pk).update(position="")
    published(said("person", "position", Effect.WRITE_ONCE))

    first = wire.call("patch", f"/people/{person.pk}", {"position": "Boss"}, version=1)
    second = wire.call("patch", f"/people/{person.pk}", {"position": "Chair"}, version=2)

    assert (first.status_code, second.status_code) == (200, 403)
    assert Person.objects.get(pk=person.pk).position == "Boss"


@pytest.mark.parametrize(
    ("effect", "refusal"), [(Effect.NONE, UnknownField), (Effect.READ, FieldIsReadOnly)]
)
def test_notes_of_a_task_follow_the_policy_in_every_edit(effect, refusal):
    project = ProjectFactory.create()
    tasks = plan_with(project, {"A": 1})
    planner = user_with("projects.view", "planning.edit_plan", over=project.scope)
    published(said("task", "notes", effect))
    write = {"op": "update_task", "id": str(tasks["A"]), "fields": {"notes": "Written"}}

    with pytest.raises(refusal):
        edit_plan(planner, project=project, operations=[write])

    assert Task.objects.get(pk=tasks["A"]).notes == ""


def test_who_edits_a_project_raises_its_class_and_needs_a_right_to_lower_it():
    project = ProjectFactory.create()
    wire = Wire(user_with("projects.view", "projects.edit", over=project.scope))

    raised = wire.call("patch", f"/projects/{project.pk}", {"classification": 3}, version=1)
    lowered = wire.call("patch", f"/projects/{project.pk}", {"classification": 0}, version=2)

    assert (raised.status_code, lowered.status_code) == (200, 403)
    assert Project.objects.get(pk=project.pk).classification == 3
