"""Two people edit one plan: other things are merged, the same thing is never overwritten unseen."""

import pytest

from tests.factories.access import user_with
from tests.factories.planning import DAY, plan_with
from tests.factories.projects import ProjectFactory
from zhongshu.kit.errors import DomainError, Stale
from zhongshu.kit.models import Event
from zhongshu.planning import merging
from zhongshu.planning.models import Assignment, CrossLink, Link, Task
from zhongshu.planning.open_plan import open_plan
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.undo import undo_edit

pytestmark = pytest.mark.django_db

EDIT = ("projects.view", "planning.edit_plan")


@pytest.fixture
def project():
    project = ProjectFactory.create()
    project.ids = plan_with(
        project, {"P": 0, "A": {"parent": "P"}, "B": {"parent": "P"}, "C": 2, "D": 1}, ["C -> D"]
    )
    return project


@pytest.fixture
def anna(project):
    return user_with(*EDIT, over=project.scope)


@pytest.fixture
def ben(project):
    return user_with(*EDIT, over=project.scope)


def version(project) -> int:
    project.refresh_from_db()
    return project.plan_version


def change(actor, project, *operations, base=None, own=()):
    return edit_plan(
        actor, project=project, operations=list(operations), base_version=base, own_versions=own
    )


def update(key, **fields):
    return {"op": "update_task", "id": key, "fields": fields}


def refused(actor, project, *operations, base, own=()):
    """The conflicts of an edit that is refused, and nothing written."""
    n_events = Event.objects.count()
    with pytest.raises(Stale) as refusal:
        change(actor, project, *operations, base=base, own=own)
    assert Event.objects.count() == n_events
    return refusal.value.params["conflicts"]


def test_a_conflict_tells_both_values_and_the_one_before(project, anna, ben):
    base = version(project)
    change(anna, project, update(project.ids["A"], name="Anna's"))

    [one] = refused(ben, project, update(project.ids["A"], name="Ben's"), base=base)

    assert (one["base"], one["theirs"], one["mine"]) == ("A", "Anna's", "Ben's")
    assert (one["kind"], one["field"], one["name"], one["by"]) == (
        "both_changed",
        "name",
        "Anna's",
        anna.name,
    )
    assert (one["operation"], one["asked"], one["is_locked"]) == (0, ["name"], False)


def test_every_conflict_is_told_with_the_field_that_led_to_it(project, anna, ben):
    base = version(project)
    day = 29460000 + 7 * 1440
    change(anna, project, update(project.ids["C"], name="X", start=day, deadline=day))

    met = refused(
        ben,
        project,
        update(project.ids["D"], name="D2"),
        update(project.ids["C"], name="Y", priority=1, start=day + 1440),
        base=base,
    )

    told = {one["field"]: (one["operation"], one["asked"], one["mine"]) for one in met}
    assert told == {
        "name": (1, ["name"], "Y"),
        "constraint_at": (1, ["start"], "2026-01-13T08:00"),
    }


def test_notes_are_compared_too(project, anna, ben):
    base = version(project)
    change(anna, project, update(project.ids["A"], notes="Anna's notes"))

    [one] = refused(ben, project, update(project.ids["A"], notes="Ben's notes"), base=base)

    assert (one["field"], one["theirs"], one["mine"]) == ("notes", "Anna's notes", "Ben's notes")
    assert Task.objects.get(pk=project.ids["A"]).notes == "Anna's notes"


def test_ones_own_later_versions_are_no_conflict(project, anna, ben):
    base = version(project)
    change(anna, project, update(project.ids["A"], name="A1"), base=base)
    own = version(project)
    change(ben, project, update(project.ids["B"], name="B1"))

    change(anna, project, update(project.ids["A"], name="A2"), base=base, own=[own])
    [one] = refused(
        anna, project, update(project.ids["B"], name="B2"), base=base, own=[own, own + 1]
    )

    assert Task.objects.get(pk=project.ids["A"]).name == "A2"
    assert (one["field"], one["theirs"]) == ("name", "B1")


def test_what_was_changed_and_changed_back_is_no_conflict(project, anna, ben):
    base = version(project)
    change(anna, project, update(project.ids["A"], name="X"))
    undo_edit(anna, project=project)

    change(ben, project, update(project.ids["A"], name="Ben's"), base=base)

    assert Task.objects.get(pk=project.ids["A"]).name == "Ben's"


def test_the_same_value_twice_is_no_conflict(project, anna, ben):
    base = version(project)
    change(anna, project, update(project.ids["A"], percent_complete=50))

    edit = change(ben, project, update(project.ids["A"], percent_complete=50), base=base)

    assert edit.event is None


def test_editing_what_somebody_removed_is_told_as_such(project, anna, ben):
    base = version(project)
    change(anna, project, {"op": "delete_task", "id": project.ids["C"]})

    [one] = refused(ben, project, update(project.ids["C"], name="Ben's"), base=base)

    assert (one["kind"], one["name"], one["by"]) == ("they_removed", "C", anna.name)
    assert one["mine"] == {"name": "Ben's"}


def test_what_never_was_there_is_refused_as_before(project, anna, ben):
    base = version(project)
    change(anna, project, {"op": "delete_task", "id": project.ids["C"]})

    with pytest.raises(DomainError) as refusal:
        change(ben, project, update("00000000-0000-7000-8000-000000000000", name="X"), base=base)

    assert refusal.value.code == "planning.unknown_task"


def test_removing_what_somebody_changed_is_refused(project, anna, ben):
    base = version(project)
    change(anna, project, update(project.ids["A"], name="Anna's", percent_complete=20))

    met = refused(ben, project, {"op": "delete_task", "id": project.ids["P"]}, base=base)

    assert {one["kind"] for one in met} == {"you_remove"}
    assert {one["field"] for one in met} >= {"name", "percent_complete"}
    assert next(one["theirs"] for one in met if one["field"] == "percent_complete") == 0.2


def test_removing_a_summary_does_not_take_along_what_was_put_below_it(project, anna, ben):
    base = version(project)
    added = {"op": "add_task", "name": "New", "parent_id": project.ids["P"]}
    change(anna, project, added)

    [one] = refused(ben, project, {"op": "delete_task", "id": project.ids["P"]}, base=base)

    assert (one["kind"], one["field"], one["name"]) == ("you_remove", "", "New")
    assert Task.objects.filter(name="New").exists()


def test_one_task_moved_to_two_places(project, anna, ben):
    base = version(project)
    change(
        anna, project, {"op": "move_task", "id": project.ids["D"], "parent_id": project.ids["P"]}
    )

    move = {"op": "move_task", "id": project.ids["D"], "parent_id": None, "after_id": None}
    met = refused(ben, project, move, base=base)

    assert {one["field"] for one in met} <= {"parent_id", "position"}
    assert Task.objects.get(pk=project.ids["D"]).parent_id is not None


def test_two_tasks_moved_to_one_place(project, anna, ben):
    base = version(project)
    first = {"op": "move_task", "id": project.ids["D"], "parent_id": None, "after_id": None}
    change(anna, project, first)

    change(ben, project, {**first, "id": project.ids["C"]}, base=base)

    top = Task.objects.filter(project=project, parent=None).order_by("position")
    assert [task.name for task in top] == ["C", "D", "P"]


def test_links(project, anna, ben):
    link = Link.objects.get(project=project)
    base = version(project)
    lag = {"op": "update_link", "id": str(link.pk), "fields": {"lag": DAY}}
    change(anna, project, lag)

    change(
        ben, project, {"op": "update_link", "id": str(link.pk), "fields": {"type": "ss"}}, base=base
    )
    [one] = refused(ben, project, {**lag, "fields": {"lag": 2 * DAY}}, base=base)
    removal = {"op": "delete_link", "id": str(link.pk)}
    met = refused(ben, project, removal, base=base, own=[version(project)])

    link.refresh_from_db()
    assert (link.type, link.lag) == ("ss", DAY)
    assert (one["entity"], one["field"], one["theirs"], one["mine"]) == (
        "link",
        "lag",
        DAY,
        2 * DAY,
    )
    assert [(one["kind"], one["field"]) for one in met] == [("you_remove", "lag")]
    assert one["name"] == "C → D"


def test_assignments(project, anna, ben):
    change(anna, project, {"op": "add_resource", "name": "Crew"})
    crew = str(project.resources.get().pk)
    change(anna, project, {"op": "assign", "task_id": project.ids["C"], "resource_id": crew})
    key = str(Assignment.objects.get().pk)
    base = version(project)
    units = {"op": "update_assignment", "id": key, "fields": {"units": 0.5}}
    change(anna, project, units)

    [one] = [
        one
        for one in refused(ben, project, {**units, "fields": {"units": 2}}, base=base)
        if one["field"] == "units"
    ]
    refused(ben, project, {"op": "unassign", "id": key}, base=base)
    change(anna, project, {"op": "unassign", "id": key})
    [gone] = refused(ben, project, units, base=base)

    assert (one["entity"], one["base"], one["theirs"], one["mine"]) == ("assignment", 1.0, 0.5, 2)
    assert (gone["kind"], gone["entity"]) == ("they_removed", "assignment")


def test_settings(project, anna, ben):
    base = version(project)
    limit = {"op": "update_project", "fields": {"near_critical_minutes": DAY}}
    change(anna, project, limit)

    status = {"op": "update_project", "fields": {"status_date": 29460000}}
    change(ben, project, status, base=base)
    [one] = refused(
        ben, project, {"op": "update_project", "fields": {"near_critical_minutes": 0}}, base=base
    )

    project.refresh_from_db()
    assert (project.near_critical_minutes, project.status_date) == (DAY, 29460000)
    assert (one["entity"], one["field"], one["theirs"]) == ("project", "near_critical_minutes", DAY)


def test_recurrence(project, anna, ben):
    pattern = {"frequency": "weekly", "weekdays": [0], "from_date": "2026-01-05", "count": 3}
    recurring = {
        "op": "add_recurring_task",
        "name": "Meeting",
        "duration_minutes": 60,
        "recurrence": pattern,
    }
    change(anna, project, recurring)
    summary = Task.objects.get(is_recurring=True, kind="summary")
    base = version(project)
    renewed = {"op": "update_recurrence", "id": str(summary.pk)}
    change(anna, project, {**renewed, "recurrence": {**pattern, "count": 4}})

    met = refused(ben, project, {**renewed, "recurrence": {**pattern, "count": 2}}, base=base)

    assert any((one["id"], one["field"]) == (str(summary.pk), "recurrence") for one in met)


def test_links_between_projects(project, anna):
    other = ProjectFactory.create()
    other.ids = plan_with(other, {"S": 3})
    carla = user_with(*EDIT)
    change(
        carla,
        project,
        {"op": "add_cross_link", "before_id": other.ids["S"], "after_id": project.ids["A"]},
    )
    key = str(CrossLink.objects.get().pk)
    base = version(project)
    lag = {"op": "update_cross_link", "id": key, "fields": {"lag": DAY}}
    change(carla, project, lag)

    [one] = refused(anna, project, {**lag, "fields": {"lag": 0}}, base=base) or [None]

    assert (one["entity"], one["theirs"], one["mine"]) == ("cross_link", DAY, 0)
    assert other.ids["S"] not in str(one)


@pytest.mark.parametrize(
    ("column", "is_open"),
    [("name", True), ("notes", True), ("calendar_id", True), ("extra", False), ("nothing", False)],
)
def test_columns_of_a_higher_class_are_not_shown(column, is_open):
    assert merging._is_open("task", column) is is_open


def test_the_value_of_a_locked_field_is_not_told(project):
    told = {"entity": "task", "id": project.ids["A"], "field": "fixed_cost_minor"}
    values = {"base": 1, "theirs": 2, "mine": 3}

    hidden = frozenset({"fixed_cost_minor"})
    shown = merging._shown(open_plan(project), told | values, hidden)

    assert {name: shown[name] for name in values} == dict.fromkeys(values)
    assert shown["is_locked"] is True
