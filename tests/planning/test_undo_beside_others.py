"""Undo where somebody else has changed what lies around: it is refused, or the plan stays whole."""

import pytest

from tests.factories.access import user_with
from tests.factories.organisation import CalendarFactory
from tests.factories.planning import DAY, link, plan_with
from tests.factories.projects import ProjectFactory
from tests.planning.random_edits import stored
from zhongshu.planning.models import Assignment, Link, PlanResource, Task
from zhongshu.planning.open_plan import load
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.undo import ChangedSince, redo_edit, undo_edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory.create()


@pytest.fixture
def mine(project):
    return _hand(project)


@pytest.fixture
def theirs(project):
    return _hand(project)


def _hand(project):
    user = user_with("planning.edit_plan", over=project.scope)
    return lambda *operations: (
        edit_plan(user, project=project, operations=list(operations)) and user
    )


def move(key, parent=None):
    return {"op": "move_task", "id": key, "parent_id": parent}


def refused(actor, project):
    before = stored(project)
    with pytest.raises(ChangedSince):
        undo_edit(actor, project=project)
    assert stored(project) == before


def test_a_link_does_not_come_back_without_its_tasks(project, mine, theirs):
    ids = plan_with(project, {"A": 1, "B": 1}, ["A -> B"])
    me = mine({"op": "delete_link", "id": str(Link.objects.get().pk)})

    theirs({"op": "delete_task", "id": ids["B"]})

    refused(me, project)


def test_a_link_does_not_come_back_twice(project, mine, theirs):
    ids = plan_with(project, {"A": 1, "B": 1}, ["A -> B"])
    me = mine({"op": "delete_link", "id": str(Link.objects.get().pk)})

    theirs(link(ids, "A -> B"))

    refused(me, project)


def test_a_link_does_not_come_back_inside_a_summary(project, mine, theirs):
    ids = plan_with(project, {"A": 1, "B": 1}, ["A -> B"])
    me = mine({"op": "delete_link", "id": str(Link.objects.get().pk)})

    theirs(move(ids["B"], ids["A"]))

    refused(me, project)


def test_a_task_does_not_come_back_below_one_that_is_gone(project, mine, theirs):
    ids = plan_with(project, {"P": 1, "A": {"parent": "P"}, "B": {"parent": "P"}})
    me = mine({"op": "delete_task", "id": ids["A"]})

    theirs({"op": "delete_task", "id": ids["P"]})

    refused(me, project)


def test_a_task_does_not_move_back_below_itself(project, mine, theirs):
    ids = plan_with(project, {"P": 1, "A": {"parent": "P"}, "B": {"parent": "P"}})
    me = mine(move(ids["A"]))

    theirs(move(ids["P"], ids["A"]))

    refused(me, project)


def test_a_resource_that_others_use_stays(project, mine, theirs):
    ids = plan_with(project, {"A": 1})
    me = mine({"op": "add_resource", "name": "R"})
    resource = str(PlanResource.objects.get().pk)

    theirs({"op": "assign", "task_id": ids["A"], "resource_id": resource})

    refused(me, project)


def test_an_assignment_does_not_come_back_to_a_task_that_is_gone(project, mine, theirs):
    ids = plan_with(project, {"A": 1})
    mine({"op": "add_resource", "name": "R"})
    resource = str(PlanResource.objects.get().pk)
    mine({"op": "assign", "task_id": ids["A"], "resource_id": resource})
    me = mine({"op": "unassign", "id": str(Assignment.objects.get().pk)})

    theirs({"op": "delete_task", "id": ids["A"]})

    refused(me, project)


def test_notes_that_somebody_wrote_since_are_not_overwritten(project, mine, theirs):
    ids = plan_with(project, {"A": 1})
    me = mine({"op": "update_task", "id": ids["A"], "fields": {"notes": "mine"}})

    theirs({"op": "update_task", "id": ids["A"], "fields": {"notes": "theirs"}})

    refused(me, project)
    assert Task.objects.get().notes == "theirs"


def test_a_summary_stays_one_while_somebody_elses_task_is_below_it(project, mine, theirs):
    ids = plan_with(project, {"P": 3})
    me = mine({"op": "add_task", "name": "A", "parent_id": ids["P"]})
    theirs({"op": "add_task", "name": "B", "parent_id": ids["P"]})

    undo_edit(me, project=project)

    rows = dict(Task.objects.values_list("name", "kind"))
    assert rows == {"P": "summary", "B": "task"}


def test_a_task_that_was_a_summary_for_a_while_has_its_duration_again(project, mine):
    ids = plan_with(project, {"P": 3})
    me = mine({"op": "add_task", "name": "A", "parent_id": ids["P"]})
    during = Task.objects.get(name="P").duration_minutes

    undo_edit(me, project=project)

    assert during == DAY
    assert Task.objects.get(name="P").duration_minutes == 3 * DAY


def test_the_start_comes_back_that_a_project_had_before_it_was_scheduled_from_its_finish(
    project, mine
):
    plan_with(project, {"A": 3})
    before = stored(project)
    fields = {"scheduled_from": "finish", "required_finish": project.start + 60 * 1440}
    me = mine({"op": "update_project", "fields": fields})

    undo_edit(me, project=project)

    assert stored(project) == before


def test_everything_stored_of_a_link_comes_back(project, mine):
    plan_with(project, {"A": 1, "B": 1}, ["A -> B"])
    Link.objects.update(external_uid="1>2")
    me = mine({"op": "delete_link", "id": str(Link.objects.get().pk)})

    undo_edit(me, project=project)

    assert Link.objects.get().external_uid == "1>2"


def test_everything_stored_of_one_of_two_assignments_comes_back(project, mine):
    ids = plan_with(project, {"A": 1})
    for name in ("R1", "R2"):
        mine({"op": "add_resource", "name": name})
        resource = str(PlanResource.objects.get(name=name).pk)
        mine({"op": "assign", "task_id": ids["A"], "resource_id": resource})
    Assignment.objects.update(cost_minor=700)
    me = mine({"op": "unassign", "id": str(Assignment.objects.first().pk)})

    undo_edit(me, project=project)

    assert list(Assignment.objects.values_list("cost_minor", flat=True)) == [700, 700]


def test_links_of_the_same_tasks_can_change_places_in_type(project, mine):
    ids = plan_with(project, {"A": 1, "B": 1}, ["A -> B", "A ss B"])
    before = stored(project)
    fs, ss = (str(Link.objects.get(type=kind).pk) for kind in ("fs", "ss"))
    me = mine(
        {"op": "update_link", "id": fs, "fields": {"type": "ff"}},
        {"op": "update_link", "id": ss, "fields": {"type": "fs"}},
        {"op": "update_link", "id": fs, "fields": {"type": "ss"}},
    )
    swapped = dict(Link.objects.values_list("pk", "type"))

    undo_edit(me, project=project)

    assert {str(key): kind for key, kind in swapped.items()} == {fs: "ss", ss: "fs"}
    assert stored(project) == before
    assert ids


def test_undo_and_redo_keep_what_is_stored_equal_to_what_is_held(project, mine):
    plan_with(project, {"A": 1})
    calendar = CalendarFactory.create()
    key = str(Task.objects.get().pk)
    boss = user_with("planning.edit_plan", "organisation.view")
    edit_plan(
        boss,
        project=project,
        operations=[{"op": "update_task", "id": key, "fields": {"calendar_id": str(calendar.pk)}}],
    )

    undo_edit(boss, project=project)
    done = redo_edit(boss, project=project)

    project.refresh_from_db()
    assert dict(load(project).tasks) == dict(done.after.tasks)
    assert set(load(project).calendars) == set(done.after.calendars)
