"""Projects on one time axis with their milestones."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.access import user_with
from tests.factories.planning import plan_with
from tests.factories.projects import MONDAY, ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.planning.models import CrossLink, Task
from zhongshu.planning.queries.roadmap import MAX_KEY_DATES
from zhongshu.planning.services.baselines import set_baseline

pytestmark = pytest.mark.django_db
DAY = 1440


def milestones(project, *days):
    """Milestones of a project, so many days after its Monday."""
    return [
        Task.objects.create(
            project=project,
            number=number,
            position=number,
            name=f"M{number}",
            kind=Task.Kind.MILESTONE,
            start=MONDAY + day * DAY,
            finish=MONDAY + day * DAY,
            late_start=MONDAY + day * DAY,
            late_finish=MONDAY + day * DAY,
            duration_minutes=0,
            remaining_minutes=0,
        )
        for number, day in enumerate(days, start=1)
    ]


def asked(path="/projects/roadmap", user=None):
    answer = Wire(user or user_with("projects.view")).call("get", path)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_each_project_has_its_milestones_in_the_order_of_their_dates():
    first, second = ProjectFactory.create(name="A"), ProjectFactory.create(name="B")
    milestones(first, 30, 10)
    plan_with(second, {"work": 2})

    items = asked("/projects/roadmap?sort=name")["items"]

    assert [one["name"] for one in items] == ["A", "B"]
    assert [(one["name"], one["at"]) for one in items[0]["key_dates"]] == [
        ("M2", "2026-01-15T08:00"),
        ("M1", "2026-02-04T08:00"),
    ]
    assert items[1]["key_dates"] == []


def test_milestones_are_measured_by_the_baseline_in_force():
    project = ProjectFactory.create()
    [milestone] = milestones(project, 10)
    now = timezone.now()
    set_baseline(SYSTEM, project=project, name="Agreed", task_ids=None, at=now - timedelta(1))
    Task.objects.filter(pk=milestone.pk).update(finish=MONDAY + 12 * DAY, percent_complete=100)

    [told] = asked()["items"][0]["key_dates"]

    assert told == {
        "task_id": str(milestone.pk),
        "number": milestone.number,
        "name": "M1",
        "at": "2026-01-17T08:00",
        "baseline_at": "2026-01-15T08:00",
        "is_done": True,
    }


def test_the_extent_is_that_of_every_match_not_of_the_page():
    ProjectFactory.create(start=MONDAY, finish=MONDAY + 5 * DAY, baseline_finish=MONDAY + 9 * DAY)
    ProjectFactory.create(start=MONDAY - DAY, finish=MONDAY)
    ProjectFactory.create(start=MONDAY - 9 * DAY, finish=MONDAY, state="closed")

    answer = asked("/projects/roadmap?limit=1&filter=state:ne:closed")

    assert answer["extent"] == {"start": "2026-01-04T08:00", "finish": "2026-01-14T08:00"}
    assert (len(answer["items"]), answer["total"]) == (1, 2)


def test_a_project_with_many_milestones_shows_the_first():
    milestones(ProjectFactory.create(), *range(MAX_KEY_DATES + 5))

    dates = asked()["items"][0]["key_dates"]

    assert len(dates) == MAX_KEY_DATES
    assert dates[-1]["at"] == "2026-01-28T08:00"


def test_a_link_from_another_project_is_told_to_those_who_see_both():
    before, after = ProjectFactory.create(), ProjectFactory.create()
    ids = plan_with(before, {"cast": 2})
    later = plan_with(after, {"fit": 1})
    CrossLink.objects.create(
        project=after,
        before_project_id=before.pk,
        before_id=ids["cast"],
        after_id=later["fit"],
        before_finish=MONDAY + DAY + 9 * 60,
    )

    of = {one["id"]: one["waits_for"] for one in asked()["items"]}
    hidden = asked(user=user_with("projects.view", over=after.scope))["items"]

    assert of[str(before.pk)] == []
    assert of[str(after.pk)] == [
        {
            "project_id": str(before.pk),
            "finish": "2026-01-06T17:00",
            "start": "2026-01-05T08:00",
        }
    ]
    assert hidden[0]["waits_for"] == []


def test_what_is_out_of_sight_is_neither_drawn_nor_measured():
    ours = ProjectFactory.create(finish=MONDAY + DAY)
    ProjectFactory.create(start=MONDAY - 99 * DAY, finish=MONDAY + 99 * DAY)

    answer = asked(user=user_with("projects.view", over=ours.scope))

    assert [one["id"] for one in answer["items"]] == [str(ours.pk)]
    assert answer["extent"] == {"start": "2026-01-05T08:00", "finish": "2026-01-06T08:00"}
