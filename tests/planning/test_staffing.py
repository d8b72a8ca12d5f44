"""Putting people to tasks: work is duration times units, and the effort type says what gives way.

The expected values are those of the work formula of project scheduling, worked by hand.
"""

import pytest

from tests.factories.planning import DAY, plan_with
from tests.factories.projects import ProjectFactory
from zhongshu.access.models import SYSTEM
from zhongshu.planning.models import Assignment, PlanResource, Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.staffing import AssignedAlready

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory.create()


def edit(project, *operations):
    return edit_plan(SYSTEM, project=project, operations=list(operations))


def staffed(project, effort_type, *, days, units, is_effort_driven=False):
    """A task of some days with one resource, and the ids of task, resource and assignment."""
    fields = {
        "duration_minutes": days * DAY,
        "effort_type": effort_type,
        "is_effort_driven": is_effort_driven,
    }
    [task] = plan_with(project, {"A": fields}).values()
    edit(project, {"op": "add_resource", "name": "R1"}, {"op": "add_resource", "name": "R2"})
    first, second = PlanResource.objects.order_by("name").values_list("pk", flat=True)
    edit(project, {"op": "assign", "task_id": task, "resource_id": str(first), "units": units})
    return task, str(second), str(Assignment.objects.get().pk)


def state(task):
    """Days of the task, then units and days of work of each assignment."""
    rows = Assignment.objects.filter(task=task).order_by("pk")
    staff = [(one.units, one.work_minutes / DAY) for one in rows]
    return Task.objects.get(pk=task).duration_minutes / DAY, staff


@pytest.mark.parametrize(
    ("effort_type", "fields", "expected"),
    [
        pytest.param("fixed_units", {"work_minutes": 8 * DAY}, (8, [(1.0, 8)]), id="units, work"),
        pytest.param("fixed_units", {"units": 0.5}, (8, [(0.5, 4)]), id="units, units"),
        pytest.param("fixed_duration", {"work_minutes": 2 * DAY}, (4, [(0.5, 2)]), id="days, work"),
        pytest.param("fixed_duration", {"units": 0.5}, (4, [(0.5, 2)]), id="days, units"),
        pytest.param("fixed_work", {"units": 2.0}, (2, [(2.0, 4)]), id="work, units"),
    ],
)
def test_the_fixed_quantity_stays(project, effort_type, fields, expected):
    task, _, assignment = staffed(project, effort_type, days=4, units=1.0)

    edit(project, {"op": "update_assignment", "id": assignment, "fields": fields})

    assert state(task) == expected


@pytest.mark.parametrize(
    ("effort_type", "expected"),
    [
        pytest.param("fixed_units", (6, [(1.0, 6)]), id="work follows"),
        pytest.param("fixed_duration", (6, [(1.0, 6)]), id="work follows too"),
        pytest.param("fixed_work", (6, [(4 / 6, 4)]), id="units follow"),
    ],
)
def test_a_longer_duration_changes_work_or_units(project, effort_type, expected):
    task, _, _ = staffed(project, effort_type, days=4, units=1.0)

    edit(project, {"op": "update_task", "id": task, "fields": {"duration_minutes": 6 * DAY}})

    assert state(task) == expected


def test_an_effort_driven_task_takes_half_as_long_with_two(project):
    task, other, _ = staffed(project, "fixed_units", days=4, units=1.0, is_effort_driven=True)

    edit(project, {"op": "assign", "task_id": task, "resource_id": other})
    halved = state(task)
    second = Assignment.objects.get(resource=other)
    edit(project, {"op": "unassign", "id": str(second.pk)})

    assert halved == (2, [(1.0, 2), (1.0, 2)])
    assert state(task) == (4, [(1.0, 4)])


def test_without_effort_a_second_person_adds_work(project):
    task, other, _ = staffed(project, "fixed_units", days=4, units=1.0)

    edit(project, {"op": "assign", "task_id": task, "resource_id": other, "units": 0.5})

    assert state(task) == (4, [(1.0, 4), (0.5, 2)])


def test_nobody_is_put_to_a_task_twice(project):
    task, _, assignment = staffed(project, "fixed_units", days=4, units=1.0)
    resource = str(Assignment.objects.get(pk=assignment).resource_id)

    with pytest.raises(AssignedAlready):
        edit(project, {"op": "assign", "task_id": task, "resource_id": resource})

    assert Assignment.objects.count() == 1
