"""A hundred people edit one task at the same moment, over HTTP, and over a network that repeats."""

import http.client
import json
import random
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.factories.access import role_with
from tests.factories.projects import ProjectFactory
from zhongshu.access.models import SYSTEM, Grant, User
from zhongshu.access.services import issue_token
from zhongshu.kit.models import Event
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

N_EDITORS = 100
N_EDITS = 2
BUSY = {409, 503}
PATIENCE_SECONDS = 240


@dataclass
class Editor:
    """One person with a connection and a token, and what the server has told them."""

    address: str
    token: str
    path: str
    base: int
    seen: list[tuple[int, dict[str, Any], Any]] = field(default_factory=list)

    def send(self, fields: dict[str, Any], key: str, base: int) -> tuple[int, Any]:
        """Send an edit until it is answered, as often as the connection breaks or it is busy."""
        body = {"plan_version": base, "operations": [{"op": "update_task", **fields}]}
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            wire = http.client.HTTPConnection(self.address, timeout=60)
            try:
                wire.request("POST", self.path, json.dumps(body), headers)
                answer = wire.getresponse()
                status, told = answer.status, json.loads(answer.read())
            except (OSError, http.client.HTTPException):
                continue
            finally:
                wire.close()
            if status not in BUSY:
                return status, told
        raise AssertionError(f"no answer within {PATIENCE_SECONDS} seconds")


@pytest.fixture
def project():
    project = ProjectFactory.create()
    names = ["Shared", *(f"T{n}" for n in range(N_EDITORS))]
    added = [{"op": "add_task", "name": name} for name in names]
    edit_plan(SYSTEM, project=project, operations=added)
    project.ids = {task.name: str(task.pk) for task in Task.objects.filter(project=project)}
    project.refresh_from_db()
    return project


@pytest.fixture
def editors(project, live_server):
    role = role_with("projects.view", "planning.edit_plan")
    people = User.objects.bulk_create(
        User(username=f"editor{n}", name=f"Editor {n}") for n in range(N_EDITORS)
    )
    Grant.objects.bulk_create(Grant(user=one, role=role, scope=project.scope) for one in people)
    now = timezone.now()
    until = now + timedelta(days=1)
    tokens = [issue_token(one, name="x", expires_at=until, at=now)[1] for one in people]
    path = f"/api/v1/projects/{project.pk}/plan/edits"
    address = urlsplit(live_server.url).netloc
    return [Editor(address, token, path, project.plan_version) for token in tokens]


def all_together(editors: list[Editor], work: Any) -> None:
    """Let every editor work in a thread of their own, beginning at the same moment."""
    gate = threading.Barrier(len(editors))

    def begin(number: int, editor: Editor) -> None:
        gate.wait(60)
        work(number, editor)

    threads = [threading.Thread(target=begin, args=pair) for pair in enumerate(editors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def told_by_history(project: Any) -> dict[int, list[Any]]:
    """What each version of the plan changed, by the history."""
    events = Event.objects.filter(subject_id=project.pk, kind="planning.plan_edited")
    return {event.data["plan_version"]: event.data["changes"] for event in events.order_by("seq")}


def test_no_edit_is_lost_and_none_overwritten_unseen(project, editors):
    shared = project.ids["Shared"]
    first = project.plan_version
    # Each third of them writes in another field of the one task.
    ways: list[tuple[str, Any]] = [
        ("name", "by {}".format),
        ("wbs_code", "W{}".format),
        ("priority", lambda number: number),
    ]

    def work(number: int, editor: Editor) -> None:
        own = project.ids[f"T{number}"]
        base = editor.base
        for turn in range(N_EDITS):
            rename = {"id": own, "fields": {"name": f"{number}.{turn}"}}
            status, told = editor.send(rename, uuid4().hex, base)
            editor.seen.append((status, rename, told))
            base = told["plan_version"] if status == 200 else base
        name, value = ways[number % len(ways)]
        asked = {"id": shared, "fields": {name: value(number)}}
        status, told = editor.send(asked, uuid4().hex, editor.base)
        editor.seen.append((status, asked, told))

    all_together(editors, work)

    answers = [one for editor in editors for one in editor.seen]
    history = told_by_history(project)
    assert {status for status, _, _ in answers} == {200, 412}
    done = [(asked, told) for status, asked, told in answers if status == 200]
    assert len(done) == N_EDITORS * N_EDITS + len(ways)
    versions = sorted(told["plan_version"] for _, told in done)
    assert versions == [version for version in history if version > first]
    assert len(set(versions)) == len(done)
    for asked, told in done:
        [[entity, key, _, after]] = history[told["plan_version"]]
        assert (entity, key, after) == ("task", asked["id"], asked["fields"])
    stored = Task.objects.values().get(pk=shared)
    for name, _ in ways:
        met = [
            told["conflicts"] for s, asked, told in answers if s == 412 and name in asked["fields"]
        ]
        assert {(one["field"], one["theirs"]) for [one] in met} == {(name, stored[name])}
    winners = [asked["fields"] for asked, _ in done if asked["id"] == shared]
    assert {k: v for fields in winners for k, v in fields.items()} == {
        name: stored[name] for name, _ in ways
    }


def test_an_edit_that_is_sent_three_times_takes_effect_once(project, editors):
    editors = editors[:20]
    first = project.plan_version
    given = {
        uuid4().hex: {"id": project.ids[f"T{number}"], "fields": {"name": f"by {number}"}}
        for number in range(len(editors))
    }
    sent = [pair for pair in given.items() for _ in range(3)]
    random.Random(7).shuffle(sent)
    by_owner = {project.ids[f"T{number}"]: editor for number, editor in enumerate(editors)}
    answers: dict[str, list[tuple[int, Any]]] = {key: [] for key in given}

    def work(number: int, _: Editor) -> None:
        for key, asked in sent[number :: len(editors)]:
            editor = by_owner[asked["id"]]
            answers[key].append(editor.send(asked, key, first))

    all_together(editors, work)

    history = told_by_history(project)
    versions = sorted(version for version in history if version > first)
    assert len(versions) == len(given)
    assert versions == sorted(told["plan_version"] for told in _firsts(answers.values()))
    for key, asked in given.items():
        assert [status for status, _ in answers[key]] == [200, 200, 200]
        [version] = {told["plan_version"] for _, told in answers[key]}
        assert history[version] == [
            ["task", asked["id"], {"name": _name(project, asked)}, asked["fields"]]
        ]


def _firsts(answers: Any) -> list[Any]:
    return [sent[0][1] for sent in answers]


def _name(project: Any, asked: dict[str, Any]) -> str:
    return next(name for name, key in project.ids.items() if key == asked["id"])
