"""What is done about personal data over the wire, as the pages ask for it."""

import json
import zipfile
from io import BytesIO

import pytest

from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory, UnitFactory
from tests.factories.projects import ProjectFactory
from tests.privacy.planted import TODAY, plant
from tests.wire import Wire
from zhongshu.kit.models import Job

pytestmark = pytest.mark.django_db
PROTECT = ("access.erase", "access.export_personal", "access.hold", "access.retain")


def officer() -> Wire:
    return Wire(user_with(*PROTECT))


def test_somebody_is_found_once_previewed_and_erased():
    planted, wire = plant(), officer()
    [found] = wire.get("/api/v1/privacy/somebody", {"text": "personname"}).json()["items"]
    assert (found["id"], found["kind"], found["account_id"], found["is_erased"]) == (
        str(planted.person.pk), "person", str(planted.account.pk), False,
    )  # fmt: skip
    path = f"/privacy/somebody/{found['id']}/erasure"

    preview = wire.get(f"/api/v1{path}").json()
    done = wire.call("post", path, {"reason": "asked for", "with_contributions": True})

    assert (preview["blocked_by"], done.status_code) == ([], 200)
    assert done.json()["label"] == preview["label"]
    again = wire.call("post", path, {"reason": "asked for"})
    assert (again.status_code, again.json()["code"]) == (409, "access.erased_already")
    assert wire.get(f"/api/v1{path}").json()["is_erased"] is True


def test_a_blocked_erasure_says_what_to_settle():
    person, wire = PersonFactory.create(), officer()

    answer = wire.call("post", f"/privacy/somebody/{person.pk}/erasure", {"reason": "asked for"})

    assert (answer.status_code, answer.json()["code"]) == (409, "access.erasure_blocked")
    assert [one["code"] for one in answer.json()["blocked_by"]] == ["still_employed"]


def test_everybody_takes_out_their_own_data():
    planted = plant()

    answer = Wire(planted.account).get("/api/v1/privacy/own-data")

    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        told = json.loads(archive.read("data.json"))
    assert {one["id"] for one in told["about"]} == {
        str(planted.account.pk), str(planted.person.pk),
    }  # fmt: skip
    assert "attachment" in answer["Content-Disposition"]


def test_holds_are_placed_listed_and_released():
    person, wire = PersonFactory.create(name="Li Na"), officer()
    body = {"somebody_id": str(person.pk), "reason": "Dispute", "since": TODAY.isoformat()}

    placed = wire.call("post", "/privacy/holds", body).json()
    [listed] = wire.get("/api/v1/privacy/holds").json()["items"]
    released = wire.call("post", f"/privacy/holds/{placed['id']}/release").json()

    assert (listed["somebody"]["name"], listed["released_at"]) == ("Li Na", None)
    assert released["released_at"] is not None
    both = body | {"scope_id": str(person.scope_id)}
    refused = wire.call("post", "/privacy/holds", both)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "somebody_id")


def test_a_hold_over_a_unit_or_a_project_is_chosen_by_name():
    project, wire = ProjectFactory.create(), officer()
    asked = {"filter": ["kind:eq:project", f"label:contains:{project.key.lower()}"]}

    [found] = wire.get("/api/v1/privacy/scopes", asked).json()["items"]
    body = {"scope_id": found["id"], "reason": "Dispute", "since": TODAY.isoformat()}
    placed = wire.call("post", "/privacy/holds", body).json()

    told = {"id": str(project.scope_id), "label": project.key, "kind": "project"}
    assert found == told | {"is_gone": False}
    assert (placed["somebody"], placed["scope"]) == (
        None, {"id": str(project.scope_id), "name": project.key, "kind": "project"},
    )  # fmt: skip
    assert wire.get("/api/v1/privacy/holds").json()["items"] == [placed]


def test_who_holds_data_of_one_unit_only_chooses_no_scope():
    unit = UnitFactory.create()

    wire = Wire(user_with("access.hold", over=unit.scope))

    assert wire.get("/api/v1/privacy/scopes").status_code == 403


def test_periods_are_chosen_checked_and_run():
    wire = officer()

    chosen = wire.call("put", "/privacy/retention/audit", {"days": 200}).json()
    checked = wire.call("post", "/privacy/retention/check").json()
    asked = wire.call("post", "/privacy/retention/run")

    days = {one["code"]: one["days"] for one in chosen["classes"]}
    assert (days["audit"], days["employment"], days["project"]) == (200, None, None)
    assert (checked["is_dry"], asked.status_code) == (True, 202)
    assert Job.objects.filter(name="access.apply_retention").count() == 1
    refused = wire.call("put", "/privacy/retention/audit", {"days": 100})
    assert (refused.status_code, refused.json()["errors"][0]["least"]) == (422, 183)
    assert len(wire.get("/api/v1/privacy/retention").json()["runs"]) == 1


@pytest.mark.parametrize(
    "path",
    ["somebody", "holds", "scopes", "retention", "register", "register.csv", "somebody/{}/erasure",
     "somebody/{}/data"],
)  # fmt: skip
def test_nobody_else_gets_anything(path):
    person = PersonFactory.create()
    wire = Wire(user_with("access.manage", "organisation.view"))

    assert wire.get(f"/api/v1/privacy/{path.format(person.pk)}").status_code == 403
