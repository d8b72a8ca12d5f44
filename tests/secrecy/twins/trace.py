"""Ask both worlds the same questions, and compare what comes back."""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.secrecy.twins.clockwork import STREAM, standing_still
from tests.secrecy.twins.company import Twin, build
from tests.secrecy.twins.observing import Observation, canaries, observe
from tests.secrecy.twins.policy import COSTS, PERSONAL, Viewer
from tests.secrecy.twins.probes import SHOWING, Probe, Reach, Sight, probes
from tests.secrecy.twins.ruling import ON_REQUEST, ruled_texts
from tests.secrecy.twins.secrets import HIGH, LOW, Secrets
from zhongshu.planning.open_plan import shelf

Chosen = Callable[[Probe], bool]
COMMON = Secrets("common", is_high=False, n_hidden=0)


@dataclass
class Trace:
    """What one viewer observed in one world, by request."""

    observed: dict[str, Observation] = field(default_factory=dict)
    succeeded: set[str] = field(default_factory=set)
    sang: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


class _Undo(Exception):
    """Takes back what a request wrote."""


def traced(
    viewer: Viewer,
    secrets: Secrets,
    chosen: Chosen | None = None,
    reach: Reach = Reach.OWN_FIELDS,
) -> Trace:
    """Build a world, ask it everything as this viewer, and leave nothing behind."""
    found = Trace()
    with standing_still(), _undone():
        shelf.clear()
        shutil.rmtree(settings.HOME / "uploads", ignore_errors=True)
        twin = build(viewer, secrets, COMMON)
        client = Client(raise_request_exception=False)
        client.force_login(twin.viewer)
        song = canaries(secrets, secret_texts(viewer, secrets))
        for probe in probes(Sight(twin.visible, twin.hidden), reach=reach):
            if chosen is None or chosen(probe):
                _ask(client, probe, twin, found, song)
    shelf.clear()
    return found


@contextmanager
def _undone() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass


def _ask(client: Client, probe: Probe, twin: Twin, found: Trace, song: Any) -> None:
    STREAM.start("answer")
    with _undone():
        observation, _ = observe(partial(_send, client, probe))
    name = _without_ids(str(probe), twin)
    observation = observation.without([str(key) for key in twin.hidden.values()], str(probe))
    found.observed[name] = observation
    if 200 <= observation.status < 300:
        found.succeeded.add(probe.operation.name)
    if observation.status >= 500:
        found.failed.append(name)
    on_request = ON_REQUEST.isoformat().encode()
    if probe.operation.name != SHOWING and on_request in observation.body:
        found.sang.append(f"{name}: shown without being asked for")
    if heard := song.search(observation.body + repr(observation.headers).encode()):
        found.sang.append(f"{name}: {heard[0]!r}")


def _send(client: Client, probe: Probe) -> HttpResponse:
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
        secrets.word("ways"),
        str(secrets.amount("view")), secrets.word("question"), secrets.word("reason"),
    ]  # fmt: skip
    for n in range(secrets.n_hidden):
        texts += [secrets.word(f"project {n}"), secrets.word(f"key {n}").upper()]
        texts += [secrets.word(f"body {n}")]
        texts += [secrets.word(f"task {n}"), secrets.han(f"person {n}"), secrets.han(f"notes {n}")]
    if PERSONAL in viewer.hidden:
        for n in range(3):
            texts += [secrets.word(f"number VIS{n}"), secrets.email(f"mail VIS{n}")]
            texts += [secrets.day(f"joins VIS{n}").isoformat()]
    if viewer.is_ruled:
        texts += ruled_texts(secrets)
    if COSTS in viewer.hidden:
        texts += [
            str(secrets.amount(f"{what} {n}")) for what in ("fixed", "actual") for n in range(3)
        ]
    return texts


@dataclass
class Verdict:
    """What told the two worlds apart, and what was reached."""

    differences: list[str]
    sang: list[str]
    failed: list[str]
    succeeded: set[str]
    n_asked: int

    @property
    def is_secret(self) -> bool:
        """Whether the viewer could tell nothing."""
        return not self.differences and not self.sang


def compared(
    viewer: Viewer, chosen: Chosen | None = None, reach: Reach = Reach.OWN_FIELDS
) -> Verdict:
    """Ask both worlds the same as one viewer."""
    low, high = (traced(viewer, one, chosen, reach) for one in (LOW, HIGH))
    differences = [
        f"{name}: {'; '.join(told)}"
        for name, one in low.observed.items()
        if name in high.observed and (told := one.differences(high.observed[name]))
    ]
    differences += [f"asked in one world only: {n}" for n in set(low.observed) ^ set(high.observed)]
    return Verdict(differences, low.sang + high.sang, low.failed, low.succeeded, len(low.observed))


# The page draws the id of its tab by chance, so that of another cannot be asked for.
OF_ONES_OWN_MAKING = {"collaboration.show_presence"}


def told_apart(viewer: Viewer) -> list[str]:
    """Requests by which hidden and absent can be told apart: they must get the same answer."""
    found = traced(viewer, LOW, lambda probe: probe.way.startswith(("hidden", "absent")))
    by_way = {(name.partition(" [")[0], _way(name)): one for name, one in found.observed.items()}
    return [
        f"{operation} {way}: {hidden.status} {hidden.body[:200]!r} | {absent.status}"
        for (operation, way), hidden in by_way.items()
        if way.startswith("hidden ")
        and operation not in OF_ONES_OWN_MAKING
        and (absent := by_way.get((operation, way.replace("hidden", "absent", 1)))) is not None
        and (hidden.status, _shape(hidden)) != (absent.status, _shape(absent))
    ]


def _way(name: str) -> str:
    return name.partition(" [")[2].partition("]")[0]


def _shape(observation: Observation) -> bytes:
    """An answer without the ids that the request itself named."""
    return _ID.sub(b"<id>", observation.body)


_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f-]{27}")


def all_of(found: Iterable[str], most: int = 25) -> str:
    """The first findings, one a line."""
    lines = list(found)
    return "\n".join(lines[:most] + ([f"… {len(lines) - most} more"] if len(lines) > most else []))
