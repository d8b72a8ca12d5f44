"""People say something about a subject, change it and take it back."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.collaboration.discussed import member_of, mention, path, subject_of, task_of
from tests.factories.access import UserFactory, user_with
from tests.wire import Wire
from zhongshu.collaboration.models import Comment, Mention, Watch
from zhongshu.collaboration.services import comments
from zhongshu.collaboration.writing import excerpt
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(task):
    return member_of(task.project, name="Ada")


def say(user, task, text="Fine.", **more):
    return Wire(user).call("post", path(task, "/comments"), {"text": text, **more})


def test_comment_is_listed_with_its_author(task, author):
    posted = say(author, task, "**Done** by Friday.")

    listed = Wire(author).call("get", path(task, "/comments")).json()

    assert posted.status_code == 201
    assert listed["total"] == 1
    [one] = listed["items"]
    assert (one["text"], one["author"]["name"], one["version"]) == ("**Done** by Friday.", "Ada", 1)
    assert posted.json() == one


def test_an_invisible_character_is_not_kept(task, author):
    posted = say(author, task, "pay\u202etxt.exe\x07 \r\nnow")

    assert posted.json()["text"] == "paytxt.exe \nnow"


@pytest.mark.parametrize("text", ["", "   ", "\u202e"])
def test_comment_that_says_nothing_is_refused(task, author, text):
    refused = say(author, task, text)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "text"
    assert not Comment.objects.exists()


def test_longest_comment_is_limited(task, author):
    assert say(author, task, "x" * 20_000).status_code == 201
    assert say(author, task, "x" * 20_001).status_code == 422


def test_reply_to_a_reply_stands_beside_it(task, author):
    first = say(author, task).json()
    second = say(author, task, reply_to=first["id"]).json()

    third = say(author, task, reply_to=second["id"]).json()

    assert (second["reply_to"], third["reply_to"]) == (first["id"], first["id"])


def test_reply_to_a_comment_of_something_else_is_refused(task, author):
    other = task_of()
    elsewhere = say(member_of(other.project), other).json()["id"]
    beside = say(user_with("projects.view", "collaboration.comment"), task_of("B")).json()["id"]
    everywhere = user_with("projects.view", "collaboration.comment")

    assert say(author, task, reply_to=elsewhere).status_code == 404
    assert say(everywhere, task, reply_to=beside).status_code == 404


def test_reply_to_a_hidden_comment_costs_as_much_as_one_to_none(task, author):
    other = task_of()
    hidden = say(member_of(other.project), other).json()["id"]

    def queries_for(key):
        with CaptureQueriesContext(connection) as asked:
            answer = say(author, task, reply_to=key)
        return answer.content, len(asked)

    assert queries_for(hidden) == queries_for(str(uuid4()))


def test_without_the_permission_one_reads_only(task, author):
    say(author, task)
    reader = user_with("projects.view", over=task.project.scope)

    assert say(reader, task).json()["code"] == "access.forbidden"
    assert Wire(reader).call("get", path(task, "/comments")).json()["total"] == 1
    assert Comment.objects.count() == 1


def test_mention_is_kept_by_id_under_the_users_own_name(task, author):
    named = member_of(task.project, name="Bo [x]")

    posted = say(author, task, f"Ask {mention(named, 'The boss')}, {mention(named)}").json()

    assert posted["text"] == f"Ask @[Bo  x ](user:{named.pk}), @[Bo  x ](user:{named.pk})"
    assert posted["mentions"] == [{"id": str(named.pk), "name": "Bo [x]"}]
    assert set(Watch.objects.values_list("user_id", flat=True)) == {author.pk, named.pk}


@pytest.mark.parametrize("who", ["nobody", "closed", "elsewhere"])
def test_who_may_not_read_it_cannot_be_mentioned(task, author, who):
    named = UserFactory.create()
    if who == "closed":
        named = member_of(task.project)
        named.is_active = False
        named.save()
    elif who == "elsewhere":
        named = member_of(task_of().project)

    refused = say(author, task, f"Ask {mention(named)}")

    assert refused.json()["code"] == "collaboration.cannot_be_mentioned"
    assert (Comment.objects.count(), Mention.objects.count()) == (0, 0)


def test_edit_keeps_what_was_said_before_in_the_history(task, author):
    first = say(author, task, "Monday").json()
    named = member_of(task.project)

    edited = Wire(author).call(
        "patch", f"/comments/{first['id']}", {"text": f"Tuesday {mention(named)}"}, version=1
    )

    assert edited.status_code == 200
    assert (edited.json()["version"], edited.json()["edited_at"] is None) == (2, False)
    event = Event.objects.get(kind="collaboration.comment_edited")
    assert event.data["before"] == {"text": "Monday"}
    assert event.data["mentions"] == [str(named.pk)]


def test_edit_of_an_old_version_is_refused(task, author):
    first = say(author, task, "Monday").json()
    address = f"/comments/{first['id']}"
    Wire(author).call("patch", address, {"text": "Tuesday"}, version=1)

    refused = Wire(author).call("patch", address, {"text": "Sunday"}, version=1)

    assert refused.status_code == 412
    assert refused.json()["current"]["text"] == "Tuesday"
    assert Comment.objects.get().text == "Tuesday"


def test_only_its_author_edits_a_comment(task, author):
    first = say(author, task).json()
    moderator = member_of(task.project, "collaboration.moderate")

    refused = Wire(moderator).call("patch", f"/comments/{first['id']}", {"text": "No"}, version=1)

    assert refused.json()["code"] == "collaboration.comment_of_another"


def test_deleted_comment_keeps_its_place_and_comes_back(task, author):
    named = member_of(task.project)
    first = say(author, task, f"Secret {mention(named)}").json()
    say(author, task, "Reply", reply_to=first["id"])
    address = f"/comments/{first['id']}"

    gone = Wire(author).call("delete", address, version=1).json()
    listed = Wire(named).call("get", path(task, "/comments")).json()
    searched = Wire(named).call("get", path(task, "/comments?filter=text:contains:Secret")).json()
    card = Wire(named).call("get", path(task)).json()
    back = Wire(author).call("post", f"{address}/restoration").json()

    assert (gone["text"], gone["mentions"], gone["deleted_by"]["name"]) == ("", [], "Ada")
    assert [one["text"] for one in listed["items"]] == ["", "Reply"]
    assert (searched["total"], card["n_comments"]) == (0, 1)
    assert (back["text"], back["deleted_at"]) == (first["text"], None)


def test_moderator_takes_away_what_its_author_cannot_bring_back(task, author):
    moderator = member_of(task.project, "collaboration.moderate")
    other = member_of(task.project)
    address = f"/comments/{say(author, task).json()['id']}"

    assert Wire(other).call("delete", address, version=1).status_code == 403
    assert Wire(moderator).call("delete", address, version=1).status_code == 200
    assert Wire(author).call("post", f"{address}/restoration").status_code == 403
    assert Wire(moderator).call("post", f"{address}/restoration").status_code == 201


def test_deleted_comment_is_neither_changed_nor_answered(task, author):
    first = say(author, task).json()
    address = f"/comments/{first['id']}"
    Wire(author).call("delete", address, version=1)

    answers = [
        Wire(author).call("delete", address, version=2),
        Wire(author).call("patch", address, {"text": "x"}, version=2),
        say(author, task, reply_to=first["id"]),
    ]

    assert {one.json()["code"] for one in answers} == {"collaboration.comment_deleted"}


def test_what_is_there_is_not_restored(task, author):
    address = f"/comments/{say(author, task).json()['id']}"

    assert (
        Wire(author).call("post", f"{address}/restoration").json()["code"]
        == "collaboration.not_deleted"
    )


def test_queries_do_not_grow_with_comments(task, author):
    named = member_of(task.project)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Wire(author).call("get", path(task, "/comments?limit=200")).status_code == 200
        return len(queries)

    for _ in range(2):
        comments.add_comment(
            author, subject=subject_of(task), text=f"Hi {mention(named)}", at=timezone.now()
        )
    few = asked()
    for _ in range(48):
        comments.add_comment(
            author, subject=subject_of(task), text=f"Hi {mention(named)}", at=timezone.now()
        )

    assert asked() == few


def test_people_are_found_by_name_pinyin_and_initials(task):
    li = member_of(task.project, name="李小龙")
    member_of(task.project, name="Grace Hopper")
    member_of(task_of().project, name="李白")

    def found(text: str) -> list[str]:
        answer = Wire(li).call("get", path(task, f"/people?text={text}"))
        return [one["name"] for one in answer.json()["items"]]

    assert found("") == ["Grace Hopper", "李小龙"]
    assert found("小龙") == found("lixiao") == found("lxl") == ["李小龙"]
    assert found("hopper") == found("gh") == ["Grace Hopper"]
    assert found("zz") == []


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("# Plan\n\n- **one**\n- `two`\n\n> three", "Plan one two three"),
        ("2 * 3 * 4 = snake_case - fine", "2 * 3 * 4 = snake_case - fine"),
        ("x" * 200, "x" * 159 + "…"),
    ],
)
def test_beginning_of_a_text_is_told_without_its_marks(text, begun):
    assert excerpt(text) == begun
