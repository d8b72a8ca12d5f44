"""Where a name is locked, the number of the task stands in its place."""

import pytest

from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory
from tests.planning.test_raised_tasks import EDITOR, Planned, gate, put_to
from tests.wire import Wire

pytestmark = pytest.mark.django_db


def told(found, name="name"):
    """The locked entries among some, by their numbers."""
    return [one["number"] for one in found if one[name] is None]


def test_a_locked_name_is_told_by_its_number():
    plan = Planned()
    plan.edit({"op": "update_task", "id": plan.secret, "fields": {"kind": "milestone"}})
    boss = user_with(*EDITOR)
    lead, report = PersonFactory.create(user=boss), PersonFactory.create()
    report.manager = lead
    report.save()
    put_to(plan, report)
    plan.raise_it()
    plan.raise_it(task="Then")
    gate()
    wire, at = Wire(boss), f"/api/v1/projects/{plan.project.pk}"
    number, then = plan.task().number, plan.task("Then").number

    overview = wire.get(f"{at}/overview").json()
    checks = wire.get(f"{at}/quality").json()["checks"]
    chain = wire.get(f"{at}/tasks/{plan.ids['Then']}/drivers").json()["chain"]
    [project] = wire.get("/api/v1/projects/roadmap").json()["items"]
    [late] = wire.get("/api/v1/me/work").json()["team"]["overdue"]

    assert told(overview["key_dates"]) == [number]
    assert told(overview["critical_tasks"]) == [number, then]
    assert {n for one in checks for n in told(one["offenders"])} == {then}
    assert sorted(told(chain)) == [number, then]
    assert told(project["key_dates"]) == [number]
    assert told(late["tasks"]) == [number]
