"""What nobody may do to others or to everyone: outgrow oneself, or lock the door from outside."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from zhongshu.access import authority
from zhongshu.access.exceeding import beyond
from zhongshu.access.models import Actor, Grant, GrantQuerySet, Scope, System, User
from zhongshu.access.signin import factors
from zhongshu.kit.errors import DomainError

# Hands out to others what one does not hold: a security administrator does no project's work.
GRANT_ANY = "access.grant_any"


class BeyondOwnRights(DomainError):
    """Nobody can hand out a permission that they do not hold over the same scope."""

    code = "access.beyond_own_rights"
    status = 403


class OutlastsAuthority(DomainError):
    """What is given would last longer than the right to give it; ``latest`` is when that ends."""

    code = "access.outlasts_authority"
    status = 403


class LastAdministrator(DomainError):
    """Somebody must remain who can manage access to the whole company."""

    code = "access.last_administrator"


class LastWayIn(DomainError):
    """Without this the account could not be signed in to any more."""

    code = "access.last_way_in"


def hold_ways_in(user: User) -> None:
    """Let nobody else change how the account is signed in to until the transaction ends."""
    User.objects.select_for_update().get(pk=user.pk)


def refuse_last_way_in(
    user: User,
    *,
    but_identity: SocialAccount | None = None,
    but_factor: Authenticator | None = None,
) -> None:
    """Raise `LastWayIn` unless a password, an identity or a passkey is left beside this one."""
    identities = SocialAccount.objects.filter(user_id=user.pk)
    passkeys = factors.strong(user).filter(type=Authenticator.Type.WEBAUTHN)
    if but_identity is not None:
        identities = identities.exclude(pk=but_identity.pk)
    if but_factor is not None:
        passkeys = passkeys.exclude(pk=but_factor.pk)
    if not (user.has_usable_password() or identities.exists() or passkeys.exists()):
        raise LastWayIn("set another way to sign in first")


def refuse_beyond_own(actor: Actor, user: User) -> None:
    """Raise `BeyondOwnRights` unless the actor holds all that the user holds.

    Who can sign in as somebody can do what they can.
    """
    if isinstance(actor, System) or user.pk == actor.pk:
        return
    if missing := beyond(actor, user):
        raise BeyondOwnRights(user.username, field=None, **missing)


def refuse_outlasting(
    actor: Actor, permissions: set[str], scope: Scope, until: datetime | None, *, field: str
) -> None:
    """Raise `OutlastsAuthority` unless the actor holds all of it for as long as it is given.

    Who manages access for a week would otherwise make that last for good.
    """
    if isinstance(actor, System):
        return
    ends = [_end_of(actor, one, scope) for one in sorted(permissions)]
    latest = min((one for one in ends if one is not None), default=None)
    if latest is not None and (until is None or until > latest):
        raise OutlastsAuthority("not for so long", field=field, latest=latest.isoformat())


def _end_of(actor: User, permission: str, scope: Scope) -> datetime | None:
    """When the last grant ends that gives somebody a permission over a scope; None: never."""
    rows = authority.holders(permission, scope).filter(user=actor, kind=Grant.Kind.ORDINARY)
    ends = list(rows.values_list("valid_to", flat=True))
    return None if None in ends else max((one for one in ends if one), default=None)


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
