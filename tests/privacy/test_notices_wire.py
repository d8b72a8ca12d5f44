"""Notices over the wire, as the pages show and answer them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.access.test_policy import published as policy_with
from tests.factories.access import UserFactory, user_with
from tests.privacy.told import WORDS, body, published
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.models import NoticeAnswer, NoticeVersion
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.kit import clock
from zhongshu.kit.declarations import Classification
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db
OFFICER = ("access.manage_notices", "access.publish_notices", "access.read_consents")


def in_force(purpose: str = "", **words: str) -> NoticeVersion:
    """A notice whose day has come for the clock of the server."""
    version = published(purpose, **words)
    NoticeVersion.objects.filter(pk=version.pk).update(effective_on=clock.today())
    version.refresh_from_db()
    return version


def test_the_session_says_that_something_is_owed_and_one_answer_settles_it():
    user, version = UserFactory.create(), in_force()
    wire = Wire(user)
    assert wire.get("/api/v1/session").json()["owes_notice"] is True
    [shown] = wire.get("/api/v1/notices/owed").json()["notices"]
    text = shown["texts"][1]
    assert (shown["id"], shown["number"], text["text"]) == (str(version.pk), 1, "We keep names.")

    answer = wire.call(
        "post", f"/notices/{shown['notice_id']}/answers", body(version, "acknowledged")
    )

    assert answer.status_code == 200
    [own] = answer.json()["notices"]
    assert (own["is_owed"], own["answers"][0]["answer"], own["answers"][0]["text_digest"]) == (
        False, "acknowledged", text["digest"],
    )  # fmt: skip
    assert wire.get("/api/v1/session").json()["owes_notice"] is False
    assert wire.get("/api/v1/notices/owed").json() == {"notices": []}


def test_nobody_is_asked_before_they_are_in():
    in_force()

    assert Wire().get("/api/v1/session").json()["owes_notice"] is False


def test_what_was_overtaken_is_refused_with_what_is_in_force():
    user, officer = UserFactory.create(), Wire(user_with(*OFFICER))
    first = in_force()
    wire, path = Wire(user), f"/privacy/notices/{first.notice_id}"
    shown = body(first, "acknowledged")
    officer.call("put", f"{path}/draft", WORDS | {"text": "新的内容"}, version=0)
    day = {"effective_on": clock.today().isoformat(), "is_material": True}
    done = officer.call("post", f"{path}/draft/publish", day, version=1)
    assert [one["number"] for one in done.json()["versions"]] == [2, 1]

    answer = wire.call("post", f"/notices/{first.notice_id}/answers", shown)

    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, "access.notice_changed")
    assert (told["number"], told["is_material"], NoticeAnswer.objects.count()) == (2, True, 0)
    [owed] = wire.get("/api/v1/notices/owed").json()["notices"]
    assert (owed["number"], owed["texts"][0]["text"]) == (2, "新的内容")


def test_the_exact_version_is_read_again_and_a_draft_is_not():
    version, wire = in_force(), Wire(UserFactory.create())
    services.draft_notice(
        user_with(*OFFICER), notice=version.notice, words=WORDS | {"text": "b"}, expected_version=0
    )
    drafted = NoticeVersion.objects.get(number=None)

    assert wire.get(f"/api/v1/notices/versions/{version.pk}").json()["number"] == 1
    assert wire.get(f"/api/v1/notices/versions/{drafted.pk}").status_code == 404


@pytest.mark.parametrize("method", ["post", "get"])
def test_who_sees_as_another_neither_answers_for_them_nor_reads_what_they_answered(method):
    user, chief, version = (
        UserFactory.create(),
        user_with("access.view_as", "access.manage"),
        in_force(),
    )
    wire = Wire(chief)
    wire.see_as(user)
    assert wire.get("/api/v1/session").json()["owes_notice"] is False

    if method == "post":
        path = f"/notices/{version.notice_id}/answers"
        answer = wire.call("post", path, body(version, "acknowledged"))
    else:
        answer = wire.get("/api/v1/notices/own")

    assert (answer.status_code, answer.json()["code"]) == (403, "access.viewing_only")
    assert not NoticeAnswer.objects.exists()


def test_a_token_works_on_and_answers_nothing():
    user, version = UserFactory.create(), in_force()
    now = timezone.now()
    _, secret = services.issue_token(user, name="t", expires_at=now + timedelta(days=1), at=now)
    program = Wire(headers={"Authorization": f"Bearer {secret}"})

    assert program.get("/api/v1/projects").status_code == 200
    answer = program.call(
        "post", f"/notices/{version.notice_id}/answers", body(version, "acknowledged")
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "access.token_limited")
    assert not NoticeAnswer.objects.exists()


def test_the_ledger_is_for_those_who_may_read_it_and_reading_leaves_a_mark():
    anna, version = UserFactory.create(), in_force("presence")
    path = f"/notices/{version.notice_id}/answers"
    for given in ("agreed", "withdrawn"):
        Wire(anna).call("post", path, body(version, given))

    answer = Wire(user_with(*OFFICER)).get("/api/v1/privacy/notice-answers")

    assert [(one["answer"], one["account"]["name"]) for one in answer.json()["items"]] == [
        ("withdrawn", anna.name), ("agreed", anna.name),
    ]  # fmt: skip
    read = Event.objects.get(kind="access.fields_read")
    assert read.data["reads"][0]["fields"] == ["account", "answer"]
    writer = Wire(user_with("access.manage_notices"))
    assert writer.get("/api/v1/privacy/notice-answers").status_code == 403
    assert writer.get("/api/v1/privacy/notices").json()["may_read_answers"] is False


def test_the_ledger_says_what_was_answered_and_of_whom_by_itself():
    anna, version = UserFactory.create(), in_force("presence")
    for user in (anna, UserFactory.create()):
        path = f"/notices/{version.notice_id}/answers"
        Wire(user).call("post", path, body(version, "agreed"))
    reader = Wire(user_with("access.read_consents"))

    asked = f"/api/v1/privacy/notice-answers?filter=account:eq:{anna.pk}"
    [one] = reader.get(asked).json()["items"]

    assert (one["account"]["name"], one["answer"]) == (anna.name, "agreed")
    assert (one["notice_title"], one["notice_title_en"]) == (version.title, version.title_en)
    assert reader.get("/api/v1/privacy/notices").status_code == 403


def test_the_trail_tells_an_answer_to_those_alone_who_may_read_the_ledger():
    anna, version = UserFactory.create(), in_force("presence")
    path = f"/notices/{version.notice_id}/answers"
    Wire(anna).call("post", path, body(version, "refused"))

    def told(*permissions: str) -> tuple[object, list[str]]:
        items = Wire(user_with(*permissions)).get("/api/v1/audit/events").json()["items"]
        [event] = [one for one in items if one["kind"] == "access.notice_answered"]
        return event["data"]["after"]["answer"], event["withheld"]

    assert told("access.read_audit") == (None, ["answer"])
    assert told("access.read_audit", "access.read_consents") == ("refused", [])


def test_a_rule_over_their_class_locks_who_answered_what():
    version, wire = in_force("presence"), Wire(user_with(*OFFICER))
    path = f"/notices/{version.notice_id}/answers"
    Wire(UserFactory.create()).call("post", path, body(version, "agreed"))
    closed = Cell(Subject.EVERYONE, Effect.NONE, classification=Classification.SENSITIVE)

    policy_with(closed)
    [one] = wire.get("/api/v1/privacy/notice-answers").json()["items"]

    assert (one["account"], one["answer"]) == (None, None)
    assert one["_classes"] == {"account": 2, "answer": 2}


def test_a_notice_is_begun_written_published_and_found():
    wire, today = Wire(user_with(*OFFICER)), clock.today().isoformat()
    new = {**WORDS, "kind": "consent", "purpose": "overseas_transfer", "basis": "consent"}
    begun = wire.call("post", "/privacy/notices", new)
    path = f"/privacy/notices/{begun.json()['id']}"
    publication = {"effective_on": today, "is_material": False}

    missing = wire.call("put", f"{path}/draft", WORDS | {"text_en": ""}, version=1)
    refused = wire.call("post", f"{path}/draft/publish", publication, version=2)
    wire.call("put", f"{path}/draft", WORDS, version=2)
    done = wire.call("post", f"{path}/draft/publish", publication, version=3)

    assert (begun.status_code, missing.status_code, done.status_code) == (201, 200, 200)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "text_en")
    assert done.json()["in_force"]["is_material"] is True
    [listed] = wire.get("/api/v1/privacy/notices").json()["items"]
    assert (listed["draft"], listed["in_force"]["number"]) == (None, 1)
    assert listed["answers"] == {
        "acknowledged": 0, "agreed": 0, "refused": 0, "withdrawn": 0, "open": 1,
    }  # fmt: skip
