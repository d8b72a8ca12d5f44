"""Who approves a baseline: a holder up to a limit, a deputy, or a body by a vote."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.access import (
    UserFactory,
    body_with,
    delegation_to,
    holding_of,
    user_with,
)
from tests.factories.organisation import PersonFactory
from tests.factories.planning import DAY, plan_with
from tests.factories.projects import ProjectFactory
from tests.planning.test_at_the_same_time import all_at_once
from tests.wire import JSON, Wire
from zhongshu.access.authorities.deciding import BeyondLimit
from zhongshu.access.authorities.models import Question, Separation, Vote
from zhongshu.access.authorities.separating import DutiesConflict
from zhongshu.access.guard import Forbidden
from zhongshu.access.services import cast_vote
from zhongshu.kit.models import Event
from zhongshu.planning.models import Baseline
from zhongshu.planning.services.baseline_requests import (
    OwnRequest,
    approve_baseline,
    reject_baseline,
    withdraw_baseline,
)
from zhongshu.planning.services.baselines import set_baseline
from zhongshu.planning.services.edits import edit_plan

pytestmark = pytest.mark.django_db

APPROVAL = "baseline_approval"
LEAD = ("projects.view", "planning.edit_plan", "planning.set_baseline")
NOW = timezone.now()


def stretched():
    """A is planned for a day, Monday; V1 agreed to that; now it takes three: two days later."""
    project = ProjectFactory.create()
    ids = plan_with(project, {"A": 1})
    lead = user_with(*LEAD, over=project.scope)
    set_baseline(lead, project=project, name="V1", at=NOW)
    stretch = {"op": "update_task", "id": ids["A"], "fields": {"duration_minutes": 3 * DAY}}
    edit_plan(lead, project=project, operations=[stretch])
    project.refresh_from_db()
    return project, lead


@pytest.fixture
def project(db):
    found, lead = stretched()
    found.lead = lead
    return found


def request_by(user, project):
    return set_baseline(user, project=project, name="V2", at=NOW, reason="the customer asked")


def last_event():
    return Event.objects.order_by("-seq").first()


def test_first_baseline_is_a_request_where_somebody_approves_baselines():
    project = ProjectFactory.create()
    plan_with(project, {"A": 1})
    lead, boss = user_with(*LEAD, over=project.scope), UserFactory.create()
    holding_of(boss, APPROVAL, over=project.scope)

    first = set_baseline(lead, project=project, name="V1", at=NOW)
    project.refresh_from_db()
    measured = project.baseline_finish
    approve_baseline(boss, project=project, baseline=first, at=NOW)

    project.refresh_from_db()
    assert (first.state, measured) == ("proposed", None)
    assert project.baseline_finish == project.finish


def test_an_administrator_approves_nothing(project):
    request = request_by(project.lead, project)
    admin = user_with("access.manage", "access.manage_authorities", *LEAD)

    with pytest.raises(Forbidden):
        approve_baseline(admin, project=project, baseline=request, at=NOW)


@pytest.mark.parametrize(("days", "is_enough"), [(1, False), (2, True), (None, True)])
def test_the_limit_is_how_many_days_later(project, days, is_enough):
    request = request_by(project.lead, project)
    boss = UserFactory.create()
    holding_of(boss, APPROVAL, over=project.scope, limit=days)

    if is_enough:
        approve_baseline(boss, project=project, baseline=request, at=NOW)
    else:
        with pytest.raises(BeyondLimit):
            approve_baseline(boss, project=project, baseline=request, at=NOW)

    assert Baseline.objects.get(name="V2").state == ("approved" if is_enough else "proposed")


def test_deputy_approves_in_the_place_of_the_holder(project):
    request = request_by(project.lead, project)
    boss, deputy = UserFactory.create(), user_with("projects.view")
    holding = holding_of(boss, APPROVAL, over=project.scope, is_delegable=True)
    delegation = delegation_to(deputy, boss, authorities=[APPROVAL])

    answer = Wire(deputy).call(
        "post", f"/projects/{project.pk}/baselines/{request.pk}/approval", {"note": "ok"}
    )

    assert answer.json()["state"] == "approved"
    event = Event.objects.get(kind="planning.baseline_approved")
    assert (event.actor_id, event.on_behalf_of_id) == (deputy.pk, boss.pk)
    assert event.data["by"] == {
        "authority": APPROVAL,
        "holding_id": str(holding.pk),
        "delegation_ids": [str(delegation.pk)],
    }


def test_who_asked_decides_neither_in_person_nor_by_a_deputy(project):
    boss, deputy = user_with(*LEAD, over=project.scope), user_with("projects.view")
    holding_of(boss, APPROVAL, over=project.scope, is_delegable=True)
    delegation_to(deputy, boss, authorities=[APPROVAL])
    request = request_by(boss, project)

    for one in (boss, deputy):
        with pytest.raises(OwnRequest):
            approve_baseline(one, project=project, baseline=request, at=NOW)

    assert Baseline.objects.get(name="V2").state == "proposed"


@pytest.fixture
def boss_and_deputy(project):
    boss, deputy = user_with(*LEAD, over=project.scope), user_with("projects.view")
    holding_of(boss, APPROVAL, over=project.scope, is_delegable=True)
    delegation = delegation_to(deputy, boss, permissions=list(LEAD), authorities=[APPROVAL])
    deputy.in_place = {"headers": {"X-Acting-Under": str(delegation.pk)}, "content_type": JSON}
    return boss, deputy


def test_in_whose_place_it_was_asked_does_not_decide_either(project, boss_and_deputy):
    boss, deputy = boss_and_deputy
    path = f"/api/v1/projects/{project.pk}/baselines"
    deputy.in_place["headers"]["Idempotency-Key"] = "asked-once"
    asked = Wire(deputy).post(path, {"name": "V2", "reason": "late"}, **deputy.in_place)
    request = Baseline.objects.get(name="V2")

    told = Wire(boss).call("get", f"/projects/{project.pk}/overview").json()["baseline_request"]
    for one in (boss, deputy):
        with pytest.raises(OwnRequest):
            approve_baseline(one, project=project, baseline=request, at=NOW)

    assert asked.status_code == 201
    assert (told["can_decide"], told["can_withdraw"]) == (False, True)
    assert (request.set_by, request.on_behalf_of) == (deputy, boss)
    request.refresh_from_db()
    assert request.state == "proposed"


def test_in_whose_place_the_plan_was_edited_does_not_approve_where_the_rule_is_on(
    project, boss_and_deputy
):
    boss, deputy = boss_and_deputy
    edit = {"plan_version": project.plan_version, "operations": [{"op": "add_task", "name": "B"}]}
    deputy.in_place["headers"]["Idempotency-Key"] = "edited-once"
    edited = Wire(deputy).post(f"/api/v1/projects/{project.pk}/plan/edits", edit, **deputy.in_place)
    request = request_by(project.lead, project)
    Separation.objects.create(
        kind="acts", first="planning.edit_plan", second="planning.decide_baseline"
    )

    with pytest.raises(DutiesConflict):
        approve_baseline(boss, project=project, baseline=request, at=NOW)

    assert edited.status_code == 200, edited.content
    request.refresh_from_db()
    assert request.state == "proposed"


def test_who_leads_the_project_does_not_approve_where_the_rule_is_on(project):
    boss = UserFactory.create()
    project.manager = PersonFactory.create(user=boss)
    project.save()
    holding_of(boss, APPROVAL, over=project.scope)
    request = request_by(project.lead, project)
    rule = Separation.objects.create(
        kind="acts", first="projects.lead_project", second="planning.decide_baseline"
    )

    with pytest.raises(DutiesConflict):
        approve_baseline(boss, project=project, baseline=request, at=NOW)
    Separation.objects.filter(pk=rule.pk).update(is_on=False)
    approve_baseline(boss, project=project, baseline=request, at=NOW)

    assert Baseline.objects.get(name="V2").state == "approved"


def test_who_edited_the_plan_does_not_approve_where_the_rule_is_on(project):
    holding_of(project.lead, APPROVAL, over=project.scope)
    request = request_by(user_with(*LEAD), project)
    Separation.objects.create(
        kind="acts", first="planning.edit_plan", second="planning.decide_baseline"
    )

    with pytest.raises(DutiesConflict):
        approve_baseline(project.lead, project=project, baseline=request, at=NOW)


@pytest.fixture
def board(project):
    members = [user_with("projects.view") for _ in range(3)]
    body = body_with(*members, chair=members[0])
    holding_of(body, APPROVAL, over=project.scope)
    body.people = members
    return body


def test_a_body_approves_by_the_vote_that_settles_it(project, board):
    request = request_by(project.lead, project)
    path = f"/projects/{project.pk}/baselines/{request.pk}/approval"
    question = Question.objects.get()

    first = Wire(board.people[0]).call("post", path, {"note": ""})
    overview = Wire(board.people[0]).call("get", f"/projects/{project.pk}/overview").json()
    second = Wire(board.people[1]).call("post", path, {"note": "go"})

    assert (question.amount, question.asked_by) == (2, project.lead)
    assert [first.json()["state"], second.json()["state"]] == ["proposed", "approved"]
    told = overview["baseline_request"]
    assert (told["can_decide"], told["body"]) == (False, board.name)
    event = last_event()
    assert (event.kind, event.data["by"]["n_for"]) == ("planning.baseline_approved", 2)
    question.refresh_from_db()
    assert (question.state, question.n_for, question.version) == ("adopted", 2, 2)
    kinds = Event.objects.filter(kind__in=["access.vote_cast", "access.question_decided"])
    assert kinds.count() == 1


def test_a_body_turns_down_from_the_register_as_well(project, board):
    request_by(project.lead, project)
    question = Question.objects.get()

    for member in board.people[:2]:
        cast_vote(member, question=question, choice="against", at=NOW, note="too late")

    rejected = Baseline.objects.get(name="V2")
    assert (rejected.state, rejected.decision) == ("rejected", "too late")
    assert rejected.decided_by == board.people[1]


def test_a_member_who_asked_has_no_vote(project, board):
    asks = board.people[0]
    holder = user_with(*LEAD, over=project.scope)
    Baseline.objects.filter(name="V2").delete()
    request = request_by(holder, project)
    Baseline.objects.filter(pk=request.pk).update(set_by=asks)
    question = Question.objects.get()

    with pytest.raises(OwnRequest):
        cast_vote(asks, question=question, choice="for", at=NOW)

    assert not Vote.objects.exists()


def test_what_a_holder_decides_closes_the_question(project, board):
    boss = UserFactory.create()
    holding_of(boss, APPROVAL, over=project.scope)
    request = request_by(project.lead, project)

    reject_baseline(boss, project=project, baseline=request, at=NOW, note="no")

    question = Question.objects.get()
    assert (question.state, question.outcome) == ("rejected", "decided_by_holder")


def test_withdrawing_the_request_closes_the_question(project, board):
    request = request_by(project.lead, project)

    withdraw_baseline(project.lead, project=project, baseline=request, at=NOW)

    assert Question.objects.get().state == "withdrawn"


def test_request_reaches_everybody_who_may_decide(project, board):
    from zhongshu.collaboration.models import Notification
    from zhongshu.kit import events

    boss, deputy = user_with("projects.view"), user_with("projects.view")
    holding_of(boss, APPROVAL, over=project.scope, is_delegable=True)
    delegation_to(deputy, boss, authorities=[APPROVAL])

    request_by(project.lead, project)
    events.deliver_pending()

    told = Notification.objects.filter(kind="baseline_waiting").values_list("user", flat=True)
    assert set(told) == {boss.pk, deputy.pk, *(one.pk for one in board.people)}


@pytest.mark.django_db(transaction=True)
def test_of_fifty_approvals_at_once_exactly_one_wins_and_never_the_requesters_own():
    project, lead = stretched()
    holding_of(lead, APPROVAL, over=project.scope)
    bosses = UserFactory.create_batch(45)
    for boss in bosses:
        holding_of(boss, APPROVAL, over=project.scope)
    request = request_by(lead, project)
    given = {"project": project, "baseline": request, "at": NOW}
    approvers = [*bosses, *[lead] * 5]

    raised = all_at_once([lambda one=one: approve_baseline(one, **given) for one in approvers])

    refusals = sorted(type(error).__name__ for error in raised)
    assert len(refusals) == 49
    assert set(refusals) <= {"OwnRequest", "RequestDecided"}
    [event] = Event.objects.filter(kind="planning.baseline_approved")
    assert event.actor_id in {boss.pk for boss in bosses}
    assert Baseline.objects.get(name="V2").decided_by_id == event.actor_id


@pytest.mark.django_db(transaction=True)
def test_of_votes_at_once_each_member_counts_once_and_one_settles_it():
    project, lead = stretched()
    members = UserFactory.create_batch(9)
    body = body_with(*members, quorum=5)
    holding_of(body, APPROVAL, over=project.scope)
    request = request_by(lead, project)
    given = {"project": project, "baseline": request, "at": NOW + timedelta(hours=1)}

    raised = all_at_once(
        [lambda one=one: approve_baseline(one, **given) for one in members for _ in range(3)]
    )

    question = Question.objects.get()
    assert (question.state, question.n_for, question.votes.count()) == ("adopted", 5, 5)
    assert Event.objects.filter(kind="planning.baseline_approved").count() == 1
    assert {type(error).__name__ for error in raised} <= {
        "AlreadyVoted", "QuestionDecided", "RequestDecided",
    }  # fmt: skip
    assert len(raised) == 22
