"""What can be done with roles, and the founding of the company they are held over."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from zhongshu.access import queries
from zhongshu.access.authorities.powers import refuse_mixed
from zhongshu.access.authority import known_permissions
from zhongshu.access.danger import dangerous
from zhongshu.access.guard import company, is_allowed, requires
from zhongshu.access.models import Actor, Grant, Role, RolePermission, Scope, System, User
from zhongshu.access.roles import READY_CODES
from zhongshu.access.scopes import make_scope
from zhongshu.access.services.confirming import (
    NothingWaits,
    RoleWaits,
    carried,
    refuse_if_nobody,
    refuse_own,
    told_id,
    waiting_among,
    who_may_confirm_role,
)
from zhongshu.access.services.ending_glass import end_lost_glass
from zhongshu.access.services.remaining import (
    GRANT_ANY,
    BeyondOwnRights,
    refuse_outlasting,
    refuse_to_lock_everyone_out,
)
from zhongshu.access.waiting import register_confirmers
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.http import refuse_stale
from zhongshu.kit.origin import handing_on


class CompanyExists(DomainError):
    """There is one company, and it is there already."""

    code = "access.company_exists"


class RoleCodeTaken(DomainError):
    """Another role has this code."""

    code = "access.role_code_taken"


class ReadyRole(DomainError):
    """The ready-made roles stay as they come; a copy can be changed."""

    code = "access.ready_role"


class RoleInUse(DomainError):
    """Somebody holds the role, or held it for a time; the role tells how many grants name it."""

    code = "access.role_in_use"


class UnknownPermission(BadInput):
    """There is no permission of this name."""

    code = "access.unknown_permission"


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
    _write(role, name, name_en, permissions)
    events.record(
        "access.role_defined", actor=actor, subject=role, before=before, after=_role_state(role)
    )
    return role


@requires("access.manage", on=None)
@dangerous
@transaction.atomic
def create_role(
    actor: Actor, *, code: str, name: str, name_en: str, permissions: frozenset[str]
) -> Role:
    """Make a role; nobody puts into it what they do not hold over the company.

    Raises
    ------
    PowersMixed
        If it would make one person two of the three administrators that are kept apart.
    """
    if Role.objects.filter(code=code).exists():
        raise RoleCodeTaken(code, field="code")
    _refuse_permissions(actor, permissions)
    role = Role(code=code, version=0)
    refuse_mixed(role, permissions)
    _write(role, _name(name, "name"), _name(name_en, "name_en"), permissions)
    events.record("access.role_created", actor=actor, subject=role, after=_role_state(role))
    return role


@requires("access.manage", on=None)
@dangerous
@transaction.atomic
def update_role(
    actor: Actor,
    *,
    role: Role,
    expected_version: int | None,
    name: str | None = None,
    name_en: str | None = None,
    permissions: frozenset[str] | None = None,
) -> Role:
    """Rename a role or change what it opens, for everybody who holds it and at once.

    What is added and opens sensitive fields waits until another person has confirmed it.

    Raises
    ------
    NobodyConfirms
        If something would have to wait, and nobody else may confirm it.
    RoleWaits
        If something added before waits still.
    ReadyRole
        If the role came with the product: a later release brings it as it was.
    BeyondOwnRights
        If a permission is added that the actor does not hold over the company.
    PowersMixed
        If somebody would be two of the three administrators that are kept apart.
    """
    role = _locked(actor, role, expected_version)
    before = _role_state(role)
    held = frozenset(before["permissions"])
    wanted = held if permissions is None else permissions
    _refuse_permissions(actor, wanted - held, role)
    if wanted - held:
        refuse_mixed(role, wanted)
    waiting = waiting_among(actor, role, wanted - held)
    named = role.name if name is None else _name(name, "name")
    named_en = role.name_en if name_en is None else _name(name_en, "name_en")
    if (named, named_en, wanted) == (role.name, role.name_en, held):
        return role
    if waiting:
        _ask_another(actor, role, waiting)
    _write(role, named, named_en, wanted - waiting)
    if Grant.objects.exists():
        refuse_to_lock_everyone_out()
    after = _role_state(role)
    events.record("access.role_updated", actor=actor, subject=role, before=before, after=after)
    end_lost_glass(actor)
    return role


@requires("access.manage", on=None)
@dangerous
@transaction.atomic
def confirm_role_change(actor: Actor, *, role: Role, expected_version: int | None) -> Role:
    """Let a role carry what another person added to it, for everybody who holds it and at once.

    Raises
    ------
    DutiesConflict
        If the actor added it, or holds the role.
    BeyondOwnRights
        If the actor could not add it.
    """
    role = _locked_waiting(actor, role, expected_version)
    before = _role_state(role)
    holders = set(role.grants.not_over().values_list("user", flat=True))
    refuse_own(actor, role.proposed_by_id, holders)
    added, held = frozenset(role.waiting_permissions), frozenset(carried(role))
    _refuse_permissions(actor, added, role)
    refuse_mixed(role, held | added)
    asked_by = told_id(role.proposed_by_id)
    role.waiting_permissions, role.proposed_by = [], None
    _write(role, role.name, role.name_en, held | added)
    events.record(
        "access.role_change_confirmed", actor=actor, subject=role, before=before,
        after=_role_state(role), asked_by=asked_by,
    )  # fmt: skip
    end_lost_glass(actor)
    return role


@requires("access.manage", on=None)
@dangerous
@transaction.atomic
def decline_role_change(actor: Actor, *, role: Role, expected_version: int | None) -> Role:
    """Turn down, or take back, what was added to a role and waits for another person."""
    role = _locked_waiting(actor, role, expected_version)
    before, asked_by = _role_state(role), told_id(role.proposed_by_id)
    role.waiting_permissions, role.proposed_by = [], None
    role.version += 1
    role.save()
    events.record(
        "access.role_change_declined", actor=actor, subject=role, before=before,
        after=_role_state(role), asked_by=asked_by,
    )  # fmt: skip
    return role


@requires("access.manage", on=None)
@dangerous
@transaction.atomic
def delete_role(actor: Actor, *, role: Role, expected_version: int | None) -> None:
    """Remove a role that no grant names, but for those over what was deleted."""
    role = _locked(actor, role, expected_version)
    if role.grants.standing().exists():
        raise RoleInUse(role.code)
    role.grants.all().delete()
    events.record("access.role_deleted", actor=actor, subject=role, before=_role_state(role))
    role.delete()


def _locked(actor: Actor, role: Role, expected_version: int | None) -> Role:
    row = Role.objects.select_for_update().get(pk=role.pk)
    refuse_stale(
        row.version, expected=expected_version, current=lambda: queries.role_card(actor, row)
    )
    if row.code in READY_CODES:
        raise ReadyRole(row.code)
    return row


def _locked_waiting(actor: Actor, role: Role, expected_version: int | None) -> Role:
    row = _locked(actor, role, expected_version)
    if not row.waiting_permissions:
        raise NothingWaits(row.code)
    return row


def _ask_another(actor: Actor, role: Role, added: frozenset[str]) -> None:
    """Let what is added to a role wait for another person."""
    if role.waiting_permissions:
        raise RoleWaits(role.code, field="permissions")
    role.waiting_permissions = sorted(added)
    role.proposed_by = actor if isinstance(actor, User) else None
    refuse_if_nobody(who_may_confirm_change(role), role.code)


def who_may_confirm_change(role: Role) -> QuerySet[User]:
    """Who may confirm what waits to be added to a role."""
    added = frozenset(role.waiting_permissions)
    return who_may_confirm_role(
        role.proposed_by_id, role, lambda one: _refuse_permissions(one, added, role)
    )


def _write(role: Role, name: str, name_en: str, permissions: frozenset[str]) -> None:
    role.name, role.name_en = name, name_en
    role.version += 1
    role.save()
    role.permissions.exclude(permission__in=permissions).delete()
    RolePermission.objects.bulk_create(
        [RolePermission(role=role, permission=permission) for permission in sorted(permissions)],
        ignore_conflicts=True,
    )


def _name(text: str, field: str) -> str:
    if not text.strip():
        raise BadInput("a role needs a name", field=field)
    return text.strip()


@handing_on()
def _refuse_permissions(actor: Actor, added: frozenset[str], role: Role | None = None) -> None:
    if unknown := added - known_permissions():
        raise UnknownPermission(", ".join(sorted(unknown)), field="permissions")
    if isinstance(actor, System):
        return
    is_own = role is not None and role.grants.filter(user=actor).exists()
    gives_any = not is_own and is_allowed(actor, GRANT_ANY, None)
    if role is not None and added:
        # Whoever holds the role keeps what is added: it is given for good.
        by = {"access.manage", *({GRANT_ANY} if gives_any else added)}
        refuse_outlasting(actor, by, company(), None, field="permissions")
    if gives_any:
        return
    if missing := sorted(added - queries.held_over_company(actor)):
        raise BeyondOwnRights(", ".join(missing), field="permissions", permissions=missing)


def _role_state(role: Role) -> dict[str, Any]:
    held = role.permissions.order_by("permission").values_list("permission", flat=True)
    state: dict[str, Any] = {
        "name": role.name, "name_en": role.name_en, "permissions": list(held),
    }  # fmt: skip
    waiting = role.waiting_permissions
    return state | ({"waiting_permissions": waiting} if waiting else {})


register_confirmers(Role, who_may_confirm_change)
