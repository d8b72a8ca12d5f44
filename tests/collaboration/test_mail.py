"""Letters: to whom, when, with which rights, and that no name can forge a header."""

import email
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.policy import default
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone

from tests.collaboration.discussed import (
    member_of,
    mention,
    put_to,
    subject_of,
    task_of,
)
from tests.factories.access import role_with, user_with
from tests.wire import Wire
from zhongshu.access.models import SYSTEM, Grant, User
from zhongshu.collaboration import mailing
from zhongshu.collaboration.models import Notification
from zhongshu.collaboration.services import comments
from zhongshu.config import environment
from zhongshu.kit import events, jobs
from zhongshu.kit.models import Job
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan

pytestmark = pytest.mark.django_db

# Nine in the morning in Shanghai.
MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _mail_is_on(settings):
    settings.MAIL_IS_ON = True
    settings.PUBLIC_URL = "https://pmo.example.com"


def reader(task, *, language: str = "en", name: str = "Bo") -> User:
    user = member_of(task.project, name=name)
    user.email, user.language = f"u{user.pk.hex[-6:]}@example.com", language
    user.save()
    return user


def say(author, task, text: str) -> None:
    comments.add_comment(author, subject=subject_of(task), text=text, at=timezone.now())
    events.deliver_pending()


def run_mail_jobs() -> list[str]:
    """Run the letters that were asked for; return the states of their jobs."""
    while lease := jobs.claim(worker="test", now=timezone.now()):
        jobs.run(lease, now=timezone.now())
    rows = Job.objects.filter(name__startswith="collaboration.").order_by("pk")
    return list(rows.values_list("state", flat=True))


def move(task: Task, minutes: int) -> None:
    operation = {"op": "update_task", "id": str(task.pk), "fields": {"duration_minutes": minutes}}
    edit_plan(SYSTEM, project=task.project, operations=[operation])
    events.deliver_pending()


@pytest.mark.parametrize(
    ("language", "subject", "greeting"),
    [
        ("en", "Zhongshu: Ada mentioned you in “{label}”", "Hello Bo,"),
        ("zh-CN", "中枢：Ada在“{label}”中提到了您", "Bo，您好："),
        ("system", "中枢：Ada在“{label}”中提到了您", "Bo，您好："),
    ],
)
def test_mention_goes_out_at_once_in_the_readers_language(task, language, subject, greeting):
    author, named = member_of(task.project, name="Ada"), reader(task, language=language)

    say(author, task, f"Please look, {mention(named)}: <b>2 & 3</b>")
    assert run_mail_jobs() == ["done"]

    [sent] = mail.outbox
    label = f"{task.project.key}-1 Pour concrete"
    address = f"https://pmo.example.com/projects/{task.project_id}/plan?panel=task&task={task.pk}"
    assert sent.subject == subject.format(label=label)
    assert sent.to == [f'"Bo" <{named.email}>']
    assert sent.body.startswith(greeting)
    assert "Please look, @Bo: <b>2 & 3</b>" in sent.body
    assert address in sent.body
    [(html, _)] = [(one.content, one.mimetype) for one in sent.alternatives]
    assert "&lt;b&gt;2 &amp; 3&lt;/b&gt;" in html
    assert "<b>" not in html
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert Notification.objects.get(user=named).mailed_at is not None


def test_letter_goes_once_however_often_it_is_asked_for(task):
    author, named = member_of(task.project), reader(task)
    say(author, task, mention(named))
    run_mail_jobs()

    row = Notification.objects.get(user=named)

    assert mailing.mail_one(row.pk, at=timezone.now()) is False
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("why", ["read", "revoked", "closed", "no address", "bad address", "off"])
def test_letter_that_is_worth_nothing_is_not_sent(task, settings, why):
    author, named = member_of(task.project), reader(task)
    say(author, task, f"Secret {mention(named)}")
    if why == "read":
        Wire(named).call("post", "/notifications/read")
    elif why == "revoked":
        Grant.objects.filter(user=named).delete()
    elif why == "closed":
        User.objects.filter(pk=named.pk).update(is_active=False)
    elif why == "off":
        settings.MAIL_IS_ON = False
    else:
        User.objects.filter(pk=named.pk).update(
            email="" if why == "no address" else "a@b.example\r\nBcc: c@d.example"
        )

    assert run_mail_jobs() == ["done"]

    assert mail.outbox == []


@pytest.mark.parametrize("end", ["\r\nBcc: evil@example.com", "\nX: 1", "\u2028Bcc: x", "\x85"])
def test_no_name_can_forge_a_header(task, end):
    author, named = member_of(task.project, name=f"Ada{end}"), reader(task, name=f'B"o<x>{end}')
    Task.objects.filter(pk=task.pk).update(name=f"Pour{end}")

    say(author, task, mention(named))
    run_mail_jobs()

    [sent] = mail.outbox
    assert not {"\r", "\n", "\u2028", "\x85"} & set(sent.subject + sent.to[0])
    headers = email.message_from_bytes(sent.message().as_bytes(), policy=default)
    assert headers["Bcc"] is None
    assert headers["X"] is None
    assert headers["To"].addresses[0].addr_spec == named.email
    assert len(headers["To"].addresses) == 1


def test_address_with_a_control_character_is_none(task):
    assert mailing.address_of(User(email="x\0@example.com")) is None


def test_digest_comes_once_a_day_with_what_is_still_in_sight(task, settings):
    author, put = member_of(task.project, name="Ada"), reader(task)
    other = task_of("Hidden one")
    put_to(task, put)
    put_to(other, put)
    loses = Grant.objects.create(
        user=put, role=role_with("projects.view"), scope=other.project.scope
    )
    say(author, task, "The first")
    say(author, task, "The second")
    say(member_of(other.project), other, "Secret of the hidden one")
    move(task, 960)
    loses.delete()
    assert mail.outbox == []

    assert mailing.ask_for_digests(now=MORNING - timedelta(hours=2)) == 0
    assert mailing.ask_for_digests(now=MORNING) == 1
    assert mailing.mail_digest(put.pk, at=MORNING) is True
    say(author, task, "The third")
    assert mailing.ask_for_digests(now=MORNING + timedelta(hours=3)) == 0
    assert mailing.ask_for_digests(now=MORNING + timedelta(days=1)) == 1

    [sent] = mail.outbox
    assert sent.subject == "Zhongshu: 3 new notifications today"
    assert "The first" in sent.body
    assert "The second" in sent.body
    assert "moved the dates" in sent.body
    assert "Hidden" not in sent.message().as_string()
    assert "Secret" not in sent.message().as_string()


def test_digest_without_anything_to_tell_is_dropped(task):
    author, put = member_of(task.project), reader(task)
    put_to(task, put)
    say(author, task, "Secret")
    Grant.objects.filter(user=put).delete()

    assert mailing.ask_for_digests(now=MORNING) == 1
    assert mailing.mail_digest(put.pk, at=MORNING) is False
    assert mailing.ask_for_digests(now=MORNING) == 0

    assert mail.outbox == []


def test_without_a_mail_server_no_digest_is_asked_for(task, settings):
    settings.MAIL_IS_ON = False
    put = reader(task)
    put_to(task, put)
    say(member_of(task.project), task, "Hello")

    assert mailing.ask_for_digests(now=MORNING) == 0


@pytest.fixture
def sink(request):
    """A mail server in a process of its own; ``sink(busy)`` starts it."""
    running = []

    def start(*arguments: str):
        script = Path(__file__).with_name("smtp_sink.py")
        process = subprocess.Popen(
            [sys.executable, str(script), *arguments], stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        return process, int(process.stdout.readline())

    yield start
    for process in running:
        process.terminate()
        process.wait()
        process.stdout.close()


def through(settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.DEFAULT_FROM_EMAIL = "Zhongshu <pmo@example.com>"


def test_letter_arrives_at_a_mail_server(task, sink, settings):
    process, port = sink()
    through(settings, port)
    author, named = member_of(task.project, name="阿达"), reader(task, language="zh-CN")

    say(author, task, f"请看 {mention(named)}")
    assert run_mail_jobs() == ["done"]

    kept = json.loads(process.stdout.readline())
    message = email.message_from_bytes(kept["message"].encode(), policy=default)
    assert kept["to"] == [f"<{named.email}>"]
    assert kept["from"].startswith("<pmo@example.com>")
    assert (
        message["Subject"].strip() == f"中枢：阿达在“{task.project.key}-1 Pour concrete”中提到了您"
    )
    assert "请看 @Bo" in message.get_body(("plain",)).get_content()
    assert "请看 @Bo" in message.get_body(("html",)).get_content()


def test_letter_is_tried_again_when_the_mail_server_is_busy(task, sink, settings):
    _, port = sink("busy")
    through(settings, port)
    author, named = member_of(task.project), reader(task)

    say(author, task, mention(named))
    assert run_mail_jobs() == ["ready"]

    assert Notification.objects.get(user=named).mailed_at is None
    _, port = sink()
    through(settings, port)
    Job.objects.update(run_at=timezone.now())
    assert run_mail_jobs() == ["done"]
    assert Notification.objects.get(user=named).mailed_at is not None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.com", ("smtp", "mail.example.com", 25, "", "")),
        ("smtps://u%40x:p%2Fw@m.example:4650", ("smtps", "m.example", 4650, "u@x", "p/w")),
        ("smtp+starttls://u@m.example", ("smtp+starttls", "m.example", 587, "u", "")),
    ],
)
def test_mail_server_is_named_by_an_address(monkeypatch, url, expected):
    monkeypatch.setenv("ZHONGSHU_SMTP_URL", url)

    assert tuple(environment.mail().values()) == expected


@pytest.mark.parametrize("url", ["mail.example.com", "http://x", "smtp://", "smtps:///x"])
def test_address_that_names_no_mail_server_is_refused(monkeypatch, url):
    monkeypatch.setenv("ZHONGSHU_SMTP_URL", url)

    with pytest.raises(environment.BadSetting, match="ZHONGSHU_SMTP_URL"):
        environment.mail()


def test_preferences_tell_where_mail_goes(task):
    answer = Wire(reader(task)).call("get", "/notifications/preferences").json()

    assert answer["is_mail_on"] is True
    assert answer["address"].endswith("@example.com")
    assert user_with().email == ""
