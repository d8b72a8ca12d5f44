"""Planning over HTTP: the whole plan, edits, reasons, baselines and comparisons."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.factories.access import user_with
from tests.factories.planning import DAY, plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.planning.models import Baseline, BaselineTask, Task

pytestmark = pytest.mark.django_db

LEAD = ("projects.view", "planning.edit_plan", "planning.set_baseline")


@pytest.fixture
def project():
    return ProjectFactory.create()


@pytest.fixture
def wire(project):
    return Wire(user_with(*LEAD, over=project.scope))


def table(answer):
    """The rows of a table as dictionaries, by name."""
    found = [dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"]]
    return {row["name"]: row for row in found}


def edits(wire, project, *operations, **body):
    return wire.call(
        "post", f"/projects/{project.pk}/plan/edits", {"operations": list(operations), **body}
    )


def test_the_plan_holds_what_the_gantt_draws(wire, project):
    plan_with(
        project, {"P": 1, "A": {"parent": "P", "duration_minutes": 2 * DAY}, "B": 1}, ["A -> B"]
    )

    plan = wire.call("get", f"/projects/{project.pk}/plan").json()

    tasks = table(plan["tasks"])
    assert [row["name"] for row in tasks.values()] == ["P", "A", "B"]
    assert tasks["A"]["wbs_code"] == "1.1"
    assert tasks["A"]["level"] == 2
    assert tasks["B"]["start"] == "2026-01-07T08:00"
    assert tasks["B"]["is_critical"] is True
    assert tasks["B"]["baseline_finish"] is None
    [link] = plan["links"]["rows"]
    assert dict(zip(plan["links"]["columns"], link, strict=True))["is_driving"] is True
    assert plan["project"]["permissions"] == sorted(LEAD)
    assert plan["can_undo"] is False


def test_an_edit_answers_with_the_rows_that_changed_and_can_be_undone(wire, project):
    ids = plan_with(project, {"A": 1, "B": 1, "C": 9}, ["A -> B"])

    done = edits(
        wire,
        project,
        {"op": "update_task", "id": ids["A"], "fields": {"start": "2026-01-07T08:00"}},
    )
    undone = wire.call("post", f"/projects/{project.pk}/plan/undo")

    assert done.status_code == 200
    assert set(table(done.json()["tasks"])) == {"A", "B"}
    assert table(done.json()["tasks"])["B"]["start"] == "2026-01-08T08:00"
    assert done.json()["can_undo"] is True
    assert table(undone.json()["tasks"])["B"]["start"] == "2026-01-06T08:00"
    assert undone.json()["can_redo"] is True


def test_a_repeated_edit_with_the_same_key_is_made_once(wire, project):
    operation = {"op": "add_task", "name": "Once"}
    body = {"operations": [operation]}
    path = f"/projects/{project.pk}/plan/edits"

    first = wire.call("post", path, body, key="again-again")
    second = wire.call("post", path, body, key="again-again")

    assert first.json() == second.json()
    assert Task.objects.count() == 1


@pytest.mark.parametrize(
    ("operation", "field"),
    [
        pytest.param({"op": "explode"}, "operations.0", id="unknown operation"),
        pytest.param({"op": "add_task", "name": ""}, "operations.0.add_task.name", id="no name"),
        pytest.param(
            {"op": "add_task", "name": "X", "fields": {"start": "yesterday"}},
            "operations.0.add_task.fields.start",
            id="not a moment",
        ),
        pytest.param(
            {"op": "add_task", "name": "X", "fields": {"colour": "red"}},
            "operations.0.add_task.fields.colour",
            id="unknown field",
        ),
        pytest.param(
            {"op": "add_task", "name": "X", "fields": {"percent_complete": 7}},
            "operations.0.add_task.fields.percent_complete",
            id="not a ratio",
        ),
    ],
)
def test_a_bad_operation_names_its_field(wire, project, operation, field):
    answer = edits(wire, project, operation)

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert field in answer.json()["errors"][0]["field"]
    assert not Task.objects.exists()


def test_a_cycle_is_a_conflict_with_its_loop(wire, project):
    ids = plan_with(project, {"A": 1, "B": 1}, ["A -> B"])

    answer = edits(wire, project, {"op": "add_link", "before_id": ids["B"], "after_id": ids["A"]})

    assert (answer.status_code, answer.json()["code"]) == (409, "planning.cycle")
    assert {task["name"] for task in answer.json()["loop"]} == {"A", "B"}


def test_an_edit_on_an_old_version_of_the_same_field_is_stale(wire, project):
    ids = plan_with(project, {"A": 1})
    project.refresh_from_db()
    base = project.plan_version
    rename = {"op": "update_task", "id": ids["A"], "fields": {"name": "X"}}
    edits(wire, project, rename)

    answer = edits(wire, project, rename | {"fields": {"name": "Y"}}, plan_version=base)

    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert Task.objects.get().name == "X"


def test_why_a_task_stands_where_it_stands(wire, project):
    ids = plan_with(project, {"A": 5, "B": 1}, ["A -> B"])

    answer = wire.call("get", f"/projects/{project.pk}/tasks/{ids['B']}/drivers").json()

    kinds = [(step["name"], step["kind"]) for step in answer["chain"]]
    assert kinds == [("B", "link"), ("A", "project_start")]
    assert answer["chain"][0]["calendar"]["from"] == "2026-01-09T17:00"
    assert answer["chain"][0]["calendar"]["to"] == "2026-01-12T08:00"
    assert answer["chain"][0]["calendar"]["reason"] == "weekend"


def test_critical_paths_come_with_their_float(wire, project):
    ids = plan_with(project, {"A": 5, "B": 2, "C": 1, "M": 0}, ["A -> B", "B -> M", "C -> M"])

    [first, *_] = wire.call("get", f"/projects/{project.pk}/critical-paths").json()["paths"]

    assert first == {
        "float_minutes": 0,
        "is_critical": True,
        "task_ids": [ids["A"], ids["B"], ids["M"]],
    }


def test_a_baseline_keeps_what_was_agreed(wire, project):
    ids = plan_with(project, {"A": 1, "B": 1}, ["A -> B"])
    path = f"/projects/{project.pk}"

    made = wire.call("post", f"{path}/baselines", {"name": "V1"})
    edits(
        wire,
        project,
        {"op": "update_task", "id": ids["A"], "fields": {"duration_minutes": 4 * DAY}},
    )
    found = wire.call("get", f"{path}/variances").json()

    assert made.status_code == 201
    by_name = {row["name"]: row for row in found["items"]}
    assert by_name["A"]["slip_days"] == 3.0
    assert by_name["A"]["cause"] == "estimate"
    assert by_name["B"]["baseline_start"] == "2026-01-06T08:00"
    assert by_name["B"]["cause"] == "dependency"
    assert found["project"]["slip_days"] == 3.0
    project.refresh_from_db()
    assert project.health == "amber"


def test_a_deleted_task_stays_in_its_baseline_and_a_new_one_is_scope_added(wire, project):
    ids = plan_with(project, {"A": 1, "B": 1})
    path = f"/projects/{project.pk}"
    wire.call("post", f"{path}/baselines", {"name": "V1"})

    edits(wire, project, {"op": "delete_task", "id": ids["B"]}, {"op": "add_task", "name": "C"})
    found = wire.call("get", f"{path}/variances").json()["items"]

    assert [(row["name"], row["cause"]) for row in found] == [
        ("A", ""),
        ("C", "scope_added"),
        ("B", "scope_removed"),
    ]


def test_a_baseline_of_a_part_takes_in_what_lies_below(wire, project):
    ids = plan_with(project, {"P": 1, "A": {"parent": "P", "duration_minutes": DAY}, "B": 1})
    path = f"/projects/{project.pk}/baselines"

    wire.call("post", path, {"name": "Part", "task_ids": [ids["P"]]})

    [part] = Baseline.objects.all()
    assert part.is_whole is False
    assert set(BaselineTask.objects.values_list("name", flat=True)) == {"P", "A"}


def test_a_baseline_name_is_given_once_and_an_empty_plan_has_nothing_to_freeze(wire, project):
    path = f"/projects/{project.pk}/baselines"

    empty = wire.call("post", path, {"name": "V1"})
    plan_with(project, {"A": 1})
    wire.call("post", path, {"name": "V1"})
    again = wire.call("post", path, {"name": "V1"})

    assert empty.json()["code"] == "planning.nothing_to_baseline"
    assert again.json()["code"] == "planning.baseline_name_taken"
    assert Baseline.objects.count() == 1


def test_two_moments_of_a_plan_can_be_compared(wire, project):
    ids = plan_with(project, {"A": 1, "B": 1, "C": 1}, ["A -> B"])
    before = timezone.now()
    edits(
        wire,
        project,
        {"op": "update_task", "id": ids["A"], "fields": {"duration_minutes": 2 * DAY}},
        {"op": "delete_task", "id": ids["C"]},
        {"op": "add_task", "name": "D"},
    )
    between = timezone.now()
    edits(wire, project, {"op": "update_task", "id": ids["A"], "fields": {"name": "A2"}})

    path = f"/projects/{project.pk}/comparison"
    then = wire.get(
        f"/api/v1{path}", {"since": before.isoformat(), "to": between.isoformat()}
    ).json()
    empty = wire.get(
        f"/api/v1{path}", {"since": (timezone.now() + timedelta(hours=1)).isoformat()}
    ).json()

    assert [task["name"] for task in then["added"]] == ["D"]
    assert [task["name"] for task in then["removed"]] == ["C"]
    assert [task["name"] for task in then["changed"]] == ["A"]
    assert then["changed"][0]["fields"]["duration_minutes"] == [DAY, 2 * DAY]
    assert [task["name"] for task in then["moved"]] == ["B"]
    assert then["moved"][0]["fields"]["start"] == ["2026-01-06T08:00", "2026-01-07T08:00"]
    assert all(rows == [] for rows in empty.values())
    assert len(empty) == 6


def test_the_overview_says_how_late_and_why(wire, project):
    ids = plan_with(project, {"A": 1, "B": 1, "M": 0}, ["A -> B", "B -> M"])
    path = f"/projects/{project.pk}"
    without = wire.call("get", f"{path}/overview").json()
    wire.call("post", f"{path}/baselines", {"name": "V1"})
    edits(
        wire,
        project,
        {"op": "update_task", "id": ids["A"], "fields": {"duration_minutes": 3 * DAY}},
    )

    found = wire.call("get", f"{path}/overview").json()

    assert without["verdict"] == {"code": "no_baseline", "slip_days": None}
    assert found["verdict"] == {"code": "late", "slip_days": 2.0}
    assert found["main_cause"]["name"] == "A"
    assert found["main_cause"]["added_days"] == 2.0
    assert [task["name"] for task in found["critical_tasks"]] == ["A", "B", "M"]
    assert [date["name"] for date in found["key_dates"]] == ["M"]


def test_the_history_tells_who_did_what(wire, project):
    edits(wire, project, {"op": "add_task", "name": "A"})

    [event, *_] = wire.call("get", f"/projects/{project.pk}/history").json()["items"]

    assert event["kind"] == "planning.plan_edited"
    assert event["operations"] == ["add_task"]
    assert event["can_undo"] is True


def test_tasks_are_listed_filtered_and_paged(wire, project):
    plan_with(project, {f"T{n}": n for n in range(1, 6)})
    path = f"/api/v1/projects/{project.pk}/tasks"

    first = wire.get(path, {"limit": 2, "sort": "-duration_minutes"}).json()
    second = wire.get(
        path, {"limit": 2, "sort": "-duration_minutes", "cursor": first["next_cursor"]}
    ).json()
    long_ones = wire.get(path, {"filter": f"duration_minutes:ge:{4 * DAY}"}).json()

    assert [task["name"] for task in first["items"]] == ["T5", "T4"]
    assert [task["name"] for task in second["items"]] == ["T3", "T2"]
    assert {task["name"] for task in long_ones["items"]} == {"T4", "T5"}
    assert first["items"][0]["cost_minor"] is None
    assert "cost_minor" in first["items"][0]["_locked"]


def test_a_locked_field_is_refused_in_the_words_for_an_unknown_one(wire, project):
    plan_with(project, {"A": 1})
    path = f"/api/v1/projects/{project.pk}/tasks"

    locked = wire.get(path, {"filter": "cost_minor:gt:0"})
    unknown = wire.get(path, {"filter": "cost_minxx:gt:0"})
    sorted_by = wire.get(path, {"sort": "cost_minor"})

    assert locked.status_code == unknown.status_code == sorted_by.status_code == 400
    assert locked.json()["code"] == unknown.json()["code"] == "access.unknown_field"
    shapes = {str(one.json()).replace("cost_minxx", "cost_minor") for one in (locked, unknown)}
    assert len(shapes) == 1


def test_a_stranger_finds_no_project(project):
    stranger = Wire(user_with("projects.view", over=ProjectFactory.create().scope))
    plan_with(project, {"A": 1})

    for path in ("plan", "tasks", "baselines", "variances", "quality", "overview", "history"):
        assert stranger.call("get", f"/projects/{project.pk}/{path}").status_code == 404
    answer = edits(stranger, project, {"op": "add_task", "name": "X"})
    assert answer.status_code == 404
    assert Task.objects.count() == 1


def test_an_unknown_task_is_not_found(wire, project):
    plan_with(project, {"A": 1})

    assert wire.call("get", f"/projects/{project.pk}/tasks/{uuid4()}/drivers").status_code == 404
    assert wire.call("get", f"/projects/{project.pk}/tasks/{uuid4()}").status_code == 404


def test_undo_and_redo_are_measured_against_the_baseline_that_is_asked_for(wire, project):
    ids = plan_with(project, {"A": 1})
    path = f"/projects/{project.pk}"
    first = wire.call("post", f"{path}/baselines", {"name": "V1"}).json()
    longer = {"op": "update_task", "id": ids["A"], "fields": {"duration_minutes": 3 * DAY}}
    edits(wire, project, longer)
    body = {"name": "V2", "purpose": "comparison"}
    second = wire.call("post", f"{path}/baselines", body).json()

    undone = wire.call("post", f"{path}/plan/undo?baseline_id={second['id']}").json()
    redone = wire.call("post", f"{path}/plan/redo?baseline_id={first['id']}").json()
    unknown = wire.call("post", f"{path}/plan/undo?baseline_id={uuid4()}")

    assert table(undone["tasks"])["A"]["baseline_finish"] == "2026-01-07T17:00"
    assert table(redone["tasks"])["A"]["baseline_finish"] == "2026-01-05T17:00"
    assert unknown.status_code == 404
    assert table(wire.call("get", f"{path}/plan").json()["tasks"])["A"]["finish"] == (
        "2026-01-07T17:00"
    )
