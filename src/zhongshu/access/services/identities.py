"""Which identities of other systems let somebody into which account."""

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from zhongshu.access.danger import dangerous
from zhongshu.access.guard import own, requires
from zhongshu.access.models import Actor, User
from zhongshu.access.services.remaining import (
    hold_ways_in,
    refuse_beyond_own,
    refuse_last_way_in,
)
from zhongshu.access.signin import providers
from zhongshu.access.signin.fields import about_signing_in
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError


class IdentityTaken(DomainError):
    """The identity is linked to an account already."""

    code = "access.identity_taken"


@own
@dangerous
@transaction.atomic
def link_identity(actor: User, *, provider: str, subject: str) -> SocialAccount:
    """Let an identity that the actor has just shown sign in to the actor's account."""
    return _link(actor, actor, provider, subject)


@own
@dangerous
@transaction.atomic
def unlink_identity(actor: User, *, identity: SocialAccount) -> None:
    """Let one of the actor's identities sign in no more."""
    hold_ways_in(actor)
    refuse_last_way_in(actor, but_identity=identity)
    _unlink(actor, actor, identity)


@requires("access.manage_accounts", on=None)
@dangerous
@transaction.atomic
def link_identity_of(actor: Actor, *, user: User, provider: str, subject: str) -> SocialAccount:
    """Let the identity with this subject sign in to an account, before it ever came.

    Whoever has the identity can act as the account's owner, so the actor must hold all that the
    owner holds.
    """
    refuse_beyond_own(actor, user)
    if providers.known(provider) is None:
        raise providers.UnknownProvider(provider, field="provider")
    if not subject.strip() or not subject.isprintable():
        raise BadInput("write the subject as the provider does", field="subject")
    return _link(actor, user, provider, subject.strip())


@requires("access.manage_accounts", on=None)
@dangerous
@transaction.atomic
def unlink_identity_of(actor: Actor, *, user: User, identity: SocialAccount) -> None:
    """Let an identity sign in to an account no more."""
    _unlink(actor, user, identity)


def _link(actor: Actor, user: User, provider: str, subject: str) -> SocialAccount:
    try:
        with transaction.atomic():
            row = SocialAccount.objects.create(user=user, provider=provider, uid=subject)
    except IntegrityError as error:
        raise IdentityTaken("another account has it, or this one", field="subject") from error
    events.record(
        "access.identity_linked",
        actor=actor,
        subject=user,
        after=_told(row),
        marking=about_signing_in(user),
    )
    return row


def _unlink(actor: Actor, user: User, identity: SocialAccount) -> None:
    before = _told(identity)
    identity.delete()
    events.record(
        "access.identity_unlinked",
        actor=actor,
        subject=user,
        before=before,
        marking=about_signing_in(user),
    )


def _told(row: SocialAccount) -> dict[str, str]:
    return {"provider": row.provider, "subject": row.uid}
