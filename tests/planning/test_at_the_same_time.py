"""What two people do at the same moment, across plans and over one request."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories.access import UserFactory, holding_of, user_with
from tests.factories.planning import DAY
from tests.planning.crossing import PLAN, carry_on, cross, dates, edit, stretch
from zhongshu.kit.models import Event
from zhongshu.planning import cross_links
from zhongshu.planning.loops_between import CrossCycle
from zhongshu.planning.models import Baseline, CrossLink
from zhongshu.planning.services.baseline_requests import (
    RequestDecided,
    approve_baseline,
    reject_baseline,
    withdraw_baseline,
)
from zhongshu.planning.services.baselines import set_baseline

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(steps: list[Callable[[], object]]) -> list[Exception]:
    """Take the steps in threads that begin together; return what they raised."""
    raised: list[Exception] = []
    gate = threading.Barrier(len(steps))

    def take(step):
        try:
            gate.wait(60)
            step()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_a_request_is_decided_once(buyer):
    lead = user_with("planning.set_baseline", over=buyer.scope)
    now = timezone.now()
    set_baseline(lead, project=buyer, name="V1", at=now)
    bosses = UserFactory.create_batch(2)
    for boss in bosses:
        holding_of(boss, "baseline_approval", over=buyer.scope)
    request = set_baseline(lead, project=buyer, name="V2", at=now, reason="more scope")
    given = {"project": buyer, "baseline": request, "at": now}

    raised = all_at_once(
        [
            lambda: approve_baseline(bosses[0], **given),
            lambda: reject_baseline(bosses[1], **given, note="no"),
            lambda: withdraw_baseline(lead, **given),
        ]
    )

    assert [type(error) for error in raised] == [RequestDecided] * 2
    decided = Baseline.objects.get(name="V2")
    [event] = Event.objects.filter(kind__startswith="planning.baseline_").exclude(
        kind__in=["planning.baseline_set", "planning.baseline_proposed"]
    )
    assert event.kind == f"planning.baseline_{decided.state}"


def test_two_halves_of_a_loop_do_not_both_come_to_be(supplier, buyer):
    planners = [user_with(*PLAN) for _ in range(2)]

    raised = all_at_once(
        [
            lambda: edit(planners[0], buyer, cross(supplier.ids["S2"], buyer.ids["B1"])),
            lambda: edit(planners[1], supplier, cross(buyer.ids["B2"], supplier.ids["S1"])),
        ]
    )

    assert [type(error) for error in raised] == [CrossCycle]
    assert CrossLink.objects.count() == 1


def test_a_task_that_moves_while_it_is_being_linked_is_followed(supplier, buyer, monkeypatch):
    planner = user_with(*PLAN)
    read = cross_links.bring_up_to_date

    def moved_meanwhile(draft, **options):
        found = read(draft, **options)
        for row in draft.cross_links.values():
            draft.cross_links[row.id] = row._replace(before_finish=row.before_finish - 2 * 1440)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(cross_links, "bring_up_to_date", moved_meanwhile)
        edit(planner, buyer, cross(supplier.ids["S1"], buyer.ids["B1"], lag=DAY))
    early = dates("B1")[0]
    carry_on()

    assert (early, dates("B1")[0]) == ("2026-01-07T08:00", "2026-01-09T08:00")
    edit(planner, buyer, stretch(buyer.ids["B1"], 2))
    assert dates("B1")[0] == "2026-01-09T08:00"
