"""The powers of the three administrators, told by permissions and not by the names of roles."""

from zhongshu.access.authorities.models import Separation
from zhongshu.access.models import Grant, Role, User
from zhongshu.kit.errors import DomainError

# What each of the three can do that the other two must not.
POWERS = {
    "system_administrator": frozenset({"access.manage_accounts"}),
    "security_administrator": frozenset(
        {
            "access.manage",
            "access.grant_any",
            "access.manage_policy",
            "access.publish_policy",
            "access.view_as",
        }
    ),
    "audit_administrator": frozenset({"access.read_audit"}),
}
EVERY_POWER = frozenset().union(*POWERS.values())


class PowersMixed(DomainError):
    """A role would carry what two of the three administrators do, which is kept apart."""

    code = "access.powers_mixed"


def refuse_mixed(role: Role, permissions: frozenset[str]) -> None:
    """Refuse permissions by which a role, or who holds it, would be two administrators.

    Raises
    ------
    PowersMixed
        If a rule that is on keeps the two apart.
    """
    if not permissions & EVERY_POWER:
        return
    for first, second in _apart():
        if permissions & POWERS[first] and permissions & POWERS[second]:
            raise PowersMixed(role.code, field="permissions", first=first, second=second)
    holding = Grant.objects.not_over().filter(role=role)
    for user in User.objects.filter(grants__in=holding).distinct():
        if conflict := conflicting(user, permissions, besides=role):
            other, first, second = conflict
            raise PowersMixed(other.code, field="permissions", first=first, second=second)


def conflicting(
    user: User, permissions: frozenset[str], *, besides: Role
) -> tuple[Role, str, str] | None:
    """Another role of the user by which these would make them two administrators, and which."""
    lasting = Grant.objects.not_over().filter(user=user)
    held = Role.objects.filter(grants__in=lasting).exclude(pk=besides.pk)
    others = {
        role: {one.permission for one in role.permissions.all()}
        for role in held.distinct().order_by("code").prefetch_related("permissions")
    }
    for pair in _apart():
        for mine, theirs in (pair, pair[::-1]):
            for role, carried in others.items():
                if permissions & POWERS[mine] and carried & POWERS[theirs]:
                    return role, theirs, mine
    return None


def _apart() -> list[tuple[str, str]]:
    """The pairs of administrators that are kept apart by a rule that is on."""
    rules = Separation.objects.filter(
        kind=Separation.Kind.ROLES, is_on=True, first__in=POWERS, second__in=POWERS
    )
    return list(rules.order_by("first", "second").values_list("first", "second"))
