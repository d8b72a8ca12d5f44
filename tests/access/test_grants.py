from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.access import UserFactory, role_with, scope_below, user_with
from tests.factories.organisation import company_scope
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.guard import Forbidden, is_allowed, permissions_held, permissions_over
from zhongshu.access.models import SYSTEM, Grant, Role
from zhongshu.access.roles import READY_ROLES
from zhongshu.access.trail import NOT_CHANGES
from zhongshu.config.installation import ensure_roles
from zhongshu.kit.errors import BadInput
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db


def test_grant_reaches_everything_below_its_scope_and_nothing_beside_it():
    division = scope_below()
    team = scope_below(division)
    beside = scope_below()
    user = user_with("projects.view", over=division)

    assert is_allowed(user, "projects.view", division)
    assert is_allowed(user, "projects.view", team)
    assert not is_allowed(user, "projects.view", beside)
    assert not is_allowed(user, "projects.view", company_scope())
    assert not is_allowed(user, "projects.edit", team)


def test_authority_over_either_parent_counts():
    unit, portfolio = scope_below(), scope_below()
    project = scope_below(unit, portfolio)

    assert is_allowed(user_with("projects.view", over=unit), "projects.view", project)
    assert is_allowed(user_with("projects.view", over=portfolio), "projects.view", project)


def held_for_an_hour(user):
    until = timezone.now() + timedelta(hours=1)
    Grant.objects.filter(user=user).update(valid_to=until)
    return until


def test_manager_for_a_time_does_not_stay_one():
    unit = scope_below()
    user_with("access.manage")
    manager = user_with("access.manage", "projects.view", over=unit)
    until = held_for_an_hour(manager)
    grant = Grant.objects.get(user=manager)
    path, wire = f"/grants/{grant.pk}", Wire(manager)

    forever = wire.call("patch", path, {"valid_from": None, "valid_to": None}, version=1)
    longer = (until + timedelta(seconds=1)).isoformat()
    later = wire.call("patch", path, {"valid_from": None, "valid_to": longer}, version=1)
    grant.refresh_from_db()
    shorter = (until - timedelta(minutes=1)).isoformat()
    sooner = wire.call("patch", path, {"valid_from": None, "valid_to": shorter}, version=1)

    for refused in (forever, later):
        told = refused.json()
        assert (refused.status_code, told["code"]) == (403, "access.outlasts_authority")
        assert told["latest"] == until.isoformat()
    assert (grant.version, grant.valid_to) == (1, until)
    assert sooner.status_code == 200, sooner.content


@pytest.mark.parametrize("lasting", ["access.manage", "projects.view", "access.grant_any"])
def test_what_is_given_ends_with_the_right_to_give_it(lasting):
    actor, other = user_with("access.manage", "projects.view"), UserFactory.create()
    until = held_for_an_hour(actor)
    Grant.objects.create(user=actor, role=role_with(lasting), scope=company_scope())
    given = {"user": other, "role": role_with("projects.view"), "scope": company_scope()}

    with pytest.raises(services.OutlastsAuthority) as refused:
        services.grant_role(actor, **given)
    services.grant_role(actor, **given, valid_to=until)

    assert refused.value.field == "valid_to"
    assert Grant.objects.get(user=other).valid_to == until


def test_who_hands_out_anything_for_good_does_so_for_good():
    actor, other = user_with("access.manage", "access.grant_any"), UserFactory.create()

    services.grant_role(actor, user=other, role=role_with("projects.view"), scope=company_scope())

    assert Grant.objects.get(user=other).valid_to is None


@pytest.mark.parametrize(
    ("from_hours", "to_hours", "counts"),
    [(None, None, True), (-1, 1, True), (1, None, False), (None, -1, False), (-2, -1, False)],
)
def test_grant_counts_only_within_its_period(from_hours, to_hours, counts):
    user, now = UserFactory.create(), timezone.now()
    Grant.objects.create(
        user=user,
        role=role_with("projects.view"),
        scope=company_scope(),
        valid_from=None if from_hours is None else now + timedelta(hours=from_hours),
        valid_to=None if to_hours is None else now + timedelta(hours=to_hours),
    )

    assert is_allowed(user, "projects.view", company_scope()) is counts
    assert permissions_held(user) == (["projects.view"] if counts else [])


def test_closed_account_holds_nothing():
    user = user_with("projects.view")
    user.is_active = False
    user.save()

    assert not is_allowed(user, "projects.view", company_scope())
    assert permissions_over(user, company_scope().pk) == []


def test_role_is_granted_and_revoked_over_the_wire():
    manager = user_with("access.manage", "projects.view")
    other, role = UserFactory.create(), role_with("projects.view")
    client = Wire(manager)

    granted = client.call(
        "post",
        "/grants",
        {"user_id": other.pk, "role_id": role.pk, "scope_id": company_scope().pk},
    )

    assert granted.status_code == 201
    assert granted.json()["user"] == {"id": str(other.pk), "name": other.name}
    assert is_allowed(other, "projects.view", company_scope())
    assert client.call("delete", f"/grants/{granted.json()['id']}").status_code == 204
    assert not is_allowed(other, "projects.view", company_scope())
    changes = Event.objects.exclude(kind__in=NOT_CHANGES)
    kinds = changes.order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["access.role_granted", "access.grant_revoked"]


def test_nobody_hands_out_what_they_do_not_hold():
    unit = scope_below()
    manager = user_with("access.manage", over=unit)
    role = role_with("projects.view", "projects.delete")

    with pytest.raises(services.BeyondOwnRights) as refused:
        services.grant_role(manager, user=manager, role=role, scope=unit)

    assert refused.value.params["permissions"] == ["projects.delete", "projects.view"]
    assert Grant.objects.filter(role=role).count() == 0


def test_managing_one_unit_gives_nothing_over_another():
    mine, theirs = scope_below(), scope_below()
    manager = user_with("access.manage", "projects.view", over=mine)
    role = role_with("projects.view")

    with pytest.raises(Forbidden):
        services.grant_role(manager, user=manager, role=role, scope=theirs)


def test_same_grant_twice_is_refused():
    user, role = UserFactory.create(), role_with("projects.view")
    services.grant_role(SYSTEM, user=user, role=role, scope=company_scope())

    with pytest.raises(services.AlreadyGranted):
        services.grant_role(SYSTEM, user=user, role=role, scope=company_scope())

    assert Grant.objects.count() == 1


def test_grant_ends_after_it_begins():
    now = timezone.now()

    with pytest.raises(BadInput) as refused:
        services.grant_role(
            SYSTEM,
            user=UserFactory.create(),
            role=role_with(),
            scope=company_scope(),
            valid_from=now,
            valid_to=now,
        )

    assert refused.value.field == "valid_to"


def test_last_administrator_stays():
    manager = user_with("access.manage", "access.manage_accounts")
    grant = Grant.objects.get(user=manager)

    with pytest.raises(services.LastAdministrator):
        services.revoke_grant(manager, grant=grant)
    with pytest.raises(services.LastAdministrator):
        services.set_account_active(manager, user=manager, is_active=False, expected_version=None)

    manager.refresh_from_db()
    assert manager.is_active
    assert Grant.objects.filter(pk=grant.pk).exists()


def test_ready_made_roles_are_made_once_and_repaired():
    ensure_roles()
    Role.objects.get(code="member").permissions.all().delete()

    ensure_roles()

    held = {
        role.code: {one.permission for one in role.permissions.all()} for role in Role.objects.all()
    }
    assert held == {role.code: set(role.permissions) for role in READY_ROLES}
    assert Event.objects.count() == len(READY_ROLES) + 1


def test_every_ready_made_role_has_both_names():
    assert [role.code for role in READY_ROLES if not role.name or not role.name_en] == []


def test_roles_and_grants_of_others_are_out_of_sight():
    user_with("projects.view")
    stranger = Wire(UserFactory.create())

    assert stranger.get("/api/v1/roles").json()["items"] == []
    assert stranger.get("/api/v1/grants").json()["items"] == []
    assert [one["username"] for one in stranger.get("/api/v1/accounts").json()["items"]] == [
        stranger.get("/api/v1/session").json()["user"]["username"]
    ]


def test_grants_out_of_sight_are_not_counted():
    here, elsewhere = scope_below(company_scope()), scope_below(company_scope())
    user, role = UserFactory.create(), role_with("projects.view")
    Grant.objects.create(user=user, role=role, scope=here)
    wire = Wire(user_with("access.manage", "organisation.view", over=here))

    def counted() -> tuple[int, int]:
        accounts = wire.call("get", "/accounts").json()["items"]
        roles = wire.call("get", "/roles").json()["items"]
        return (
            next(one["n_grants"] for one in accounts if one["id"] == str(user.pk)),
            next(one["n_grants"] for one in roles if one["id"] == str(role.pk)),
        )

    before = counted()
    Grant.objects.create(user=user, role=role_with("organisation.view"), scope=elsewhere)
    Grant.objects.create(user=UserFactory.create(), role=role, scope=elsewhere)

    assert before == counted() == (1, 1)
