"""Whether somebody may lower the class of a record by themselves."""

from zhongshu.access.authorities.separating import are_classes_lowered_by_two
from zhongshu.access.danger import prove
from zhongshu.access.guard import check
from zhongshu.access.models import Actor, System
from zhongshu.kit.errors import DomainError


class LoweredByTwo(DomainError):
    """Another person confirms that a class is lowered: it is asked for."""

    code = "access.lowered_by_two"
    status = 403


def check_lowering(actor: Actor, permission: str, over: object) -> None:
    """Raise unless the actor may lower the class of what is edited, alone and now.

    Raises
    ------
    Forbidden
        If the actor may not lower it at all.
    LoweredByTwo
        If it takes another person; that is a rule of separation, and can be switched off.
    ProofNeeded
        If the actor did not prove who they are of late.
    """
    check(actor, permission, over)
    if not isinstance(actor, System) and are_classes_lowered_by_two():
        raise LoweredByTwo(permission, field="classification")
    prove(actor)
