"""Loops across projects: what would let work wait for itself by way of another plan."""

import pytest

from tests.factories.access import user_with
from tests.factories.planning import link, plan_with
from tests.factories.projects import ProjectFactory
from tests.planning.crossing import PLAN, carry_on, cross, dates, edit
from tests.wire import Wire
from zhongshu.access.models import Grant
from zhongshu.kit.models import Event
from zhongshu.planning.loops_between import CrossCycle
from zhongshu.planning.models import CrossLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner():
    return user_with(*PLAN)


def test_a_loop_across_projects_is_refused_and_named(supplier, buyer, planner):
    edit(planner, buyer, cross(supplier.ids["S2"], buyer.ids["B1"]))
    n_events = Event.objects.count()

    with pytest.raises(CrossCycle) as refusal:
        edit(planner, supplier, cross(buyer.ids["B2"], supplier.ids["S1"]))

    assert [one["name"] for one in refusal.value.params["loop"]] == ["B2", "S1", "S2", "B1"]
    assert CrossLink.objects.count() == 1
    assert Event.objects.count() == n_events


def test_what_the_planner_may_not_see_of_a_loop_is_not_named(supplier, buyer, planner):
    middle = ProjectFactory.create(name="Secret")
    ids = plan_with(middle, {"Hidden": 1})
    edit(planner, middle, cross(supplier.ids["S2"], ids["Hidden"]))
    edit(planner, buyer, cross(ids["Hidden"], buyer.ids["B1"]))
    both = user_with(*PLAN, over=supplier.scope)
    role = Grant.objects.get(user=both).role
    Grant.objects.create(user=both, role=role, scope=buyer.scope)

    answer = Wire(both).call(
        "post",
        f"/projects/{supplier.pk}/plan/edits",
        {"operations": [cross(buyer.ids["B2"], supplier.ids["S1"])]},
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "planning.cross_cycle")
    assert [one["name"] for one in answer.json()["loop"]] == ["B2", "S1", "S2", None, "B1"]
    assert "Hidden" not in answer.content.decode()
    assert "Secret" not in answer.content.decode()


def test_a_link_inside_a_plan_can_close_the_loop_too(supplier, buyer, planner):
    ids = plan_with(buyer, {"B3": 1, "P": 1, "B4": {"parent": "P"}})
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B1"]))
    edit(planner, supplier, cross(ids["B3"], supplier.ids["S1"]))
    edit(planner, buyer, {"op": "delete_link", "id": str(_link_of(buyer))})

    with pytest.raises(CrossCycle):
        edit(planner, buyer, link({**buyer.ids, **ids}, "B1 -> B3"))
    # By way of a summary: B1 -> P holds back all below it.
    edit(planner, buyer, link({**buyer.ids, **ids}, "B1 -> P"))
    with pytest.raises(CrossCycle):
        edit(planner, buyer, {"op": "move_task", "id": ids["B3"], "parent_id": ids["P"]})


def make_late(key):
    return {"op": "update_task", "id": key, "fields": {"constraint": "alap"}}


def test_work_as_late_as_possible_may_not_wait_for_the_end_that_waits_for_it(
    supplier, buyer, planner
):
    # S2 waits for B1, which waits for S1: with the link in between gone, S1 could follow S2.
    edit(planner, supplier, {"op": "delete_link", "id": str(_link_of(supplier))})
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B1"]))
    edit(planner, supplier, cross(buyer.ids["B1"], supplier.ids["S2"]))
    carry_on()
    n_events = Event.objects.count()

    with pytest.raises(CrossCycle) as refusal:
        edit(planner, supplier, make_late(supplier.ids["S1"]))

    assert [one["name"] for one in refusal.value.params["loop"]] == ["B1", "S2", "S1"]
    assert Event.objects.count() == n_events
    edit(planner, supplier, {"op": "delete_cross_link", "id": str(supplier.cross_links.get().pk)})
    edit(planner, supplier, make_late(supplier.ids["S1"]))
    with pytest.raises(CrossCycle):
        edit(planner, supplier, cross(buyer.ids["B1"], supplier.ids["S2"]))


def test_what_lasts_as_long_as_others_may_not_be_awaited_by_one_of_them(supplier, buyer, planner):
    ids = {**supplier.ids, **plan_with(supplier, {"H": {"kind": "hammock"}})}
    edit(planner, supplier, {"op": "delete_link", "id": str(_link_of(supplier))})
    edit(planner, supplier, link(ids, "S1 ss H"), link(ids, "H ff S2"))
    edit(planner, buyer, cross(ids["H"], buyer.ids["B1"]))

    with pytest.raises(CrossCycle) as refusal:
        edit(planner, supplier, cross(buyer.ids["B2"], ids["S2"]))

    assert [one["name"] for one in refusal.value.params["loop"]] == ["B2", "S2", "H", "B1"]
    # Without the link it hangs on S1 alone; nothing in a plan follows from a hammock.
    edit(planner, supplier, {"op": "delete_link", "id": str(supplier.links.get(type="ff").pk)})
    edit(planner, supplier, cross(buyer.ids["B2"], ids["S2"]))
    with pytest.raises(CrossCycle):
        edit(planner, supplier, link(ids, "H ff S2"))


def _link_of(project):
    return project.links.get().pk


def test_two_projects_may_wait_for_each_other_where_no_work_waits_for_itself(
    supplier, buyer, planner
):
    edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B1"]))

    edit(planner, supplier, cross(buyer.ids["B1"], supplier.ids["S2"]))
    carry_on()

    # S1 until Wednesday, B1 on Thursday, S2 from Friday.
    assert dates("B1") == ("2026-01-08T08:00", "2026-01-08T17:00")
    assert dates("S2") == ("2026-01-09T08:00", "2026-01-12T17:00")
