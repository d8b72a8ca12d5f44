"""Every write that works changes something and leaves exactly one event of it."""

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session

from tests.secrecy.operations import UNSAFE, Operation
from tests.secrecy.test_one_event_per_write import EPHEMERAL, OWN_TABLES, digest, newest
from tests.secrecy.test_twin_worlds import REACHING, UNREACHED
from tests.secrecy.twins.clockwork import STREAM, standing_still
from tests.secrecy.twins.policy import EVERYTHING
from tests.secrecy.twins.probes import UNASKED, Probe, Reach
from tests.secrecy.twins.secrets import HIGH
from tests.secrecy.twins.trace import Listener, send
from tests.secrecy.twins.worlds import World
from zhongshu.access.trail import NOT_CHANGES
from zhongshu.kit.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.trace]

# What changes no row, why, and how many events it leaves all the same.
OF_NO_ROW = {
    "access.ask_passkey": ("what is to be signed is kept in the session", 0),
    "access.begin_totp": ("the secret is kept in the session until it is confirmed", 0),
    "access.begin_passkey": ("what is to be signed is kept in the session", 0),
    "access.view_as": ("kept in the session", 1),
    "access.stop_viewing_as": ("nobody is seen as", 0),
    "access.show_value": ("a read, and recorded as one", 0),
    "access.open_plain": ("the view was not the one to open with", 1),
    "access.run_retention": ("leaves the work to a job", 1),
}
WORKING = [one for one in UNSAFE if one.name not in UNASKED | set(UNREACHED)]
TABLES = [one for one in apps.get_models() if one not in OWN_TABLES and one is not Session]


def tables() -> dict[str, str]:
    return {model._meta.label: digest(model) for model in TABLES}


@pytest.fixture(scope="module")
def asked(worlds, django_db_blocker) -> tuple[World, dict[str, str], dict[str, list[Probe]]]:
    """The world of who may do everything, its rows, and the requests meant to work there."""
    found: dict[str, list[Probe]] = {}
    with django_db_blocker.unblock(), standing_still():
        world = worlds.of(EVERYTHING, HIGH)
        for probe in Listener(world).probes(Reach.MERGE):
            if probe.way in REACHING:
                found.setdefault(probe.operation.name, []).append(probe)
        with world.entered():
            rows = tables()
    return world, rows, found


@pytest.mark.parametrize("operation", WORKING, ids=lambda one: one.name)
def test_write_that_works_records_one_event_of_its_change(operation: Operation, asked):
    world, rows, probes = asked
    outcomes = [outcome(world, rows, probe) for probe in probes[operation.name]]

    worked = [found for status, *found in outcomes if 200 <= status < 300]
    changed, changes = max(worked, key=lambda found: len(found[0]))
    if operation.name in OF_NO_ROW:
        assert ([], OF_NO_ROW[operation.name][1]) == (changed, changes)
    else:
        assert changed, outcomes
        assert changes == (0 if operation.name in EPHEMERAL else 1)


def outcome(world: World, rows: dict[str, str], probe: Probe) -> tuple[int, list[str], int]:
    """What came of a request: its status, the tables it changed, and its events of changes."""
    with standing_still(), world.undone():
        seq = newest()
        STREAM.start("answer")
        answer = send(world.client, probe)
        changes = Event.objects.filter(seq__gt=seq).exclude(kind__in=NOT_CHANGES).count()
        now = tables() if 200 <= answer.status_code < 300 else rows
    return answer.status_code, [label for label in rows if rows[label] != now[label]], changes
