"""Baselines in force: the first is set, each later one is asked for and agreed to by another."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.access import holding_of, user_with
from tests.factories.planning import DAY, plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.guard import Forbidden
from zhongshu.kit.models import Event
from zhongshu.planning.models import Baseline
from zhongshu.planning.queries.baselines import baseline_in_force
from zhongshu.planning.services.baseline_requests import (
    OwnRequest,
    RequestDecided,
    approve_baseline,
    reject_baseline,
    withdraw_baseline,
)
from zhongshu.planning.services.baselines import set_baseline
from zhongshu.planning.services.edits import edit_plan

pytestmark = pytest.mark.django_db

LEAD = ("projects.view", "planning.edit_plan", "planning.set_baseline")
NOW = timezone.now()


@pytest.fixture
def project():
    """A is planned for a day, Monday; V1 agreed to that; now it takes three."""
    project = ProjectFactory.create()
    ids = plan_with(project, {"A": 1})
    lead = user_with(*LEAD, over=project.scope)
    set_baseline(lead, project=project, name="V1", at=NOW)
    stretch = {"op": "update_task", "id": ids["A"], "fields": {"duration_minutes": 3 * DAY}}
    edit_plan(lead, project=project, operations=[stretch])
    project.refresh_from_db()
    return project


@pytest.fixture
def lead(project):
    return user_with(*LEAD, over=project.scope)


@pytest.fixture
def pmo(project):
    user = user_with(*LEAD, over=project.scope)
    holding_of(user, "baseline_approval", over=project.scope)
    return user


def proposed(lead, project, name="V2"):
    at = NOW + timedelta(hours=1)
    return set_baseline(lead, project=project, name=name, at=at, reason="the customer added a test")


def kinds():
    return list(Event.objects.order_by("seq").values_list("kind", flat=True))


def test_the_first_baseline_is_in_force_at_once(project):
    found = Baseline.objects.get()

    assert (found.state, found.in_force_at, found.reason) == ("approved", NOW, "")
    assert project.health == "amber"


def test_a_later_one_waits_and_changes_nothing_until_it_is_approved(project, lead, pmo):
    request = proposed(lead, project)
    waiting = baseline_in_force(project, at=NOW + timedelta(days=1))

    approve_baseline(
        pmo, project=project, baseline=request, at=NOW + timedelta(hours=3), note="agreed"
    )
    project.refresh_from_db()
    before = baseline_in_force(project, at=NOW + timedelta(hours=2))
    after = baseline_in_force(project, at=NOW + timedelta(hours=3))

    assert [waiting.name, before.name, after.name] == ["V1", "V1", "V2"]
    assert (after.state, after.decided_by, after.decision) == ("approved", pmo, "agreed")
    # Monday 5 to Wednesday 7 January 2026, 17:00.
    assert (project.baseline_finish, project.health) == (29463420, "green")
    assert kinds()[-2:] == ["planning.baseline_proposed", "planning.baseline_approved"]


def test_who_asked_cannot_agree_even_with_the_permission(project, pmo):
    request = proposed(pmo, project)
    n_events = Event.objects.count()

    for decide in (approve_baseline, reject_baseline):
        with pytest.raises(OwnRequest):
            decide(pmo, project=project, baseline=request, at=NOW, note="x")

    assert Baseline.objects.get(name="V2").state == "proposed"
    assert Event.objects.count() == n_events


def test_a_stale_row_in_hand_decides_nothing(project, lead, pmo):
    request = proposed(pmo, project)
    request.set_by = lead

    with pytest.raises(OwnRequest):
        approve_baseline(pmo, project=project, baseline=request, at=NOW)


def test_a_project_lead_cannot_approve(project, lead):
    request = proposed(user_with(*LEAD, over=project.scope), project)

    with pytest.raises(Forbidden):
        approve_baseline(lead, project=project, baseline=request, at=NOW)


@pytest.mark.parametrize("first", ["approve", "reject", "withdraw"])
@pytest.mark.parametrize("second", ["approve", "reject", "withdraw"])
def test_of_two_decisions_the_second_finds_the_first(project, lead, pmo, first, second):
    request = proposed(lead, project)
    decisions = {
        "approve": lambda: approve_baseline(pmo, project=project, baseline=request, at=NOW),
        "reject": lambda: reject_baseline(
            pmo, project=project, baseline=request, at=NOW, note="not paid for"
        ),
        "withdraw": lambda: withdraw_baseline(lead, project=project, baseline=request, at=NOW),
    }
    decided = decisions[first]()
    n_events = Event.objects.count()

    with pytest.raises(RequestDecided):
        decisions[second]()

    assert Baseline.objects.get(name="V2").state == decided.state
    assert Event.objects.count() == n_events


def test_after_a_refusal_the_project_may_ask_again_but_never_twice_at_once(project, lead, pmo):
    wire = Wire(lead)
    path = f"/projects/{project.pk}/baselines"
    ask = {"name": "V2", "reason": "more scope"}

    first = wire.call("post", path, ask)
    twice = wire.call("post", path, {**ask, "name": "V3"})
    refused = Wire(pmo).call(
        "post", f"{path}/{first.json()['id']}/rejection", {"note": "not paid for"}
    )
    again = wire.call("post", path, {**ask, "name": "V3"})
    gone = wire.call("post", f"{path}/{again.json()['id']}/withdrawal")

    assert (first.status_code, first.json()["state"]) == (201, "proposed")
    assert (twice.status_code, twice.json()["code"]) == (409, "planning.request_waiting")
    assert (refused.json()["state"], refused.json()["decision"]) == ("rejected", "not paid for")
    assert refused.json()["decided_by"]["name"] == pmo.name
    assert (again.json()["state"], gone.json()["state"]) == ("proposed", "withdrawn")


def test_a_request_of_somebody_else_is_not_taken_back(project, lead):
    request = proposed(lead, project)
    other = Wire(user_with(*LEAD, over=project.scope))

    answer = other.call("post", f"/projects/{project.pk}/baselines/{request.pk}/withdrawal")

    assert (answer.status_code, answer.json()["code"]) == (403, "planning.request_of_another")


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_request_without_a_reason_names_the_field(project, lead, reason):
    answer = Wire(lead).call(
        "post", f"/projects/{project.pk}/baselines", {"name": "V2", "reason": reason}
    )

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "reason")
    assert Baseline.objects.count() == 1


def test_a_part_is_for_comparison_and_cannot_be_in_force(project, lead):
    wire, task = Wire(lead), project.tasks.get()
    path = f"/projects/{project.pk}/baselines"
    part = {"name": "Part", "task_ids": [str(task.pk)]}

    forced = wire.call("post", path, {**part, "purpose": "in_force"})
    free = wire.call("post", path, part)
    whole = wire.call("post", path, {"name": "Look", "purpose": "comparison"})

    assert forced.json()["errors"][0]["field"] == "purpose"
    assert [free.json()["state"], whole.json()["state"]] == ["comparison", "comparison"]
    assert baseline_in_force(project, at=NOW + timedelta(days=9)).name == "V1"


def test_the_overview_tells_of_a_request_and_what_the_viewer_may_do(project, lead, pmo):
    path = f"/projects/{project.pk}/overview"
    none = Wire(pmo).call("get", path).json()["baseline_request"]
    proposed(lead, project)

    seen = {
        name: Wire(who).call("get", path).json()["baseline_request"]
        for name, who in {"lead": lead, "pmo": pmo}.items()
    }

    assert none is None
    assert (seen["lead"]["can_decide"], seen["lead"]["can_withdraw"]) == (False, True)
    assert (seen["pmo"]["can_decide"], seen["pmo"]["can_withdraw"]) == (True, False)
    assert seen["pmo"]["finish"] == "2026-01-07T17:00"
    assert seen["pmo"]["reason"] == "the customer added a test"
