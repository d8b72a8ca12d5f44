"""What an installation keeps when approval stops being a permission."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from tests.factories.access import UserFactory, role_with, scope_below, user_with
from tests.factories.organisation import company_scope
from zhongshu.access.authorities.deciding import may
from zhongshu.access.authorities.models import Holding
from zhongshu.access.models import Grant, Role, RolePermission

pytestmark = pytest.mark.django_db

MIGRATION = import_module("zhongshu.access.migrations.0007_approvers_hold_their_authority")


def carry_over():
    MIGRATION.carry_over(apps, None)


def test_who_approved_by_a_role_holds_the_authority_as_long_and_as_far():
    unit, until = scope_below(), timezone.now() + timedelta(days=5)
    user = UserFactory.create()
    role = role_with("planning.approve_baseline", "projects.view")
    Grant.objects.create(user=user, role=role, scope=unit, valid_to=until)

    carry_over()
    carry_over()

    [holding] = Holding.objects.all()
    assert (holding.user, holding.scope, holding.valid_to) == (user, unit, until)
    assert may(user, "baseline_approval", unit)
    assert not may(user, "baseline_approval", company_scope())
    held = set(RolePermission.objects.values_list("permission", flat=True))
    assert held == {"projects.view"}


def test_an_administrator_is_given_none_and_still_manages_accounts():
    user = user_with("planning.approve_baseline", "access.manage")
    Role.objects.filter(grants__user=user).update(code="administrator")

    carry_over()

    assert not Holding.objects.exists()
    held = set(RolePermission.objects.values_list("permission", flat=True))
    assert held == {"access.manage", "access.manage_accounts"}
