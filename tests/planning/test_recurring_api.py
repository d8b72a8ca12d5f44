"""Recurring tasks, hammocks and second constraints over HTTP."""

import pytest

from tests.factories.access import user_with
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.planning.test_api import LEAD, edits, table
from tests.wire import Wire

pytestmark = pytest.mark.django_db

WEEKLY = {"frequency": "weekly", "weekdays": [0, 3], "from_date": "2026-01-05", "count": 3}


@pytest.fixture
def project():
    return ProjectFactory.create()


@pytest.fixture
def wire(project):
    return Wire(user_with(*LEAD, over=project.scope))


def occurrences(wire, project, query):
    return wire.call("get", f"/projects/{project.pk}/occurrences?{query}")


def test_the_occurrences_are_told_before_they_are_made(wire, project):
    answer = occurrences(
        wire,
        project,
        "frequency=weekly&weekdays=0&weekdays=3&from_date=2026-01-05&count=3&duration_minutes=240",
    )

    assert answer.json() == {
        "occurrences": [
            {"start": "2026-01-05T08:00", "finish": "2026-01-05T12:00"},
            {"start": "2026-01-08T08:00", "finish": "2026-01-08T12:00"},
            {"start": "2026-01-12T08:00", "finish": "2026-01-12T12:00"},
        ]
    }


def test_they_are_those_that_an_edit_makes(wire, project):
    operation = {
        "op": "add_recurring_task",
        "name": "Review",
        "duration_minutes": 240,
        "recurrence": WEEKLY,
    }

    done = edits(wire, project, operation)

    rows = table(done.json()["tasks"])
    assert [(row["start"], row["finish"]) for row in list(rows.values())[1:]] == [
        ("2026-01-05T08:00", "2026-01-05T12:00"),
        ("2026-01-08T08:00", "2026-01-08T12:00"),
        ("2026-01-12T08:00", "2026-01-12T12:00"),
    ]
    assert rows["Review"]["is_recurring"] is True
    assert rows["Review"]["recurrence"]["weekdays"] == [0, 3]
    assert done.json()["can_undo"] is True


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("frequency=weekly&from_date=2026-01-05&count=3", "bad_input", "recurrence.weekdays"),
        (
            "frequency=daily&from_date=2026-01-05&count=1000",
            "planning.too_many_occurrences",
            "recurrence.count",
        ),
        (
            "frequency=weekly&weekdays=6&from_date=2026-01-05&until=2026-02-01&on_days_off=skip",
            "planning.no_occurrence",
            "recurrence",
        ),
        (
            "frequency=daily&from_date=2026-01-05&count=1"
            "&calendar_id=00000000-0000-7000-8000-000000000000",
            "planning.unknown_calendar",
            "calendar_id",
        ),
    ],
)
def test_a_pattern_that_cannot_be_is_refused_by_name(wire, project, query, code, field):
    answer = occurrences(wire, project, query)

    assert answer.status_code == 422
    assert answer.json()["code"] == code
    assert answer.json()["errors"][0]["field"] == field


def test_a_project_out_of_view_tells_nothing(project):
    stranger = Wire(user_with("projects.view", over=ProjectFactory.create().scope))

    answer = occurrences(stranger, project, "frequency=daily&from_date=2026-01-05&count=1")

    assert answer.status_code == 404


def test_a_hammock_and_a_window_come_over_the_wire(wire, project):
    ids = plan_with(project, {"A": 2, "H": 1}, ["A ss H", "A ff H"])

    done = edits(
        wire,
        project,
        {"op": "update_task", "id": ids["H"], "fields": {"kind": "hammock"}},
        {
            "op": "update_task",
            "id": ids["A"],
            "fields": {
                "constraint": "snet",
                "constraint_at": "2026-01-06T08:00",
                "second_constraint": "fnlt",
                "second_constraint_at": "2026-01-09T17:00",
            },
        },
    )

    rows = table(done.json()["tasks"])
    assert (rows["H"]["kind"], rows["H"]["finish"]) == ("hammock", "2026-01-07T17:00")
    assert rows["A"]["second_constraint"] == "fnlt"
    assert rows["A"]["second_constraint_at"] == "2026-01-09T17:00"
