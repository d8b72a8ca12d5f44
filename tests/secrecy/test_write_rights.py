"""What a policy closes cannot be written either, by whatever field of whatever operation."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.architecture.source import ROOT
from tests.secrecy.twins.clockwork import STREAM
from tests.secrecy.twins.policy import EVERYTHING
from tests.secrecy.twins.rights import TAKEN, Desk, Learned
from tests.secrecy.twins.secrets import HIGH
from tests.secrecy.twins.trace import all_of
from tests.secrecy.twins.varying import publish
from tests.secrecy.twins.worlds import Worlds
from tests.secrecy.zoo.leaks import Leak
from tests.secrecy.zoo.writes import WRITES
from zhongshu.organisation.fields import PERSON
from zhongshu.organisation.import_columns import COLUMNS, KEYS
from zhongshu.organisation.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.trace]

# What is called like a field that can be closed and sets none, or not by itself.
SETS_NONE = {
    "access.add_separation .kind": "a separation has a kind of its own",
    "access.answer_notice .answer": "the notice takes one answer",
    "access.answer_notice .language": "the notice is answered in one language",
    "access.ask_question .body_id": "one body can be asked",
    "access.create_notice .kind": "a notice has a kind of its own",
    "access.erase_somebody .reason": "an erasure has a reason of its own",
    "access.grant_role .user_id": "whom a role is given to is what is asked for",
    "access.place_hold .reason": "a hold has a reason of its own",
    "access.propose_authority .body_id": "it is given to somebody",
    "access.propose_authority .user_id": "whom an authority is given to is what is asked for",
    "access.set_preferences .language": "a preference of one's own",
    "access.view_as .user_id": "it is kept in the session",
    "planning.edit_plan .operations[]add_resource.name": "resources have names of their own",
    "planning.set_baseline .name": "baselines have names of their own",
}
KEY = KEYS["people"]
CLOSABLE_OF_PEOPLE = {one.name for one in PERSON.fields if one.is_closable}
CELLS = ("zqwritten", "zqwritten@example.com", "2026-03-22", "viewer", "VIS", "left", "Spare")


@contextmanager
def at_the_desk(worlds: Worlds) -> Iterator[Desk]:
    with Desk(worlds.of(EVERYTHING, HIGH)).opened() as desk:
        yield desk


@pytest.fixture(scope="module")
def learned(worlds, django_db_blocker) -> Learned:
    """What the fields set that are called like one that can be closed, while none is."""
    with django_db_blocker.unblock(), at_the_desk(worlds) as desk:
        return desk.learn(is_whole=False)


def findings(worlds: Worlds, learned: Learned, operations: tuple[str, ...] = ()) -> Iterator[str]:
    """What some write tells or changes of what is closed."""
    with at_the_desk(worlds) as desk:
        yield from desk.refused(learned, operations)
        if not operations or "planning.undo_edit" in operations:
            yield from desk.taken_back(learned)
        yield from desk.assigned(operations)
        if not operations or "organisation.apply_import" in operations:
            yield from imported(desk)


def test_what_is_closed_is_written_by_no_field_called_so(worlds, learned):
    told = list(findings(worlds, learned))

    assert told == [], all_of(told)


@pytest.mark.nightly
def test_what_is_closed_is_written_by_no_field_of_no_operation(worlds):
    with at_the_desk(worlds) as desk:
        learned = desk.learn(is_whole=True)
        told = [*desk.refused(learned), *desk.taken_back(learned)]

    assert told == [], all_of(told)
    names = {str(one.write) for one in learned.found}
    assert {one for one in TAKEN if any(name.startswith(one) for name in names)} == set(TAKEN)


def test_each_field_called_like_one_that_can_be_closed_sets_it(learned):
    assert learned.called_alike - {str(one.write) for one in learned.found} == set(SETS_NONE)


@pytest.mark.parametrize("leak", WRITES, ids=lambda one: one.name)
def test_planted_write_is_noticed(worlds, learned, leak: Leak):
    with leak.planted(), closing(findings(worlds, learned, leak.operations)) as told:
        assert next(told, None)


def test_documentation_lists_every_write():
    told = (ROOT / "docs" / "reference" / "secrecy.md").read_text(encoding="utf-8")

    assert [one.name for one in WRITES if f"| {one.name} | {one.seen_in} |" not in told] == []


def imported(desk: Desk) -> Iterator[str]:
    """The columns of a table that set what is closed."""
    world = desk.world
    for field in sorted({one.field for one in COLUMNS["people"]} & CLOSABLE_OF_PEOPLE - {KEY}):
        for cell in CELLS:
            with world.undone():
                is_set = _import(desk, field, cell)
            if is_set:
                break
        else:
            continue
        with world.undone():
            publish([f"person.{field}"])
            if is_set and _import(desk, field, cell):
                yield f"organisation.apply_import: {field}"


def _import(desk: Desk, field: str, cell: str) -> bool:
    """Whether a table of one row and one column changes somebody."""
    STREAM.start("answer")
    before = list(Person.objects.order_by("pk").values_list())
    client: Any = desk.world.client
    table = f"{KEY},{field}\nmover,{cell}\n".encode()
    uploaded = {"kind": "people", "file": SimpleUploadedFile("people.csv", table)}
    preview = client.post("/api/v1/organisation-imports", uploaded).json()
    if "id" in preview:
        client.post(f"/api/v1/organisation-imports/{preview['id']}/apply")
    return list(Person.objects.order_by("pk").values_list()) != before
