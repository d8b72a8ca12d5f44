"""Undo and redo: each person takes back their own edits, over the server's history."""

import pytest

from tests.factories.access import user_with
from tests.factories.planning import DAY, link, plan_with
from tests.factories.projects import ProjectFactory
from zhongshu.kit.models import Event
from zhongshu.planning.models import Assignment, Link, PlanResource, Task
from zhongshu.planning.open_plan import shelf
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.undo import (
    ChangedSince,
    NothingToRedo,
    NothingToUndo,
    redo_edit,
    undo_edit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory.create()


@pytest.fixture
def planner(project):
    return user_with("planning.edit_plan", over=project.scope)


def rows(project):
    """Everything that an undo must bring back, versions aside."""
    tasks = Task.objects.filter(project=project).order_by("number").values()
    links = Link.objects.filter(project=project).order_by("id").values()
    volatile = {"version", "created_at", "updated_at"}
    return [
        {name: value for name, value in row.items() if name not in volatile}
        for row in [*tasks, *links]
    ]


@pytest.mark.parametrize(
    "operations",
    [
        pytest.param(lambda ids: [_update(ids["A"], duration_minutes=5 * DAY)], id="stretch"),
        pytest.param(lambda ids: [_update(ids["A"], name="X", notes="Y")], id="rename"),
        pytest.param(lambda ids: [_update(ids["A"], percent_complete=100)], id="progress"),
        pytest.param(lambda ids: [link(ids, "C -> B")], id="link"),
        pytest.param(lambda ids: [{"op": "add_task", "name": "New"}], id="add"),
        pytest.param(
            lambda ids: [{"op": "add_task", "name": "New", "parent_id": ids["C"]}], id="add below"
        ),
        pytest.param(lambda ids: [{"op": "delete_task", "id": ids["A"]}], id="delete"),
        pytest.param(lambda ids: [{"op": "delete_task", "id": ids["P"]}], id="delete summary"),
        pytest.param(
            lambda ids: [{"op": "move_task", "id": ids["C"], "parent_id": ids["P"]}], id="indent"
        ),
        pytest.param(
            lambda ids: [{"op": "update_project", "fields": {"lag_calendar": "elapsed"}}],
            id="settings",
        ),
    ],
)
def test_undo_restores_the_plan_exactly_and_redo_repeats_the_edit(project, planner, operations):
    ids = plan_with(
        project,
        {
            "P": 1,
            "A": {"parent": "P", "duration_minutes": DAY, "notes": "kept"},
            "B": {"parent": "P", "duration_minutes": 2 * DAY},
            "C": 1,
        },
        ["A -> B"],
    )
    before = rows(project)
    edit_plan(planner, project=project, operations=operations(ids))
    edited = rows(project)

    undo_edit(planner, project=project)
    undone = rows(project)
    redo_edit(planner, project=project)

    assert undone == before
    assert rows(project) == edited


def test_a_deleted_task_comes_back_with_its_assignments(project, planner):
    ids = plan_with(project, {"A": 1})
    resource = PlanResource.objects.create(project=project, name="R")
    Assignment.objects.create(task_id=ids["A"], resource=resource, units=0.5, cost_minor=700)
    shelf.clear()

    edit_plan(planner, project=project, operations=[{"op": "delete_task", "id": ids["A"]}])
    undo_edit(planner, project=project)

    [assignment] = Assignment.objects.all()
    assert (assignment.units, assignment.cost_minor) == (0.5, 700)


def test_several_edits_are_taken_back_in_turn(project, planner):
    ids = plan_with(project, {"A": 1})
    for name in ("A1", "A2", "A3"):
        edit_plan(planner, project=project, operations=[_update(ids["A"], name=name)])

    names = []
    for step in (undo_edit, undo_edit, redo_edit, undo_edit, undo_edit, redo_edit, redo_edit):
        step(planner, project=project)
        names.append(Task.objects.get(pk=ids["A"]).name)

    assert names == ["A2", "A1", "A2", "A1", "A", "A1", "A2"]


def test_edits_of_others_stay(project, planner):
    other = user_with("planning.edit_plan", over=project.scope)
    ids = plan_with(project, {"A": 1, "B": 1})
    edit_plan(planner, project=project, operations=[_update(ids["A"], name="mine")])
    edit_plan(other, project=project, operations=[_update(ids["B"], name="theirs")])

    undo_edit(planner, project=project)

    names = set(Task.objects.values_list("name", flat=True))
    assert names == {"A", "theirs"}


def test_an_undo_that_would_overwrite_somebody_is_refused(project, planner):
    other = user_with("planning.edit_plan", over=project.scope)
    ids = plan_with(project, {"A": 1})
    edit_plan(planner, project=project, operations=[_update(ids["A"], name="mine")])
    edit_plan(other, project=project, operations=[_update(ids["A"], name="theirs")])
    n_events = Event.objects.count()

    with pytest.raises(ChangedSince):
        undo_edit(planner, project=project)

    assert Task.objects.get(pk=ids["A"]).name == "theirs"
    assert Event.objects.count() == n_events


def test_nothing_to_undo_or_redo_is_said(project, planner):
    ids = plan_with(project, {"A": 1})

    with pytest.raises(NothingToUndo):
        undo_edit(planner, project=project)
    edit_plan(planner, project=project, operations=[_update(ids["A"], name="X")])
    with pytest.raises(NothingToRedo):
        redo_edit(planner, project=project)


def _update(key, **fields):
    return {"op": "update_task", "id": key, "fields": fields}
