"""What tasks cost: who sees it, who sets it, and what summaries add up to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.access.test_policy import published
from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.document import Cell, Document, Effect, Subject
from zhongshu.access.services import draft_policy, publish_policy
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan

pytestmark = pytest.mark.django_db

EDITOR = ("projects.view", "planning.edit_plan")
BURSAR = (*EDITOR, "finance.view_costs")
NAMES = ["cost_minor", "fixed_cost_minor", "actual_cost_minor"]


@pytest.fixture
def project():
    return ProjectFactory.create()


@pytest.fixture
def ids(project):
    given = {
        "Phase": {},
        "A": {"parent": "Phase", "cost_minor": 10_000, "actual_cost_minor": 2_500},
        "B": {"parent": "Phase", "cost_minor": 5_000, "is_active": False},
        "C": {"parent": "Phase", "fixed_cost_minor": 700},
        "D": {"cost_minor": 40},
    }
    return plan_with(project, given)


def rule(*effects, field="cost_minor"):
    cells = tuple(
        Cell(Subject.EVERYONE, effect, resource="task", field=field) for effect in effects
    )
    permitted = Cell(Subject.PERMISSION, effects[0], "finance.view_costs", "task", field)
    document = Document((*cells, permitted))
    draft_policy(SYSTEM, document=document, note="Costs", expected_version=None)
    publish_policy(SYSTEM, expected_version=None)


def costs(project, *permissions):
    wire = Wire(user_with(*permissions, over=project.scope))
    return wire.call("get", f"/projects/{project.pk}/costs").json()


def set_cost(project, task, *permissions, **fields):
    wire = Wire(user_with(*permissions, over=project.scope))
    write = {"op": "update_task", "id": task, "fields": fields}
    return wire.call("post", f"/projects/{project.pk}/plan/edits", {"operations": [write]})


def stored(task, name="cost_minor"):
    return Task.objects.values_list(name, flat=True).get(pk=task)


def test_a_summary_costs_what_its_active_tasks_do(project, ids):
    told = costs(project, *BURSAR)

    assert told["currency"] == "CNY"
    assert told["tasks"]["columns"] == ["id", *NAMES]
    assert told["tasks"]["rows"] == [
        [ids["Phase"], 10_000, 700, 2_500],
        [ids["A"], 10_000, 0, 2_500],
        [ids["B"], 5_000, 0, 0],
        [ids["C"], 0, 700, 0],
        [ids["D"], 40, 0, 0],
    ]
    assert {one["name"]: (one["effect"], one["classification"]) for one in told["fields"]} == (
        dict.fromkeys(NAMES, ("write", 2))
    )


def test_without_the_right_there_is_a_lock_and_no_value(project, ids):
    told = costs(project, *EDITOR)

    assert [row[1:] for row in told["tasks"]["rows"]] == [[None] * 3] * 5
    assert {one["effect"] for one in told["fields"]} == {"none"}
    assert told["present"] == {name: [] for name in NAMES}


def test_a_policy_may_tell_that_there_is_a_cost_and_no_more(project, ids):
    rule(Effect.EXISTS)

    told = costs(project, *EDITOR)

    assert [row[1] for row in told["tasks"]["rows"]] == [None] * 5
    assert sorted(told["present"]["cost_minor"]) == sorted([ids["A"], ids["B"], ids["D"]])


def test_costs_of_ones_own_tasks_may_be_open_where_all_others_are_locked(project):
    given = {
        "Mine": {}, "A": {"parent": "Mine", "cost_minor": 10_000},
        "Ours": {}, "B": {"parent": "Ours", "cost_minor": 40}, "C": {"parent": "Ours"},
    }  # fmt: skip
    ids = plan_with(project, given)
    viewer = user_with(*EDITOR, over=project.scope)
    person = PersonFactory.create(user=viewer)
    assign = [{"op": "assign", "task_id": ids[one], "person_id": str(person.pk)} for one in "AB"]
    edit_plan(SYSTEM, project=project, operations=assign)
    published(
        Cell(Subject.EVERYONE, Effect.NONE, resource="task", field="cost_minor"),
        Cell(Subject.EVERYONE, Effect.WRITE, resource="task", field="cost_minor", relation="own"),
    )

    told = Wire(viewer).call("get", f"/projects/{project.pk}/costs").json()

    assert told["fields"][0]["effect"] == "none"
    assert [row[:2] for row in told["tasks"]["rows"]] == [
        [ids["Mine"], 10_000], [ids["A"], 10_000],
        [ids["Ours"], None], [ids["B"], 40], [ids["C"], None],
    ]  # fmt: skip


def test_a_cost_is_set_by_who_may_read_it(project, ids):
    answer = set_cost(project, ids["A"], *BURSAR, cost_minor=12_345, actual_cost_minor=99)

    assert answer.status_code == 200
    assert (stored(ids["A"]), stored(ids["A"], "actual_cost_minor")) == (12_345, 99)


def test_who_may_not_read_a_cost_cannot_set_it_either(project, ids):
    answer = set_cost(project, ids["A"], *EDITOR, cost_minor=1)

    assert (answer.status_code, answer.json()["code"]) == (400, "access.unknown_field")
    assert "cost_minor" in answer.content.decode()
    assert stored(ids["A"]) == 10_000


def test_what_is_written_once_is_set_while_there_is_none(project, ids):
    rule(Effect.WRITE_ONCE)

    first = set_cost(project, ids["C"], *BURSAR, cost_minor=300)
    second = set_cost(project, ids["C"], *BURSAR, cost_minor=400)

    assert first.status_code == 200
    assert (second.status_code, second.json()["code"]) == (403, "access.read_only_field")
    assert stored(ids["C"]) == 300
    assert {one["name"]: one["effect"] for one in costs(project, *BURSAR)["fields"]} == {
        "cost_minor": "write_once",
        "fixed_cost_minor": "write",
        "actual_cost_minor": "write",
    }


def test_what_is_read_only_is_not_set(project, ids):
    rule(Effect.READ)

    answer = set_cost(project, ids["D"], *BURSAR, cost_minor=1)

    assert (answer.status_code, answer.json()["code"]) == (403, "access.read_only_field")
    assert stored(ids["D"]) == 40


def test_a_summary_is_given_no_cost_of_its_own(project, ids):
    answer = set_cost(project, ids["Phase"], *BURSAR, fixed_cost_minor=1)

    assert answer.status_code == 422
    assert "fixed_cost_minor" in answer.content.decode()
    assert stored(ids["Phase"], "fixed_cost_minor") == 0


def test_a_conflict_over_a_cost_tells_nothing_to_who_may_not_read_it(project, ids):
    base = project.plan_version
    edit_plan(SYSTEM, project=project, operations=[
        {"op": "update_task", "id": ids["A"], "fields": {"cost_minor": 77_777}}
    ])  # fmt: skip
    wire = Wire(user_with(*EDITOR, over=project.scope))
    write = {"op": "update_task", "id": ids["A"], "fields": {"cost_minor": 1}}
    body = {"operations": [write], "plan_version": base}

    answer = wire.call("post", f"/projects/{project.pk}/plan/edits", body)

    assert answer.json()["code"] == "access.unknown_field"
    assert b"77777" not in answer.content


def test_the_history_of_a_task_tells_costs_to_those_alone_who_may_read_them(project, ids):
    set_cost(project, ids["A"], *BURSAR, cost_minor=88_888)
    address = f"/projects/{project.pk}/tasks/{ids['A']}/history"

    open_one = Wire(user_with(*BURSAR, over=project.scope)).call("get", address)
    closed = Wire(user_with(*EDITOR, over=project.scope)).call("get", address)

    assert b"88888" in open_one.content
    assert b"88888" not in closed.content


def test_the_number_of_queries_does_not_grow_with_tasks(project):
    wire = Wire(user_with(*BURSAR, over=project.scope))

    def queries():
        with CaptureQueriesContext(connection) as found:
            wire.call("get", f"/projects/{project.pk}/costs")
        return len(found)

    plan_with(project, {"One": 1})
    queries()
    few = queries()
    plan_with(project, {f"More {n}": 1 for n in range(20)})

    assert queries() == few
