"""The terms of rights and of questions are closed by a policy in every way out there is."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.access.test_policy import EVERYONE, published
from tests.factories.access import (
    UserFactory,
    body_with,
    delegation_to,
    holding_of,
    role_with,
    user_with,
)
from tests.factories.organisation import company_scope
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.authorities.asking import put
from zhongshu.access.authorities.models import Body, Question, Vote
from zhongshu.access.models import Grant, PolicyVersion
from zhongshu.access.policy.document import Cell, Effect
from zhongshu.access.privacy.subjects import somebody_called
from zhongshu.access.privacy.telling import everything
from zhongshu.access.services.questions import ask_question, cast_vote
from zhongshu.kit.declarations import Classification
from zhongshu.kit.models import Event
from zhongshu.planning.models import Task
from zhongshu.projects.services import deciding

pytestmark = pytest.mark.django_db

NOW = timezone.now()
DAY = timedelta(days=1)
VIEW, MANAGE, ACCESS = "access.view_authorities", "access.manage_authorities", "access.manage"
AUDIT = "access.read_audit"
INTERNAL = Classification.INTERNAL
LIMIT = 76_543_210
TALLY = ("n_for", "n_against", "n_abstained")


def closing(resource: str, *names: str) -> None:
    PolicyVersion.objects.all().delete()
    published(*(Cell(EVERYONE, Effect.NONE, resource=resource, field=name) for name in names))


def got(wire: Wire, path: str) -> Any:
    answer = wire.call("get", path)
    assert answer.status_code == 200, answer.content
    return answer.json()


def refused(answer: Any) -> tuple[int, str, str]:
    told = answer.json()
    return answer.status_code, told["code"], told["errors"][0]["field"]


def explained(wire: Wire, user: Any, authority: str, *, amount: int | None = None) -> Any:
    asked = f"user_id={user.pk}&authority={authority}&scope_id={company_scope().pk}"
    more = "" if amount is None else f"&amount={amount}&currency=CNY"
    return wire.call("get", f"/authorities/explanation?{asked}{more}")


def question_of(*members: Any, choices: str = "") -> Question:
    """A question before a body of these members, the first of whom voted as told."""
    body = body_with(*members, quorum=len(members), chair=members[0])
    asker = user_with("access.put_questions")
    question = ask_question(
        asker, body=body, scope=company_scope(), authority="stop", title="Stop?", at=NOW
    )
    for member, choice in zip(members, choices.split(), strict=False):
        cast_vote(member, question=question, choice=choice, at=NOW, note=f"canary {choice}")
    return Question.objects.get(pk=question.pk)


def test_a_limit_is_a_lock_in_the_list_and_cannot_be_asked_by():
    holding_of(UserFactory.create(), "budget_release", limit=LIMIT, currency="CNY")
    wire = Wire(user_with(VIEW))
    closing("holding", "limit")

    [shown] = got(wire, "/holdings")["items"]
    asked = [f"filter=limit:gt:{LIMIT - 1}", "sort=-limit", "filter=currency:eq:CNY"]
    answers = [wire.call("get", f"/holdings?{one}") for one in asked]

    assert (shown["limit"], shown["currency"]) == (None, None)
    assert {"limit", "currency"} <= set(shown["_locked"])
    assert shown["_classes"]["limit"] == INTERNAL
    assert {refused(one) for one in answers} == {
        (400, "access.unknown_field", "limit"),
        (400, "access.unknown_field", "currency"),
    }


@pytest.mark.parametrize("amount", [0, LIMIT, LIMIT + 1])
def test_no_limit_is_found_by_asking_for_more_and_more(amount):
    holder = UserFactory.create()
    holding_of(holder, "budget_release", limit=LIMIT, currency="CNY")
    wire = Wire(user_with(VIEW))
    closing("holding", "limit")

    tried = explained(wire, holder, "budget_release", amount=amount)
    told = explained(wire, holder, "budget_release").json()

    assert refused(tried) == (400, "access.unknown_field", "amount")
    [way] = told["ways"]
    assert (told["is_allowed"], way["limit"], way["currency"]) == (True, None, None)
    assert str(LIMIT) not in str(told)


def test_who_holds_an_authority_reads_its_limit_where_the_policy_says_so():
    holder = user_with(VIEW)
    holding_of(holder, "budget_release", limit=LIMIT, currency="CNY")
    PolicyVersion.objects.all().delete()
    published(
        Cell(EVERYONE, Effect.NONE, resource="holding", field="limit"),
        Cell(EVERYONE, Effect.READ, resource="holding", field="limit", relation="own"),
    )

    [own] = got(Wire(holder), "/holdings")["items"]
    [others] = got(Wire(user_with(VIEW)), "/holdings")["items"]

    assert (own["limit"], others["limit"]) == (LIMIT, None)


def test_one_s_own_data_hold_no_closed_terms():
    holder = user_with(VIEW)
    holding_of(holder, "budget_release", limit=LIMIT, currency="CNY", valid_to=NOW + DAY)
    closing("holding", "limit", "valid_to")

    told = everything(holder, somebody_called(holder.pk), at=NOW)

    [row] = told["tables"]["access.holding"]["rows"]
    assert {"limit", "currency", "valid_to"}.isdisjoint(row)
    assert row["authority"] == "budget_release"
    assert str(LIMIT) not in str(told["tables"])


def test_who_holds_an_authority_is_told_by_no_proof_either():
    holder = UserFactory.create()
    holding_of(holder, "budget_release")
    wire = Wire(user_with(VIEW))
    closing("holding", "user")

    [listed] = got(wire, "/holdings")["items"]

    assert listed["user"] is None
    assert explained(wire, holder, "budget_release").json()["ways"] == []


@pytest.mark.parametrize("period", [{"valid_from": NOW + DAY}, {"valid_to": NOW - DAY}])
def test_a_closed_period_tells_that_it_does_not_count_and_not_on_which_side(period):
    holder = UserFactory.create()
    holding_of(holder, "budget_release", **period)
    wire = Wire(user_with(VIEW))
    before = explained(wire, holder, "budget_release").json()["ways"][0]["verdict"]

    closing("holding", "valid_from", "valid_to")

    [way] = explained(wire, holder, "budget_release").json()["ways"]
    [listed] = got(wire, "/holdings")["items"]
    assert before == ("not_yet" if "valid_from" in period else "over")
    assert (way["verdict"], way["valid_from"], way["valid_to"]) == ("not_now", None, None)
    assert (listed["valid_from"], listed["valid_to"]) == (None, None)


@pytest.mark.parametrize("period", [{"valid_from": NOW + DAY}, {"valid_to": NOW - DAY}])
def test_a_closed_period_of_a_grant_is_told_by_no_proof(period):
    holder, wire = UserFactory.create(), Wire(user_with(ACCESS))
    role = role_with("projects.view")
    grant = Grant.objects.create(user=holder, role=role, scope=company_scope(), **period)
    asked = f"user_id={holder.pk}&permission=projects.view&scope_id={company_scope().pk}"
    closing("grant", "valid_from", "valid_to")

    [way] = got(wire, f"/access/explanation?{asked}")["grants"]
    [listed] = got(wire, f"/grants?filter=id:eq:{grant.pk}")["items"]
    history = got(wire, f"/history/grant/{grant.pk}")["items"]

    assert (way["state"], way["valid_from"], way["valid_to"]) == ("not_now", None, None)
    assert (listed["valid_from"], listed["valid_to"]) == (None, None)
    assert history == []


def test_a_closed_period_of_a_grant_is_not_written_either():
    holder, wire = UserFactory.create(), Wire(user_with(ACCESS, "projects.view"))
    role = role_with("projects.view")
    grant = Grant.objects.create(user=holder, role=role, scope=company_scope())
    closing("grant", "valid_from", "valid_to")
    new = {"user_id": str(holder.pk), "role_id": str(role.pk), "scope_id": str(company_scope().pk)}
    ends = {"valid_from": None, "valid_to": "2030-01-01T00:00:00Z"}

    changed = wire.call("patch", f"/grants/{grant.pk}", ends, version=1)
    given = wire.call("post", "/grants", new | ends)

    assert refused(changed) == (400, "access.unknown_field", "valid_from")
    assert refused(given) == (400, "access.unknown_field", "valid_to")
    assert Grant.objects.get(user=holder).valid_to is None


def test_until_when_somebody_stands_in_is_a_lock_wherever_it_is_told():
    giver, deputy, reader = UserFactory.create(), UserFactory.create(), user_with(ACCESS, MANAGE)
    role = role_with("projects.view")
    Grant.objects.create(user=giver, role=role, scope=company_scope())
    project = ProjectFactory.create()
    delegation_to(deputy, giver, permissions=["projects.view"], valid_to=NOW + 3 * DAY)
    wire = Wire(reader)
    asked = f"user_id={deputy.pk}&permission=projects.view&scope_id={company_scope().pk}"
    closing("delegation", "valid_from", "valid_to")

    [listed] = got(wire, "/delegations")["items"]
    [passed] = got(wire, f"/access/explanation?{asked}")["delegations"]
    readers = got(wire, f"/access/readers?resource=project&field=description&row_id={project.pk}")
    [standing_in] = [one for one in readers["readers"] if one["delegation_id"]]

    assert (listed["valid_from"], listed["valid_to"]) == (None, None)
    assert (passed["valid_from"], passed["valid_to"], passed["state"]) == (None, None, "in_force")
    assert (standing_in["until"], standing_in["_locked"]) == (None, ["until"])
    assert standing_in["_classes"] == {"until": INTERNAL}


def test_what_the_votes_come_to_is_told_by_no_number_of_anything():
    first, second, third = UserFactory.create_batch(3)
    question = question_of(first, second, third)
    reader = Wire(user_with(VIEW))
    closing("question", *TALLY)
    before = got(reader, f"/questions/{question.pk}")

    cast_vote(first, question=question, choice="for", at=NOW, note="canary for")

    shown = got(reader, f"/questions/{question.pk}")
    [listed] = got(reader, "/questions")["items"]
    asked = reader.call("get", "/questions?filter=n_for:gt:0")
    assert shown == before
    assert [shown[name] for name in (*TALLY, "votes")] == [None] * 4
    assert {*TALLY, "votes"} <= set(shown["_locked"])
    assert shown["_classes"]["votes"] == INTERNAL
    assert [listed[name] for name in TALLY] == [None] * 3
    assert refused(asked) == (400, "access.unknown_field", "n_for")


def test_a_secret_ballot_tells_the_tally_and_nobody_s_vote():
    question = question_of(*UserFactory.create_batch(3), choices="for against")
    reader = Wire(user_with(VIEW, AUDIT))
    closing("vote", "user", "choice", "note", "cast_at")

    shown = got(reader, f"/questions/{question.pk}")
    trail = got(reader, "/audit/events?filter=kind:eq:access.vote_cast")["items"]

    assert [shown[name] for name in TALLY] == [1, 1, 0]
    assert [
        [one[name] for name in ("user", "choice", "note", "cast_at")] for one in shown["votes"]
    ] == [[None] * 4] * 2
    assert "canary" not in str(shown)
    assert {one["data"]["choice"] for one in trail} == {None}
    assert not any(name in one["data"]["after"] for one in trail for name in TALLY)


def test_the_trail_tells_no_closed_tally_where_a_body_decided_about_a_project():
    one, two = UserFactory.create_batch(2)
    project = ProjectFactory.create(state="active")
    holding_of(body_with(one, two, quorum=2), "stop", over=project.scope)
    editor = user_with("projects.view", "projects.edit", over=project.scope)
    deciding.ask_for_decision(editor, project=project, state="on_hold", reason="Why", at=NOW)
    for member in (one, two):
        cast_vote(member, question=Question.objects.get(), choice="for", at=NOW)
    reader = Wire(user_with(VIEW, AUDIT))
    closing("question", *TALLY)

    [told] = got(reader, "/audit/events?filter=kind:eq:projects.project_decided")["items"]

    assert [told["data"]["by"][name] for name in TALLY] == [None] * 3
    assert set(TALLY) <= set(told["withheld"])


def test_a_question_about_money_carries_no_amount():
    body = body_with(*UserFactory.create_batch(2))
    project = ProjectFactory.create(state="active")
    plan_with(project, {"Dig": 2}, [])
    Task.objects.filter(project=project).update(cost_minor=LIMIT, fixed_cost_minor=LIMIT)
    holding_of(body, "stop", over=project.scope)
    editor = user_with("projects.view", "projects.edit", over=project.scope)

    deciding.ask_for_decision(editor, project=project, state="on_hold", reason="Why", at=NOW)

    [told] = got(Wire(user_with(VIEW)), "/questions")["items"]
    assert (told["amount"], told["currency"]) == (None, "")
    assert str(LIMIT) not in str(list(Event.objects.values_list("data", flat=True)))
    with pytest.raises(TypeError, match="does not carry"):
        put(body, scope_id=project.scope_id, at=NOW, authority="stop", title="Stop?", amount=LIMIT)


def test_nobody_lets_a_rule_count_that_they_may_not_read():
    body = body_with(*UserFactory.create_batch(2))
    proposer, other = user_with(MANAGE, VIEW), user_with(MANAGE, VIEW)
    path = f"/bodies/{body.pk}"
    Wire(proposer).call("patch", path, {"quorum": 1}, version=1)
    closing("body", "quorum")

    shown = got(Wire(other), path)
    changed = Wire(other).call("patch", path, {"quorum": 2}, version=2)
    confirmed = Wire(other).call("post", f"{path}/confirmation", version=2)

    assert (shown["quorum"], shown["waiting"]) == (None, None)
    assert {"quorum", "waiting"} <= set(shown["_locked"])
    assert refused(changed) == (400, "access.unknown_field", "quorum")
    assert refused(confirmed) == (400, "access.unknown_field", "quorum")
    assert Body.objects.get(pk=body.pk).quorum == 2


def test_how_many_hold_a_role_is_told_by_no_number():
    role = role_with("projects.view")
    Grant.objects.create(user=UserFactory.create(), role=role, scope=company_scope())
    wire = Wire(user_with(ACCESS))
    closing("role", "n_grants")

    listed = got(wire, "/roles?limit=200")["items"]
    effect = got(wire, f"/roles/{role.pk}/effect?permission=projects.edit")["changes"]
    asked = wire.call("get", "/roles?sort=-n_grants")
    deleted = wire.call("delete", f"/roles/{role.pk}", version=role.version)

    assert {one["n_grants"] for one in listed} == {None}
    assert {(one["n_accounts"], one["n_scopes"]) for one in effect} == {(None, None)}
    assert refused(asked) == (400, "access.unknown_field", "n_grants")
    assert (deleted.status_code, deleted.json()["code"]) == (409, "access.role_in_use")
    assert "n_grants" not in deleted.json()


def test_a_closed_note_of_a_policy_stays_as_it_is_and_is_not_written():
    wire = Wire(user_with("access.manage_policy", AUDIT))
    closing("policy_version", "note")
    PolicyVersion.objects.update(note="canary note")

    state = got(wire, "/policy")
    written = wire.call("put", "/policy/draft", {"cells": [], "note": "mine"}, version=0)
    kept = wire.call("put", "/policy/draft", {"cells": []}, version=0)
    versions = got(wire, "/policy/versions")["items"]
    trail = got(wire, "/audit/events?filter=kind:eq:access.policy_published")["items"]

    assert (state["in_force"]["note"], state["in_force"]["_locked"]) == (None, ["note"])
    assert refused(written) == (400, "access.unknown_field", "note")
    assert (kept.status_code, kept.json()["note"]) == (200, None)
    assert {one["note"] for one in versions} == {None}
    assert all("note" in one["withheld"] for one in trail)


def test_a_vote_of_one_s_own_is_read_where_the_policy_says_so():
    first, second = UserFactory.create_batch(2)
    question = question_of(first, second, choices="for")
    PolicyVersion.objects.all().delete()
    published(
        Cell(EVERYONE, Effect.NONE, resource="vote", field="choice"),
        Cell(EVERYONE, Effect.READ, resource="vote", field="choice", relation="own"),
    )

    told = [
        got(Wire(member), f"/questions/{question.pk}")["votes"][0]["choice"]
        for member in (first, second)
    ]

    assert Vote.objects.get().choice == "for"
    assert told == ["for", None]
