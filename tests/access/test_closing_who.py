"""Who did something, and what an event tells, can be closed like any field, in every way out."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.access.test_policy import published
from tests.audit.conftest import NOW
from tests.factories.access import UserFactory, scope_below, user_with
from tests.factories.organisation import PersonFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.kit import events
from zhongshu.kit.audit.sealing import seal
from zhongshu.kit.audit.verifying import verify
from zhongshu.kit.models import Event
from zhongshu.kit.origin import Origin, acting_from
from zhongshu.organisation.services import people
from zhongshu.planning.services.edits import edit_plan

pytestmark = pytest.mark.django_db

READ = "access.read_audit"
EVENTS = "/api/v1/audit/events"
NAME = "Canary Zhao"


def closed(field: str, effect: Effect = Effect.NONE, **more: Any) -> Cell:
    return Cell(Subject.EVERYONE, effect, resource="audit_event", field=field, **more)


def listed(viewer: Any, kind: str, **query: Any) -> dict[str, Any]:
    asked = {"filter": f"kind:eq:{kind}"} | query
    [item] = Wire(viewer).get(EVENTS, asked).json()["items"]
    return item


@pytest.fixture
def anna():
    user = user_with("organisation.manage", "organisation.view", "projects.view",
                     "planning.edit_plan")  # fmt: skip
    user.name = NAME
    user.save(update_fields=["name"])
    return user


@pytest.fixture
def auditor():
    return user_with(READ)


def test_who_did_it_is_locked_with_its_class_and_all_that_says_it(anna, auditor):
    giver = UserFactory.create(name="Giver")
    with acting_from(Origin(on_behalf_of_id=giver.pk, token_id=anna.pk)):
        events.record("test.done", actor=anna, subject=PersonFactory.create(), note="n")
    published(closed("actor_name"))

    item = listed(auditor, "test.done")

    locked = {"actor_id", "actor_name", "on_behalf_of_id", "on_behalf_of_name", "token_id"}
    assert locked == set(item["_locked"])
    assert {item[name] for name in locked} == {None}
    assert {item["_classes"][name] for name in locked} == {2}
    assert (item["kind"], item["data"]) == ("test.done", {"note": "n"})


def test_a_policy_can_let_those_know_who_audit_the_company(anna, auditor):
    unit = scope_below()
    events.record("test.done", actor=anna, subject=ProjectFactory.create(scope=unit))
    cell = Cell(Subject.PERMISSION, Effect.READ, READ, "audit_event", "actor_name")
    published(closed("actor_name"), cell)

    whole = listed(auditor, "test.done")
    part = listed(user_with(READ, over=unit), "test.done")

    assert (whole["actor_name"], whole["actor_id"]) == (NAME, str(anna.pk))
    assert (part["actor_name"], part["actor_id"], part["kind"]) == (None, None, "test.done")


def test_what_an_event_tells_does_not_name_them_either(anna, auditor):
    person = PersonFactory.create()
    told = {"name": f"by {NAME}", "code": "kept", "deep": [{"name": str(anna.pk)}, "other"]}
    events.record("test.done", actor=anna, subject=person, after=told)
    published(closed("actor_name"))

    item = listed(auditor, "test.done")

    assert item["data"]["after"] == {
        "name": None, "code": "kept", "deep": [{"name": None}, "other"],
    }  # fmt: skip
    assert item["withheld"] == ["name"]


def test_acts_over_ones_own_account_are_not_told_by_their_subject(anna, auditor):
    events.record("test.own", actor=anna, subject=anna)
    events.record("test.other", actor=SYSTEM, subject=anna)
    published(closed("actor_id"), closed("actor_name"))

    item = listed(auditor, "test.own")
    about = {"filter": f"subject_id:eq:{anna.pk}"}
    found = Wire(auditor).get(EVENTS, about).json()

    assert (item["subject_id"], "subject_id" in item["_locked"]) == (None, True)
    assert [one["kind"] for one in found["items"]] == ["test.other"]
    assert found["total"] == 1


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"filter": "actor_id:eq:{}"}, "actor_id"),
        ({"filter": "actor_id:is_null:true"}, "actor_id"),
        ({"filter": "token_id:eq:{}"}, "token_id"),
        ({"filter": "on_behalf_of_id:eq:{}"}, "on_behalf_of_id"),
        ({"sort": "-actor_id"}, "actor_id"),
        ({"who": "Canary"}, "who"),
    ],
)
def test_asking_by_somebody_who_is_closed_is_asking_by_what_there_is_not(
    anna, auditor, query, name
):
    events.record("test.done", actor=anna, subject=None)
    published(closed("actor_name"))
    asked = {key: text.format(anna.pk) for key, text in query.items()}

    for path in (EVENTS, "/api/v1/audit/export"):
        if "sort" in query and path != EVENTS:
            continue
        refused = Wire(auditor).get(path, asked | {"format": "csv"})
        unknown = Wire(auditor).get(path, {"filter": "nothing:eq:1", "format": "csv"})
        words, model = refused.json(), unknown.json()
        assert refused.status_code == unknown.status_code == 400
        assert str(words).replace(name, "nothing") == str(model)


def test_what_events_tell_is_locked_and_not_asked_by(anna, auditor):
    person = PersonFactory.create()
    events.record("test.done", actor=anna, subject=person, after={"name": "canaryvalue"})
    published(closed("data"))
    wire = Wire(auditor)

    item = listed(auditor, "test.done")
    refused = wire.get(EVENTS, {"field": "name"})
    table = wire.get("/api/v1/audit/export", {"format": "csv"}).content.decode()

    assert (item["data"], item["withheld"], item["_locked"]) == (None, [], ["data"])
    assert item["_classes"] == {"data": 3}
    assert item["actor_name"] == NAME
    assert (refused.status_code, refused.json()["code"]) == (400, "access.unknown_field")
    assert "canaryvalue" not in table


def test_who_saw_something_is_locked_or_refused(anna, auditor):
    seen = PersonFactory.create(email="a@example.com")
    viewer = user_with("organisation.view", "organisation.view_personal")
    Wire(viewer).get("/api/v1/people", {"filter": f"id:eq:{seen.pk}"})
    now, hour = timezone.now(), timedelta(hours=1)
    period = {"since": (now - hour).isoformat(), "until": (now + hour).isoformat()}
    published(closed("actor_name"), closed("ip"))
    wire = Wire(auditor)

    [sight] = wire.get("/api/v1/audit/sights", period | {"resource": "person"}).json()["items"]
    by_account = wire.get("/api/v1/audit/sights", period | {"account_id": viewer.pk})
    published(closed("data"))
    of_data = wire.get("/api/v1/audit/sights", period | {"resource": "person"})

    assert (sight["account"], sight["ip"], sight["token_id"]) == (None, None, None)
    assert {"account", "ip"} <= set(sight["_locked"])
    assert (sight["resource"], sight["n_rows"]) == ("person", 1)
    assert [(one.status_code, one.json()["code"]) for one in (by_account, of_data)] == [
        (400, "access.unknown_field"),
        (400, "access.unknown_field"),
    ]


def test_proofs_of_what_may_not_be_read_are_refused_and_the_chain_verifies(anna, auditor):
    event = events.record("test.done", actor=anna, subject=None)
    seal(at=NOW)
    published(closed("actor_name"))
    wire = Wire(auditor)
    n_before = Event.objects.filter(kind="access.exported").count()

    lines = wire.get("/api/v1/audit/export")
    proof = wire.get(f"{EVENTS}/{event.id}/proof")
    rows = list(
        csv.DictReader(
            io.StringIO(
                wire.get("/api/v1/audit/export", {"format": "csv"}).content.decode("utf-8-sig")
            )
        )
    )

    for refused in (lines, proof):
        assert (refused.status_code, refused.json()["code"]) == (403, "access.proves_unread")
        assert "actor_name" in refused.json()["fields"]
    [row] = [one for one in rows if one["kind"] == "test.done"]
    assert (row["actor_name"], row["leaf"], row["position"]) == ("null", "", "")
    assert "actor_name" in row["_locked"]
    assert NAME not in str(rows)
    # What was refused was not taken out.
    assert Event.objects.filter(kind="access.exported").count() == n_before + 1
    seal(at=NOW)
    assert verify().fault is None


def test_histories_of_records_do_not_tell_by_whom(anna):
    person = PersonFactory.create(name="Li Na")
    people.update_person(anna, person=person, expected_version=None, name="Li Nana")
    project = ProjectFactory.create()
    tasks = plan_with(project, {"A": 1}, [])
    key = next(iter(tasks.values()))
    update = {"op": "update_task", "id": key, "fields": {"name": "B"}}
    edit_plan(anna, project=project, operations=[update])
    wire = Wire(user_with("organisation.view", "projects.view"))
    paths = (
        f"/history/person/{person.pk}",
        f"/projects/{project.pk}/history",
        f"/projects/{project.pk}/tasks/{key}/history",
    )

    told = [wire.call("get", path).json()["items"][0]["by"] for path in paths]
    published(closed("actor_name"))
    items = [wire.call("get", path).json()["items"][0] for path in paths]

    assert told == [NAME] * 3
    assert [one["by"] for one in items] == [None] * 3
    assert [(one["_locked"], one["_classes"]) for one in items] == [(["by"], {"by": 2})] * 3


def test_a_refusal_of_a_stale_change_does_not_tell_who_was_first(anna):
    person = PersonFactory.create(name="Li Na")
    people.update_person(anna, person=person, expected_version=None, name="Li Nana")
    wire = Wire(user_with("organisation.view", "organisation.manage"))
    published(closed("actor_name"))

    refused = wire.call("patch", f"/people/{person.pk}", {"name": "Li"}, version=1)

    assert (refused.status_code, refused.json()["by"]) == (412, None)
    assert NAME not in refused.content.decode()


def test_a_part_of_the_name_is_shown_where_the_policy_says_so(anna, auditor):
    person = PersonFactory.create(name="Li Na")
    people.update_person(anna, person=person, expected_version=None, name="Li Nana")
    published(closed("actor_name", Effect.MASKED, mask="first"))

    item = listed(auditor, "organisation.person_updated")
    reader = Wire(user_with("organisation.view"))
    [told] = reader.call("get", f"/history/person/{person.pk}").json()["items"]

    assert (item["actor_name"], item["_masked"]) == ("C•••", ["actor_name"])
    assert item["actor_id"] is None
    assert (told["by"], told["_masked"]) == ("C•••", ["by"])


def test_on_request_no_more_is_shown_of_an_event_than_in_the_list(anna):
    unit = scope_below()
    project = ProjectFactory.create(scope=unit)
    event = events.record("test.done", actor=anna, subject=project, elsewhere="canaryvalue")
    whole, part = user_with(READ), user_with(READ, over=unit)
    person = PersonFactory.create()
    secret = {"email": "canary@example.com", "name": "n"}
    about = events.record("test.about", actor=anna, subject=person, after=secret)

    def show(viewer: Any, one: Event, field: str) -> Any:
        body = {"field": field, "purpose": "An inquiry"}
        return Wire(viewer).call("post", f"/values/audit_event/{one.id}", body)

    assert show(part, event, "data").json()["value"] == {}
    assert show(whole, about, "data").json()["value"] == {"after": {"email": None, "name": "n"}}
    published(closed("actor_name", Effect.ON_REQUEST))
    assert show(whole, event, "actor_name").json()["value"] == NAME
    assert show(whole, event, "actor_id").status_code == 400
    shown = Event.objects.filter(kind="access.value_shown").order_by("seq").last()
    assert shown is not None
    assert (shown.subject_type, shown.data["reads"][0]["rows"]) == ("", [str(event.id)])


def test_news_of_a_plan_do_not_tell_by_whom(anna):
    project = ProjectFactory.create()
    viewer = user_with("projects.view")
    person = PersonFactory.create(user=viewer, calendar=project.calendar)
    ids = plan_with(project, {"A": 1}, [])
    step = {"op": "assign", "task_id": ids["A"], "person_id": str(person.pk)}
    edit_plan(anna, project=project, operations=[step])
    events.deliver_pending()
    told = Wire(viewer).get("/api/v1/notifications").json()["items"]
    published(closed("actor_name"))
    kept = Wire(viewer).get("/api/v1/notifications").json()["items"]

    assert [(one["kind"], one["by"]["name"]) for one in told] == [("assigned", NAME)]
    assert [(one["by"], one["_locked"], one["_classes"]) for one in kept] == [
        (None, ["by"], {"by": 2})
    ]
