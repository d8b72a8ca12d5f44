"""SEC-57: one account cannot use up the server, and the others do not notice that it tried."""

import pytest

from tests.factories.access import UserFactory
from tests.wire import Wire
from zhongshu.kit import limits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_minute(monkeypatch, settings):
    """Three requests a minute, in a minute that has 48 seconds left."""
    settings.REQUESTS_PER_MINUTE = 3
    monkeypatch.setattr(limits, "METER", limits.Meter())
    monkeypatch.setattr(limits.time, "monotonic", lambda: 612.0)


def test_burst_is_answered_with_when_to_come_back():
    busy = Wire(UserFactory.create())

    statuses = [busy.get("/api/v1/projects").status_code for _ in range(4)]
    refused = busy.get("/api/v1/projects")

    assert statuses == [200, 200, 200, 429]
    assert refused.json()["code"] == "too_many_requests"
    assert refused["Retry-After"] == "48"


def test_others_are_unaffected():
    busy, other = Wire(UserFactory.create()), Wire(UserFactory.create())

    for _ in range(9):
        busy.get("/api/v1/projects")

    assert other.get("/api/v1/projects").status_code == 200


def test_next_minute_begins_anew(monkeypatch):
    busy = Wire(UserFactory.create())
    for _ in range(4):
        busy.get("/api/v1/projects")

    monkeypatch.setattr(limits.time, "monotonic", lambda: 661.0)

    assert busy.get("/api/v1/projects").status_code == 200


@pytest.mark.parametrize(
    "address", ["/privacy/own-data", "/audit/export?format=csv", "/privacy/somebody/{}/data"]
)
def test_what_is_taken_out_costs_more(settings, address):
    settings.REQUESTS_PER_MINUTE = 2 * limits.COSTLY.units + 1
    somebody = UserFactory.create()
    busy = Wire(somebody)

    answers = [busy.get("/api/v1" + address.format(somebody.pk)) for _ in range(3)]

    assert 429 not in [one.status_code for one in answers[:2]]
    assert answers[2].status_code == 429


def test_repeatable_write_costs_once():
    busy = Wire(UserFactory.create())

    statuses = [busy.post("/api/v1/projects", {}).status_code for _ in range(4)]

    assert statuses == [422, 422, 422, 429]


def test_file_of_a_plan_costs_more():
    busy = Wire(UserFactory.create())

    answer = busy.get("/api/v1/projects/00000000-0000-0000-0000-000000000001/export")

    assert answer.status_code == 429
