"""Editing a plan: what an operation does, what follows from it, and what is refused."""

from itertools import pairwise

import pytest

from tests.factories.access import user_with
from tests.factories.planning import DAY, link, plan_with
from tests.factories.projects import MONDAY, ProjectFactory
from zhongshu.access.guard import Forbidden
from zhongshu.access.models import SYSTEM
from zhongshu.kit.errors import BadInput, Stale
from zhongshu.kit.models import Event
from zhongshu.kit.moments import parse_moment
from zhongshu.planning.models import Assignment, Link, PlanResource, Task
from zhongshu.planning.open_plan import shelf
from zhongshu.planning.operations import BelowItself, LinkExists, LinkWithinSummary, UnknownTask
from zhongshu.planning.scheduling import Cycle
from zhongshu.planning.services.edits import edit_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory.create()


def update(key, **fields):
    return {"op": "update_task", "id": key, "fields": fields}


def edit(project, *operations, **options):
    return edit_plan(SYSTEM, project=project, operations=list(operations), **options)


def dates(project):
    rows = Task.objects.filter(project=project).values_list("name", "start", "finish")
    return {name: (start, finish) for name, start, finish in rows}


def at(text):
    return parse_moment(text)


def test_a_chain_of_tasks_follows_the_calendar(project):
    plan_with(project, {"A": 2, "B": 4, "M": 0}, ["A -> B", "B -> M"])

    assert dates(project) == {
        "A": (at("2026-01-05T08:00"), at("2026-01-06T17:00")),
        "B": (at("2026-01-07T08:00"), at("2026-01-12T17:00")),
        "M": (at("2026-01-12T17:00"), at("2026-01-12T17:00")),
    }
    project.refresh_from_db()
    assert project.finish == at("2026-01-12T17:00")
    assert project.n_tasks == 3


def test_dragging_a_task_gives_it_a_start_no_earlier_and_moves_what_follows(project):
    ids = plan_with(project, {"A": 2, "B": 1}, ["A -> B"])

    edit(project, update(ids["A"], start=at("2026-01-08T08:00")))

    task = Task.objects.get(pk=ids["A"])
    assert (task.constraint, task.constraint_at) == ("snet", at("2026-01-08T08:00"))
    assert dates(project)["A"] == (at("2026-01-08T08:00"), at("2026-01-09T17:00"))
    assert dates(project)["B"] == (at("2026-01-12T08:00"), at("2026-01-12T17:00"))


def test_stretching_a_task_changes_its_duration_over_working_time(project):
    ids = plan_with(project, {"A": 2})

    edit(project, update(ids["A"], finish=at("2026-01-12T12:00")))

    assert Task.objects.get(pk=ids["A"]).duration_minutes == 5 * DAY + DAY // 2


def test_only_rows_that_change_are_written(project):
    ids = plan_with(project, {"A": 1, "B": 1, "C": 1, "D": 9}, ["A -> B"])
    versions = dict(Task.objects.values_list("name", "version"))

    done = edit(project, update(ids["A"], duration_minutes=2 * DAY))

    assert done.n_rows_written == 2
    now = dict(Task.objects.values_list("name", "version"))
    assert {name for name in now if now[name] != versions[name]} == {"A", "B"}


def test_an_edit_is_one_event_with_what_was_given_and_what_moved(project):
    ids = plan_with(project, {"A": 1, "B": 1}, ["A -> B"])
    n_events = Event.objects.count()

    done = edit(project, update(ids["A"], duration_minutes=2 * DAY))

    assert Event.objects.count() == n_events + 1
    assert done.event.kind == "planning.plan_edited"
    assert done.event.data["changes"] == [
        ["task", ids["A"], {"duration_minutes": DAY}, {"duration_minutes": 2 * DAY}]
    ]
    assert [move[0] for move in done.event.data["moved"]] == [ids["A"], ids["B"]]
    assert done.event.scope_id == project.scope_id


def test_an_edit_that_changes_nothing_leaves_no_trace(project):
    ids = plan_with(project, {"A": 1})
    project.refresh_from_db()
    version, n_events = project.plan_version, Event.objects.count()

    done = edit(project, update(ids["A"], duration_minutes=DAY))

    project.refresh_from_db()
    assert done.event is None
    assert (project.plan_version, Event.objects.count()) == (version, n_events)


def test_a_task_put_below_another_makes_it_a_summary_that_spans_its_children(project):
    ids = plan_with(project, {"Phase": 1, "A": {"parent": "Phase", "duration_minutes": 2 * DAY}})
    edit(project, {"op": "add_task", "name": "B", "parent_id": ids["Phase"], "fields": {}})

    phase = Task.objects.get(pk=ids["Phase"])
    assert phase.kind == "summary"
    assert (phase.start, phase.finish) == (MONDAY, at("2026-01-06T17:00"))
    assert phase.duration_minutes == 2 * DAY


def test_a_summary_rolls_up_per_cent_complete_by_duration(project):
    ids = plan_with(
        project,
        {
            "Phase": 1,
            "A": {"parent": "Phase", "duration_minutes": 3 * DAY},
            "B": {"parent": "Phase", "duration_minutes": DAY},
        },
    )

    edit(project, update(ids["A"], percent_complete=50), update(ids["B"], percent_complete=100))

    # (3 days at 50 % + 1 day at 100 %) of 4 days
    assert Task.objects.get(pk=ids["Phase"]).percent_complete == 62
    project.refresh_from_db()
    assert project.percent_complete == pytest.approx(0.625)


def test_reporting_progress_sets_the_actual_dates(project):
    ids = plan_with(project, {"A": 4})

    edit(project, update(ids["A"], percent_complete=25))
    started = Task.objects.get(pk=ids["A"])
    edit(project, update(ids["A"], percent_complete=100))
    finished = Task.objects.get(pk=ids["A"])

    assert (started.actual_start, started.remaining_minutes) == (MONDAY, 3 * DAY)
    assert finished.actual_finish == at("2026-01-08T17:00")
    assert finished.remaining_minutes == 0


def test_unfinished_work_moves_behind_the_status_date(project):
    ids = plan_with(project, {"A": 2})

    edit(project, update(ids["A"], percent_complete=50))
    edit(project, {"op": "update_project", "fields": {"status_date": at("2026-01-09T17:00")}})

    assert dates(project)["A"] == (MONDAY, at("2026-01-12T17:00"))


def test_a_manual_task_keeps_its_dates_whatever_its_predecessor_does(project):
    ids = plan_with(project, {"A": 1, "B": 1}, ["A -> B"])

    edit(project, update(ids["B"], mode="manual"))
    edit(project, update(ids["A"], duration_minutes=5 * DAY))

    assert dates(project)["B"] == (at("2026-01-06T08:00"), at("2026-01-06T17:00"))
    assert Task.objects.get(pk=ids["B"]).conflict == "manual_breaks_link"


def test_moving_a_task_between_siblings_makes_room_when_there_is_none(project):
    ids = plan_with(project, {"A": 1, "B": 1, "C": 1})
    for _ in range(30):
        edit(project, {"op": "move_task", "id": ids["C"], "parent_id": None, "after_id": ids["A"]})
        edit(project, {"op": "move_task", "id": ids["B"], "parent_id": None, "after_id": ids["A"]})

    order = Task.objects.filter(project=project).order_by("position").values_list("name", flat=True)
    assert list(order) == ["A", "B", "C"]


def test_deleting_a_summary_takes_its_children_links_and_assignments(project):
    ids = plan_with(
        project,
        {"Phase": 1, "A": {"parent": "Phase", "duration_minutes": DAY}, "B": 1},
        ["A -> B"],
    )
    resource = PlanResource.objects.create(project=project, name="R")
    Assignment.objects.create(task_id=ids["A"], resource=resource)
    shelf.clear()

    edit(project, {"op": "delete_task", "id": ids["Phase"]})

    assert list(dates(project)) == ["B"]
    assert not Link.objects.exists()
    assert not Assignment.objects.exists()
    assert dates(project)["B"][0] == MONDAY


def test_a_cycle_is_refused_with_its_loop_named_and_nothing_changes(project):
    ids = plan_with(project, {"A": 1, "B": 1, "C": 1}, ["A -> B", "B -> C"])
    before = dates(project)
    n_events = Event.objects.count()

    with pytest.raises(Cycle) as refusal:
        edit(project, link(ids, "C -> A"))

    assert {task["name"] for task in refusal.value.params["loop"]} == {"A", "B", "C"}
    assert dates(project) == before
    assert (Link.objects.count(), Event.objects.count()) == (2, n_events)


@pytest.mark.parametrize(
    ("operation", "refusal", "field"),
    [
        pytest.param(
            {"duration_minutes": -1}, BadInput, "duration_minutes", id="negative duration"
        ),
        pytest.param({"percent_complete": 101}, BadInput, "percent_complete", id="too complete"),
        pytest.param({"constraint": "mso"}, BadInput, "constraint_at", id="constraint, no date"),
        pytest.param({"finish": 0}, BadInput, "finish", id="finish before start"),
        pytest.param({"colour": "red"}, BadInput, "colour", id="unknown field"),
        pytest.param({"kind": "summary"}, BadInput, "kind", id="summary by hand"),
    ],
)
def test_a_bad_value_is_refused_with_its_field_named(project, operation, refusal, field):
    ids = plan_with(project, {"A": 1})

    with pytest.raises(refusal) as refused:
        edit(project, update(ids["A"], **operation))

    assert refused.value.field == field


def test_links_that_make_no_sense_are_refused(project):
    ids = plan_with(
        project,
        {"Phase": 1, "A": {"parent": "Phase", "duration_minutes": DAY}, "B": 1},
        ["A -> B"],
    )

    with pytest.raises(LinkExists):
        edit(project, link(ids, "A -> B"))
    with pytest.raises(LinkWithinSummary):
        edit(project, link(ids, "Phase -> A"))
    with pytest.raises(LinkWithinSummary):
        edit(project, link(ids, "A -> A"))
    with pytest.raises(LinkWithinSummary):
        edit(project, {"op": "move_task", "id": ids["A"], "parent_id": ids["B"]})
    with pytest.raises(BelowItself):
        edit(project, {"op": "move_task", "id": ids["Phase"], "parent_id": ids["A"]})
    with pytest.raises(UnknownTask):
        edit(project, update("00000000-0000-7000-8000-000000000000", name="X"))

    assert Link.objects.count() == 1


def test_somebody_who_may_only_look_cannot_edit(project):
    viewer = user_with("projects.view", over=project.scope)
    ids = plan_with(project, {"A": 1})
    n_events = Event.objects.count()

    with pytest.raises(Forbidden):
        edit_plan(viewer, project=project, operations=[update(ids["A"], name="X")])

    assert Task.objects.get(pk=ids["A"]).name == "A"
    assert Event.objects.count() == n_events


def test_an_edit_of_another_field_is_merged_and_of_the_same_field_refused(project):
    ids = plan_with(project, {"A": 1})
    project.refresh_from_db()
    base = project.plan_version
    edit(project, update(ids["A"], name="A2"))

    edit(project, update(ids["A"], duration_minutes=3 * DAY), base_version=base)
    with pytest.raises(Stale) as refusal:
        edit(project, update(ids["A"], name="A3"), base_version=base)

    task = Task.objects.get(pk=ids["A"])
    assert (task.name, task.duration_minutes) == ("A2", 3 * DAY)
    assert refusal.value.field == "name"


def test_the_number_of_queries_does_not_grow_with_the_plan(
    project, django_assert_num_queries, django_assert_max_num_queries
):
    ids = plan_with(project, {"A": 1, "B": 1}, ["A -> B"])
    # One of them is for the policy in force, which a request asks for once in all.
    with django_assert_max_num_queries(17) as few:
        edit(project, update(ids["A"], duration_minutes=2 * DAY))

    names = [f"T{n}" for n in range(40)]
    more = plan_with(
        project,
        dict.fromkeys(names, 1),
        [f"{a} -> {b}" for a, b in pairwise(names)],
    )
    with django_assert_num_queries(len(few)):
        edit(project, update(more["T0"], duration_minutes=2 * DAY))


def test_a_summary_is_critical_only_while_work_below_it_is(project):
    ids = plan_with(
        project,
        {
            "Done": 1,
            "A": {"parent": "Done", "duration_minutes": DAY},
            "Open": 1,
            "B": {"parent": "Open", "duration_minutes": DAY},
        },
        ["A -> B"],
    )
    edit(project, update(ids["A"], percent_complete=100))

    critical = dict(Task.objects.values_list("name", "is_critical"))

    assert critical == {"Done": False, "A": False, "Open": True, "B": True}
