"""Reporting progress: by those who do the task, without a right to edit its plan."""

from datetime import datetime

import pytest

from tests.factories.access import UserFactory, user_with
from tests.factories.organisation import PersonFactory
from tests.factories.planning import DAY, plan_with
from tests.factories.projects import ProjectFactory
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access.guard import Forbidden
from zhongshu.access.models import SYSTEM, Grant
from zhongshu.kit.errors import BadInput, Stale
from zhongshu.kit.models import Event
from zhongshu.kit.moments import moment_of
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.progress import NotYourTask, report_progress, take_back_report
from zhongshu.planning.services.undo import ChangedSince, undo_edit

pytestmark = pytest.mark.django_db

MEMBER = ("projects.view", "planning.report_progress")
# The plan begins on Monday, 5 January 2026, at 8.
TUESDAY_NOON = moment_of(datetime(2026, 1, 6, 12))  # noqa: DTZ001 - a local wall clock
FRIDAY_NOON = moment_of(datetime(2026, 1, 9, 12))  # noqa: DTZ001


@pytest.fixture
def project():
    """A takes two days and is the member's; B follows it and is nobody's."""
    project = ProjectFactory.create()
    project.ids = plan_with(project, {"A": 2, "B": 2}, ["A -> B"])
    return project


@pytest.fixture
def member(project):
    user = user_with(*MEMBER, over=project.scope)
    person = PersonFactory.create(user=user, calendar=project.calendar)
    put(project, "A", person)
    return user


def put(project, name, person, units=1.0):
    step = {"op": "assign", "task_id": project.ids[name], "person_id": str(person.pk)}
    edit_plan(SYSTEM, project=project, operations=[step | {"units": units}])


def report(actor, project, name="A", *, at=TUESDAY_NOON, **given):
    extra = {"base_version": given.pop("base_version")} if "base_version" in given else {}
    return report_progress(
        actor, project=project, task_id=project.ids[name], report=given, at=at, **extra
    )


def rows():
    return {row["name"]: row for row in Task.objects.values()}


def test_a_member_says_how_far_their_task_is(project, member):
    edit = report(member, project, percent_complete=50)

    row = rows()["A"]
    assert (row["percent_complete"], row["remaining_minutes"]) == (50, DAY)
    assert (row["actual_start"], row["actual_finish"]) == (project.start, None)
    assert edit.event.kind == "planning.progress_reported"
    assert edit.event.data["task_id"] == project.ids["A"]


def test_what_is_left_goes_on_from_the_report_and_moves_what_follows(project, member):
    report(member, project, at=FRIDAY_NOON, remaining_minutes=DAY)

    after = rows()
    assert after["A"]["finish"] == moment_of(datetime(2026, 1, 12, 12))  # noqa: DTZ001
    assert after["B"]["start"] == moment_of(datetime(2026, 1, 12, 13))  # noqa: DTZ001


def test_done_ends_the_task_at_the_report(project, member):
    report(member, project, is_done=True)

    row = rows()["A"]
    assert (row["percent_complete"], row["actual_finish"]) == (100, TUESDAY_NOON)
    assert (row["actual_start"], row["remaining_minutes"]) == (project.start, 0)
    assert rows()["B"]["start"] == moment_of(datetime(2026, 1, 6, 13))  # noqa: DTZ001


def test_the_whole_share_is_done_too(project, member):
    report(member, project, percent_complete=100)

    assert rows()["A"]["actual_finish"] == TUESDAY_NOON


def test_work_left_of_half_a_person_lasts_twice_as_long(project):
    user = user_with(*MEMBER, over=project.scope)
    put(project, "A", PersonFactory.create(user=user, calendar=project.calendar), units=0.5)

    report(user, project, remaining_work_minutes=DAY)

    assert rows()["A"]["remaining_minutes"] == 2 * DAY


def test_what_is_in_the_way_stands_in_the_task_until_it_is_done(project, member):
    report(member, project, blocked_because="no samples yet")
    assert rows()["A"]["blocked_because"] == "no samples yet"
    assert rows()["A"]["percent_complete"] == 0

    report(member, project, is_done=True)
    assert rows()["A"]["blocked_because"] == ""


def test_work_begins_with_the_report(project, member):
    report(member, project, is_started=True)

    row = rows()["A"]
    assert (row["actual_start"], row["percent_complete"]) == (TUESDAY_NOON, 0)
    with pytest.raises(BadInput):
        report(member, project, is_started=True)


def test_work_begun_early_began_no_later_than_now(project, member):
    put(project, "B", member.person)

    report(member, project, "B", percent_complete=10)

    assert rows()["B"]["actual_start"] == TUESDAY_NOON


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "percent_complete"),
        ({"is_done": False}, "percent_complete"),
        ({"percent_complete": 20, "remaining_minutes": 60}, "remaining_minutes"),
        (
            {"is_done": True, "actual_finish": 29_000_000, "actual_start": 29_000_001},
            "actual_finish",
        ),
        ({"remaining_work_minutes": 2**40}, "remaining_work_minutes"),
    ],
)
def test_a_report_that_says_nothing_or_contradicts_itself_is_refused(project, member, given, field):
    before = rows()

    with pytest.raises(BadInput) as refusal:
        report(member, project, **given)

    assert refusal.value.field == field
    assert rows() == before


def test_a_summary_is_not_reported_on(project):
    plan_with(project, {"S": 1, "T": {"parent": "S", "duration_minutes": DAY}})
    project.ids["S"] = str(Task.objects.get(name="S").pk)

    with pytest.raises(BadInput):
        report(SYSTEM, project, "S", percent_complete=50)


def refused(actor, project, name, **given):
    before, n_events = rows(), changes().count()
    wire = Wire(actor)
    address = f"/projects/{project.pk}/tasks/{project.ids[name]}/progress"

    answer = wire.call("post", address, given)

    assert rows() == before
    assert changes().count() == n_events
    return answer.status_code, answer.json()["code"]


def test_a_member_cannot_report_on_the_tasks_of_others(project, member):
    assert refused(member, project, "B", percent_complete=0.5) == (403, "planning.not_your_task")


def test_who_may_only_look_cannot_report_on_their_own_task(project, member):
    Grant.objects.filter(user=member).delete()
    looker = user_with("projects.view", over=project.scope)
    member.person.user = looker
    member.person.save()

    assert refused(looker, project, "A", percent_complete=0.5) == (403, "access.forbidden")


def test_who_sees_nothing_learns_nothing(project, member):
    assert refused(UserFactory.create(), project, "A", is_done=True) == (404, "not_found")


def test_a_member_cannot_edit_dates(project, member):
    before = rows()

    with pytest.raises(Forbidden):
        edit_plan(
            member,
            project=project,
            operations=[
                {"op": "update_task", "id": project.ids["A"], "fields": {"duration_minutes": 60}}
            ],
        )

    answer = Wire(member).call(
        "post",
        f"/projects/{project.pk}/tasks/{project.ids['A']}/progress",
        {"duration_minutes": 60},
    )
    assert answer.status_code == 422
    assert rows() == before


def test_who_may_edit_the_plan_reports_on_any_task(project):
    planner = user_with(*MEMBER, "planning.edit_plan", over=project.scope)

    report(planner, project, "B", percent_complete=10)

    assert rows()["B"]["percent_complete"] == 10


def test_over_http_it_answers_the_task_and_how_to_take_it_back(project, member):
    wire = Wire(member)
    address = f"/projects/{project.pk}/tasks/{project.ids['A']}/progress"

    answer = wire.call("post", address, {"percent_complete": 0.25}, key="reported-once")
    again = wire.call("post", address, {"percent_complete": 0.25}, key="reported-once")

    told = answer.json()
    assert answer.status_code == 200, told
    assert told["task"]["percent_complete"] == 0.25
    assert again.json() == told
    assert Event.objects.filter(kind="planning.progress_reported").count() == 1

    undone = wire.call("post", f"{address}/undo", {"event_id": told["event_id"]})
    assert undone.status_code == 200, undone.content
    assert undone.json()["task"]["percent_complete"] == 0
    assert rows()["A"]["actual_start"] is None


def test_two_reports_are_taken_back_in_any_order(project, member):
    put(project, "B", member.person)
    first = report(member, project, percent_complete=50)
    second = report(member, project, "B", percent_complete=50)

    for edit, name in ((first, "A"), (second, "B")):
        take_back_report(member, project=project, task_id=project.ids[name], event_id=edit.event.id)

    assert {row["percent_complete"] for row in rows().values()} == {0}


def test_what_others_changed_since_is_not_overwritten(project, member):
    edit = report(member, project, percent_complete=50)
    planner = user_with(*MEMBER, "planning.edit_plan", over=project.scope)
    report(planner, project, percent_complete=75)

    with pytest.raises(ChangedSince):
        take_back_report(member, project=project, task_id=project.ids["A"], event_id=edit.event.id)

    assert rows()["A"]["percent_complete"] == 75


def test_nobody_takes_back_what_another_reported(project, member):
    edit = report(SYSTEM, project, percent_complete=50)

    answer = Wire(member).call(
        "post",
        f"/projects/{project.pk}/tasks/{project.ids['A']}/progress/undo",
        {"event_id": str(edit.event.id)},
    )

    assert answer.status_code == 404
    assert rows()["A"]["percent_complete"] == 50


def test_who_is_taken_off_the_task_may_not_take_back(project, member):
    edit = report(member, project, percent_complete=50)
    held = Task.objects.get(pk=project.ids["A"]).assignments.get()
    edit_plan(SYSTEM, project=project, operations=[{"op": "unassign", "id": str(held.pk)}])

    with pytest.raises(NotYourTask):
        take_back_report(member, project=project, task_id=project.ids["A"], event_id=edit.event.id)


def test_a_planner_undoes_their_report_like_an_edit(project):
    planner = user_with(*MEMBER, "planning.edit_plan", over=project.scope)
    report(planner, project, percent_complete=50)

    undo_edit(planner, project=project)

    assert rows()["A"]["percent_complete"] == 0


def test_the_plan_offers_no_undo_to_who_may_not_edit_it(project, member):
    report(member, project, percent_complete=50)

    plan = Wire(member).call("get", f"/projects/{project.pk}/plan").json()

    assert (plan["can_undo"], plan["can_redo"]) == (False, False)


def test_a_report_merges_with_changes_of_other_fields_and_yields_to_the_same(project, member):
    seen = Task.objects.get(pk=project.ids["A"]).project.plan_version
    edit_plan(
        SYSTEM,
        project=project,
        operations=[{"op": "update_task", "id": project.ids["A"], "fields": {"name": "A2"}}],
    )

    edit = report(member, project, percent_complete=50, base_version=seen)
    assert edit.after.tasks[project.ids["A"]].name == "A2"

    with pytest.raises(Stale) as refusal:
        report(member, project, percent_complete=60, base_version=seen)
    assert refusal.value.params["id"] == project.ids["A"]


def test_reports_made_one_after_the_other_without_an_answer_do_not_meet(project, member):
    seen = project.plan_version
    first = report(member, project, base_version=seen, is_started=True, percent_complete=25)

    second = report_progress(
        member,
        project=project,
        task_id=project.ids["A"],
        report={"percent_complete": 75},
        at=TUESDAY_NOON,
        base_version=seen,
        own_versions=[first.after.version],
    )

    assert second.after.version > first.after.version > seen
    assert rows()["A"]["percent_complete"] == 75
