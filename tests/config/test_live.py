"""Live events reach the pages of those who may know, and of nobody else."""

import asyncio
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.collaboration.discussed import member_of, mention, subject_of, task_of
from tests.factories.access import UserFactory, scope_below, user_with
from tests.factories.projects import ProjectFactory
from zhongshu.access.models import SYSTEM, User
from zhongshu.collaboration.handlers import tell_notified
from zhongshu.collaboration.presence.showing import end_presence, show_presence
from zhongshu.collaboration.services import comments
from zhongshu.config import live
from zhongshu.kit import events
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told(monkeypatch):
    monkeypatch.setattr(events, "_LIVE", {})
    monkeypatch.setattr(events, "_LISTENERS", [])
    monkeypatch.setattr(live, "HUB", live.Hub())
    monkeypatch.setattr(live, "_readers", ThreadPoolExecutor(max_workers=1))

    @events.live("test.happened", permission="projects.view")
    def tell(event: Event) -> events.Message:
        return "changed", {"project_id": str(event.subject_id)}


def headers_of(user: User | None) -> list[tuple[bytes, bytes]]:
    client = Client()
    if user is None:
        return []
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    return [(b"cookie", f"other=1; {settings.SESSION_COOKIE_NAME}={cookie}".encode())]


def opened(
    user: User | None,
    during: Any,
    wait: float = 0.6,
    headers: list[tuple[bytes, bytes]] | None = None,
) -> tuple[int, list[bytes]]:
    """What one open page receives while something happens in a thread."""
    headers = headers_of(user) if headers is None else headers
    status, chunks = [], []

    async def page() -> None:
        leave = asyncio.Event()

        async def receive() -> dict[str, Any]:
            await leave.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                status.append(message["status"])
            else:
                chunks.append(message.get("body", b""))

        scope = {"type": "http", "headers": headers}
        stream = asyncio.ensure_future(live.stream(scope, receive, send))
        await asyncio.sleep(0.3)
        await asyncio.to_thread(during)
        await asyncio.sleep(wait)
        leave.set()
        await stream

    asyncio.run(page())
    live._readers.submit(lambda: connection.close()).result()
    return status[0], chunks


def record(project: Any) -> None:
    try:
        events.record("test.happened", actor=SYSTEM, subject=project)
    finally:
        connection.close()


def test_viewer_is_told(told):
    project = ProjectFactory.create()
    events.listen(live.HUB.publish)

    status, chunks = opened(user_with("projects.view"), lambda: record(project))

    assert status == 200
    event = next(chunk.decode() for chunk in chunks if b"event:" in chunk)
    lines = dict(line.split(": ", 1) for line in event.strip().splitlines())
    assert lines["event"] == "changed"
    assert json.loads(lines["data"]) == {"project_id": str(project.pk)}


@pytest.mark.parametrize("who", ["stranger", "elsewhere", "closed"])
def test_nobody_else_is_told(told, who):
    project = ProjectFactory.create()
    events.listen(live.HUB.publish)
    user = {
        "stranger": UserFactory.create,
        "elsewhere": lambda: user_with("projects.view", over=scope_below()),
        "closed": lambda: user_with("projects.view"),
    }[who]()

    def during() -> None:
        if who == "closed":
            User.objects.filter(pk=user.pk).update(is_active=False)
        record(project)

    _, chunks = opened(user, during)

    assert not any(b"event:" in chunk for chunk in chunks)


def test_without_a_session_there_is_no_stream(told):
    status, chunks = opened(None, lambda: None, wait=0)

    assert status == 401
    assert json.loads(chunks[0])["code"] == "access.not_signed_in"


def test_what_another_process_wrote_is_told_too(told):
    project = ProjectFactory.create()
    stop = threading.Event()

    def watch() -> None:
        live.watch_table(stop=stop, idle_seconds=0.05)
        connection.close()

    watcher = threading.Thread(target=watch)
    watcher.start()
    time.sleep(0.2)
    try:
        _, chunks = opened(user_with("projects.view"), lambda: record(project), wait=1)
    finally:
        stop.set()
        watcher.join()

    assert sum(b"event: changed" in chunk for chunk in chunks) == 1


def test_page_that_does_not_keep_up_is_cut_off():
    async def page() -> list[bytes | None]:
        listener = live.Listener(SYSTEM.pk, asyncio.get_running_loop())
        for number in range(live._BACKLOG + 5):
            listener.hear(b"%d" % number)
        await asyncio.sleep(0)
        return [listener.queue.get_nowait() for _ in range(listener.queue.qsize())]

    assert None in asyncio.run(page())


def present(user: User, project: Any, tab: UUID) -> None:
    show_presence(
        user,
        tab_id=tab,
        scope_id=project.scope_id,
        page="plan",
        subject_id=None,
        field="",
        at=timezone.now(),
    )


def told_of_presence(user: User, during: Any) -> list[list[str]]:
    """Who is here, as one page hears it again and again while something happens in a thread."""
    stop = threading.Event()

    def watch() -> None:
        live.watch_presence(stop=stop, idle_seconds=0.05)
        connection.close()

    def closing() -> None:
        try:
            during()
        finally:
            connection.close()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        _, chunks = opened(user, closing)
    finally:
        stop.set()
        watcher.join()
    heard = [chunk.decode() for chunk in chunks if b"event: presence" in chunk]
    told = [json.loads(one.partition("data: ")[2]) for one in heard]
    return [sorted(person["user"]["name"] for person in one["items"]) for one in told]


def test_those_in_one_place_hear_who_comes_and_goes(told):
    project = ProjectFactory.create()
    anna, ben = (user_with("projects.view", over=project.scope) for _ in range(2))
    tab = uuid4()

    def during() -> None:
        present(anna, project, uuid4())
        time.sleep(0.2)
        present(ben, project, tab)
        time.sleep(0.2)
        end_presence(ben, tab_id=tab)

    heard = told_of_presence(anna, during)

    assert heard == [[anna.name], sorted([anna.name, ben.name]), [anna.name]]


def test_who_is_elsewhere_hears_nothing_of_it(told):
    project = ProjectFactory.create()
    anna, boss = user_with("projects.view", over=project.scope), user_with("projects.view")

    heard = told_of_presence(boss, lambda: present(anna, project, uuid4()))

    assert heard == []


def test_addressed_message_reaches_its_user_alone(told, monkeypatch):
    monkeypatch.setattr(events, "_ADDRESSED", {})
    project = ProjectFactory.create()
    events.listen(live.HUB.publish)
    addressee, other = UserFactory.create(), user_with("projects.view")
    asked: list[set[Any]] = []

    @events.live_to("test.addressed")
    def address(event: Event, among: Any) -> tuple[set[Any], events.Message]:
        asked.append(set(among))
        return {addressee.pk}, ("notified", {})

    def during() -> None:
        try:
            events.record("test.addressed", actor=SYSTEM, subject=project)
        finally:
            connection.close()

    _, heard = opened(addressee, during)
    _, missed = opened(other, during)

    assert sum(b"event: notified\n" in chunk for chunk in heard) == 1
    assert not any(b"event:" in chunk for chunk in missed)
    assert asked == [{addressee.pk}, {other.pk}]


def test_bell_is_told_within_two_seconds_of_a_comment(told, monkeypatch):
    monkeypatch.setattr(events, "_ADDRESSED", {"collaboration.notified": tell_notified})
    task = task_of()
    author, named = member_of(task.project), member_of(task.project)
    subject = subject_of(task)
    news = threading.Event()
    events.listen(live.HUB.publish)
    events.listen(lambda event: news.set())

    def during() -> None:
        try:
            comments.add_comment(author, subject=subject, text=mention(named), at=timezone.now())
            news.wait(1)
            events.deliver_pending()
        finally:
            connection.close()

    _, chunks = opened(named, during, wait=1)

    assert sum(b"event: notified\n" in chunk for chunk in chunks) == 1
    assert not any(str(task.pk).encode() in chunk for chunk in chunks)
