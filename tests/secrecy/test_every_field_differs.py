"""Every field that can be closed is varied: closed it changes no answer, and open it is heard."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from tests.secrecy.twins.clockwork import standing_still
from tests.secrecy.twins.observing import Observation
from tests.secrecy.twins.policy import EVERYTHING
from tests.secrecy.twins.probes import Probe, Reach
from tests.secrecy.twins.secrets import HIGH
from tests.secrecy.twins.trace import Listener, all_of
from tests.secrecy.twins.varying import CANARY, CLOSABLE, named, told_of_all, varied
from tests.secrecy.twins.worlds import Worlds
from zhongshu.access.values import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.trace]

FIELDS = [named(resource, one) for resource, one in CLOSABLE]
# Closing it closes the plan that begins there with all that is in it: it is closed by itself.
START = "project.start"
# It goes with the start, and late dates reach back from it.
END = "project.required_finish"
REST = [name for name in FIELDS if name != START]
PLANS = ("projects", "planning", "integrations", "collaboration")
# What is not varied, and why.
COUNTED = {
    "body.n_members": "counts members, who are in sight one by one",
    "role.n_grants": "counts grants, which are in sight one by one",
}
_WHOLE = "whom data are about gets them whole, whatever is closed"
# Where what is closed has an effect all the same, and why.
TOLD = {
    "access.find_somebody": "who erases somebody is told which account and person are one",
    "access.export_personal_data": _WHOLE,
    "access.export_own_data": _WHOLE,
    "access.list_lowerings": "whoever asked knows that they did, whatever is closed",
    "access.list_notices": "who looks after notices is told how many gave which answer",
    "access.get_notice": "who looks after notices is told how many gave which answer",
    "organisation.get_import": "a table finds people by their number, so it tells if one is taken",
}
TEXTS = {one.name for _, one in CLOSABLE if one.kind is Kind.TEXT}
# Where a field of an answer is called like one that can be closed, and is another.
SILENT = {
    "access.explain_authority": "the currency of a limit has three letters",
    "access.list_holders": "the viewer alone holds it, by a grant that is not varied",
    "access.list_holdings": "the currency of a limit has three letters",
    "access.list_holds": "the reason of a hold",
    "access.list_notice_answers": "the language is one of two",
    "access.list_sessions": "where one's own sessions came from",
    "access.list_sights": "the id of a request, which is left out as it is drawn by chance",
    "collaboration.list_mentionable": "the names of people",
    "planning.get_costs": "the currency of a project has three letters",
    "planning.list_plans_of_calendar": "the names of projects",
    "planning.list_roadmap": "the names of projects",
}


def questions(listener: Listener, parts: tuple[str, ...] = ()) -> Iterator[Probe]:
    """Everything that can be read of what is in sight, in every format."""
    for probe in listener.probes(Reach.MERGE):
        operation = probe.operation
        is_one = not parts or operation.name.partition(".")[0] in parts
        if is_one and operation.method == "get" and probe.way in {"own", "working", "format"}:
            yield probe


def observed(
    worlds: Worlds, closed: list[str], others: list[str], *, is_other: bool
) -> tuple[dict[Any, Any], list[tuple[Probe, Observation]]]:
    """The rows of a world, and what somebody reads there who may do everything."""
    world = worlds.of(EVERYTHING, HIGH)
    listener = Listener(world)
    parts = PLANS if closed == [START] else ()
    with standing_still(), varied(world, closed, others, is_other=is_other):
        return told_of_all(), [(one, listener.ask(one)) for one in questions(listener, parts)]


def differing(rows: dict[Any, Any], others: dict[Any, Any]) -> set[str]:
    """The fields of which some row has another value in the other world."""
    return {
        named(resource, one)
        for resource, one in CLOSABLE
        for key in rows.keys() & others.keys()
        if key[0] == resource.name and rows[key][one.name] != others[key][one.name]
    }


@pytest.mark.parametrize("closed", [REST, [START]], ids=["all but the start", "the start"])
def test_every_closable_field_differs_and_closed_changes_no_answer(worlds, closed):
    ask = partial(observed, worlds, closed, [*closed, END] if closed == [START] else closed)
    (rows, answers), (other_rows, others) = ask(is_other=False), ask(is_other=True)

    told = {}
    for (probe, answer), (_, other) in zip(answers, others, strict=True):
        if found := answer.differences(other):
            told.setdefault(probe.operation.name, f"{probe}: {'; '.join(found)}")
    assert set(closed) - differing(rows, other_rows) == set(COUNTED) & set(closed)
    assert told.keys() == (set() if closed == [START] else TOLD.keys()), all_of(told.values())


def test_who_may_read_a_text_hears_it_wherever_it_is_handed_out(worlds):
    _, answers = observed(worlds, [], REST, is_other=True)

    heard, formats, handing = set(), set(), set()
    for probe, answer in answers:
        name, is_heard = probe.operation.name, CANARY.encode() in answer.body
        heard |= {name} if is_heard else set()
        if probe.way == "format":
            formats |= {(name, probe.query)} if not is_heard else set()
        if answer.status == 200 and _hands_out_text(probe):
            handing.add(name)
    assert handing - heard == set(SILENT)
    assert formats == set()


def _hands_out_text(probe: Probe) -> bool:
    """Whether an answer has a field called like a text that can be closed.

    Names of most entities are open: those of tasks and files are not.
    """
    operation = probe.operation
    names = operation.columns | set(operation.answer().get("properties", {}))
    is_open = operation.name.partition(".")[0] not in {"planning", "collaboration"}
    return bool(names & (TEXTS - {"name"} if is_open else TEXTS))
