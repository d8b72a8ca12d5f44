"""Where a task stands agrees with its progress, whichever of the two is set."""

import pytest

from tests.factories.access import user_with
from tests.factories.planning import DAY, plan_with
from tests.factories.projects import MONDAY, ProjectFactory
from tests.planning.random_edits import stored
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.kit.errors import BadInput
from zhongshu.kit.moments import parse_moment
from zhongshu.planning.content import PlanContent
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.importing import import_plan
from zhongshu.planning.services.undo import redo_edit, undo_edit

pytestmark = pytest.mark.django_db

NOW = parse_moment("2026-01-06T10:00")


@pytest.fixture
def project():
    return ProjectFactory.create()


def edit(project, key, actor=SYSTEM, **fields):
    operation = {"op": "update_task", "id": key, "fields": fields}
    return edit_plan(actor, project=project, operations=[operation], now=NOW)


def progress(key):
    names = ("state", "percent_complete", "actual_start", "actual_finish")
    return Task.objects.values_list(*names).get(pk=key)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("todo", ("todo", 0, None, None)),
        ("in_progress", ("in_progress", 0, NOW, None)),
        ("in_review", ("in_review", 0, NOW, None)),
        ("blocked", ("blocked", 0, None, None)),
        ("done", ("done", 100, MONDAY, NOW)),
    ],
)
def test_a_state_brings_the_progress_that_agrees_with_it(project, state, expected):
    ids = plan_with(project, {"A": 4})

    edit(project, ids["A"], state=state)

    assert progress(ids["A"]) == expected


def test_what_happens_is_dated_by_the_status_date_if_there_is_one(project):
    ids = plan_with(project, {"A": 4, "B": 4})
    status = parse_moment("2026-01-08T17:00")
    settings = {"op": "update_project", "fields": {"status_date": status}}
    edit_plan(SYSTEM, project=project, operations=[settings])

    edit(project, ids["A"], state="in_progress")
    edit(project, ids["B"], state="done")

    assert progress(ids["A"]) == ("in_progress", 0, status, None)
    assert progress(ids["B"]) == ("done", 100, status, status)


@pytest.mark.parametrize(
    ("given", "percent", "expected"),
    [
        ("todo", 30, "in_progress"),
        ("blocked", 30, "blocked"),
        ("in_review", 100, "done"),
        ("in_progress", 0, "todo"),
        ("blocked", 0, "blocked"),
        ("done", 40, "in_progress"),
        ("done", 0, "todo"),
    ],
)
def test_a_progress_brings_the_state_that_agrees_with_it(project, given, percent, expected):
    ids = plan_with(project, {"A": 4})
    edit(project, ids["A"], state=given)

    edit(project, ids["A"], percent_complete=percent)

    assert progress(ids["A"])[0] == expected


def test_actual_dates_bring_a_state_too(project):
    ids = plan_with(project, {"A": 4})

    edit(project, ids["A"], actual_start=MONDAY)
    begun = progress(ids["A"])[0]
    edit(project, ids["A"], actual_finish=NOW)

    assert (begun, progress(ids["A"])[0]) == ("in_progress", "done")


@pytest.mark.parametrize("state", ["in_progress", "in_review", "blocked"])
def test_work_that_was_done_is_reopened(project, state):
    ids = plan_with(project, {"A": 4})
    edit(project, ids["A"], percent_complete=100)

    edit(project, ids["A"], state=state)

    assert progress(ids["A"]) == (state, 99, MONDAY, None)


def test_what_begun_keeps_its_start_when_it_is_done(project):
    ids = plan_with(project, {"A": 4})
    start = parse_moment("2026-01-07T08:00")
    edit(project, ids["A"], actual_start=start)

    edit(project, ids["A"], state="done")

    assert progress(ids["A"]) == ("done", 100, start, start)


def test_a_milestone_is_reached_or_it_is_not_whatever_is_done_for_it(project):
    ids = plan_with(project, {"M": 0})

    edit(project, ids["M"], state="in_review")
    ahead = progress(ids["M"])
    edit(project, ids["M"], state="done")

    assert ahead == ("in_review", 0, None, None)
    assert progress(ids["M"]) == ("done", 100, NOW, NOW)


def test_a_summary_takes_its_state_from_below(project):
    ids = plan_with(
        project,
        {
            "P": 1,
            "A": {"parent": "P", "duration_minutes": DAY},
            "M": {"parent": "P", "kind": "milestone"},
        },
    )
    seen = []
    for key, state in (("A", "in_progress"), ("A", "done"), ("M", "done"), ("A", "todo")):
        edit(project, ids[key], state=state)
        seen.append(progress(ids["P"])[0])

    assert seen == ["in_progress", "in_progress", "done", "in_progress"]
    with pytest.raises(BadInput) as refusal:
        edit(project, ids["P"], state="done")
    assert refusal.value.field == "state"


def test_state_and_progress_that_contradict_each_other_are_refused(project):
    ids = plan_with(project, {"A": 4})
    before = stored(project)

    for state, percent in (("done", 50), ("in_progress", 100)):
        with pytest.raises(BadInput) as refusal:
            edit(project, ids["A"], state=state, percent_complete=percent)
        assert refusal.value.field == "state"

    assert stored(project) == before


def test_taking_a_state_back_restores_the_progress_and_what_it_was_before(project):
    ids = plan_with(project, {"A": 4})
    planner = user_with("planning.edit_plan", over=project.scope)
    edit(project, ids["A"], planner, percent_complete=60, state="in_review")
    before = stored(project)
    edit(project, ids["A"], planner, percent_complete=100)
    done = stored(project)

    undo_edit(planner, project=project)
    assert stored(project) == before
    redo_edit(planner, project=project)
    assert stored(project) == done


def test_an_imported_plan_has_the_states_of_its_progress(project):
    tasks = [
        {"uid": n, "parent_uid": None, "name": str(n), "percent_complete": percent}
        for n, percent in enumerate((0, 40, 100))
    ]

    import_plan(SYSTEM, project=project, content=PlanContent(tasks), source={})

    found = Task.objects.filter(project=project).order_by("number").values_list("state", flat=True)
    assert list(found) == ["todo", "in_progress", "done"]


def test_tasks_are_grouped_and_filtered_by_state(project):
    ids = plan_with(project, {"A": 4, "B": 2})
    edit(project, ids["B"], state="blocked")
    wire = Wire(user_with("projects.view", "planning.edit_plan"))

    blocked = wire.call("get", "/tasks?filter=state:eq:blocked").json()["items"]
    plan = wire.call("get", f"/projects/{project.pk}/plan").json()

    assert [(one["name"], one["key"]) for one in blocked] == [("B", f"{project.key}-2")]
    at = plan["tasks"]["columns"].index("state")
    assert [row[at] for row in plan["tasks"]["rows"]] == ["todo", "blocked"]


def test_limits_of_columns_are_kept_with_the_project_and_taken_back(project):
    planner = user_with("projects.view", "planning.edit_plan", over=project.scope)
    wire = Wire(planner)
    path = f"/projects/{project.pk}/plan"
    limits = {"op": "update_project", "fields": {"wip_limits": {"state:in_progress": 3}}}

    set_to = wire.call("post", f"{path}/edits", {"operations": [limits]}).json()
    taken_back = wire.call("post", f"{path}/undo").json()
    limits["fields"]["wip_limits"]["state:in_progress"] = 0
    refused = wire.call("post", f"{path}/edits", {"operations": [limits]})

    assert set_to["project"]["wip_limits"] == {"state:in_progress": 3}
    assert taken_back["project"]["wip_limits"] == {}
    assert refused.status_code == 422
