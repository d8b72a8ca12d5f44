"""What somebody has to do, over all projects: in groups, with what they wait for."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory
from tests.factories.planning import DAY, plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM, Grant
from zhongshu.kit.moments import moment_of
from zhongshu.kit.origin import Origin, acting_from
from zhongshu.planning.models import Assignment, Task
from zhongshu.planning.queries.work import my_work
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.progress import report_progress
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db

MEMBER = ("projects.view", "organisation.view", "planning.report_progress")
# Wednesday of the second week of the plans, which begin on Monday, 5 January 2026.
TODAY = date(2026, 1, 14)
NOW = moment_of(datetime(2026, 1, 14, 12))  # noqa: DTZ001 - a local wall clock


@pytest.fixture
def member():
    user = user_with(*MEMBER)
    PersonFactory.create(user=user, name="Me")
    return user


def put(project, names, person):
    steps = [
        {"op": "assign", "task_id": project.ids[name], "person_id": str(person.pk)}
        for name in names
    ]
    edit_plan(SYSTEM, project=project, operations=steps)


def project_with(tasks, links=(), *, mine="", person=None, **fields):
    """A project whose tasks begin on a day of January 2026 and last some days."""
    project = ProjectFactory.create(**fields)
    wanted = {
        name: {"duration_minutes": int(days * DAY), "start": moment_of(date(2026, 1, day)) + 480}
        for name, (day, days) in tasks.items()
    }
    project.ids = plan_with(project, wanted, links)
    if person is not None:
        put(project, mine, person)
    return project


def seen(user):
    found = my_work(user, today=TODAY, now=NOW)
    return {
        group["code"]: [(task["name"], task["why"]) for task in group["tasks"]]
        for group in found["groups"]
    }


def test_tasks_stand_where_they_are_due(member):
    project_with(
        {
            "Late": (5, 2), "Due": (13, 2), "Late start": (12, 9), "Starts": (14, 3),
            "Friday": (16, 3), "Next": (20, 1), "Later": (26, 1), "Others": (5, 1),
        },
        mine=["Late", "Due", "Late start", "Starts", "Friday", "Next", "Later"],
        person=member.person,
    )  # fmt: skip

    assert seen(member) == {
        "overdue": [("Late", "overdue")],
        "today": [("Due", "due_today"), ("Starts", "starts_today"), ("Late start", "late_start")],
        "this_week": [("Friday", "starts_this_week")],
        "next": [("Next", "starts_next_week")],
        "later": [("Later", "later")],
        "blocked": [],
        "done": [],
    }
    counts = my_work(member, today=TODAY, now=NOW)["counts"]
    assert (counts["overdue"], counts["today"], counts["due_today"]) == (1, 3, 1)


def test_what_waits_for_somebody_else_says_for_whom(member):
    other = PersonFactory.create(name="Wang Fang")
    project = project_with(
        {"A": (5, 3), "B": (5, 2), "Release": (5, 0)},
        ["A -> B", "B -> Release"],
        mine=["B"],
        person=member.person,
    )
    put(project, ["A"], other)

    [group] = [group for group in my_work(member, today=TODAY, now=NOW)["groups"] if group["tasks"]]

    [task] = group["tasks"]
    assert (group["code"], task["why"]) == ("blocked", "waits")
    [before] = task["waits_for"]
    assert (before["name"], before["people"], before["is_mine"]) == ("A", ["Wang Fang"], False)
    [after] = task["holds_up"]
    assert (after["name"], after["kind"]) == ("Release", "milestone")


def test_ones_own_predecessor_blocks_nobody(member):
    project_with({"A": (5, 3), "B": (5, 2)}, ["A -> B"], mine=["A", "B"], person=member.person)

    assert [name for name, _ in seen(member)["overdue"]] == ["A", "B"]


def test_what_is_in_the_way_and_what_is_done(member):
    project = project_with({"A": (5, 3), "B": (12, 4)}, mine=["A", "B"], person=member.person)
    for name, report in (("A", {"is_done": True}), ("B", {"blocked_because": "no samples"})):
        report_progress(member, project=project, task_id=project.ids[name], report=report, at=NOW)

    found = seen(member)

    assert found["done"] == [("A", "done")]
    assert found["blocked"] == [("B", "blocked")]


def test_only_running_projects_in_view_count(member):
    for state in Project.State.values:
        project_with({state: (5, 1)}, mine=[state], person=member.person, state=state)

    assert {name for name, _ in seen(member)["overdue"]} == {"proposed", "planned", "active"}

    Grant.objects.filter(user=member).delete()
    assert all(tasks == [] for tasks in seen(member).values())


def test_a_hidden_predecessor_is_told_without_a_name(member):
    hidden = project_with({"Secret": (5, 20)})
    mine = project_with({"B": (5, 1)}, mine=["B"], person=member.person)
    wait = {"op": "add_cross_link", "before_id": hidden.ids["Secret"], "after_id": mine.ids["B"]}
    edit_plan(SYSTEM, project=mine, operations=[wait])
    Grant.objects.filter(user=member).update(scope=mine.scope)

    found = my_work(member, today=TODAY, now=NOW)

    assert "Secret" not in str(found)
    assert hidden.ids["Secret"] not in str(found)
    [task] = [task for group in found["groups"] for task in group["tasks"]]
    assert [one["task_id"] for one in task["waits_for"]] == [None]


def test_it_tells_share_project_and_whether_one_may_report(member):
    project = project_with({"A": (5, 2)}, mine=["A"], person=member.person)

    [task] = my_work(member, today=TODAY, now=NOW)["groups"][0]["tasks"]

    assert (task["units"], task["work_minutes"], task["may_report"]) == (1.0, 2 * DAY, True)
    assert task["project"]["key"] == project.key
    assert task["days_late"] == 8


def test_a_lead_sees_what_is_overdue_of_those_who_report_to_them(member):
    report = PersonFactory.create(name="Zhou Yu", manager=member.person)
    seen_project = project_with({"A": (5, 2), "B": (14, 9)}, mine=["A", "B"], person=report)
    project_with({"C": (5, 2)}, mine=["C"], person=report)
    Grant.objects.filter(user=member).update(scope=seen_project.scope)
    role = Grant.objects.get(user=member).role
    Grant.objects.create(user=member, role=role, scope=report.scope)

    team = my_work(member, today=TODAY, now=NOW)["team"]

    [one] = team["overdue"]
    assert (team["n_people"], one["person"]["name"]) == (1, "Zhou Yu")
    assert [(task["number"], task["name"], task["days_late"]) for task in one["tasks"]] == [
        (1, "A", 8)
    ]


def test_who_leads_projects_sees_them_the_worst_first(member):
    for health in ("green", "red"):
        ProjectFactory.create(name=health, manager=member.person, health=health)
    ProjectFactory.create(name="closed", manager=member.person, state="closed")

    managed = my_work(member, today=TODAY, now=NOW)["managed"]

    assert [one["name"] for one in managed] == ["red", "green"]


@pytest.mark.parametrize("n_projects", [1, 6])
def test_the_number_of_queries_does_not_depend_on_the_work(member, n_projects):
    for _ in range(n_projects):
        project = project_with(
            {"A": (5, 3), "B": (5, 2)}, ["A -> B"], mine=["B"], person=member.person
        )
        put(project, ["A"], PersonFactory.create(manager=member.person))

    with acting_from(Origin()), CaptureQueriesContext(connection) as told:
        my_work(member, today=TODAY, now=NOW)

    assert len(told) == 13


def test_over_http_the_policy_is_read_once(member):
    project = project_with({"A": (5, 3), "B": (5, 2)}, ["A -> B"], mine=["B"], person=member.person)
    put(project, ["A"], PersonFactory.create(manager=member.person))
    wire = Wire(member)

    with CaptureQueriesContext(connection) as told:
        wire.call("get", "/me/work")

    from_policy = [one for one in told.captured_queries if "policyversion" in one["sql"]]
    assert (len(told), len(from_policy)) == (15, 1)


def test_over_http_it_is_ones_own(member):
    project_with({"A": (5, 2)}, mine=["A"], person=member.person)

    found = Wire(member).call("get", "/me/work").json()
    others = Wire(user_with(*MEMBER)).call("get", "/me/work").json()

    assert (found["counts"]["overdue"], others["counts"]["overdue"]) == (1, 0)


def test_who_is_no_person_has_no_work():
    user = user_with(*MEMBER)

    found = my_work(user, today=TODAY, now=NOW)

    assert sum(found["counts"].values()) == 0
    assert (found["managed"], found["team"]) == ([], {"n_people": 0, "overdue": []})
    assert Assignment.objects.count() == Task.objects.count() == 0
