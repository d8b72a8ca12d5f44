"""What is said of one project leaks by no route to those who may not, or no longer, see it."""

import json
from io import BytesIO

import pytest
from django.utils import timezone

from tests.collaboration.discussed import member_of, mention, path, subject_of, task_of
from tests.factories.access import role_with, user_with
from tests.wire import Wire
from zhongshu.access.models import Grant
from zhongshu.access.roles import READY_ROLES
from zhongshu.collaboration.models import Attachment, Comment, Notification
from zhongshu.collaboration.services import comments, files
from zhongshu.kit import events
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db

CANARY = "canary-of-the-hidden-project"
EVERYTHING = sorted(set().union(*(role.permissions for role in READY_ROLES)))
ABSENT = "01890000-0000-7000-8000-000000000000"


@pytest.fixture
def hidden():
    """A task with a comment, a file and a notification, all of them canaries."""
    task = task_of(f"{CANARY} task", name=f"{CANARY} project")
    author, named = member_of(task.project, name=f"{CANARY} author"), member_of(task.project)
    subject, at = subject_of(task), timezone.now()
    comments.add_comment(author, subject=subject, text=f"{CANARY} {mention(named)}", at=at)
    files.add_file(author, subject=subject, name=f"{CANARY}.txt", content=b"x", at=at)
    events.deliver_pending()
    return task


def everything_asked(user, task) -> dict[str, object]:
    """Each way to the discussion of a task, as (status, body)."""
    comment, file = Comment.objects.get(), Attachment.objects.get()
    news = Notification.objects.order_by("pk").first()
    client = Wire(user)
    upload = BytesIO(b"x")
    upload.name = "a.txt"
    asked = {
        "card": client.call("get", path(task)),
        "comments": client.call("get", path(task, "/comments")),
        "count": client.call("get", path(task, "/comments?limit=1&filter=text:contains:canary")),
        "people": client.call("get", path(task, "/people?text=canary")),
        "files": client.call("get", path(task, "/files")),
        "download": client.call("get", f"/files/{file.pk}/content"),
        "say": client.call("post", path(task, "/comments"), {"text": "x"}),
        "edit": client.call("patch", f"/comments/{comment.pk}", {"text": "x"}, version=1),
        "delete": client.call("delete", f"/comments/{comment.pk}", version=1),
        "restore": client.call("post", f"/comments/{comment.pk}/restoration"),
        "upload": client.post(f"/api/v1{path(task, '/files')}", {"file": upload}),
        "delete file": client.call("delete", f"/files/{file.pk}", version=1),
        "restore file": client.call("post", f"/files/{file.pk}/restoration"),
        "watch": client.call("put", path(task, "/watch")),
        "unwatch": client.call("delete", path(task, "/watch")),
        "mark": client.call("patch", f"/notifications/{news.pk}", {"is_read": True}),
    }
    return {name: (one.status_code, one.content.decode()) for name, one in asked.items()}


def test_other_projects_discussion_is_as_absent_as_none(hidden):
    elsewhere = task_of("Elsewhere")
    user = user_with(*EVERYTHING, over=elsewhere.project.scope)
    absent = Wire(user).call("get", f"/subjects/task/{ABSENT}").content.decode()
    counts = [model.objects.count() for model in (Comment, Attachment, Notification)]

    asked = everything_asked(user, hidden)

    assert set(asked.values()) == {(404, absent)}
    assert [model.objects.count() for model in (Comment, Attachment, Notification)] == counts


def test_nothing_of_it_is_in_what_one_may_ask(hidden):
    elsewhere = task_of("Elsewhere")
    client = Wire(user_with(*EVERYTHING, over=elsewhere.project.scope))

    answers = [
        client.call("get", one)
        for one in (
            path(elsewhere), path(elsewhere, "/comments"), path(elsewhere, "/people"),
            path(elsewhere, "/people?text=canary"), path(elsewhere, "/files"), "/notifications",
            "/notifications/unread", "/notifications/preferences",
        )
    ]  # fmt: skip

    assert {one.status_code for one in answers} == {200}
    assert not any(CANARY in one.content.decode() for one in answers)
    assert json.loads(answers[-2].content) == {"n_unread": 0}


def test_after_revocation_every_way_is_closed(hidden):
    user = user_with()
    grant = Grant.objects.create(user=user, role=role_with(*EVERYTHING), scope=hidden.project.scope)
    assert CANARY in Wire(user).call("get", path(hidden, "/comments")).content.decode()

    grant.delete()

    assert {status for status, _ in everything_asked(user, hidden).values()} == {404}


@pytest.mark.parametrize("kind", ["nothing", "tasks", "Task", "x" * 200, "%00", "comment"])
def test_unknown_kind_is_as_absent_as_an_unknown_id(kind):
    user = user_with(*EVERYTHING)

    assert Wire(user).call("get", f"/subjects/{kind}/{ABSENT}").status_code == 404


def test_what_is_news_to_somebody_is_nobody_elses():
    task = task_of()
    author, named = member_of(task.project), member_of(task.project)
    comments.add_comment(author, subject=subject_of(task), text=mention(named), at=timezone.now())
    events.deliver_pending()
    row = Notification.objects.get()

    answer = Wire(author).call("patch", f"/notifications/{row.pk}", {"is_read": True})

    assert answer.status_code == 404
    assert Notification.objects.get().read_at is None


def test_open_pages_of_others_hear_nothing_of_it(hidden):
    reader = user_with("projects.view", over=hidden.project.scope)
    outsider = user_with(*EVERYTHING, over=task_of("Elsewhere").project.scope)
    said = Event.objects.get(kind="collaboration.comment_added")
    notified = Event.objects.get(kind="collaboration.notified")

    heard, message = events.told_to(said, {reader.pk, outsider.pk})
    rung, news = events.told_to(notified, {reader.pk, outsider.pk})

    assert heard == {reader.pk}
    assert message == ("discussion_changed", {"kind": "task", "subject_id": str(hidden.pk)})
    assert not rung & {reader.pk, outsider.pk}
    assert news == ("notified", {})
