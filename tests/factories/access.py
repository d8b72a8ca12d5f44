"""Users, scopes, and the only way to make an actor with rights."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.organisation import company_scope
from zhongshu.access.authorities.models import Body, Delegation, Holding, Member, Separation
from zhongshu.access.authorities.separating import ASK_LOWERING, CONFIRM_LOWERING
from zhongshu.access.models import Grant, Role, RolePermission, Scope, User
from zhongshu.access.scopes import make_scope

PASSWORD = "seven-green-lanterns"


class UserFactory(DjangoModelFactory[User]):
    """An account with `PASSWORD` and no rights."""

    class Meta:
        model = User

    username = factory.Sequence("user{}".format)
    name = factory.Sequence("User {}".format)
    password = factory.django.Password(PASSWORD)


class RoleFactory(DjangoModelFactory[Role]):
    """A role without permissions."""

    class Meta:
        model = Role

    code = factory.Sequence("role-{}".format)
    name = factory.Sequence("角色 {}".format)
    name_en = factory.Sequence("Role {}".format)


def scope_below(*parents: Scope, label: str = "Scope") -> Scope:
    """A scope below others, or below the company."""
    return make_scope(Scope.Kind.UNIT, label, parents=parents or [company_scope()])


def role_with(*permissions: str, **named: str) -> Role:
    """A role that carries these permissions."""
    role = RoleFactory.create(**named)
    RolePermission.objects.bulk_create(
        RolePermission(role=role, permission=permission) for permission in permissions
    )
    return role


def holding_of(
    holder: User | Body, authority: str, *, over: Scope | None = None, **terms: Any
) -> Holding:
    """A confirmed authority of a person or a body over a scope, or over the whole company."""
    of = {"body": holder} if isinstance(holder, Body) else {"user": holder}
    given = {"scope": over or company_scope(), "confirmed_at": timezone.now(), **of, **terms}
    return Holding.objects.create(authority=authority, **given)


def body_with(
    *members: User, over: Scope | None = None, chair: User | None = None, **terms: Any
) -> Body:
    """A body of these voting members, of whom two make a quorum and the simple majority decides."""
    given = {"quorum": 2, "rule": "simple_majority", "kind": "change_board", **terms}
    name = f"Body {Body.objects.count()}"
    body = Body.objects.create(scope=over or company_scope(), name=name, name_en=name, **given)
    Member.objects.bulk_create(
        Member(
            body=body,
            user=one,
            role="chair" if one == chair else "member",
            confirmed_at=timezone.now(),
        )
        for one in members
    )
    return body


def delegation_to(
    deputy: User, giver: User, *, over: Scope | None = None, **terms: Any
) -> Delegation:
    """A delegation that counts from now on for a week."""
    now = timezone.now()
    given = {"valid_from": now, "valid_to": now + timedelta(days=7), "reason": "Leave", **terms}
    return Delegation.objects.create(
        giver=giver, deputy=deputy, scope=over or company_scope(), **given
    )


def let_one_lower() -> None:
    """Switch off that lowering the class of a record takes another person."""
    acts = {"kind": Separation.Kind.ACTS, "first": ASK_LOWERING, "second": CONFIRM_LOWERING}
    Separation.objects.update_or_create(**acts, defaults={"is_on": False})


def user_with(*permissions: str, over: Scope | None = None) -> User:
    """A user who holds these permissions over a scope, or over the whole company."""
    user: User = UserFactory.create()
    if permissions:
        Grant.objects.create(user=user, role=role_with(*permissions), scope=over or company_scope())
    return user
