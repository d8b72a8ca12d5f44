"""Projects admitted, halted, ended early and taken up again: by whom, how far, and once."""

import pytest
from django.utils import timezone

from tests.factories.access import UserFactory, body_with, delegation_to, holding_of, user_with
from tests.factories.organisation import CalendarFactory, PersonFactory, UnitFactory
from tests.factories.projects import ProjectFactory
from tests.planning.test_at_the_same_time import all_at_once
from tests.wire import Wire
from zhongshu.access.authorities.deciding import BeyondLimit
from zhongshu.access.authorities.models import Question
from zhongshu.access.authorities.separating import DutiesConflict
from zhongshu.access.guard import Forbidden
from zhongshu.access.services import cast_vote
from zhongshu.access.services.questions import OwnQuestion
from zhongshu.config.installation import ensure_separations
from zhongshu.kit.errors import DomainError
from zhongshu.kit.models import Event
from zhongshu.planning.models import Task
from zhongshu.projects.models import Project
from zhongshu.projects.services import NeedsDecision, deciding, update_project
from zhongshu.projects.states import authority_for

NOW = timezone.now()
EDITOR = ("projects.view", "projects.edit")


@pytest.fixture
def project(db):
    return ProjectFactory.create(state="active")


@pytest.fixture
def holder(project):
    user = user_with("projects.view", over=project.scope)
    holding_of(user, "stop", over=project.scope)
    return user


def stop(actor, project, state="on_hold", reason="No budget", version=None):
    return deciding.stop_project(
        actor, project=project, state=state, reason=reason, at=NOW, expected_version=version
    )


def state_of(project):
    return Project.objects.values_list("state", flat=True).get(pk=project.pk)


@pytest.mark.parametrize(
    ("before", "after", "authority"),
    [
        ("proposed", "planned", "admission"),
        ("proposed", "cancelled", "admission"),
        ("active", "on_hold", "stop"),
        ("planned", "cancelled", "stop"),
        ("on_hold", "active", "stop"),
        ("cancelled", "planned", "stop"),
        ("planned", "active", None),
        ("active", "closed", None),
        ("planned", "proposed", None),
        ("on_hold", "on_hold", None),
    ],
)
def test_which_changes_of_state_are_decisions(before, after, authority):
    assert authority_for(before, after) == authority


def test_an_edit_neither_halts_nor_admits(project):
    editor = user_with(*EDITOR, over=project.scope)

    with pytest.raises(NeedsDecision) as refused:
        update_project(editor, project=project, expected_version=None, state="on_hold")
    update_project(editor, project=project, expected_version=None, state="closed")

    assert refused.value.params["authority"] == "stop"
    assert state_of(project) == "closed"


def test_the_holder_halts_it_at_once_and_says_why(project, holder):
    answer = Wire(holder).call(
        "post",
        f"/projects/{project.pk}/decision",
        {"state": "on_hold", "reason": "No budget"},
        version=project.version,
    )

    assert (answer.status_code, answer.json()["state"]) == (200, "on_hold")
    event = Event.objects.get(kind="projects.project_decided")
    assert (event.data["before"], event.data["after"]) == (
        {"state": "active"},
        {"state": "on_hold"},
    )
    assert event.data["reason"] == "No budget"
    assert event.data["by"]["authority"] == "stop"


def test_an_administrator_without_the_authority_stops_nothing(project):
    admin = user_with("access.manage", "projects.view", "projects.edit", "projects.delete")

    with pytest.raises(Forbidden):
        stop(admin, project)

    assert state_of(project) == "active"


@pytest.mark.parametrize(("limit", "is_enough"), [(999, False), (1000, True)])
def test_the_limit_is_what_the_plan_costs(project, limit, is_enough):
    dates = dict.fromkeys(("start", "finish", "late_start", "late_finish"), project.start)
    Task.objects.create(project=project, number=1, position=1, name="Dig", cost_minor=1000, **dates)
    boss = UserFactory.create()
    holding_of(boss, "stop", over=project.scope, limit=limit, currency="CNY")

    if is_enough:
        stop(boss, project)
    else:
        with pytest.raises(BeyondLimit):
            stop(boss, project)

    assert state_of(project) == ("on_hold" if is_enough else "active")


def test_a_decision_without_a_reason_is_refused(project, holder):
    answer = Wire(holder).call(
        "post",
        f"/projects/{project.pk}/decision",
        {"state": "on_hold", "reason": " "},
        version=project.version,
    )

    assert answer.status_code == 422
    assert state_of(project) == "active"


def test_a_proposed_project_is_admitted_by_the_authority_for_that_alone(holder):
    proposed = ProjectFactory.create(state="proposed")
    board = UserFactory.create()
    holding_of(board, "admission", over=proposed.scope)
    holding_of(holder, "stop", over=proposed.scope)

    def admit(actor):
        return deciding.admit_project(
            actor, project=proposed, state="planned", reason="Fits", at=NOW, expected_version=None
        )

    with pytest.raises(Forbidden):
        admit(holder)
    with pytest.raises(deciding.ProjectDecided):
        stop(holder, proposed, "cancelled")
    admit(board)
    with pytest.raises(deciding.ProjectDecided):
        admit(board)

    assert state_of(proposed) == "planned"


def test_a_body_that_is_asked_halts_it_with_the_deciding_vote(project):
    one, two = UserFactory.create_batch(2)
    body = body_with(one, two, quorum=2)
    holding_of(body, "stop", over=project.scope)
    editor = user_with(*EDITOR, over=project.scope)

    answer = Wire(editor).call(
        "post",
        f"/projects/{project.pk}/decision/question",
        {"state": "cancelled", "reason": "Obsolete"},
    )
    question = Question.objects.get()
    cast_vote(one, question=question, choice="for", at=NOW)
    before = state_of(project)
    stop(two, project, "cancelled", "Agreed")

    assert (answer.status_code, before) == (200, "active")
    assert state_of(project) == "cancelled"
    event = Event.objects.get(kind="projects.project_decided")
    assert event.data["by"]["question_id"] == str(question.pk)
    assert (event.data["by"]["n_for"], event.data["by"]["n_against"]) == (2, 0)


def test_what_a_body_turns_down_stays_as_it_is(project):
    one, two = UserFactory.create_batch(2)
    holding_of(body_with(one, two, quorum=2), "stop", over=project.scope)
    editor = user_with(*EDITOR, over=project.scope)
    deciding.ask_for_decision(editor, project=project, state="on_hold", reason="Why", at=NOW)
    question = Question.objects.get()

    cast_vote(one, question=question, choice="against", at=NOW, note="No")

    assert state_of(project) == "active"
    assert Question.objects.get().state == "rejected"
    assert Event.objects.filter(kind="projects.decision_rejected").count() == 1


def test_a_question_is_closed_when_the_holder_decides(project, holder):
    holding_of(body_with(*UserFactory.create_batch(2)), "stop", over=project.scope)
    editor = user_with(*EDITOR, over=project.scope)
    deciding.ask_for_decision(editor, project=project, state="on_hold", reason="Why", at=NOW)

    stop(holder, project)

    assert Question.objects.get().state == "adopted"


def test_where_no_body_may_decide_nobody_is_asked(project, holder):
    editor = user_with(*EDITOR, over=project.scope)

    with pytest.raises(deciding.NobodyDecides):
        deciding.ask_for_decision(editor, project=project, state="on_hold", reason="Why", at=NOW)

    assert not Question.objects.exists()


LEAD = ("projects.view", "projects.create", "projects.edit", "organisation.view")


@pytest.fixture
def unit(db):
    return UnitFactory.create()


def opened(actor, unit, name="New"):
    """A project that somebody opened over the API."""
    new = {"name": name, "unit_id": str(unit.pk), "start_date": "2026-01-05"}
    new["calendar_id"] = str(CalendarFactory.create().pk)
    answer = Wire(actor).call("post", "/projects", new)
    assert answer.status_code == 201, answer.content
    return Project.objects.get(pk=answer.json()["id"])


def decide(actor, project, state="planned"):
    body = {"state": state, "reason": "Fits"}
    return Wire(actor).call("post", f"/projects/{project.pk}/decision", body, version=1)


def test_where_somebody_admits_a_new_project_begins_as_proposed_and_no_edit_admits_it(unit):
    lead, board = user_with(*LEAD, over=unit.scope), user_with("projects.view", over=unit.scope)
    before = opened(lead, unit)
    holding_of(board, "admission", over=unit.scope)

    project = opened(lead, unit, "Next")
    edited = Wire(lead).call("patch", f"/projects/{project.pk}", {"state": "active"}, version=1)
    still = state_of(project)
    admitted = decide(board, project)

    assert (before.state, project.state, still) == ("planned", "proposed", "proposed")
    assert (edited.status_code, edited.json()["code"]) == (403, "projects.needs_decision")
    assert admitted.json()["state"] == state_of(project) == "planned"


def test_nobody_admits_what_they_opened_alone(unit):
    lead = user_with(*LEAD, over=unit.scope)
    holding_of(lead, "admission", over=unit.scope)
    project = opened(lead, unit)

    refused = decide(lead, project)

    assert (project.state, refused.status_code) == ("proposed", 403)
    assert (refused.json()["code"], refused.json()["first"]) == (
        "access.duties_conflict",
        "projects.propose_project",
    )
    assert state_of(project) == "proposed"


def test_nobody_admits_what_they_set_back_to_proposed(unit):
    lead = user_with(*LEAD, over=unit.scope)
    holding_of(lead, "admission", over=unit.scope)
    old = ProjectFactory.create(unit=unit, state="planned")
    Wire(lead).call("patch", f"/projects/{old.pk}", {"state": "proposed"}, version=1)

    with pytest.raises(DutiesConflict):
        deciding.admit_project(
            lead, project=old, state="planned", reason="Mine", at=NOW, expected_version=None
        )

    assert state_of(old) == "proposed"


@pytest.mark.django_db
@pytest.mark.parametrize(("authority", "state"), [("admission", "proposed"), ("stop", "active")])
def test_who_leads_a_project_decides_on_it_neither_alone_nor_by_a_vote(authority, state):
    ensure_separations()
    leader, other = UserFactory.create_batch(2)
    person = PersonFactory.create(user=leader)
    project = ProjectFactory.create(state=state, manager=person)
    holding_of(body_with(leader, other, quorum=1), authority, over=project.scope)
    act = deciding.admit_project if authority == "admission" else deciding.stop_project
    terms = {"state": "cancelled", "reason": "Mine", "at": NOW, "expected_version": None}

    with pytest.raises(DutiesConflict):
        act(leader, project=project, **terms)
    holding_of(leader, authority, over=project.scope)
    with pytest.raises(DutiesConflict):
        act(leader, project=project, **terms)

    assert state_of(project) == state


@pytest.mark.django_db(transaction=True)
def test_of_fifty_decisions_at_once_one_wins():
    project = ProjectFactory.create(state="active")
    bosses = UserFactory.create_batch(50)
    for boss in bosses:
        holding_of(boss, "stop", over=project.scope)

    raised = all_at_once(
        [
            lambda boss=boss, n=n: stop(
                boss, project, ("on_hold", "cancelled")[n % 2], version=project.version
            )
            for n, boss in enumerate(bosses)
        ]
    )

    assert len(raised) == 49
    assert all(isinstance(one, DomainError) for one in raised)
    assert Event.objects.filter(kind="projects.project_decided").count() == 1


def test_neither_a_deputy_who_asks_nor_the_giver_votes(project):
    giver, deputy, other = user_with(*EDITOR), UserFactory.create(), UserFactory.create()
    holding_of(body_with(giver, deputy, other), "stop")
    passed = delegation_to(deputy, giver, permissions=list(EDITOR))
    wanted = {"state": "on_hold", "reason": "No budget"}
    in_place = {
        "content_type": "application/json",
        "headers": {"X-Acting-Under": str(passed.pk), "Idempotency-Key": "asked-once"},
    }
    path = f"/api/v1/projects/{project.pk}/decision/question"

    asked = Wire(deputy).post(path, wanted, **in_place)

    assert asked.status_code == 200, asked.content
    question = Question.objects.get()
    assert (question.asked_by, question.on_behalf_of) == (deputy, giver)
    for one in (giver, deputy):
        with pytest.raises(OwnQuestion):
            cast_vote(one, question=question, choice="for", at=NOW)
        card = Wire(one).call("get", f"/questions/{question.pk}").json()
        assert (card["can_vote"], card["on_behalf_of"]["name"]) == (False, giver.name)
    assert cast_vote(other, question=question, choice="for", at=NOW).n_for == 1
