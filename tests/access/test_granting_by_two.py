"""SEC-45: a role that opens sensitive fields is given by one person and confirmed by another."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.access import UserFactory, delegation_to, role_with, user_with
from tests.factories.organisation import company_scope
from tests.planning.test_at_the_same_time import all_at_once
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.authorities.models import Separation
from zhongshu.access.authorities.separating import DutiesConflict
from zhongshu.access.guard import is_allowed
from zhongshu.access.models import SYSTEM, Grant, Role
from zhongshu.access.services.confirming import NobodyConfirms, NothingWaits
from zhongshu.config.installation import ensure_roles, ensure_separations

pytestmark = pytest.mark.django_db

COSTS, MANAGE, ANY = "finance.view_costs", "access.manage", "access.grant_any"
NOW = timezone.now()


@pytest.fixture
def managers():
    return [user_with(MANAGE, ANY) for _ in range(3)]


def give(actor, user, role=None, **period):
    body = {"user_id": str(user.pk), "role_id": str((role or role_with(COSTS)).pk)}
    return Wire(actor).call(
        "post", "/grants", body | {"scope_id": str(company_scope().pk)} | period
    )


def confirm(actor, grant_id):
    return Wire(actor).call("post", f"/grants/{grant_id}/confirmation")


def test_grant_counts_once_another_person_confirmed_it(managers):
    giver, other, _ = managers
    user, role = UserFactory.create(), role_with(COSTS)

    given = give(giver, user, role)
    early = is_allowed(user, COSTS, company_scope())
    confirmed = confirm(other, given.json()["id"])

    told = given.json()
    assert (given.status_code, told["is_waiting"]) == (201, True)
    assert (told["proposed_by"]["name"], told["confirmed_by"]) == (giver.name, None)
    assert (early, is_allowed(user, COSTS, company_scope())) == (False, True)
    told = confirmed.json()
    assert (told["is_waiting"], told["confirmed_by"]["name"]) == (False, other.name)
    kinds = list(changes().order_by("seq").values_list("kind", flat=True))
    assert kinds == ["access.grant_proposed", "access.grant_confirmed"]


def test_role_that_opens_nothing_sensitive_counts_at_once(managers):
    user = UserFactory.create()

    given = give(managers[0], user, role_with("projects.view")).json()

    assert (given["is_waiting"], given["confirmed_by"]) == (False, None)
    assert is_allowed(user, "projects.view", company_scope())
    assert changes().get().kind == "access.role_granted"


def test_neither_who_gave_nor_who_receives_confirms(managers):
    giver, receiver, _ = managers
    waiting = give(giver, receiver).json()["id"]

    refused = [confirm(one, waiting).json() for one in (giver, receiver)]

    assert [(one["code"], one["first"]) for one in refused] == [
        ("access.duties_conflict", "access.grant_role"),
        ("access.duties_conflict", "access.receive_role"),
    ]
    assert Grant.objects.get(pk=waiting).is_waiting


def test_no_deputy_confirms_in_anybodys_place(managers):
    giver, other, _ = managers
    deputy = user_with(MANAGE, ANY)
    waiting = give(giver, UserFactory.create()).json()["id"]

    for one in (giver, other):
        passed = delegation_to(deputy, one, permissions=[MANAGE, ANY])
        in_place = {
            "headers": {"X-Acting-Under": str(passed.pk), "Idempotency-Key": f"of-{one.pk}"}
        }
        path = f"/api/v1/grants/{waiting}/confirmation"
        answer = Wire(deputy).post(path, {}, content_type="application/json", **in_place)
        assert answer.status_code in (403, 404)

    assert Grant.objects.get(pk=waiting).is_waiting


def test_who_could_not_give_it_does_not_confirm_it(managers):
    waiting = give(managers[0], UserFactory.create()).json()["id"]

    beyond = confirm(user_with(MANAGE), waiting)
    stranger = confirm(user_with(COSTS), waiting)
    brief = user_with(MANAGE, ANY)
    Grant.objects.filter(user=brief).update(valid_to=timezone.now() + timedelta(hours=1))
    outlasting = confirm(brief, waiting)

    assert [beyond.json()["code"], outlasting.json()["code"]] == [
        "access.beyond_own_rights",
        "access.outlasts_authority",
    ]
    assert stranger.status_code == 404
    assert Grant.objects.get(pk=waiting).is_waiting


def test_one_person_declines_and_takes_away(managers):
    giver, other, _ = managers
    waiting = give(giver, UserFactory.create()).json()["id"]

    declined = Wire(other).call("delete", f"/grants/{waiting}")
    late = confirm(managers[2], waiting)

    assert (declined.status_code, late.status_code) == (204, 404)
    assert not Grant.objects.filter(pk=waiting).exists()


def test_where_nobody_else_may_confirm_it_is_refused_and_says_so():
    only = user_with(MANAGE, ANY)
    user_with(MANAGE)
    closed = user_with(MANAGE, ANY)
    type(closed).objects.filter(pk=closed.pk).update(is_active=False)
    n_grants = Grant.objects.count()

    refusal = give(only, UserFactory.create())

    assert (refusal.status_code, refusal.json()["code"]) == (409, "access.nobody_confirms")
    assert (Grant.objects.count(), changes().count()) == (n_grants, 0)


def test_receiver_is_not_the_other_person_of_a_company_of_two():
    one, two = (user_with(MANAGE, ANY) for _ in range(2))

    refusal = give(one, two)

    assert refusal.json()["code"] == "access.nobody_confirms"


def test_what_the_operator_gives_on_the_server_waits_for_nobody():
    user = UserFactory.create()

    grant = services.grant_role(SYSTEM, user=user, role=role_with(COSTS), scope=company_scope())

    assert not grant.is_waiting
    assert changes().get().actor_id is None


def test_grant_that_would_last_longer_waits_again(managers):
    giver, other, _ = managers
    user, role = UserFactory.create(), role_with(COSTS)
    until = NOW + timedelta(days=2)
    grant = Grant.objects.create(user=user, role=role, scope=company_scope(), valid_to=until)
    path = f"/grants/{grant.pk}"
    sooner, later = ((until + timedelta(days=n)).isoformat() for n in (-1, 1))
    ends = {"valid_from": None}

    shorter = Wire(giver).call("patch", path, ends | {"valid_to": sooner}, version=1).json()
    longer = Wire(giver).call("patch", path, ends | {"valid_to": later}, version=2).json()
    counts = is_allowed(user, COSTS, company_scope())
    own = confirm(giver, grant.pk).status_code
    confirmed = confirm(other, grant.pk).status_code

    assert [one["is_waiting"] for one in (shorter, longer)] == [False, True]
    assert (counts, own, confirmed) == (False, 403, 200)
    assert is_allowed(user, COSTS, company_scope())


def test_change_of_dates_makes_its_author_the_one_who_asks(managers):
    giver, other, third = managers
    waiting = give(giver, UserFactory.create()).json()["id"]
    later = {"valid_from": None, "valid_to": (NOW + timedelta(days=9)).isoformat()}
    Wire(other).call("patch", f"/grants/{waiting}", later, version=1)

    assert confirm(other, waiting).status_code == 403
    assert confirm(third, waiting).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_confirmations_at_once_one_wins(managers):
    giver, *others = managers
    company_scope()
    grant = services.grant_role(
        giver, user=UserFactory.create(), role=role_with(COSTS), scope=company_scope()
    )

    raised = all_at_once(
        [lambda who=one: services.confirm_grant(who, grant=grant, at=NOW) for one in managers * 4]
    )

    kinds = sorted(type(one).__name__ for one in raised)
    assert len(raised) == 11
    assert set(kinds) <= {"NothingWaits", "DutiesConflict"}
    row = Grant.objects.get(pk=grant.pk)
    assert (row.is_waiting, row.version) == (False, 2)
    assert row.confirmed_by in others
    assert changes().filter(kind="access.grant_confirmed").count() == 1


def the_rule():
    ensure_roles()
    ensure_separations()
    return Separation.objects.get(first="access.grant_role")


def switch(actor, rule, is_on, version):
    return Wire(actor).call("patch", f"/separations/{rule.pk}", {"is_on": is_on}, version=version)


def test_rule_is_switched_off_by_two_and_on_by_one(managers):
    giver, other, _ = managers
    rule = the_rule()

    first = switch(giver, rule, False, 1).json()
    again = switch(giver, rule, False, 2).json()
    waits = give(giver, UserFactory.create()).json()["is_waiting"]
    off = switch(other, rule, False, 3).json()
    counts = give(giver, UserFactory.create()).json()["is_waiting"]
    on = switch(giver, rule, True, 4).json()

    assert [(one["is_on"], bool(one["off_proposed_by"])) for one in (first, again, off, on)] == [
        (True, True),
        (True, True),
        (False, False),
        (True, False),
    ]
    assert (waits, counts) == (True, False)


def test_rule_that_one_would_switch_off_is_kept_on_by_another(managers):
    giver, other, _ = managers
    rule = the_rule()
    switch(giver, rule, False, 1)

    kept = switch(other, rule, True, 2).json()
    after = switch(other, rule, False, 3).json()

    assert (kept["is_on"], kept["off_proposed_by"]) == (True, None)
    assert (after["is_on"], after["off_proposed_by"]["name"]) == (True, other.name)


def test_rule_is_not_switched_off_where_there_is_nobody_else():
    rule = the_rule()

    refusal = switch(user_with(MANAGE), rule, False, 1)

    assert refusal.json()["code"] == "access.nobody_confirms"
    rule.refresh_from_db()
    assert rule.is_on


def test_confirming_is_refused_to_the_same_people_though_the_rule_is_off(managers):
    giver = managers[0]
    grant = services.grant_role(
        giver, user=UserFactory.create(), role=role_with(COSTS), scope=company_scope()
    )
    the_rule()
    Separation.objects.update(is_on=False)

    with pytest.raises(DutiesConflict):
        services.confirm_grant(giver, grant=grant, at=NOW)
    services.confirm_grant(managers[1], grant=grant, at=NOW)
    with pytest.raises(NothingWaits):
        services.confirm_grant(managers[1], grant=grant, at=NOW)


def test_waiting_grant_keeps_nobody_in_and_shows_as_such(managers):
    giver, receiver, third = managers
    Grant.objects.filter(user=receiver).delete()
    waiting = give(giver, receiver, role_with(MANAGE)).json()
    Grant.objects.filter(user=third).delete()
    wire = Wire(giver)

    own = Grant.objects.get(user=giver)
    refusal = wire.call("delete", f"/grants/{own.pk}")
    query = f"user_id={receiver.pk}&permission={MANAGE}&scope_id={company_scope().pk}"
    why = wire.call("get", f"/access/explanation?{query}").json()

    assert refusal.json()["code"] == "access.last_administrator"
    assert (why["is_allowed"], [one["state"] for one in why["grants"]]) == (False, ["proposed"])
    assert waiting["is_waiting"]


def test_role_carried_by_another_name_waits_all_the_same(managers):
    ensure_roles()
    copy = role_with(
        *Role.objects.get(code="finance").permissions.values_list("permission", flat=1)
    )

    assert give(managers[0], UserFactory.create(), copy).json()["is_waiting"]


def test_service_refuses_before_anything_is_written():
    only = user_with(MANAGE, ANY)

    with pytest.raises(NobodyConfirms):
        services.grant_role(
            only, user=UserFactory.create(), role=role_with(COSTS), scope=company_scope()
        )

    assert not Grant.objects.filter(is_waiting=True).exists()
