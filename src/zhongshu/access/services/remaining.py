"""Somebody must always remain who can let others in."""

from zhongshu.access.models import Grant, Scope
from zhongshu.kit.errors import DomainError


class LastAdministrator(DomainError):
    """Somebody must remain who can manage access to the whole company."""

    code = "access.last_administrator"


def refuse_to_lock_everyone_out() -> None:
    """Raise `LastAdministrator` if nobody could manage access to the company any more."""
    company = Scope.objects.filter(kind=Scope.Kind.COMPANY)
    able = Grant.objects.in_force().filter(
        scope__in=company, role__permissions__permission="access.manage"
    )
    if not able.exists():
        raise LastAdministrator("give another account the role of administrator first")
