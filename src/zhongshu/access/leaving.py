"""What leaves the server as a file: up to which class, marked with whom, and after which proof."""

from datetime import datetime

from zhongshu.access.danger import prove
from zhongshu.access.models import Actor
from zhongshu.access.policy.channels import Channel, passage
from zhongshu.access.policy.force import policy_in_force
from zhongshu.kit.declarations import Classification
from zhongshu.kit.errors import DomainError


class ClassKept(DomainError):
    """The policy lets nothing of this class out by this channel."""

    code = "access.class_kept"
    status = 403


def let_out(actor: Actor, label: Classification, *, at: datetime) -> str:
    """The mark that a file of a class carries, who takes it out and when; empty for none.

    Raises
    ------
    ClassKept
        If no file may hold anything of the class.
    ProofNeeded
        If a file of the class asks for a fresh proof of who takes it out.
    """
    rule = passage(policy_in_force().channels, Channel.EXPORT)
    if label > rule.highest:
        raise ClassKept(label.name.lower(), classification=int(label), highest=int(rule.highest))
    is_proved = rule.proved_from is not None and label >= rule.proved_from
    if is_proved:
        prove(actor)
    is_marked = rule.marked_from is not None and label >= rule.marked_from
    return f"{actor.name} · {at:%Y-%m-%d %H:%M} UTC" if is_marked else ""
