"""What happened to one task, and a task found by its key: who may read what."""

import pytest

from tests.factories.access import UserFactory, user_with
from tests.factories.planning import DAY, id_in, link, plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.undo import undo_edit

pytestmark = pytest.mark.django_db

RIGHTS = ("projects.view", "planning.edit_plan")


@pytest.fixture
def project():
    return ProjectFactory.create()


@pytest.fixture
def ids(project):
    return plan_with(project, {"A": 2, "B": 1}, ["A -> B"])


def edit(project, *operations, actor=SYSTEM):
    return edit_plan(actor, project=project, operations=list(operations))


def update(key, **fields):
    return {"op": "update_task", "id": key, "fields": fields}


def history(project, key, query="", actor=None):
    wire = Wire(actor or user_with(*RIGHTS, over=project.scope))
    return wire.call("get", f"/projects/{project.pk}/tasks/{key}/history{query}").json()


def test_a_task_tells_what_was_done_to_it_the_newest_first(project, ids):
    edit(project, update(ids["B"], name="Renamed", percent_complete=50))
    edit(project, update(ids["A"], duration_minutes=3 * DAY))
    wang = id_in(project)
    edit(project, {"op": "add_resource", "id": wang, "name": "Wang"})
    edit(project, {"op": "assign", "task_id": ids["B"], "resource_id": wang})

    items = history(project, ids["B"])["items"]

    told = [[(step["what"], step["how"], step["name"]) for step in one["steps"]] for one in items]
    assert told == [
        [("assignee", "added", "Wang")],
        [("task", "changed", None)],
        [("predecessor", "added", "A"), ("task", "moved", None)],
        [("task", "added", None)],
    ]
    changed = {one["name"]: (one["before"], one["after"]) for one in items[1]["steps"][0]["fields"]}
    assert changed["name"] == ("B", "Renamed")
    assert changed["percent_complete"] == (0.0, 0.5)
    assert changed["state"] == ("todo", "in_progress")
    assert changed["actual_start"] == (None, "2026-01-07T08:00")


def test_dates_that_moved_are_told_and_others_edits_are_not(project, ids):
    edit(project, update(ids["A"], duration_minutes=3 * DAY))
    edit(project, update(ids["A"], name="Quiet"))

    [newest, *_] = history(project, ids["B"])["items"]

    assert newest["steps"] == [
        {
            "what": "task",
            "how": "moved",
            "name": None,
            "fields": [
                {"name": "start", "before": "2026-01-07T08:00", "after": "2026-01-08T08:00"},
                {"name": "finish", "before": "2026-01-07T17:00", "after": "2026-01-08T17:00"},
            ],
        }
    ]


def test_a_description_and_an_undo_are_told(project, ids):
    planner = user_with(*RIGHTS, over=project.scope)
    edit(project, update(ids["A"], notes="**why**"), actor=planner)
    undo_edit(planner, project=project)

    newest, earlier = history(project, ids["A"])["items"][:2]

    assert (newest["kind"], earlier["kind"]) == ("planning.edit_undone", "planning.plan_edited")
    assert earlier["steps"][0]["fields"] == [{"name": "notes", "before": "", "after": "**why**"}]
    assert earlier["by"] == planner.name


def test_it_is_told_page_by_page(project, ids):
    for n in range(5):
        edit(project, update(ids["A"], name=f"A{n}"))

    first = history(project, ids["A"], "?limit=4")
    second = history(project, ids["A"], f"?limit=4&cursor={first['next_cursor']}")

    assert len(first["items"]) == 4
    assert len(second["items"]) == 3
    assert second["next_cursor"] is None
    assert {one["id"] for one in first["items"]} & {one["id"] for one in second["items"]} == set()


def test_what_came_back_after_it_was_removed_hides_costs_from_those_who_may_not_read_them(
    project, ids
):
    Task.objects.filter(pk=ids["B"]).update(cost_minor=987_654_321, extra={"canary": "hidden"})
    planner = user_with(*RIGHTS, over=project.scope)
    edit(project, {"op": "delete_task", "id": ids["B"]}, actor=planner)
    undo_edit(planner, project=project)

    found = history(project, ids["B"], actor=planner)

    assert [step["how"] for one in found["items"] for step in one["steps"]][:2] == [
        "added", "added",
    ]  # fmt: skip
    assert "987654321" not in str(found)
    assert "canary" not in str(found)


def test_a_task_is_found_by_its_key(project, ids):
    wire = Wire(user_with("projects.view", over=project.scope))

    found = wire.call("get", f"/tasks/by-key/{project.key}-2").json()

    assert (found["id"], found["key"]) == (ids["B"], f"{project.key}-2")


def test_a_task_out_of_sight_is_answered_as_one_that_is_not_there(project, ids):
    stranger = Wire(UserFactory.create())
    near = Wire(user_with("projects.view", over=ProjectFactory.create().scope))

    for wire in (stranger, near):
        hidden = wire.call("get", f"/tasks/by-key/{project.key}-1")
        for key in (f"{project.key}-99", "x", f"{project.key}-", "-1", "P-1-²", "P-" + "9" * 30):
            absent = wire.call("get", f"/tasks/by-key/{key}")
            assert (absent.status_code, hidden.status_code) == (404, 404)
            assert absent.content == hidden.content
        answer = wire.call("get", f"/projects/{project.pk}/tasks/{ids['A']}/history")
        assert answer.status_code == 404


def test_a_link_that_went_is_told_at_both_ends(project, ids):
    edit(project, link(ids, "A ss B"))
    edit(project, update(ids["A"], name="First"))

    for key, what in ((ids["A"], "successor"), (ids["B"], "predecessor")):
        steps = [step for one in history(project, key)["items"] for step in one["steps"]]
        assert what in {step["what"] for step in steps}
