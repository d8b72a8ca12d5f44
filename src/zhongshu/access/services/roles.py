"""What can be done with roles, and the founding of the company they are held over."""

from typing import Any

from django.db import transaction

from zhongshu.access.guard import requires
from zhongshu.access.models import Actor, Role, RolePermission, Scope
from zhongshu.access.scopes import make_scope
from zhongshu.kit import events
from zhongshu.kit.errors import DomainError


class CompanyExists(DomainError):
    """There is one company, and it is there already."""

    code = "access.company_exists"


@requires("access.manage", on=None)
@transaction.atomic
def found_company(actor: Actor, *, name: str) -> Scope:
    """Make the scope below which everything else hangs: the first act of an installation."""
    if Scope.objects.filter(kind=Scope.Kind.COMPANY).exists():
        raise CompanyExists(name)
    scope = make_scope(Scope.Kind.COMPANY, name, parents=[])
    events.record("access.company_founded", actor=actor, subject=scope, after={"label": name})
    return scope


@requires("access.manage", on=None)
@transaction.atomic
def define_role(
    actor: Actor, *, code: str, name: str, name_en: str, permissions: frozenset[str]
) -> Role:
    """Make a role, or give a role with this code another name and other permissions."""
    role = Role.objects.select_for_update().filter(code=code).first() or Role(code=code, version=0)
    before = _role_state(role) if role.version else None
    role.name, role.name_en = name, name_en
    role.version += 1
    role.save()
    role.permissions.exclude(permission__in=permissions).delete()
    RolePermission.objects.bulk_create(
        [RolePermission(role=role, permission=permission) for permission in sorted(permissions)],
        ignore_conflicts=True,
    )
    events.record(
        "access.role_defined", actor=actor, subject=role, before=before, after=_role_state(role)
    )
    return role


def _role_state(role: Role) -> dict[str, Any]:
    held = role.permissions.order_by("permission").values_list("permission", flat=True)
    return {"name": role.name, "name_en": role.name_en, "permissions": list(held)}
