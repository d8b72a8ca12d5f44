"""Two worlds in which the same happens, step by step, and what a viewer could tell of it."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.test import Client

from tests.factories.access import role_with
from tests.secrecy.twins.clockwork import STREAM, standing_still
from tests.secrecy.twins.policy import EVERYTHING, PLANNER, Viewer
from tests.secrecy.twins.probes import ABSENT, Probe, Reach
from tests.secrecy.twins.trace import Listener, Places
from tests.secrecy.twins.worlds import World, Worlds
from zhongshu.access.guard import company
from zhongshu.access.models import Grant, Role, User
from zhongshu.kit import events

# Who is told stories: a planner who looks after the people of the unit as well.
WATCHER = Viewer(
    "watcher", (*PLANNER.permissions, "organisation.manage"), PLANNER.hidden, authorities=()
)
Body = Callable[["Side"], Any] | dict[str, Any] | None

# What is asked after every step; the rest of what can be read is asked in turns.
ALWAYS = {
    "access.list_views",
    "collaboration.list_notifications",
    "organisation.get_person",
    "organisation.list_people",
    "planning.get_plan",
    "planning.list_task_history",
    "planning.list_tasks",
    "projects.get_project",
    "projects.list_projects",
}
# Where a step may be refused.
ANY = frozenset(range(200, 500))
WORKED = frozenset(range(200, 400))
_PLACES = re.compile("own|(hidden|absent) .*|format|page")


@dataclass
class Side:
    """One of the two worlds in a story: who acts there, and the ids of what they act on."""

    world: World
    admin: User
    clients: dict[str, Client]
    ids: dict[str, Any]
    listener: Listener
    probes: list[Probe] = field(default_factory=list)

    def send(self, who: str, method: str, path: str, body: Any) -> Any:
        """Send a request for one of those who act."""
        options = {} if body is None else {"data": body, "content_type": "application/json"}
        address = f"/api/v1{path.format_map(self.ids)}"
        headers = {"If-Match": "*"}
        return getattr(self.clients[who], method)(address, headers=headers, **options)


class Lockstep:
    """Lets things happen in both worlds and compares what the watcher observes of them."""

    def __init__(self, worlds: Worlds, n_in_turn: int, viewer: Viewer) -> None:
        self._n_in_turn = n_in_turn
        pair = worlds.pair(viewer)
        self._stack = ExitStack()
        self._stack.enter_context(standing_still())
        for world in pair:
            self._stack.enter_context(world.undone())
        self.sides = [_side(world) for world in pair]
        self.findings: list[str] = []
        self._n_steps = 0

    def close(self) -> None:
        """Take everything back, in both worlds."""
        self._stack.close()

    def act(
        self,
        who: str,
        method: str,
        path: str,
        body: Body = None,
        *,
        status: frozenset[int] = WORKED,
    ) -> list[Any]:
        """Let somebody do the same in both worlds; return both answers."""
        self._n_steps += 1
        answers = []
        for side in self.sides:
            STREAM.start(f"step {self._n_steps}")
            with side.world.entered():
                answer = side.send(who, method, path, body(side) if callable(body) else body)
                events.deliver_pending()
            told = (who, method, path, answer.status_code, answer.content[:400])
            assert answer.status_code in status, told
            answers.append(answer)
        return answers

    def inside(self, act: Callable[[Side], Any]) -> list[Any]:
        """Do something in each world."""
        self._n_steps += 1
        found = []
        for side in self.sides:
            STREAM.start(f"step {self._n_steps}")
            with side.world.entered():
                found.append(act(side))
        return found

    def look(self) -> list[str]:
        """What the watcher can tell by what is always of interest and a part of the rest."""
        low, high = self.sides
        found: list[str] = []
        places, first = Places(), self._n_steps * self._n_in_turn
        in_turn = {number % len(low.probes) for number in range(first, first + self._n_in_turn)}
        for number, (one, other) in enumerate(zip(low.probes, high.probes, strict=True)):
            is_always = one.way == "own" and one.operation.name in ALWAYS
            if not is_always and number not in in_turn:
                continue
            mine, theirs = low.listener.ask(one), high.listener.ask(other)
            if told := mine.differences(theirs):
                found.append(f"{one.operation.name} [{one.way}]: {'; '.join(told)}")
            places.note(one, mine)
        return found + places.told_apart()

    def is_absent(self, path: str) -> None:
        """Find out whether the watcher is answered as if nothing had ever been there."""
        for side in self.sides:
            with side.world.entered():
                hidden = side.send("watcher", "get", path, None)
                absent = side.send("watcher", "get", re.sub(r"\{\w+\}", str(ABSENT), path), None)
            if (hidden.status_code, _shape(hidden)) != (absent.status_code, _shape(absent)):
                self.findings.append(
                    f"{path} is told from what is absent: {hidden.content[:200]!r}"
                )


@contextmanager
def lockstep(worlds: Worlds, n_in_turn: int, viewer: Viewer = WATCHER) -> Iterator[Lockstep]:
    """Both worlds of a viewer for the length of one story."""
    both = Lockstep(worlds, n_in_turn, viewer)
    try:
        yield both
    finally:
        both.close()


def _side(world: World) -> Side:
    STREAM.start("story")
    with world.entered():
        admin = User.objects.create(username="admin", name="Admin", email="admin@example.com")
        role = role_with(*EVERYTHING.permissions)
        Role.objects.filter(pk=role.pk).update(code="admin", name="管理", name_en="Admin")
        Grant.objects.create(user=admin, role=role, scope=company())
        publisher = User.objects.create(username="publisher", name="Publisher", email="")
        Grant.objects.create(user=publisher, role=role, scope=company())
        clients = {
            "admin": world.client_of(admin),
            "publisher": world.client_of(publisher),
            "watcher": world.client_of(world.twin.viewer),
        }
    ids = dict(world.twin.visible) | {f"hidden_{k}": v for k, v in world.twin.hidden.items()}
    side = Side(world, admin, clients, ids, Listener(world))
    side.probes = _reads(world)
    return side


@cache
def _reads(world: World) -> list[Probe]:
    """Everything that can be read with ids of what is in sight, hidden and absent."""
    every = Listener(world).probes(Reach.MERGE)
    return [one for one in every if one.operation.method == "get" and _PLACES.fullmatch(one.way)]


def _shape(answer: Any) -> bytes:
    return re.sub(rb"[0-9a-f]{8}-[0-9a-f-]{27}|\"request_id\":\"[^\"]*", b"", answer.content)
