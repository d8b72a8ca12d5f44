"""Bodies decide by votes: each member once, by the rule, until no vote could turn it."""

from itertools import product
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.factories.access import UserFactory, body_with, holding_of, user_with
from tests.factories.organisation import company_scope
from tests.wire import Wire
from zhongshu.access.authorities.counting import Seats, count
from zhongshu.access.authorities.deciding import may
from zhongshu.access.authorities.models import Body, Holding, Member, Question, Vote
from zhongshu.kit.models import Event

MANAGE, VIEW, PUT = (
    "access.manage_authorities",
    "access.view_authorities",
    "access.put_questions",
)
SEES = "access.manage"
rows = pytest.mark.django_db
F, A, N, _ = "for", "against", "abstain", None


def counted(votes, rule="simple_majority", quorum=2, *, ties=False, is_closed=False):
    """Count votes in the order of the seats; the first seat is the chair's."""
    users = [uuid4() for _ in votes]
    seats = Seats(frozenset(users), users[0], quorum, rule, ties)
    cast = {user: vote for user, vote in zip(users, votes, strict=True) if vote}
    result = count(seats, cast, is_closed=is_closed)
    return result.is_adopted, result.outcome


@pytest.mark.parametrize(
    ("votes", "rule", "quorum", "ties", "decided"),
    [
        ([F, F, _], "simple_majority", 2, False, (True, "majority")),
        ([F, _, _], "simple_majority", 2, False, (None, "")),
        ([F, A, _], "simple_majority", 2, False, (None, "")),
        ([A, A, _], "simple_majority", 2, False, (False, "lost")),
        ([F, F, _, _], "simple_majority", 2, False, (None, "")),
        ([F, F, F, _, _], "simple_majority", 4, False, (None, "")),
        ([F, F, F, N, _], "simple_majority", 4, False, (True, "majority")),
        ([F, A, N], "simple_majority", 2, False, (False, "lost")),
        ([F, A], "simple_majority", 2, False, (False, "lost")),
        ([F, A], "simple_majority", 2, True, (True, "majority")),
        ([A, F], "simple_majority", 2, True, (False, "lost")),
        ([F, F, A], "two_thirds", 3, False, (True, "majority")),
        ([F, A, A], "two_thirds", 3, False, (False, "lost")),
        ([F, F, A, A, _], "two_thirds", 3, False, (False, "lost")),
        ([F, F, F, F, _, _], "two_thirds", 3, False, (True, "majority")),
        ([F, F, F], "unanimous", 2, False, (True, "majority")),
        ([F, F, _], "unanimous", 2, False, (None, "")),
        ([A, _, _], "unanimous", 2, False, (False, "lost")),
        ([F, N, N], "unanimous", 2, False, (True, "majority")),
        ([N, N, N], "simple_majority", 2, False, (False, "lost")),
        ([F, F], "simple_majority", 3, False, (False, "no_quorum")),
    ],
)
def test_count(votes, rule, quorum, ties, decided):
    assert counted(votes, rule, quorum, ties=ties) == decided


def test_closing_stops_waiting_for_the_missing():
    assert counted([F, F, A, _, _]) == (None, "")
    assert counted([F, F, A, _, _], is_closed=True) == (True, "majority")
    assert counted([F, _, _], is_closed=True) == (False, "no_quorum")


@pytest.mark.parametrize("rule", ["simple_majority", "two_thirds", "unanimous"])
@pytest.mark.parametrize("ties", [False, True])
def test_an_early_decision_is_what_any_completion_would_decide(rule, ties):
    for votes in product([F, A, N, _], repeat=4):
        early, _outcome = counted(list(votes), rule, 3, ties=ties)
        if early is None:
            continue
        open_seats = [n for n, vote in enumerate(votes) if vote is None]
        for rest in product([F, A, N], repeat=len(open_seats)):
            whole = list(votes)
            for seat, vote in zip(open_seats, rest, strict=True):
                whole[seat] = vote
            assert counted(whole, rule, 3, ties=ties)[0] is early, (votes, whole)


@pytest.fixture
def people(db):
    return UserFactory.create_batch(3)


@pytest.fixture
def body(people):
    return body_with(*people, chair=people[0])


def asked(body, **fields):
    wire = Wire(user_with(PUT, VIEW))
    new = {"body_id": str(body.pk), "scope_id": str(company_scope().pk), "authority": "stop"}
    return wire, wire.call("post", "/questions", new | {"title": "Stop P-1?"} | fields).json()


def vote(user, question, choice="for"):
    return Wire(user).call("post", f"/questions/{question['id']}/votes", {"choice": choice})


@rows
def test_question_is_decided_by_the_vote_that_settles_it(body, people):
    _, question = asked(body)

    first, second = vote(people[0], question), vote(people[1], question)
    late = vote(people[2], question)

    assert (first.json()["state"], first.json()["can_vote"]) == ("open", False)
    assert (second.json()["state"], second.json()["outcome"]) == ("adopted", "majority")
    assert (second.json()["n_for"], len(second.json()["votes"])) == (2, 2)
    assert (late.status_code, late.json()["code"]) == (409, "access.question_decided")
    kinds = list(Event.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["access.question_put", "access.vote_cast", "access.question_decided"]


@rows
def test_each_member_counts_once_and_others_never(body, people):
    _, question = asked(body)
    vote(people[0], question)

    twice = vote(people[0], question, "against")
    stranger = vote(user_with(VIEW), question)
    Body.objects.get().members.filter(user=people[1]).update(role="non_voting")
    guest = vote(people[1], question)

    assert (twice.status_code, twice.json()["code"]) == (409, "access.already_voted")
    assert [one.json()["code"] for one in (stranger, guest)] == ["access.not_a_voting_member"] * 2
    assert Vote.objects.count() == 1


@rows
def test_seat_counts_once_another_person_confirmed_it(body):
    proposer, other = (user_with(MANAGE, VIEW, SEES) for _ in range(2))
    member = user_with(MANAGE, VIEW, SEES)
    holding_of(body, "stop")
    path = f"/bodies/{body.pk}/members/{member.pk}"

    seated = Wire(proposer).call("put", path, {"role": "member"}).json()["members"]
    early = may(member, "stop", company_scope())
    own = [Wire(one).call("post", f"{path}/confirmation") for one in (proposer, member)]
    still = may(member, "stop", company_scope())
    confirmed = Wire(other).call("post", f"{path}/confirmation")
    twice = Wire(other).call("post", f"{path}/confirmation")

    waiting = next(one for one in seated if one["user"]["id"] == str(member.pk))
    assert (waiting["confirmed_at"], waiting["proposed_by"]["name"]) == (None, proposer.name)
    assert (early, still, may(member, "stop", company_scope())) == (False, False, True)
    assert [one.json()["first"] for one in own] == [
        "access.propose_authority",
        "access.hold_authority",
    ]
    assert (confirmed.status_code, twice.json()["code"]) == (200, "access.authority_confirmed")
    assert Event.objects.filter(kind="access.seat_confirmed").get().actor_id == other.pk


@rows
def test_two_who_gave_an_empty_body_an_authority_do_not_seat_each_other():
    one, other = (user_with(MANAGE, VIEW, SEES) for _ in range(2))
    accomplice = UserFactory.create()
    empty = body_with(quorum=1)
    new = {"authority": "budget_release", "scope_id": str(company_scope().pk)}
    held = Wire(one).call("post", "/holdings", new | {"body_id": str(empty.pk)}).json()
    Wire(other).call("post", f"/holdings/{held['id']}/confirmation")

    for manager, user in ((one, other), (other, one), (one, accomplice)):
        path = f"/bodies/{empty.pk}/members/{user.pk}"
        assert Wire(manager).call("put", path, {"role": "member"}).status_code == 200
        assert Wire(manager).call("post", f"{path}/confirmation").status_code == 403

    assert not any(may(who, "budget_release", company_scope()) for who in (one, other, accomplice))


@rows
def test_nobody_proposes_an_authority_for_a_body_of_their_own():
    manager = user_with(MANAGE, VIEW, SEES)
    own = body_with(manager)
    new = {"authority": "stop", "scope_id": str(company_scope().pk), "body_id": str(own.pk)}

    refusal = Wire(manager).call("post", "/holdings", new)

    assert (refusal.status_code, refusal.json()["code"]) == (403, "access.own_authority")
    assert not Holding.objects.exists()


@rows
def test_changed_seat_waits_for_another_person_again(body, people):
    wire = Wire(user_with(MANAGE, VIEW, SEES))
    holding_of(body, "stop")

    wire.call("put", f"/bodies/{body.pk}/members/{people[1].pk}", {"role": "member"})

    assert not may(people[1], "stop", company_scope())
    assert may(people[2], "stop", company_scope())


@rows
def test_board_is_not_packed_while_a_question_is_open(body, people):
    manager, second = (Wire(user_with(MANAGE, VIEW, SEES)) for _ in range(2))
    _, question = asked(body)
    vote(people[0], question, "against")

    for one in people[:2]:
        manager.call("delete", f"/bodies/{body.pk}/members/{one.pk}")
    new = UserFactory.create_batch(2)
    for one in new:
        path = f"/bodies/{body.pk}/members/{one.pk}"
        manager.call("put", path, {"role": "member"})
        second.call("post", f"{path}/confirmation")

    refused = [vote(one, question).json()["code"] for one in [*new, people[1]]]
    after = vote(people[2], question).json()
    assert refused == ["access.not_a_voting_member"] * 2 + ["not_found"]
    assert (after["state"], after["n_for"], after["n_against"]) == ("open", 1, 1)


@rows
def test_vote_of_who_lost_the_seat_still_counts(body, people):
    manager = Wire(user_with(MANAGE, VIEW))
    _, question = asked(body)
    vote(people[1], question, "against")

    gone = manager.call("delete", f"/bodies/{body.pk}/members/{people[1].pk}")
    after = vote(people[0], question).json()

    assert gone.status_code == 204
    assert (after["state"], after["n_for"], after["n_against"]) == ("open", 1, 1)


@rows
def test_chair_closes_when_there_are_enough(body, people):
    _, question = asked(body)
    path = f"/questions/{question['id']}/closing"
    vote(people[1], question)

    too_few = Wire(people[0]).call("post", path)
    vote(people[0], question, "abstain")
    member = Wire(people[1]).call("post", path)
    closed = Wire(people[0]).call("post", path)

    assert (too_few.status_code, too_few.json()["code"]) == (409, "access.not_quorate")
    assert member.json()["code"] == "access.not_the_chair"
    assert (closed.json()["state"], closed.json()["n_for"]) == ("adopted", 1)


@rows
def test_question_is_taken_back_by_who_put_it(body, people):
    wire, question = asked(body)
    path = f"/questions/{question['id']}/withdrawal"

    other = Wire(people[0]).call("post", path)
    own = wire.call("post", path)

    assert (other.json()["code"], own.json()["state"]) == (
        "access.question_of_another",
        "withdrawn",
    )


@rows
def test_rule_of_an_open_question_stays_when_the_body_changes(body):
    manager = Wire(user_with(MANAGE, VIEW))
    asked(body)

    refused = manager.call("patch", f"/bodies/{body.pk}", {"quorum": 1}, version=1)
    Body.objects.update(quorum=1)

    assert (refused.json()["code"], refused.json()["n_questions"]) == ("access.questions_open", 1)
    assert Question.objects.get().quorum == 2


@rows
def test_nobody_seats_themselves_and_there_is_one_chair(body, people):
    manager = user_with(MANAGE, VIEW)
    wire, path = Wire(manager), f"/bodies/{body.pk}/members"

    own = wire.call("put", f"{path}/{manager.pk}", {"role": "member"})
    chair = wire.call("put", f"{path}/{people[1].pk}", {"role": "chair"})
    guest = wire.call("put", f"{path}/{people[1].pk}", {"role": "non_voting"})

    assert [own.json()["code"], chair.json()["code"]] == [
        "access.own_authority",
        "access.chair_taken",
    ]
    roles = {one["user"]["name"]: one["role"] for one in guest.json()["members"]}
    assert roles[people[1].name] == "non_voting"


@rows
def test_body_with_open_questions_is_not_dissolved(body):
    manager = Wire(user_with(MANAGE, VIEW))
    wire, question = asked(body)

    early = manager.call("delete", f"/bodies/{body.pk}", version=1)
    wire.call("post", f"/questions/{question['id']}/withdrawal")
    done = manager.call("delete", f"/bodies/{body.pk}", version=1)
    again = wire.call("post", "/questions", {
        "body_id": str(body.pk), "scope_id": str(company_scope().pk), "authority": "stop",
        "title": "Again",
    })  # fmt: skip

    assert (early.json()["code"], early.json()["n_questions"]) == ("access.questions_open", 1)
    assert (done.status_code, again.json()["code"]) == (204, "access.body_dissolved")


@rows
def test_two_bodies_of_a_scope_have_two_names(body):
    wire = Wire(user_with(MANAGE, VIEW))
    new = {
        "scope_id": str(company_scope().pk), "name": body.name, "name_en": "Other",
        "kind": "other", "quorum": 2, "rule": "unanimous",
    }  # fmt: skip

    refusal = wire.call("post", "/bodies", new)

    assert (refusal.status_code, refusal.json()["code"]) == (409, "access.body_name_taken")
    assert Body.objects.count() == 1


def rules_of(body):
    return (body.quorum, body.rule, body.does_chair_break_ties)


@rows
def test_how_a_body_decides_is_changed_by_two(body, people):
    proposer, other, member = (user_with(MANAGE, VIEW, SEES) for _ in range(3))
    Member.objects.create(body=body, user=member, role="member", confirmed_at=timezone.now())
    path = f"/bodies/{body.pk}"
    wanted = {"quorum": 1, "name": "委员会"}

    changed = Wire(proposer).call("patch", path, wanted, version=1).json()
    own = [
        Wire(one).call("post", f"{path}/confirmation", version=2).json()["first"]
        for one in (proposer, member)
    ]
    body.refresh_from_db()
    before = rules_of(body)
    confirmed = Wire(other).call("post", f"{path}/confirmation", version=2).json()
    twice = Wire(other).call("post", f"{path}/confirmation", version=3)

    assert (changed["name"], changed["quorum"], changed["waiting"]["quorum"]) == ("委员会", 2, 1)
    assert changed["proposed_by"]["name"] == proposer.name
    assert own == ["access.propose_authority", "access.hold_authority"]
    assert before == (2, "simple_majority", False)
    assert (confirmed["quorum"], confirmed["waiting"], confirmed["proposed_by"]) == (1, None, None)
    assert (twice.status_code, twice.json()["code"]) == (409, "access.nothing_waits")
    kinds = [one.kind for one in Event.objects.filter(subject_id=body.pk, outcome="success")]
    assert kinds == ["access.body_updated", "access.body_change_confirmed"]


@rows
def test_how_a_body_decides_stays_while_a_question_is_open(body):
    proposer, other = (user_with(MANAGE, VIEW, SEES) for _ in range(2))
    path = f"/bodies/{body.pk}"
    Wire(proposer).call("patch", path, {"rule": "unanimous"}, version=1)
    asked(body)

    late = Wire(other).call("post", f"{path}/confirmation", version=2)
    other_way = Wire(other).call("patch", path, {"quorum": 1}, version=2)
    renamed = Wire(other).call("patch", path, {"name": "委员会"}, version=2)

    assert [one.json()["code"] for one in (late, other_way)] == ["access.questions_open"] * 2
    assert renamed.status_code == 200
    body.refresh_from_db()
    assert rules_of(body) == (2, "simple_majority", False)


@rows
def test_change_of_a_body_that_nobody_else_could_confirm_is_refused(body, people):
    proposer, member = (user_with(MANAGE, VIEW, SEES) for _ in range(2))
    Member.objects.create(body=body, user=member, role="member", confirmed_at=timezone.now())
    path = f"/bodies/{body.pk}"

    refused = Wire(proposer).call("patch", path, {"quorum": 1}, version=1)
    renamed = Wire(proposer).call("patch", path, {"name": "委员会"}, version=1)

    assert (refused.status_code, refused.json()["code"]) == (409, "access.nobody_confirms")
    assert renamed.status_code == 200
    body.refresh_from_db()
    assert (rules_of(body), body.waiting, body.proposed_by) == (
        (2, "simple_majority", False),
        None,
        None,
    )


@rows
def test_change_of_a_body_is_declined_by_one_person(body):
    proposer, _other = (user_with(MANAGE, VIEW, SEES) for _ in range(2))
    path = f"/bodies/{body.pk}"
    Wire(proposer).call("patch", path, {"quorum": 1}, version=1)

    declined = Wire(proposer).call("delete", f"{path}/confirmation", version=2).json()

    assert (declined["quorum"], declined["waiting"], declined["proposed_by"]) == (2, None, None)
