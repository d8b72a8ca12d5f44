"""Users, scopes, and the only way to make an actor with rights."""

import factory
from factory.django import DjangoModelFactory

from tests.factories.organisation import company_scope
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


def role_with(*permissions: str) -> Role:
    """A role that carries these permissions."""
    role = RoleFactory.create()
    RolePermission.objects.bulk_create(
        RolePermission(role=role, permission=permission) for permission in permissions
    )
    return role


def user_with(*permissions: str, over: Scope | None = None) -> User:
    """A user who holds these permissions over a scope, or over the whole company."""
    user: User = UserFactory.create()
    if permissions:
        Grant.objects.create(user=user, role=role_with(*permissions), scope=over or company_scope())
    return user
