"""The trail asked by days, people, kinds, places and records; page after page, and as a file."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.access import UserFactory, scope_below, user_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM, Scope
from zhongshu.kit import events
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db

EVENTS, EXPORT = "/api/v1/audit/events", "/api/v1/audit/export"
READ = "access.read_audit"
MAY = datetime(2026, 5, 1, tzinfo=UTC)


def happened(kind, at, *, actor=SYSTEM, subject=None):
    """An event of a day that is past."""
    event = Event(kind=kind, actor_id=actor.pk, actor_name=actor.name, recorded_at=at, data={})
    if subject is not None:
        event.subject_type, event.subject_id = subject._meta.label_lower, subject.pk
        event.scope_id = subject.scope_id
    events.seal(event, subject)
    events.add_told([event])
    return event


def kinds(wire, **query):
    return [one["kind"] for one in wire.get(EVENTS, query).json()["items"]]


def test_days_include_their_first_and_their_last_instant():
    last = MAY + timedelta(days=31) - timedelta(microseconds=1)
    for name, at in (
        ("test.before", MAY - timedelta(microseconds=1)),
        ("test.first", MAY),
        ("test.last", last),
        ("test.after", last + timedelta(microseconds=1)),
    ):
        happened(name, at)
    wire = Wire(user_with(READ))
    in_shanghai = ["recorded_at:ge:2026-05-01T08:00:00+08:00",
                   "recorded_at:lt:2026-06-01T08:00:00+08:00"]  # fmt: skip

    found = kinds(wire, filter=in_shanghai)
    lines = wire.get(EXPORT, {"filter": in_shanghai}).content.decode().splitlines()

    assert found == ["test.last", "test.first"]
    assert [json.loads(one)["event"]["kind"] for one in lines[:-1]] == found


def test_an_instant_that_is_none_is_refused_by_name():
    answer = Wire(user_with(READ)).get(EVENTS, {"filter": "recorded_at:ge:yesterday"})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "recorded_at")


def test_a_scope_is_asked_with_all_below_it():
    unit, other = scope_below(), scope_below()
    inner = ProjectFactory.create(scope=scope_below(unit))
    for name, subject in (
        ("test.unit", ProjectFactory.create(scope=unit)),
        ("test.inner", inner),
        ("test.other", ProjectFactory.create(scope=other)),
    ):
        happened(name, MAY, subject=subject)
    wire = Wire(user_with(READ))

    assert sorted(kinds(wire, within=unit.pk)) == ["test.inner", "test.unit"]
    assert kinds(wire, within=inner.scope_id) == ["test.inner"]
    assert kinds(wire, filter=f"subject_id:eq:{inner.pk}") == ["test.inner"]
    assert wire.get(EVENTS, {"within": "x"}).status_code == 422
    [line, _] = wire.get(EXPORT, {"within": inner.scope_id}).content.decode().splitlines()
    assert json.loads(line)["event"]["kind"] == "test.inner"


def test_who_reads_a_part_is_offered_the_scopes_of_that_part_and_no_other():
    unit, other = scope_below(), scope_below()
    inner = scope_below(unit)
    happened("test.other", MAY, subject=ProjectFactory.create(scope=other))
    part, whole = Wire(user_with(READ, over=unit)), Wire(user_with(READ))

    def offered(wire, **query):
        return {one["id"] for one in wire.get("/api/v1/audit/scopes", query).json()["items"]}

    assert offered(part) == {str(unit.pk), str(inner.pk)}
    assert offered(part, filter=f"id:eq:{other.pk}") == set()
    assert kinds(part, within=other.pk) == []
    assert offered(whole, limit=200) == {
        str(key) for key in Scope.objects.values_list("pk", flat=True)
    }
    assert Wire(user_with("access.manage")).get("/api/v1/audit/scopes").status_code == 403


def test_pages_of_events_at_one_instant_hold_each_once():
    anna = UserFactory.create()
    wanted = {str(happened("test.one", MAY, actor=anna).id) for _ in range(5)}
    wanted |= {str(happened("test.one", MAY - timedelta(days=n), actor=anna).id) for n in (1, 2)}
    happened("test.one", MAY)
    wire = Wire(user_with(READ))
    query = {"filter": [f"actor_id:eq:{anna.pk}", "kind:in:test.one,test.two"], "limit": 2}
    seen: list[str] = []

    cursor = None
    while True:
        answer = wire.get(EVENTS, query | ({"cursor": cursor} if cursor else {})).json()
        seen += [one["id"] for one in answer["items"]]
        if not (cursor := answer["next_cursor"]):
            break

    assert len(seen) == len(set(seen)) == 7
    assert set(seen) == wanted


def test_the_next_page_begins_to_read_where_the_last_one_ended():
    for n in range(4):
        happened("test.one", MAY + timedelta(days=n))
    wire = Wire(user_with(READ))
    cursor = wire.get(EVENTS, {"limit": 2}).json()["next_cursor"]

    with CaptureQueriesContext(connection) as queries:
        wire.get(EVENTS, {"limit": 2, "cursor": cursor})

    [ordered] = [
        one["sql"]
        for one in queries
        if "ORDER BY" in one["sql"] and 'FROM "kit_event"' in one["sql"] and "LIMIT 3" in one["sql"]
    ]
    assert '"kit_event"."recorded_at" <= ' in ordered
    assert "IS NULL" not in ordered.partition("WHERE")[2].partition("ORDER BY")[0]
