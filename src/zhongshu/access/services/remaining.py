"""What nobody may do to others or to everyone: outgrow oneself, or lock the door from outside."""

from zhongshu.access import authority
from zhongshu.access.models import Actor, Grant, GrantQuerySet, Scope, System, User
from zhongshu.kit.errors import DomainError

# Hands out to others what one does not hold: a security administrator does no project's work.
GRANT_ANY = "access.grant_any"


class BeyondOwnRights(DomainError):
    """Nobody can hand out a permission that they do not hold over the same scope."""

    code = "access.beyond_own_rights"
    status = 403


class LastAdministrator(DomainError):
    """Somebody must remain who can manage access to the whole company."""

    code = "access.last_administrator"


def refuse_beyond_own(actor: Actor, user: User) -> None:
    """Raise `BeyondOwnRights` unless the actor holds all that the user holds.

    Who can sign in as somebody can do what they can.
    """
    if isinstance(actor, System) or user.pk == actor.pk:
        return
    if missing := authority.beyond(actor, user):
        raise BeyondOwnRights(", ".join(missing), permissions=missing)


def refuse_to_lock_everyone_out(*, also_later: bool = False) -> None:
    """Raise `LastAdministrator` if nobody could manage access to the company any more.

    ``also_later`` asks for somebody who can do so without an end.
    """
    is_left = has_lasting_administrator() if also_later else _administrators().exists()
    if not is_left:
        raise LastAdministrator("give another account the role of administrator first")


def has_lasting_administrator() -> bool:
    """Whether somebody can manage access to the company, now and without an end."""
    return _administrators().filter(valid_to__isnull=True).exists()


def _administrators() -> GrantQuerySet:
    company = Scope.objects.filter(kind=Scope.Kind.COMPANY)
    return Grant.objects.in_force().filter(
        scope__in=company, role__permissions__permission="access.manage"
    )
