"""Taking in a plan that something else made: it updates what it brought and keeps the rest."""

from datetime import UTC, datetime

import pytest

from tests.factories.planning import DAY
from tests.factories.projects import ProjectFactory
from zhongshu.access.models import SYSTEM
from zhongshu.planning.content import BaselineContent, PlanContent
from zhongshu.planning.models import Assignment, Baseline, Link, PlanResource, Task
from zhongshu.planning.queries.imports import Tally, tally
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.importing import import_plan

pytestmark = pytest.mark.django_db

AGREED = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def project():
    return ProjectFactory.create()


def content(*, days=2, without=()):
    tasks = [
        {"uid": 1, "parent_uid": None, "name": "Phase", "kind": "summary"},
        {"uid": 2, "parent_uid": 1, "name": "A", "duration_minutes": days * DAY, "notes": "N"},
        {"uid": 3, "parent_uid": 1, "name": "B", "duration_minutes": DAY},
    ]
    agreed = {"2": {"start": 29460000, "finish": 29460540, "duration_minutes": DAY}}
    return PlanContent(
        tasks=[task for task in tasks if task["uid"] not in without],
        links=[] if 3 in without else [{"before_uid": 2, "after_uid": 3}],
        resources=[{"uid": 7, "name": "Crane", "rate_minor": 900}],
        assignments=[{"uid": 70, "task_uid": 2, "resource_uid": 7, "units": 0.5, "cost_minor": 10}],
        baselines=[BaselineContent("Baseline", 0, AGREED, agreed)],
        settings={"minutes_per_day": 480},
    )


def take(project, given):
    return import_plan(SYSTEM, project=project, content=given, source={"name": "plan.xml"})


def test_everything_arrives_and_is_scheduled(project):
    take(project, content())

    found = {task.name: task for task in Task.objects.all()}
    assert found["B"].start == 29460000 + 2 * 1440
    assert (found["A"].parent_id, found["A"].notes) == (found["Phase"].pk, "N")
    assert found["Phase"].finish == found["B"].finish
    assert (Link.objects.count(), PlanResource.objects.get().rate_minor) == (1, 900)
    assert Assignment.objects.get().cost_minor == 10
    project.refresh_from_db()
    assert project.baseline_finish == 29460540
    assert project.health == "amber"


def test_the_same_source_twice_changes_nothing(project):
    take(project, content())
    before = list(Task.objects.order_by("number").values())
    expected = tally(SYSTEM, project, content())

    again = take(project, content())

    assert expected == Tally(0, 0, 0)
    assert again.event is None
    assert list(Task.objects.order_by("number").values()) == before
    assert (Baseline.objects.count(), Assignment.objects.count()) == (1, 1)


def test_a_newer_source_updates_and_removes_what_it_brought(project):
    take(project, content())
    ids = dict(Task.objects.values_list("name", "pk"))

    expected = tally(SYSTEM, project, content(days=4, without=(3,)))
    take(project, content(days=4, without=(3,)))

    assert expected == Tally(n_added=0, n_updated=1, n_removed=1)
    assert dict(Task.objects.values_list("name", "pk")) == {
        name: ids[name] for name in ("Phase", "A")
    }
    assert Task.objects.get(name="A").duration_minutes == 4 * DAY


def test_what_people_added_stays_when_the_source_comes_again(project):
    take(project, content())
    ids = {name: str(key) for name, key in Task.objects.values_list("name", "pk")}
    edit_plan(
        SYSTEM,
        project=project,
        operations=[
            {"op": "add_task", "name": "Ours", "parent_id": ids["Phase"]},
            {"op": "add_task", "name": "Below B", "parent_id": ids["B"]},
        ],
    )
    ours = str(Task.objects.get(name="Ours").pk)
    link = {"op": "add_link", "before_id": ids["A"], "after_id": ours}
    edit_plan(SYSTEM, project=project, operations=[link])

    take(project, content(without=(3,)))

    kept = {task.name: task.parent_id for task in Task.objects.all()}
    assert set(kept) == {"Phase", "A", "Ours", "Below B"}
    assert kept["Below B"] is None
    assert Link.objects.filter(after_id=ours).exists()


def test_a_changed_baseline_becomes_a_further_one(project):
    take(project, content())
    given = content()
    later = BaselineContent("Baseline", 0, AGREED, {"2": {"start": 29460000, "finish": 29461980}})
    take(project, PlanContent(tasks=given.tasks, baselines=[later]))

    assert list(Baseline.objects.order_by("created_at").values_list("name", flat=True)) == [
        "Baseline",
        "Baseline (2)",
    ]
