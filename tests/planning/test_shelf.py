"""Plans held in memory: never what was not committed, never torn, and only so many."""

import threading

import pytest
from django.db import connection, transaction

from tests.factories.access import user_with
from tests.factories.organisation import OFFICE_DAY
from tests.factories.planning import DAY, plan_with
from tests.factories.projects import ProjectFactory
from zhongshu.access.models import SYSTEM
from zhongshu.kit.models import Event
from zhongshu.planning import open_plan as shelves
from zhongshu.planning.models import Task
from zhongshu.planning.open_plan import load, open_plan, shelf
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.rescheduling import reschedule_plan
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty_shelf():
    shelf.clear()


def rename(key, name):
    return [{"op": "update_task", "id": key, "fields": {"name": name}}]


def present(project):
    return Project.objects.get(pk=project.pk)


def test_what_was_rolled_back_is_not_kept():
    project = ProjectFactory.create()
    ids = plan_with(project, {"A": 1})
    shelf.clear()
    with transaction.atomic():
        edit_plan(SYSTEM, project=project, operations=rename(ids["A"], "lost"))
        open_plan(present(project))
        transaction.set_rollback(True)
    # Another process writes the same version, so this one is not told.
    row = present(project)
    Task.objects.filter(pk=ids["A"]).update(name="theirs")
    Project.objects.filter(pk=project.pk).update(plan_version=row.plan_version + 1)

    assert open_plan(present(project)).tasks[ids["A"]].name == "theirs"


def test_a_plan_that_is_written_while_it_is_read_is_read_again(monkeypatch):
    project = ProjectFactory.create()
    ids = plan_with(project, {"A": 1, "B": 1})
    stale = present(project)
    shelf.clear()
    read, n_reads = shelves.load, []

    def interrupted(row):
        plan = read(row)
        n_reads.append(row.plan_version)
        if len(n_reads) == 1:
            edit_plan(SYSTEM, project=project, operations=rename(ids["A"], "new"))
        return plan

    monkeypatch.setattr(shelves, "load", interrupted)

    plan = open_plan(stale)

    assert plan.tasks[ids["A"]].name == "new"
    assert plan.version == present(project).plan_version > stale.plan_version


def test_edits_of_one_plan_at_the_same_time_all_count():
    project = ProjectFactory.create()
    ids = plan_with(project, {"A": 1, "B": 1, "C": 1}, ["A -> B", "B -> C"])
    planners = [user_with("planning.edit_plan", over=project.scope) for _ in range(4)]
    failures = []

    def work(planner, n):
        try:
            for turn in range(5):
                fields = {"duration_minutes": DAY * (1 + (n + turn) % 4)}
                operations = [
                    {"op": "update_task", "id": ids["ABC"[turn % 3]], "fields": fields},
                    {"op": "add_task", "name": f"{n}.{turn}"},
                ]
                edit_plan(planner, project=project, operations=operations)
                open_plan(present(project))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=work, args=one) for one in zip(planners, range(4), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    row = present(project)
    held, stored = open_plan(row), load(row)
    events = Event.objects.filter(subject_id=project.pk).order_by("seq")
    versions = [one.data["plan_version"] for one in events if "plan_version" in one.data]
    assert len(set(versions)) == 4 + 20
    assert versions == sorted(versions)
    assert row.plan_version == versions[-1]
    assert dict(held.tasks) == dict(stored.tasks)
    assert len(stored.tasks) == 23
    assert len({task.number for task in stored.tasks.values()}) == 23


def test_a_changed_calendar_reaches_every_plan_in_memory_though_no_date_moves():
    project = ProjectFactory.create()
    ids = plan_with(project, {"A": 1})
    open_plan(present(project))
    calendar = project.calendar
    calendar.week = [OFFICE_DAY, [], OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, [], []]
    calendar.save()

    reschedule_plan(SYSTEM, project=project)
    edit_plan(
        SYSTEM,
        project=project,
        operations=[{"op": "update_task", "id": ids["A"], "fields": {"duration_minutes": 2 * DAY}}],
    )

    # Monday and Wednesday: nobody works on Tuesdays any more.
    task = Task.objects.get(pk=ids["A"])
    assert task.finish - task.start == 2 * 1440 + 540


def test_no_more_rows_are_held_than_may_be(monkeypatch):
    monkeypatch.setattr(shelves, "MAX_ROWS_HELD", 5)
    first, second = ProjectFactory.create(), ProjectFactory.create()
    plan_with(first, {"A": 1, "B": 1}, ["A -> B"])

    plan_with(second, {"A": 1, "B": 1}, ["A -> B"])

    assert shelf.get(first.pk, present(first).plan_version) is None
    assert shelf.get(second.pk, present(second).plan_version) is not None
