"""Whose sight may have changed: whoever is concerned is found, and nobody else."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.access.test_policy import field, published
from tests.factories.access import (
    UserFactory,
    body_with,
    company_scope,
    delegation_to,
    role_with,
    user_with,
)
from tests.factories.projects import ProjectFactory
from zhongshu.access import services
from zhongshu.access.models import SYSTEM, Grant
from zhongshu.access.policy.document import Effect
from zhongshu.access.services.bodies import unseat_member
from zhongshu.access.services.delegations import revoke_delegation
from zhongshu.config import rights
from zhongshu.projects.services import update_project

pytestmark = pytest.mark.django_db


def concerned(act, *among):
    """Who of some accounts is told of what an act does."""
    since = timezone.now()
    act()
    now, users = timezone.now(), {one.pk: one for one in among}
    found = rights.concerned_by(rights.events_between(since, now), users)
    return {users[key].name for key in found}


def test_a_policy_concerns_everybody():
    users = UserFactory.create_batch(3)

    found = concerned(lambda: published(field("description", Effect.NONE)), *users)

    assert found == {one.name for one in users}


def test_a_grant_concerns_its_account_and_its_deputy():
    user, other, deputy = user_with("projects.view"), UserFactory.create(), UserFactory.create()
    user_with("access.manage")
    delegation_to(deputy, user, authorities=[], permissions=["projects.view"])
    grant = Grant.objects.get(user=user)

    found = concerned(lambda: services.revoke_grant(SYSTEM, grant=grant), user, other, deputy)

    assert found == {user.name, deputy.name}


def test_a_role_concerns_whoever_holds_it():
    user, other = user_with("projects.view"), user_with("projects.view")
    user_with("access.manage")
    role = Grant.objects.get(user=user).role
    change = {"role": role, "expected_version": None, "permissions": frozenset()}

    assert concerned(lambda: services.update_role(SYSTEM, **change), user, other) == {user.name}


def test_a_delegation_concerns_the_deputy():
    giver, deputy = user_with("projects.view"), UserFactory.create()
    row = delegation_to(deputy, giver, authorities=[], permissions=["projects.view"])

    def act():
        revoke_delegation(SYSTEM, delegation=row, at=timezone.now())

    assert concerned(act, giver, deputy) == {deputy.name}


def test_a_seat_concerns_who_sits_on_it():
    user, other = UserFactory.create_batch(2)
    body = body_with(user, other)
    member = body.members.get(user=user)

    found = concerned(lambda: unseat_member(SYSTEM, body=body, member=member), user, other)

    assert found == {user.name}


@pytest.mark.parametrize(
    ("change", "is_told"), [({"classification": 2}, True), ({"description": "New"}, False)]
)
def test_a_row_concerns_those_over_it_if_a_policy_asks_for_what_changed(change, is_told):
    project = ProjectFactory.create()
    user, other = user_with("projects.view", over=project.scope), UserFactory.create()

    def act():
        update_project(SYSTEM, project=project, expected_version=None, **change)

    assert concerned(act, user, other) == ({user.name} if is_told else set())


def test_what_begins_or_ends_by_itself_concerns_its_account():
    now, users = timezone.now(), UserFactory.create_batch(3)
    soon, later = now + timedelta(seconds=10), now + timedelta(hours=1)
    for user, period in zip(
        users, ({"valid_to": soon}, {"valid_from": soon}, {"valid_to": later}), strict=True
    ):
        Grant.objects.create(
            user=user, role=role_with("projects.view"), scope=company_scope(), **period
        )
    among = [one.pk for one in users]

    at_once = rights.concerned_by_time(now, now + timedelta(seconds=5), among)
    then = rights.concerned_by_time(now, now + timedelta(seconds=20), among)

    assert (at_once, then) == (set(), {users[0].pk, users[1].pk})


def test_every_kind_is_one_that_is_recorded():
    source = Path(rights.__file__).parents[1]
    others = [one for one in source.rglob("*.py") if one.name != "rights.py"]
    text = "".join(one.read_text() for one in others)

    assert [one for one in sorted(rights.KINDS) if f'"{one}"' not in text] == []
