"""A comment or a file whose class was raised is secret whole: in no way out is there any of it."""

import io
import json
import zipfile
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core import mail
from django.utils import timezone

from tests.access.signin.people import age, signed_in
from tests.access.test_policy import EVERYONE, published
from tests.collaboration.discussed import member_of, mention, path, subject_of
from tests.factories.access import let_one_lower, role_with, user_with
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access.guard import company
from zhongshu.access.models import Grant
from zhongshu.access.policy.channels import Channel, Passage
from zhongshu.access.policy.document import Cell, Document, Effect, Subject
from zhongshu.access.policy.exposure import effect_of
from zhongshu.access.privacy.subjects import somebody_called
from zhongshu.access.privacy.telling import archive
from zhongshu.collaboration import mailing
from zhongshu.collaboration.models import Attachment, Comment, Notification
from zhongshu.collaboration.services import comments, files
from zhongshu.kit import events
from zhongshu.kit.declarations import Classification
from zhongshu.kit.models import Event
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db

SENSITIVE, HIGH = Classification.SENSITIVE, Classification.HIGHLY_SENSITIVE
CANARY = "canary-of-the-raised"
ABSENT = "01890000-0000-7000-8000-000000000000"
LOWER = "collaboration.lower_class"
MODERATE = "collaboration.moderate"


def closing(label: Classification = HIGH) -> None:
    """Nobody reads what is so high but whoever moderates, and of their own the authors."""
    own = {"classification": label, "relation": "own"}
    published(
        Cell(EVERYONE, Effect.NONE, classification=label),
        Cell(Subject.PERMISSION, Effect.WRITE, MODERATE, classification=label),
        Cell(EVERYONE, Effect.WRITE, resource="comment", **own),
        Cell(EVERYONE, Effect.WRITE, resource="attachment", **own),
    )


@pytest.fixture
def author(task):
    return member_of(task.project, name="Author")


@pytest.fixture
def keeper(task):
    return member_of(task.project, MODERATE, name="Keeper")


@pytest.fixture
def other(task):
    """Somebody who sees all of the project, and to whom the class is closed."""
    user = member_of(task.project, "access.read_audit", name="Other")
    user.email = "other@example.com"
    user.save()
    return user


def say(author, task, text=CANARY, **more) -> Comment:
    told = {"subject": subject_of(task), "text": text, "at": timezone.now()} | more
    return comments.add_comment(author, **told)


def show(author, task, **more) -> Attachment:
    told = {"name": f"{CANARY}.txt", "content": b"0123456789", "at": timezone.now()} | more
    return files.add_file(author, subject=subject_of(task), **told)


def raise_class(user, kind, row, to=HIGH):
    return Wire(user).call(
        "put", f"/{kind}/{row.pk}/class", {"classification": int(to)}, version=row.version
    )


def read(user, address):
    return Wire(user).call("get", address)


def test_the_author_raises_what_others_no_longer_see(task, author, keeper, other):
    said, shown = say(author, task), show(author, task)
    say(other, task, "An answer", reply_to=said)
    closing()

    raised = raise_class(author, "comments", said), raise_class(author, "files", shown)

    assert [one.status_code for one in raised] == [200, 200]
    assert [(one.json()["classification"], one.json()["label"]) for one in raised] == [(3, 3)] * 2
    # An answer is as high as what it answers, and only its own author's own.
    for user, n_comments in ((author, 1), (keeper, 2)):
        assert read(user, path(task, "/comments")).json()["total"] == n_comments
        assert read(user, path(task, "/files")).json()["total"] == 1
    listed, shared = read(other, path(task, "/comments")), read(other, path(task, "/files"))
    card = read(other, path(task)).json()
    assert [listed.json()["total"], listed.json()["items"]] == [0, []]
    assert [shared.json()["total"], shared.json()["items"]] == [0, []]
    assert (card["n_comments"], card["n_files"]) == (0, 0)
    told = [one.kind for one in changes().filter(subject_id__in=[said.pk, shown.pk])]
    assert sorted(told) == [
        "collaboration.comment_added", "collaboration.comment_classified",
        "collaboration.file_added", "collaboration.file_classified",
    ]  # fmt: skip


def test_every_address_of_it_is_as_absent_as_an_unknown_one(task, author, other):
    said, shown = (make(author, task, classification=HIGH) for make in (say, show))
    closing()
    wire = Wire(other)
    ways = [
        ("get", "/files/{}/content", shown, None),
        ("delete", "/files/{}", shown, None),
        ("post", "/files/{}/restoration", shown, None),
        ("put", "/files/{}/class", shown, {"classification": 3}),
        ("patch", "/comments/{}", said, {"text": "x"}),
        ("delete", "/comments/{}", said, None),
        ("post", "/comments/{}/restoration", said, None),
        ("put", "/comments/{}/class", said, {"classification": 3}),
    ]

    for method, address, row, body in ways:
        hidden = wire.call(method, address.format(row.pk), body, version=1)
        absent = wire.call(method, address.format(ABSENT), body, version=1)
        assert (hidden.status_code, hidden.content) == (404, absent.content), address
    reply = wire.call("post", path(task, "/comments"), {"text": "x", "reply_to": str(said.pk)})
    assert reply.status_code == 404


def test_news_of_it_reach_nobody_to_whom_it_is_closed(task, author, keeper, other, settings):
    settings.MAIL_IS_ON = True
    for user in (keeper, other):
        Wire(user).call("put", path(task, "/watch"))
    closing()

    say(author, task, classification=HIGH)
    events.deliver_pending()

    assert [one.user_id for one in Notification.objects.all()] == [keeper.pk]
    said = Event.objects.get(kind="collaboration.comment_added")
    heard, _ = events.told_to(said, {author.pk, keeper.pk, other.pk})
    assert heard == {author.pk, keeper.pk}
    assert said.classification == HIGH


def test_news_from_before_it_was_raised_are_gone(task, author, other, settings):
    settings.MAIL_IS_ON = True
    said = say(author, task, f"{CANARY} {mention(other)}")
    events.deliver_pending()
    [news] = Notification.objects.filter(user=other)
    closing()
    assert read(other, "/notifications/unread").json() == {"n_unread": 1}

    raise_class(author, "comments", said)

    assert read(other, "/notifications/unread").json() == {"n_unread": 0}
    assert CANARY not in read(other, "/notifications").content.decode()
    mailing.mail_one(news.pk, at=timezone.now())
    mailing.mail_digest(other.pk, at=timezone.now())
    assert mail.outbox == []
    assert Wire(other).call("post", "/notifications/read").json() == {"n_unread": 0}
    marked = Event.objects.get(kind="collaboration.notifications_read")
    news.refresh_from_db()
    assert (marked.data["n_read"], news.read_at) == (0, None)
    raised = Event.objects.get(kind="collaboration.comment_classified")
    # Whoever saw it sees it go.
    assert events.told_to(raised, {other.pk})[0] == {other.pk}


def test_the_trail_and_the_export_of_its_reader_keep_it(task, author, other):
    Grant.objects.create(user=other, role=role_with("access.read_audit"), scope=company())
    say(author, task, f"{CANARY} {mention(other)}", classification=0)
    shown = show(author, task)
    closing()
    raise_class(author, "comments", Comment.objects.get())
    raise_class(author, "files", shown)

    trail = read(other, "/audit/events?limit=200").json()["items"]
    taken = archive(other, somebody_called(other.pk), at=timezone.now())

    told = [one for one in trail if one["kind"].startswith("collaboration.")]
    assert len(told) == 4
    assert {tuple(filter(None, (one["data"] or {}).values())) for one in told} == {()}
    assert CANARY not in json.dumps(trail)
    with zipfile.ZipFile(io.BytesIO(taken)) as packed:
        data = json.loads(packed.read("data.json"))
    assert data["mentions"] == []
    mine = archive(author, somebody_called(author.pk), at=timezone.now())
    with zipfile.ZipFile(io.BytesIO(mine)) as packed:
        assert len(packed.namelist()) == 2
    alien = archive(other, somebody_called(author.pk), at=timezone.now())
    with zipfile.ZipFile(io.BytesIO(alien)) as packed:
        assert packed.namelist() == ["data.json"]
        assert CANARY not in packed.read("data.json").decode()


def test_the_class_of_the_project_counts_as_well(task, author, other):
    place = f"/subjects/project/{task.project_id}/comments"
    Wire(author).call("post", place, {"text": CANARY})
    closing(SENSITIVE)
    assert read(other, place).json()["total"] == 1

    Project.objects.filter(pk=task.project_id).update(classification=SENSITIVE)

    assert read(other, place).json()["total"] == 0
    assert read(author, place).json()["items"][0]["label"] == SENSITIVE


def test_others_raise_nothing_and_nobody_out_of_their_own_sight(task, author, keeper, other):
    said = say(author, task)
    published(Cell(EVERYONE, Effect.NONE, classification=HIGH))

    alien, mine = raise_class(other, "comments", said), raise_class(author, "comments", said)
    kept = raise_class(keeper, "comments", said, SENSITIVE)
    born = Wire(author).call("post", path(task, "/comments"), {"text": "x", "classification": 3})

    assert alien.status_code == 403
    assert [one.json()["code"] for one in (mine, born)] == ["collaboration.closed_to_author"] * 2
    assert kept.status_code == 200
    assert [one.classification for one in Comment.objects.all()] == [SENSITIVE]


def test_lowering_takes_a_right_and_a_fresh_proof(task, author, keeper):
    said = say(author, task, classification=SENSITIVE)
    refused = raise_class(author, "comments", said, 0)
    Grant.objects.create(user=keeper, role=role_with(LOWER), scope=task.project.scope)
    wire = signed_in(keeper)
    age(wire, proved=timedelta(hours=1))
    body = {"classification": 0}
    let_one_lower()

    stale = wire.call("put", f"/comments/{said.pk}/class", body, version=1)
    lowered = raise_class(keeper, "comments", said, 0)

    assert refused.status_code == 403
    assert (stale.status_code, stale.json()["code"]) == (403, "access.proof_needed")
    assert (lowered.status_code, lowered.json()["label"]) == (200, 0)


def test_nobody_lowers_a_project_to_read_the_talk_of_it(task, author):
    lowerer = user_with(
        "projects.view", "projects.edit", "projects.lower_class", over=task.project.scope
    )
    show(author, task)
    Project.objects.filter(pk=task.project_id).update(classification=HIGH)
    closing()
    let_one_lower()

    refused = Wire(lowerer).call(
        "patch", f"/projects/{task.project_id}", {"classification": 0}, version=1
    )

    assert (refused.status_code, refused.json()["code"]) == (403, "access.opens_to_author")
    assert "attachment.id" in refused.json()["errors"][0]["fields"]


def test_nobody_is_mentioned_who_may_not_read_it(task, author, other):
    closing()

    with pytest.raises(Exception, match="not everybody named may read this"):
        say(author, task, mention(other), classification=HIGH)

    assert not Comment.objects.exists()


@pytest.mark.parametrize(("label", "is_marked"), [(0, False), (1, False), (SENSITIVE, True)])
def test_a_download_is_marked_and_recorded_by_its_class(task, author, label, is_marked):
    shown = show(author, task, classification=label)

    answer = read(author, f"/files/{shown.pk}/content")

    saved_as = unquote(answer["Content-Disposition"])
    assert answer.content == b"0123456789"
    assert ("(Author · " in saved_as) is is_marked
    exported = Event.objects.filter(kind="access.exported")
    assert exported.count() == is_marked
    if is_marked:
        assert exported.get().data["reads"][0]["fields"] == ["name"]


def test_the_channel_of_files_and_a_fresh_proof_count_for_downloads(task, author):
    shown = show(author, task, classification=HIGH)
    wire = signed_in(author)
    fresh = wire.call("get", f"/files/{shown.pk}/content")
    age(wire, proved=timedelta(hours=1))
    stale = wire.call("get", f"/files/{shown.pk}/content")
    published(channels={Channel.EXPORT: Passage(SENSITIVE)})

    kept = read(author, f"/files/{shown.pk}/content")

    assert fresh.status_code == 200
    assert (stale.status_code, stale.json()["code"]) == (403, "access.proof_needed")
    assert (kept.status_code, kept.json()["code"]) == (403, "access.class_kept")


def test_reading_what_is_sensitive_is_in_the_trail(task, author, keeper):
    said = say(author, task, classification=SENSITIVE)
    shown = show(author, task, classification=SENSITIVE)

    for rest in ("/comments", "/files"):
        assert read(keeper, path(task, rest)).json()["total"] == 1

    seen = [one.data["reads"][0] for one in Event.objects.filter(kind="access.fields_read")]
    assert [(one["resource"], one["fields"], one["rows"]) for one in seen] == [
        ("comment", ["text"], [str(said.pk)]),
        ("attachment", ["name"], [str(shown.pk)]),
    ]


def test_who_said_what_is_locked_wherever_it_is_told(task, author, other, settings):
    settings.MAIL_IS_ON = True
    say(author, task, f"{CANARY} {mention(other)}")
    shown = show(author, task)
    events.deliver_pending()
    published(
        *(
            Cell(EVERYONE, Effect.NONE, resource=resource, field=field)
            for resource, field in (
                ("comment", "text"), ("comment", "author"), ("attachment", "name"),
            )
        )
    )  # fmt: skip

    [said] = read(other, path(task, "/comments")).json()["items"]
    [news] = read(other, "/notifications").json()["items"]
    download = read(other, f"/files/{shown.pk}/content")
    mailing.mail_one(Notification.objects.get(user=other).pk, at=timezone.now())

    assert (said["text"], said["author"], said["mentions"]) == (None, None, [])
    assert (news["excerpt"], news["by"], sorted(news["_locked"])) == (None, None, ["by", "excerpt"])
    assert news["_classes"] == {"by": 1, "excerpt": 1}
    assert (download.status_code, download.json()["code"]) == (403, "collaboration.file_locked")
    assert CANARY not in str(mail.outbox[0].message())
    assert "Author" not in str(mail.outbox[0].message())


def test_a_text_that_may_not_be_read_is_not_written(task, author):
    said = say(author, task)
    published(Cell(EVERYONE, Effect.NONE, resource="comment", field="text"))

    edited = Wire(author).call("patch", f"/comments/{said.pk}", {"text": "x"}, version=1)
    added = Wire(author).call("post", path(task, "/comments"), {"text": "x"})

    assert [one.json()["code"] for one in (edited, added)] == ["access.unknown_field"] * 2
    assert [one.text for one in Comment.objects.all()] == [CANARY]


def test_the_number_of_queries_is_the_same_whatever_is_closed(
    task, author, other, django_assert_max_num_queries
):
    closing()
    counted = []
    for n in (1, 20):
        for _ in range(n):
            say(author, task, classification=HIGH)
        with django_assert_max_num_queries(100) as asked:
            read(other, path(task, "/comments"))
        counted.append(len(asked))

    assert len(set(counted)) == 1


def test_what_a_policy_would_hide_is_counted_by_rows_and_people(task, author, other):
    say(author, task, classification=HIGH)
    say(author, task)
    after = Document((Cell(EVERYONE, Effect.NONE, classification=HIGH),))

    told = {(one["resource"], one["field"]): one["hidden"] for one in effect_of(Document(), after)}

    assert told["comment", "text"]["n_rows"] == 1
    assert {author.name, other.name} <= set(told["comment", "text"]["people"])
