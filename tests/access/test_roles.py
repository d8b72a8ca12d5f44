from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.access import UserFactory, role_with, scope_below, user_with
from tests.factories.organisation import company_scope
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.guard import is_allowed
from zhongshu.access.models import Grant, Role, User
from zhongshu.config.installation import ensure_roles
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db

NEW = {"code": "site_lead", "name": "现场负责人", "name_en": "Site lead"}


def given(user: User, role: Role, **period: object) -> Grant:
    return Grant.objects.create(user=user, role=role, scope=company_scope(), **period)


def test_role_is_made_with_what_its_maker_holds():
    wire = Wire(user_with("access.manage", "projects.view"))

    made = wire.call("post", "/roles", NEW | {"permissions": ["projects.view"]})

    assert made.status_code == 201
    assert made.json()["permissions"] == ["projects.view"]
    assert (made.json()["is_ready"], made.json()["n_grants"]) == (False, 0)
    assert list(Event.objects.values_list("kind", flat=True)) == ["access.role_created"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"permissions": ["projects.delete"]}, "access.beyond_own_rights", "permissions"),
        ({"permissions": ["projects.fly"]}, "access.unknown_permission", "permissions"),
        ({"name": "  "}, "bad_input", "name"),
        ({"code": "Site lead"}, "bad_input", "code"),
    ],
)
def test_role_is_refused_by_field(change, code, field):
    wire = Wire(user_with("access.manage", "projects.view"))
    n_roles = Role.objects.count()

    refusal = wire.call("post", "/roles", NEW | {"permissions": []} | change)

    assert refusal.json()["code"] == code
    assert refusal.json()["errors"][0]["field"] == field
    assert (Role.objects.count(), changes().count()) == (n_roles, 0)


def test_two_roles_do_not_share_a_code():
    wire = Wire(user_with("access.manage"))
    wire.call("post", "/roles", NEW)

    refusal = wire.call("post", "/roles", NEW)

    assert (refusal.status_code, refusal.json()["code"]) == (409, "access.role_code_taken")


def test_changed_role_counts_at_once():
    role, member = role_with("projects.view"), UserFactory.create()
    given(member, role)
    wire = Wire(user_with("access.manage", "projects.view", "projects.edit"))

    changed = wire.call(
        "patch", f"/roles/{role.pk}", {"permissions": ["projects.view", "projects.edit"]}, version=1
    )

    assert changed.status_code == 200
    assert is_allowed(member, "projects.edit", company_scope())
    [event] = changes()
    assert event.kind == "access.role_updated"
    assert event.data["before"]["permissions"] == ["projects.view"]
    assert event.data["after"]["permissions"] == ["projects.edit", "projects.view"]


def test_number_of_queries_does_not_grow_with_those_who_hold_a_role():
    counts = []
    for n_holders in (1, 20):
        editor = user_with("access.manage", "projects.view", "projects.edit")
        role = role_with("projects.view")
        for member in UserFactory.create_batch(n_holders):
            given(member, role)
        with CaptureQueriesContext(connection) as queries:
            services.update_role(
                editor,
                role=role,
                permissions=frozenset({"projects.view", "projects.edit"}),
                expected_version=1,
            )
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_role_that_stays_as_it_is_records_nothing():
    role = role_with("projects.view")
    wire = Wire(user_with("access.manage"))

    answer = wire.call("patch", f"/roles/{role.pk}", {"name": role.name}, version=1)

    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert changes().count() == 0


def test_what_a_role_has_may_stay_though_its_editor_lacks_it():
    role = role_with("projects.delete")
    wire = Wire(user_with("access.manage"))

    renamed = wire.call("patch", f"/roles/{role.pk}", {"name": "清理"}, version=1)

    assert renamed.json()["permissions"] == ["projects.delete"]


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_ready_made_role_stays_as_it_comes(method):
    ensure_roles()
    role = Role.objects.get(code="member")
    wire = Wire(user_with("access.manage"))
    n_events, n_permissions = changes().count(), role.permissions.count()
    body = {"permissions": []} if method == "patch" else None

    refusal = wire.call(method, f"/roles/{role.pk}", body, version=role.version)

    assert (refusal.status_code, refusal.json()["code"]) == (409, "access.ready_role")
    assert role.permissions.count() == n_permissions
    assert changes().count() == n_events


def test_last_administrator_keeps_the_role_that_makes_one():
    admin = user_with("access.manage")
    role = Role.objects.get(grants__user=admin)

    refusal = Wire(admin).call("patch", f"/roles/{role.pk}", {"permissions": []}, version=1)

    assert (refusal.status_code, refusal.json()["code"]) == (409, "access.last_administrator")
    assert role.permissions.count() == 1


def test_role_that_somebody_holds_is_not_deleted():
    role = role_with("projects.view")
    given(UserFactory.create(), role, valid_to=timezone.now() - timedelta(days=1))
    wire = Wire(user_with("access.manage"))

    refusal = wire.call("delete", f"/roles/{role.pk}", version=1)

    assert (refusal.status_code, refusal.json()["code"]) == (409, "access.role_in_use")
    assert "n_grants" not in refusal.json()
    assert Role.objects.filter(pk=role.pk).exists()


def test_role_that_nobody_holds_is_deleted():
    role = role_with("projects.view")

    answer = Wire(user_with("access.manage")).call("delete", f"/roles/{role.pk}", version=1)

    assert answer.status_code == 204
    assert not Role.objects.filter(pk=role.pk).exists()
    assert list(Event.objects.values_list("kind", flat=True)) == ["access.role_deleted"]


def test_who_manages_a_unit_changes_no_role_of_the_company():
    role = role_with("projects.view")
    wire = Wire(user_with("access.manage", over=scope_below()))

    answers = [
        wire.call("post", "/roles", NEW),
        wire.call("patch", f"/roles/{role.pk}", {"name": "x"}, version=1),
        wire.call("delete", f"/roles/{role.pk}", version=1),
        wire.call("get", f"/roles/{role.pk}/effect"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 404]
    assert changes().count() == 0


def test_effect_counts_whom_a_change_newly_reaches():
    division = scope_below()
    team = scope_below(division)
    role, other = role_with("projects.view"), role_with("projects.edit")
    first, second, third = UserFactory.create_batch(3)
    for user in (first, second):
        Grant.objects.create(user=user, role=role, scope=division)
    Grant.objects.create(user=second, role=other, scope=company_scope())
    Grant.objects.create(
        user=third, role=role, scope=team, valid_to=timezone.now() - timedelta(days=1)
    )

    effect = Wire(user_with("access.manage")).call(
        "get", f"/roles/{role.pk}/effect?permission=projects.edit"
    )

    assert effect.json()["changes"] == [
        {"permission": "projects.edit", "change": "gained", "n_accounts": 1, "n_scopes": 2},
        {"permission": "projects.view", "change": "lost", "n_accounts": 2, "n_scopes": 2},
    ]


def test_permissions_are_named_with_those_one_holds():
    named = Wire(user_with("access.manage")).call("get", "/permissions").json()

    assert {"projects.view", "finance.view_costs", "organisation.manage"} <= set(named["names"])
    assert named["held"] == ["access.manage"]


def test_what_is_held_for_a_time_is_put_into_no_role_that_others_hold():
    actor = user_with("access.manage")
    week = timezone.now() + timedelta(days=7)
    Grant.objects.create(
        user=actor, role=role_with("projects.delete"), scope=company_scope(), valid_to=week
    )
    role = role_with("projects.view")

    refused = Wire(actor).call(
        "patch", f"/roles/{role.pk}", {"permissions": ["projects.view", "projects.delete"]},
        version=1,
    )  # fmt: skip

    assert (refused.status_code, refused.json()["code"]) == (403, "access.outlasts_authority")
    assert list(role.permissions.values_list("permission", flat=True)) == ["projects.view"]
