"""People and units of a higher class: who raises and lowers it, and what it closes."""

import pytest

from tests.access.test_policy import published
from tests.factories.access import let_one_lower, user_with
from tests.organisation.company import person, unit
from tests.wire import Wire
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.kit.declarations import Classification
from zhongshu.kit.models import Event
from zhongshu.organisation.models import Person, Unit

pytestmark = pytest.mark.django_db

EDITOR = ("organisation.view", "organisation.manage", "organisation.view_personal")
HIGH = Classification.HIGHLY_SENSITIVE
CLOSED = Cell(Subject.EVERYONE, Effect.NONE, classification=HIGH)


@pytest.fixture
def team():
    return unit("T")


@pytest.fixture
def worker(team):
    return person("001", of=team, email="wang@example.com", position="Engineer")


def row_of(kind, team, worker):
    return (f"/units/{team.pk}", team) if kind == "unit" else (f"/people/{worker.pk}", worker)


@pytest.mark.parametrize("kind", ["unit", "person"])
def test_whoever_edits_a_record_may_raise_its_class_and_not_lower_it(kind, team, worker):
    path, row = row_of(kind, team, worker)
    wire = Wire(user_with(*EDITOR, over=team.scope))

    raised = wire.call("patch", path, {"classification": 3}, version=1)
    lowered = wire.call("patch", path, {"classification": 1}, version=2)

    assert (raised.status_code, raised.json()["classification"]) == (200, 3)
    assert lowered.status_code == 403
    assert type(row).objects.get(pk=row.pk).classification == 3
    event = Event.objects.get(kind=f"organisation.{kind}_updated")
    assert (event.data["before"], event.data["after"]) == (
        {"classification": 0},
        {"classification": 3},
    )


@pytest.mark.parametrize("kind", ["unit", "person"])
def test_the_class_is_lowered_by_one_who_may_where_the_rule_is_off(kind, team, worker):
    path, row = row_of(kind, team, worker)
    type(row).objects.filter(pk=row.pk).update(classification=3)
    let_one_lower()
    wire = Wire(user_with(*EDITOR, "organisation.lower_class", over=team.scope))

    lowered = wire.call("patch", path, {"classification": 0}, version=1)

    assert lowered.status_code == 200
    assert "organisation.lower_class" in lowered.json()["_may"]
    assert type(row).objects.get(pk=row.pk).classification == 0


def test_what_is_closed_by_class_is_closed_on_a_raised_person_alone(team, worker):
    published(CLOSED)
    other = person("002", of=team, email="li@example.com")
    Person.objects.filter(pk=worker.pk).update(classification=HIGH)
    wire = Wire(user_with(*EDITOR, over=team.scope))

    hidden = wire.call("get", f"/people/{worker.pk}").json()
    shown = wire.call("get", f"/people/{other.pk}").json()

    closed = {
        "email", "position", "employee_number", "account", "joins_on", "leaves_on", "manager",
        "location", "calendar", "has_account",
    }  # fmt: skip
    assert (hidden["email"], hidden["position"]) == (None, None)
    assert set(hidden["_locked"]) == closed
    assert set(hidden["_classes"].values()) == {3}
    assert shown["email"] == "li@example.com"


def test_a_field_that_one_raised_row_locks_cannot_be_asked_by(team, worker):
    published(CLOSED)
    wire = Wire(user_with(*EDITOR, over=team.scope))
    asked = "/people?filter=position:eq:Engineer"

    before = wire.call("get", asked)
    Person.objects.filter(pk=worker.pk).update(classification=HIGH)
    after = wire.call("get", asked)
    found = wire.call("get", "/people?sort=email")

    assert (before.status_code, before.json()["total"]) == (200, 1)
    assert (after.status_code, after.json()["code"]) == (400, "access.unknown_field")
    assert found.status_code == 400


def test_who_leads_a_raised_unit_is_told_by_no_way(team, worker):
    published(CLOSED)
    Unit.objects.filter(pk=team.pk).update(head=worker, classification=HIGH)
    wire = Wire(user_with(*EDITOR, over=team.scope))

    card = wire.call("get", f"/units/{team.pk}").json()
    asked = wire.call("get", f"/units?filter=head:eq:{worker.pk}")
    written = wire.call("patch", f"/units/{team.pk}", {"head_id": None}, version=1)

    assert (card["head"], card["_locked"]) == (None, ["head", "calendar"])
    assert card["_classes"] == {"head": 3, "calendar": 3}
    assert (asked.status_code, asked.json()["code"]) == (400, "access.unknown_field")
    assert (written.status_code, written.json()["code"]) == (400, "access.unknown_field")
    assert Unit.objects.get(pk=team.pk).head_id == worker.pk
