"""What was opened in emergencies in the twin companies: in sight of the viewer, and elsewhere."""

from datetime import timedelta
from typing import Any

from tests.secrecy.twins.clockwork import PRESENT
from tests.secrecy.twins.secrets import Secrets
from zhongshu.access.models import Grant, Role, Scope, User


def broken(scope: Scope, user: User, role: Role, reason: str, *, ends: int) -> Grant:
    """A role that somebody opened to themselves, until so many hours from now."""
    return Grant.objects.create(
        user=user, role=role, scope=scope, kind=Grant.Kind.BREAK_GLASS, reason=reason,
        is_to_review=True, valid_from=PRESENT - timedelta(hours=2),
        valid_to=PRESENT + timedelta(hours=ends),
    )  # fmt: skip


def emergencies(scope: Scope, user: User) -> dict[str, Any]:
    """One that is over and waits for a review, and one that is still open."""
    role = Role.objects.create(code="rescue", name="抢修", name_en="Rescue")
    return {
        "glass_id": broken(scope, user, role, "Seen", ends=-1).pk,
        "open_glass_id": broken(scope, user, role, "Seen", ends=2).pk,
    }


def keep_emergencies(scope: Scope, secrets: Secrets) -> None:
    """Let the reasons, and what was found, be what this world keeps to itself."""
    Grant.objects.filter(scope=scope, kind=Grant.Kind.BREAK_GLASS).update(
        reason=secrets.word("glass reason"), finding=secrets.word("glass finding")
    )


def secret_emergencies(secrets: Secrets) -> list[str]:
    """The texts among them."""
    return [secrets.word("glass reason"), secrets.word("glass finding")]
