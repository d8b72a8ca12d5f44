"""What others changed around somebody's work since they last looked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory
from tests.factories.planning import DAY, plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM, Grant
from zhongshu.kit.models import Event
from zhongshu.kit.origin import Origin, acting_from
from zhongshu.planning.models import Assignment, LastLook, Task
from zhongshu.planning.queries.changes_for_me import changes_for
from zhongshu.planning.services.baselines import set_baseline
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.looking import note_look
from zhongshu.planning.services.progress import report_progress
from zhongshu.planning.services.undo import undo_edit

pytestmark = pytest.mark.django_db

MEMBER = ("projects.view", "planning.report_progress")


@pytest.fixture
def project():
    """A and then B, a day each."""
    project = ProjectFactory.create()
    project.ids = plan_with(project, {"A": 1, "B": 1}, ["A -> B"])
    return project


@pytest.fixture
def member(project):
    """Does B, and has looked just now."""
    user = user_with(*MEMBER)
    PersonFactory.create(user=user, calendar=project.calendar)
    put(project, "B", user.person)
    note_look(user, upto=None, at=timezone.now())
    return user


def put(project, name, person):
    step = {"op": "assign", "task_id": project.ids[name], "person_id": str(person.pk)}
    edit_plan(SYSTEM, project=project, operations=[step])


def edit(project, *operations):
    edit_plan(SYSTEM, project=project, operations=list(operations))


def longer(project, name, days):
    fields = {"duration_minutes": days * DAY}
    edit(project, {"op": "update_task", "id": project.ids[name], "fields": fields})


def told(user):
    found = changes_for(user, since=None, at=timezone.now())
    return [
        (change["code"], change["task"] and change["task"]["name"])
        for one in found["projects"]
        for change in one["changes"]
    ]


def test_nothing_happened_since(member):
    assert told(member) == []


def test_a_task_that_others_moved_tells_from_where_to_where(project, member):
    longer(project, "A", 2)
    longer(project, "A", 3)

    [one] = changes_for(member, since=None, at=timezone.now())["projects"]

    [change] = one["changes"]
    assert (change["code"], change["task"]["name"]) == ("moved", "B")
    assert change["before"] == {"start": "2026-01-06T08:00", "finish": "2026-01-06T17:00"}
    assert change["after"] == {"start": "2026-01-08T08:00", "finish": "2026-01-08T17:00"}
    assert (one["project"]["key"], one["n_changes"]) == (project.key, 1)


def test_what_moved_there_and_back_did_not_move(project, member):
    longer(project, "A", 3)
    longer(project, "A", 1)

    assert told(member) == []


def test_new_work_work_taken_away_and_tasks_removed(project, member):
    put(project, "A", member.person)
    assert told(member) == [("assigned", "A")]

    held = Assignment.objects.get(task=project.ids["B"])
    edit(project, {"op": "unassign", "id": str(held.pk)})
    assert set(told(member)) == {("assigned", "A"), ("unassigned", "B")}


def test_a_removed_task_is_told_by_the_name_it_had(project, member):
    edit(project, {"op": "delete_task", "id": project.ids["B"]})

    [one] = changes_for(member, since=None, at=timezone.now())["projects"]

    assert [change["code"] for change in one["changes"]] == ["removed"]
    assert one["changes"][0]["before"] == {"name": "B"}

    undo_edit(SYSTEM, project=project)
    assert told(member) == []


def test_a_changed_field_is_named_and_its_value_is_not(project, member):
    fields = {"notes": "call the supplier", "name": "B2"}
    edit(project, {"op": "update_task", "id": project.ids["B"], "fields": fields})

    [one] = changes_for(member, since=None, at=timezone.now())["projects"]

    assert one["changes"][0]["fields"] == ["name", "notes"]
    assert "supplier" not in str(one)


def test_baselines_and_what_one_did_oneself(project, member):
    report_progress(
        member, project=project, task_id=project.ids["B"], report={"percent_complete": 50},
        at=project.start,
    )  # fmt: skip
    set_baseline(SYSTEM, project=project, name="First", at=timezone.now())

    assert told(member) == [("baseline_set", None)]


def test_who_leads_a_project_is_told_how_much_changed(project, member):
    project.manager = member.person
    project.save()
    longer(project, "A", 2)

    [one] = changes_for(member, since=None, at=timezone.now())["projects"]

    [plan] = [change for change in one["changes"] if change["code"] == "plan_edited"]
    assert (plan["n_changed"], plan["n_moved"]) == (1, 2)


def test_looking_ends_it_as_far_as_was_seen(project, member):
    longer(project, "A", 2)
    wire = Wire(member)
    first = wire.call("get", "/me/changes").json()
    longer(project, "A", 4)

    answer = wire.call("post", "/me/looked", {"upto": first["upto"]})

    assert answer.status_code == 200
    [one] = wire.call("get", "/me/changes").json()["projects"]
    assert one["changes"][0]["before"]["start"] == "2026-01-07T08:00"
    wire.call("post", "/me/looked", {})
    assert wire.call("get", "/me/changes").json()["projects"] == []


def test_what_was_seen_stays_seen(project, member):
    first = Event.objects.filter(subject_id=project.pk).earliest("seq")
    seq = LastLook.objects.get(user=member).seq

    note_look(member, upto=first.id, at=timezone.now())

    assert LastLook.objects.get(user=member).seq == seq


def test_nobody_has_seen_up_to_an_event_out_of_sight(project):
    hidden = ProjectFactory.create()
    plan_with(hidden, {"Elsewhere": 1})
    wire = Wire(user_with("projects.view", over=project.scope))
    event = Event.objects.get(subject_id=hidden.pk)

    absent = wire.call("post", "/me/looked", {"upto": "01890000-0000-7000-8000-00000000dead"})
    refusal = wire.call("post", "/me/looked", {"upto": str(event.id)})

    assert (refusal.status_code, refusal.content) == (422, absent.content)


def test_any_day_can_be_asked_for(project, member):
    longer(project, "A", 2)
    yesterday = (timezone.now() - timedelta(days=1)).isoformat()
    note_look(member, upto=None, at=timezone.now())
    wire = Wire(member)

    found = wire.get("/api/v1/me/changes", {"since": yesterday}).json()

    assert [one["project"]["id"] for one in found["projects"]] == [str(project.pk)]
    assert wire.get("/api/v1/me/changes", {"since": "soon"}).status_code == 422


def test_nothing_remains_once_the_right_is_gone(project, member):
    longer(project, "A", 2)
    Grant.objects.filter(user=member).delete()

    answer = Wire(member).call("get", "/me/changes")

    assert answer.json()["projects"] == []
    assert project.key not in answer.content.decode()


def test_the_number_of_queries_does_not_depend_on_the_changes(project, member):
    counts = []
    for days in (2, 3, 4, 5):
        longer(project, "A", days)
        with acting_from(Origin()), CaptureQueriesContext(connection) as queries:
            changes_for(member, since=None, at=timezone.now())
        counts.append(len(queries))

    assert set(counts) == {9}
    assert Task.objects.get(name="B").start > project.start
