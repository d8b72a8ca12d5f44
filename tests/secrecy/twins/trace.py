"""Ask both worlds the same questions, and compare what comes back."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.secrecy.twins.clockwork import STREAM, standing_still
from tests.secrecy.twins.closing import closed_texts
from tests.secrecy.twins.company import Twin
from tests.secrecy.twins.observing import Observation, canaries, observe
from tests.secrecy.twins.policy import COSTS, PERSONAL, Viewer
from tests.secrecy.twins.probes import SHOWING, Probe, Reach, Sight, probes
from tests.secrecy.twins.ruling import ON_REQUEST, ruled_texts
from tests.secrecy.twins.secrets import LONG_AFTER, Secrets
from tests.secrecy.twins.worlds import World, Worlds

Chosen = Callable[[Probe], bool]
# Ways of asking that find nothing where the operation itself is refused.
_DEEPER = {"filter", "sort", "group", "group of some", "assignment"}
_REFUSED = {401, 403, 404}
_UNKNOWN = 400
_UNASKED_FOR = ON_REQUEST.isoformat().encode()


@dataclass
class Listener:
    """Asks one world, and listens for the secrets of that world in its answers."""

    world: World

    def __post_init__(self) -> None:
        self._silent: set[bytes] = set()
        self._hidden = [str(key) for key in self.world.twin.hidden.values()]

    @cached_property
    def song(self) -> re.Pattern[bytes]:
        """What is listened for."""
        secrets = self.world.secrets
        return canaries(secret_texts(self.world.viewer, secrets))

    def ask(self, probe: Probe) -> Observation:
        """Send a request, and take back what it wrote."""
        STREAM.start("answer")
        with self.world.undone():
            observation, _ = observe(partial(send, self.world.client, probe))
        return self.without_asked(observation, str(probe))

    def without_asked(self, observation: Observation, asked: str) -> Observation:
        """An answer without those hidden ids that the request itself brought."""
        return observation.without(self._hidden, asked)

    def hear(self, probe: Probe, observation: Observation) -> str:
        """What should not be in an answer, if anything is."""
        told = observation.body + repr(observation.headers).encode()
        if probe.operation.name != SHOWING and _UNASKED_FOR in told:
            return "shown without being asked for"
        if told in self._silent:
            return ""
        if heard := self.song.search(told):
            return repr(heard[0])
        self._silent.add(told)
        return ""

    def probes(self, reach: Reach) -> Iterable[Probe]:
        """Everything that this world is asked."""
        twin = self.world.twin
        return probes(Sight(twin.visible, twin.hidden), self.world.viewer, reach=reach)


def send(client: Client, probe: Probe) -> HttpResponse:
    """Send the request as the client would."""
    operation = probe.operation
    address = operation.address(probe.ids)
    options: dict[str, Any] = {"headers": {"If-Match": "*"}}
    if operation.media_type == "application/json":
        options |= {"data": probe.body, "content_type": "application/json"}
    elif operation.media_type == "multipart/form-data":
        options["data"] = {"kind": "people"}
        if probe.file is not None:
            name, content = probe.file
            options["data"]["file"] = SimpleUploadedFile(name, content)
    else:
        asked: dict[str, list[str]] = {}
        for key, value in probe.query:
            asked.setdefault(key, []).append(str(value))
        options["query_params"] = asked
    answer: HttpResponse = getattr(client, operation.method)(address, **options)
    return answer


def _without_ids(text: str, twin: Twin) -> str:
    """The name of a request, the same in both worlds."""
    for name, key in twin.hidden.items():
        text = text.replace(str(key), f"<hidden {name}>")
    return text


def secret_texts(viewer: Viewer, secrets: Secrets) -> list[str]:
    """The texts that must reach this viewer in no form."""
    texts = [
        secrets.word("unit"), secrets.han("unit"), secrets.word("calendar"), secrets.word("user"),
        secrets.han("user"), secrets.email("user"),
        secrets.word("token"), secrets.word("view"), secrets.word("file"), secrets.word("row"),
        secrets.word("upload"), secrets.word("source"), secrets.word("said"),
        secrets.word("ways"), secrets.word("above"), secrets.han("above"), secrets.han("superior"),
        str(secrets.amount("view")), secrets.word("question"), secrets.word("reason"),
    ]  # fmt: skip
    for n in range(secrets.n_hidden):
        texts += [secrets.word(f"project {n}"), secrets.word(f"key {n}").upper()]
        texts += [secrets.word(f"body {n}")]
        texts += [secrets.word(f"task {n}"), secrets.han(f"person {n}"), secrets.han(f"notes {n}")]
        texts += personal_texts(secrets, f"{secrets.word('unit')}{n}")
    texts += personal_texts(secrets, f"{secrets.word('above')}0")
    if PERSONAL in viewer.hidden:
        for n in range(3):
            texts += personal_texts(secrets, f"VIS{n}")
    if viewer.is_ruled:
        texts += ruled_texts(secrets)
    if viewer.is_shut_out:
        texts += closed_texts(secrets)
    if COSTS in viewer.hidden:
        texts += [str(amount) for amount in cost_amounts(secrets)]
    return texts


def personal_texts(secrets: Secrets, who: str) -> list[str]:
    """What is personal of somebody: their number, address and days."""
    leaves = secrets.day(f"leaves {who}") + LONG_AFTER
    days = [secrets.day(f"joins {who}").isoformat(), leaves.isoformat()]
    return [secrets.word(f"number {who}"), secrets.email(f"mail {who}"), *days]


def cost_amounts(secrets: Secrets) -> Iterator[int]:
    """What two visible projects cost, task by task, and what works on them."""
    for start in (0, 10):
        for n in range(start, start + 3):
            yield from (secrets.amount(f"{what} {n}") for what in ("fixed", "actual", "told"))
            yield secrets.amount(f"cost {n}") + n * 10
        for what in ("rate", "overtime", "use", "assigned", "spent"):
            yield secrets.amount(f"{what} {start}")


@dataclass
class Verdict:
    """What told the two worlds apart, and what was reached."""

    differences: list[str] = field(default_factory=list)
    sang: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    succeeded: set[str] = field(default_factory=set)
    told_apart: list[str] = field(default_factory=list)
    n_asked: int = 0
    observed: dict[str, Observation] = field(default_factory=dict)

    @property
    def is_secret(self) -> bool:
        """Whether the viewer could tell nothing."""
        return not self.differences and not self.sang

    def note(self, name: str, probe: Probe, observation: Observation, heard: str) -> None:
        """What came of a request."""
        self.n_asked += 1
        if 200 <= observation.status < 300:
            self.succeeded.add(probe.operation.name)
        if observation.status >= 500:
            self.failed.append(name)
        if heard:
            self.sang.append(f"{name}: {heard}")


def traced(worlds: Worlds, viewer: Viewer, secrets: Secrets, chosen: Chosen) -> Verdict:
    """Ask one world what is chosen, to learn what is reached and what is heard."""
    verdict, listener = Verdict(), Listener(worlds.of(viewer, secrets))
    with standing_still():
        for probe in filter(chosen, listener.probes(Reach.MERGE)):
            observation = listener.ask(probe)
            verdict.note(str(probe), probe, observation, listener.hear(probe, observation))
            verdict.observed[str(probe)] = observation
    return verdict


def compared(
    worlds: Worlds,
    viewer: Viewer,
    chosen: Chosen = lambda probe: True,
    reach: Reach = Reach.MERGE,
    *,
    is_first_enough: bool = False,
) -> Verdict:
    """Ask both worlds the same as one viewer, request by request."""
    verdict, places = Verdict(), Places()
    low, high = (Listener(world) for world in worlds.pair(viewer))
    with standing_still():
        for one, other in zip(low.probes(reach), high.probes(reach), strict=True):
            if not chosen(one) or (reach is Reach.MERGE and places.is_in_vain(one)):
                continue
            name = _without_ids(str(one), low.world.twin)
            mine = low.ask(one)
            if reach is Reach.MERGE and places.knows(one, mine):
                verdict.note(name, one, mine, low.hear(one, mine))
                places.note(one, mine)
                continue
            theirs = high.ask(other)
            verdict.note(name, one, mine, low.hear(one, mine) or high.hear(other, theirs))
            if told := mine.differences(theirs):
                verdict.differences.append(f"{name}: {'; '.join(told)}")
            if name != _without_ids(str(other), high.world.twin):
                verdict.differences.append(f"asked in one world only: {name}")
            places.note(one, mine)
            if is_first_enough and not verdict.is_secret:
                break
    verdict.told_apart = places.told_apart()
    return verdict


# The page draws the id of its tab by chance, so that of another cannot be asked for.
OF_ONES_OWN_MAKING = {"collaboration.show_presence"}


class Places:
    """How each operation answered for what is in sight, hidden and absent."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, str], Observation] = {}
        self._open: set[str] = set()
        self._asked: set[tuple[str, str]] = set()
        self._refusals: set[tuple[str, str, str, Observation]] = set()

    def note(self, probe: Probe, observation: Observation) -> None:
        """Remember an answer, if it tells of a place."""
        operation, way = probe.operation.name, probe.way
        self._asked.add((operation, way))
        if way in {"own", "working", "format"} and observation.status not in _REFUSED:
            self._open.add(operation)
        if way.startswith(("hidden ", "absent ")):
            self._answers[operation, way] = observation
        if probe.by and observation.status == _UNKNOWN:
            self._refusals.add(_refusal(probe, observation))

    def is_in_vain(self, probe: Probe) -> bool:
        """Whether a refused operation would be asked yet again, in one of the deeper ways."""
        asked = probe.operation.name, probe.way
        return probe.way in _DEEPER and asked[0] not in self._open and asked in self._asked

    def knows(self, probe: Probe, observation: Observation) -> bool:
        """Whether an answer in one world says nothing that was not said in both already."""
        return self._knows_refusal(probe, observation) or self._is_as_hidden(probe, observation)

    def _knows_refusal(self, probe: Probe, observation: Observation) -> bool:
        """Whether a list refuses a name as it did in both worlds before.

        It refused this one asked otherwise, or any other if no field of that name locks there.
        """
        is_refused = bool(probe.by) and observation.status == _UNKNOWN
        return is_refused and _refusal(probe, observation) in self._refusals

    def _is_as_hidden(self, probe: Probe, observation: Observation) -> bool:
        """Whether an absent id got the answer that a hidden one got in both worlds before."""
        if not probe.way.startswith("absent "):
            return False
        hidden = self._answers.get((probe.operation.name, _hidden_as(probe.way)))
        return hidden is not None and _idless(hidden) == _idless(observation)

    def told_apart(self) -> list[str]:
        """Where hidden and absent did not get the same answer."""
        return [
            f"{operation} {way}: {hidden.status} {hidden.body[:200]!r} | {absent.status}"
            for (operation, way), absent in self._answers.items()
            if way.startswith("absent ")
            and operation not in OF_ONES_OWN_MAKING
            and (hidden := self._answers.get((operation, _hidden_as(way))))
            and (hidden.status, _idless(hidden).body) != (absent.status, _idless(absent).body)
        ]


def _refusal(probe: Probe, observation: Observation) -> tuple[str, str, str, Observation]:
    """An answer to an operation and a way of asking, with the name by which it asked if it locks.

    What it says is kept without any name, and without its own length.
    """
    headers = tuple(one for one in observation.headers if one[0] != "Content-Length")
    body = observation.body.replace(probe.by.encode(), b"<name>")
    name = probe.by if probe.locks else ""
    return probe.operation.name, probe.way, name, replace(observation, headers=headers, body=body)


def _hidden_as(way: str) -> str:
    """The way of asking for what is hidden that answers to one for what is absent."""
    return way.replace("absent", "hidden", 1)


def _idless(observation: Observation) -> Observation:
    """An answer without the ids that the request itself named."""
    return replace(observation, body=_ID.sub(b"<id>", observation.body))


_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f-]{27}")


def all_of(found: Iterable[str], most: int = 25) -> str:
    """The first findings, one a line."""
    lines = list(found)
    return "\n".join(lines[:most] + ([f"… {len(lines) - most} more"] if len(lines) > most else []))
