"""Who reads the audit trail, what of it, and that the reading is in the trail as well."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.access.test_policy import published
from tests.factories.access import UserFactory, body_with, scope_below, user_with
from tests.factories.organisation import PersonFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.kit import events
from zhongshu.kit.audit.merkle import root_from_inclusion
from zhongshu.kit.audit.sealing import seal
from zhongshu.kit.declarations import Classification
from zhongshu.kit.models import Event
from zhongshu.kit.personal.keys import sealing_keys

pytestmark = pytest.mark.django_db

EVENTS = "/api/v1/audit/events"
SIGHTS = "/api/v1/audit/sights"
READ = "access.read_audit"


def period(**more: object) -> dict:
    now = timezone.now()
    return {
        "since": (now - timedelta(hours=1)).isoformat(),
        "until": (now + timedelta(hours=1)).isoformat(),
        **more,
    }


def told(kind: str) -> Event:
    return Event.objects.get(kind=kind)


def test_event_tells_where_it_came_from():
    wire = Wire(
        user_with(), REMOTE_ADDR="192.0.2.7", headers={"User-Agent": "curl/8\n" + "x" * 200}
    )

    answer = wire.call("patch", "/session/preferences", {"theme": "dark"})

    event = told("access.preferences_set")
    assert event.request_id == answer["X-Request-Id"]
    assert (event.ip, event.outcome) == ("192.0.2.7", "success")
    assert event.user_agent == ("curl/8\ufffd" + "x" * 200)[:120]


def test_event_tells_the_token_it_was_done_with():
    wire = Wire(user_with())
    body = {"name": "n", "expires_at": (timezone.now() + timedelta(days=1)).isoformat()}
    issued = wire.call("post", "/tokens", body).json()
    program = Wire(headers={"Authorization": f"Bearer {issued['secret']}"})

    program.call("patch", "/session/preferences", {"theme": "dark"})

    assert str(told("access.preferences_set").token_id) == issued["id"]
    assert told("access.token_issued").token_id is None


def test_attempts_that_the_limit_turns_away_add_nothing_to_those_that_led_to_it():
    user, wire = UserFactory.create(), Wire()
    typed = {"username": user.username, "password": "wrong-wrong-wrong"}

    answers = [wire.call("post", "/session", typed).status_code for _ in range(8)]

    assert answers == [401] * 5 + [429] * 3
    assert list(Event.objects.values_list("kind", flat=True)) == ["access.sign_in_failed"] * 5


def test_failed_sign_in_is_recorded_without_the_name(caplog):
    wire = Wire()

    for name in ("my-password-typed-here", "MY-PASSWORD-TYPED-HERE", "other"):
        wire.call("post", "/session", {"username": name, "password": "x"})

    failures = list(Event.objects.filter(kind="access.sign_in_failed").order_by("seq"))
    digests = [event.data["name_digest"] for event in failures]
    assert [event.outcome for event in failures] == ["refused"] * 3
    assert digests[0] == digests[1] != digests[2]
    assert "password-typed" not in (repr(list(Event.objects.values())) + caplog.text).lower()


def test_own_fault_is_recorded_as_failure(monkeypatch):
    user = user_with()

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("zhongshu.access.services.set_preferences", broken)
    Wire(user).call("patch", "/session/preferences", {"theme": "dark"})

    assert (told("access.operation_failed").outcome, told("access.operation_failed").actor_id) == (
        "failed",
        user.pk,
    )


def test_classification_is_that_of_the_highest_field_told():
    person = PersonFactory.create()

    low = events.record("test.low", actor=SYSTEM, subject=person, after={"name": "n"})
    high = events.record("test.high", actor=SYSTEM, subject=person, before={"email": "e"})

    assert (low.classification, high.classification) == (1, 2)


def test_sensitive_fields_shown_are_recorded_once_without_values():
    people = [PersonFactory.create(email=f"secret{n}@example.com") for n in range(3)]
    viewer = user_with("organisation.view", "organisation.view_personal")

    Wire(viewer).get("/api/v1/people")

    event = told("access.fields_read")
    [read] = event.data["reads"]
    assert (event.actor_id, read["resource"], read["n_rows"]) == (viewer.pk, "person", 3)
    assert "email" in read["fields"]
    assert "name" not in read["fields"]
    assert read["rows"] == sorted(str(person.pk) for person in people)
    assert "secret" not in repr(event.data)


def test_fields_that_were_locked_were_not_seen():
    PersonFactory.create(email="secret@example.com")

    Wire(user_with("organisation.view")).get("/api/v1/people")

    assert not Event.objects.filter(kind="access.fields_read").exists()


def test_what_is_recorded_of_a_read_costs_one_insert():
    PersonFactory.create(email="secret@example.com")
    written = []

    for more in ((), ("organisation.view_personal",)):
        viewer = user_with("organisation.view", *more)
        sealing_keys([viewer.pk])
        wire = Wire(viewer)
        with CaptureQueriesContext(connection) as queries:
            wire.get("/api/v1/people")
        written.append([one["sql"][:23] for one in queries if one["sql"].startswith("INSERT")])

    assert written == [[], ['INSERT INTO "kit_event"']]


def test_reader_without_the_permission_gets_nothing():
    for path in (EVENTS, "/api/v1/audit/state"):
        assert Wire(user_with("access.manage")).get(path).status_code == 403
    assert (
        Wire(user_with("access.manage")).get(SIGHTS, period(resource="person")).status_code == 403
    )


def test_auditor_reads_and_is_read():
    auditor = user_with(READ)
    wire = Wire(auditor)
    wire.call("patch", "/session/preferences", {"theme": "dark"})

    [item] = wire.get(EVENTS).json()["items"]
    again = wire.get(EVENTS).json()["items"]

    assert item["kind"] == "access.preferences_set"
    assert item["data"]["after"]["theme"] == "dark"
    assert (again[0]["kind"], again[0]["actor_id"]) == ("access.fields_read", str(auditor.pk))
    assert again[0]["data"]["reads"][0]["resource"] == "audit_event"


def test_auditor_of_a_unit_sees_the_events_over_it_alone():
    unit, other = scope_below(), scope_below()
    for scope in (unit, other):
        project = ProjectFactory.create(scope=scope)
        events.record("test.happened", actor=SYSTEM, subject=project, elsewhere=str(other.pk))

    [item] = Wire(user_with(READ, over=unit)).get(EVENTS).json()["items"]

    assert item["scope_id"] == str(unit.pk)
    assert (item["data"], item["withheld"]) == ({}, ["elsewhere"])
    assert Wire(user_with(READ, over=unit)).get("/api/v1/audit/state").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {"filter": "kind:eq:test.one"},
        {"filter": "outcome:eq:failed"},
        {"filter": "classification:ge:2"},
        {"field": "email"},
    ],
)
def test_trail_is_filtered(query):
    person = PersonFactory.create()
    failed = Event.Outcome.FAILED
    events.record("test.one", actor=SYSTEM, subject=person, after={"email": "e"}, outcome=failed)
    events.record("test.two", actor=SYSTEM, subject=person, after={"name": "n"})

    items = Wire(user_with(READ)).get(EVENTS, query).json()["items"]

    assert [item["kind"] for item in items] == ["test.one"]


def test_trail_is_filtered_by_actor_subject_and_time():
    person, user = PersonFactory.create(), UserFactory.create()
    events.record("test.one", actor=user, subject=person)
    events.record("test.two", actor=SYSTEM, subject=user)
    wire = Wire(user_with(READ))
    since = (timezone.now() + timedelta(hours=1)).isoformat()

    def kinds(*filters: str) -> list[str]:
        return [one["kind"] for one in wire.get(EVENTS, {"filter": filters}).json()["items"]]

    assert kinds(f"actor_id:eq:{user.pk}") == ["test.one"]
    assert kinds(f"subject_id:eq:{user.pk}", "kind:contains:test") == ["test.two"]
    assert kinds(f"recorded_at:ge:{since}") == []


def test_payload_obeys_the_rights_of_its_reader():
    person = PersonFactory.create()
    after = {"name": "n", "email": "secret@example.com", "deep": [{"employee_number": "secret"}]}
    events.record("test.one", actor=SYSTEM, subject=person, after=after)

    [plain] = Wire(user_with(READ)).get(EVENTS).json()["items"]
    both = user_with(READ, "organisation.view_personal")
    [whole] = Wire(both).get(EVENTS, {"filter": "kind:eq:test.one"}).json()["items"]

    assert plain["data"]["after"] == {
        "name": "n",
        "email": None,
        "deep": [{"employee_number": None}],
    }
    assert plain["withheld"] == ["email", "employee_number"]
    assert (whole["data"]["after"], whole["withheld"]) == (after, [])


def test_values_in_a_row_that_name_no_field_are_counted_only():
    project = ProjectFactory.create()
    rolled_up = [["id", 1, 98765], ["id", 2, 43210]]
    events.record("test.one", actor=SYSTEM, subject=project, rolled_up=rolled_up)

    [item] = Wire(user_with(READ)).get(EVENTS).json()["items"]

    assert item["data"]["rolled_up"] == {"n_rows": 2}


def test_who_saw_a_field_of_somebody():
    seen, unseen = (PersonFactory.create(email=f"{n}@example.com") for n in range(2))
    viewer = user_with("organisation.view", "organisation.view_personal")
    Wire(viewer).get("/api/v1/people", {"filter": f"id:eq:{seen.pk}"})
    wire = Wire(user_with(READ))

    def ask(**more: object) -> list[dict]:
        found = wire.get(SIGHTS, period(resource="person", **more)).json()
        assert found["is_complete"]
        return found["items"]

    [sight] = ask(field="email", row_id=seen.pk)
    assert (sight["account"]["id"], sight["n_rows"], sight["is_export"]) == (
        str(viewer.pk),
        1,
        False,
    )
    assert ask(field="email", row_id=unseen.pk) == []
    assert ask(field="name") == []
    assert len(ask(account_id=viewer.pk)) == 1
    assert ask(account_id=unseen.pk) == []
    past = period(resource="person", since="2019-01-01T00:00:00Z", until="2020-01-01T00:00:00Z")
    assert wire.get(SIGHTS, past).json()["items"] == []


def test_a_field_whose_class_the_policy_raised_is_one_to_ask_by():
    body = body_with(user_with())
    viewer, wire = user_with("access.view_authorities"), Wire(user_with(READ))
    before = fields_to_ask_by(wire).get("body", [])

    published(classes={"body.kind": Classification.SENSITIVE})
    Wire(viewer).get(f"/api/v1/bodies/{body.pk}")

    assert set(fields_to_ask_by(wire)["body"]) - set(before) == {"kind"}
    query = period(resource="body", field="kind", row_id=body.pk)
    [sight] = wire.get(SIGHTS, query).json()["items"]
    assert sight["account"]["id"] == str(viewer.pk)


def fields_to_ask_by(wire: Wire) -> dict[str, list[str]]:
    items = wire.get("/api/v1/audit/readable").json()["items"]
    return {one["resource"]: one["fields"] for one in items}


def test_export_counts_for_every_row_of_the_project():
    project = ProjectFactory.create()
    tasks = plan_with(project, {"A": 1, "B": 2}, [])
    viewer = user_with("projects.view", "finance.view_costs")
    Wire(viewer).get(f"/api/v1/projects/{project.pk}/export")

    query = period(resource="task", field="cost_minor", row_id=next(iter(tasks.values())))
    [sight] = Wire(user_with(READ)).get(SIGHTS, query).json()["items"]

    assert (sight["is_export"], sight["account"]["id"]) == (True, str(viewer.pk))


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "resource"),
        ({"resource": "nothing"}, "resource"),
        ({"resource": "person", "field": "nothing"}, "field"),
        ({"account_id": "x"}, "account_id"),
        ({"resource": "person", "since": "yesterday"}, "since"),
        ({"resource": "person", "until": "2020-01-01T00:00:00Z"}, "until"),
    ],
)
def test_vague_question_is_refused(query, field):
    answer = Wire(user_with(READ)).get(SIGHTS, period() | query)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


def test_proof_leads_from_the_event_to_the_root_of_the_block():
    wire = Wire(user_with(READ))
    wire.call("patch", "/session/preferences", {"theme": "dark"})
    [item] = wire.get(EVENTS).json()["items"]
    path = f"{EVENTS}/{item['id']}/proof"
    unsealed = wire.get(path).status_code
    [block] = seal(at=timezone.now())

    proof = wire.get(path).json()

    root = root_from_inclusion(
        bytes.fromhex(proof["leaf"]),
        proof["position"],
        block.tree_size,
        [bytes.fromhex(one) for one in proof["path"]],
    )
    assert (unsealed, root.hex()) == (404, block.root)
    state = wire.get("/api/v1/audit/state").json()
    assert state.items() >= {"is_whole": True, "block": proof["block"], "n_waiting": 0}.items()
