"""The demo company as it is founded: large, sound, and alive."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from zhongshu import demo
from zhongshu.access.authorities.models import Question
from zhongshu.access.models import ScopeClosure, User
from zhongshu.access.queries import demo_logins
from zhongshu.access.scopes import all_pairs
from zhongshu.access.who_saw import sights
from zhongshu.collaboration import news, storage
from zhongshu.collaboration.models import Attachment, Comment, Mention
from zhongshu.collaboration.subjects import subjects_in_view
from zhongshu.kit.models import Event
from zhongshu.organisation.models import Calendar, Person, Unit
from zhongshu.organisation.trees import looping
from zhongshu.planning.models import Assignment, Baseline, BaselineTask, CrossLink, Link, Task
from zhongshu.planning.open_plan import load
from zhongshu.planning.scheduling import computed, reschedule
from zhongshu.projects.models import KeySequence, Project
from zhongshu.projects.services import deciding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]


def test_it_is_the_size_of_a_real_company():
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
    for project in Project.objects.select_related("scope"):
        plan = load(project)
        again = reschedule(plan)
        assert again.tasks == plan.tasks
        assert (again.settings.finish, again.settings.n_tasks) == (project.finish, project.n_tasks)


def test_what_is_done_is_past_and_what_is_open_is_not():
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
    managers = dict(Person.objects.values_list("pk", "manager"))
    assert looping(managers, managers) == set()
    chief = Unit.objects.get(code="GM").head_id
    assert [pk for pk, manager in managers.items() if manager is None] == [chief]
    assert not Unit.objects.filter(head__isnull=True).exists()
    assert set(ScopeClosure.objects.values_list("ancestor", "descendant")) == all_pairs()


def test_baselines_stand_in_their_own_time():
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
    waiting = Baseline.objects.filter(state="proposed")
    given = Baseline.objects.filter(decided_by__isnull=False)
    assert waiting.count() == 3
    assert set(waiting.values_list("set_by__username", flat=True)) == {"manager"}
    assert given.count() >= 2
    assert set(given.values_list("decided_by__username", flat=True)) == {"pmo"}
    assert not Baseline.objects.filter(reason="", decided_by__isnull=False).exists()


def test_history_is_told_in_order_and_ends_today():
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


def test_one_proposal_is_before_the_committee_and_the_office_admits_the_other(settings):
    settings.DEMO = True
    asked = Question.objects.get(state="open", authority="admission")
    alone, before = Project.objects.filter(state="proposed").order_by("key")
    pmo, executive = (User.objects.get(username=name) for name in ("pmo", "executive"))
    terms: dict[str, Any] = {"at": timezone.now(), "expected_version": None, "state": "planned"}

    admitted = deciding.admit_project(pmo, project=alone, reason="Good", **terms)
    voted = deciding.admit_project(pmo, project=before, reason="Good", **terms)
    decided = deciding.admit_project(executive, project=before, reason="Good", **terms)

    assert (asked.subject_id, asked.n_for, asked.n_against) == (before.pk, 2, 0)
    assert (admitted.state, voted.state, decided.state) == ("planned", "proposed", "planned")


def test_everybody_finds_news_and_files_that_are_there(settings):
    settings.DEMO = True
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


@pytest.mark.parametrize("login", ["auditor", "privacy"])
def test_whoever_reads_the_trail_may_ask_who_saw_something(login):
    reader, now = User.objects.get(username=login), timezone.now()

    said = sights(
        reader, since=now - timedelta(days=400), until=now, resource="person", field="email"
    )

    assert said["items"]
