"""Closing the schedule of a project closes its plan: which ways out are shut, and to whom."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.access.signin.people import signed_in
from tests.access.test_policy import published
from tests.factories.access import let_one_lower, user_with
from tests.factories.organisation import PersonFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.planning.closed import EDITOR, EVERYONE, LET_IN, SECRET, Planned, close
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.access.writing import FieldIsReadOnly
from zhongshu.integrations.queries import known_project
from zhongshu.kit.events import deliver_pending
from zhongshu.kit.models import Event
from zhongshu.planning.models import Task
from zhongshu.planning.services.baselines import set_baseline
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db

FACTS = (
    "start", "finish", "required_finish", "baseline_finish", "slip_minutes", "health",
    "percent_complete", "n_tasks", "status_date", "scheduled_from", "progress_mode",
    "lag_calendar", "minutes_per_day", "minutes_per_week", "days_per_month",
    "critical_float_minutes", "near_critical_minutes", "plan_version", "source_format",
    "cost_minor",
)  # fmt: skip


@pytest.fixture
def plan():
    return Planned()


def reads(plan):
    """Every address that asks for the plan of one project."""
    at, task = plan.at, f"{plan.at}/tasks/{plan.secret}"
    return [
        f"{at}/plan", f"{at}/costs", f"{at}/tasks", task, f"{task}/drivers", f"{task}/history",
        f"{at}/occurrences?frequency=daily&from_date=2026-01-05", f"{at}/critical-paths",
        f"{at}/variances", f"{at}/comparison?since=2020-01-01T00:00:00Z", f"{at}/quality",
        f"{at}/overview", f"{at}/history", f"{at}/baselines",
        *(f"{at}/export?format={one}" for one in ("csv", "xlsx", "mspdi", "ical")),
    ]  # fmt: skip


def test_the_project_stands_in_the_list_and_its_schedule_is_a_lock(plan):
    # An edit of what a policy can close has a version of its own.
    plan.edit({"op": "update_task", "id": plan.secret, "fields": {"notes": "Why"}})
    close()
    viewer, let_in = user_with(*EDITOR), user_with(*EDITOR, LET_IN)

    [item] = Wire(viewer).call("get", "/projects").json()["items"]
    single = Wire(viewer).call("get", plan.at).json()
    [known] = Wire(let_in).call("get", "/projects").json()["items"]

    for told in (item, single):
        assert [told[name] for name in ("key", "name", "state")] == [
            plan.project.key, "Works", plan.project.state,
        ]  # fmt: skip
        assert told["unit"]["name"] == plan.project.unit.name
        assert set(FACTS) <= set(told["_locked"])
        assert [told[name] for name in FACTS] == [None] * len(FACTS)
        assert {told["_classes"][name] for name in FACTS if name != "cost_minor"} == {1}
    assert known.get("_locked", []) == []
    assert (known["n_tasks"], known["finish"]) == (3, known["baseline_finish"])


def test_every_route_of_the_plan_is_a_lock(plan):
    close()
    viewer, let_in = Wire(user_with(*EDITOR)), Wire(user_with(*EDITOR, LET_IN))

    for address in reads(plan):
        refused, shown = viewer.call("get", address), let_in.call("get", address)
        assert (refused.status_code, refused.json()["code"]) == (403, "projects.plan_closed")
        assert refused.json()["classification"] == 1
        assert shown.status_code == 200, address


def test_nothing_of_the_plan_can_be_written(plan):
    request = set_baseline(
        SYSTEM, project=plan.project, name="Wanted", reason="Late", at=timezone.now()
    )
    close()
    wire, task = Wire(user_with(*EDITOR)), f"{plan.at}/tasks/{plan.secret}"
    renamed = {"op": "update_task", "id": plan.secret, "fields": {"name": "Mine"}}
    n_events = Event.objects.count()

    for address, body in (
        (f"{plan.at}/plan/edits", {"operations": [renamed]}),
        (f"{plan.at}/plan/undo", {}),
        (f"{plan.at}/plan/redo", {}),
        (f"{plan.at}/baselines", {"name": "Mine", "reason": "So"}),
        (f"{plan.at}/baselines/{request.pk}/approval", {}),
        (f"{plan.at}/baselines/{request.pk}/rejection", {"note": "No"}),
        (f"{plan.at}/baselines/{request.pk}/withdrawal", {}),
        (f"{task}/progress", {"percent_complete": 0.5}),
        (f"{task}/progress/undo", {"event_id": str(uuid4())}),
    ):
        refused = wire.call("post", address, body)
        assert (refused.status_code, refused.json()["code"]) == (403, "projects.plan_closed"), (
            address
        )

    assert Task.objects.get(pk=plan.secret).name == SECRET
    told = Event.objects.order_by("seq")[n_events:]
    assert {one.kind for one in told} <= {"access.refused"}


def test_a_file_is_not_taken_into_a_plan_that_is_closed(plan):
    close()
    Project.objects.filter(pk=plan.project.pk).update(source_id="known")
    viewer = user_with(*EDITOR)

    assert known_project(viewer, "known") is None
    assert known_project(user_with(*EDITOR, LET_IN), "known") == plan.project


def test_whoever_reads_the_schedule_only_does_not_set_it(plan):
    published(Cell(EVERYONE, Effect.READ, resource="project", field="start"))
    editor = user_with(*EDITOR)
    settings = {"op": "update_project", "fields": {"status_date": 29_460_000}}
    longer = {"op": "update_task", "id": plan.secret, "fields": {"duration_minutes": 480}}

    with pytest.raises(FieldIsReadOnly):
        plan.edit(settings, by=editor)

    plan.edit(longer, by=editor)
    assert Task.objects.get(pk=plan.secret).duration_minutes == 480


def test_whoever_reads_the_schedule_only_does_not_begin_it_either():
    project = ProjectFactory.create()
    published(Cell(EVERYONE, Effect.READ, resource="project", field="start"))
    editor = user_with(*EDITOR)

    for name in ("start", "required_finish"):
        step = {"op": "update_project", "fields": {name: project.start + 1440}}
        with pytest.raises(FieldIsReadOnly):
            edit_plan(editor, project=project, operations=[step])
    published(Cell(EVERYONE, Effect.WRITE_ONCE, resource="project", field="start"))
    edit_plan(editor, project=project, operations=[step])

    project.refresh_from_db()
    assert project.required_finish == project.start + 1440


def everywhere(wire, plan, person):
    """What is told of plans beside the routes of one plan, by address."""
    key = f"{plan.project.key}-{Task.objects.get(pk=plan.secret).number}"
    addresses = [
        "/tasks", "/me/work", "/me/changes", "/notifications",
        f"/find?text=Sell&near={plan.project.pk}", f"/find?text={key}",
        f"/people/{person.pk}/work", "/projects/roadmap",
    ]  # fmt: skip
    return {one: wire.call("get", one) for one in addresses}


def test_no_list_search_or_news_tells_of_it(plan):
    viewer, let_in = user_with(*EDITOR), user_with(*EDITOR, LET_IN)
    person = PersonFactory.create(user=viewer, unit=plan.project.unit)
    other = PersonFactory.create(user=let_in, unit=plan.project.unit)
    for one in (person, other):
        plan.edit({"op": "assign", "task_id": plan.secret, "person_id": str(one.pk)})
    longer = {"op": "update_task", "id": plan.secret, "fields": {"duration_minutes": 1440}}
    plan.edit(longer)
    deliver_pending()
    close()

    told = everywhere(Wire(viewer), plan, person)
    known = everywhere(Wire(let_in), plan, other)

    assert {one for one, answer in told.items() if SECRET in answer.content.decode()} == set()
    assert len([one for one, answer in known.items() if SECRET in answer.content.decode()]) == 6
    assert told["/tasks"].json()["items"] == []
    assert told["/projects/roadmap"].json()["items"] == []
    assert told["/projects/roadmap"].json()["extent"] == {"start": None, "finish": None}
    assert known["/projects/roadmap"].json()["items"][0]["id"] == str(plan.project.pk)
    assert told["/me/changes"].json()["projects"] == []
    assert told["/notifications"].json()["items"] == []
    work = f"/people/{person.pk}/work"
    assert told[work].json() == {"n_open_tasks": 0, "n_plans": 0}
    key = f"{plan.project.key}-{Task.objects.get(pk=plan.secret).number}"
    assert Wire(viewer).call("get", f"/tasks/by-key/{key}").status_code == 404
    assert Wire(let_in).call("get", f"/tasks/by-key/{key}").status_code == 200


def test_search_does_not_put_first_what_happened_in_it_last():
    """How far it stands from the top would tell how long ago somebody worked on it."""
    secret, plain = Planned("Works one", classification=2), Planned("Works two")
    published(
        Cell(EVERYONE, Effect.NONE, resource="project", field="start", at_least=2),
        Cell(Subject.PERMISSION, Effect.WRITE, LET_IN, "project", "start", at_least=2),
    )
    viewer, let_in = user_with(*EDITOR), user_with(*EDITOR, LET_IN)

    def found(by):
        items = Wire(by).call("get", "/find?text=Works").json()["projects"]
        return [one["name"] for one in items]

    told = []
    for one in (secret, plain, secret):
        one.edit({"op": "add_task", "name": "Anything"})
        told.append((found(viewer), found(let_in)))

    first, second = ["Works two", "Works one"], ["Works one", "Works two"]
    assert told == [(first, second), (first, first), (first, second)]


def test_a_task_of_another_plan_that_waits_for_it_tells_nothing_of_it(plan):
    other = ProjectFactory.create(name="Open")
    ids = plan_with(other, {"Waits": 1}, [])
    link = {"op": "add_cross_link", "before_id": plan.secret, "after_id": ids["Waits"]}
    edit_plan(SYSTEM, project=other, operations=[link])
    published(
        Cell(EVERYONE, Effect.NONE, resource="project", field="start", at_least=2),
    )
    Project.objects.filter(pk=plan.project.pk).update(classification=2)
    wire = Wire(user_with(*EDITOR))

    shown = wire.call("get", f"/projects/{other.pk}/plan")
    history = wire.call("get", f"/projects/{other.pk}/history")
    again = wire.call("post", f"/projects/{other.pk}/plan/edits", {"operations": [link]})

    assert shown.json()["cross_links"][0]["ghost"]["name"] is None
    assert SECRET not in shown.content.decode() + history.content.decode()
    assert again.json()["code"] == "planning.unknown_predecessor"


def test_the_class_of_the_project_closes_it_and_its_leader_is_let_in():
    secret, plain = Planned("Secret", classification=2), Planned("Plain")
    leader, viewer = user_with(*EDITOR), user_with(*EDITOR)
    Project.objects.filter(pk=secret.project.pk).update(
        manager=PersonFactory.create(user=leader, unit=secret.project.unit)
    )
    published(
        Cell(EVERYONE, Effect.NONE, classification=2),
        Cell(EVERYONE, Effect.WRITE, resource="project", classification=2, relation="managed"),
    )

    assert Wire(viewer).call("get", f"{secret.at}/plan").json()["code"] == "projects.plan_closed"
    assert Wire(viewer).call("get", f"{secret.at}/plan").json()["classification"] == 2
    assert Wire(viewer).call("get", f"{plain.at}/plan").status_code == 200
    assert Wire(leader).call("get", f"{secret.at}/plan").status_code == 200
    listed = Wire(viewer).call("get", "/tasks").json()["items"]
    assert {one["project"]["name"] for one in listed} == {"Plain"}
    dates = {
        one["name"]: one["start"] for one in Wire(viewer).call("get", "/projects").json()["items"]
    }
    assert (dates["Secret"], dates["Plain"] is None) == (None, False)


def test_nobody_opens_a_plan_to_themselves(plan):
    Project.objects.filter(pk=plan.project.pk).update(classification=2)
    published(Cell(EVERYONE, Effect.NONE, resource="project", field="start", at_least=2))
    let_one_lower()
    editor = user_with(*EDITOR, "projects.lower_class")
    wire = signed_in(editor)

    refused = wire.call("patch", plan.at, {"classification": 0}, version=1)

    assert refused.json()["code"] == "access.opens_to_author"
    assert {"project.start", "project.finish"} <= set(refused.json()["fields"])


def test_lists_are_asked_as_if_a_closed_schedule_were_none():
    early, late = Planned("Early"), Planned("Late", classification=2)
    Project.objects.filter(pk=early.project.pk).update(health="red", finish=29_000_000)
    Project.objects.filter(pk=late.project.pk).update(health="green", finish=28_000_000)
    published(Cell(EVERYONE, Effect.NONE, resource="project", field="start", at_least=2))
    wire = Wire(user_with(*EDITOR))

    def names(query):
        return [one["name"] for one in wire.call("get", f"/projects?{query}").json()["items"]]

    assert names("sort=finish") == names("sort=-finish") == ["Early", "Late"]
    assert names("sort=health") == names("sort=-slip_minutes") == ["Early", "Late"]
    assert names("filter=n_tasks:ge:1") == names("filter=start:is_null:false") == ["Early"]
    assert names("filter=finish:is_null:true") == ["Late"]
    assert names("filter=health:eq:green") == names("filter=health:ne:red") == []
    groups = wire.call("get", "/projects?group=health").json()["groups"]
    assert [(one["key"], one["count"]) for one in groups] == [("red", 1), ("_locked", 1)]
    assert names("group=health&closed=red") == ["Late"]
    assert names("group=health&closed=_locked") == ["Early"]
    first = wire.call("get", "/projects?sort=finish&limit=1").json()
    second = wire.call("get", f"/projects?sort=finish&limit=1&cursor={first['next_cursor']}").json()
    assert [one["name"] for one in second["items"]] == ["Late"]


def test_no_sum_is_told_over_a_closed_schedule(plan):
    Planned("Second", unit=plan.project.unit)
    close()

    [group] = Wire(user_with(*EDITOR)).call("get", "/projects?group=unit").json()["groups"]
    [known] = Wire(user_with(*EDITOR, LET_IN)).call("get", "/projects?group=unit").json()["groups"]

    hidden = {
        "start", "finish", "slip_minutes", "percent_complete", "n_tasks", "cost_minor",
    }  # fmt: skip
    assert group["count"] == known["count"] == 2
    assert set(group["_locked"]) == hidden
    assert not hidden & {name for name, value in group["measures"].items() if value is not None}
    assert known["measures"]["n_tasks"] == 6


def test_a_list_of_tasks_asks_as_often_whatever_is_closed(plan):
    viewer = user_with(*EDITOR)
    close()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            Wire(viewer).call("get", "/tasks")
        counts.append(len(asked))
        for n in range(5):
            Planned(f"More {n}")

    assert counts[0] == counts[1]
