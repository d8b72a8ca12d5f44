"""The trail taken out as a file: with proofs, without what may not be read, and recorded."""

import csv
import io
import json

import pytest

from tests.access.test_policy import published
from tests.audit.conftest import NOW
from tests.factories.access import scope_below, user_with
from tests.factories.organisation import PersonFactory
from tests.factories.projects import ProjectFactory
from tests.kit.test_formulas import FORMULAS
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.channels import Channel, Passage
from zhongshu.kit import events
from zhongshu.kit.audit.merkle import root_from_inclusion
from zhongshu.kit.audit.sealing import seal
from zhongshu.kit.declarations import Classification
from zhongshu.kit.formulas import guarded
from zhongshu.kit.models import Event
from zhongshu.organisation.services import people

pytestmark = pytest.mark.django_db
EXPORT = "/api/v1/audit/export"


def lines(answer) -> list[dict]:
    return [json.loads(one) for one in answer.content.decode().splitlines()]


def test_each_event_leads_to_the_signed_root():
    person = PersonFactory.create(name="Li Na")
    people.update_person(SYSTEM, person=person, expected_version=None, name="Li Nana")
    people.update_person(SYSTEM, person=person, expected_version=None, position="Tester")
    seal(at=NOW)
    events.record("test.later", actor=SYSTEM, subject=None)

    answer = Wire(user_with("access.read_audit")).get(EXPORT)

    *told, last = lines(answer)
    proofs = {one["event"]["kind"]: one["proof"] for one in told}
    assert proofs["test.later"] is None
    assert (last["is_complete"], last["block"]["tree_size"]) == (True, 2)
    for one in told[-2:]:
        proof = one["proof"]
        path = [bytes.fromhex(step) for step in proof["path"]]
        root = root_from_inclusion(bytes.fromhex(proof["leaf"]), proof["position"], 2, path)
        assert root.hex() == last["block"]["root"]


def test_what_may_not_be_read_is_not_in_it_and_the_export_is_recorded_once():
    person = PersonFactory.create(email="old@example.com")
    people.update_person(SYSTEM, person=person, expected_version=None, email="new@example.com")
    auditor = user_with("access.read_audit")
    n_before = Event.objects.count()

    answer = Wire(auditor).get(EXPORT, {"filter": "kind:eq:organisation.person_updated"})

    [told, _] = lines(answer)
    assert ("example.com" in answer.content.decode(), told["event"]["withheld"]) == (
        False, ["email"],
    )  # fmt: skip
    assert Event.objects.count() == n_before + 1
    event = Event.objects.order_by("-seq")[0]
    assert (event.kind, event.actor_id, event.data["format"]) == (
        "access.exported", auditor.pk, "jsonl",
    )  # fmt: skip
    assert event.data["reads"][0]["resource"] == "audit_event"


def test_as_a_table():
    events.record("test.happened", actor=SYSTEM, subject=None, note="n")
    seal(at=NOW)

    answer = Wire(user_with("access.read_audit")).get(EXPORT, {"format": "csv"})

    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["kind"], row["data"], row["position"]) == ("test.happened", '{"note": "n"}', "0")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_table_is_a_formula(text):
    events.record("test.happened", actor=SYSTEM, subject=None, note=text)
    marked = Passage(Classification.HIGHLY_SENSITIVE, marked_from=Classification.PUBLIC)
    published(channels={Channel.EXPORT: marked})
    auditor = user_with("access.read_audit")
    auditor.name = text
    auditor.save()

    answer = Wire(auditor).get(EXPORT, {"format": "csv"})

    rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    cells = [cell for row in rows for cell in row]
    assert sum(text in cell for cell in cells) >= 2
    assert [cell for cell in cells if guarded(cell) != cell and cell[0] != "'"] == []


def test_who_reads_a_part_gets_that_part_and_no_proof():
    unit, other = scope_below(), scope_below()
    for scope in (unit, other):
        events.record("test.happened", actor=SYSTEM, subject=ProjectFactory.create(scope=scope))
    seal(at=NOW)

    answer = Wire(user_with("access.read_audit", over=unit)).get(EXPORT)

    [told, last] = lines(answer)
    assert (told["event"]["scope_id"], told["proof"], last["block"]) == (str(unit.pk), None, None)


def test_nobody_else_takes_it_out():
    assert Wire(user_with("access.manage")).get(EXPORT).status_code == 403
