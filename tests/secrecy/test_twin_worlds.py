"""Two worlds that differ only in what a viewer may not see give the viewer the same answers."""

import json
import re

import pytest

from tests.secrecy.operations import LISTS, OPERATIONS
from tests.secrecy.twins.coming import Way
from tests.secrecy.twins.observing import Observation, canaries
from tests.secrecy.twins.policy import (
    BY_NAME,
    COSTS,
    EVERYTHING,
    GOVERNORS,
    IMPORTER,
    PERSONAL,
    VIEWERS,
    Viewer,
)
from tests.secrecy.twins.probes import RECALLING, SHOWING, UNASKED, Reach, Sight, by_names
from tests.secrecy.twins.ruling import ON_REQUEST
from tests.secrecy.twins.secrets import HIGH
from tests.secrecy.twins.trace import all_of, compared, traced
from zhongshu.access.authority import known_permissions
from zhongshu.access.recalling import RECALLED

pytestmark = [pytest.mark.django_db, pytest.mark.trace]

# The ways of asking in which an operation is meant to succeed.
REACHING = {"own", "format", "working"}
# What no viewer of the trace reaches, and why that is no blind spot.
UNREACHED = {
    "access.give_second_factor": "needs a sign-in that waits for it",
    "access.sign_in_with_passkey": "needs the answer of a passkey",
    "access.prove": "needs a password, a code or the answer of a passkey",
    "access.add_totp": "needs the code of this half minute",
    "access.add_passkey": "needs the answer of a passkey",
    "access.leave_for_provider": "needs an identity provider that answers",
    "access.prove_audit_event": "needs a sealed block; the proof itself names no value",
    "integrations.apply_import": "needs an uploaded file on the disk",
    "integrations.get_import_file": "needs an uploaded file on the disk, of the viewer's own",
    "collaboration.get_file_content": "needs an uploaded file on the disk",
    "organisation.apply_import": "changes nothing in view; needs a preview of the same state",
}


# Who asks most comes first, so that no process is left alone with it at the end.
LONGEST_FIRST = sorted(
    VIEWERS, key=lambda one: (not one.asks_all_in, one.comes_by is not Way.SESSION)
)


@pytest.mark.parametrize("viewer", LONGEST_FIRST, ids=lambda one: one.name)
def test_hidden_values_change_nothing_that_the_viewer_observes(worlds, viewer):
    verdict = compared(worlds, viewer)

    assert verdict.is_secret, all_of(verdict.differences + verdict.sang)
    assert verdict.failed == []
    assert verdict.told_apart == []


@pytest.mark.parametrize("viewer", GOVERNORS, ids=lambda one: one.name)
def test_who_governs_reads_no_more_by_it(worlds, viewer):
    """On a merge by what governs; the night asks everything."""
    verdict = compared(worlds, viewer, lambda probe: probe.operation.name.startswith("access."))

    assert verdict.is_secret, all_of(verdict.differences + verdict.sang)
    assert verdict.failed == []
    assert verdict.told_apart == []


def test_every_permission_is_held_by_somebody_whose_worlds_are_compared():
    held = {one for viewer in (*VIEWERS, *GOVERNORS) for one in viewer.permissions}

    assert known_permissions() - held == set()


def test_an_import_tells_nothing_that_its_importer_may_not_read(worlds):
    of_imports = {"organisation.preview_import", "organisation.get_import"}

    verdict = compared(worlds, IMPORTER, lambda probe: probe.operation.name in of_imports)

    assert verdict.is_secret, all_of(verdict.differences + verdict.sang)
    assert of_imports <= verdict.succeeded


def histories(worlds, viewer: Viewer) -> dict[str, Observation]:
    """What the history of a row in sight told, by the kind of record."""
    found = traced(worlds, viewer, HIGH, lambda probe: probe.operation.name == RECALLING)
    named = ((re.search(r"\[own (\w+)\]", name), one) for name, one in found.observed.items())
    return {name[1]: one for name, one in named if name and name[1] in RECALLED}


def test_the_history_of_each_kind_of_record_is_reached(worlds):
    found = histories(worlds, EVERYTHING)

    assert {name: one.status for name, one in found.items()} == dict.fromkeys(RECALLED, 200)


def test_what_is_closed_is_in_the_history_and_not_told(worlds):
    found = histories(worlds, BY_NAME["ruled"])

    [held] = json.loads(found["holding"].body)["items"]
    assert ([one["name"] for one in held["fields"]], held["_locked"]) == (["authority"], ["by"])
    assert json.loads(found["question"].body)["items"] == []


def test_what_is_shown_on_request_is_shown_to_who_asks(worlds):
    found = traced(worlds, BY_NAME["ruled"], HIGH, lambda probe: probe.operation.name == SHOWING)

    answer = next(one for name, one in found.observed.items() if "own person leaves_on" in name)
    assert ON_REQUEST.isoformat().encode() in answer.body
    assert found.sang == []


def test_what_viewers_share_is_asked_by_one_of_them():
    def asked(viewer, reach):
        sight = Sight({}, {})
        every = (one for each in LISTS for one in by_names(each, sight, viewer, reach))
        return {str(one) for one in every if one.locks}

    shared = [asked(viewer, Reach.MERGE) for viewer in VIEWERS if viewer.comes_by is Way.SESSION]

    assert asked(EVERYTHING, Reach.FIELDS) - set().union(*shared) == set()


def test_trace_reaches_every_operation(worlds):
    found = traced(worlds, EVERYTHING, HIGH, lambda probe: probe.way in REACHING)

    missed = {one.name for one in OPERATIONS} - found.succeeded - UNASKED
    assert missed == set(UNREACHED)


HEARD = {
    COSTS: [str(HIGH.amount(f"{what} 0")) for what in ("rate", "overtime", "use", "told")],
    PERSONAL: [
        HIGH.word("number VIS0"), HIGH.email("mail VIS0"), HIGH.day("joins VIS0").isoformat(),
    ],
}  # fmt: skip


@pytest.mark.parametrize("hidden", [COSTS, PERSONAL])
def test_canaries_are_heard_by_those_who_may_hear_them(worlds, hidden):
    deaf = Viewer("everything", EVERYTHING.permissions, frozenset({hidden}))

    found = traced(worlds, deaf, HIGH, lambda probe: probe.way in REACHING)

    assert found.sang
    told = b"\n".join(one.body for one in found.observed.values())
    assert [one for one in HEARD[hidden] if not canaries([one]).search(told)] == []
