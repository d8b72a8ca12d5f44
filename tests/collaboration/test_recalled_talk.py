"""The histories of comments and files: who did what to them, and never what was taken back."""

import pytest

from tests.collaboration.discussed import member_of, path
from tests.collaboration.test_raised_talk import HIGH, closing, raise_class, say, show
from tests.wire import Wire
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(task):
    return member_of(task.project, name="Ada")


@pytest.fixture
def other(task):
    return member_of(task.project, name="Grace")


def history(user, kind, row):
    return Wire(user).get(f"/api/v1/history/{kind}/{row.pk}")


def test_that_a_comment_was_edited_is_told_and_not_what_it_said(task, author, other):
    said = say(author, task, "The password is hunter2")
    edited = Wire(author).call("patch", f"/comments/{said.pk}", {"text": "Done"}, version=1)
    assert edited.status_code == 200, edited.content

    answer = history(other, "comment", said)

    assert [(one["kind"], one["by"]) for one in answer.json()["items"]] == [
        ("collaboration.comment_edited", "Ada"),
        ("collaboration.comment_added", "Ada"),
    ]
    assert "hunter2" not in answer.content.decode()


@pytest.mark.parametrize(("kind", "make"), [("comment", say), ("attachment", show)])
def test_what_was_raised_has_no_history_for_whom_its_class_is_closed(
    task, author, other, kind, make
):
    row = make(author, task)
    way = "comments" if kind == "comment" else "files"
    assert raise_class(author, way, row).status_code == 200
    closing()

    assert history(author, kind, row).status_code == 200
    assert history(other, kind, row).status_code == 404


def test_the_name_of_a_raised_file_is_kept_as_seen(task, author):
    file = show(author, task)
    raise_class(author, "files", file)

    raised, added = history(author, "attachment", file).json()["items"]

    assert raised["fields"] == [
        {"name": "classification", "before": 0, "after": int(HIGH), "is_hidden": False}
    ]
    assert {one["name"] for one in added["fields"]} == {"name", "n_bytes"}
    [read] = Event.objects.filter(kind="access.fields_read").latest("seq").data["reads"]
    assert (read["resource"], read["rows"]) == ("attachment", [str(file.pk)])


def test_a_file_that_is_gone_has_no_history(task, author):
    file = show(author, task)
    Wire(author).call("delete", f"/files/{file.pk}", version=1)

    assert history(author, "attachment", file).status_code == 404
    assert Wire(author).call("get", path(task, "/files")).json()["total"] == 0
