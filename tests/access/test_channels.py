"""The table of channels: up to its class a value goes through, above it nothing does."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.utils import timezone

from tests.access.signin.people import age, signed_in
from tests.access.test_policy import published
from tests.factories.access import user_with
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.secrecy.operations import PLAN_FORMATS
from tests.wire import Wire
from zhongshu.access.leaving import ClassKept, let_out
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.channels import (
    DEFAULTS,
    SETTABLE,
    Channel,
    Passage,
    passage,
    through,
)
from zhongshu.access.policy.checking import PolicyRefused
from zhongshu.access.policy.document import Document, read_document
from zhongshu.access.resources import present
from zhongshu.access.services.policy import draft_policy
from zhongshu.collaboration import mailing, news
from zhongshu.collaboration.models import Comment, Notification
from zhongshu.config.logs import without_values
from zhongshu.kit import events
from zhongshu.kit.audit import shipping
from zhongshu.kit.audit.canonical import event_bytes, rows_between
from zhongshu.kit.audit.merkle import leaf_hash
from zhongshu.kit.declarations import Classification, declarations
from zhongshu.kit.models import Event
from zhongshu.planning.fields import TASK
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects.models import Project

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PUBLIC, INTERNAL, SENSITIVE, HIGH = Classification
AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
CANARY = "canarynotes"
PAIRS = list(product(Classification, Classification))


def project_of(label: Classification) -> Project:
    project = ProjectFactory.create(classification=label, name="canaryproject")
    plan_with(project, {"A": 2}, [])
    Task.objects.filter(project=project).update(notes=CANARY)
    return project


def happened(label: Classification, **data: Any) -> Event:
    with patch.object(events, "classification_of", return_value=int(label)):
        return events.record("tests.happened", actor=SYSTEM, subject=None, **data)


def table(channel: Channel, highest: Classification, **more: Any) -> None:
    published(channels={channel: Passage(highest, **more)})


def text_of(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(one).decode("utf-8", "replace") for one in archive.namelist())


def taken(viewer: Any, project: Project, file_format: str) -> Any:
    wire = Wire(viewer)
    return wire.get(f"/api/v1/projects/{project.pk}/export", {"format": file_format})


@pytest.mark.parametrize(("label", "highest"), PAIRS, ids=str)
@pytest.mark.parametrize("file_format", PLAN_FORMATS)
def test_a_file_holds_what_the_table_lets_out(label, highest, file_format):
    project = project_of(label)
    viewer = user_with("projects.view", over=project.scope)
    table(Channel.EXPORT, highest)
    notes = TASK.classification("notes")

    answer = taken(viewer, project, file_format)

    if label > highest:
        assert (answer.status_code, answer.json()["code"]) == (403, "access.class_kept")
        assert not Event.objects.filter(kind="access.exported").exists()
    else:
        assert answer.status_code == 200
        assert (CANARY in text_of(answer.content)) == (max(label, notes) <= highest)


@pytest.mark.parametrize(("label", "highest"), PAIRS, ids=str)
@pytest.mark.parametrize("channel", [Channel.MAIL, Channel.NOTIFICATION])
def test_news_say_what_the_table_lets_out(channel, label, highest):
    project = project_of(label)
    user = user_with("projects.view", over=project.scope)
    comment = Comment.objects.create(
        scope=project.scope, subject_kind="project", subject_id=project.pk, author=user,
        text="canarycomment", posted_at=AT,
    )  # fmt: skip
    row = Notification.objects.create(
        user=user, kind="commented", event_id=comment.pk, scope=project.scope, comment=comment,
        subject_kind="project", subject_id=project.pk, at=AT, is_in_app=True,
    )  # fmt: skip
    table(channel, highest)
    said = declarations(Comment)["text"].classification

    [card] = news.cards(user, Notification.objects.filter(pk=row.pk), channel)

    told = json.dumps(card)
    assert ("canaryproject" in told) == (label <= highest)
    assert ("canarycomment" in told) == (max(label, said) <= highest)
    assert card["subject"]["is_kept"] == (label > highest)


def test_a_letter_about_what_is_kept_says_where_to_look(settings):
    settings.MAIL_IS_ON = True
    project = project_of(HIGH)
    user = user_with("projects.view", over=project.scope)
    type(user).objects.filter(pk=user.pk).update(email="li@example.com", language="en")
    row = Notification.objects.create(
        user=user, kind="dates_moved", event_id=project.pk, scope=project.scope,
        subject_kind="project", subject_id=project.pk, at=AT, mail="at_once",
        data={"was_start": "2026-01-05", "was_finish": "2026-01-06", "start": "2026-01-07",
              "finish": "2026-01-08"},
    )  # fmt: skip

    assert mailing.mail_one(row.pk, at=AT)

    [sent] = mail.outbox
    assert (
        sent.subject
        == "Zhongshu: There is news of a class that no mail may carry; sign in to read it"
    )
    assert "canaryproject" not in sent.body
    assert "2026-01-07" not in sent.body
    assert f"/projects/{project.pk}" in sent.body


@pytest.mark.parametrize(("label", "highest"), PAIRS, ids=str)
def test_a_shipped_event_holds_what_the_table_lets_out(label, highest):
    event = happened(label, what="canarypayload")
    table(Channel.SHIPPING, highest)
    [row] = rows_between(event.seq - 1, event.seq)

    frame = shipping._frame(row, shipping._LIMIT[0]())

    assert (b"canarypayload" in frame) == (label <= highest)
    assert str(event.id).encode() in frame
    if label > highest:
        # The copy still proves what the event was, by the hash that the chain holds.
        assert leaf_hash(event_bytes(row)).hex().encode() in frame


def test_an_edit_of_a_cost_is_shipped_up_to_the_class_of_costs():
    project = project_of(INTERNAL)
    task = Task.objects.get(project=project)
    cost = {"op": "update_task", "id": str(task.pk), "fields": {"fixed_cost_minor": 13579246}}

    edit_plan(SYSTEM, project=project, operations=[cost])

    event = Event.objects.filter(kind="planning.plan_edited").latest("seq")
    [row] = rows_between(event.seq - 1, event.seq)
    assert event.classification == SENSITIVE
    assert b"13579246" in shipping._frame(row, SENSITIVE)
    assert b"13579246" not in shipping._frame(row, INTERNAL)


# No policy puts a field below its floor.
ALLOWED = [(label, highest) for label, highest in PAIRS if label >= TASK.floor("notes")]


@pytest.mark.parametrize(("label", "highest"), ALLOWED, ids=str)
def test_a_field_above_the_class_is_locked_in_the_channel_and_nowhere_else(label, highest):
    project = project_of(PUBLIC)
    viewer = user_with("projects.view", over=project.scope)
    published(channels={Channel.EXPORT: Passage(highest)}, classes={"task.notes": label})
    rows = Task.objects.filter(project=project)

    with through(Channel.EXPORT):
        [out] = present(viewer, TASK, rows, ["notes"])
    [seen] = present(viewer, TASK, rows, ["notes"])

    assert (out["notes"] == CANARY) == (label <= highest)
    assert seen["notes"] == CANARY


@pytest.mark.parametrize("file_format", PLAN_FORMATS)
def test_a_file_is_marked_with_who_took_it_out_and_when(file_format):
    project = project_of(SENSITIVE)
    viewer = user_with("projects.view", over=project.scope)
    type(viewer).objects.filter(pk=viewer.pk).update(name="Li & Co")

    answer = taken(viewer, project, file_format)

    text = text_of(answer.content).replace("\r\n ", "")
    mark = "Li &amp;" if file_format in ("mspdi", "xlsx") else "Li & Co"
    assert mark in text
    assert f"{timezone.now():%Y-%m-%d}" in text
    assert "UTC" in text


@pytest.mark.parametrize("file_format", PLAN_FORMATS)
def test_a_file_below_the_class_carries_nobody(file_format):
    project = project_of(PUBLIC)
    viewer = user_with("projects.view", over=project.scope)
    table(Channel.EXPORT, HIGH, marked_from=SENSITIVE)

    answer = taken(viewer, project, file_format)

    assert viewer.name not in text_of(answer.content)
    assert "UTC" not in text_of(answer.content)


def test_a_file_of_the_highest_class_asks_who_it_is():
    project = project_of(HIGH)
    user = user_with("projects.view", over=project.scope)
    wire = signed_in(user)
    address = f"/api/v1/projects/{project.pk}/export"

    fresh = wire.get(address)
    age(wire, proved=timedelta(hours=1))
    stale = wire.get(address)

    assert fresh.status_code == 200
    assert (stale.status_code, stale.json()["code"]) == (403, "access.proof_needed")
    assert Event.objects.filter(kind="access.exported").count() == 1


def test_letting_out_decides_by_the_table():
    viewer = user_with()
    table(Channel.EXPORT, SENSITIVE, marked_from=SENSITIVE)

    assert let_out(viewer, INTERNAL, at=AT) == ""
    assert let_out(viewer, SENSITIVE, at=AT) == f"{viewer.name} · 2026-03-02 08:30 UTC"
    with pytest.raises(ClassKept):
        let_out(viewer, HIGH, at=AT)


def test_the_trail_as_a_file_leaves_out_what_is_above_and_is_marked():
    auditor = user_with("access.read_audit")
    low, high = happened(INTERNAL), happened(HIGH)
    table(Channel.EXPORT, SENSITIVE, marked_from=PUBLIC)

    lines = Wire(auditor).get("/api/v1/audit/export", {"format": "jsonl"})
    rows = Wire(auditor).get("/api/v1/audit/export", {"format": "csv"}).content.decode()

    assert str(low.id) in rows
    assert str(high.id) not in rows
    assert f"{auditor.name} · " in rows
    # A proof is the hash of all that an event tells, and files let out no such payload.
    assert (lines.status_code, lines.json()["fields"]) == (403, ["data"])


@pytest.mark.parametrize("channel", [one for one in Channel if one not in SETTABLE])
def test_what_the_product_fixes_no_policy_changes(channel):
    document = Document(channels={channel: Passage(PUBLIC)})

    with pytest.raises(PolicyRefused) as refused:
        draft_policy(SYSTEM, document=document, note="", expected_version=None)

    assert refused.value.field == f"channels.{channel.value}"


def test_only_files_are_marked():
    document = Document(channels={Channel.MAIL: Passage(HIGH, marked_from=PUBLIC)})

    with pytest.raises(PolicyRefused):
        draft_policy(SYSTEM, document=document, note="", expected_version=None)


def test_a_document_keeps_its_table():
    written = Document(channels={Channel.EXPORT: Passage(SENSITIVE, None, INTERNAL)})

    kept = read_document(written.wire())

    assert kept == written
    assert passage(kept.channels, Channel.EXPORT) == Passage(SENSITIVE, None, INTERNAL)
    assert passage(kept.channels, Channel.MAIL) == DEFAULTS[Channel.MAIL]


def test_a_draft_tells_what_it_changes_in_the_channels():
    for label in (SENSITIVE, HIGH, HIGH):
        ProjectFactory.create(classification=label)
    writer = Wire(user_with("access.manage_policy"))
    mail_rule = {"highest": 1, "marked_from": None, "proved_from": None}

    writer.call("put", "/policy/draft", {"cells": [], "channels": {"mail": mail_rule}}, version=0)
    effect = writer.get("/api/v1/policy/draft/effect").json()

    assert effect["changes"] == []
    [one] = effect["channels"]
    assert (one["channel"], one["n_opened"], one["n_shut"]) == ("mail", 0, 1)
    assert (one["before"]["highest"], one["after"]["highest"]) == (2, 1)


def test_the_catalogue_tells_the_table_to_everybody():
    table(Channel.EXPORT, SENSITIVE)

    told = Wire(user_with()).get("/api/v1/fields").json()["channels"]

    assert set(told) == {one.value for one in Channel}
    assert told["export"] == {
        "highest": 2, "marked_from": None, "proved_from": None, "is_settable": True,
        "default": {"highest": 3, "marked_from": 2, "proved_from": 3},
    }  # fmt: skip
    assert (told["screen"]["is_settable"], told["log"]["highest"]) == (False, 0)


def test_a_log_line_holds_no_value():
    line = without_values(
        None, "info", {"event": "mailed", "user": "u1", "email": "li@example.com"}
    )

    assert line == {"event": "mailed", "user": "u1", "email": "withheld"}
