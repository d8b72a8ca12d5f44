"""Resources of a plan file become people of the company only where that is beyond doubt."""

import pytest
from django.utils import timezone

from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory
from tests.factories.projects import ProjectFactory
from zhongshu.access.models import SYSTEM
from zhongshu.integrations.bringing_in import bring_in
from zhongshu.integrations.matching import known_people
from zhongshu.integrations.planfiles.plan import Plan, PlanAssignment, PlanResource, PlanTask
from zhongshu.planning.models import PlanResource as ResourceOfPlan

pytestmark = pytest.mark.django_db

VIEW = ("organisation.view", "planning.import_plan")


@pytest.fixture
def person():
    return PersonFactory.create(name="Li Jing", email="Li.Jing@example.com", employee_number="E77")


def resource(uid=1, **fields):
    return PlanResource(uid=uid, **fields)


def test_an_address_or_a_number_tells_who_it_is(person):
    found = known_people(
        SYSTEM,
        [
            resource(1, name="LJ", email="li.jing@EXAMPLE.com"),
            resource(2, name="Excavator", kind="material", email="li.jing@example.com"),
        ],
    )

    assert found == {1: str(person.pk)}
    assert known_people(SYSTEM, [resource(code="E77")]) == {1: str(person.pk)}


def test_a_name_tells_nothing(person):
    assert known_people(SYSTEM, [resource(name="Li Jing")]) == {}


def test_what_could_be_two_people_is_nobody(person):
    PersonFactory.create(email="li.jing@example.com")

    assert known_people(SYSTEM, [resource(email="li.jing@example.com")]) == {}
    assert known_people(SYSTEM, [resource(1, code="E77"), resource(2, code="E77")]) == {}


def test_who_may_not_read_addresses_learns_none(person):
    sought = [resource(email=person.email)]

    assert known_people(user_with(*VIEW), sought) == {}
    assert known_people(user_with(*VIEW, "organisation.view_personal"), sought) == {
        1: str(person.pk)
    }


def test_an_import_brings_the_person_and_leaves_one_that_was_chosen(person):
    project = ProjectFactory.create()
    made = Plan(
        format="mspdi",
        tasks=[PlanTask(uid=1, name="Dig", duration_minutes=480, remaining_minutes=480)],
        resources=[resource(1, name="LJ", email=person.email)],
        assignments=[PlanAssignment(uid=1, task_uid=1, resource_uid=1, work_minutes=480)],
    )

    bring_in(SYSTEM, project, made, at=timezone.now())
    assert ResourceOfPlan.objects.get().person == person

    other = PersonFactory.create(email="other@example.com")
    made.resources[0].email = other.email
    bring_in(SYSTEM, project, made, at=timezone.now())
    assert ResourceOfPlan.objects.get().person == person
