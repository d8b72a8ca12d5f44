"""What somebody opened by breaking the glass ends with it: nothing is handed on by it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.access.test_glass import BREAK, COSTS, MANAGE, VIEW, open_to
from tests.access.test_policy import EVERYONE, published
from tests.factories.access import delegation_to, role_with, user_with
from tests.factories.organisation import PersonFactory, company_scope
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.guard import is_allowed
from zhongshu.access.models import Grant
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.policy.readers import readers
from zhongshu.access.resources import RESOURCES
from zhongshu.access.services import delegate, grant_role
from zhongshu.access.services.delegations import NotYoursToPassOn
from zhongshu.access.services.remaining import OutlastsAuthority
from zhongshu.planning.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def managers():
    return [user_with(MANAGE) for _ in range(2)]


def test_nobody_takes_an_account_over_by_it():
    clerk, owner = user_with("access.manage_accounts", BREAK), user_with(VIEW, COSTS)
    open_to(clerk)

    refused = Wire(clerk).call("post", f"/accounts/{owner.pk}/password", version=owner.version)

    assert is_allowed(clerk, COSTS, company_scope())
    assert refused.status_code == 403
    assert refused.json()["code"] == "access.beyond_own_rights"


def test_nobody_gives_a_role_by_it():
    governor, other, role = user_with(MANAGE, BREAK), user_with(), role_with(VIEW)
    open_to(governor, role=role)
    until = timezone.now() + timedelta(hours=1)

    given = [
        Wire(governor).call(
            "post",
            "/grants",
            {
                "user_id": str(one.pk),
                "role_id": str(role.pk),
                "scope_id": str(company_scope().pk),
                "valid_from": None,
                "valid_to": until.isoformat(),
            },
        )
        for one in (other, governor)
    ]

    assert [one.json()["code"] for one in given] == ["access.beyond_own_rights"] * 2


def test_it_lets_nothing_last_longer_that_is_given():
    governor, role, now = user_with(MANAGE, BREAK), role_with(VIEW), timezone.now()
    soon = now + timedelta(minutes=30)
    Grant.objects.create(user=governor, role=role_with(VIEW), scope=company_scope(), valid_to=soon)
    open_to(governor, role=role)
    given = {"user": user_with(), "role": role, "scope": company_scope()}

    with pytest.raises(OutlastsAuthority):
        grant_role(governor, **given, valid_to=now + timedelta(hours=1))
    assert grant_role(governor, **given, valid_to=soon).valid_to == soon


def test_nobody_makes_themselves_the_manager_whom_the_policy_tells_more():
    opener, project = user_with(VIEW, BREAK), ProjectFactory.create()
    myself = PersonFactory.create(user=opener, unit=project.unit, scope=project.unit.scope)
    cost = {"resource": "project", "field": "cost_minor"}
    published(Cell(EVERYONE, Effect.NONE, **cost),
              Cell(EVERYONE, Effect.READ, relation="managed", **cost),
              Cell(Subject.PERMISSION, Effect.READ, COSTS, **cost))  # fmt: skip
    open_to(opener, role=role_with(VIEW, COSTS, "projects.edit", "organisation.view"))
    path, body = f"/projects/{project.pk}", {"manager_id": str(myself.pk)}

    refused = Wire(opener).call("patch", path, body, version=project.version)

    assert refused.json()["code"] == "access.opens_to_author"


def test_nobody_takes_a_task_that_is_told_to_who_does_it():
    opener, project = user_with(VIEW, BREAK), ProjectFactory.create()
    ids = plan_with(project, {"Secret": 1})
    Task.objects.update(classification=3)
    myself = PersonFactory.create(user=opener, unit=project.unit, scope=project.unit.scope)
    published(Cell(EVERYONE, Effect.NONE, classification=3),
              Cell(EVERYONE, Effect.WRITE, "", "task", classification=3, relation="own"),
              Cell(Subject.PERMISSION, Effect.WRITE, COSTS, classification=3))  # fmt: skip
    open_to(opener, role=role_with(VIEW, COSTS, "planning.edit_plan", "organisation.view"))
    operation = {"op": "assign", "task_id": ids["Secret"], "person_id": str(myself.pk)}

    refused = Wire(opener).call(
        "post", f"/projects/{project.pk}/plan/edits", {"operations": [operation]}
    )

    assert refused.json()["code"] == "access.opens_to_author"


def test_nobody_puts_it_into_a_role():
    governor = user_with(MANAGE, BREAK)
    open_to(governor)
    body = {"code": "night", "name": "夜班", "name_en": "Night", "permissions": [COSTS]}

    assert Wire(governor).call("post", "/roles", body).json()["code"] == "access.beyond_own_rights"


def test_nobody_passes_it_on_to_a_deputy(opener_and_deputy):
    opener, deputy = opener_and_deputy
    now = timezone.now()
    given = {"reason": "Night", "valid_from": now, "valid_to": now + timedelta(days=30)}

    with pytest.raises(NotYoursToPassOn):
        delegate(
            opener, deputy=deputy, scope=company_scope(), authorities=[], permissions=[VIEW],
            **given,
        )  # fmt: skip


def test_no_deputy_is_said_to_have_it(opener_and_deputy, managers):
    opener, deputy = opener_and_deputy
    project = ProjectFactory.create()
    delegation_to(deputy, opener, permissions=[VIEW])
    query = f"user_id={deputy.pk}&permission={VIEW}&scope_id={company_scope().pk}"

    told = Wire(managers[0]).call("get", f"/access/explanation?{query}").json()
    _, found = readers(policy_in_force(), RESOURCES["project"], "name", project.pk)

    assert not told["is_allowed"]
    assert [one["grants"] for one in told["delegations"]] == [[]]
    assert opener.pk in {one.user for one in found}
    assert deputy.pk not in {one.user for one in found}


@pytest.fixture
def opener_and_deputy():
    opener, deputy = user_with(BREAK), user_with()
    open_to(opener)
    return opener, deputy
