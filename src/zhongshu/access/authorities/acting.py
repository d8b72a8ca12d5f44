"""Acting in the place of another: a request has the rights of a delegation, and no others."""

from datetime import datetime
from uuid import UUID

from zhongshu.access.authorities.deciding import IN_FORCE, delegation_state
from zhongshu.access.authorities.models import Delegation
from zhongshu.access.authorities.powers import EVERY_POWER
from zhongshu.access.models import Actor, User
from zhongshu.access.roles import BREAK_GLASS
from zhongshu.kit.errors import DomainError
from zhongshu.kit.origin import Acting, here

# Whoever hands out rights, looks after the trail or removes what is personal does so in person.
NEVER_DELEGATED = frozenset(
    {
        *EVERY_POWER,
        "access.manage_authorities",
        BREAK_GLASS,
        "access.erase",
        "access.export_personal",
        "access.hold",
        "access.retain",
    }
)


class DelegationNotInForce(DomainError):
    """The delegation by which one acts is over, was taken back, or is somebody else's."""

    code = "access.delegation_not_in_force"
    status = 403


class ActingForAnother(DomainError):
    """Some things are done in one's own name only."""

    code = "access.acting_for_another"
    status = 403


def take_up(user: User, delegation_id: str, *, at: datetime) -> None:
    """Let the rest of the request act under a delegation to the user.

    Raises
    ------
    DelegationNotInForce
        If it does not count now.
    """
    try:
        rows = Delegation.objects.filter(pk=UUID(delegation_id), deputy=user)
    except ValueError as error:
        raise DelegationNotInForce from error
    row = rows.select_related("giver", "deputy").first()
    if row is None or delegation_state(row, at=at) != IN_FORCE:
        raise DelegationNotInForce
    origin = here()
    origin.on_behalf_of_id = row.giver_id
    origin.acting = Acting(
        row.pk, row.deputy_id, row.giver_id, row.scope_id,
        frozenset(row.permissions) - NEVER_DELEGATED,
    )  # fmt: skip


def behind(actor: Actor) -> set[UUID]:
    """Who answers for what the actor does: the actor, and in whose place the actor acts."""
    return {one for one in (actor.pk, here().on_behalf_of_id) if one is not None}


def refuse_acting() -> None:
    """Raise `ActingForAnother` where the actor acts in the place of another."""
    if here().acting is not None:
        raise ActingForAnother
