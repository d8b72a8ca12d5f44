"""The demo company: the same from the same seed, sound, and cheap to build."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.demo.conftest import REFERENCE_DATA
from tests.factories.organisation import UnitFactory
from zhongshu import demo
from zhongshu.access.authorities.models import Question
from zhongshu.access.models import ScopeClosure, User
from zhongshu.access.queries import demo_logins
from zhongshu.access.scopes import all_pairs
from zhongshu.collaboration import news, storage
from zhongshu.collaboration.models import Attachment, Comment, Mention, Notification
from zhongshu.collaboration.subjects import subjects_in_view
from zhongshu.demo.building import NotEmpty
from zhongshu.kit.events import deliver_pending
from zhongshu.kit.models import Event
from zhongshu.organisation.models import Calendar, Person, Unit
from zhongshu.organisation.trees import looping
from zhongshu.planning.models import Assignment, Baseline, BaselineTask, CrossLink, Link, Task
from zhongshu.planning.open_plan import load
from zhongshu.planning.scheduling import computed, reschedule
from zhongshu.projects.models import KeySequence, Project
from zhongshu.projects.services import deciding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]

# Friday, 15 May 2026, 18:00
FRIDAY_EVENING = 29647800


class Undone(Exception):
    """Ends a transaction without keeping what it did."""


def told(seed: int, n_projects: int = 8) -> dict[str, list[Any]]:
    """Everything that a visitor sees of a company, which is gone again afterwards."""
    seen: dict[str, list[Any]] = {}
    try:
        with transaction.atomic():
            demo.build(seed=seed, n_projects=n_projects)
            seen["people"] = list(
                Person.objects.order_by("employee_number").values_list(
                    "employee_number", "name", "position", "manager__name", "joins_on", "email"
                )
            )
            seen["projects"] = list(
                Project.objects.order_by("key").values_list(
                    "key", "name", "state", "start", "finish", "baseline_finish", "manager__name"
                )
            )
            seen["tasks"] = list(
                Task.objects.order_by("project__key", "number").values_list(
                    "project__key", "number", "name", "start", "finish", "percent_complete", "state"
                )
            )
            raise Undone
    except Undone:
        return seen


def test_the_same_seed_gives_the_same_company_and_another_seed_another():
    first, again, other = told(7), told(7), told(8)

    assert first == again
    assert len(first["projects"]) == len(other["projects"]) == 8
    assert first["projects"] != other["projects"]
    assert first["people"] != other["people"]


def test_it_is_the_size_of_a_real_company():
    demo.build()

    assert (Unit.objects.count(), Person.objects.count(), Calendar.objects.count()) == (46, 600, 9)
    sizes = list(Project.objects.values_list("n_tasks", flat=True))
    assert len(sizes) == 60
    assert (min(sizes) >= 20, max(sizes) <= 400) == (True, True)
    assert sum(sizes) == Task.objects.count()
    states = Counter(Project.objects.values_list("state", flat=True))
    assert set(states) == {"proposed", "planned", "active", "closed", "on_hold"}
    assert states["proposed"] == 2
    healths = set(Project.objects.exclude(health="").values_list("health", flat=True))
    assert healths == {"green", "amber", "red"}
    kinds = set(Link.objects.values_list("type", flat=True))
    assert kinds == {"fs", "ss", "ff"}
    assert Link.objects.exclude(lag=0).exists()
    assert Task.objects.filter(constraint="snet").exists()
    assert Task.objects.filter(deadline__isnull=False).exists()
    assert Assignment.objects.count() > 0
    for year in (2026, 2027):
        last = Project.objects.filter(key__startswith=f"PRJ-{year}-").count()
        assert KeySequence.objects.get(prefix=f"PRJ-{year}").last == last


def test_every_plan_is_as_the_engine_computes_it_from_its_rows():
    demo.build(n_projects=12)

    for project in Project.objects.select_related("scope"):
        plan = load(project)
        again = reschedule(plan)
        assert again.tasks == plan.tasks
        assert (again.settings.finish, again.settings.n_tasks) == (project.finish, project.n_tasks)


def test_what_is_done_is_past_and_what_is_open_is_not():
    demo.build(n_projects=12)

    leaves = Task.objects.exclude(kind__in=["summary", "hammock"]).select_related("project")
    for task in leaves:
        status = task.project.status_date
        if task.actual_finish is not None:
            assert task.percent_complete == 100
            assert task.actual_finish <= status
        elif task.actual_start is not None:
            assert task.actual_start < status
            assert task.percent_complete < 100
        else:
            assert task.percent_complete == 0
            assert status is None or task.start >= status or task.kind == "milestone"


def test_tasks_stand_as_their_progress_says_and_some_are_described():
    demo.build()

    tasks = Task.objects.filter(kind="task")
    assert set(tasks.values_list("state", flat=True)) == set(Task.State.values)
    assert not tasks.filter(percent_complete=100).exclude(state="done").exists()
    assert not tasks.filter(state="done").exclude(percent_complete=100).exists()
    assert not tasks.filter(actual_start__isnull=False, state="todo").exists()
    assert tasks.exclude(notes="").exists()
    checklists = tasks.exclude(checklist=[]).values_list("checklist", flat=True)
    ticked = {sum(item["is_done"] for item in items) for items in checklists}
    assert {0, 1, 3} <= ticked
    assert Project.objects.exclude(wip_limits={}).exists()
    assert Task.objects.filter(kind="hammock").exists()
    assert Task.objects.filter(kind="summary", is_recurring=True).exists()


def test_the_organisation_has_neither_loops_nor_gaps():
    demo.build(n_projects=1)

    managers = dict(Person.objects.values_list("pk", "manager"))
    assert looping(managers, managers) == set()
    chief = Unit.objects.get(code="GM").head_id
    assert [pk for pk, manager in managers.items() if manager is None] == [chief]
    assert not Unit.objects.filter(head__isnull=True).exists()
    assert set(ScopeClosure.objects.values_list("ancestor", "descendant")) == all_pairs()


def test_baselines_stand_in_their_own_time():
    demo.build(n_projects=12)

    started = Project.objects.exclude(state__in=["proposed", "planned"]).count()
    assert Baseline.objects.values("project").distinct().count() >= started
    for baseline in Baseline.objects.select_related("project"):
        rows = BaselineTask.objects.filter(baseline=baseline)
        assert rows.count() == baseline.project.n_tasks
        assert baseline.set_at.date() <= demo.TODAY
    for project in Project.objects.filter(baseline_finish__isnull=False):
        latest = project.baselines.filter(state="approved").order_by("-in_force_at").first()
        finishes = latest.tasks.exclude(kind="summary").values_list("finish", flat=True)
        assert project.baseline_finish == max(finishes)


def test_projects_hand_over_to_each_other_and_hold_the_dates_they_have():
    demo.build()

    links = list(CrossLink.objects.select_related("after"))
    before = Task.objects.in_bulk([link.before_id for link in links])
    assert len(links) == 12
    for link in links:
        assert before[link.before_id].kind == "milestone"
        assert link.before_finish == before[link.before_id].finish < link.after.start
    for project in Project.objects.filter(cross_links__isnull=False).distinct():
        plan = load(project)
        assert reschedule(plan).tasks == plan.tasks
        result = computed(plan)
        driving = result.schedule.is_driving_link[len(plan.links) :]
        assert driving.all()
        assert driving.size == len(plan.cross_links)


def test_some_projects_ask_for_another_baseline_and_others_were_given_one():
    demo.build()

    waiting = Baseline.objects.filter(state="proposed")
    given = Baseline.objects.filter(decided_by__isnull=False)
    assert waiting.count() == 3
    assert set(waiting.values_list("set_by__username", flat=True)) == {"manager"}
    assert given.count() >= 2
    assert set(given.values_list("decided_by__username", flat=True)) == {"pmo"}
    assert not Baseline.objects.filter(reason="", decided_by__isnull=False).exists()


def test_history_is_told_in_order_and_ends_today():
    demo.build(n_projects=12)

    events = list(Event.objects.filter(subject_type="projects.project").order_by("seq"))
    moments = [event.recorded_at for event in events]
    assert moments == sorted(moments)
    assert max(moments).date() <= demo.TODAY
    for project in Project.objects.all():
        versions = [
            event.data["plan_version"]
            for event in events
            if event.subject_id == project.pk and "plan_version" in event.data
        ]
        assert versions == list(range(1, project.plan_version + 1))


def test_a_second_build_leaves_everything_as_it_is():
    said: list[str] = []
    assert demo.build(n_projects=1)
    n_events = Event.objects.count()

    assert not demo.build(n_projects=5, report=said.append)

    assert (Project.objects.count(), Event.objects.count()) == (1, n_events)
    assert said == ["The demo company is there already."]


def test_is_never_built_beside_real_data():
    unit = UnitFactory.create()

    with pytest.raises(NotEmpty):
        demo.build(n_projects=1)

    assert list(Unit.objects.all()) == [unit]
    assert not Person.objects.exists()


def test_the_logins_shown_are_those_that_work(settings):
    settings.DEMO = True
    demo.build(n_projects=2)

    logins = demo_logins()

    assert [one["role"] for one in logins] == [
        "administrator", "pmo", "project_manager", "member", "executive", "auditor",
        "data_protection_officer",
    ]  # fmt: skip
    for one in logins:
        user = authenticate(username=one["username"], password=one["password"])
        assert user is not None
        assert (user.name, user.person.name) == (one["name"], one["name"])


def test_speaks_english_throughout():
    demo.build(n_projects=12, language="en")

    texts = [
        text
        for model, field in ((Unit, "name"), (Person, "name"), (Person, "position"),
                             (Person, "location"), (Project, "name"), (Task, "name"),
                             (Task, "notes"), (Calendar, "name"), (Baseline, "name"))
        for text in model.objects.values_list(field, flat=True)
    ]  # fmt: skip
    assert [text for text in texts if any("一" <= sign <= "鿿" for sign in text)] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_proposal_is_before_the_committee_and_the_office_admits_the_other(settings, language):
    settings.DEMO = True
    demo.build(language=language)
    asked = Question.objects.get(state="open", authority="admission")
    alone, before = Project.objects.filter(state="proposed").order_by("key")
    pmo, executive = (User.objects.get(username=name) for name in ("pmo", "executive"))
    terms: dict[str, Any] = {"at": timezone.now(), "expected_version": None, "state": "planned"}

    admitted = deciding.admit_project(pmo, project=alone, reason="Good", **terms)
    voted = deciding.admit_project(pmo, project=before, reason="Good", **terms)
    decided = deciding.admit_project(executive, project=before, reason="Good", **terms)

    assert (asked.subject_id, asked.n_for, asked.n_against) == (before.pk, 2, 0)
    assert (admitted.state, voted.state, decided.state) == ("planned", "proposed", "planned")


def test_more_projects_cost_more_rows_but_hardly_more_statements():
    counts = []
    for n_projects in (8, 16):
        with CaptureQueriesContext(
            connection,
        ) as statements:
            told(3, n_projects)
        # Keys made in a transaction that may still be undone are read again for each event.
        asked = [one for one in statements if "kit_subjectkey" not in one["sql"]]
        counts.append(len(asked))

    assert counts[1] <= counts[0] + 4


def test_another_day_moves_the_company_along():
    demo.build(n_projects=6, today=date(2026, 5, 15))

    assert max(Event.objects.filter(kind="planning.plan_edited").values_list(
        "recorded_at__date", flat=True)) <= date(2026, 5, 15)  # fmt: skip
    # Plans in which a visitor has work to report are a week behind.
    assert set(Project.objects.filter(state="active").values_list("status_date", flat=True)) == {
        FRIDAY_EVENING,
        FRIDAY_EVENING - 7 * 1440,
    }


@pytest.mark.reference_data
def test_takes_in_real_plan_files_where_they_are(settings):
    if not (REFERENCE_DATA / "plan_files").is_dir():
        pytest.skip("the reference data (ZHONGSHU_REFERENCE_DATA) is not here")
    settings.REFERENCE_DATA = REFERENCE_DATA

    demo.build(n_projects=1)

    imported = Project.objects.exclude(source_format="").order_by("name")
    assert [project.n_tasks > 0 for project in imported] == [True, True, True]
    assert [project.manager is not None for project in imported] == [True, True, True]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everybody_finds_news_and_files_that_are_there(settings, language):
    settings.DEMO = True
    demo.build(n_projects=30, language=language)

    # Who looks after the trail and after personal data takes no part in the projects.
    for login in demo_logins()[:5]:
        viewer = User.objects.get(username=login["username"])
        cards = news.cards(viewer, news.notifications(viewer))
        assert news.n_unread(viewer) >= 1, login["username"]
        assert all(card["subject"] for card in cards)
    assert Comment.objects.filter(text__contains="{").count() == 0
    assert Comment.objects.count() >= 20
    for mention in Mention.objects.select_related("comment"):
        place = (mention.comment.subject_kind, mention.comment.subject_id)
        assert subjects_in_view(mention.user, [place])
    files = Attachment.objects.order_by("name")
    assert {len(storage.load(file.key)) == file.n_bytes for file in files} == {True}
    assert [file.is_picture for file in files].count(True) == 1


def test_what_happened_before_the_doors_opened_is_no_news():
    demo.build(n_projects=8)
    before = Notification.objects.count()

    deliver_pending()

    assert Notification.objects.count() == before
