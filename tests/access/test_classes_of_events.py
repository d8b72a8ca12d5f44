"""Of what class an event is: of what it tells, and of the record that it is about."""

from typing import Any

import pytest

from tests.access.test_policy import published
from tests.factories.organisation import PersonFactory, UnitFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.channels import Channel, Passage
from zhongshu.kit import events
from zhongshu.kit.audit import shipping
from zhongshu.kit.audit.canonical import rows_between
from zhongshu.kit.declarations import Classification
from zhongshu.kit.models import Event
from zhongshu.organisation.services import people, units
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects import services as projects
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db

PUBLIC, INTERNAL, SENSITIVE, HIGH = Classification
CANARY = "canaryedit"


def newest() -> Event:
    return Event.objects.latest("seq")


def shipped(event: Event) -> bytes:
    [row] = rows_between(event.seq - 1, event.seq)
    return shipping._frame(row, shipping._LIMIT[0]())


def edit_project(label: Classification) -> None:
    row = ProjectFactory.create(classification=label)
    projects.update_project(SYSTEM, project=row, expected_version=None, description=CANARY)


def edit_unit(label: Classification) -> None:
    row = UnitFactory.create(classification=label)
    units.update_unit(SYSTEM, unit=row, expected_version=None, name=CANARY)


def edit_person(label: Classification) -> None:
    row = PersonFactory.create(classification=label)
    people.update_person(SYSTEM, person=row, expected_version=None, position=CANARY)


def edit_task(label: Classification, project: Project | None = None) -> None:
    project = project or ProjectFactory.create()
    tasks = plan_with(project, {"A": 2, "B": 3}, [])
    Task.objects.filter(pk=tasks["A"]).update(classification=label)
    rename(project, tasks["A"])


def edit_task_of_project(label: Classification) -> None:
    edit_task(PUBLIC, ProjectFactory.create(classification=label))


def rename(project: Project, task: Any, **fields: Any) -> Event:
    row = Project.objects.get(pk=project.pk)
    one = {"op": "update_task", "id": str(task), "fields": fields or {"name": CANARY}}
    edit_plan(SYSTEM, project=row, operations=[one])
    return newest()


EDITS = [edit_project, edit_unit, edit_person, edit_task, edit_task_of_project]


@pytest.mark.parametrize("highest", [INTERNAL, SENSITIVE, HIGH], ids=str)
@pytest.mark.parametrize("label", [PUBLIC, SENSITIVE, HIGH], ids=str)
@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_a_raised_record_is_shipped_up_to_the_class_of_the_record(edit, label, highest):
    published(channels={Channel.SHIPPING: Passage(highest)})

    edit(label)

    event = newest()
    assert event.classification == max(label, INTERNAL)
    assert (b"txt1:" in shipped(event)) == (max(label, INTERNAL) <= highest)


def test_what_raises_a_record_is_of_its_new_class():
    row = ProjectFactory.create()

    projects.update_project(SYSTEM, project=row, expected_version=None, description=CANARY,
                            classification=HIGH)  # fmt: skip

    assert newest().classification == HIGH


def test_an_edit_is_of_the_class_of_every_task_that_it_tells_of():
    project = ProjectFactory.create()
    tasks = plan_with(project, {"A": 2, "B": 3, "C": 1}, ["A -> B"])
    Task.objects.filter(pk=tasks["B"]).update(classification=HIGH)

    beside = rename(project, tasks["C"])
    moving = rename(project, tasks["A"], duration_minutes=4800)

    assert str(tasks["B"]) in repr(moving.data["moved"])
    assert (beside.classification, moving.classification) == (INTERNAL, HIGH)


def test_what_was_told_of_a_removed_task_is_of_its_class():
    project = ProjectFactory.create()
    tasks = plan_with(project, {"A": 2, "B": 3}, [])
    Task.objects.filter(pk=tasks["A"]).update(classification=HIGH)
    row = Project.objects.get(pk=project.pk)

    edit_plan(SYSTEM, project=row, operations=[{"op": "delete_task", "id": str(tasks["A"])}])

    assert newest().classification == HIGH


def test_what_happened_before_a_record_was_raised_stays_as_it_was():
    row = PersonFactory.create()
    people.update_person(SYSTEM, person=row, expected_version=None, position=CANARY)
    earlier = newest()

    people.update_person(SYSTEM, person=row, expected_version=None, classification=HIGH)

    earlier.refresh_from_db()
    assert (earlier.classification, newest().classification) == (INTERNAL, HIGH)


def test_an_event_is_of_the_class_to_which_the_policy_raises_what_it_tells():
    published(
        classes={"person.position": HIGH, "project.description": SENSITIVE, "task.notes": HIGH}
    )

    told = {}
    for edit in (edit_project, edit_unit, edit_person, edit_task):
        edit(PUBLIC)
        told[edit.__name__] = newest().classification
    project = ProjectFactory.create()
    [task] = plan_with(project, {"A": 2}, []).values()
    told["notes"] = rename(project, task, notes=CANARY).classification
    person = PersonFactory.create()
    people.update_person(SYSTEM, person=person, expected_version=None, location=CANARY)
    told["location"] = newest().classification

    assert told == {
        "edit_project": SENSITIVE, "edit_unit": INTERNAL, "edit_person": HIGH,
        "edit_task": INTERNAL, "notes": HIGH, "location": INTERNAL,
    }  # fmt: skip


def test_a_name_that_the_policy_raises_in_one_table_is_not_raised_in_another():
    published(classes={"task.name": HIGH})

    edit_unit(PUBLIC)
    of_a_unit = newest().classification
    row = ProjectFactory.create()
    projects.update_project(SYSTEM, project=row, expected_version=None, name=CANARY)
    of_a_project = newest().classification
    edit_task(PUBLIC)

    assert (of_a_unit, of_a_project, newest().classification) == (INTERNAL, INTERNAL, HIGH)


def test_a_reference_that_the_policy_raises_is_known_by_its_column():
    published(classes={"person.account": HIGH})
    person = PersonFactory.create()

    event = events.record("organisation.told", actor=SYSTEM, subject=person, after={"user": "u"})

    assert event.classification == HIGH
