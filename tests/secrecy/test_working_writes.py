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
from zhongshu.access.recalling import RECALLED
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
# What events are about and has no history of its own, and why; nothing else may have none.
NO_HISTORY = {
    "": "an act about no record",
    "access.apitoken": "issued and revoked, which its row tells; its owner alone sees it",
    "access.legalhold": "placed and released, which its row tells with who did it",
    "access.noticeanswer": "never changed: each answer is a row of its own",
    "access.noticeversion": "each version stays, with who drafted and who published it",
    "access.privacynotice": "its versions are its history",
    "access.policyversion": "each version stays, with who drafted and who published it",
    "collaboration.notification": "somebody's own, read or not",
    "collaboration.watch": "somebody's own, on or off",
    "integrations.planimport": "an upload of somebody's own, thrown away when it was read in",
    "organisation.organisationimport": "an upload of somebody's own, thrown away as well",
    "planning.lastlook": "somebody's own: when they looked",
}
WORKING = [one for one in UNSAFE if one.name not in UNASKED | set(UNREACHED)]
RECALLED_TABLES = {one.resource.model._meta.label_lower for one in RECALLED.values()}
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
    changed, about = max(worked, key=lambda found: len(found[0]))
    changes = len(about)
    assert {one for found in worked for one in found[1]} <= RECALLED_TABLES | NO_HISTORY.keys()
    if operation.name in OF_NO_ROW:
        assert ([], OF_NO_ROW[operation.name][1]) == (changed, changes)
    else:
        assert changed, outcomes
        assert changes == (0 if operation.name in EPHEMERAL else 1)


def outcome(world: World, rows: dict[str, str], probe: Probe) -> tuple[int, list[str], list[str]]:
    """What came of a request: its status, the tables it changed, and what its events are about."""
    with standing_still(), world.undone():
        seq = newest()
        STREAM.start("answer")
        answer = send(world.client, probe)
        told = Event.objects.filter(seq__gt=seq).exclude(kind__in=NOT_CHANGES)
        about = list(told.values_list("subject_type", flat=True))
        now = tables() if 200 <= answer.status_code < 300 else rows
    return answer.status_code, [label for label in rows if rows[label] != now[label]], about
