"""What stands beside a closed plan tells nothing of it: talk, news, presence, the trail, bodies."""

from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from tests.access.test_policy import published
from tests.factories.access import body_with, user_with
from tests.factories.organisation import PersonFactory
from tests.planning.closed import EDITOR, EVERYONE, LET_IN, SECRET, Planned, close
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.channels import Channel, Passage
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.policy.readers import readers
from zhongshu.access.privacy.subjects import somebody_called
from zhongshu.access.privacy.telling import everything
from zhongshu.collaboration import subjects
from zhongshu.collaboration.models import Comment, Notification
from zhongshu.collaboration.notifying import Notice, notify
from zhongshu.collaboration.subjects import get_subject
from zhongshu.integrations.queries import exported_class
from zhongshu.kit.declarations import Classification
from zhongshu.kit.events import hearers_of
from zhongshu.kit.models import Event
from zhongshu.planning.approval import put_to_body
from zhongshu.planning.fields import BASELINE, TASK
from zhongshu.planning.models import Baseline
from zhongshu.planning.queries.tasks import staff_in_view
from zhongshu.planning.services.baselines import set_baseline
from zhongshu.projects.closed_plans import readers_of_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return Planned()


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
    assert (of_project.status_code, SECRET in of_project.content.decode()) == (200, False)
    assert wire.call("get", f"/history/baseline/{baseline.pk}").status_code == 404


def test_how_much_of_it_was_seen_and_taken_out_is_not_told(plan):
    bursar, reader = user_with(*EDITOR), user_with(*EDITOR, "access.read_audit")
    let_in = user_with(*EDITOR, "access.read_audit", "access.manage_policy")
    at = {"since": "2020-01-01T00:00:00Z", "until": "2999-01-01T00:00:00Z", "resource": "task"}
    Wire(bursar).call("get", f"{plan.at}/costs")
    Wire(bursar).call("get", f"{plan.at}/export?format=csv")
    published(
        Cell(EVERYONE, Effect.NONE, resource="project", field="start"),
        Cell(Subject.PERMISSION, Effect.WRITE, "access.manage_policy", "project", "start"),
    )

    def told(by):
        wire = Wire(by)
        query = "limit=100&filter=kind:in:access.fields_read,access.exported"
        events = wire.call("get", f"/audit/events?{query}").json()["items"]
        numbers = [
            read["n_rows"]
            for one in events if (one["data"] or {}).get("reads")
            for read in one["data"]["reads"] if read["resource"] == "task"
        ]  # fmt: skip
        return numbers, [
            one["n_rows"] for one in wire.get("/api/v1/audit/sights", at).json()["items"]
        ]

    assert told(reader) == ([], [])
    assert told(let_in) == ([3, 3], [3, 3])
    plan.project.delete()
    assert told(reader) == ([], [])
    assert told(let_in) == ([3, 3], [3, 3])


def test_the_trail_does_not_tell_what_bodies_were_asked_about_it(plan):
    member, other = (user_with(*EDITOR, "access.view_authorities") for _ in range(2))
    reader = user_with(*EDITOR, "access.read_audit")
    now = timezone.now()
    request = set_baseline(SYSTEM, project=plan.project, name="In June", reason="Late", at=now)
    question = put_to_body(body_with(member, other, quorum=2), request, at=now)
    vote = {"choice": "for", "note": ""}
    cast = Wire(member).call("post", f"/questions/{question.pk}/votes", vote)
    assert cast.status_code == 200, cast.content

    def trail():
        query = "/audit/events?limit=100&filter=kind:eq:access.vote_cast"
        [event] = Wire(reader).call("get", query).json()["items"]
        return (event["data"] or {}).get("after")

    assert "In June" in trail()["title"]
    published(
        Cell(EVERYONE, Effect.NONE, resource="project", field="start"),
        Cell(Subject.PERMISSION, Effect.WRITE, "access.manage_policy", "project", "start"),
    )
    assert trail() is None


def test_what_is_said_live_of_a_project_that_is_gone_reaches_nobody_where_plans_are_closed(plan):
    viewer, scope = user_with(*EDITOR), plan.project.scope_id
    plan.project.delete()
    assert readers_of_plan(scope, [viewer.pk]) == {viewer.pk}
    close()

    assert readers_of_plan(scope, [viewer.pk]) == set()


def test_a_file_of_a_plan_is_of_the_class_to_which_its_schedule_is_raised(plan):
    high = Classification.HIGHLY_SENSITIVE
    viewer = user_with("projects.view")
    before = exported_class(viewer, plan.project)
    published(
        channels={Channel.EXPORT: Passage(Classification.SENSITIVE)},
        classes={"project.start": high},
    )

    assert (before, exported_class(viewer, plan.project)) == (Classification.INTERNAL, high)
    refused = Wire(viewer).call("get", f"{plan.at}/export?format=csv")
    assert (refused.status_code, refused.json()["code"]) == (403, "access.class_kept")


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


def test_who_reads_a_task_is_told_without_those_to_whom_its_plan_is_closed(plan):
    viewer, let_in = user_with(*EDITOR), user_with(*EDITOR, LET_IN)
    close()

    for resource, name, row in (
        (TASK, "start", UUID(plan.secret)), (BASELINE, "name", Baseline.objects.get().pk)
    ):  # fmt: skip
        _, found = readers(policy_in_force(), resource, name, row)
        assert {viewer.pk, let_in.pk} & {one.user for one in found} == {let_in.pk}
