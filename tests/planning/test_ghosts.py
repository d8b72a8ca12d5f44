"""What a plan shows of the tasks of other projects, and to whom."""

import pytest

from tests.factories.access import user_with
from tests.factories.planning import DAY
from tests.planning.crossing import PLAN, cross, edit
from tests.wire import Wire
from zhongshu.planning.models import CrossLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner():
    return user_with(*PLAN)


def test_both_plans_show_the_other_end_as_a_ghost(supplier, buyer, planner):
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B2"], lag=DAY))
    wire = Wire(planner)

    [into] = wire.call("get", f"/projects/{buyer.pk}/plan").json()["cross_links"]
    [out_of] = wire.call("get", f"/projects/{supplier.pk}/plan").json()["cross_links"]

    assert (into["direction"], into["task_id"], into["type"], into["lag"], into["is_driving"]) == (
        "in", buyer.ids["B2"], "fs", DAY, True,
    )  # fmt: skip
    assert into["ghost"] == {
        "task_id": supplier.ids["S1"],
        "number": 1,
        "name": "S1",
        "kind": "task",
        "project": {"id": str(supplier.pk), "key": supplier.key, "name": "Supplier"},
        "start": "2026-01-05T08:00",
        "finish": "2026-01-07T17:00",
        "percent_complete": 0.0,
        "is_critical": True,
        "is_removed": False,
    }
    assert (out_of["direction"], out_of["task_id"]) == ("out", supplier.ids["S1"])
    assert (out_of["ghost"]["name"], out_of["ghost"]["start"]) == ("B2", "2026-01-09T08:00")


def test_who_may_not_see_the_other_project_gets_no_name_and_no_date(supplier, buyer, planner):
    edit(planner, buyer, cross(supplier.ids["S2"], buyer.ids["B2"]))
    near = Wire(user_with(*PLAN, over=buyer.scope))
    path = f"/projects/{buyer.pk}"

    plan = near.call("get", f"{path}/plan")
    why = near.call("get", f"{path}/tasks/{buyer.ids['B2']}/drivers")
    edited = near.call(
        "post",
        f"{path}/plan/edits",
        {"operations": [{"op": "update_cross_link", "id": str(CrossLink.objects.get().pk),
                         "fields": {"lag": DAY}}]},
    )  # fmt: skip
    history = near.call("get", f"{path}/history")
    outside = Wire(user_with(*PLAN, over=supplier.scope)).call(
        "get", f"/projects/{supplier.pk}/plan"
    )

    [shown] = plan.json()["cross_links"]
    assert shown["ghost"]["_locked"] == [
        "task_id", "number", "name", "kind", "project", "start", "finish", "percent_complete",
        "is_critical",
    ]  # fmt: skip
    assert {shown["ghost"][name] for name in shown["ghost"]["_locked"]} == {None}
    last = why.json()["chain"][-1]
    assert (last["kind"], last["name"], last["at"]) == ("outside", None, None)
    assert why.json()["chain"][0]["link"]["before_id"] is None
    # S2 begins on Thursday 8 January; nothing says so, nor what it is or where.
    for answer in (plan, why, edited, history):
        text = answer.content.decode()
        assert answer.status_code == 200
        for secret in ("S2", "Supplier", supplier.key, supplier.ids["S2"], str(supplier.pk)):
            assert f'"{secret}"' not in text
        assert "2026-01-08T08:00" not in text
    [hidden] = outside.json()["cross_links"]
    assert (hidden["ghost"]["name"], hidden["type"], hidden["lag"]) == (None, None, None)
    assert "Buyer" not in outside.content.decode()


def test_the_reason_of_a_date_names_the_task_elsewhere(supplier, buyer, planner):
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B1"]))

    found = (
        Wire(planner)
        .call("get", f"/projects/{buyer.pk}/tasks/{buyer.ids['B2']}/drivers")
        .json()["chain"]
    )

    assert [(one["name"], one["kind"]) for one in found] == [
        ("B2", "link"), ("B1", "link"), ("S1", "outside"),
    ]  # fmt: skip
    assert found[1]["link"]["before_id"] == supplier.ids["S1"]
    assert (found[2]["at"], found[2]["ghost"]["project"]["name"]) == (
        "2026-01-07T17:00", "Supplier",
    )  # fmt: skip


def test_a_task_that_only_other_projects_wait_for_lacks_no_logic(supplier, buyer, planner):
    path = f"/projects/{supplier.pk}/quality"
    before = Wire(planner).call("get", path).json()["checks"][0]
    edit(planner, buyer, cross(supplier.ids["S2"], buyer.ids["B1"]))
    after = Wire(planner).call("get", path).json()["checks"][0]
    waiting = Wire(planner).call("get", f"/projects/{buyer.pk}/quality").json()["checks"][0]

    # S1 has no predecessor, S2 no successor; then only S1 lacks one. Of the buyer it is B2.
    assert [one["name"] for one in before["offenders"]] == ["S1", "S2"]
    assert [one["name"] for one in after["offenders"]] == ["S1"]
    assert [one["name"] for one in waiting["offenders"]] == ["B2"]
