"""Closing the schedule of a project closes its plan: which ways out are shut, and to whom."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.access.signin.people import signed_in
from tests.access.test_policy import published
from tests.factories.access import body_with, user_with
from tests.factories.organisation import PersonFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.access.policy.exposure import readers
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.privacy.subjects import somebody_called
from zhongshu.access.privacy.telling import everything
from zhongshu.access.writing import FieldIsReadOnly
from zhongshu.collaboration import subjects
from zhongshu.collaboration.models import Comment, Notification
from zhongshu.collaboration.notifying import Notice, notify
from zhongshu.collaboration.subjects import get_subject
from zhongshu.integrations.queries import known_project
from zhongshu.kit.events import deliver_pending, hearers_of
from zhongshu.kit.models import Event
from zhongshu.planning.approval import put_to_body
from zhongshu.planning.fields import BASELINE, TASK
from zhongshu.planning.models import Baseline, Task
from zhongshu.planning.queries.tasks import staff_in_view
from zhongshu.planning.services.baselines import set_baseline
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db

SECRET = "Sell the plant"
LET_IN = "access.read_audit"
EVERYONE = Subject.EVERYONE
EDITOR = (
    "projects.view", "projects.edit", "planning.edit_plan", "planning.import_plan",
    "planning.set_baseline", "planning.report_progress", "organisation.view",
    "finance.view_costs", "collaboration.comment", "collaboration.attach",
)  # fmt: skip
FACTS = (
    "start", "finish", "baseline_finish", "slip_minutes", "health", "percent_complete", "n_tasks",
    "status_date", "scheduled_from", "progress_mode", "lag_calendar", "minutes_per_day",
    "minutes_per_week", "days_per_month", "critical_float_minutes", "near_critical_minutes",
    "plan_version", "source_format", "cost_minor",
)  # fmt: skip


class Planned:
    def __init__(self, name="Works", classification=0, **more):
        self.project = ProjectFactory.create(name=name, classification=classification, **more)
        rows = {SECRET: {"duration_minutes": 960}, "Then": 1, "Done": {"kind": "milestone"}}
        self.ids = plan_with(self.project, rows, [])
        self.at = f"/projects/{self.project.pk}"
        set_baseline(
            SYSTEM, project=self.project, name="Agreed in May", reason="", at=timezone.now()
        )
        self.project.refresh_from_db()

    @property
    def secret(self):
        return self.ids[SECRET]

    def edit(self, *operations, by=SYSTEM):
        return edit_plan(by, project=self.project, operations=list(operations))


@pytest.fixture
def plan():
    return Planned()


def close(*more):
    published(
        Cell(EVERYONE, Effect.NONE, resource="project", field="start"),
        Cell(Subject.PERMISSION, Effect.WRITE, LET_IN, "project", "start"),
        *more,
    )


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


def test_what_is_said_of_a_task_is_as_absent_as_what_there_is_not(plan):
    viewer, let_in = user_with(*EDITOR), user_with(*EDITOR, LET_IN)
    said = Wire(let_in).call("post", f"/subjects/task/{plan.secret}/comments", {"text": SECRET})
    comment = said.json()["id"]
    close()
    wire, unknown = Wire(viewer), uuid4()

    for address in ("/subjects/task/{}", "/subjects/task/{}/comments", "/subjects/task/{}/files",
                    "/subjects/task/{}/people"):  # fmt: skip
        hidden, absent = (wire.call("get", address.format(one)) for one in (plan.secret, unknown))
        assert (hidden.status_code, hidden.content) == (404, absent.content)
        assert Wire(let_in).call("get", address.format(plan.secret)).status_code == 200
    edited = wire.call("patch", f"/comments/{comment}", {"text": "Mine"})
    assert edited.status_code == 404
    assert Comment.objects.get().text == SECRET
    # The project itself can be talked about.
    assert wire.call("get", f"/subjects/project/{plan.project.pk}/comments").status_code == 200


def test_nobody_to_whom_it_is_closed_is_told_or_named(plan):
    viewer, let_in = user_with(*EDITOR), user_with(*EDITOR, LET_IN)
    close()
    subject = get_subject(SYSTEM, "task", UUID(plan.secret))
    event = Event(kind="planning.plan_edited", subject_id=plan.project.pk,
                  scope_id=plan.project.scope_id, data={})  # fmt: skip

    told = set(hearers_of(event, {viewer.pk, let_in.pk}))
    named = set(subjects.readers(subject).values_list("pk", flat=True))
    answer = Wire(let_in).call(
        "post", f"/subjects/task/{plan.secret}/comments", {"text": f"@[x](user:{viewer.pk})"}
    )

    assert told == {let_in.pk}
    assert named & {viewer.pk, let_in.pk} == {let_in.pk}
    assert answer.json()["code"] == "collaboration.cannot_be_mentioned"


def test_news_of_a_baseline_are_kept_from_them_before_and_after(plan):
    let_in = user_with(*EDITOR, LET_IN)
    viewer = user_with(*EDITOR)
    people = {user.pk for user in (viewer, let_in)}
    subject = get_subject(SYSTEM, "project", plan.project.pk)
    kind = Notification.Kind.BASELINE_DECIDED
    told = {"baseline": "Agreed in May", "baseline_id": "", "decision": "approved"}
    notices = [Notice(one, kind, subject, data=told) for one in people]
    event = Event.objects.order_by("seq").last()
    notify(notices, event=event, at=timezone.now())
    close()

    assert Wire(viewer).call("get", "/notifications").json()["items"] == []
    assert Wire(viewer).call("get", "/notifications/unread").json()["n_unread"] == 0
    [known] = Wire(let_in).call("get", "/notifications").json()["items"]
    assert known["data"]["baseline"] == "Agreed in May"

    Notification.objects.all().delete()
    notify(notices, event=event, at=timezone.now())
    assert set(Notification.objects.values_list("user", flat=True)) == {let_in.pk}


def test_who_is_in_the_plan_is_not_told_to_them(plan):
    viewer, let_in = user_with(*EDITOR), user_with(*EDITOR, LET_IN)
    close()
    here = {"scope_id": str(plan.project.scope_id), "page": "plan", "subject_id": plan.secret}
    Wire(let_in).call("put", f"/presence/{uuid4()}", here)

    told = Wire(viewer).call("put", f"/presence/{uuid4()}", here).json()["items"]
    listed = Wire(viewer).call("get", f"/presence?scope_id={plan.project.scope_id}").json()["items"]
    known = Wire(let_in).call("get", f"/presence?scope_id={plan.project.scope_id}").json()["items"]

    assert (told, listed) == ([], [])
    assert [one["user"]["id"] for one in known] == [str(let_in.pk)]


def test_the_history_and_the_trail_keep_it(plan):
    baseline = Baseline.objects.get()
    plan.edit({"op": "update_task", "id": plan.secret, "fields": {"name": SECRET + " now"}})
    reader = user_with(*EDITOR, "access.read_audit")
    assert SECRET in Wire(reader).call("get", "/audit/events?limit=100").content.decode()
    published(
        Cell(EVERYONE, Effect.NONE, resource="project", field="start"),
        Cell(Subject.PERMISSION, Effect.WRITE, "access.manage_policy", "project", "start"),
    )
    wire = Wire(reader)

    trail = wire.call("get", "/audit/events?limit=100")
    of_project = wire.call("get", f"/history/project/{plan.project.pk}")

    assert SECRET not in trail.content.decode()
    [edited] = [one for one in trail.json()["items"] if "n_moved" in one["withheld"]][:1]
    assert set(edited["data"].values()) == {None}
    assert of_project.status_code == 200
    assert wire.call("get", f"/history/baseline/{baseline.pk}").status_code == 404


def test_a_body_asks_nobody_about_a_baseline_that_they_may_not_see(plan):
    viewer, let_in = (
        user_with(*EDITOR, *more, "access.view_authorities") for more in ((), (LET_IN,))
    )
    body = body_with(viewer, let_in)
    question = put_to_body(body, Baseline.objects.get(), at=timezone.now())
    close()

    assert Wire(viewer).call("get", "/questions").json()["items"] == []
    assert Wire(viewer).call("get", f"/questions/{question.pk}").status_code == 404
    vote = {"choice": "for", "note": ""}
    assert Wire(viewer).call("post", f"/questions/{question.pk}/votes", vote).status_code == 404
    assert Wire(let_in).call("get", f"/questions/{question.pk}").status_code == 200


def test_who_works_by_it_is_not_in_sight_by_it_and_their_export_keeps_it(plan):
    worker = PersonFactory.create(name="赵六", user=user_with("projects.view"))
    plan.edit({"op": "assign", "task_id": plan.secret, "person_id": str(worker.pk)})
    viewer, let_in = user_with("projects.view"), user_with("projects.view", LET_IN)
    tables = everything(worker.user, somebody_called(worker.pk), at=timezone.now())["tables"]
    assert "planning.assignment" in tables
    close()

    assert worker not in staff_in_view(viewer)
    assert worker in staff_in_view(let_in)
    tables = everything(worker.user, somebody_called(worker.pk), at=timezone.now())["tables"]
    assert not any(name.startswith("planning.") for name in tables)


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
    assert [(one["key"], one["count"]) for one in groups] == [("red", 1), ("", 1)]
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


def test_who_reads_a_task_is_told_without_those_to_whom_its_plan_is_closed(plan):
    viewer, let_in = user_with(*EDITOR), user_with(*EDITOR, LET_IN)
    close()

    for resource, name, row in (
        (TASK, "start", UUID(plan.secret)), (BASELINE, "name", Baseline.objects.get().pk)
    ):  # fmt: skip
        _, found = readers(policy_in_force(), resource, name, row)
        assert {viewer.pk, let_in.pk} & {one.user for one in found} == {let_in.pk}


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
