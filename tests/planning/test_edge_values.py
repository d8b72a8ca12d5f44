"""Values at the edge of sense: each is refused with its field named, or does what it says."""

from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.access import user_with
from tests.factories.organisation import CalendarFactory, PersonFactory, UnitFactory
from tests.factories.planning import DAY, id_in, plan_with
from tests.factories.projects import MONDAY, ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.access.scopes import hang
from zhongshu.kit import clock
from zhongshu.kit.errors import DomainError
from zhongshu.kit.moments import parse_moment
from zhongshu.planning.models import Baseline, BaselineTask, Link, PlanResource, Task
from zhongshu.planning.services.baselines import set_baseline
from zhongshu.planning.services.edits import edit_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory.create()


def edit(project, *operations, actor=SYSTEM):
    return edit_plan(actor, project=project, operations=list(operations))


def update(key, **fields):
    return {"op": "update_task", "id": key, "fields": fields}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        pytest.param({"start": MONDAY + 90 * 1440}, "start", id="start after its end"),
        pytest.param({"actual_start": MONDAY + 90 * 1440}, "actual_start", id="began after it"),
        pytest.param({"finish": MONDAY - 1440}, "finish", id="ended before it began"),
        pytest.param({"actual_finish": MONDAY - 1440}, "actual_finish", id="done before begun"),
    ],
)
def test_finished_work_cannot_begin_after_its_end(project, fields, field):
    ids = plan_with(project, {"A": 2})
    edit(project, update(ids["A"], percent_complete=100))

    with pytest.raises(DomainError) as refusal:
        edit(project, update(ids["A"], **fields))

    assert refusal.value.field == field


def test_a_finished_task_can_be_dragged_as_a_whole(project):
    ids = plan_with(project, {"A": 2})
    edit(project, update(ids["A"], percent_complete=100))
    week_later = parse_moment("2026-01-12T08:00"), parse_moment("2026-01-13T17:00")

    edit(project, update(ids["A"], start=week_later[0], finish=week_later[1]))

    task = Task.objects.get()
    assert (task.start, task.finish) == week_later


def test_work_that_is_done_at_once_ends_when_its_duration_is_over(project):
    ids = plan_with(project, {"A": 1})
    start = parse_moment("2026-02-02T08:00")

    edit(
        project,
        update(ids["A"], actual_start=start, duration_minutes=3 * DAY, percent_complete=100),
    )

    task = Task.objects.get()
    assert (task.actual_start, task.actual_finish) == (start, parse_moment("2026-02-04T17:00"))


def test_work_without_anything_left_is_complete(project):
    ids = plan_with(project, {"A": 2})

    edit(project, update(ids["A"], remaining_minutes=0))

    task = Task.objects.get()
    assert (task.percent_complete, task.actual_finish) == (100, parse_moment("2026-01-06T17:00"))


def test_work_that_is_not_finished_after_all_has_something_left(project):
    ids = plan_with(project, {"A": 2})
    edit(project, update(ids["A"], percent_complete=100))

    edit(project, update(ids["A"], actual_finish=None))

    task = Task.objects.get()
    assert (task.percent_complete, task.remaining_minutes) == (99, 10)


def test_a_started_task_that_becomes_a_milestone_takes_no_time(project):
    ids = plan_with(project, {"A": 2})
    edit(project, update(ids["A"], percent_complete=50))

    edit(project, update(ids["A"], kind="milestone"))

    task = Task.objects.get()
    assert (task.duration_minutes, task.percent_complete, task.actual_start) == (0, 0, None)
    assert task.start == task.finish


def test_a_milestone_is_reached_or_it_is_not(project):
    ids = plan_with(project, {"M": 0})
    reached = parse_moment("2026-01-08T08:00")

    with pytest.raises(DomainError) as refusal:
        edit(project, update(ids["M"], percent_complete=50))
    edit(project, update(ids["M"], actual_start=reached))
    status_date = {"status_date": parse_moment("2026-03-02T08:00")}
    edit(project, {"op": "update_project", "fields": status_date})

    task = Task.objects.get()
    assert refusal.value.field == "percent_complete"
    assert (task.percent_complete, task.start, task.finish) == (100, reached, reached)


def test_a_stretch_counts_by_the_calendar_given_in_the_same_edit(project):
    ids = plan_with(project, {"A": 1})
    every_day = CalendarFactory.create(week=[[[480, 720], [780, 1020]]] * 7)

    edit(
        project,
        update(ids["A"], calendar_id=str(every_day.pk), finish=parse_moment("2026-01-11T17:00")),
    )

    assert Task.objects.get().duration_minutes == 7 * DAY


def test_a_calendar_must_be_in_view_or_used_by_the_plan_already(project):
    planner = user_with("planning.edit_plan", over=project.scope)
    ids = plan_with(project, {"A": 1})
    elsewhere = CalendarFactory.create(kind="project", scope=UnitFactory.create().scope)

    for key in (uuid4(), elsewhere.pk):
        with pytest.raises(DomainError) as refusal:
            edit(project, update(ids["A"], calendar_id=str(key)), actor=planner)
        assert (refusal.value.code, refusal.value.field) == (
            "planning.unknown_calendar",
            "calendar_id",
        )
    edit(project, update(ids["A"], calendar_id=str(project.calendar_id)), actor=planner)

    assert Task.objects.get().calendar_id == project.calendar_id


def test_a_calendar_that_never_works_is_refused(project):
    ids = plan_with(project, {"A": 1})
    never = CalendarFactory.create(week=[[]] * 7)

    with pytest.raises(DomainError) as refusal:
        edit(project, update(ids["A"], calendar_id=str(never.pk)))

    assert refusal.value.code == "planning.out_of_reach"


def test_work_for_thousands_of_years_is_refused(project):
    names = [f"T{n}" for n in range(40)]
    tasks = [
        {
            "op": "add_task",
            "id": id_in(project),
            "name": name,
            "fields": {"duration_minutes": 52_560_000},
        }
        for name in names
    ]
    links = [
        {"op": "add_link", "before_id": one["id"], "after_id": other["id"]}
        for one, other in pairwise(tasks)
    ]

    with pytest.raises(DomainError) as refusal:
        edit(project, *tasks, *links)

    assert refusal.value.code == "planning.out_of_reach"
    assert not Task.objects.exists()


def test_scheduling_from_the_finish_needs_one(project):
    with pytest.raises(DomainError) as refusal:
        edit(project, {"op": "update_project", "fields": {"scheduled_from": "finish"}})

    assert refusal.value.field == "required_finish"


def test_rows_of_two_kinds_do_not_share_an_id(project):
    ids, key = plan_with(project, {"A": 1, "B": 1}), id_in(project)
    ends = {"before_id": ids["A"], "after_id": ids["B"]}
    both = [
        {"op": "add_task", "id": key, "name": "C", "fields": {"notes": "why"}},
        {"op": "add_link", "id": key, **ends},
    ]

    with pytest.raises(DomainError) as of_the_edit:
        edit(project, *both)
    with pytest.raises(DomainError) as of_the_plan:
        edit(project, update(ids["A"], notes="why"), {"op": "add_link", "id": ids["A"], **ends})

    for refusal in (of_the_edit, of_the_plan):
        assert (refusal.value.field, refusal.value.params["operation"]) == ("id", 1)
    assert (Task.objects.count(), Link.objects.count()) == (2, 0)


@pytest.mark.parametrize("op", ["add_task", "add_link", "add_resource", "assign"])
def test_an_id_is_given_once_in_all_plans(project, op):
    other = ProjectFactory.create()
    for one in (project, other):
        ids = plan_with(one, {"A": 1, "B": 1}, ["A -> B"])
        edit(one, {"op": "add_resource", "name": "R"})
    theirs = Task.objects.filter(project=project), Link.objects.filter(project=project)
    resources = PlanResource.objects.filter(project=project)
    assigned = edit(
        project,
        {"op": "assign", "task_id": str(theirs[0][0].pk), "resource_id": str(resources[0].pk)},
    )
    taken = {
        "add_task": theirs[0][0].pk,
        "add_link": theirs[1][0].pk,
        "add_resource": resources[0].pk,
        "assign": next(iter(assigned.after.assignments.values()))[0].id,
    }
    own = PlanResource.objects.get(project=other)
    rest = {
        "add_task": {"name": "X"},
        "add_link": {"before_id": ids["B"], "after_id": ids["A"]},
        "add_resource": {"name": "X"},
        "assign": {"task_id": ids["A"], "resource_id": str(own.pk)},
    }

    with pytest.raises(DomainError) as refusal:
        edit(other, {"op": op, "id": str(taken[op]), **rest[op]})

    assert refusal.value.field == "id"


def test_an_edit_measured_against_an_unknown_baseline_is_not_made(project):
    planner = user_with("projects.view", "planning.edit_plan", over=project.scope)
    body = {"operations": [{"op": "add_task", "name": "X"}], "baseline_id": str(uuid4())}

    answer = Wire(planner).post(
        f"/api/v1/projects/{project.pk}/plan/edits", body, content_type="application/json"
    )

    assert answer.status_code == 404
    assert not Task.objects.exists()


def test_version_of_a_task_does_not_tell_that_what_can_be_closed_was_edited(project):
    ids = plan_with(project, {"A": 1})

    done = edit(project, update(ids["A"], notes="why"))

    assert Task.objects.get().version == 1
    assert done.after.tasks[ids["A"]].version == 1


def test_what_is_switched_off_has_no_part_in_a_baseline(project):
    ids = plan_with(project, {"A": 1, "Off": 90})
    edit(project, update(ids["Off"], is_active=False))

    set_baseline(SYSTEM, project=project, name="V1", at=clock.now())

    assert list(BaselineTask.objects.values_list("name", flat=True)) == ["A"]


def test_nothing_that_is_done_to_a_plan_changes_its_baselines(project):
    ids = plan_with(project, {"P": 1, "A": {"parent": "P"}, "B": 2}, ["A -> B"])
    set_baseline(SYSTEM, project=project, name="V1", at=clock.now())
    before = list(Baseline.objects.values()), list(BaselineTask.objects.values())

    edit(project, update(ids["A"], name="X", duration_minutes=9 * DAY, percent_complete=50))
    edit(project, {"op": "delete_task", "id": ids["P"]})
    edit(project, update(ids["B"], kind="milestone"))
    set_baseline(SYSTEM, project=project, name="V2", at=clock.now(), purpose="comparison")

    again = Baseline.objects.filter(name="V1")
    assert (
        list(again.values()),
        list(BaselineTask.objects.filter(baseline__in=again).values()),
    ) == before


def test_tasks_are_listed_with_a_ratio_for_their_progress(project):
    ids = plan_with(project, {"A": 2, "B": 1})
    edit(project, update(ids["A"], percent_complete=25))
    viewer = Wire(user_with("projects.view", over=project.scope))

    found = viewer.get(
        f"/api/v1/projects/{project.pk}/tasks", {"filter": "percent_complete:gt:0.2"}
    ).json()

    assert [(one["name"], one["percent_complete"]) for one in found["items"]] == [("A", 0.25)]


def test_a_project_in_a_portfolio_stays_there_when_its_unit_changes(project):
    portfolio, unit = UnitFactory.create(), UnitFactory.create()
    hang(project.scope, parents=[project.unit.scope, portfolio.scope])
    boss = Wire(user_with("projects.view", "projects.edit", "projects.create", "organisation.view"))
    viewer = Wire(user_with("projects.view", over=portfolio.scope))

    boss.call("patch", f"/projects/{project.pk}", {"unit_id": str(unit.pk)}, version=1)

    assert viewer.call("get", f"/projects/{project.pk}").status_code == 200


def test_a_project_comes_only_into_units_where_one_may_open_projects(project):
    unit = UnitFactory.create()
    lead = user_with("projects.view", "projects.edit", "organisation.view")

    answer = Wire(lead).call(
        "patch", f"/projects/{project.pk}", {"unit_id": str(unit.pk)}, version=1
    )

    assert answer.status_code == 403
    project.refresh_from_db()
    assert project.unit_id != unit.pk


_RECURRENCE = {"frequency": "daily", "from_date": "2026-01-05", "count": 2}
_ADDED = {
    "add_task": {"name": "X"},
    "add_recurring_task": {"name": "X", "recurrence": _RECURRENCE, "duration_minutes": 60},
    "add_link": {"before_id": "A", "after_id": "B"},
    "add_cross_link": {"before_id": "C", "after_id": "B"},
    "add_resource": {"name": "X"},
    "assign": {"task_id": "A", "person_id": "P"},
}


@pytest.mark.parametrize("op", _ADDED)
def test_an_id_tells_nothing_of_whether_another_project_has_it(project, op):
    """What is stored elsewhere has no say: only an id that was made for this project is taken."""
    other, person = ProjectFactory.create(), PersonFactory.create()
    ids = plan_with(project, {"A": 1, "B": 1}) | plan_with(other, {"C": 1}) | {"P": str(person.pk)}
    ids |= {"hidden": id_in(other), "absent": id_in(other)}
    edit(other, {"op": "add_task", "id": ids["hidden"], "name": "Hidden"})
    planner = user_with("planning.edit_plan", "projects.view", "organisation.view")
    wire, path = Wire(planner), f"/projects/{project.pk}/plan/edits"
    named = {key: ids.get(one, one) if key.endswith("_id") else one
             for key, one in _ADDED[op].items()}  # fmt: skip

    def add(key):
        with CaptureQueriesContext(connection) as asked:
            answer = wire.call("post", path, {"operations": [{"op": op, "id": key, **named}]})
        return answer, len(asked)

    (hidden, n_hidden), (absent, n_absent) = add(ids["hidden"]), add(ids["absent"])
    by_the_server, _ = add(ids["C"])
    made, _ = add(id_in(project))

    assert (hidden.status_code, hidden.json()["code"]) == (422, "planning.foreign_id")
    assert (hidden.content, n_hidden) == (absent.content, n_absent)
    assert by_the_server.content == absent.content
    assert made.status_code == 200, made.content
