"""Ticks: those who do a task tick its checklist, without a right to edit the plan."""

from datetime import datetime
from uuid import uuid4

import pytest

from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.kit.models import Event
from zhongshu.kit.moments import moment_of
from zhongshu.planning.checklists import UnknownChecklistItem
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.progress import NotYourTask, report_progress, take_back_report

pytestmark = pytest.mark.django_db

MEMBER = ("projects.view", "planning.report_progress")
TUESDAY_NOON = moment_of(datetime(2026, 1, 6, 12))  # noqa: DTZ001 - a local wall clock


@pytest.fixture
def project():
    """A is the member's."""
    project = ProjectFactory.create()
    project.ids = plan_with(project, {"A": 2})
    return project


@pytest.fixture
def member(project):
    user = user_with(*MEMBER, over=project.scope)
    person = PersonFactory.create(user=user, calendar=project.calendar)
    step = {"op": "assign", "task_id": project.ids["A"], "person_id": str(person.pk), "units": 1.0}
    edit_plan(SYSTEM, project=project, operations=[step])
    return user


@pytest.fixture
def steps(project):
    """Two items on the checklist of A."""
    keys = [str(uuid4()), str(uuid4())]
    edit_plan(
        SYSTEM,
        project=project,
        operations=[
            {"op": "add_checklist_item", "task_id": project.ids["A"], "id": key, "text": text}
            for key, text in zip(keys, ("Drill", "Measure"), strict=True)
        ],
    )
    return keys


def report(actor, project, *, base_version=None, **given):
    return report_progress(
        actor,
        project=project,
        task_id=project.ids["A"],
        report=given,
        at=TUESDAY_NOON,
        base_version=base_version,
    )


def rows():
    return {row["name"]: row for row in Task.objects.values()}


def ticked():
    return [(item["text"], item["is_done"]) for item in rows()["A"]["checklist"]]


def tick(key, *, is_done=True):
    return [{"id": key, "is_done": is_done}]


def test_a_member_ticks_items_of_their_task_and_nothing_else_changes(project, member, steps):
    before = rows()["A"]

    edit = report(member, project, ticks=tick(steps[1]))

    after = rows()["A"]
    differs = {name for name in after if after[name] != before[name]}
    assert differs == {"checklist"}
    assert ticked() == [("Drill", False), ("Measure", True)]
    assert (edit.event.kind, edit.event.data["n_moved"]) == ("planning.progress_reported", 0)


def test_a_tick_is_taken_back_and_ticks_of_others_stay(project, member, steps):
    edit = report(member, project, ticks=tick(steps[0]))
    report(SYSTEM, project, ticks=tick(steps[1]))

    take_back_report(member, project=project, task_id=project.ids["A"], event_id=edit.event.id)

    assert ticked() == [("Drill", False), ("Measure", True)]


def test_two_tick_different_items_of_the_same_version(project, member, steps):
    seen = Task.objects.get(pk=project.ids["A"]).project.plan_version

    report(member, project, ticks=tick(steps[0]), base_version=seen)
    report(SYSTEM, project, ticks=tick(steps[1]), base_version=seen)

    assert ticked() == [("Drill", True), ("Measure", True)]


def test_an_item_is_ticked_with_the_progress_it_stands_for(project, member, steps):
    report(member, project, ticks=tick(steps[0]), percent_complete=50)
    report(member, project, ticks=tick(steps[0], is_done=False))

    assert rows()["A"]["percent_complete"] == 50
    assert ticked() == [("Drill", False), ("Measure", False)]


def test_who_does_not_do_the_task_ticks_nothing(project, steps):
    stranger = user_with(*MEMBER, over=project.scope)

    with pytest.raises(NotYourTask):
        report(stranger, project, ticks=tick(steps[0]))

    assert ticked() == [("Drill", False), ("Measure", False)]


def test_an_item_that_is_not_there_is_named(project, member, steps):
    with pytest.raises(UnknownChecklistItem) as refusal:
        report(member, project, ticks=tick(str(uuid4())))

    assert refusal.value.field == "ticks"
    assert Event.objects.filter(kind="planning.progress_reported").count() == 0


def test_a_tick_goes_over_the_wire_and_stands_in_my_work(project, member, steps):
    wire = Wire(member)
    address = f"/projects/{project.pk}/tasks/{project.ids['A']}/progress"

    answer = wire.call("post", address, {"ticks": tick(steps[0])})

    assert answer.status_code == 200, answer.content
    groups = wire.call("get", "/me/work").json()["groups"]
    (card,) = [task for group in groups for task in group["tasks"]]
    assert [item["is_done"] for item in card["checklist"]] == [True, False]
    assert [item["text"] for item in card["checklist"]] == ["Drill", "Measure"]
