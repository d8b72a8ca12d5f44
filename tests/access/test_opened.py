"""Which permissions and roles open fields of a sensitive class, by the policy in force."""

import pytest

from tests.access.test_policy import published
from tests.factories.access import role_with
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.access.policy.opened import opens_sensitive
from zhongshu.access.roles import READY_ROLES
from zhongshu.kit.declarations import Classification

pytestmark = pytest.mark.django_db

COSTS, MANAGE = "finance.view_costs", "access.manage"


@pytest.mark.parametrize(
    ("permission", "opens"),
    [
        (COSTS, True),
        ("organisation.view_personal", True),
        ("access.read_consents", True),
        (MANAGE, True),
        ("access.read_audit", True),
        ("access.break_glass", True),
        ("projects.view", False),
        ("projects.edit", False),
        ("organisation.view", False),
        ("planning.edit_plan", False),
        ("collaboration.comment", False),
    ],
)
def test_which_permissions_open_sensitive_fields(permission, opens):
    assert opens_sensitive({permission}) is opens


def test_which_ready_roles_are_given_by_one():
    assert {one.code for one in READY_ROLES if not opens_sensitive(one.permissions)} == {
        "member",
        "integrator",
    }


@pytest.mark.parametrize(
    ("cell", "opens"),
    [
        ({"field": "email", "effect": Effect.READ}, True),
        ({"field": "email", "effect": Effect.ON_REQUEST}, True),
        ({"field": "email", "effect": Effect.MASKED, "mask": "first"}, False),
        ({"field": "position", "effect": Effect.WRITE}, False),
    ],
)
def test_cells_of_the_policy_in_force_that_name_a_role_count(cell, opens):
    role = role_with("organisation.view")
    before = opens_sensitive({"organisation.view"}, role)

    published(Cell(Subject.ROLE, name=str(role.pk), resource="person", **cell))

    assert (before, opens_sensitive({"organisation.view"}, role)) == (False, opens)


def test_cell_of_a_sensitive_class_counts_where_others_are_shut_out():
    role, high = role_with("projects.view"), Classification.HIGHLY_SENSITIVE
    everyone = Cell(Subject.EVERYONE, Effect.NONE, classification=high)
    published(everyone)
    before = opens_sensitive(set(), role)

    published(everyone, Cell(Subject.ROLE, Effect.READ, str(role.pk), classification=high))

    assert (before, opens_sensitive(set(), role)) == (False, True)


def test_field_that_the_policy_makes_sensitive_counts():
    before = opens_sensitive({"organisation.view"})

    published(classes={"person.position": Classification.SENSITIVE})

    assert (before, opens_sensitive({"organisation.view"})) == (False, True)
