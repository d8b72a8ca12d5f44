"""Who is told of what, once, and only of what they may still read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.collaboration.discussed import (
    member_of,
    mention,
    path,
    put_to,
    subject_of,
)
from tests.factories.access import holding_of, role_with, user_with
from tests.factories.planning import plan_with
from tests.wire import Wire
from zhongshu.access.models import SYSTEM, Grant
from zhongshu.collaboration.models import Notification
from zhongshu.collaboration.services import comments, watching
from zhongshu.kit import events
from zhongshu.kit.models import Event, OutboxCursor
from zhongshu.planning.models import PlanResource, Task
from zhongshu.planning.services import baseline_requests, baselines
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects.services import delete_project

pytestmark = pytest.mark.django_db


def say(user, task, text="Fine."):
    return comments.add_comment(user, subject=subject_of(task), text=text, at=timezone.now())


def told(user) -> list[tuple[str, str]]:
    events.deliver_pending()
    items = Wire(user).call("get", "/notifications?sort=at,id").json()["items"]
    return [(one["kind"], one["subject"] and one["subject"]["name"]) for one in items]


def unread(user) -> int:
    return Wire(user).call("get", "/notifications/unread").json()["n_unread"]


def longer(task, minutes: int, actor=SYSTEM) -> None:
    operation = {"op": "update_task", "id": str(task.pk), "fields": {"duration_minutes": minutes}}
    edit_plan(actor, project=task.project, operations=[operation])


def test_those_named_concerned_and_following_are_told_once(task):
    author, named, put, follower, nobody = (member_of(task.project, name=n) for n in "ABCDE")
    put_to(task, put)
    watching.set_watch(follower, subject=subject_of(task), is_on=True)

    say(author, task, f"Ask {mention(named)} and {mention(named)}")

    assert told(named) == [("mentioned", "Pour concrete")]
    assert told(put) == told(follower) == [("commented", "Pour concrete")]
    assert told(nobody) == told(author) == []
    [one] = Wire(named).call("get", "/notifications").json()["items"]
    assert (one["excerpt"], one["by"]["name"]) == ("Ask @B and @B", "A")
    assert one["subject"]["address"] == {
        "project_id": str(task.project_id),
        "task_id": str(task.pk),
    }


def test_whoever_takes_part_follows_until_they_stop(task):
    first, second = member_of(task.project), member_of(task.project)
    say(first, task)
    say(second, task)
    assert told(first) == [("commented", "Pour concrete")]
    assert Wire(first).call("get", path(task)).json()["is_watched"] is True

    Wire(first).call("delete", path(task, "/watch"))
    say(second, task)
    say(first, task)
    say(second, task)

    assert len(told(first)) == 1
    assert Wire(first).call("get", path(task)).json()["is_watched"] is False
    say(second, task, mention(first))
    assert told(first)[1:] == [("mentioned", "Pour concrete")]


def test_edit_tells_only_those_it_names_anew(task):
    author, named, late = (member_of(task.project) for _ in range(3))
    comment = say(author, task, f"Ask {mention(named)}")
    told(named)

    Wire(author).call(
        "patch", f"/comments/{comment.pk}", {"text": f"Ask {mention(late)} {mention(named)}"},
        version=1,
    )  # fmt: skip

    assert (len(told(named)), len(told(late))) == (1, 1)


def test_telling_again_changes_nothing(task):
    author, named = member_of(task.project), member_of(task.project)
    say(author, task, mention(named))
    told(named)

    OutboxCursor.objects.all().delete()
    told(named)

    assert Notification.objects.count() == 1
    assert Event.objects.filter(kind="collaboration.notified").count() == 1


def test_who_is_put_to_a_task_is_told(task):
    planner = member_of(task.project, "planning.edit_plan")
    user = member_of(task.project)
    resource = PlanResource.objects.get(pk=put_to(task, user).resource_id)
    ids = plan_with(task.project, {"Strip": 1})
    assert told(user) == []

    edit_plan(
        planner,
        project=task.project,
        operations=[
            {"op": "assign", "task_id": ids["Strip"], "resource_id": str(resource.pk), "units": 1}
        ],
    )

    assert told(user) == [("assigned", "Strip")]


def test_moves_of_a_task_are_one_notification_until_read(task):
    user = member_of(task.project)
    put_to(task, user)
    before = (task.start, task.finish)

    longer(task, 960)
    told(user)
    longer(task, 1440)

    assert told(user) == [("dates_moved", "Pour concrete")]
    row = Notification.objects.get()
    assert row.data == {
        "was_start": "2026-01-05T08:00",
        "was_finish": "2026-01-05T17:00",
        "start": "2026-01-05T08:00",
        "finish": "2026-01-07T17:00",
    }
    assert before == (task.start, task.finish)
    Wire(user).call("patch", f"/notifications/{row.pk}", {"is_read": True})
    longer(task, 1920)
    assert (len(told(user)), unread(user)) == (2, 1)
    again = Wire(user).call("patch", f"/notifications/{row.pk}", {"is_read": False})
    assert again.json()["code"] == "collaboration.news_again"


def test_task_that_is_where_it_was_is_no_news(task):
    user = member_of(task.project)
    put_to(task, user)

    longer(task, 960)
    assert len(told(user)) == 1
    longer(task, 480)

    assert told(user) == []


def test_nobody_is_told_of_their_own_doing(task):
    planner = member_of(task.project, "planning.edit_plan")
    put_to(task, planner)

    longer(task, 960, actor=planner)

    assert told(planner) == []


def test_request_for_a_baseline_reaches_who_can_approve_and_back(task):
    asks = member_of(task.project, "planning.set_baseline")
    approves = member_of(task.project, name="Chair")
    holding_of(approves, "baseline_approval", over=task.project.scope)
    at = timezone.now()
    baselines.set_baseline(SYSTEM, project=task.project, name="First", at=at)
    request = baselines.set_baseline(
        asks, project=task.project, name="Second", at=at, reason="More scope"
    )
    assert told(approves) == [("baseline_waiting", task.project.name)]
    assert told(asks) == []

    baseline_requests.reject_baseline(
        approves, project=task.project, baseline=request, at=at, note="Not yet"
    )

    assert told(asks) == [("baseline_decided", task.project.name)]
    [one] = Wire(asks).call("get", "/notifications").json()["items"]
    assert (one["data"]["baseline"], one["data"]["decision"]) == ("Second", "rejected")
    assert one["by"]["name"] == "Chair"


def test_whoever_lost_the_right_sees_nothing_of_it(task):
    author = member_of(task.project)
    leaves = user_with()
    grant = Grant.objects.create(
        user=leaves, role=role_with("projects.view"), scope=task.project.scope
    )
    say(author, task, mention(leaves))
    assert (len(told(leaves)), unread(leaves)) == (1, 1)
    held = Notification.objects.get(user=leaves)

    grant.delete()

    assert (told(leaves), unread(leaves)) == ([], 0)
    assert Wire(leaves).call("get", "/notifications").json()["total"] == 0
    patched = Wire(leaves).call("patch", f"/notifications/{held.pk}", {"is_read": True})
    assert patched.status_code == 404


def test_whoever_lost_the_right_before_delivery_is_not_told(task):
    author = member_of(task.project)
    leaves = user_with()
    grant = Grant.objects.create(
        user=leaves, role=role_with("projects.view"), scope=task.project.scope
    )
    say(author, task, mention(leaves))

    grant.delete()

    assert told(leaves) == []
    assert not Notification.objects.filter(user=leaves).exists()


def test_taken_back_comment_is_quoted_no_more(task):
    author, named = member_of(task.project), member_of(task.project)
    comment = say(author, task, f"Secret {mention(named)}")
    told(named)

    Wire(author).call("delete", f"/comments/{comment.pk}", version=1)

    [one] = Wire(named).call("get", "/notifications").json()["items"]
    assert one["excerpt"] is None


def test_task_that_is_gone_is_told_as_gone(task):
    author, named = member_of(task.project), member_of(task.project)
    say(author, task, mention(named))
    told(named)

    edit_plan(SYSTEM, project=task.project, operations=[{"op": "delete_task", "id": str(task.pk)}])

    assert told(named) == [("mentioned", None)]
    assert Wire(named).call("get", path(task, "/comments")).status_code == 404


def test_what_was_said_of_a_project_goes_with_it(task):
    author, named = member_of(task.project), member_of(task.project)
    say(author, task, mention(named))
    told(named)

    delete_project(SYSTEM, project=task.project, expected_version=None, at=timezone.now())

    assert told(named) == []
    assert not Notification.objects.exists()


def test_all_is_read_at_once_and_only_ones_own(task):
    author, first, second = (member_of(task.project) for _ in range(3))
    say(author, task, f"{mention(first)} {mention(second)}")
    told(first)

    answer = Wire(first).call("post", "/notifications/read")

    assert answer.json() == {"n_unread": 0}
    assert (unread(first), unread(second)) == (0, 1)


@pytest.mark.parametrize(
    ("in_app", "mail", "expected"),
    [(True, "none", (1, "none")), (False, "daily", (0, "daily")), (False, "none", (0, None))],
)
def test_people_are_told_by_the_channels_they_chose(task, in_app, mail, expected):
    author, named = member_of(task.project), member_of(task.project)
    chosen = {"kind": "mentioned", "is_in_app": in_app, "mail": mail}
    assert Wire(named).call("patch", "/notifications/preferences", chosen).status_code == 200

    say(author, task, mention(named))

    row = Notification.objects.filter(user=named)
    assert (len(told(named)), row.values_list("mail", flat=True).first()) == expected


def test_preferences_tell_the_defaults_until_changed(task):
    user = member_of(task.project)

    before = Wire(user).call("get", "/notifications/preferences").json()
    after = Wire(user).call(
        "patch", "/notifications/preferences", {"kind": "commented", "mail": "none"}
    ).json()  # fmt: skip

    assert (before["is_mail_on"], before["address"]) == (False, None)
    by_kind = {one["kind"]: (one["is_in_app"], one["mail"]) for one in before["preferences"]}
    assert by_kind == {
        "mentioned": (True, "at_once"),
        "commented": (True, "daily"),
        "assigned": (True, "at_once"),
        "dates_moved": (True, "daily"),
        "baseline_waiting": (True, "at_once"),
        "baseline_decided": (True, "at_once"),
        "question_put": (True, "at_once"),
        "question_decided": (True, "at_once"),
        "confirm_waiting": (True, "at_once"),
        "confirmed": (True, "at_once"),
        "declined": (True, "at_once"),
    }
    changed = [one for one in after["preferences"] if one not in before["preferences"]]
    assert changed == [{"kind": "commented", "is_in_app": True, "mail": "none"}]


def test_queries_do_not_grow_with_notifications(task):
    author, named = member_of(task.project), member_of(task.project)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Wire(named).call("get", "/notifications?limit=200").status_code == 200
        return len(queries)

    for _ in range(2):
        say(author, task, mention(named))
    told(named)
    few = asked()
    for number in range(24):
        other = Task.objects.get(pk=plan_with(task.project, {f"T{number}": 1})[f"T{number}"])
        say(author, other, mention(named))
    told(named)

    assert asked() == few


def test_delivery_asks_no_more_for_more_people(task):
    author = member_of(task.project)

    def asked(n_people: int) -> int:
        named = [member_of(task.project) for _ in range(n_people)]
        say(author, task, " ".join(mention(one) for one in named))
        events_before = Event.objects.filter(kind="collaboration.notified").count()
        with CaptureQueriesContext(connection) as queries:
            events.deliver_pending()
        assert Event.objects.filter(kind="collaboration.notified").count() == events_before + 1
        jobs = sum("kit_job" in one["sql"] or "SAVEPOINT" in one["sql"] for one in queries)
        return len(queries) - jobs

    asked(1)
    few = asked(2)

    assert asked(20) == few
