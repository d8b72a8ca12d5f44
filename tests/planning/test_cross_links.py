"""Links between projects: fixed dates that hold, and jobs that follow."""

from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.access import user_with
from tests.factories.planning import DAY, id_in, plan_with
from tests.factories.projects import ProjectFactory
from tests.planning.crossing import PLAN, carry_on, cross, dates, edit, stretch
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.kit.models import Event, Job
from zhongshu.kit.moments import iso
from zhongshu.planning.cross_links import UnknownPredecessor
from zhongshu.planning.models import CrossLink, Link, Task
from zhongshu.planning.open_plan import shelf
from zhongshu.planning.refusals import LinkExists
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.rescheduling import follow_other_projects
from zhongshu.planning.services.undo import redo_edit, undo_edit
from zhongshu.projects.models import Project
from zhongshu.projects.services import delete_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner():
    return user_with(*PLAN)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        # S1 is from Monday 08:00 to Wednesday 17:00 (three days).
        ({}, ("2026-01-08T08:00", "2026-01-08T17:00")),
        ({"lag": DAY}, ("2026-01-09T08:00", "2026-01-09T17:00")),
        ({"lag": -DAY}, ("2026-01-07T08:00", "2026-01-07T17:00")),
        ({"lag": 1440, "lag_unit": "elapsed"}, ("2026-01-09T08:00", "2026-01-09T17:00")),
        ({"type": "ff"}, ("2026-01-07T08:00", "2026-01-07T17:00")),
        ({"type": "ss", "lag": 2 * DAY}, ("2026-01-07T08:00", "2026-01-07T17:00")),
        # Half of three days is Tuesday noon.
        (
            {"type": "ss", "lag": 50, "lag_unit": "percent"},
            ("2026-01-06T13:00", "2026-01-07T12:00"),
        ),
        ({"type": "sf", "lag": 2 * DAY}, ("2026-01-06T08:00", "2026-01-06T17:00")),
    ],
)
def test_a_task_elsewhere_holds_its_successor_by_type_and_lag(
    supplier, buyer, planner, fields, expected
):
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B2"], **fields))

    assert dates("B2") == expected


@pytest.mark.parametrize("lag_calendar", ["predecessor", "successor", "project", "elapsed"])
@pytest.mark.parametrize(
    "fields",
    [
        {"duration_minutes": 17 * DAY + 77},
        {"kind": "milestone"},
        {"duration_minutes": 4320, "is_elapsed": True},
        {"duration_minutes": 3 * DAY, "percent_complete": 50, "actual_start": 29460660},
    ],
)
def test_a_task_waits_for_one_elsewhere_as_it_would_for_the_same_in_its_plan(fields, lag_calendar):
    giving, waiting = ProjectFactory.create(), ProjectFactory.create()
    before = plan_with(giving, {"Before": fields})["Before"]
    lags = product(("fs", "ss", "ff", "sf"), Link.LagUnit.values, (0, 50, -300))
    links = [{"type": kind, "lag": lag, "lag_unit": unit} for kind, unit, lag in lags]

    for project, op in ((giving, "add_link"), (waiting, "add_cross_link")):
        operations = [{"op": "update_project", "fields": {"lag_calendar": lag_calendar}}]
        for one in links:
            key = id_in(project)
            operations += [
                {"op": "add_task", "id": key, "name": "After", "fields": {}},
                {"op": op, "before_id": before, "after_id": key, **one},
            ]
        edit(SYSTEM, project, *operations)

    own, across = (
        Task.objects.filter(project=one, name="After").order_by("number")
        for one in (giving, waiting)
    )
    assert [iso(one.start) for one in across] == [iso(one.start) for one in own]


def test_b2_waits_and_the_project_ends_later_but_not_with_the_task_elsewhere(
    supplier, buyer, planner
):
    edit(planner, buyer, cross(supplier.ids["S2"], buyer.ids["B2"], type="ss"))

    buyer.refresh_from_db()
    # S2 begins on Thursday; it ends on Friday, the buyer's project on Thursday.
    assert dates("B2") == ("2026-01-08T08:00", "2026-01-08T17:00")
    assert iso(buyer.finish) == "2026-01-08T17:00"
    b1, b2 = Task.objects.get(name="B1"), Task.objects.get(name="B2")
    assert (b1.total_float_minutes, b1.is_critical) == (2 * DAY, False)
    assert (b2.total_float_minutes, b2.is_critical, b2.driver) == (0, True, "link")
    assert buyer.n_tasks == 2


def test_who_may_not_see_the_other_project_cannot_wait_for_it(supplier, buyer):
    near = user_with(*PLAN, over=buyer.scope)
    n_events = Event.objects.count()

    for key in (supplier.ids["S1"], buyer.ids["B1"], "01890000-0000-7000-8000-000000000000"):
        with pytest.raises(UnknownPredecessor):
            edit(near, buyer, cross(key, buyer.ids["B2"]))

    assert not CrossLink.objects.exists()
    assert Event.objects.count() == n_events


def test_a_link_is_made_once(supplier, buyer, planner):
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B2"]))

    with pytest.raises(LinkExists):
        edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B2"]))
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B2"], type="ss"))

    assert CrossLink.objects.count() == 2


def test_a_plan_follows_when_what_it_waits_for_moves_and_says_why(supplier, buyer, planner):
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B1"]))
    carry_on()

    edit(planner, supplier, stretch(supplier.ids["S1"], 5))
    carry_on()

    # Five days end on Friday 9 January, so work goes on on Monday.
    assert dates("B1") == ("2026-01-12T08:00", "2026-01-12T17:00")
    assert dates("B2") == ("2026-01-13T08:00", "2026-01-13T17:00")
    [event] = Event.objects.filter(kind="planning.plan_rescheduled")
    assert event.subject_id == buyer.pk
    assert event.data["because_of"] == [str(supplier.pk)]
    assert event.data["n_moved"] == 2
    told = Wire(planner).call("get", f"/projects/{buyer.pk}/history").json()["items"][0]
    assert [one["name"] for one in told["because_of"]] == ["Supplier"]


def test_nothing_happens_where_nothing_moved_and_the_job_may_run_twice(supplier, buyer, planner):
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B1"]))
    carry_on()
    edit(planner, supplier, stretch(supplier.ids["S2"], 9))
    edit(
        planner, supplier, {"op": "update_task", "id": supplier.ids["S1"], "fields": {"name": "X"}}
    )
    carry_on()
    assert not Job.objects.filter(name="planning.follow").exists()
    edit(planner, supplier, stretch(supplier.ids["S1"], 5))
    carry_on()
    buyer.refresh_from_db()
    n_events, version = Event.objects.count(), buyer.plan_version

    done = follow_other_projects(SYSTEM, project=buyer)

    buyer.refresh_from_db()
    assert done.event is None
    assert (Event.objects.count(), buyer.plan_version) == (n_events, version)


def test_moves_run_through_a_chain_of_projects(supplier, buyer, planner):
    third = ProjectFactory.create(name="Third")
    ids = plan_with(third, {"T": 1})
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B1"]))
    edit(planner, third, cross(buyer.ids["B2"], ids["T"]))
    carry_on()

    edit(planner, supplier, stretch(supplier.ids["S1"], 5))
    carry_on()

    assert dates("T") == ("2026-01-14T08:00", "2026-01-14T17:00")
    causes = Event.objects.filter(kind="planning.plan_rescheduled", subject_id=third.pk)
    assert [one.data["because_of"] for one in causes] == [[str(buyer.pk)]]


def test_the_plan_in_memory_and_a_fresh_one_agree(supplier, buyer, planner):
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B1"]))
    edit(planner, supplier, stretch(supplier.ids["S1"], 5))

    # The job has not run: everybody still plans with the dates that the plan knows.
    warm = edit(planner, buyer, stretch(buyer.ids["B2"], 2)).after.tasks[buyer.ids["B1"]]
    shelf.clear()
    cold = edit(planner, buyer, stretch(buyer.ids["B2"], 3)).after.tasks[buyer.ids["B1"]]

    assert iso(warm.start) == iso(cold.start) == "2026-01-08T08:00"


def test_removing_the_successor_removes_the_link_and_undo_brings_it_back(supplier, buyer, planner):
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B2"], lag=DAY))
    before = CrossLink.objects.values("id", "before_id", "after_id", "type", "lag").get()

    edit(planner, buyer, {"op": "delete_task", "id": buyer.ids["B2"]})
    n_without = CrossLink.objects.count()
    undo_edit(planner, project=buyer)

    assert n_without == 0
    assert CrossLink.objects.values("id", "before_id", "after_id", "type", "lag").get() == before
    assert dates("B2") == ("2026-01-09T08:00", "2026-01-09T17:00")


def test_a_link_can_be_changed_taken_back_and_made_again(supplier, buyer, planner):
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B2"]))
    key = str(CrossLink.objects.get().pk)
    change = {"op": "update_cross_link", "id": key, "fields": {"lag": DAY}}

    edit(planner, buyer, change)
    longer = dates("B2")[0]
    undo_edit(planner, project=buyer)
    back = dates("B2")[0]
    undo_edit(planner, project=buyer)
    gone = dates("B2")[0]
    redo_edit(planner, project=buyer)

    assert [longer[:10], back[:10], gone[:10]] == ["2026-01-09", "2026-01-08", "2026-01-06"]
    assert dates("B2")[0] == "2026-01-08T08:00"
    edit(planner, buyer, {"op": "delete_cross_link", "id": key})
    assert dates("B2")[0] == "2026-01-06T08:00"


def test_links_from_one_task_may_change_places(supplier, buyer, planner):
    ends = supplier.ids["S1"], buyer.ids["B2"]
    edit(planner, buyer, cross(*ends), cross(*ends, type="ss"))
    first, second = (str(CrossLink.objects.get(type=kind).pk) for kind in ("fs", "ss"))

    def retype(*pairs):
        turn = {"op": "update_cross_link"}
        operations = [{**turn, "id": key, "fields": {"type": kind}} for key, kind in pairs]
        edit(planner, buyer, *operations)

    retype((second, "ff"), (first, "ss"), (second, "fs"))
    swapped = CrossLink.objects.get(pk=first).type, CrossLink.objects.get(pk=second).type
    undo_edit(planner, project=buyer)

    assert swapped == ("ss", "fs")
    assert CrossLink.objects.get(pk=first).type == "fs"


def test_a_link_that_the_plan_followed_meanwhile_can_be_taken_away(supplier, buyer, planner):
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B2"]))
    buyer.refresh_from_db()
    seen = buyer.plan_version
    edit(planner, supplier, stretch(supplier.ids["S1"], 5))
    carry_on()
    remove = {"op": "delete_cross_link", "id": str(buyer.cross_links.get().pk)}

    edit_plan(planner, project=buyer, operations=[remove], base_version=seen)

    assert dates("B2")[0] == "2026-01-06T08:00"


def test_an_undone_removal_plans_with_the_dates_of_today(supplier, buyer, planner):
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B2"]))
    edit(planner, buyer, {"op": "delete_cross_link", "id": str(CrossLink.objects.get().pk)})
    edit(planner, supplier, stretch(supplier.ids["S1"], 5))
    carry_on()

    undo_edit(planner, project=buyer)

    assert dates("B2")[0] == "2026-01-12T08:00"


def test_when_the_predecessor_goes_the_link_holds_nothing_until_it_comes_back(
    supplier, buyer, planner
):
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B2"]))
    edit(planner, supplier, {"op": "delete_task", "id": supplier.ids["S1"]})
    carry_on()

    gone = dates("B2")[0]
    [shown] = Wire(planner).call("get", f"/projects/{buyer.pk}/plan").json()["cross_links"]
    undo_edit(planner, project=supplier)
    carry_on()

    assert gone == "2026-01-06T08:00"
    assert (shown["ghost"]["is_removed"], shown["ghost"]["name"]) == (True, None)
    assert dates("B2")[0] == "2026-01-08T08:00"


def test_when_the_other_project_is_deleted_the_plan_follows(supplier, buyer, planner):
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B2"]))
    carry_on()

    delete_project(SYSTEM, project=supplier, expected_version=None, at=timezone.now())
    carry_on()

    assert dates("B2")[0] == "2026-01-06T08:00"
    event = Event.objects.order_by("-seq").first()
    assert (event.kind, event.subject_id) == ("planning.plan_rescheduled", buyer.pk)


def test_a_drag_asks_the_database_nothing_more(supplier, buyer, planner):
    def n_queries_of_a_drag(days):
        body = {"operations": [stretch(buyer.ids["B2"], days)]}
        with CaptureQueriesContext(connection) as asked:
            Wire(planner).call("post", f"/projects/{buyer.pk}/plan/edits", body)
        return len(asked)

    n_queries_of_a_drag(2)
    without = n_queries_of_a_drag(3)
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B2"]))

    assert n_queries_of_a_drag(4) == without


def test_a_plan_from_its_finish_shows_the_link_and_keeps_its_dates(supplier, buyer, planner):
    Project.objects.filter(pk=buyer.pk).update(
        scheduled_from="finish", required_finish=Task.objects.get(name="S2").finish
    )
    buyer.refresh_from_db()
    shelf.clear()

    edit(planner, buyer, cross(supplier.ids["S2"], buyer.ids["B2"]))

    assert dates("B2") == ("2026-01-09T08:00", "2026-01-09T17:00")
